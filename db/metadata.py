"""metadata.yml: titles and descriptions of everything that is published, the one source of them all."""

from functools import cache
from pathlib import Path
from typing import Any, cast

from pipeline.errors import TrackerError
from pipeline.yaml_files import load_yaml

_HERE = Path(__file__).resolve().parent


def metadata_file() -> Path:
    """Where metadata.yml is. Raises `TrackerError` if it is missing."""
    # A wheel has it in this package, a checkout beside it. What lies beside an installed package is not ours.
    found = next((place for place in (_HERE / "metadata.yml", _HERE.parent / "metadata.yml") if place.is_file()), None)
    if found is None:
        raise TrackerError(f"metadata.yml is missing from {_HERE}; reinstall the tracker")
    return found


@cache
def metadata() -> dict[str, Any]:
    """All of metadata.yml."""
    return cast(dict[str, Any], load_yaml(metadata_file()))


def tables_metadata() -> dict[str, Any]:
    """What metadata.yml says about every table and view: title, description, columns."""
    tables: dict[str, Any] = metadata()["databases"]["policy"]["tables"]
    return tables
