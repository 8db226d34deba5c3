"""Languages of EU texts: their codes, and the few words that older markup leaves us to recognise units by."""

import re

from pipeline.languages import EU_LANGUAGES

_TWO_LETTERS = {three: two for two, three in EU_LANGUAGES.items()}

ANNEX = re.compile(r"\W*(annex|annexe|anhang|anexo|allegato|bijlage|bilaga|bilag|liite|załącznik)\b", re.IGNORECASE)
APPENDIX = re.compile(r"\W*(appendix|appendice|anlage|apéndice|aanhangsel)\b", re.IGNORECASE)
_ANNEX_NAME = re.compile(
    rf"(?:{ANNEX.pattern}|{APPENDIX.pattern})\s*(?:(?:[IVXLC]+|\d+)(?:\s?[-–]?\s?[a-z]{{1,2}})?|[a-z])?\W*",
    re.IGNORECASE,
)
ARTICLE = re.compile(
    r"\W*(article|artikel|artículo|articolo|artigo)\s+(\d+\s?(?:[a-z]{1,2}|[a-z]{3,12})?|premier|unique)\W*"
    r"|\W*(sole|single|einziger)\s+(article|artikel)\W*",
    re.IGNORECASE,
)
DIVISIONS = {
    "part": ("part", "partie", "teil", "parte", "deel"),
    "title": ("title", "titre", "titel", "título", "titolo"),
    "chapter": ("chapter", "chapitre", "kapitel", "capítulo", "capo", "hoofdstuk"),
    "section": ("section", "abschnitt", "sección", "sezione", "afdeling", "secção"),
    "subsection": ("subsection", "sub-section", "sous-section", "unterabschnitt", "subsección", "sottosezione"),
}
"""Words that open a division's title line, from the outermost to the innermost kind."""

CLOSING = re.compile(
    r"(done|fait|geschehen|hecho|fatto|feito|gedaan) (at|à|zu|en|a|em|te)\b"
    r"|this (regulation|decision|directive) (shall be|is) binding in its entirety"
    r"|l[ea] présente? (règlement|décision|directive) est obligatoire dans tous ses éléments"
    r"|diese (verordnung|richtlinie)r? ist in allen ihren teilen verbindlich",
    re.IGNORECASE,
)
"""What ends the enacting terms: the formula of binding force, or place and date."""
WHEREAS = re.compile(r"(whereas|considérant|in der erwägung|in erwägung|considerando)\b", re.IGNORECASE)


def language_code(stated: str) -> str:
    """ISO 639-1 for "EN", "eng", "en-GB"; "" for anything that is not an official language."""
    code = stated.strip().lower().partition("-")[0]
    return _TWO_LETTERS.get(code, code if code in EU_LANGUAGES else "")


def division_kind(title: str) -> str:
    """ "chapter" for "CHAPTER III" or "Chapitre III", "" if no known word opens the line."""
    word = title.strip().partition(" ")[0].strip(".:,").lower()
    return next((kind for kind, words in DIVISIONS.items() if word in words), "")


def names_annex(title: str) -> bool:
    """Whether a title line says nothing but "ANNEX II" or "Appendix"; "Annex to the Agreement" is more."""
    return _ANNEX_NAME.fullmatch(title) is not None
