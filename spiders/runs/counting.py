"""What one crawl counts while it runs. Its verdict and the figures of its row of `crawl_runs` come from it."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from db.store import Saved
from pipeline.model import CrawlRun, Fetch, Problem, ProblemKind, RunScope
from spiders.runs.expectations import Tally

_HAD = frozenset({"new", "not_modified", "redirect"})
"""Outcomes of requests that did not fail, see `Fetch.outcome`."""
_OF_A_TEXT_THAT_CAME: frozenset[ProblemKind] = frozenset({"clock", "missing_rendition", "needs_ocr"})
"""Kinds of problems that say of a document that its text came all the same; whether it is held back, `Saved` says."""


class Counting:
    """The counts of `CrawlRun`, as they stand, and the documents behind them."""

    def __init__(self) -> None:
        self.requests = 0
        self.not_modified = 0
        self.failed_requests = 0
        self.new_versions = 0
        self.unchanged = 0
        self.problems = 0
        self.names: set[str] = set()
        """All ids of the documents that were read."""
        self.described: set[str] = set()
        """All ids of the documents whose description was stored apart from a text."""
        self._answers = 0
        self._silent: dict[str, bool] = {}
        """Of each host that was asked, whether no request there brought what was asked for."""
        self._read: set[str] = set()
        self._unread: set[str] = set()
        self._wanting: set[str] = set()
        """Of these a text did not come or is held back, in one of their languages if not in all."""
        self._noticed: set[Problem] = set()
        """Each once: an act that cannot be had meets the same problem in every language, and `problems` has one row."""
        self._first_problem = ""
        self._problem_of: dict[str, str] = {}
        """Of each document, the first one."""

    def fetched(self, fetch: Fetch) -> None:
        """A request was answered, or finally was not."""
        self.requests += 1
        self.not_modified += fetch.outcome == "not_modified"
        self.failed_requests += fetch.outcome not in _HAD
        url = urlsplit(fetch.url)
        if url.path != "/robots.txt":
            self._answers += fetch.outcome in _HAD
            host = url.hostname or ""
            self._silent[host] = self._silent.get(host, True) and fetch.outcome not in _HAD

    def read(self, document_id: str, saved: Saved, other_names: Iterable[str] = ()) -> None:
        """A text of a document was read; `saved` says what became of it, `other_names` by what other ids someone may
        have asked for it."""
        self._read.add(document_id)
        self.names.update((document_id, *other_names))
        if saved.outcome == "held_back":
            self._wanting.add(document_id)
        if saved.outcome == "new":
            self.new_versions += 1
        else:
            self.unchanged += 1

    def unread(self, document_id: str) -> None:
        """A text of a document could not be read."""
        self._unread.add(document_id)

    def noticed(self, problem: Problem) -> None:
        self._noticed.add(replace(problem, seen_at=""))
        self.problems = len(self._noticed)
        self._first_problem = self._first_problem or problem.message
        self._problem_of.setdefault(problem.document_id, problem.message)
        if problem.kind not in _OF_A_TEXT_THAT_CAME:
            self._wanting.add(problem.document_id)

    @property
    def documents(self) -> list[str]:
        """The documents that were read, in alphabetical order."""
        return sorted(self._read)

    def missing(self, must_deliver: Iterable[str]) -> list[str]:
        """Which of these documents did not come, or not in every language, or were not read, or held back."""
        delivered = self._read - self._unread - self._wanting
        return [each for each in must_deliver if each not in delivered]

    def first_problem(self, must_deliver: Iterable[str]) -> str:
        """The first problem of a document that is missing, which says more of the source than what happened to lesser
        documents; else that of the crawl. "" if there was none."""
        missing = self.missing(must_deliver)
        return (self._problem_of.get(missing[0], "") if missing else "") or self._first_problem

    def tally(
        self,
        *,
        with_text: int = 0,
        with_date: int = 0,
        usual: int = 0,
        missing: Iterable[str] = (),
        scope: RunScope = "full",
        homepage: str = "",
    ) -> Tally:
        """The counts as `judge` wants them, with what only the database and the command line know. `homepage`: address
        of the source's."""
        host = urlsplit(homepage).hostname or ""
        return Tally(
            documents=len(self._read),
            unread=len(self._unread - self._read),
            requests=self.requests,
            answers=self._answers,
            with_text=with_text,
            with_date=with_date,
            usual=usual,
            missing=tuple(missing),
            scope=scope,
            silent=host if self._silent.get(host) else "",
        )

    def report(self, run: CrawlRun, tally: Tally) -> CrawlRun:
        """The run with all its figures."""
        return replace(
            run,
            documents=tally.documents,
            unread=tally.unread,
            with_text=tally.with_text,
            with_date=tally.with_date,
            new_versions=self.new_versions,
            unchanged=self.unchanged,
            problems=self.problems,
            requests=self.requests,
            not_modified=self.not_modified,
            failed_requests=self.failed_requests,
        )
