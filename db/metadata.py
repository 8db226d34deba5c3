"""metadata.yml: titles and descriptions of everything that is published, the one source of them all."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import TrackerError

# libyaml, where PyYAML was built with it: a tenth of a second less before the pages are served.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
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
    held: dict[str, Any] = _LOADER(metadata_file().read_text(encoding="utf-8")).get_single_data()
    return held


def tables_metadata() -> dict[str, Any]:
    """What metadata.yml says about every table and view: title, description, columns."""
    tables: dict[str, Any] = metadata()["databases"]["policy"]["tables"]
    return tables
