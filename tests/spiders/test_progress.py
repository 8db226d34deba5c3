"""One line that tells how far the crawl is, where someone looks on."""

import asyncio
import io
import sys
from types import SimpleNamespace

import pytest
from scrapy.exceptions import NotConfigured

from spiders.progress import Progress
from spiders.runs.counting import Counting


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def crawler(**counts: int) -> SimpleNamespace:
    """A crawl with these counts, as much of it as the line needs."""
    counting = Counting()
    for name, count in counts.items():
        setattr(counting, name, count)
    session = SimpleNamespace(counts=counting)
    return SimpleNamespace(signals=SimpleNamespace(connect=lambda *_, **__: None), get_extension=lambda _: session)


def test_silent_where_nobody_looks_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with pytest.raises(NotConfigured):
        Progress.from_crawler(crawler())


def test_all_sources_share_the_line_until_they_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setattr("spiders.progress._SECONDS", 0)
    nist, ntia = SimpleNamespace(name="nist"), SimpleNamespace(name="ntia")
    of_nist = Progress.from_crawler(crawler(requests=3, new_versions=1, unchanged=1, problems=2))
    of_ntia = Progress.from_crawler(crawler(requests=7))

    async def drawn() -> str:
        await asyncio.sleep(0.01)
        return sys.stderr.getvalue().rpartition("\r\x1b[K")[2]

    async def main() -> None:
        of_nist.opened(nist)
        of_ntia.opened(ntia)
        counts = "nist: 3 requests, 2 documents, 2 problems", "ntia: 7 requests, 0 documents, 0 problems"
        assert await drawn() == " · ".join(counts)
        of_nist.closed(nist)
        assert await drawn() == counts[1]
        of_ntia.closed(ntia)
        assert await drawn() == ""

    asyncio.run(main())
