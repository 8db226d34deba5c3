"""Two renditions of the Federal Register of 12 February 2024: dashes turned into hyphens in 1,277 lines."""

from pathlib import Path

from lxml import etree

from pipeline.changes import compare
from pipeline.extract import extract
from pipeline.extract.content import Content
from pipeline.model import Provision


def documents(path: Path) -> dict[str, tuple[Provision, ...]]:
    """The provisions of every rule, proposed rule and notice of an issue, by document number."""
    found = {}
    for element in etree.parse(path).getroot().iter("RULE", "PRORULE", "NOTICE"):
        number = str(element.findtext(".//FRDOC")).split()[2].replace("\u2013", "-")
        body = etree.tostring(element, encoding="UTF-8", with_tail=False)
        found[number] = extract(Content(body, "text/xml", path.as_uri())).provisions
    return found


def test_other_dashes_are_cosmetic(shared_corpus: Path) -> None:
    issues = shared_corpus / "corpus" / "fr" / "issues"
    old, new = (documents(issues / f"FR-2024-02-12.{rendition}.xml") for rendition in ("current", "updated"))
    assert len(old) > 90
    assert old.keys() == new.keys()
    kinds = [change.kind for number in old for change in compare(old[number], new[number], {}, {})]
    assert len(kinds) > 800
    assert set(kinds) == {"cosmetic"}
