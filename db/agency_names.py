"""One agency under one name, that of the Federal Register: `agency_names.yml` beside this file."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

from pipeline.yaml_files import load_yaml

_FILE = Path(__file__).with_suffix(".yml")


def agency_name(stated: str) -> str:
    """ "NIST" -> "National Institute of Standards and Technology"; a name that is not in the file as it is."""
    return _names().get(stated, stated)


def in_prose(name: str) -> str:
    """ "Management and Budget Office", for an index, -> "Office of Management and Budget", for people."""
    others = _listed().get(name, ())
    return next((other for other in others if other.startswith(("Department of", "Office of", "Bureau of"))), name)


@cache
def _names() -> dict[str, str]:
    return {other: name for name, others in _listed().items() for other in others}


@cache
def _listed() -> Mapping[str, list[str]]:
    return cast(Mapping[str, list[str]], load_yaml(_FILE))
