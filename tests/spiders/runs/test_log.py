"""What a crawl says while it runs: readable with a thousand problems, and for programs."""

import json
import logging
import sys
from dataclasses import replace

import pytest

from pipeline.model import Problem
from spiders.archive.secrets import redact
from spiders.runs.log import JsonFormatter, ProblemLog, log_as_json, make_no_lines_below


def problem(number: int, kind: str = "network") -> Problem:
    return Problem("run-1", "ntia", kind, f"page {number} failed", f"https://x.gov/{number}", f"fr:{number}")


def test_a_thousand_problems_of_a_kind_are_eleven_lines(caplog: pytest.LogCaptureFixture) -> None:
    log = ProblemLog()
    for number in range(1000):
        log.add(problem(number))
    log.add(problem(1, "empty_body"))
    messages = [record.getMessage() for record in caplog.records]
    assert len(messages) == 12
    assert messages[0] == "ntia: network: page 0 failed"
    assert "`policy-tracker runs run-1` lists them" in messages[10]
    assert messages[11] == "ntia: empty_body: page 1 failed"


def test_what_was_said_is_not_said_again(caplog: pytest.LogCaptureFixture) -> None:
    """Without network all twenty requests to a host end with the same words."""
    log = ProblemLog()
    for number in range(20):
        log.add(replace(problem(number), message="could not reach x.gov"))
    assert [record.getMessage() for record in caplog.records] == ["ntia: network: could not reach x.gov"]


def test_a_message_that_names_a_hundred_documents_is_cut(caplog: pytest.LogCaptureFixture) -> None:
    named = " ".join(f"fr:2031-{number:05}" for number in range(100))
    ProblemLog().add(Problem("run-1", "ntia", "missing_text", named, "https://x.gov/"))
    (message,) = (record.getMessage() for record in caplog.records)
    assert message.startswith("ntia: missing_text: fr:2031-00000 fr:2031-00001")
    assert message.endswith("… (`policy-tracker runs run-1` shows all of it)")
    assert len(message) < 550


def line(**changes: object) -> logging.LogRecord:
    record = logging.LogRecord("spiders.runs.session", logging.WARNING, __file__, 1, "two\nlines %s", ("é",), None)
    record.created = 1_800_000_000.5
    for name, value in changes.items():
        setattr(record, name, value)
    return record


@pytest.mark.parametrize(
    ("before", "asked", "then"), [("DEBUG", "INFO", 20), ("WARNING", "INFO", 30), ("DEBUG", 10, 10)]
)
def test_lines_that_nobody_would_see_are_not_made(
    monkeypatch: pytest.MonkeyPatch, before: str, asked: str | int, then: int
) -> None:
    scrapys = logging.getLogger("scrapy")
    monkeypatch.setattr(scrapys, "level", scrapys.level)
    scrapys.setLevel(before)
    make_no_lines_below(asked)
    assert scrapys.getEffectiveLevel() == then


def test_lines_as_json_take_the_place_of_what_was_set_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(logging.root, "handlers", [logging.StreamHandler(sys.stderr)])
    monkeypatch.setattr(logging.root, "level", logging.root.level)
    log_as_json("WARNING")
    logging.getLogger("scrapy.core.engine").warning("loud")
    logging.getLogger("spiders").info("quiet")
    (said,) = capsys.readouterr().err.splitlines()
    assert json.loads(said)["message"] == "loud"


def test_a_json_line_is_one_line() -> None:
    text = JsonFormatter().format(line(about={"kind": "network", "url": "https://x.gov/"}))
    assert "\n" not in text
    assert json.loads(text) == {
        "time": "2027-01-15T08:00:00Z", "level": "WARNING", "logger": "spiders.runs.session",
        "message": "two\nlines é", "kind": "network", "url": "https://x.gov/",
    }  # fmt: skip


def test_a_traceback_is_part_of_its_line() -> None:
    try:
        raise ValueError("broken")
    except ValueError:
        text = JsonFormatter().format(line(exc_info=sys.exc_info()))
    assert "ValueError: broken" in json.loads(text)["traceback"]
    assert "\n" not in text


def test_the_redacted_traceback_wins() -> None:
    text = JsonFormatter().format(line(exc_text=redact("https://x.gov/?api_key=SECRET")))
    assert "SECRET" not in text
