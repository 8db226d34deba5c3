"""YAML files are read only as data, and nothing in them is lost."""

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


def test_a_key_that_stands_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text("rules:\n- id: a\n  except: [one]\n  except: [other]\n")
    with pytest.raises(yaml.YAMLError, match=r"'except' occurs twice\n.*line 4"):
        load_yaml(path)


def test_a_key_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text("? [a]\n: one\n")
    with pytest.raises(yaml.YAMLError, match="unhashable key"):
        load_yaml(path)
