"""The page of tags says what the data says."""

from pathlib import Path

from pipeline.tagging import load_rules, load_taxonomy
from pipeline.tagging.tags_page import tags_page

PAGE = Path(__file__).resolve().parents[3] / "docs" / "tags.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == tags_page(), "run: python -m pipeline.tagging.tags_page docs/tags.md"


def test_the_page_has_every_tag_and_every_rule() -> None:
    page = tags_page()
    assert all(f"### `{tag.tag}`" in page for tag in load_taxonomy())
    assert all(f"| `{rule.id}` |" in page for rule in load_rules().rules)
