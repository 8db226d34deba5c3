"""Data in YAML files."""

from pathlib import Path
from typing import Any

import yaml

# libyaml, where PyYAML was built with it, reads rules in a tenth of the time; every command that tags waits for them.
_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SAFE):  # type: ignore[misc]  # which of the two is known when it runs
    """Refuses a key that occurs twice: YAML forbids it, and PyYAML would keep the last value without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value!r} occurs twice", key.start_mark)
            seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def load_yaml(path: Path) -> object:
    """What a file says. Raises `OSError`, `UnicodeDecodeError` or `yaml.YAMLError` if it cannot be read."""
    return _Loader(path.read_text(encoding="utf-8")).get_single_data()
