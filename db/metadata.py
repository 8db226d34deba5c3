"""metadata.yml: titles and descriptions of everything that is published, the one source of them all."""

from functools import cache
from pathlib import Path
from typing import Any, cast

from pipeline.errors import TrackerError
from pipeline.yaml_files import load_yaml

_HERE = Path(__file__).resolve().parent
_PLACES = (_HERE.parent / "metadata.yml", _HERE.parent / "cli" / "metadata.yml")
"""In a checkout beside the packages; in a wheel inside `cli`."""


def metadata_file() -> Path:
    """Where metadata.yml is. Raises `TrackerError` if it is missing."""
    found = next((place for place in _PLACES if place.is_file()), None)
    if found is None:
        raise TrackerError(f"metadata.yml is missing from {_PLACES[0].parent}; reinstall the tracker")
    return found


@cache
def metadata() -> dict[str, Any]:
    """All of metadata.yml."""
    return cast(dict[str, Any], load_yaml(metadata_file()))


def tables_metadata() -> dict[str, Any]:
    """What metadata.yml says about every table and view: title, description, columns."""
    tables: dict[str, Any] = metadata()["databases"]["policy"]["tables"]
    return tables
