"""Which sources are asked for which documents, and how a crawl of several went."""

from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.errors import UsageError
from pipeline.model import CrawlRun
from spiders.runs import runner
from spiders.sources import source_classes

OK = CrawlRun("a-ntia", "ntia", "2030-01-01T00:00:00Z", outcome="ok")
FAILED = CrawlRun(
    "a-nist", "nist", "2030-01-01T00:00:00Z", outcome="failed", reason="no request brought what was asked for"
)
STOPPED = CrawlRun("a-nist", "nist", "2030-01-01T00:00:00Z", outcome="interrupted")
BEGUN = CrawlRun("a-nist", "nist", "2030-01-01T00:00:00Z")


def crawler(
    run: CrawlRun | None, names: set[str] | None = None, described: set[str] | None = None, broken: str = ""
) -> Any:
    counts = SimpleNamespace(names=names or set(), described=described or set())
    session = run and SimpleNamespace(run=run, counts=counts, broken=broken)
    kind = source_classes()[run.source if run else "nist"]

    def get_extension(_: object) -> Any:
        if session is None:
            raise RuntimeError("it has no extensions yet")
        return session

    return SimpleNamespace(spidercls=kind, get_extension=get_extension)


@pytest.mark.parametrize(("run", "failed"), [(OK, False), (FAILED, True), (STOPPED, True), (BEGUN, True), (None, True)])
def test_a_crawl_has_failed_where_one_source_did(run: CrawlRun | None, failed: bool) -> None:
    crawled = runner._crawled([crawler(OK), crawler(run)], {})
    assert (crawled.failed, crawled.missing, crawled.described) == (failed, (), ())
    assert crawled.runs[0] == OK


@pytest.mark.parametrize(
    ("run", "broken", "reason"),
    [
        (BEGUN, "", "the crawl ended before it could finish; the log says why"),
        (BEGUN, "the disk is full", "the disk is full"),
        (None, "", "the crawl ended before it could finish; the log says why"),
    ],
)
def test_a_crawl_without_a_verdict_failed_for_what_broke_it(run: CrawlRun | None, broken: str, reason: str) -> None:
    (ended,) = runner._crawled([crawler(run, broken=broken)], {}).runs
    assert (ended.source, ended.outcome, ended.reason) == ("nist", "failed", reason)
    assert ended.finished_at
    assert ended.run_id == (run.run_id if run else "")


ASKED = {"fr:1": "fr", "fr:2": "fr"}


@pytest.mark.parametrize(
    ("second", "failed"),
    [
        (crawler(FAILED, ("fr:2",)), False),  # which says nothing of a source that has the document
        (crawler(STOPPED, ("fr:2",)), True),
        (crawler(BEGUN, ("fr:2",), broken="the disk is full"), True),
        (crawler(FAILED), True),
        (crawler(FAILED, described=("fr:2",)), True),
    ],
)
def test_of_documents_asked_for_by_name_each_must_have_come(second: Any, failed: bool) -> None:
    crawled = runner._crawled([crawler(OK, ("fr:1", "fr:3")), second], ASKED)
    counts = second.get_extension(None).counts
    assert crawled.failed == failed
    assert crawled.missing == (() if counts.names else ("fr:2",))
    assert crawled.described == tuple(counts.described)


def test_a_source_that_never_began_is_no_answer_though_others_had_all() -> None:
    assert runner._crawled([crawler(OK, ("fr:1", "fr:2")), crawler(None)], ASKED).failed
    assert not runner._crawled([crawler(OK, ("fr:1", "fr:2"))], ASKED).failed


def test_documents_are_named_one_by_one_or_with_commas() -> None:
    assert runner._asked(["fr:2024-03763,celex:32024R1689", "fr:2024-03763"]) == {
        "fr:2024-03763": "fr",
        "celex:32024R1689": "celex",
    }
    for wrong in ("", "fr:2024-03763,", "nonsense"):
        with pytest.raises(UsageError, match="is not a document id"):
            runner._asked([wrong])


def test_each_source_is_asked_for_its_own_documents() -> None:
    asked = {"fr:1": "fr", "celex:2": "celex", "fr:3": "fr"}
    known = {name: SimpleNamespace(spidercls=kind) for name, kind in source_classes().items()}
    assert runner._only(known["federal_register"], asked) == "fr:1,fr:3"  # type: ignore[arg-type]
    assert runner._only(known["eu_ai_act"], asked) == "celex:2"  # type: ignore[arg-type]
    runner._check_schemes([known["federal_register"], known["eu_ai_act"]], asked, "")  # type: ignore[list-item]
    with pytest.raises(UsageError, match=r"^fr:1, fr:3: nobody has it$"):
        runner._check_schemes([known["eu_ai_act"]], asked, "nobody has it")  # type: ignore[list-item]


class Process:
    """Makes crawlers of what the sources declare."""

    spider_loader = SimpleNamespace(list=lambda: list(reversed(source_classes())))

    def create_crawler(self, name: str) -> Any:
        return SimpleNamespace(spidercls=source_classes()[name])


def chosen(sources: list[str], **asked: str) -> tuple[list[str], set[str]]:
    found, lacking = runner._chosen(Process(), sources, {f"{each}:1": each for each in asked.values()})  # type: ignore[arg-type]
    return [each.spidercls.name for each in found], set(lacking)


KEYLESS = "regulations_gov"


def test_all_sources_are_crawled_but_those_that_lack_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REGULATIONS_GOV_API_KEY", raising=False)
    assert chosen([]) == (sorted(set(source_classes()) - {KEYLESS}), {KEYLESS})
    assert chosen(["ntia", "nist", "ntia"]) == (["ntia", "nist"], set())
    monkeypatch.setenv("REGULATIONS_GOV_API_KEY", "key")
    assert chosen([]) == (sorted(source_classes()), set())


def test_a_document_is_asked_of_the_sources_of_its_scheme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REGULATIONS_GOV_API_KEY", raising=False)
    assert chosen([], scheme="celex") == (["eu_ai_act"], set())
    assert chosen(["federal_register", "eu_ai_act"], scheme="fr") == (["federal_register"], set())


@pytest.mark.parametrize(
    ("sources", "asked", "why"),
    [
        ([KEYLESS], {}, "needs REGULATIONS_GOV_API_KEY"),
        (["ntia", KEYLESS], {}, "needs REGULATIONS_GOV_API_KEY"),
        ([], {"scheme": "regs"}, "^regulations_gov needs REGULATIONS_GOV_API_KEY"),
        ([], {"scheme": "regs", "other": "celex"}, "^regs:1: regulations_gov needs REGULATIONS_GOV_API_KEY"),
        ([], {"scheme": "bill"}, "^bill:1: no source has documents of that scheme"),
        (["ntia", "nist"], {"scheme": "celex"}, "^celex:1: none of ntia, nist has documents of that scheme"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, sources: list[str], asked: dict[str, str], why: str
) -> None:
    monkeypatch.delenv("REGULATIONS_GOV_API_KEY", raising=False)
    with pytest.raises(UsageError, match=why):
        chosen(sources, **asked)
