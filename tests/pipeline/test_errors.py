"""The words in which people are told what went wrong."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from pipeline import errors
from pipeline.errors import DocumentError, readable

ROOT = Path(__file__).resolve().parents[2]
# `pipeline.inflate` and `spiders.archive` leave it to those who know the address.
SOURCES = [
    path
    for room in ("pipeline", "spiders/publishers", "spiders/sources")
    for path in sorted((ROOT / room).rglob("*.py"))
    if path.name != "inflate.py"
]
DOCUMENT_ERRORS = {
    name for name, each in vars(errors).items() if isinstance(each, type) and issubclass(each, DocumentError)
}
ADVICE = re.compile(
    r"crawl again|crawl asks again|check (?:the|what|whether)|look at|see https://|find another|ask for another"
    r"|report it|add a format"
)


def test_a_long_address_does_not_hide_the_reason() -> None:
    query = "https://api.example.gov/documents?" + "&".join(f"field={number}" for number in range(100))
    told = readable(f"{query}: answered 503; the next crawl asks again ({query})")
    assert ": answered 503; the next crawl asks again (https://api.example.gov/documents?field=0" in told
    assert len(told) < 350
    assert told.endswith("…)")
    assert readable(f"{query[:100]}: answered 503") == f"{query[:100]}: answered 503"


def told(source: Path) -> Iterator[tuple[int, str]]:
    """The messages of the document errors that a file raises, where they are written: what is filled in as "{}"."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in DOCUMENT_ERRORS:
            (message,) = node.args
            if isinstance(message, ast.JoinedStr):
                pieces = (str(part.value) if isinstance(part, ast.Constant) else "{}" for part in message.values)
                yield node.lineno, "".join(pieces)
            elif isinstance(message, ast.Constant):
                yield node.lineno, str(message.value)


def test_what_is_wrong_with_a_document_comes_with_what_to_do() -> None:
    messages = [(f"{source.name}:{line}", message) for source in SOURCES for line, message in told(source)]
    assert len(messages) > 30
    assert not [(where, message) for where, message in messages if not ADVICE.search(message)]
