"""Log lines that a person can read."""

from typing import Any

from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

from pipeline.model import Capture


class ShortFormatter(LogFormatter):
    """Scrapy prints whole items with their bodies; one line names the document."""

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        del response, spider
        named = item.document.document_id if isinstance(item, Capture) else type(item).__name__
        return {"level": 10, "msg": "Done with %(named)s", "args": {"named": named}}
