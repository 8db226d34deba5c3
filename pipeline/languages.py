"""The 24 official languages of the European Union, and which of them a text is in."""

import re
from collections import Counter

EU_LANGUAGES = {
    "bg": "bul", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "et": "est",
    "fi": "fin", "fr": "fra", "ga": "gle", "hr": "hrv", "hu": "hun", "it": "ita", "lt": "lit", "lv": "lav",
    "mt": "mlt", "nl": "nld", "pl": "pol", "pt": "por", "ro": "ron", "sk": "slk", "sl": "slv", "sv": "swe",
}  # fmt: skip
"""ISO 639-1 to ISO 639-2/T. The Publications Office writes the latter in capitals."""
LANGUAGE_NAMES = {
    "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "et": "Estonian", "fi": "Finnish", "fr": "French", "ga": "Irish", "hr": "Croatian", "hu": "Hungarian",
    "it": "Italian", "lt": "Lithuanian", "lv": "Latvian", "mt": "Maltese", "nl": "Dutch", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "sk": "Slovak", "sl": "Slovenian", "sv": "Swedish",
}  # fmt: skip
"""ISO 639-1 to the English name."""

_SMALL_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "bg": "на и за в от с да се по че не или са е при до",
        "cs": "a v na se o z pro nebo je by podle do které k s od",
        "da": "og i af til for på en der at er med den det de eller som",
        "de": "der die und des den von zu in für mit oder dem das auf eine ist",
        "el": "και του της να των το την για με που σε από τα οι η στο",
        "en": "the of and to in a for or that shall with by be on as is",
        "es": "de la que el en y los las del para se por con una o al",
        "et": "ja on või ning mis kui ei selle et käesoleva kohta ka liikmesriigid vastavalt korral artikli",
        "fi": "ja on tai sekä että jos joka mukaisesti ei sen tämän joiden ovat mukaan artiklan kun",
        "fr": "de la les des et à du le en ou que pour aux par une dans",
        "ga": "an na agus a i ar go le do nó is sin chun de maidir don",
        "hr": "i u na za se o od je te s ili koje da članka iz su",
        "hu": "a az és vagy hogy egy nem meg e ha is kell szerinti cikk valamint által",
        "it": "di e il la che dei in per a della le del gli o un con",
        "lt": "ir arba kad yra dėl pagal straipsnio su bei ar į kuris jei nuo šio tik",
        "lv": "un vai ar par kas ir no ka uz lai panta saskaņā šīs šo kā tiek",
        "mt": "u ta li fil il għal l jew f tal ma dan minn b bi din",
        "nl": "de van het en in een voor te op of met die dat aan zijn wordt",
        "pl": "i w z do na o lub oraz się nie w przez jest od że zgodnie",
        "pt": "de a e o que do da em os no para dos ou as com um",
        "ro": "și de în a la cu pentru sau care din prin al ale să pe unei",
        "sk": "a v na o sa s alebo z do je ktoré podľa pre článku by so",
        "sl": "in v za na se je ki ali o z iz da člena so s pri",
        "sv": "och i att av för som en till den på ska med eller det om är",
    }.items()
}
_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 5_000
"""Characters."""
_FEWEST = 60
"""Words, below which a text may be a table or a list of names."""
_LEAST_SHARE = 0.15
"""Of the words of running text at least so many are among the sixteen smallest of its language; of English a third."""
_CLEARLY = 3
"""So many times as often as those of another language."""
_FEWEST_DIFFERENT = 8
"""Of the sixteen: running text has them, names with "de la", lists of "Yes" and "No" and letters of columns do not."""


def other_language(text: str, language: str) -> str:
    """The official language that a text is clearly in, if it is another than `language`, which may be any code; ""
    otherwise.

    Text of two languages, tables and languages that are none of the 24 give "".
    """
    words = Counter(_WORD.findall(text[:_LOOKED_AT].lower()))
    if words.total() < _FEWEST:
        return ""
    counts = {each: sum(words[word] for word in small) for each, small in _SMALL_WORDS.items()}
    most = max(counts, key=lambda each: counts[each])
    if most == language:
        return ""
    often = counts[most] >= _LEAST_SHARE * words.total() and counts[most] >= _CLEARLY * counts.get(language, 0)
    return most if often and len(_SMALL_WORDS[most] & words.keys()) >= _FEWEST_DIFFERENT else ""
