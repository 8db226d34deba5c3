"""Log lines that a person can read, or JSON lines for a program."""

import json
import logging
import sys
from collections import Counter
from datetime import UTC, datetime
from textwrap import shorten
from typing import Any

from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

from pipeline.model import Capture, Problem
from spiders.clock import stamp

logger = logging.getLogger(__name__)

_LOGGED = 10
"""Problems of one kind that a crawl of a source logs; all of them are in the database."""
_LONGEST = 500
"""Characters of a message: one may name a hundred documents."""


class ShortFormatter(LogFormatter):
    """Scrapy prints whole items with their bodies; one line names the document."""

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        del response, spider
        named = item.document.document_id if isinstance(item, Capture) else type(item).__name__
        return {"level": 10, "msg": "Done with %(named)s", "args": {"named": named}}


def make_no_lines_below(level: str | int) -> None:
    """Scrapy makes two lines for each answer and document, and lets its handler drop those below LOG_LEVEL: redacting
    them took a twentieth of the reactor's time."""
    scrapys = logging.getLogger("scrapy")
    scrapys.setLevel(max(scrapys.level, logging.Handler(level).level))


class ProblemLog:
    """Logs the problems of one crawl. A log of a thousand equal lines hides the one that matters."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()
        self._said: set[tuple[str, str]] = set()

    def add(self, problem: Problem) -> None:
        """Log it, or say once that more of its kind are in the database.

        The same words are not logged again: without network all requests to a host end with them.
        """
        words = problem.kind, problem.message
        if words in self._said:
            return
        self._said.add(words)
        self._seen[problem.kind] += 1
        about = {"source": problem.source, "kind": problem.kind, "url": problem.url}
        if self._seen[problem.kind] <= _LOGGED:
            rest = f" … (`policy-tracker runs {problem.run_id}` shows all of it)"
            told = shorten(problem.message, _LONGEST, placeholder=rest)
            message = f"{problem.source}: {problem.kind}: {told}"
        elif self._seen[problem.kind] == _LOGGED + 1:
            message = (
                f"{problem.source}: {problem.kind}: more than {_LOGGED} of this kind, so the rest are not logged; "
                f"`policy-tracker runs {problem.run_id}` lists them"
            )
        else:
            return
        logger.warning("%s", message, extra={"about": about | {"document_id": problem.document_id}})


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message; of a problem also source, kind, url and document_id."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": stamp(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= getattr(record, "about", {})
        if record.exc_text or record.exc_info:
            line["traceback"] = record.exc_text or (record.exc_info and self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def log_as_json(level: str) -> None:
    """Send every log line of this process to stderr as JSON, from `level` on, in place of what was set up before."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    handler.setLevel(level)
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(logging.NOTSET)
