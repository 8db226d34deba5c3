"""Lists of numbers as drafters write them: "8 to 15", "6(6) and (7)", "(a), (b) and (c)", "60(2), (3), (4)(d)-(j)"."""

import re
from collections.abc import Iterator
from string import ascii_lowercase

from pipeline import roman
from pipeline.extract.eu.labels import LATIN_WORD, designator, parse_label

_LATIN = rf"(?:\s{LATIN_WORD}\b){{0,2}}"
"""Of what is inserted between inserted ones two words: "article 8 bis ter"."""
_BARE = rf"(?:1er|\d{{1,3}}[a-z]{{0,2}})(?![\w/.]*\d|[a-z]){_LATIN}"
_BRACKETED = rf"\((?:\d{{1,3}}[a-z]{{0,2}}|[a-z]{{1,5}}){_LATIN}\)"
_FRENCH = rf"(?<![\w’'(])(?:[a-z]{{1,2}}|[ivx]{{1,5}}|\d{{1,2}}){_LATIN}\)"
_ROMAN = rf"[IVXLC]+[a-zA-Z]?\b{_LATIN}"
_LETTER = r"[A-Z]\b"

_JOINT = (
    r"(?P<joint>\s?,\s(?:(?:and|or|et|ou)\s)?|\s(?:and|or|and/or|et|ou|et/ou)\s(?:aux?\s)?|\s(?:to|à)\s|\s?[-–]\s?)"
)
_TAIL = rf"(?:\s?(?:{_BRACKETED}|{_FRENCH}))*"

NUMBERED = re.compile(rf"{_BARE}{_TAIL}")
"""An article or paragraph: "53", "53(2)(a)", "75a"."""
BRACKETED = re.compile(rf"\(\d{{1,3}}[a-z]{{0,2}}\)|{_BARE}{_TAIL}")
"""A recital, which may stand in brackets: "(12)", "12"."""
POINTED = re.compile(rf"(?:{_BRACKETED}|{_FRENCH}|{_BARE}){_TAIL}")
"""A point: "(a)", "(a)(i)", "1(a)", in French "a)", "1 a) i)"."""
ROMAN = re.compile(_ROMAN)
"""An annex or chapter: "III"."""
LETTERED = re.compile(rf"{_LETTER}|{_BARE}|{_ROMAN}")
"""A section: "A", "2"."""
_CONTINUED = re.compile(rf"(?:{_BRACKETED}|{_FRENCH})(?:\s?(?:{_BRACKETED}|{_FRENCH}))*")
_JOINED = re.compile(_JOINT)
_STEPS = re.compile(rf"\w+{_LATIN}")

Steps = tuple[str, ...]
"""One number taken apart: ("53", "2", "a")."""

_DIGITS = re.compile(r"(\d+)([a-z]*)")
_IN_BRACKETS = re.compile(rf"\(|\w+{_LATIN}\)")
_AND_OR = frozenset({"and", "or", "and/or", "et", "ou", "et/ou"})
# What follows a number that is no number of things.
_NO_NOUN = re.compile(
    r"\s?(?:[.,;:(\)\]’”»]|$)|\s(?:[A-Z]{3,5}\b"
    r"|(?:of|to|du|de\sla|de\sl[’'])\s?(?:this\b|that\b|the\s[A-Z]|présent|[A-Z]|règlement|directive|décision|traité)"
    r"|(?:shall|may|must|should|is|are|has|have|applies|apply|thereof|in|under|for|by|on|from|as|with|where|and|or)\b"
    r"|(?:est|sont|peut|et|ou)\b)"
)
_LONGEST_RANGE = 150
_SMALL_ROMAN = frozenset("ivx")


def read_list(text: str, at: int, atom: re.Pattern[str], *, plural: bool) -> tuple[list[Steps], int]:
    """The numbers from `at` on, ranges filled in, and where they end. Empty if there is none.

    "6(6) and (7)" goes on in brackets after a singular, too, "6 and 7" only where no noun follows: "Article 6 and 7
    days". Annexes, parts and sections have no brackets: "Annex VIII, or (ii)".
    """
    in_brackets = atom not in (ROMAN, LETTERED)
    first = atom.match(text, at)
    if first is None:
        return [], at
    numbers, end = [_steps(first[0])], first.end()
    while joint := _JOINED.match(text, end):
        following = atom.match(text, joint.end())
        if following is None or not (plural or _goes_on_after_singular(text, joint, following)):
            following = _CONTINUED.match(text, joint.end()) if in_brackets else None
        if following is None:
            break
        number = _continued(numbers[-1], following[0])
        if following[0][0].isdigit() and numbers[-1][0][0].isalpha() and atom is POINTED:
            break  # "points (a) and (b), 50 %"
        to = joint["joint"].strip() in {"to", "à", "-", "–"}
        numbers += _range(numbers[-1], number) if to else [number]
        end = following.end()
    return numbers, end


def _goes_on_after_singular(text: str, joint: re.Match[str], following: re.Match[str]) -> bool:
    """ "Article 5 or 50.", "Article 101 or 102 TFEU"; not "paragraph 2, 50 members", "Article 5 and 10 of the 20"."""
    return joint["joint"].strip() in _AND_OR and _NO_NOUN.match(text, following.end()) is not None


def _steps(text: str) -> Steps:
    return tuple(map(plain_step, _STEPS.findall(text)))


def plain_step(number: str) -> str:
    """As paths have it: "1er" is 1, "4 bis" 4a, "b bis" ba, "II bis" IIa."""
    if number[:1].isupper():
        return designator(number)
    label = parse_label(f"{number})") if " " in number else None
    return label.value if label else number.replace("1er", "1")


def _continued(before: Steps, text: str) -> Steps:
    """ "(7)" after "6(6)" is 6(7); "(b)" after "(a)" is (b), after "1(a)" it is 1(b), after "6(6)" 6(6)(b); "9" after
    "8" is 9."""
    steps = _steps(text)
    if not _IN_BRACKETS.match(text):
        return steps
    for depth in range(len(before) - 1, -1, -1):
        if _goes_on(before, depth, steps):
            return *before[:depth], *steps
    return (*before, *steps) if before[0][0].isdigit() else steps


def _goes_on(before: Steps, depth: int, steps: Steps) -> bool:
    """Whether `steps` continue the list that `before` stands in at this depth. Letters in a lettered point are roman
    numbers: "(b)" after "(a)(ii)" is no point of (a), nor is "(a)(iv)"."""
    if before[depth][0].isdigit() != steps[0][0].isdigit():
        return False
    in_lettered = depth > 0 and before[depth].isalpha() and before[depth - 1].isalpha()
    return not in_lettered or (len(steps) == 1 and _SMALL_ROMAN.issuperset(steps[0]))


def _range(first: Steps, last: Steps) -> list[Steps]:
    """What comes after `first`, up to `last`."""
    if first[:-1] != last[:-1]:
        return [last]
    between = list(_between(first[-1], last[-1]))
    return [(*last[:-1], step) for step in between] if len(between) <= _LONGEST_RANGE else [last]


def _between(first: str, last: str) -> Iterator[str]:
    """After `first`: "8" to "10" gives 9, 10; "a" to "c" b, c; "I" to "III" II, III."""
    one, other = _DIGITS.fullmatch(first), _DIGITS.fullmatch(last)
    if one and other:
        yield from _between_digits(*one.groups(), *other.groups())
    elif first.isupper() and last.isupper() and roman.value(first) and roman.value(last):
        yield from _numerals(first, last)
    elif _are_small_roman(first, last):
        yield from (numeral.lower() for numeral in _numerals(first.upper(), last.upper()))
    elif first[:-1] == last[:-1] and first[-1:].isalpha() and last[-1:].isalpha():
        yield from (f"{last[:-1]}{chr(code)}" for code in range(ord(first[-1]) + 1, ord(last[-1]) + 1))
    else:
        yield last


def _between_digits(number: str, letter: str, last_number: str, last_letter: str) -> Iterator[str]:
    """ "8" to "9b" gives 9, 9a, 9b; "75a" to "75d" b, c, d; "75a" to "77" 76, 77."""
    yield from map(str, range(int(number) + 1, int(last_number) + 1))
    before = letter if number == last_number else ""
    if len(before) > 1 or len(last_letter) > 1:
        yield f"{last_number}{last_letter}"
    elif last_letter:
        yield from (f"{last_number}{each}" for each in ascii_lowercase if before < each <= last_letter)


def _numerals(first: str, last: str) -> Iterator[str]:
    return (roman.numeral(number) for number in range(roman.value(first) + 1, roman.value(last) + 1))


def _are_small_roman(first: str, last: str) -> bool:
    """ "(ii) to (iv)", and "(i) to (v)", but neither "(v) to (x)", two letters, nor "(aa) to (ac)"."""
    if not _SMALL_ROMAN.issuperset(first + last) or not (roman.value(first.upper()) and roman.value(last.upper())):
        return False
    return first == "i" or len(first) > 1 or len(last) > 1


def path(steps: Steps, kind: str) -> str:
    """("53", "2", "a") of an article: "art_53/par_2/pt_a"; ("1", "a") of a point: "pt_1/pt_a"."""
    parts = [f"{kind}_{steps[0]}"]
    for step in steps[1:]:
        paragraph = kind == "art" and len(parts) == 1 and step[0].isdigit()
        parts.append(f"par_{step}" if paragraph else f"pt_{step}")
    return "/".join(parts)
