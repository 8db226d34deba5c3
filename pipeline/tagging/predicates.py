"""What phrases cannot say. Each predicate looks at a sentence as shown and a span in it, and is named by a look-alike rule."""

import re
from collections.abc import Callable

Predicate = Callable[[str, int, int], bool]

_URL = re.compile(r"(?:https?://|www\.|doi:|arxiv:)\S*|\S+\.(?:com|org|gov|net|eu|ai|pdf|html)\b\S*", re.IGNORECASE)


def in_address(sentence: str, start: int, end: int) -> bool:
    """The span lies in a web address."""
    return any(match.start() < end and start < match.end() for match in _URL.finditer(sentence))


def is_question(sentence: str, start: int, end: int) -> bool:
    """The sentence asks."""
    return sentence.rstrip(" \"'\u201d\u2019)0123456789").endswith("?")


PREDICATES: dict[str, Predicate] = {"in_address": in_address, "is_question": is_question}
