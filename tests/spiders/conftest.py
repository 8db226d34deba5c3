"""A site on loopback for each test, and crawls of it in processes of their own."""

from collections.abc import Iterator
from pathlib import Path

import forked_crawl
import pytest
from loopback_site import Crawl, Site, crawler


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def crawl(site: Site, tmp_path: Path) -> Crawl:
    """Crawl the site; arguments are Scrapy settings."""
    return crawler(site, tmp_path, forked_crawl.run)
