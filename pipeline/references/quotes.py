"""What an amending act quotes: where the words stand that it puts into another act, and which provisions they are."""

import re

from pipeline import roman
from pipeline.extract.eu.labels import LATIN_WORD
from pipeline.references.numbers import ROMAN, plain_step

_CLOSERS = {"‘": "’", "“": "”", "«": "»", "„": "“”", '"': '"'}
# "is replaced by the following: ‘", "the following Article is inserted: «".
_OPENING = re.compile(r"(?::|^)\s?(?P<mark>[‘“«„\"])")
# A closing mark, not the apostrophe of "the Office’s data": the instruction or the list of instructions goes on behind
# it.
_BEHIND = r"\s?(?:[;.,](?!\w)|$|(?:and|et)\b|\(\w{1,4}\)\s|\d+\)\s)"
_VALUE = rf"(?P<value>\d{{1,3}}[a-z]{{0,2}}|[a-z]{{1,3}})(?P<latin>\s{LATIN_WORD})?"
_FORMS = {
    "art": re.compile(rf"Article\s{_VALUE}(?=\s|$)"),
    "anx": re.compile(rf"(?:ANNEXE?|Annexe?)\s(?P<value>{ROMAN.pattern})(?P<latin>)"),
    "par": re.compile(rf"{_VALUE}\.\s"),
    "pt": re.compile(rf"\(?{_VALUE}(?:\)|\.)\s"),
    "rct": re.compile(rf"\({_VALUE}\)\s"),
}
# Where a provision begins, the one before it has ended; "the criteria in point (c)" begins none.
_BOUNDARY = re.compile(r"[.;:,’”»]\s(?:(?:and|or|et|ou)\s)?$")


def quoted(text: str) -> list[tuple[int, int]]:
    """Spans of the quotations that follow an instruction, without their marks, in order."""
    spans: list[tuple[int, int]] = []
    at = 0
    while opening := _OPENING.search(text, at):
        closing = re.compile(rf"[{_CLOSERS[opening['mark']]}]{_BEHIND}").search(text, opening.end())
        end = closing.start() if closing else len(text)
        spans.append((opening.end(), end))
        at = end
    return spans


def inserted(step: str, text: str, start: int, end: int, *, several: bool) -> list[tuple[str, int]]:
    """Numbers of the provisions of one sort ("art", "par", "pt") that text[start:end] consists of, and where they
    begin.

    After the first number only its successor counts ("75a", then "75b"): the paragraphs of a new article have numbers
    of their own. Empty where the quotation does not begin with a number of that sort.
    """
    form = _FORMS.get(step)
    first = form.match(text, start, end) if form else None
    if form is None or first is None:
        return []
    numbers = [(_number(first), first.start())]
    for found in form.finditer(text, first.end(), end) if several else ():
        if _number(found) in _successors(numbers[-1][0]) and _BOUNDARY.search(text[found.start() - 6 : found.start()]):
            numbers.append((_number(found), found.start()))
    return numbers


def _number(found: re.Match[str]) -> str:
    return plain_step(found["value"] + (found["latin"] or ""))


def _successors(number: str) -> set[str]:
    """What may follow: 14 or 13a after 13; 1b or 2 after 1a; c or ba after b; bb or c after ba; XV after XIV."""
    if roman.value(number):
        return {roman.numeral(roman.value(number) + 1)}
    stem = number.rstrip("abcdefghijklmnopqrstuvwxyz") if number[0].isdigit() else number[:1]
    letter = number[len(stem) :]
    next_stem = str(int(stem) + 1) if stem.isdigit() else _next_letter(stem)
    return {next_stem, f"{stem}{_next_letter(letter) if letter else 'a'}"}


def _next_letter(letters: str) -> str:
    return f"{letters[:-1]}{chr(ord(letters[-1]) + 1)}"
