"""What publishers put into their metadata, in a form that archive and database can keep."""

from dataclasses import is_dataclass, replace
from typing import Any, TypeVar, cast

from pipeline.identifiers import is_web_address
from pipeline.model import Capture, members
from pipeline.normalise import storable

_T = TypeVar("_T")


def storable_fields(value: _T) -> _T:
    """The dataclass, tuple or text with every text in it made storable, at any depth; bytes stay as they are.

    JSON may spell half a character ("\\ud83d"): such a title would otherwise end the crawl when it is written. What is
    storable as it is, nearly everything, is not built again.
    """
    if isinstance(value, str):
        return cast(_T, storable(value))
    if isinstance(value, tuple):
        made = tuple(storable_fields(each) for each in value)
        return cast(_T, made) if made != value else value
    if is_dataclass(value) and not isinstance(value, type):
        changed = _changed(members(value))
        return replace(value, **changed) if changed else value
    return value


def with_web_addresses(capture: Capture) -> tuple[Capture, tuple[str, ...]]:
    """The capture with no other addresses for people than those of the web, and what was left out. Pages show them as
    links, and `javascript:` is one that acts."""
    stated = (capture.document.url, *(part.link for part in capture.parts))
    wrong = tuple(dict.fromkeys(url for url in stated if url and not is_web_address(url)))
    if not wrong:
        return capture, ()
    document = replace(capture.document, url="" if capture.document.url in wrong else capture.document.url)
    parts = tuple(replace(part, link="") if part.link in wrong else part for part in capture.parts)
    return replace(capture, document=document, parts=parts), wrong


def _changed(content: dict[str, Any]) -> dict[str, Any]:
    # Most are texts: one call less for each takes a third of the time off.
    made = {name: storable(each) if isinstance(each, str) else storable_fields(each) for name, each in content.items()}
    return {name: each for name, each in made.items() if each is not content[name]}
