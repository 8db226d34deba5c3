"""From the publisher's bytes to provisions. One module per format; each ends with a `FORMAT` that the registry below lists.

A format is chosen by media type and shape, never by source: the same publisher serves several generations of markup.
"""

from pipeline.errors import EmptyBody
from pipeline.extract.content import Content, Format
from pipeline.model import Extraction

FORMATS: tuple[Format, ...] = ()
"""Tried in order; the first that recognises the content reads it."""


def extract(content: Content) -> Extraction:
    """Read one part.

    Raises a `DocumentError`: `EmptyBody`, `ChallengePage`, `UnknownFormat`, `NotTheDocument`, `MalformedDocument` or `HostileDocument`.
    """
    if not content.body.strip():
        raise EmptyBody(f"{content.url}: the answer is empty; ask again later")
    raise NotImplementedError
