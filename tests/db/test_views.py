"""The headline views stay fast on a large database because of how they are read."""

import pytest


@pytest.fixture
def plan(store, ask):
    """How SQLite would answer: one line per loop."""

    def planned(sql: str) -> list[str]:
        return [str(row[3]) for row in ask(f"EXPLAIN QUERY PLAN {sql}")]

    return planned


@pytest.mark.parametrize(
    ("sql", "first"),
    [
        ("SELECT * FROM open_source_provisions LIMIT 51", "SCAN v USING INDEX versions_shown"),
        ("SELECT count(*) FROM open_source_provisions", "SCAN v USING INDEX versions_shown"),
        ("SELECT * FROM current_provisions LIMIT 51", "SCAN v USING INDEX versions_current"),
        ("SELECT count(*) FROM current_provisions", "SCAN v USING INDEX versions_current"),
        ("SELECT * FROM silent_documents LIMIT 51", "SCAN v USING INDEX versions_shown"),
    ],
)
def test_headline_views_start_from_the_few_versions_that_matter(plan, sql, first):
    steps = plan(sql)
    assert steps[0] == first or (steps[0].startswith("CO-ROUTINE") and steps[1] == first)
    assert not [step for step in steps[1:] if step.startswith("SCAN") and "versions" not in step]


@pytest.mark.parametrize("column", ["jurisdiction", "source", "effects"])
def test_counting_open_source_provisions_reads_no_text(plan, column):
    assert not any(
        step.startswith(("SCAN p", "SEARCH p"))
        for step in plan(f"SELECT {column}, count(*) FROM (SELECT * FROM open_source_provisions) GROUP BY {column}")
    )
