"""How fast a whole crawl is, as a ratio to a bare Scrapy spider that only fetches the same answers.

    python benchmarks/crawl.py [--documents 1000] [--paragraphs 40] [--rounds 3]

Both crawl a site on loopback, one request at a time, without delay: what a real crawl waits for is left out. Both ask
for robots.txt, the index and every document. Prints a line per round and the medians. Not part of the test suite.

The ratio is of wall time from the opening to the closing of the spider, loading of rules and start of the reading
processes included. The processor time of each whole process, its start included, stands beside it: on a machine that
has other work, a crawl that uses all processors loses more wall time than a bare one that uses one.
"""

import argparse
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

SUPPORT = Path(__file__).resolve().parents[1] / "tests" / "support"
sys.path.insert(0, str(SUPPORT))
from loopback_site import Site, command, environment, notice  # noqa: E402  # the path above leads there

WORDS = ["the", "agency", "may", "require", "each", "provider", "shall", "report", "its", "model", "and", "keep"]
OPEN = "Models with widely available weights and open-source software are exempt from this requirement."

BARE = """
import json
import scrapy

class Bare(scrapy.Spider):
    name = "bare"
    custom_settings = {"CONCURRENT_REQUESTS_PER_DOMAIN": 1, "LOG_LEVEL": "INFO", "DOWNLOAD_DELAY": 0,
                       "ROBOTSTXT_OBEY": True}

    async def start(self):
        yield scrapy.Request(self.site + "/index.json")

    def parse(self, response):
        for row in json.loads(response.body):
            yield response.follow(row["url"], self.parse_page)

    def parse_page(self, response):
        yield {"url": response.url, "bytes": len(response.body)}
"""


def document(number: int, paragraphs: int) -> bytes:
    """A notice of about 600 bytes a paragraph; one paragraph in thirty is about openness, the others hold no cue, as
    most text of policy does."""
    chance = random.Random(number)
    texts = [
        OPEN if chance.random() < 1 / 30 else f"{' '.join(chance.choices(WORDS, k=100))} {number}."
        for _ in range(paragraphs)
    ]
    return notice("</P><P>".join(texts))


class Taken(NamedTuple):
    """The time of a crawl in seconds."""

    wall: float
    """Between the opening and the closing of the spider, as Scrapy's own statistics have it."""
    processor: float
    """Of the process and those that it started."""

    def __str__(self) -> str:
        return f"{self.wall:5.2f} s ({self.processor:5.2f} s of processor time)"


def crawl(words: list[str], folder: Path, settings: str = "spiders.settings") -> Taken:
    """Run one crawl."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environ = environment() | {"SCRAPY_SETTINGS_MODULE": settings}
    # Scrapy's modules were compiled when it was installed. Where this is set, ours would be compiled by each process.
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(  # noqa: S603  # our own command
        words, capture_output=True, text=True, cwd=folder, env=environ, check=True
    )
    found = re.search(r"'elapsed_time_seconds': ([0-9.]+)", done.stderr)
    if found is None:
        raise SystemExit(f"no statistics in the log:\n{done.stderr[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Taken(float(found.group(1)), after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main() -> None:
    """Run both in turn, so that both meet the same machine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--paragraphs", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    site = Site()
    site.documents(**{f"d_{number}": document(number, options.paragraphs) for number in range(options.documents)})
    ratios = []
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "bare.py").write_text(BARE)
            runspider = [sys.executable, "-m", "scrapy", "runspider", "bare.py", "-a", f"site={site.url}"]
            bare = crawl(runspider, folder, "scrapy.settings.default_settings")
            full = crawl(command(folder, site.url, STATS_DUMP=True, POLICY_READERS=0), folder)
            again = crawl(command(folder, site.url, STATS_DUMP=True, POLICY_READERS=0), folder)
        ratios.append((bare.wall / full.wall, bare.wall / again.wall))
        rate = options.documents / full.wall
        print(f"bare {bare}, first crawl {full}, {rate:.0f} documents/s, second crawl {again}", flush=True)
    first, second = (statistics.median(column) for column in zip(*ratios, strict=True))
    print(f"ratio of throughput to the bare spider: first crawl {first:.2f}, second crawl {second:.2f}")
    site.close()


if __name__ == "__main__":
    main()
