"""What an extractor is given, and what a format declares."""

import codecs
from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.model import Extraction

TYPE_UNTOLD = frozenset(("", "application/octet-stream", "binary/octet-stream"))
"""What a server or a store of files says of one whose type it does not know."""


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of one part with what HTTP said about them. Content-Encoding is already removed."""

    body: bytes = field(repr=False)
    media_type: str
    """As served: "application/xhtml+xml;charset=UTF-8"."""
    url: str

    @property
    def essence(self) -> str:
        """The media type without parameters, lower case: "application/xhtml+xml"."""
        return self.media_type.partition(";")[0].strip().lower()

    @property
    def is_served_as_page(self) -> bool:
        """Whether the media type is that of a page; where none is stated, only the bytes can tell."""
        return self.essence in {"text/html", "application/xhtml+xml", *TYPE_UNTOLD}

    @property
    def head(self) -> bytes:
        """The first 64 KiB, without a byte order mark: enough to tell one markup generation from another without
        parsing."""
        return self.body[:65536].removeprefix(codecs.BOM_UTF8)


def _is_not_looked_at(content: Content) -> None:
    """Most formats are the only rendition of their text: whether they can be read, reading tells."""


@dataclass(frozen=True, slots=True)
class Format:
    """One markup generation: how to know it and how to read it."""

    name: str
    version: int
    """Grows when the same bytes would give other provisions; stored with every version."""
    recognises: Callable[[Content], bool]
    """Cheap: looks at media type and head, does not parse."""
    read: Callable[[Content], Extraction]
    look: Callable[[Content], None] = _is_not_looked_at
    """Whether it can be expected to be read: its markup is whole and holds words. Raises as `read` does, and takes a
    fraction of the time."""

    @property
    def extractor(self) -> str:
        """As in `Extraction.extractor`: "oj_xhtml/3"."""
        return f"{self.name}/{self.version}"
