"""Acts in the markup of the Official Journal, from as little as a test needs."""

from collections.abc import Callable

from pipeline.model import Provision

ReadAct = Callable[[str], dict[str, Provision]]
"""The provisions of an act with this body, by their paths (the fixture `read_act`)."""


def article(body: str, number: str = "1", heading: str = "Heading") -> str:
    """An article of the Official Journal."""
    return (
        f'<div class="eli-subdivision" id="art_{number}"><p class="oj-ti-art">Article {number}</p>'
        f'<div class="eli-title" id="art_{number}.tit_1"><p class="oj-sti-art">{heading}</p></div>{body}</div>'
    )


def p(text: str) -> str:
    """A paragraph of text."""
    return f'<p class="oj-normal">{text}</p>'


def point(number: str, *body: str) -> str:
    """A point, in the table that the Official Journal makes of it."""
    return f"<table><tbody><tr><td>{p(number)}</td><td>{''.join(body)}</td></tr></tbody></table>"


def paragraph(number: str, *body: str, of: str = "001") -> str:
    """A numbered paragraph of the article `of`, and what else is in it."""
    first, *rest = body
    return f'<div id="{of}.00{number}">{p(f"{number}.&#160;&#160;&#160;{first}")}{"".join(rest)}</div>'


def section(heading: str) -> str:
    """A heading without a number."""
    return f'<p class="oj-ti-grseq-1">{heading}</p>'


def recital(number: str, text: str) -> str:
    """A numbered recital."""
    return f'<div class="eli-subdivision" id="rct_{number}">{point(f"({number})", p(text))}</div>'


def units(act: dict[str, Provision]) -> list[str]:
    """The paths of what a lawyer would cite."""
    return [path for path, provision in act.items() if provision.unit]


def consolidated(terms: str) -> bytes:
    """A consolidated text with these terms."""
    return f'<html><body><p class="title-doc-first">REGULATION</p>{terms}</body></html>'.encode()


def consolidated_article(number: str, *content: str) -> str:
    return f'<p class="title-article-norm">Article {number}</p>{"".join(content)}'


def norm(*texts: str) -> str:
    """Lines of a consolidated text."""
    return "".join(f'<p class="norm">{text}</p>' for text in texts)
