"""How long Datasette needs for every page and question of a database of a million provisions.

    python benchmarks/database.py build/big.db --provisions 1000000

The first call makes the database (minutes), later ones only measure. Every page for people, every table and view as
metadata.yml has them, every question without and with values, feeds, sitemap: each is asked twenty times. A line whose
95th percentile is over the limit begins with OVER, and the exit code is 1. Not part of the test suite.

Datasette is asked within the process: what a network, a proxy and its cache add or save is not measured.
"""

import argparse
import asyncio
import random
import sqlite3
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import accumulate
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.utils import tilde_encode

from cli.serve import SETTINGS
from db.connection import open_for_writing
from db.metadata import metadata
from db.store import Store
from pipeline.changes import compare
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
    Reference,
    Snapshot,
    Source,
)
from pipeline.normalise import text_hash
from pipeline.tagging import load_rules, load_taxonomy

UNITS = 330
"""Provisions of one synthetic document."""
NOW = "2026-11-20T21:45:00Z"
SOURCES = ("eu_gazette", "us_register", "us_agency")
# Word frequencies of real text fall off as 1/rank; the index behaves accordingly.
WORDS = [f"word{number}" for number in range(20_000)]
WEIGHTS = list(accumulate(1 / rank for rank in range(1, len(WORDS) + 1)))
CODE = "fr:2026-code"
"""One document is a code of law: thousands of provisions, chapters, sections and paragraphs."""
CODE_SECTIONS = 4_000
PAGES = (
    "/", "/questions", "/robots.txt", "/sitemap.xml", "/nowhere",
    "/search", "/search?page=50", "/search?effect=exemption", "/search?jurisdiction=US&effect=exemption",
    "/search?q=word15000", "/search?q=word3", "/search?q=word3&effect=exemption",
    "/search?q=word3+word40&jurisdiction=EU", "/search?q=%22word3+word40%22",
    "/search?q=word3&document={document}", "/search?q=nothing",
    "/changes", "/changes?open_source=1", "/changes?jurisdiction=EU&page=20",
    "/document/{document}", "/document/{code}", "/document/{document}/Sec.%2020",
    "/provision/{provision}", "/provision/{code_provision}",
    "/cite/csl/{provision}", "/cite/bibtex/{provision}", "/cite/ris/{provision}",
    "/compare?from={older}&to={newer}", "/compare?from={newer}&to={older}",
    "/compare?from={code_older}&to={code_newer}",
)  # fmt: skip
"""Pages for people and machines."""
TABLES = (
    "open_source_provisions?jurisdiction=US", "open_source_provisions?effects__contains=%22exemption%22",
    "open_source_provisions?document_id={document}", "open_source_provisions.json?_shape=array",
    "recent_changes?kind=amended", "recent_changes?jurisdiction=EU", "silent_documents?jurisdiction=US",
    "documents?jurisdiction=US", "documents/{row_document}", "provisions/{row_provision}", "versions/{newer}",
    "tags/exemption", "provisions?document_id={document}", "provisions?_search=word15000", "provisions?_search=word3",
    "annotations?tag=exemption", "provision_changes?kind=amended",
    "cross_references?target_document={document}&target_path=sec_20", "cross_references?target_document={document}",
    "cross_references?document_id={document}", "cross_references?provision_id={provision}",
    "changes_feed.atom", "changes_feed.atom?jurisdiction=EU&source=eu_gazette&tag=exemption",
)  # fmt: skip
"""Ways into the tables and views, which are all asked for as they are as well."""
VALUES = {
    "q": "word15000", "provision_id": "{provision}", "document": "{document}", "from_version": "{older}",
    "to_version": "{newer}", "jurisdiction": "EU", "source": "eu_gazette", "tag": "exemption", "since": "2026-11-01",
    "facet": "effect", "date": "2026-11-25", "by": "crawl", "language": "en",
}  # fmt: skip
"""What is given for the parameters of questions."""


def main() -> None:
    """Build if need be, then measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("db", type=Path)
    parser.add_argument("--provisions", type=int, default=1_000_000)
    parser.add_argument("--limit", type=float, default=500, help="95th percentile that is good enough, in milliseconds")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", default="", help="measure only addresses that contain this")
    arguments = parser.parse_args()
    if not arguments.db.exists():
        build(arguments.db, arguments.provisions)
    open_for_writing(arguments.db).close()  # a database of an older schema or with other views
    over = asyncio.run(measure(arguments.db, arguments.rounds, arguments.limit, arguments.only))
    print(f"{over} over {arguments.limit:.0f} ms")
    sys.exit(1 if over else 0)


def build(path: Path, provisions: int) -> None:
    """Fill a database through the store, as crawls do."""
    chance = random.Random(7)
    taxonomy = load_taxonomy()
    rules = load_rules().listed()
    by_tag = {rule.tag: rule for rule in rules if rule.tag}
    started = time.perf_counter()
    with Store(path) as store:
        store.sync_sources(_source(name) for name in SOURCES)
        store.sync_vocabulary(taxonomy, rules)
        for name in SOURCES:
            store.start_run(CrawlRun(f"20261120T214500Z-{name}", name, NOW))
        for number in range(provisions // UNITS):
            _save_document(store, number, list(by_tag.items()), chance)
        _save_code(store, list(by_tag.items()), chance)
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
        f"https://example/{number}", published=f"{2017 + number % 10}-01-01",
    )  # fmt: skip
    texts = [_text(chance) for _ in range(UNITS)]
    run_id = f"20261120T214500Z-{source}"
    _save(store, document, _sections(texts), rules, run_id)
    if number % 10:
        return
    amended = [f"{text} amended" if not at % 10 else text for at, text in enumerate(texts)]
    _save(store, document, _sections(amended), rules, run_id)
    for document_id, old, new in store.uncompared():
        store.save_changes(document_id, old, new, _changes(texts))


def _save_code(store: Store, rules: list[tuple[str, object]], chance: random.Random) -> None:
    """A code of law in two versions, which differ in every fiftieth section."""
    document = Document(
        CODE, "us_register", "Code of thinking machines", "rule", "US", "Publisher", "https://example/code",
        published="2026-02-01",
    )  # fmt: skip
    run_id = "20261120T214500Z-us_register"
    texts = [_text(chance) for _ in range(CODE_SECTIONS)]
    _save(store, document, _chapters(texts), rules, run_id)
    amended = [text if at % 50 else f"{text} amended" for at, text in enumerate(texts)]
    _save(store, document, _chapters(amended), rules, run_id)
    for document_id, old, new in store.uncompared():
        before, after = store.text(old), store.text(new)
        changes = compare(before.provisions, after.provisions, before.tags, after.tags)
        store.save_changes(document_id, old, new, changes)


def _chapters(texts: list[str]) -> tuple[Provision, ...]:
    """Chapters of fifty sections; every section has two paragraphs, which are what is tagged."""
    found = []
    for at, text in enumerate(texts):
        chapter, section = f"cpt_{at // 50}", f"sec_{at}"
        if not at % 50:
            found.append(Provision(chapter, "chapter", f"Chapter {at // 50}", "", heading=f"Part {at // 50}"))
        found.append(Provision(section, "section", f"Sec. {at}", text, heading=f"On {text[:20]}", parent=chapter))
        for number, half in enumerate((text[: len(text) // 2], text[len(text) // 2 :]), start=1):
            citation = f"Sec. {at}({number})"
            found.append(Provision(f"{section}/par_{number}", "paragraph", citation, half, parent=section, unit=True))
    return tuple(found)


def _sections(texts: list[str]) -> tuple[Provision, ...]:
    return tuple(Provision(f"sec_{at}", "section", f"Sec. {at}", text, unit=True) for at, text in enumerate(texts))


def _text(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, cum_weights=WEIGHTS, k=70))


def _changes(texts: list[str]) -> Iterator[ProvisionChange]:
    for at, text in list(enumerate(texts))[::10]:
        yield ProvisionChange("amended", f"Sec. {at}", f"sec_{at}", f"sec_{at}", text, f"{text} amended")


def _save(
    store: Store, document: Document, provisions: tuple[Provision, ...], rules: list[tuple[str, object]], run_id: str
) -> None:
    digest = text_hash(provisions)
    snapshot = Snapshot(f"urn:uuid:{digest}", document.url, NOW, 200, "text/html", digest, 1, "a.warc.gz", 0)
    capture = Capture(document, "en", (Part(snapshot, b""),))
    reading = Reading(
        document.document_id, "en", document.title, digest, "bench/1", provisions,
        tuple(_annotations(provisions, rules)), 1, 1, references=tuple(_references(provisions)),
    )  # fmt: skip
    store.save(capture, reading, run_id, NOW)


def _annotations(provisions: tuple[Provision, ...], rules: list[tuple[str, object]]) -> Iterator[Annotation]:
    """Every twentieth tagging unit has three tags."""
    units = [provision for provision in provisions if provision.unit]
    for at, provision in list(enumerate(units))[::20]:
        for step in range(3):
            tag, rule = rules[(at // 20 + step * 7) % len(rules)]
            yield Annotation(provision.path, tag, rule.id, rule.hash, step, step + 9, provision.text[step : step + 9])


def _references(provisions: tuple[Provision, ...]) -> Iterator[Reference]:
    """Every tagging unit names another document, held or not; half of the names say where in it."""
    units = [provision for provision in provisions if provision.unit]
    for at, provision in enumerate(units):
        target = f"fr:2026-{(at * 37 + len(provision.text)) % 2000:05d}"
        yield Reference(provision.path, 0, 9, provision.text[:9], target, f"sec_{at}" if at % 2 else "")


async def measure(path: Path, rounds: int, limit: float, only: str) -> int:
    """Ask for everything several times; print median and 95th percentile, and return how many are over the limit."""
    described = dict(metadata())
    described["databases"] = {path.stem: described["databases"]["policy"]}
    settings = {"suggest_facets": False, "facet_time_limit_ms": int(SETTINGS["facet_time_limit_ms"])}
    datasette = Datasette([], immutables=[str(path)], metadata=described, settings=settings)
    await datasette.client.get("/")  # opens and fingerprints the file, once
    sample = _sample(path)
    own = _of_datasette(path, described["databases"][path.stem])
    free = f"/{path.stem}?sql=select+*+from+open_source_provisions+limit+100"
    addresses = [*PAGES, f"/{path.stem}", free, *(f"/{path.stem}/{each}" for each in own)]
    asked = [address.format(**sample) for address in addresses]
    return sum([await _measure(datasette, each, rounds, limit) for each in asked if only in each])


def _of_datasette(path: Path, described: dict[str, Any]) -> Iterator[str]:
    """Every table and view that is there, every question without values and with."""
    with closing(sqlite3.connect(path)) as connection:
        held = connection.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'provisions_fts%' "
            "ORDER BY type, name"
        )
        yield from (name for (name,) in held)
    yield from TABLES
    for name, about in described["queries"].items():
        yield name
        if about.get("params"):
            yield name + "?" + "&".join(f"{each}={VALUES[each]}" for each in about["params"])


def _sample(path: Path) -> dict[str, str]:
    """A document with two versions, and a provision that is tagged; the same of the code."""
    document = "fr:2026-00010"
    with closing(sqlite3.connect(path)) as connection:
        pairs = {
            document_id: (older, newer)
            for document_id, older, newer in connection.execute(
                "SELECT document_id, from_version, to_version FROM comparisons "
                "JOIN versions ON version_id = to_version WHERE document_id IN (?, ?)",
                (document, CODE),
            )
        }
    (older, newer), (code_older, code_newer) = pairs[document], pairs[CODE]
    return {
        "document": document, "code": CODE, "older": older, "newer": newer, "code_older": code_older,
        "code_newer": code_newer, "provision": f"{newer}/sec_20", "code_provision": f"{code_newer}/sec_20/par_1",
        "row_document": tilde_encode(document), "row_provision": tilde_encode(f"{newer}/sec_20"),
    }  # fmt: skip


async def _measure(datasette: Datasette, page: str, rounds: int, limit: float) -> bool:
    """Whether a page is too slow, fails, or leaves facets out because they would be too slow."""
    times, processor = [], []
    for _ in range(rounds):
        started, used = time.perf_counter(), time.process_time()
        answer = await datasette.client.get(page)
        times.append((time.perf_counter() - started) * 1000)
        processor.append((time.process_time() - used) * 1000)
    p95 = statistics.quantiles(times, n=20)[-1] if rounds > 1 else times[0]
    status = answer.status_code
    bad = p95 > limit or (status not in {200, 302} and page != "/nowhere") or "facets timed out" in answer.text
    median, used = statistics.median(times), statistics.median(processor)
    mark = "OVER" if bad else "    "
    print(f"{mark} {status} p95 {p95:5.0f} ms, median {median:5.0f} ms, processor {used:5.0f} ms  {page}", flush=True)
    return bad


if __name__ == "__main__":
    main()
