"""Data from YAML files, in the shape that is expected. Anything else is a `RuleError` that says where and why."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import RuleError
from pipeline.yaml_files import load_yaml


def read_yaml(path: Path) -> object:
    """What a file says."""
    try:
        return load_yaml(path)
    except (OSError, ValueError, yaml.YAMLError) as error:  # ValueError: no UTF-8, or a date like 2026-99-01
        raise RuleError(f"{path.name}: cannot be read: {error}") from error


def mapping(value: object, where: str, keys: set[str] | None = None) -> dict[Any, Any]:
    """The value, if it is a mapping; one of these keys only, if any are given."""
    if not isinstance(value, dict):
        raise RuleError(f"{where}: a mapping is needed, not {type(value).__name__}")
    if keys is not None and (unknown := value.keys() - keys):
        raise RuleError(f"{where}: unknown key {sorted(map(str, unknown))[0]!r}; there are {', '.join(sorted(keys))}")
    return value


def entries(value: object, where: str) -> list[Any]:
    """The value, if it is a list."""
    if not isinstance(value, list):
        raise RuleError(f"{where}: a list is needed, not {type(value).__name__}")
    return value


def text(fields: Mapping[Any, Any], key: str, where: str) -> str:
    """The text under a key; empty without it."""
    return _text(fields.get(key, ""), f"{where}: {key}")


def texts(fields: Mapping[Any, Any], key: str, where: str) -> list[str]:
    """The list of texts under a key; empty without it."""
    return all_text(fields.get(key, []), f"{where}: {key}")


def all_text(value: object, where: str) -> list[str]:
    """The value, if it is a list of texts."""
    return [_text(each, where) for each in entries(value, where)]


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise RuleError(f"{where}: {value!r} is not text; put it in quotes")
    return value
