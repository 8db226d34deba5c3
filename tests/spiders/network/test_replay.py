"""Which archived answer a request gets where there is no network."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from archived import EXCHANGE, snapshot
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from pipeline.errors import ArchiveError
from spiders.archive.exchange import Exchange
from spiders.archive.writer import ArchiveWriter
from spiders.network.failures import FetchFailed
from spiders.network.replay import ReplayHandler

URL = EXCHANGE.url
ENGLISH = {"Accept": "text/xml", "Accept-Language": "en"}


def answer(body: str, day: int = 20, **changes: object) -> Exchange:
    return replace(EXCHANGE, body=body.encode(), fetched_at=f"2026-11-{day}T21:45:00.000000Z", **changes)  # type: ignore[arg-type]


def write(folder: Path, name: str, *exchanges: Exchange) -> None:
    """A file of the archive. A 304 confirms the first answer."""
    archive = ArchiveWriter(folder, name, {})
    first = archive.exchange(exchanges[0])
    for each in exchanges[1:]:
        if each.status == 304:
            archive.revisit(each, snapshot(exchanges[0], first))
        else:
            archive.exchange(each)
    archive.close()


def asked(folder: Path, url: str = URL, headers: dict[str, str] | None = None, **more: object) -> Response:
    handler = ReplayHandler(get_crawler(settings_dict={"POLICY_REPLAY": str(folder)}))
    request = Request(url, headers=ENGLISH if headers is None else headers, **more)  # type: ignore[arg-type]
    return asyncio.run(handler.download_request(request))


def test_an_answer_comes_with_its_status_its_headers_and_the_address_that_was_asked(tmp_path: Path) -> None:
    headers = (("Content-Type", "text/html"), ("X-Twice", "1"), ("X-Twice", "2"))
    write(tmp_path, "a", answer("<html>Toys</html>", status=203, response_headers=headers))
    response = asked(tmp_path, f"{URL}#part")
    assert (type(response).__name__, response.status, response.body) == ("HtmlResponse", 203, b"<html>Toys</html>")
    assert response.headers.getlist("X-Twice") == [b"1", b"2"]
    assert response.url == URL


def test_of_several_answers_the_newest_is_given_whatever_the_files_are_called(tmp_path: Path) -> None:
    write(tmp_path, "a", answer("new", 21))
    write(tmp_path, "b", answer("old", 20))
    assert asked(tmp_path).body == b"new"


def test_an_answer_that_was_confirmed_after_a_failure_is_the_newest(tmp_path: Path) -> None:
    write(tmp_path, "a", answer("toys"), answer("", 21, status=503), answer("", 22, status=304))
    assert asked(tmp_path).body == b"toys"


def test_the_answer_to_the_same_question_is_preferred_to_one_at_the_same_address(tmp_path: Path) -> None:
    write(tmp_path, "a", answer("toys"), answer("jouets", 21, request_headers=(("Accept-Language", "fr"),)))
    assert asked(tmp_path).body == b"toys"
    assert asked(tmp_path, headers={"Accept-Language": "fr"}).body == b"jouets"
    assert asked(tmp_path, headers={"Accept-Language": "de"}).body == b"jouets"


def test_what_is_sent_is_part_of_the_question(tmp_path: Path) -> None:
    write(tmp_path, "a", answer("toys", method="POST", request_body=b"q=toys"))
    assert asked(tmp_path, method="POST", body=b"q=toys").body == b"toys"
    for other in ({"method": "POST", "body": b"q=games"}, {"method": "GET", "body": b"q=toys"}):
        with pytest.raises(FetchFailed, match="not in the replayed archive"):
            asked(tmp_path, **other)


def test_an_archive_that_holds_a_key_answers_too(tmp_path: Path) -> None:
    url = "https://api.example.gov/?api_key="
    write(tmp_path, "a", answer("toys", url=f"{url}secret"))
    assert asked(tmp_path, f"{url}other").body == b"toys"


def test_what_is_not_there_is_named_but_a_host_need_not_have_a_robots_txt(tmp_path: Path) -> None:
    write(tmp_path, "a", answer("toys"))
    with pytest.raises(FetchFailed, match=r"^https://www\.example\.gov/b: not in the replayed archive") as missing:
        asked(tmp_path, "https://www.example.gov/b")
    assert missing.value.kind == "not_in_archive"
    assert asked(tmp_path, "https://www.example.gov/robots.txt").status == 404


def test_an_answer_that_cannot_be_read_is_not_there(tmp_path: Path) -> None:
    write(tmp_path, "a", answer("toys", response_headers=(("Content-Encoding", "zstd"),)))
    with pytest.raises(FetchFailed, match=r"cannot read the answer of https://www\.example\.gov/") as missing:
        asked(tmp_path)
    assert missing.value.kind == "not_in_archive"


def test_an_archive_without_an_answer_is_refused(tmp_path: Path) -> None:
    archive = ArchiveWriter(tmp_path, "a", {})
    archive.note(b"{}")
    archive.close()
    with pytest.raises(ArchiveError, match="no answer of a server can be read there"):
        asked(tmp_path)
