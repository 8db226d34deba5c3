"""What the bytes of a page show before it is parsed: whether all of it arrived, and in which encoding it is."""

import codecs
import re
from collections import Counter

from bs4.dammit import EncodingDetector

from pipeline.extract.content import Content

_TAIL = 8192
_IS_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
# HTML lets a page leave out most end tags, but not those of these elements.
_CONTAINERS = rb"main|div|section|article|header|footer|nav|aside|form|ul|ol|table"
_TAGS = re.compile(rb"(?:<!)?-->|<!--|<(/?)(script|style|%s)\b" % _CONTAINERS, re.IGNORECASE)
_UNREAD = {b"script": b"/script", b"style": b"/style", b"<!--": b"-->"}
"""What is no markup, however it looks, by its beginning: what ends it."""
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_HEAD = 4096
# As browsers do: pages that claim Latin 1 or ASCII are in Windows' superset of it.
_LATIN = frozenset(("ascii", "iso8859-1"))
_DISPROVED = ("utf-8", "utf-16", "utf-32")
"""Encodings that the bytes have shown not to be theirs: ordinary bytes, read as two to a letter, become Chinese."""


def has_end_tag(body: bytes) -> bool:
    """Whether `</html>` stands near the end of a page."""
    return b"</html" in body[-_TAIL:].lower()


def is_cut_short(body: bytes) -> bool:
    """Whether a page stops before its end: a broken transfer, answered with a good status all the same.

    The end tags of `html` and `body` may be left out. A page without them is whole if it ends in a tag and closes all
    that it opened. Pieces of HTML, which are no page, always pass.
    """
    end = body[-_TAIL:].rstrip().lower()
    if has_end_tag(body) or end.endswith(b"</body>") or not _IS_PAGE.search(body[:_HEAD]):
        return False
    return not end.endswith(b">") or _leaves_open(body)


def _leaves_open(body: bytes) -> bool:
    count: Counter[bytes] = Counter()
    until = b""
    for tag in _TAGS.finditer(body):
        name = tag[1] + tag[2].lower() if tag[2] else tag[0]
        if until:
            # "<!-->" ends a comment, too.
            until = b"" if name.endswith(until) else until
        elif name in _UNREAD:
            until = _UNREAD[name]
        elif tag[2]:
            count[tag[2].lower()] += -1 if tag[1] else 1
    return bool(until) or any(number > 0 for number in count.values())


def as_utf8(content: Content) -> bytes:
    """The bytes in UTF-8, from the encoding that they are in. What cannot be decoded becomes U+FFFD."""
    encoding, start = encoding_of(content)
    return content.body[start:].decode(encoding, "replace").encode("utf-8", "replace")


def encoding_of(content: Content) -> tuple[str, int]:
    """The encoding of a text, and the length of its byte order mark.

    Servers state a default in the header, whatever the file: the text itself is believed first. In order: byte order
    mark, bytes that are UTF-8 or have zeros between the letters, what the page says of itself, what the header says,
    and the older Latin encoding.
    """
    rest, marked = EncodingDetector.strip_byte_order_mark(content.body)
    if marked:
        return marked, len(content.body) - len(rest)
    if _is_wide(content.body):
        # The first letter is of ASCII in every page.
        return "utf-16-be" if content.body.startswith(b"\0") else "utf-16-le", 0
    if _is_mostly_utf8(content.body):
        return "utf-8", 0
    own = EncodingDetector.find_declared_encoding(content.body[:_HEAD], is_html=True)
    header = _CHARSET.search(content.media_type)
    stated = (_known(own or ""), _known(header[1] if header else ""))
    return next((name for name in stated if name and not name.startswith(_DISPROVED)), "cp1252"), 0


def _is_mostly_utf8(body: bytes) -> bool:
    """One broken byte does not make a page another encoding's; a page of which no letter is UTF-8 is not, though
    server and page say so."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
        return 2 * text.count("\ufffd") < len(text) - len(text.encode("ascii", "ignore"))
    return True


def _is_wide(body: bytes) -> bool:
    """Two bytes to a letter leave zeros in the text of every European language, as every second byte. A page that a
    server filled up with zeros has them in any place."""
    if body.count(0) * 4 <= len(body):
        return False
    more_in_one_half = abs(body[::2].count(0) - body[1::2].count(0))
    return more_in_one_half * 4 > len(body)


def _known(name: str) -> str:
    """Python's name of a text encoding, "" if it has none."""
    try:
        found = codecs.lookup(name)
        "".encode(found.name)  # "rot13", "base64" and the like are no encodings of text
    except (LookupError, ValueError):
        return ""
    return "cp1252" if found.name in _LATIN else found.name
