from db.datasette.outline import arranged


def _lines(*paths: str, tagged: str = "") -> list[dict]:
    """Rows of an outline: "c" is a chapter, what stands below it a section; others stand alone."""
    return [
        {
            "provision_id": path, "kind": "chapter" if path[0] == "c" and "/" not in path else "article", "unit": True,
            "parent_id": path.rpartition("/")[0] or None, "tagged": path if path == tagged else None,
            "citation": path, "heading": "", "words": "",
        }
        for path in paths
    ]  # fmt: skip


def test_a_long_outline_loses_its_deepest_lines_and_keeps_what_they_touch():
    parts, folded = arranged(_lines("c1", "c1/a", "c1/b", "c2", "c2/a", tagged="c2/a"), limit=3)
    assert [each.provision["provision_id"] for each in parts[0].entries] == ["c1", "c2"]
    assert [len(each.inside) for each in parts[0].entries] == [0, 1]
    assert folded == 3


def test_a_long_outline_without_levels_is_cut_behind_its_first_lines():
    rows = _lines("a1", "a2", "a3", "a4", "a4/p1", "a5", tagged="a4/p1")
    parts, folded = arranged(rows, limit=2)
    assert [each.provision["provision_id"] for each in parts[0].entries] == ["a1", "a2", "a4"]
    assert folded == 2


def test_an_outline_says_a_heading_once():
    """Of a report whose sections have no numbers every line said its heading, and the section twice."""
    rows = _lines("c1", "c1/a", "c1/b", "c2")
    headings = ["Why buoys float", "Why buoys float", "An aside", "c2"]
    parts, _ = arranged([row | {"heading": heading} for row, heading in zip(rows, headings, strict=True)], limit=9)
    assert [each.heading for each in parts[0].entries] == ["Why buoys float", "", "An aside", ""]


def test_what_has_no_heading_of_its_own_is_told_by_its_first_words():
    """The outline of a memorandum was four hundred lines of "p. 3, para. 1" that told nothing."""
    chapter, headed, bare, long = _lines("c1", "c1/a", "c1/b", "c1/c")
    said = "Every buoy that floats in the harbour of the capital of Arcadia carries a lamp"
    rows = [
        chapter | {"heading": "Buoys"},
        headed | {"heading": "An aside", "words": "Buoys sing."},
        bare | {"heading": "Buoys", "words": "Buoys\nfloat."},
        long | {"heading": "Buoys", "words": f"{said}, a bell and a horn"},
    ]
    parts, _ = arranged(rows, limit=9)
    assert [each.words for each in parts[0].entries] == ["", "", "Buoys float.", f"{said}…"]
