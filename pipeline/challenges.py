"""Bot walls that answer instead of the publisher. Pure: headers and bytes in, the wall's name out.

Publishers seen doing so: EUR-Lex (AWS WAF, status 202), federalregister.gov (302 to a "Request Access" page with
status 200 and a CAPTCHA), cisa.gov and dhs.gov (Akamai, 403 with a reference number), congress.gov (Cloudflare, 403).
"""

import re
from collections.abc import Mapping, Set

from pipeline.literals import Literals

_WALL_HEADERS = (("x-amzn-waf-action", "AWS WAF"), ("cf-mitigated", "Cloudflare"))

# The title of such a page, or its first heading, behind the name of the element.
_REFUSES = (
    rb"[^>]*>[^<]{0,60}(?:request access|access denied|attention required|security check|captcha"
    rb"|are you (?:a )?(?:human|robot|bot\b)|(?:not|verify|confirm)[^<]{0,20} (?:human|robot|bot\b)"
    rb"|access to this [^<]{0,20}has been (?:limited|blocked|denied|restricted)"
    rb"|you are (?:now )?in (?:line|(?:a|the) queue)\b|pardon our interruption|one moment, please|one more step\b"
    rb"|(?:robot|bot|client|browser) challenge|challenge validation|verification required"
    rb"|(?:human|bot|browser|security|connection) (?:verification|checkpoint))"
)
# What the visitor is told or asked. Without "to visit this website": www.ntia.gov says so of JavaScript on every page.
_YOU_ARE = rb"you(?: are|(?:'|&#39;|&#x27;|&rsquo;|\xe2\x80\x99)re)"
# What only a wall's own page holds, in lower case, and the shape in which it must stand there. The names are those of
# the products; each needs a page that is otherwise nearly empty, because ordinary pages load Cloudflare's scripts and
# contact forms hold CAPTCHAs.
_SIGNS = tuple(
    (name, literal, re.compile(shape) if shape else None)
    for name, literal, shape in (
        ("AWS WAF", "awswaf.com/", b""),
        ("AWS WAF", "awswafcookiedomainlist", b""),
        ("AWS WAF", "gokuprops", b""),
        ("Akamai", "errors.edgesuite", b""),
        ("Akamai", "errors&#46;edgesuite", b""),
        ("Akamai", "reference", rb"reference(?:\s|&#32;)*(?:#|&#35;)[0-9a-f]+(?:\.|&#46;)"),
        # What Cloudflare puts into every page that it serves ("scripts/jsd/main.js") challenges nobody.
        ("Cloudflare", "/cdn-cgi/challenge-platform/", rb"/cdn-cgi/challenge-platform/(?!(?:h/\w/)?scripts/jsd/)"),
        ("Cloudflare", "_cf_chl_opt", b""),
        ("Cloudflare", "cf-browser-verification", b""),
        ("Cloudflare", "just a moment", rb"<(?:title|h1)[^>]*>\s*just a moment"),
        ("Imperva", "_incapsula_resource", b""),
        ("Imperva", "incapsula incident id", b""),
        ("DataDome", "captcha-delivery.com", b""),
        ("PerimeterX", "px-captcha", b""),
        ("Anubis", "anubis_challenge", rb"id=.?anubis_challenge"),
        ("Anubis", "/.within.website/x/cmd/anubis/", b""),
        ("F5", "the requested url was rejected. please consult with your administrator", b""),
        ("CAPTCHA", "g-recaptcha", b""),
        ("CAPTCHA", "h-captcha", b""),
        ("CAPTCHA", "cf-turnstile", b""),
        ("CAPTCHA", "friendlycaptcha", b""),
        ("CAPTCHA", "captcha-container", b""),
        ("access page", "checking your browser", b""),
        ("access page", "made us think you were a bot", b""),
        ("access page", "request is being verified", b""),
        ("access page", "unusual traffic from your", b""),
        ("access page", "you have been blocked", b""),
        ("access page", "security of your connection", b""),
        ("access page", "javascript and cookies to continue", b""),
        ("access page", "aggressive automated scraping", b""),
        ("access page", "complete the security check", b""),
        ("access page", "captcha", rb"(?:complete|solve|pass|enter) (?:the|this|a) captcha"),
        ("access page", " human", rb"(?:prove|confirm|verify|verifying) (?:that )?" + _YOU_ARE + rb" (?:a )?human"),
        (
            "access page",
            " not a ",
            rb"(?:sure|prove|confirm|verify|verifying) (?:that )?" + _YOU_ARE + rb" not a (?:ro)?bot",
        ),
        ("access page", "<title", b"<title" + _REFUSES),
        ("access page", "<h1", b"<h1" + _REFUSES),
    )
)
_BARE = ("captcha", "a robot", "as a bot", "access denied", "request access", "security check", "automated access")
"""In a page that shows hardly anything else these are the wall, wherever they stand; "captcha" may be the name of a
picture or a box."""
_LITERALS = Literals([*(literal for _, literal, _ in _SIGNS), *_BARE])

# A wall's page is short: the longest seen (AWS WAF) shows 110 letters, while its scripts can be long.
_LONGEST_WALL = 400_000
_MOST_VISIBLE_LETTERS = 1_500
_HARDLY_ANYTHING = 90
_UNSEEN = re.compile(rb"<(script|style|svg|template)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.IGNORECASE | re.DOTALL)
_LETTER = re.compile(rb"[A-Za-z0-9\x80-\xff]")


def wall_in_headers(headers: Mapping[str, str]) -> str:
    """The product that says in its own response header that it answered, or "". Header names in any case."""
    lowered = {name.lower(): value.lower() for name, value in headers.items()}
    for header, name in _WALL_HEADERS:
        if lowered.get(header) in {"challenge", "captcha"}:
            return name
    return ""


def wall_in_body(body: bytes) -> str:
    """The wall whose page this is, or "".

    A page that merely asks to enable JavaScript in `<noscript>` above its text is not a wall: www.ntia.gov serves every
    page so.
    """
    start = body[:256].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"<") or start.startswith(b"<?xml") or len(body) > _LONGEST_WALL:
        return ""
    lower = body.lower()
    # A search for each sign took 40 ms of every page of 200 KB.
    found = _LITERALS.found_in(lower)
    name = _signed(lower, found)
    if not name and found.isdisjoint(_BARE):
        return ""
    visible = _UNSEEN.sub(b" ", lower)
    letters = len(_LETTER.findall(visible))
    if name and letters <= _MOST_VISIBLE_LETTERS:
        return name
    says_so = "captcha" in found or any(words.encode() in visible for words in _BARE)
    return "access page" if says_so and letters <= _HARDLY_ANYTHING else ""


def _signed(lower: bytes, found: Set[str]) -> str:
    """The wall whose sign a page in lower case bears, or "". `found`: which of the literals stand in it."""
    signed = (name for name, literal, shape in _SIGNS if literal in found and (shape is None or shape.search(lower)))
    return next(signed, "")
