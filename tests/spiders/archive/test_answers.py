import gzip
from pathlib import Path

import brotli
import pytest

from spiders.archive.answers import answers, load_answer


def test_archives_of_other_tools_answer_too(tmp_path: Path) -> None:
    http = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n4\r\nWiki\r\n0\r\n\r\n"
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
        b"WARC-Target-URI: http://example.gov/\r\nContent-Type: application/http; msgtype=response\r\n"
        b"Content-Length: " + str(len(http)).encode() + b"\r\n\r\n" + http + b"\r\n\r\n"
    )
    (tmp_path / "wget.warc").write_bytes(record)
    (answer,) = answers(tmp_path)
    assert (answer.url, answer.method) == ("http://example.gov/", "GET")
    assert load_answer(answer) == (200, (("Content-Type", "text/html"),), b"Wiki")


@pytest.mark.parametrize("chunked", [False, True])
def test_an_answer_in_brotli_is_replayed(tmp_path: Path, chunked: bool) -> None:
    body = brotli.compress(b"Toys")
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n"
    if chunked:
        http = head + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    else:
        http = head + b"\r\n" + body
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
        b"WARC-Target-URI: http://example.gov/\r\nContent-Type: application/http; msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n%b\r\n\r\n" % (len(http), http)
    )
    path = tmp_path / "browser.warc.gz"
    path.write_bytes(gzip.compress(record, mtime=0))
    (answer,) = answers(tmp_path)
    assert load_answer(answer)[2] == b"Toys"
