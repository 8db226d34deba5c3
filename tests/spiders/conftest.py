"""A site on loopback for each test, and crawls of it in processes of their own."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback_site import Crawl, Crawled, Site, command, environment


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def crawl(site: Site, tmp_path: Path) -> Crawl:
    """Crawl the site; arguments are Scrapy settings, `args` further words of the command line."""

    def run(args: tuple[str, ...] = (), **settings: object) -> Crawled:
        done = subprocess.run(
            [*command(tmp_path, site.url, **settings), *args],
            capture_output=True,
            text=True,
            timeout=60,
            cwd=tmp_path,
            env=environment(),
            check=False,
        )
        return Crawled(tmp_path, done.returncode, done.stdout, done.stderr)

    return run
