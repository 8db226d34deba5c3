"""A small fictional world: one source, documents of a few sentences, rules that look for "open"."""

import hashlib
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import new_database
import pages
import pytest
from datasette.app import Datasette

from db.connection import open_for_reading
from db.store import Store
from pipeline.model import (
    Annotation,
    Capture,
    CrawlRun,
    Document,
    DocumentDate,
    Expectations,
    Identifier,
    Part,
    Provision,
    ProvisionChange,
    Reading,
    Relation,
    Snapshot,
    Source,
    Tag,
    TagRule,
)
from pipeline.normalise import text_hash
from spiders.runs.comparing import compare_new_texts

SOURCE = Source(
    name="gazette",
    title="Gazette of Arcadia",
    publisher="Arcadian Printing Office",
    jurisdiction="EU",
    homepage="https://gazette.example/",
    licence="Public domain",
    attribution="Arcadian Printing Office",
    cadence="daily",
    expectations=Expectations(min_documents=1, max_documents=10),
)
DOCUMENT = Document(
    document_id="celex:32031R0001",
    source="gazette",
    title="Regulation on thinking machines",
    kind="regulation",
    jurisdiction="EU",
    publisher="Arcadian Printing Office",
    url="https://gazette.example/1",
    published="2031-01-02",
    status="in_force",
)
RUN = CrawlRun(run_id="20310105T000000Z-gazette", source="gazette", started_at="2031-01-05T00:00:00Z")
SEEN = "2031-01-05T00:01:00Z"


TAGS = (
    Tag("weights", "artefact", "A label", "What it means."),
    Tag("software", "artefact", "A label", "What it means."),
    Tag("exemption", "effect", "A label", "What it means."),
    Tag("misuse", "argument", "A label", "What it means."),
)
RULES = tuple(TagRule(f"rule.{tag.tag}", "0123456789abcdef", "cue", tag.tag, "en", "cues.yml") for tag in TAGS)


class World:
    """Builds captures and readings out of sentences: one sentence is one article."""

    document, source, run, seen, tags, rules = DOCUMENT, SOURCE, RUN, SEEN, TAGS, RULES

    def begun(self, path: Path) -> Store:
        """The store as a crawl opens it: sources and vocabulary known, a run begun."""
        new_database.put(path)
        store = Store(path)
        store.sync_sources([SOURCE])
        store.sync_vocabulary(TAGS, RULES)
        store.start_run(RUN)
        return store

    def capture(self, body: str, document: Document = DOCUMENT, language: str = "en", **facts: str) -> Capture:
        """A capture of one part whose snapshot is named after its bytes."""
        digest = hashlib.sha256(body.encode()).hexdigest()
        snapshot = Snapshot(
            snapshot_id=f"urn:uuid:{digest[:32]}",
            url=f"{document.url}/{language}",
            fetched_at=facts.pop("fetched_at", SEEN),
            status=200,
            media_type="text/html",
            sha256=digest,
            length=len(body),
            warc_file="a.warc.gz",
            warc_offset=0,
            etag=f'"{digest[:8]}"',
            accept="text/html",
            accept_language=language,
        )
        return Capture(document, language, (Part(snapshot, body.encode(), link=document.url),), **facts)

    def reading(self, *sentences: str, document: Document = DOCUMENT, language: str = "en", **changes: str) -> Reading:
        """One article a sentence; the words "open weights", "software", "exempt" and "misuse" are tagged."""
        provisions = tuple(
            Provision(f"art_{number}", "article", f"Article {number}", text, unit=True, anchor=f"art_{number}")
            for number, text in enumerate(sentences, start=1)
        )
        reading = Reading(
            document_id=document.document_id,
            language=language,
            title=document.title,
            text_hash=text_hash(provisions),
            extractor="toy/1",
            provisions=provisions,
            annotations=tuple(annotation for each in provisions for annotation in self.annotations(each)),
            body_chars=100,
            covered_chars=90,
            dropped=(("menu", 10),),
        )
        return replace(reading, **changes)

    def annotations(self, provision: Provision) -> Iterator[Annotation]:
        words = {"weights": "open weights", "software": "software", "exemption": "exempt", "misuse": "misuse"}
        for tag, phrase in words.items():
            for found in re.finditer(phrase, provision.text):
                yield Annotation(
                    provision.path, tag, f"rule.{tag}", "0123456789abcdef", found.start(), found.end(), found.group()
                )


@pytest.fixture
def strict_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite as conda-forge and FreeBSD build it: what stands in double quotes is a name, and never a text."""
    if sys.version_info < (3, 12):
        pytest.skip("Python 3.11 cannot tell SQLite so")
    connect = sqlite3.connect

    def strict(*arguments: Any, **named: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **named)
        for option in (sqlite3.SQLITE_DBCONFIG_DQS_DML, sqlite3.SQLITE_DBCONFIG_DQS_DDL):
            connection.setconfig(option, False)
        return connection

    monkeypatch.setattr(sqlite3, "connect", strict)


@pytest.fixture(scope="session")
def world() -> World:
    return World()


@pytest.fixture
def db_path(tmp_path: Path) -> Path:
    return tmp_path / "policy.db"


@pytest.fixture
def store(world: World, db_path: Path) -> Iterator[Store]:
    with world.begun(db_path) as opened:
        yield opened


@pytest.fixture
def connection(store: Store, world: World, db_path: Path) -> Iterator[sqlite3.Connection]:
    """One regulation in two languages and two states, one notice that is silent about open source."""
    document = replace(world.document, identifiers=(Identifier("eli", "http://example/eli/1"),))
    exempt = "Models with open weights are exempt, whatever the misuse."
    for texts, language in (
        (["Everything is free.", "Old text about software."], "en"),
        (["Tout est libre.", "Les machines: open weights."], "fr"),
        (["Everything is free.", exempt], "en"),
    ):
        reading = world.reading(*texts, document=document, language=language)
        store.save(world.capture("".join(texts), document, language), reading, world.run.run_id, world.seen)
    notice = replace(
        world.document, document_id="fr:E8-00001@2008-10-02", title="Notice", jurisdiction="US", published=""
    )
    reading = world.reading("The café meets on Monday.", document=notice)
    store.save(world.capture("notice", notice), reading, world.run.run_id, world.seen)
    store.finish_run(replace(world.run, finished_at="2031-01-05T01:00:00Z", outcome="ok", documents=2))
    with closing(open_for_reading(db_path)) as opened:
        yield opened


@pytest.fixture
def consolidated_db(store: Store, world: World, db_path: Path) -> Path:
    """One act as published, with a recital, and two consolidated texts of it; the older one in French alone."""
    exempt, sold = "Models with open weights are exempt.", "Models with open weights are exempt unless sold."

    def keep(language: str, *sentences: str, day: str = "") -> None:
        document = world.document
        if day:
            number = f"celex:02031R0001-{day.replace('-', '')}"
            acts = tuple(Relation("consolidates", act) for act in ("celex:32032R0009", document.document_id))
            document = replace(document, document_id=number, kind="consolidated", published=day, relations=acts)
        reading = world.reading(*sentences, document=document, language=language)
        if not day:
            reading = replace(
                reading, provisions=(replace(reading.provisions[0], kind="recital"), *reading.provisions[1:])
            )
        capture = world.capture(f"{day}{sentences}", document, language, legal_date=day)
        store.save(capture, reading, world.run.run_id, world.seen)

    keep("en", "Open weights help: open weights are good.", exempt, "All other software is not.")
    keep("fr", "Considérant: open weights.", exempt)
    keep("fr", exempt, day="2031-06-01")
    keep("fr", sold, day="2033-01-01")
    keep("en", sold, "Nothing here.", "Some software is.", day="2033-01-01")
    store.finish_run(replace(world.run, finished_at="2031-01-05T01:00:00Z", outcome="ok", documents=3))
    return db_path


Ask = Callable[..., list[tuple[object, ...]]]


@pytest.fixture
def ask(db_path: Path) -> Ask:
    """Runs SQL on the database file, as an outsider would."""

    def asked(sql: str, *parameters: object) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(db_path)) as connection:
            return connection.execute(sql, parameters).fetchall()

    return asked


Get = Callable[..., httpx.Response]


@pytest.fixture(scope="session")
def get() -> Get:
    """Asks a Datasette for a page."""
    return pages.get


HOSTILE = (
    "Exempt are <script>alert(1)</script> models with open weights & \u202esdrawkcab\u202c, "
    "\"quoted\" and 'single' \x07 " + "incomprehensibilities" * 40
)
ORDER = replace(
    DOCUMENT,
    document_id="fr:2031-00002",
    title="Order <b>on</b> software & machines",
    kind="executive_order",
    jurisdiction="US",
    published="2029-05-06",
    status="revoked",
)
SILENT = replace(DOCUMENT, document_id="celex:32031R0003", title="Regulation on buoys", published="")
TEXTLESS = replace(
    ORDER,
    document_id="fr:2031-00004",
    title="Notice <b>on</b> lamps",
    kind="notice",
    identifiers=(Identifier("docket", "LAMP-2031"),),
    dates=(DocumentDate("comments_close", "2031-03-04"),),
    relations=(Relation("amends", DOCUMENT.document_id),),
)


@dataclass(frozen=True)
class Site:
    """A database of three documents, one of them in two versions, and of one that is only described, and the Datasette
    that shows it."""

    path: Path
    datasette: Datasette
    first: str
    """Version of the regulation that was replaced."""
    second: str
    order: str
    """Version of the order, whose first article is hostile."""

    def get(self, path: str, follow: bool = True) -> httpx.Response:
        return pages.get(self.datasette, path, follow)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, world: World) -> Site:
    path = tmp_path_factory.mktemp("site") / "policy.db"
    old = ("Models with open weights are exempt.", "All other software is not.", "Nothing here.")
    new = ("Models with open weights are exempt unless sold.", *old[1:], "Exempt software may be misuse.")
    with world.begun(path) as store:
        first = store.save(world.capture("1"), world.reading(*old), RUN.run_id, SEEN)
        later = "2031-02-05T00:01:00Z"
        second = store.save(world.capture("2", fetched_at=later), world.reading(*new), RUN.run_id, later)
        hostile = world.reading(HOSTILE, "Of software.", "And software.", document=ORDER, title=ORDER.title)
        order = store.save(world.capture("3", ORDER), hostile, RUN.run_id, SEEN)
        store.save(world.capture("4", SILENT), world.reading("Buoys.", document=SILENT), RUN.run_id, SEEN)
        store.see_again(Capture(TEXTLESS, "en", ()), "", SEEN)
        compare_new_texts(store)
        store.finish_run(replace(RUN, finished_at=SEEN, outcome="ok"))
    datasette = pages.serve(path)
    return Site(path, datasette, first.version_id, second.version_id, order.version_id)


CHANGE = ProvisionChange("amended", "Article 1", "art_1", "art_1", "Old text.", "New.", (), ("weights",))


@pytest.fixture(scope="session")
def served(tmp_path_factory, world) -> Datasette:
    """A small database with a bit of everything, as `policy-tracker serve` shows it."""
    path: Path = tmp_path_factory.mktemp("served") / "policy.db"
    with world.begun(path) as store:
        for body, text in (("<p>", "Old text."), ("<q>", "Models with open weights are exempt.")):
            store.save(world.capture(body), world.reading(text), world.run.run_id, world.seen)
        for step in store.uncompared():
            store.save_changes(*step, [CHANGE])
    return pages.serve(path)


@pytest.fixture(scope="session")
def demo(demo_db: Path) -> Datasette:
    """The demo, as it is served."""
    return pages.serve(demo_db)
