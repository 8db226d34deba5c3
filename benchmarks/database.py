"""How long the store needs for a large act, and Datasette for the headline pages of a database of a million provisions.

    python benchmarks/database.py build/big.db --provisions 1000000

The first call makes the database (minutes), later ones only measure. Not part of the test suite.
"""

import argparse
import asyncio
import random
import sqlite3
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import accumulate
from pathlib import Path
from typing import Any

from datasette.app import Datasette

from cli.serve import SETTINGS
from db.metadata import metadata
from db.store import Store
from pipeline.model import (
    Annotation,
    Capture,
    CrawlRun,
    Document,
    Expectations,
    Part,
    Provision,
    ProvisionChange,
    Reading,
    Snapshot,
    Source,
)
from pipeline.normalise import text_hash
from pipeline.tagging import load_rules, load_taxonomy

UNITS = 330
"""Provisions of one synthetic document."""
ROUNDS = 20
NOW = "2026-11-20T21:45:00Z"
SOURCES = ("eu_gazette", "us_register", "us_agency")
# Word frequencies of real text fall off as 1/rank; the index behaves accordingly.
WORDS = [f"word{number}" for number in range(20_000)]
WEIGHTS = list(accumulate(1 / rank for rank in range(1, len(WORDS) + 1)))
TABLES = (
    "open_source_provisions", "open_source_provisions?jurisdiction=US",
    "open_source_provisions?effects__arraycontains=exemption", "current_provisions", "provisions", "recent_changes",
    "silent_documents", "source_health", "documents", "annotations",
)  # fmt: skip
FRONT = (
    "/", "/search", "/search?jurisdiction=US&effect=exemption", "/search?page=50", "/search?q=word15000",
    "/search?q=word3", "/search?q=word3+word40&jurisdiction=EU", "/changes", "/changes?open_source=1", "/questions",
    "/document/fr:2026-00010", "/document/fr:2026-00010/Sec.%2020", "/provision/{provision}", "/cite/csl/{provision}",
    "/compare?from={older}&to={newer}", "/sitemap.xml",
)  # fmt: skip
VALUES = {
    "q": "word15000", "provision_id": "{provision}", "document": "fr:2026-00010", "from_version": "{older}",
    "to_version": "{newer}",
}  # fmt: skip


def main() -> None:
    """Build if need be, then measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("db", type=Path)
    parser.add_argument("--provisions", type=int, default=1_000_000)
    arguments = parser.parse_args()
    if not arguments.db.exists():
        build(arguments.db, arguments.provisions)
    asyncio.run(measure(arguments.db))


def build(path: Path, provisions: int) -> None:
    """Fill a database through the store, as crawls do."""
    chance = random.Random(7)
    taxonomy = load_taxonomy()
    rules = load_rules().rules
    by_tag = {rule.tag: rule for rule in rules if rule.tag}
    started = time.perf_counter()
    with Store(path) as store:
        store.sync_sources(_source(name) for name in SOURCES)
        store.sync_vocabulary(taxonomy, rules)
        for name in SOURCES:
            store.start_run(CrawlRun(f"20261120T214500Z-{name}", name, NOW))
        for number in range(provisions // UNITS):
            _save_document(store, number, list(by_tag.items()), chance)
        for name in SOURCES:
            store.finish_run(CrawlRun(f"20261120T214500Z-{name}", name, NOW, NOW, "ok"))
    print(f"{provisions:,} provisions stored in {time.perf_counter() - started:.0f} s")


def _source(name: str) -> Source:
    expectations = Expectations(1, 100_000)
    return Source(name, name, "Publisher", name[:2].upper(), "https://example/", "", "", "daily", expectations)


def _save_document(store: Store, number: int, rules: list[tuple[str, object]], chance: random.Random) -> None:
    """One document; one in ten has a second version with a tenth of its provisions changed."""
    source = SOURCES[number % len(SOURCES)]
    document = Document(
        f"fr:2026-{number:05d}", source, f"Document {number}", "notice", source[:2].upper(), "Publisher",
        f"https://example/{number}", published="2026-01-01",
    )  # fmt: skip
    texts = [_text(chance) for _ in range(UNITS)]
    run_id = f"20261120T214500Z-{source}"
    _save(store, document, texts, rules, run_id)
    if number % 10:
        return
    _save(store, document, [f"{text} amended" if not at % 10 else text for at, text in enumerate(texts)], rules, run_id)
    for document_id, old, new in store.uncompared():
        store.save_changes(document_id, old, new, _changes(texts))


def _text(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, cum_weights=WEIGHTS, k=70))


def _changes(texts: list[str]) -> Iterator[ProvisionChange]:
    for at, text in list(enumerate(texts))[::10]:
        yield ProvisionChange("amended", f"Sec. {at}", f"sec_{at}", f"sec_{at}", text, f"{text} amended")


def _save(store: Store, document: Document, texts: list[str], rules: list[tuple[str, object]], run_id: str) -> None:
    provisions = tuple(
        Provision(f"sec_{at}", "section", f"Sec. {at}", text, unit=True) for at, text in enumerate(texts)
    )
    digest = text_hash(provisions)
    snapshot = Snapshot(f"urn:uuid:{digest}", document.url, NOW, 200, "text/html", digest, 1, "a.warc.gz", 0)
    capture = Capture(document, "en", (Part(snapshot, b""),))
    reading = Reading(
        document.document_id, "en", document.title, digest, "bench/1", provisions,
        tuple(_annotations(provisions, rules)), 1, 1,
    )  # fmt: skip
    store.save(capture, reading, run_id, NOW)


def _annotations(provisions: tuple[Provision, ...], rules: list[tuple[str, object]]) -> Iterator[Annotation]:
    """Every twentieth provision has three tags."""
    for at, provision in list(enumerate(provisions))[::20]:
        for step in range(3):
            tag, rule = rules[(at // 20 + step * 7) % len(rules)]
            yield Annotation(provision.path, tag, rule.id, rule.hash, step, step + 9, provision.text[step : step + 9])


async def measure(path: Path) -> None:
    """Ask for every page several times; print median and 95th percentile in milliseconds."""
    described = dict(metadata())
    queries = described["databases"]["policy"]["queries"]
    described["databases"] = {path.stem: described["databases"]["policy"]}
    settings = {"suggest_facets": False, "facet_time_limit_ms": int(SETTINGS["facet_time_limit_ms"])}
    datasette = Datasette([], immutables=[str(path)], metadata=described, settings=settings)
    await datasette.client.get("/")  # opens and fingerprints the file, once
    sample = _sample(path)
    for page in [*FRONT, *(f"/{path.stem}/{name}" for name in [*TABLES, *map(_asked, queries.items())])]:
        await _measure(datasette, page.format(**sample))


def _asked(query: tuple[str, dict[str, Any]]) -> str:
    """The address of a canned query with values for its parameters."""
    name, about = query
    given = "&".join(f"{each}={VALUES.get(each, '')}" for each in about.get("params", []))
    return f"{name}?{given}"


def _sample(path: Path) -> dict[str, str]:
    """A document with two versions, and a provision that is tagged."""
    with closing(sqlite3.connect(path)) as connection:
        [(older, newer)] = connection.execute(
            "SELECT from_version, to_version FROM comparisons JOIN versions ON version_id = to_version "
            "WHERE document_id = 'fr:2026-00010'"
        )
    return {"older": older, "newer": newer, "provision": f"{newer}/sec_20"}


async def _measure(datasette: Datasette, page: str) -> None:
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        answer = await datasette.client.get(page)
        times.append((time.perf_counter() - started) * 1000)
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"{answer.status_code} median {statistics.median(times):6.0f} ms   p95 {p95:6.0f} ms   {page}", flush=True)


if __name__ == "__main__":
    main()
