"""Formex 4 packages: the zip that Cellar serves for `application/zip;mtype=fmx4`, or one of its files alone.

Cellar builds the zip anew for each request; only its members tell whether anything changed. Read where a rendition has
no XHTML, and in tests as the second opinion on the XHTML.
"""

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from pipeline.errors import HostileDocument, MalformedDocument, NotTheDocument
from pipeline.extract.content import Content, Format
from pipeline.extract.eu.extraction import ReadPage, extraction, page_chars
from pipeline.extract.eu.formex_lines import UNREAD, FormexWalker
from pipeline.extract.eu.walk import Element
from pipeline.extract.markup import PROLOG, parse_xml
from pipeline.model import Extraction

_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, OSError, RuntimeError,
    ValueError,
)  # fmt: skip
_MAX_MEMBERS = 1_000
"""The Union Customs Code with its annexes has fewer than 200 files."""
_MAX_MEMBER_BYTES = 50 * 1024 * 1024
_MAX_PACKAGE_BYTES = 200 * 1024 * 1024
# Roots of acts and annexes; DOC and PUBLICATION are tables of contents.
_TEXTS = frozenset(("ACT", "ANNEX", "CONS.ACT", "CONS.ANNEX", "CONS.DOC", "CORR", "GENERAL", "AGR", "LETTER", "PROT"))
_MAIN = frozenset(("ACT", "CONS.ACT", "CONS.DOC", "CORR", "GENERAL"))
_ROOTS = "|".join(map(re.escape, sorted((*_TEXTS, "DOC", "PUBLICATION"))))
_BEGIN = re.compile(rf"(?:\xef\xbb\xbf)?\s*{PROLOG}<(?:{_ROOTS})[\s/>]".encode("latin-1"), re.DOTALL)


def _recognises(content: Content) -> bool:
    if content.body.startswith(b"PK\x03\x04"):
        return _is_package(content)
    return _is_member(content.head[:4096])


def _is_package(content: Content) -> bool:
    """Whether a zip holds a file of Formex. Old packages name theirs DOC_1.xml, and Cellar serves all packages as plain
    application/zip: neither names nor media type tell."""
    try:
        with zipfile.ZipFile(io.BytesIO(content.body)) as package:
            names = [name for name in package.namelist() if name.endswith(".xml")]
            return any(_is_member(_begin(package, name)) for name in names[:_MAX_MEMBERS])
    except _BROKEN:
        return b".fmx" in content.head or content.essence == "application/zip"


def _begin(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as stream:
        return stream.read(4096)


def _is_member(begin: bytes) -> bool:
    return bool(_BEGIN.match(begin)) or (b"formex" in begin and b"<html" not in begin)


def _read(content: Content) -> Extraction:
    roots = [root for root in _members(content) if root.tag in _TEXTS]
    if not roots:
        raise NotTheDocument(f"{content.url}: the Formex package contains no act or annex; look at the package")
    roots.sort(key=lambda root: root.tag not in _MAIN)
    walker = FormexWalker()
    for root in roots:
        walker.read(root)
    chars = sum(page_chars(root, UNREAD) for root in roots) + walker.added_chars
    language = str(roots[0].xpath("string(//LG.DOC)") or roots[0].xpath("string(//LG.OJ)"))
    return extraction(content, FORMAT, ReadPage(walker.lines(), chars, language, celex=_celex(roots[0])))


def _celex(main: Element) -> str:
    """The CELEX number of a consolidated text, "" for others: CONSLEG.REF="2024R1689" START.DATE="20260727"."""
    for stated in main.iterfind("INFO.CONSLEG"):
        act, day = stated.get("CONSLEG.REF", ""), stated.get("START.DATE", "")
        if act and day:
            return f"0{act}-{day}"
    return ""


def _members(content: Content) -> Iterator[Element]:
    """The parsed XML files, in the order of their names: that of the pages."""
    if not content.body.startswith(b"PK"):
        yield parse_xml(content)
        return
    for name, body in _unzipped(content):
        yield parse_xml(Content(body, "application/xml", f"{content.url}!{name}"))


def _unzipped(content: Content) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each XML file. `zipfile` raises whatever broken fields lead to, ValueError for a place before
    the start of the file among them."""
    try:
        with zipfile.ZipFile(io.BytesIO(content.body)) as package:
            for member in _checked(content, package):
                # Reads no more than the size that the zip states, and what is left over is broken.
                yield member.filename, package.read(member)
    except _BROKEN as error:
        raise MalformedDocument(f"{content.url}: broken zip: {error}; crawl again later") from error


def _checked(content: Content, package: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    # `is_dir` stumbles over a file without a name.
    members = [member for member in package.infolist() if member.filename and not member.is_dir()]
    if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > _MAX_PACKAGE_BYTES:
        raise HostileDocument(
            f"{content.url}: a zip of {len(members)} files that unpacks to too many bytes; look at it"
        )
    for member in members:
        if member.filename.startswith(("/", "\\")) or ".." in member.filename or member.file_size > _MAX_MEMBER_BYTES:
            raise HostileDocument(
                f"{content.url}: the zip holds {member.filename!r} of {member.file_size} bytes; look at it"
            )
    return sorted((member for member in members if member.filename.endswith(".xml")), key=_place)


def _place(member: zipfile.ZipInfo) -> list[tuple[int, str]]:
    """DOC_10.xml comes after DOC_9.xml."""
    return [(int(digits or 0), text) for text, digits in re.findall(r"(\D*)(\d*)", member.filename)]


FORMAT = Format("formex", 13, _recognises, _read)
