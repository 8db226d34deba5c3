"""A site on loopback for each test, and crawls of it in processes of their own."""

import resource
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import forked_crawl
import pytest
from forked_crawl import Started
from loopback_site import Crawl, Site, command, crawler


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def crawl(site: Site, tmp_path: Path) -> Crawl:
    """Crawl the site; arguments are Scrapy settings."""
    return crawler(site, tmp_path, forked_crawl.run)


@pytest.fixture
def crawl_command(site: Site, tmp_path: Path) -> Crawl:
    """The same by `python -m scrapy crawl`, with reading processes."""
    return crawler(site, tmp_path)


@pytest.fixture
def start_crawl(site: Site, tmp_path: Path) -> Callable[..., Started]:
    """Begin to crawl the site, and leave it running. `file_size_limit`: bytes, what a full disk is like."""

    def start(file_size_limit: int = resource.RLIM_INFINITY, **settings: object) -> Started:
        limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (file_size_limit, resource.RLIM_INFINITY))
        return forked_crawl.start(command(tmp_path, site.url, **settings), tmp_path, tmp_path, limit)

    return start
