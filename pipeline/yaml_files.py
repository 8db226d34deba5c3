"""Data in YAML files."""

from pathlib import Path
from typing import Any

import yaml

# libyaml, where PyYAML was built with it, reads rules in a tenth of the time; every command that tags waits for them.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(path: Path) -> object:
    """What a file says. Raises `OSError`, `UnicodeDecodeError` or `yaml.YAMLError` if it cannot be read."""
    return _LOADER(path.read_text(encoding="utf-8")).get_single_data()
