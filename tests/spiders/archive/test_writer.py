"""What is written can be read, by us and by others, whatever the publisher sent."""

import gzip
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from archived import EXCHANGE, SERIES, records, snapshot, writer

from pipeline.errors import ArchiveError
from spiders.archive.exchange import Exchange


def test_an_exchange_is_a_response_and_a_request(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    place = archive.exchange(EXCHANGE)
    archive.close()
    (path,) = tmp_path.iterdir()
    assert path.name == place.warc_file == f"{SERIES}-00001.warc.gz"
    info, response, request = records(path)
    assert (info[0], response[0], request[0]) == ("warcinfo", "response", "request")
    assert response[1]["WARC-Target-URI"] == EXCHANGE.url
    assert response[1]["WARC-Date"] == EXCHANGE.fetched_at
    assert response[1]["WARC-IP-Address"] == "192.0.2.1"
    assert request[1]["WARC-Concurrent-To"] == response[1]["WARC-Record-ID"] == f"<{place.record_id}>"
    assert request[2]["Host"] == "www.example.gov"
    assert response[3] == b"<a/>"


def test_each_record_is_a_gzip_member_at_its_offset(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    archive.exchange(EXCHANGE)
    place = archive.exchange(replace(EXCHANGE, body=b"second"))
    archive.close()
    raw = (tmp_path / place.warc_file).read_bytes()
    member = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(raw[place.warc_offset :])
    assert member.startswith(b"WARC/1.1\r\n")
    assert member.rstrip().endswith(b"second")


def test_a_304_is_a_revisit_of_the_original(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    original = snapshot(EXCHANGE, archive.exchange(EXCHANGE))
    place = archive.revisit(replace(EXCHANGE, status=304, body=b""), original)
    archive.close()
    *_, revisit, request = records(tmp_path / place.warc_file)
    assert (revisit[0], request[0]) == ("revisit", "request")
    assert request[1]["WARC-Concurrent-To"] == f"<{place.record_id}>"
    assert revisit[1]["WARC-Refers-To"] == f"<{original.snapshot_id}>"
    assert revisit[1]["WARC-Profile"].endswith("/server-not-modified")
    assert revisit[3] == b""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Location", "https://www.example.eu/règlement?a=b&c=d#e"),
        ("Link", '<https://www.example.eu/règlement>; rel="canonical"'),
        ("Set-Cookie", "é=1; path=/"),
        ("Content-Disposition", 'attachment; filename="règlement.pdf"'),
    ],
)
def test_a_header_that_is_not_ascii_is_written_as_it_came(tmp_path: Path, name: str, value: str) -> None:
    archive = writer(tmp_path)
    came = value.encode().decode("latin-1")  # as `spiders.network.headers` reads UTF-8 on the wire
    place = archive.exchange(replace(EXCHANGE, response_headers=((name, came),)))
    archive.close()
    path = tmp_path / place.warc_file
    assert f"\r\n{name}: {value}\r\n".encode() in gzip.decompress(path.read_bytes())
    assert records(path)[1][2][name] == value


@pytest.mark.parametrize(("about", "named"), [("urn:uuid:1", "<urn:uuid:1>"), ("", None)])
def test_a_note_names_the_record_that_it_describes(tmp_path: Path, about: str, named: str | None) -> None:
    archive = writer(tmp_path)
    place = archive.note(b"{}", about)
    archive.close()
    *_, note = records(tmp_path / place.warc_file)
    assert (note[0], note[1].get("WARC-Concurrent-To"), note[3]) == ("metadata", named, b"{}")


def test_files_rotate_by_size(tmp_path: Path) -> None:
    archive = writer(tmp_path, size_limit=1000)
    places = [archive.exchange(EXCHANGE) for _ in range(4)]
    archive.close()
    assert len({place.warc_file for place in places}) > 1
    for path in tmp_path.glob("*.warc.gz"):
        assert records(path)[0][0] == "warcinfo"


EVIL = "x\r\nWARC-Type: response\r\n\r\nHTTP/1.1 200 OK\r\n\r\nforged"


@pytest.mark.parametrize(
    "exchange",
    [
        replace(EXCHANGE, url=f"https://www.example.gov/{EVIL}"),
        replace(EXCHANGE, ip_address=EVIL),
        replace(EXCHANGE, method=EVIL),
        replace(EXCHANGE, response_headers=(("X-Evil", EVIL), ("Content-Type", EVIL), (EVIL, "y"))),
        replace(EXCHANGE, request_headers=(("X-Evil", EVIL), (EVIL, "y"))),
        replace(EXCHANGE, response_headers=(("X-Bytes", "caf\xe9\x00\x0b\x85\u2028"),)),
    ],
)
def test_nothing_can_be_injected_into_the_records(tmp_path: Path, exchange: Exchange) -> None:
    archive = writer(tmp_path)
    place = archive.exchange(exchange)
    archive.close()
    found = records(tmp_path / place.warc_file)
    assert [record[0] for record in found] == ["warcinfo", "response", "request"]
    assert found[1][3] == b"<a/>"
    for kind, warc, http, _ in found[1:]:
        assert "forged" not in warc.keys() | http.keys()
        assert warc["WARC-Type"] == kind


def test_a_file_in_use_is_marked_until_it_is_closed(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    archive.exchange(EXCHANGE)
    assert len(list(tmp_path.glob("*.open"))) == 1
    archive.close()
    assert list(tmp_path.glob("*.open")) == []


def test_a_series_is_marked_between_two_of_its_files_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the next crawl did not learn of a crash there, and never brought what it left into the database."""
    left: list[int] = []
    remove = Path.unlink

    def unlink(path: Path, *, missing_ok: bool) -> None:
        remove(path, missing_ok)
        left.append(len(list(tmp_path.glob("*.open"))))

    monkeypatch.setattr(Path, "unlink", unlink)
    archive = writer(tmp_path, size_limit=1000)
    for _ in range(4):
        archive.exchange(EXCHANGE)
    archive.close()
    assert len(left) > 2
    assert left == [1] * (len(left) - 1) + [0]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ArchiveError, match="cannot write the archive"):
        writer(tmp_path / "file" / "archive").exchange(EXCHANGE)
