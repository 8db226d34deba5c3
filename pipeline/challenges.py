"""Bot walls that answer instead of the publisher. Pure: headers and bytes in, the wall's name out.

Publishers seen doing so: EUR-Lex (AWS WAF, status 202), federalregister.gov (302 to a "Request Access" page with
status 200 and a CAPTCHA), cisa.gov and dhs.gov (Akamai, 403 with a reference number), congress.gov (Cloudflare, 403).
"""

import re
from collections.abc import Mapping

_WALL_HEADERS = (("x-amzn-waf-action", "AWS WAF"), ("cf-mitigated", "Cloudflare"))

# What only a wall's own page holds. The names are those of the products; each needs a page that is otherwise nearly
# empty, because ordinary pages load Cloudflare's scripts and contact forms hold CAPTCHAs.
_SIGNS = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("AWS WAF", rb"awswaf\.com/|awsWafCookieDomainList|gokuProps"),
        ("Akamai", rb"errors(?:\.|&#46;)edgesuite|Reference(?:\s|&#32;)*(?:#|&#35;)[0-9a-f]+(?:\.|&#46;)"),
        (
            "Cloudflare",
            rb"/cdn-cgi/challenge-platform/|_cf_chl_opt|cf-browser-verification|<(?:title|h1)[^>]*>\s*Just a moment",
        ),
        ("Imperva", rb"_Incapsula_Resource|Incapsula incident ID"),
        ("DataDome", rb"captcha-delivery\.com"),
        ("PerimeterX", rb"px-captcha"),
        ("Anubis", rb"id=.?anubis_challenge|/\.within\.website/x/cmd/anubis/"),
        ("F5", rb"The requested URL was rejected\. Please consult with your administrator"),
        ("CAPTCHA", rb"g-recaptcha|h-captcha|cf-turnstile|friendlycaptcha|captcha-container"),
        (
            "access page",
            rb"<(?:title|h1)[^>]*>[^<]{0,60}(?:request access|access denied|attention required|security check|captcha"
            rb"|are you (?:a )?(?:human|robot|bot\b)|(?:not|verify|confirm)[^<]{0,20} (?:human|robot|bot\b)"
            rb"|access to this [^<]{0,20}has been (?:limited|blocked|denied|restricted)"
            rb"|you are (?:now )?in (?:line|(?:a|the) queue)\b)",
        ),
    )
)

# A wall's page is short: the longest seen (AWS WAF) shows 110 letters, while its scripts can be long.
_LONGEST_WALL = 400_000
_MOST_VISIBLE_LETTERS = 1_500
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
    name = next((name for name, sign in _SIGNS if sign.search(body)), "")
    if not name or len(_LETTER.findall(_UNSEEN.sub(b"", body))) > _MOST_VISIBLE_LETTERS:
        return ""
    return name
