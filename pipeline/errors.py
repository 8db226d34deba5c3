"""What can go wrong, in the words that reach the `problems` table and the terminal.

TrackerError
├── DocumentError           one document cannot be used; the crawl goes on
│   ├── ChallengePage       a bot wall or CAPTCHA instead of the document
│   ├── EmptyBody           an answer without content
│   ├── UnknownFormat       no extractor knows this media type and shape
│   ├── NotTheDocument      site chrome, a soft 404 or a teaser instead of the text
│   ├── WrongLanguage       the text is not in the language that was asked for
│   ├── NeedsOcr            a scan without a text layer, or fonts without letters
│   ├── MalformedDocument   broken or truncated XML, HTML or PDF
│   └── HostileDocument     too deep, too large or too slow to be an honest document
├── RuleError               a tag rule or the taxonomy is wrong (raised while loading)
├── ArchiveError            the WARC archive is unreadable or does not hold what the database says
├── StoreError              the database is unusable: locked, newer schema, corrupt
├── AnotherCrawl            another crawl or rebuild is at work there
└── UsageError              the person asked for something that does not exist

Elsewhere, because they become one of these or a row of `problems`: `FetchFailed` (`spiders.network.failures`),
`Crash` (`spiders.workers.reading`), `LineError` and `PhraseError` (`pipeline.tagging`).
"""

import re
from typing import ClassVar

from pipeline.model import ProblemKind

# Punctuation after the address belongs to the sentence.
_LONG_ADDRESS = re.compile(r"(https?://\S{120})\S{40,}?([:;,.)]*(?=\s|$))")


def readable(message: str) -> str:
    """A message without the tails of long addresses: queries of an API have 1,500 characters, and the reason stands
    behind them. `Problem.url` has them whole."""
    return _LONG_ADDRESS.sub(r"\1…\2", message)


class TrackerError(Exception):
    """Base of every error that the tracker raises on purpose."""


class DocumentError(TrackerError):
    """One document cannot be used. Raised by extractors and by `pipeline.process`; becomes one row of `problems`."""

    kind: ClassVar[ProblemKind] = "document"


class ChallengePage(DocumentError):
    """A bot wall answered instead of the publisher's document."""

    kind = "challenge_page"


class EmptyBody(DocumentError):
    """The answer had no content."""

    kind = "empty_body"


class UnknownFormat(DocumentError):
    """No extractor in `pipeline.extract` knows this media type and shape."""

    kind = "unknown_format"


class NotTheDocument(DocumentError):
    """The page has no body of the kind asked for: site chrome, a soft 404, a teaser."""

    kind = "not_the_document"


class WrongLanguage(DocumentError):
    """The text states another language than the one that was asked for."""

    kind = "wrong_language"


class NeedsOcr(DocumentError):
    """A PDF of pictures, or of fonts that do not tell their letters: the pages hold no text that could be read. Where
    only some pages are pictures, the others are read (`Extraction.scans`)."""

    kind = "needs_ocr"


class MalformedDocument(DocumentError):
    """Broken or truncated XML, HTML or PDF."""

    kind = "malformed_document"


class HostileDocument(DocumentError):
    """Too deep, too large or too slow to be an honest document."""

    kind = "hostile_document"


class RuleError(TrackerError):
    """A tag rule or the taxonomy is wrong. The message names file, rule and reason. Raised while rules are loaded."""


class ArchiveError(TrackerError):
    """The WARC archive is unreadable, or does not hold what the database says it holds."""


class StoreError(TrackerError):
    """The database is unusable: locked, of a newer schema, or corrupt."""


class AnotherCrawl(TrackerError):
    """Another crawl or rebuild works on the same archive or database. Normal where cron runs overlap."""


class UsageError(TrackerError):
    """The person asked for something that does not exist (a source, a date, a document). Exit code 2.

    `advice` names the command that helps. A page in a browser shows `what` alone: its reader has no terminal there.
    """

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(f"{what}; {advice}" if advice else what)
        self.what = what
