"""YAML files are read with libyaml, and only as data."""

from pathlib import Path

import pytest
import yaml

from pipeline.yaml_files import load_yaml


def test_a_file_is_read_as_data(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text("rule: [œuvre, 2]", encoding="utf-8")
    assert load_yaml(path) == {"rule": ["œuvre", 2]}
    path.write_text("!!python/object/apply:os.getcwd []")
    with pytest.raises(yaml.YAMLError):
        load_yaml(path)
