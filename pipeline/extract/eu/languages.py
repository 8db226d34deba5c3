"""Languages of EU texts: their codes, and the few words that older markup leaves us to recognise units by."""

import re

from pipeline import roman
from pipeline.extract.eu.labels import LATIN, designator
from pipeline.languages import EU_LANGUAGES

_TWO_LETTERS = {three: two for two, three in EU_LANGUAGES.items()}

ANNEX = re.compile(r"\W*(annex|annexe|anhang|anexo|allegato|bijlage|bilaga|bilag|liite|załącznik)\b", re.IGNORECASE)
APPENDIX = re.compile(r"\W*(appendix|appendice|anlage|apéndice|aanhangsel)\b", re.IGNORECASE)
_ANNEX_NAME = re.compile(
    rf"(?:{ANNEX.pattern}|{APPENDIX.pattern})\s*(?:(?:[IVXLC]+|\d+)(?:\s?[-–]?\s?[a-z]{{1,2}}|\s?{LATIN})?|[a-z])?\W*",
    re.IGNORECASE,
)
ARTICLE = re.compile(
    r"[^\w(]*(article|artikel|artículo|articolo|artigo)\s+(\d+\s?(?:[a-z]{1,2}|[a-z]{3,12})?|premier|unique)\W*"
    r"|\W*(sole|single|einziger)\s+(article|artikel)\W*",
    re.IGNORECASE,
)
"""Not "(Article 27)": under the title of an annex it says what that belongs to."""
ARTICLE_AND_TITLE = re.compile(
    r"(?P<name>(?:article|artikel|artículo|articolo|artigo)\s+(?P<number>\d+[a-z]{0,2}|premier)):?\s(?:[-–—:]\s)?"
    r"(?!absatz|abs\.|unterabsatz|buchstabe|nummer|satz|ziffer|[IVX]+\b)(?P<rest>(?-i:[^\W\d_a-zà-öø-ÿ]).*)",
    re.IGNORECASE,
)
"""An article's number with its title in one line. "Article 7 shall be replaced" and "Artikel 7 Absatz 2" are text."""
DIVISIONS = {
    "part": ("part", "partie", "teil", "parte", "deel"),
    "title": ("title", "titre", "titel", "título", "titolo"),
    "chapter": ("chapter", "chapitre", "kapitel", "capítulo", "capo", "hoofdstuk"),
    "section": ("section", "abschnitt", "sección", "sezione", "afdeling", "secção"),
    "subsection": ("subsection", "sub-section", "sous-section", "unterabschnitt", "subsección", "sottosezione"),
}
"""Words that open a division's title line, from the outermost to the innermost kind."""

_ORDINAL_WORDS = (
    "one first premier première eins erster erste primero primera primo prima",
    "two second deuxième seconde zwei zweiter zweite segundo segunda secondo seconda",
    "three third troisième drei dritter dritte tercero tercera terzo terza",
    "four fourth quatrième vier vierter vierte cuarto cuarta quarto quarta",
    "five fifth cinquième fünf fünfter fünfte quinto quinta",
    "six sixth sixième sechs sechster sechste sexto sexta sesto sesta",
    "seven seventh septième sieben siebter siebte siebenter séptimo séptima settimo settima",
    "eight eighth huitième acht achter achte octavo octava ottavo ottava",
    "nine ninth neuvième neun neunter neunte noveno novena nono nona",
    "ten tenth dixième zehn zehnter zehnte décimo décima decimo decima",
    "eleven eleventh onzième elf elfter elfte undécimo undécima undicesimo undicesima",
)
ORDINALS = {word: place for place, words in enumerate(_ORDINAL_WORDS, 1) for word in words.split()}
"""Numbers of divisions in words: "PART ONE", "TITRE PREMIER", "ERSTER TEIL"."""
CLOSING = re.compile(
    r"(done|fait|geschehen|hecho|fatto|feito|gedaan) (at|à|zu|en|a|em|te)\b"
    r"|this (regulation|decision|directive) (shall be|is) binding in its entirety"
    r"|l[ea] présente? (règlement|décision|directive) est obligatoire dans tous ses éléments"
    r"|diese (verordnung|richtlinie)r? ist in allen ihren teilen verbindlich",
    re.IGNORECASE,
)
"""What ends the enacting terms: the formula of binding force, or place and date."""
CONTENTS = re.compile(
    r"(?:table of )?contents|table des mati[eè]res|sommaire|inhalt(?:sverzeichnis|sübersicht)?|índice|indice|sommario",
    re.IGNORECASE,
)
"""The heading of a list of contents."""
WHEREAS = re.compile(r"(whereas|considérant|in der erwägung|in erwägung|considerando)\b", re.IGNORECASE)


def language_code(stated: str) -> str:
    """ISO 639-1 for "EN", "eng", "en-GB"; "" for anything that is not an official language."""
    code = stated.strip().lower().partition("-")[0]
    return _TWO_LETTERS.get(code, code if code in EU_LANGUAGES else "")


def division_kind(title: str) -> str:
    """ "chapter" for "CHAPTER III", "part" for "PREMIÈRE PARTIE", "" if no known word opens the line."""
    first, _, rest = title.strip().partition(" ")
    word = rest if first.lower() in ORDINALS else first
    return next((kind for kind, words in DIVISIONS.items() if word.strip(".:,").lower() in words), "")


def division_number(title: str) -> str:
    """ "III" for "CHAPTER III", "I" for "TITRE PREMIER", "PART ONE" and "PREMIÈRE PARTIE", "" without any."""
    first, _, rest = title.strip().partition(" ")
    words = (word.strip(".:,").lower() for word in (first, rest.partition(" ")[0]))
    ordinal = next((ORDINALS[word] for word in words if word in ORDINALS), 0)
    return roman.numeral(ordinal) or designator(rest)


def names_annex(title: str) -> bool:
    """Whether a title line says nothing but "ANNEX II" or "Appendix"; "Annex to the Agreement" is more."""
    return _ANNEX_NAME.fullmatch(title) is not None
