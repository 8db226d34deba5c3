"""The Federal Register's text rendition: `text/plain` that is an HTML page with one `<pre>` and hard line breaks.

The fallback where a document has no XML (before 2000) or the XML is missing.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pipeline.errors import MalformedDocument, NotTheDocument
from pipeline.extract.content import Content, Format
from pipeline.extract.html_bytes import as_utf8, is_cut_short
from pipeline.extract.markup import parse_html
from pipeline.extract.plain_text import paragraphs
from pipeline.extract.raised import is_plainly_exponent, raised
from pipeline.extract.structure.blocks import Block, BlockKind, Dropped, covered, without_contents
from pipeline.extract.structure.flow import Flow
from pipeline.extract.structure.order import order_or_flow
from pipeline.extract.structure.outline import DIVISION, STARS
from pipeline.model import Extraction
from pipeline.normalise import letters_and_digits, tidy

_MARK = re.compile(rb"\[Federal Register (?:Volume )?\d+|From the Federal Register Online")
_PAGE = re.compile(r"\s*\[\[Page [^\]]*\]\]\s*")
_RULE = re.compile(r"^[ \t]*[_=-]{5,}[ \t]*$", re.MULTILINE)
# "(Presidential Sig.)<Clinton1>><Clinton2>" marks the place of the signature.
_TYPESETTING = re.compile(r"<[A-Za-z]+\d*>>?")
_SCRIPT = re.compile(r"<(?P<place>INF|SUP)>(?P<text>[^<>]*)</(?P=place)>")
_PICTURE = re.compile(r"\[GRAPHIC\]\s*\[TIFF OMITTED\](?:\s+[A-Z]{2}\d\d[A-Z]{2}\d\d\.\d{3})?")
# The running head ends the cover of a part of an issue, and the introduction to the first document of a kind in it.
_COVER = re.compile(r"\A.*?^Federal Register / Vol\. \d[^\n]*(?:\n[^\n]+)*", re.MULTILINE | re.DOTALL)
_LONGEST_COVER = 5_000
_STARS = re.compile(r"^[ \t]*\* \* \* \* \*[ \t]*$", re.MULTILINE)
_HEAD = re.compile(r"\[(?:Federal Register|Page|Unknown Section|FR Doc No|.{3,40}\]$)|From the Federal Register Online")
_FILING = re.compile(r"\[FR Doc\.|Billing code|BILLING CODE", re.IGNORECASE)
_SIGNATURE = re.compile(r"THE WHITE HOUSE,|\(Presidential Sig\.\)|Dated: ")
_LABEL = re.compile(r"[A-Z][A-Z ]+:")
# Raised numbers, marks of notes most of them: "weights \1\ are", "10\26\ operations"; a note begins with its mark.
_NOTE_MARK = re.compile(r"(?P<space>\s?)\\(?P<number>\d{1,3})\\")
# The first line of a paragraph is indented by four blanks and the others by none; presidential documents have more.
_FIRST_LINE = re.compile(r"^(?=[ \t]+\\\d{1,3}\\| {4}\S)", re.MULTILINE)
# A short line behind a sentence, and before a blank one, that ends like none: a heading close under a paragraph.
_HEADING_LINE = re.compile(r"(?<=[.?!'])\n(?=[A-Z\d][^\n]{0,58}[^\s.,;:?!'-]\n[ \t]*(?:\n|\Z))")
# "Comments are due. A second notice", but not "I. Comments".
_SENTENCES = re.compile(r"[a-z]{3}[.?!]'* (?=[A-Z\d(])")
_CONTEXT = 10
"""Characters before a raised number that show whether it is an exponent."""
_ZERO = re.compile(r"^0[ \t]*\n(?=\S)", re.MULTILINE)
_SQUARE = "■ "
# "Sec. 740.27  License exceptions.": the text rendition has no section sign.
_SECTION = re.compile(r"((?:Sec\. ){1,2}\d+[a-z]?\.\d[\w.–-]*) (?=[A-Z\[])")
_LONGEST_HEADING = 150
_AGENCY = re.compile(r"^AGENC(?:Y|IES):", re.MULTILINE)
# "RIN 0660-XC060", "RIN 3150-AI92 and 3150-AJ05": on a line of its own above the title, without a blank one between.
_RINS = re.compile(r"\ARINs?:?(?:(?: and|,)? \d{4}[-–][A-Z]{2}\w{2,3}\b)+\s*")
_AROUND_THE_TEXT = {"heading", "signature"}
_FIRST_PAGES = 100_000
"""Characters in which a paragraph stands, if there is one."""
_SENTENCE_END = (".", ",", ";", ":", "?", "!", "''", "and", "or")


def _recognises(content: Content) -> bool:
    is_text = content.is_served_as_page or content.essence == "text/plain"
    return is_text and _MARK.search(content.body[:4096]) is not None


def _read(content: Content) -> Extraction:
    text, dropped = _printed(content), Dropped()
    blocks = without_contents(_all_blocks(text, dropped), dropped)
    provisions = order_or_flow(blocks, Flow())
    if not any(provision.unit for provision in provisions):
        raise _without_words(content)
    return Extraction(
        provisions=provisions,
        extractor=FORMAT.extractor,
        title=_title(blocks),
        body_chars=letters_and_digits(text),
        covered_chars=covered(provisions),
        dropped=dropped.counts(),
    )


def _look(content: Content) -> None:
    first_pages = _printed(content)[:_FIRST_PAGES]
    if all(block.kind in _AROUND_THE_TEXT for block in _all_blocks(first_pages, Dropped())):
        raise _without_words(content)


def _without_words(content: Content) -> NotTheDocument:
    return NotTheDocument(f"{content.url}: the Federal Register text has no words; check the address")


def _printed(content: Content) -> str:
    if is_cut_short(content.body):
        raise MalformedDocument(f"{content.url}: the text stops before its end; crawl again later")
    soup = parse_html(_without_stray_tags(as_utf8(content)))
    pre = soup.find("pre")
    return pre.get_text() if pre else soup.get_text()


def _all_blocks(text: str, dropped: Dropped) -> Iterator[Block]:
    text = _without_page_breaks(_without_cover(text, dropped), dropped)
    printed = _RULE.sub("\n", _with_squares(text, dropped))
    printed = _HEADING_LINE.sub("\n\n", _FIRST_LINE.sub("\n", _STARS.sub(f"\n{STARS}\n", printed)))
    return _sections(_blocks(paragraphs(printed), dropped))


def _without_stray_tags(body: bytes) -> bytes:
    """Typesetting marks look like tags and would swallow text; html, head, title, body, pre and a are the real ones."""
    return re.sub(rb"<(?!/?(?:html|head|title|body|pre|a)\b)", b"&lt;", body)


def _without_cover(text: str, dropped: Dropped) -> str:
    """The text without what stands before its first running head, unless the document begins there."""
    cover = _COVER.match(text, 0, _LONGEST_COVER)
    if cover is None or _AGENCY.search(cover[0]):
        return text
    dropped.add("file head", cover[0])
    return text[cover.end() :]


def _without_page_breaks(text: str, dropped: Dropped) -> str:
    """A page break stands between blank lines, also in the middle of a sentence."""
    lines: list[str] = []
    after_break = False
    for line in text.splitlines():
        if _PAGE.fullmatch(line):
            dropped.add("page number", line)
            after_break = True
            while lines and not lines[-1].strip():
                lines.pop()
        elif line.strip() or not after_break:
            lines.append(line)
            after_break = False
    return "\n".join(lines)


def _with_squares(text: str, dropped: Dropped) -> str:
    """The square that is printed before each amendment has become a zero on a line of its own."""
    printed, count = _ZERO.subn(f"\n{_SQUARE}", text)
    dropped.add("amendment mark", "0" * count)
    return printed


def _drop(pattern: re.Pattern[str], text: str, reason: str, dropped: Dropped) -> str:
    for found in pattern.finditer(text):
        dropped.add(reason, found.group())
    return pattern.sub("\n", text)


def _blocks(texts: list[str], dropped: Dropped) -> list[Block]:
    blocks: list[Block] = []
    started = False
    for text in texts:
        if not started and _HEAD.match(text):
            dropped.add("file head", text)
        elif _FILING.match(text):
            dropped.add("filing line", text)
        else:
            started = True
            words = _drop(_PICTURE, _with_scripts(text, dropped), "picture name", dropped)
            _add(tidy(_drop(_TYPESETTING, words, "typesetting mark", dropped)), blocks, dropped)
    return blocks


def _with_scripts(text: str, dropped: Dropped) -> str:
    """Text without the tags of what is raised or lowered, which is part of the word before it."""

    def written(script: re.Match[str]) -> str:
        dropped.add("typesetting mark", 2 * script["place"])
        before = text[max(0, script.start() - _CONTEXT) : script.start()]
        is_exponent = script["place"] == "SUP" and is_plainly_exponent(script["text"], before)
        return raised(script["text"], before) if is_exponent else script["text"]

    return _SCRIPT.sub(written, text)


def _add(printed: str, blocks: list[Block], dropped: Dropped) -> None:
    """Add a paragraph. One that goes on in the middle of a sentence belongs to that before it, whatever notes stand
    between them at the foot of a page."""
    if printed.startswith(_SQUARE):
        blocks.append(Block("amendment", _without_marks(printed.removeprefix(_SQUARE), dropped)))
        return
    note = _NOTE_MARK.match(printed)
    text = _without_marks(printed[note.end() :] if note else printed, dropped)
    if note:
        blocks.append(Block("footnote", tidy(f"{note['number']} {text}"), number=note["number"]))
    elif text[:1].islower() and (before := _unfinished(blocks)) is not None:
        blocks[before] = replace(blocks[before], kind="paragraph", text=f"{blocks[before].text} {text}")
    elif text:
        blocks.append(Block(_kind(text), text, level=1))


def _unfinished(blocks: list[Block]) -> int | None:
    """Index of the last block that is no note, if it stops in the middle of a sentence."""
    last = next((at for at in reversed(range(len(blocks))) if blocks[at].kind != "footnote"), None)
    return None if last is None or blocks[last].text.endswith(_SENTENCE_END) else last


def _without_marks(text: str, dropped: Dropped) -> str:
    r"""Text without the marks of notes; what `\26\` raises after a ten is an exponent."""

    def written(mark: re.Match[str]) -> str:
        before = text[max(0, mark.start("number") - _CONTEXT) : mark.start("number") - 1]
        if is_plainly_exponent(mark["number"], before):
            return raised(mark["number"], before)
        dropped.add("footnote mark", mark["number"])
        return ""

    return tidy(_NOTE_MARK.sub(written, text))


def _sections(blocks: list[Block]) -> Iterator[Block]:
    """Mark what stands in a section of regulations, which goes on until the next amendment, division or signature.

    Before the first amendment or division sections are only discussed, under headings that look the same.
    """
    number, in_regulations = "", False
    for block in blocks:
        opens = _section_number(block) if in_regulations else ""
        if opens:
            number = opens
        elif block.kind == "amendment" or (block.kind == "heading" and DIVISION.match(block.text)):
            number, in_regulations = "", True
        elif block.kind == "signature":
            number = ""
        if number and block.kind != "footnote":
            yield replace(block, kind="section", number=number, opens=bool(opens))
        elif block.text != STARS:
            yield block


def _section_number(block: Block) -> str:
    """ "Sec. 740.27" of the heading of a section, "" of anything else."""
    heading = _SECTION.match(block.text) if len(block.text) < _LONGEST_HEADING else None
    return heading[1] if heading and block.text.endswith((".", "]")) else ""


def _kind(text: str) -> BlockKind:
    if _SIGNATURE.match(text):
        return "signature"
    if _LABEL.fullmatch(text):
        return "heading"
    # "SUMMARY: The agency …" carries text; a heading is a short paragraph that ends like none.
    is_heading = (
        len(text) < _LONGEST_HEADING
        and not text.endswith(_SENTENCE_END)
        and not text[:1].islower()
        and text[:1].isalpha()
        and not _SENTENCES.search(text)
    )
    return "heading" if is_heading else "paragraph"


def _title(blocks: list[Block]) -> str:
    """What stands before "AGENCY:", apart from its notes; in documents without this label the longest heading before
    the first paragraph: order numbers and names of offices stand there, too."""
    printed = [block for block in blocks if block.kind != "footnote"]
    for before, block in pairwise(printed):
        if _AGENCY.match(block.text):
            return _RINS.sub("", before.text) or before.text
    heads = []
    for block in printed:
        if block.kind != "heading":
            break
        heads.append(block.text)
    return max(heads, key=len, default="")


FORMAT = Format("federal_register_text", 13, _recognises, _read, _look)
