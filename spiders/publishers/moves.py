"""Whether a redirect leads to the page that was asked for, or away from it. Pure.

A removed page seldom says so: the FTC's post on open-weights models has led since September 2025 to the page of the
Office of Technology, with status 200 and another text.
"""

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from pipeline.identifiers import canonical_url

_INDEX = re.compile(r"/(?:index|default)\.\w+$")
_EXTENSION = re.compile(r"\.(?:s?html?|php|aspx?)$")
# Executive Order 14434 of 29 September 2026 has agencies write "Super Intelligence" and "SI" in place of "Artificial
# Intelligence" and "AI": www.nist.gov/artificial-intelligence leads to /super-intelligence since.
_RENAMED = ((re.compile(r"\bsuper-?intelligence\b"), "artificial-intelligence"), (re.compile(r"\bsi\b"), "ai"))


def is_other_page(asked: str, answered: str) -> bool:
    """A page may move to another section, host or protocol and keep its own name: the last part of its path, and the
    parameters by which it was asked for. What has another name is another page."""
    one, other = canonical_url(asked), canonical_url(answered)
    return _name(one) != _name(other) or not _parameters(one) <= _parameters(other)


def _parameters(url: str) -> set[tuple[str, str]]:
    return set(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def _name(url: str) -> str:
    path = _INDEX.sub("", unquote(urlsplit(url).path).lower())
    name = _EXTENSION.sub("", path.rpartition("/")[2])
    for new, old in _RENAMED:
        name = new.sub(old, name)
    return name
