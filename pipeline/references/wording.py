"""The little words between a provision and its act, in English and French: "of that Regulation", "du présent
article"."""

import re

from pipeline.references.chains import INSIDE

_ACT = (
    r"(?:(?:Delegated|Implementing)\s)?"
    r"(?P<kind>Regulation|Directive|Decision|Recommendation|règlement|directive|décision|recommandation)\b"
)
_TO = r"(?:of|to|in|du|de la|de l['’]|de|à la|au)"

# What may stand between "Article 6(1)" and the number of the act that it is of: "Article 6(1), second subparagraph,
# of", "points (1) and (2), respectively, of".
OF = re.compile(
    rf"(?:,?\s{INSIDE})*(?:,?\s(?:respectively|as applicable|respectivement|selon le cas))?"
    r",?\s(?:of|to|in|under|du|de la|de l['’]|des|de|au|à la),?\s?"
    r"(?:(?:the|Council|Commission|Delegated|Implementing|Annex to)\s)*$"
)
OF_THIS = re.compile(rf"(?:,?\s{INSIDE})*,?\s{_TO}\s?(?:this|présente?)\s{_ACT}")
OF_THAT = re.compile(
    rf"(?:,?\s{INSIDE})*,?\s(?:{_TO}|dudit|de ladite)\s?"
    rf"(?:(?:that|the said|the same|the|cette?|ce|ledit|ladite|même)\s)?{_ACT}(?!\s?[(\dn])"
)
OF_THIS_ARTICLE = re.compile(rf",?\s{_TO}\s?(?:this|présente?)\s(?:Article|Annex|Paragraph|article|annexe|paragraphe)")
OF_THAT_ARTICLE = re.compile(
    rf",?\s(?:{_TO}|dudit|de ladite)\s?(?:that|the same|cette?|cet|ledit|même)?\s?"
    r"(?P<kind>Article|Annex|article|annexe)\b(?!\s(?:\d|[IVXLC]+\b))"
)
# Treaties and agreements without an act's number: what is said of their articles is nothing that we could link.
OF_OTHERS = re.compile(
    r",?\s(?:of|to|de|du|de la|des|à la)\s?(?:the\s|l['’])?(?:[A-Z][\w-]*\s){0,2}?"
    r"(?:Treat(?:y|ies)|Charter|Protocol|Convention|Agreement|[Tt]raités?|[Cc]harte|[Pp]rotocole|[Cc]onvention|[Aa]ccord)\b"
    # "Article 6 of the AI Act", "Article 22 of the GDPR", "l’article 4 du CRR", "Article 1 of the Merger Regulation"
    r"|,?\sof\sthe\s(?:[A-Z][\w-]*\s){1,3}Act\b|,?\s(?:of\sthe|du|de\sla)\s[A-Z]{3,5}\b"
    r"|,?\sof\sthe\s(?!Delegated|Implementing)[A-Z][a-z]+\s(?:Regulation|Directive)\b"
    r"|,?\sdu\srèglement\sfinancier\b"
    # An act without a number: "of Delegated Regulation [C(2024) 6910]", "of the Delegated Regulation establishing"
    r"|,?\sof\s(?:the\s)?(?:Commission\s)?(?:(?:Delegated|Implementing)\s)?(?:Regulation|Directive|Decision)"
    r"\s(?:\[|(?:establishing|laying|supplementing|specifying|on)\b)"
)
_TO_FRENCH = r"(?:(?:aux?|des?|du)\s|(?:à|de)\sl['’])"
_PART_OF = rf"(?:(?:the\s)?{INSIDE}\s(?:of|du|de\sl['’])\s?)?"
# "Article 5(1), the third subparagraph of Article 6(2) and of Article 7", "à l’article 5, premier alinéa, à l’article 6
# ou à l’article 7". After a comma an English preposition begins something else: "Under Article 5, in Article 6".
JOINED = re.compile(
    rf"(?:,?\s{INSIDE})*(?:,?\s(?P<conjunction>and|or|and/or|et|ou|et/ou)\s(?:(?:in|to|with|of|under|by|à|de)\s)?"
    rf"(?:{_TO_FRENCH}|l['’])?|,\s{_TO_FRENCH}?){_PART_OF}"
)
# "Article 5 of, and Annex I to, Regulation (EU) 2024/1689"
JOINED_OF = re.compile(r"\s(?:of|to|in|under),?\s(?:and|or)\s(?:(?:of|to|in|under)\s)?$")
REPEALED = re.compile(
    r"[^.;:]{0,120}?\b(?:(?P<one>is|est)|are|sont)\s(?:hereby\s)?(?:repealed|revoked|rescinded|superseded|abrogée?s?)\b"
)
# "pursuant to Executive Order 14148", "as amended by Directive 98/48/EC".
PREPOSITION = re.compile(
    r"\b(?:under|by|with|in|to|of|from|par|de|du|à|au|en|dans|selon)\s(?:the\s|la\s|le\s|l[’'])?$", re.IGNORECASE
)
AMENDED = re.compile(r"\s(?:is|are|est|sont)\s(?:hereby\s)?(?:amended|modifiée?s?)\b")

# "the Treaty, and in particular Articles 16 and 114 thereof", "le traité, et notamment ses articles 16 et 114".
THEREOF = re.compile(r",?\sthere(?:of|to)\b")
ITS = re.compile(r"\b(?:its|ses|son|sa)\s$")
