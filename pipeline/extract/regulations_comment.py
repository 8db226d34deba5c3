"""The detail of a public comment from the regulations.gov API: the text typed into the form.

Most comments say only "See attached file(s)"; their words are in the attachments, which are parts of their own. Such a
detail gives no provisions, which is not an error. Its title says who speaks; that of the document says on what, too.
"""

import json
import re
from typing import Any

from pipeline.errors import MalformedDocument, NotTheDocument
from pipeline.extract.content import TYPE_UNTOLD, Content, Format
from pipeline.extract.markup import parse_html
from pipeline.extract.structure.blocks import Block, Dropped, covered
from pipeline.extract.structure.flow import Flow
from pipeline.extract.structure.unique_names import with_unique_names
from pipeline.model import Extraction
from pipeline.normalise import storable, tidy

_SEE_ATTACHED = re.compile(
    r"(?:please )?see (?:the )?(?:attached|attachment)(?: \w+)?(?: ?\(s\)|s)?[ .]*", re.IGNORECASE
)
_BREAK = re.compile(r"<br\s*/?>(?:\r?\n)?|</(?:p|li|div|h[1-6]|tr)>|\r?\n", re.IGNORECASE)
# Letters that people paste into the form are broken after some 60 to 80 characters.
_WRAPPED = 50
_ENDS = re.compile(r"[.!?:;][”’\"')\]]*$")


def _recognises(content: Content) -> bool:
    plain = content.essence in {"application/json", *TYPE_UNTOLD} and content.head.lstrip().startswith(b"{")
    return content.essence == "application/vnd.api+json" or (plain and b'"comments"' in content.head)


def _read(content: Content) -> Extraction:
    """Raises `MalformedDocument` for broken JSON or a comment that is no text, `NotTheDocument` for another answer."""
    comment = _comment(_attributes(content), content)
    dropped = Dropped()
    blocks = []
    for text in _paragraphs(comment):
        if _SEE_ATTACHED.fullmatch(text):
            dropped.add("pointer to the attachments", text)
        else:
            blocks.append(Block("paragraph", text))
    provisions = with_unique_names(Flow("¶ {n}").rows(blocks))
    kept = covered(provisions)
    return Extraction(
        provisions=provisions,
        extractor=FORMAT.extractor,
        body_chars=kept + sum(count for _, count in dropped.counts()),
        covered_chars=kept,
        dropped=dropped.counts(),
    )


def _paragraphs(comment: str) -> list[str]:
    """What stands between breaks; a break after a long line in a sentence, which goes on in small letters, is none."""
    found: list[str] = []
    line = ""
    for piece in _BREAK.split(comment):
        before, line = line, tidy(parse_html(piece).get_text())
        if line and len(before) >= _WRAPPED and line[0].islower() and not _ENDS.search(before):
            found[-1] = f"{found[-1]} {line}"
        elif line:
            found.append(line)
    return found


def _attributes(content: Content) -> dict[str, Any]:
    try:
        answer = json.loads(content.body)
    except (ValueError, RecursionError) as error:
        raise MalformedDocument(f"{content.url}: broken JSON ({error}); crawl again later") from error
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, dict) or data.get("type") != "comments":
        raise NotTheDocument(f"{content.url}: not a regulations.gov comment; check the number")
    attributes = data.get("attributes")
    return attributes if isinstance(attributes, dict) else {}


def _comment(attributes: dict[str, Any], content: Content) -> str:
    stated = attributes.get("comment")
    if not isinstance(stated, str | None):
        raise MalformedDocument(f"{content.url}: comment is {type(stated).__name__}, not text; look at the answer")
    # A text cut in the middle of an emoji ends with half of it, which no parser takes.
    return storable(stated or "")


FORMAT = Format("regulations_comment", 7, _recognises, _read)
