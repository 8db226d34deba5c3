"""How long the store needs for a large act, and Datasette for the headline pages of a database of a million provisions.

    python benchmarks/database.py build/big.db --provisions 1000000

The first call makes the database (minutes), later ones only measure. Not part of the test suite.
"""

import argparse
import asyncio
import random
import statistics
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import yaml
from datasette.app import Datasette

from cli.serve import SETTINGS
from db.dictionary import METADATA
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
PAGES = {
    "open-source provisions": "/{db}/open_source_provisions",
    "… of one jurisdiction": "/{db}/open_source_provisions?jurisdiction=US",
    "… with one effect": "/{db}/open_source_provisions?effects__arraycontains=exemption",
    "current provisions": "/{db}/current_provisions",
    "provisions": "/{db}/provisions",
    "recent changes": "/{db}/recent_changes",
    "silent documents": "/{db}/silent_documents",
    "source health": "/{db}/source_health",
    "documents": "/{db}/documents",
    "annotations": "/{db}/annotations",
    "search, rare word": "/{db}/search_provisions?q=word15000",
    "search, common word": "/{db}/search_provisions?q=word3",
    "exemptions": "/{db}/exemptions?jurisdiction=EU",
    "definitions": "/{db}/definitions",
    "tags by jurisdiction": "/{db}/tags_by_jurisdiction",
    "changes feed": "/{db}/changes_feed",
}


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
    metadata = yaml.safe_load(METADATA.read_text(encoding="utf-8"))
    metadata["databases"] = {path.stem: metadata["databases"]["policy"]}
    settings = {"suggest_facets": False, "facet_time_limit_ms": int(SETTINGS["facet_time_limit_ms"])}
    datasette = Datasette([], immutables=[str(path)], metadata=metadata, settings=settings)
    await datasette.client.get("/")  # opens and fingerprints the file, once
    for name, page in PAGES.items():
        times = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            answer = await datasette.client.get(page.format(db=path.stem))
            times.append((time.perf_counter() - started) * 1000)
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"{name:<24} {answer.status_code} median {statistics.median(times):7.0f} ms   p95 {p95:7.0f} ms")


if __name__ == "__main__":
    main()
