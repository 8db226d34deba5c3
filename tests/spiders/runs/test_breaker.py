"""A crawl that can keep nothing any more ends, once."""

import asyncio

import pytest

from pipeline.errors import ArchiveError, StoreError
from spiders.runs.breaker import Breaker


class Crawl:
    def __init__(self) -> None:
        self.ends = 0

    async def end(self) -> None:
        self.ends += 1


async def done(value: int) -> int:
    return value


async def failed(error: Exception) -> None:
    raise error


def test_the_first_failure_ends_the_crawl_and_is_its_reason() -> None:
    async def main() -> None:
        crawl = Crawl()
        breaker = Breaker(crawl.end)
        assert await breaker.guard(done(1)) == 1
        assert breaker.reason == ""
        for error in (ArchiveError("the disk is full"), StoreError("too late")):
            with pytest.raises(type(error)):
                await breaker.guard(failed(error))
        await asyncio.sleep(0)
        assert (breaker.reason, crawl.ends) == ("the disk is full", 1)

    asyncio.run(main())


def test_a_failure_that_is_none_of_archive_or_database_ends_nothing() -> None:
    async def main() -> None:
        breaker = Breaker(Crawl().end)
        with pytest.raises(ValueError, match="odd"):
            await breaker.guard(failed(ValueError("odd")))
        assert breaker.reason == ""

    asyncio.run(main())
