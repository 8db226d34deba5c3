"""The list of agency pages, as data: `agencies.yml` beside this file."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from pipeline.yaml_files import load_yaml

_FILE = Path(__file__).with_suffix(".yml")


@dataclass(frozen=True, slots=True)
class AgencyPage:
    """One page or PDF of an agency."""

    agency: str
    url: str
    title: str = ""
    """Of a PDF; a page states its own."""


@cache
def agency_pages() -> tuple[AgencyPage, ...]:
    """All pages of the list. Raises `TypeError` for an entry with a wrong or missing key."""
    return tuple(AgencyPage(**entry) for entry in cast(list[dict[str, str]], load_yaml(_FILE)))
