"""Provisions made up for tests of comparison, and the comparison in short."""

import random
import re
from collections.abc import Sequence

from pipeline.changes import compare
from pipeline.model import Provision, ProvisionChange

LAW = (
    "The provider of a model shall publish its weights licence terms training data summary notify the authority within "
    "days unless exempt risk systemic research open source component steward keep records for years inform users"
)
WORDS = tuple(re.findall(r"\w+", LAW))


def article(number: str, text: str, heading: str = "") -> Provision:
    return Provision(f"art_{number}", "article", f"Article {number}", text, heading=heading, unit=True)


def paragraph(article: str, number: int, text: str) -> Provision:
    return Provision(
        f"art_{article}/par_{number}",
        "paragraph",
        f"Article {article}({number})",
        f"{number}. {text}",
        parent=f"art_{article}",
        unit=True,
    )


def container(number: str, heading: str, text: str = "") -> Provision:
    return Provision(f"art_{number}", "article", f"Article {number}", text, heading=heading)


def page_paragraph(number: int, text: str) -> Provision:
    return Provision(f"p_{number}", "paragraph", f"para. {number}", text, unit=True)


def recital(number: int, text: str) -> Provision:
    return Provision(f"rct_{number}", "recital", f"Recital {number}", f"({number}) {text}", unit=True)


def sentence(seed: object, length: int = 25) -> str:
    return " ".join(random.Random(repr(seed)).choices(WORDS, k=length))


def changes(old: Sequence[Provision], new: Sequence[Provision]) -> tuple[ProvisionChange, ...]:
    return compare(old, new, {}, {})


def summary(old: Sequence[Provision], new: Sequence[Provision]) -> list[tuple[str, str, str]]:
    return [(change.kind, change.old_path, change.new_path) for change in changes(old, new)]


act = [article(str(number), sentence(number)) for number in range(1, 9)]
