"""Pages that say with status 200 that there is no page: WordPress, Drupal, Jekyll, web servers, proxies and sign-in
walls in their words.

In a long page only the title can say so. In short pages whole headings and the beginning of the first paragraph count
as well, but no more: a press release may well speak of denied access. The pages of bot walls are known by their markup
(`pipeline.challenges`).
"""

import re
from collections.abc import Iterable

LONGEST = 600
"""Letters and digits of text. The longest error page met, with advice on how to search, has about 400."""
_LONGEST_TITLE = 200

_THING = r"(?:web ?page|page|web ?site|site|file|document|content|url|resource)"
_LOST = (
    rf"(?:the |this |that |your )?(?:requested )?{_THING}"
    r"(?:,? (?:that )?(?:you(?:'re| are| were|'ve| have)? |at this )[^.]{0,80}?)? ?"
    r"(?:(?:was |is |were )?(?:currently |temporarily )?(?:not (?:be )?found|not available|unavailable)"
    r"|(?:has been (?:archived|removed) and )?(?:is )?no longer (?:available|exists?|here)|(?:does not|doesn't) exist"
    r"|(?:can ?not|can't|could not|couldn't) be (?:found|displayed|reached))"
)
_UNFOUND = (
    r"(?:it (?:seems|looks like|appears) )?(?:we |you )?"
    r"(?:can ?not|can't|could not|couldn't|(?:are|were) unable to)"
    rf" (?:seem to )?(?:find|locate) (?:the|that|this|your|what)\b[^.]{{0,60}}?(?:\b{_THING}\b|looking for)"
)
_MOVED = rf"(?:this|the|that) {_THING} (?:has |was )(?:been )?(?:moved|removed|deleted|expired)"
_FAILING = (
    r"(?:technical difficulties"
    r"|(?:we(?:'re| are) )?(?:currently )?(?:experiencing|having) (?:some )?technical (?:difficulties|issues|problems))"
)
# For weeks sites of the United States have shown nothing else, with status 200.
_LAPSE = r"(?:funding lapse|lapse (?:in|of) (?:(?:government|federal|annual|agency) )?(?:appropriations|funding))"
_SORRY = r"(?:(?:oops|whoops|uh[- ]oh|sorry|we(?:'| a)re sorry|error|but)\W*)*"
_PLAIN = (
    r"404\b.*",
    r"(?:http\W*)?(?:error\W*)?(?:40[013]|410|429|50[0-4])"
    r"(?:\W*(?:error|forbidden|unauthori[sz]ed|bad|gone|too many|internal|service|backend|gateway)\b.*)?",
    r"error|an error|(?:an )?(?:unexpected )?error (?:has )?occurred|something went wrong.{0,20}",
    r"(?:page |file )?not found|(?:nothing|no (?:results?|content|pages?))(?: was| were)? found(?: here)?",
    r"access (?:is )?(?:denied|forbidden)|forbidden|unauthori[sz]ed|bad (?:request|gateway)|gateway time-?out",
    r"(?:internal )?(?:server|application|runtime|database) error|error establishing a database connection",
    r"(?:service|system|server|application) (?:is )?(?:temporarily |currently )?(?:unavailable|offline|down)",
    r"(?:service |system )?(?:interruption|outage)|(?:planned|scheduled) (?:outage|downtime)|unable to connect",
    rf"{_FAILING}|too many requests|rate limit(?:ed| exceeded)|request (?:blocked|rejected|unsuccessful)",
    rf"(?:(?:the|our|this) )?{_THING} (?:is )?(?:currently |temporarily )?(?:offline|down)|(?:please )?try again later",
    rf"(?:(?:the|our|this) )?{_THING}? ?(?:is )?(?:currently |temporarily )?(?:under|down for|undergoing)? ?"
    r"(?:scheduled |routine )?maintenance(?: mode| in progress)?",
    r"(?:we'll |we will )?be (?:back(?: soon| shortly)?|right back(?: soon| shortly)?)",
    r"coming soon|(?:site |page )?under construction",
    rf"(?:notice (?:of|on) )?(?:the )?{_LAPSE}|(?:notice (?:of|on) )?(?:the )?government shutdown(?: notice)?",
    r"the request could not be satisfied|redirecting\W*(?:to \S+)?",
    r"welcome to nginx|iis windows(?: server)?|it works",
    r"(?:apache\d?|http server)\b.{0,20} (?:default|test) page.{0,20}",
    r"(?:please )?(?:sign|log) ?in(?: (?:to|with) (?:your |my |an )?account)?(?: to continue)?|authentication required",
    r"(?:your |the )?session (?:has )?(?:expired|timed out)",
    r"page (?:introuvable|non trouvée)|contenu introuvable|accès refusé|service (?:temporairement )?indisponible",
    r"(?:cette|la) page (?:demandée )?(?:n'existe (?:pas|plus)|est introuvable)|seite nicht gefunden",
)
_TITLE = re.compile(rf"{_SORRY}(?:(?:{_LOST}|{_UNFOUND}|{_MOVED}).{{0,60}}|{'|'.join(_PLAIN)})\W*", re.IGNORECASE)
_OPENING = re.compile(
    rf"{_SORRY}(?:{_LOST}|{_UNFOUND}"
    r"|the website encountered an unexpected error"
    r"|nothing was found at this location"
    r"|there has been a critical error on (?:this|your) website"
    r"|the link you (?:followed|clicked)(?: on)? (?:may|might|could) be (?:broken|outdated|old)"
    r"|you(?: have|'ve) (?:made|sent) too many requests"
    r"|you are accessing a (?:u\.s\. government|united states government) (?:\w+ )?(?:information|computer) system"
    r"|(?:(?:php )?(?:fatal|parse) error|uncaught \w+): "
    r"|you are being redirected|redirecting to\b|click here if you are not redirected"
    r"|this (?:web ?)?page has (?:been )?(?:moved|removed)"
    rf"|(?:(?:due to|because of) )?{_FAILING}"
    rf"|(?:(?:due to|because of|during) )?(?:a|the) {_LAPSE}[^.]{{0,120}}\b(?:{_THING}|\w+\.gov)\b[^.]{{0,80}}"
    r"\b(?:unavailable|closed|offline|not (?:be |being )?(?:available|updated|maintained|monitored))"
    r"|something went wrong (?:on our|while|with)"
    rf"|the requested {_THING} \S+ (?:was|is) not found"
    rf"|(?:the|our|this) {_THING} is (?:currently |temporarily )?(?:under|down for|undergoing) [^.]{{0,20}}maintenance"
    r"|the (?:server|service) is (?:temporarily |currently )?(?:unavailable|unable to)"
    r"|the server encountered an internal error"
    r"|you (?:are not|aren't) authori[sz]ed to access|you (?:do not|don't) have (?:permission|access) to"
    r"|your session has (?:expired|timed out)"
    r"|please (?:sign|log) in to (?:continue|view|access|your)"
    r"|la page (?:que vous|demandée)[^.]{0,60}(?:introuvable|n'existe)"
    r"|(?:internal server error|service (?:temporarily )?unavailable)(?:[.:!]|\Z))",
    re.IGNORECASE,
)
_UNMISTAKABLE = re.compile(
    r"(?:error\W*)?(?:404\b.*|not found|access denied|"
    r"(?:page|file|document|content)(?: was| is)? ?(?:not found|(?:no longer|not) available|unavailable).*|"
    r"(?:the )?(?:requested )?page (?:cannot|can.?t|could not) be found.*|"
    r"(?:site|page) (?:under|down for) maintenance)",
    re.IGNORECASE,
)
_CURLY = str.maketrans("’‘ʼ", "'''")


def is_error_title(title: str) -> bool:
    """Whether a page of this title is no document, however long it is."""
    return _UNMISTAKABLE.fullmatch(title) is not None


def error_in(titles: Iterable[str], first_paragraph: str) -> str:
    """What a short page says of itself instead of being the document, "" if it may be the document."""
    for title in (title for title in titles if len(title) <= _LONGEST_TITLE):
        # "Page not found | Agency", "Agency – Error 404", "WordPress › Error".
        for part in (title, *re.split(r"\s+[|–—·›»-]\s+", title)):
            if _TITLE.fullmatch(part.translate(_CURLY).strip()):
                return title
    opening = _OPENING.match(first_paragraph[:LONGEST].translate(_CURLY))
    return opening[0] if opening else ""
