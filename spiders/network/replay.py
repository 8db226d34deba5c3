"""Crawling without a network: answers come from a WARC archive, ours or any other."""

import hashlib
import logging
from functools import cache
from pathlib import Path

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.headers import Headers
from scrapy.responsetypes import responsetypes
from scrapy.utils.httpobj import urlparse_cached

from pipeline.errors import ArchiveError
from spiders.archive.answers import Answer, answers, load_answer
from spiders.archive.secrets import redact
from spiders.network.failures import FetchFailed
from spiders.network.headers import header

logger = logging.getLogger(__name__)

SETTINGS = {
    "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "spiders.network.replay.ReplayHandler")
    | dict.fromkeys(("data", "file", "ftp", "s3")),
    "DOWNLOAD_DELAY": 0,
    "POLICY_RETRY_PAUSE": 0,
    # What the archive answers does not change by asking again.
    "RETRY_TIMES": 0,
}
"""Settings of a crawl that replays; POLICY_REPLAY names the archive."""

Question = tuple[str, str, str, str, str]
"""Method, address, Accept, Accept-Language, sha256 of the body."""


class Replay:
    """The answers of an archive by question; of several to the same question the newest."""

    def __init__(self, archive: Path) -> None:
        """Raises `ArchiveError` if there is no WARC file, or no answer in any."""
        self.archive = archive
        self._exact: dict[Question, Answer] = {}
        self._by_address: dict[tuple[str, str, str], Answer] = {}
        for answer in sorted(answers(archive), key=lambda answer: answer.fetched_at):
            self._exact[_question(answer)] = answer
            self._by_address[answer.method, _address(answer.url), answer.request_sha256] = answer
        if not self._exact:
            raise ArchiveError(f"{archive}: no answer of a server can be read there; name another file or folder")

    def find(self, request: Request) -> Answer | None:
        """The answer to the same question, or else to the same address whatever was accepted."""
        body = hashlib.sha256(request.body).hexdigest()
        address = _address(request.url)
        accept, language = header(request, "Accept"), header(request, "Accept-Language")
        exact = self._exact.get((request.method, address, accept, language, body))
        return exact or self._by_address.get((request.method, address, body))


@cache
def replay_of(archive: Path) -> Replay:
    """One index for all sources of the process."""
    replay = Replay(archive)
    logger.info("%s: %d archived answers", archive, len(replay._exact))
    return replay


class ReplayHandler(BaseDownloadHandler):
    """A download handler that opens no socket."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._replay = replay_of(Path(crawler.settings["POLICY_REPLAY"]))

    async def download_request(self, request: Request) -> Response:
        """Raises `FetchFailed` if the archive does not hold the answer."""
        answer = self._replay.find(request)
        if answer is None:
            if urlparse_cached(request).path == "/robots.txt":
                return Response(request.url, status=404)
            raise FetchFailed("not_in_archive", f"{request.url}: not in the replayed archive {self._replay.archive}")
        try:
            status, plain, body = load_answer(answer)
        except ArchiveError as error:
            raise FetchFailed("not_in_archive", str(error)) from error
        headers = Headers()
        for name, value in plain:
            headers.appendlist(name, value)
        url = request.url.partition("#")[0]  # as Scrapy's own handler does
        kind = responsetypes.from_args(headers=headers, url=url, body=body)
        return kind(url, status=status, headers=headers, body=body)

    async def close(self) -> None:
        """Nothing is held open."""


def _question(answer: Answer) -> Question:
    return answer.method, _address(answer.url), answer.accept, answer.accept_language, answer.request_sha256


def _address(url: str) -> str:
    return redact(url).partition("#")[0]
