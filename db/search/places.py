"""Citations as people type them: "art. 53 para 2", "Art. 53 Abs. 2" and "Article 53(2)" are one place."""

import re
from dataclasses import dataclass
from functools import cached_property

from db.search.words import folded

_SPELLINGS = {
    "article": "art arts article articles artikel",
    "recital": "rec recs recital recitals considerant considerants erwagungsgrund erwgr erwg",
    "annex": "anx annex annexe anhang",
    "section": "s sec secs sect section sections abschnitt §",
    "chapter": "ch chap chapter chapitre kapitel kap",
    "title": "title titre titel",
    "amendment": "amendment amendments amendement",
    "question": "question questions frage",
    "page": "p pp page seite",
    "paragraph": "para paras par paragraph paragraphs paragraphe abs absatz ¶",
    "point": "pt pts point points nr nummer ziffer lit litt letter lettre buchst buchstabe",
    "subparagraph": "sub subpara subparagraph subsection",
}
_MEANING = {spelling: word for word, spellings in _SPELLINGS.items() for spelling in spellings.split()}
_LEVELS = [word for word, meaning in _MEANING.items() if meaning in {"paragraph", "point", "subparagraph"}]
"""Between two numbers these say no more than brackets: "Article 53, paragraph 2" is Article 53(2)."""


def _quoted(word: str) -> str:
    return f'"{word}"'


_BRACKETS = r"\((?:-?\d+(?:-[a-z]|[a-z]*)|[ivxlc]+|[a-z]{1,2})\)"
_NUMBER = rf"(?:{_BRACKETS}|(?:\d+[a-z]*(?:\.\d+[a-z]*)*|[ivxlc]+|[a-z])(?!\w)\)?)"
_GAP = r"(?:[.\s]+|(?=[\d(])|(?<=[§¶]))"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth "
    "premier deuxieme second troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme"
)
_SUBPARAGRAPH = rf"(?:{'|'.join(_ORDINALS.split())})\s+(?:subparagraph|paragraph|alinea)\b"
"""Has no number of its own, and points are lettered through: "Article 5(1), first subparagraph, point (h)" is
Article 5(1)(h)."""
_CITATION = re.compile(
    rf"\s*(?P<kind>{'|'.join(_MEANING)}){_GAP}{_NUMBER}"
    rf"(?:[,\s]*(?:{_SUBPARAGRAPH}|(?:{'|'.join(_LEVELS)}|§|section|sec|abschnitt){_GAP}{_NUMBER}|{_BRACKETS}|[a-z]\)))*"
)
_WORD = re.compile(r"[^\W_]+|[§¶]")
_STEP = re.compile(r"-?\d+(?:-[a-z]|[a-z]*)|[^\W\d_]+|[§¶]")
"""A word or number of a citation, also where nothing stands between them: "art53 abs2". Paragraphs that are inserted
before the first or before an inserted one are "(-1)" and "(3-e)"."""


@dataclass(frozen=True)
class Place:
    """What a text cites at its beginning, and what it says besides."""

    steps: tuple[str, ...]
    """("article", "53", "2", "a"); () if it does not begin with a citation."""
    rest: str
    """What follows, in small letters without accents: "ai act" of "Recital 103 AI Act"."""

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The rest without its punctuation. Worked out once: a place is compared with every provision of a document."""
        return tuple(_MEANING.get(word, word) for word in _WORD.findall(self.rest))

    def same(self, other: "Place") -> bool:
        """Whether two citations are one, however they are written."""
        return (self.steps, self.words) == (other.steps, other.words)

    def within(self, other: "Place") -> bool:
        """Whether it is at or below what the other cites: Article 53(2)(a) is in Article 53(2), Article 53(21) not."""
        return self.steps[: len(other.steps)] == other.steps

    @property
    def full_text(self) -> str:
        """What to ask FTS5 for: all citations that may be within this place, and few others."""
        kind, *numbers = self.steps
        # The index has no signs: for a citation with §, only the number can be found.
        spellings = _SPELLINGS[kind].split()
        kinds = [" OR ".join(spellings)] if all(map(str.isalpha, spellings)) else []
        return f"citation : ({' AND '.join(f'({each})' for each in (*kinds, *map(_quoted, numbers)))})"


def read_citation(text: str) -> Place:
    """What a text cites at its beginning, in English, French or German or as the tracker writes it."""
    plain = folded(text)
    found = _CITATION.match(plain)
    if not found:
        return Place((), plain)
    kind, *others = _STEP.findall(re.sub(_SUBPARAGRAPH, "", found[0]))
    # § is a section, but after a number a paragraph: "art. 53 § 2".
    numbers = (word for word in others if word not in _LEVELS and word != "§")
    steps = ("section" if word in {"sec", "abschnitt"} else word for word in numbers)
    return Place((_MEANING[kind], *steps), plain[found.end() :].strip(" ,;:."))


def unsaid(heading: str, citation: str) -> str:
    """A heading, "" where the citation says it already: a section without a number is cited by its heading, without the
    colon after it ("SUMMARY:")."""
    return "" if heading.rstrip(": ") in citation else heading
