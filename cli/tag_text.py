"""`policy-tracker tag-text`: tag provisions from standard input."""

import json
import sys
from typing import Any

import click

from pipeline.errors import UsageError
from pipeline.tagging import load_rules, load_taxonomy, tag
from pipeline.tagging.labelled import FACETS, LineError, answer, numbered, parse_line, to_passage


@click.command("tag-text")
def tag_text() -> None:
    """Tag provisions from standard input.

    Reads one JSON object per line: {"id": …, "text": …}. "heading", "parent" (the words that introduce a list),
    "title" and "language" ("en", "fr"; also "en-US", "ENG") are optional; the language is guessed if it is not given,
    and a text in another one has no tags. Writes one answer per line: open_source, the tags of each facet, and the
    evidence with 0-based, half-open offsets in code points.

    A line that is not such an object is reported on stderr with its number, the others are answered, and the exit code
    is 1.
    """
    if sys.stdin is None:
        raise UsageError("standard input is closed; give the lines to it: tag-text < provisions.jsonl")
    bad = 0
    for number, line in numbered(sys.stdin.buffer):
        try:
            click.echo(_json(_answer(parse_line(line))))
        except LineError as error:
            click.echo(f"line {number}: {error}", err=True)
            bad += 1
    if bad:
        sys.exit(1)


def _answer(fields: dict[str, Any]) -> dict[str, Any]:
    found = tag(to_passage(fields), load_rules())
    labels = answer(found)
    order = [each.tag for each in load_taxonomy()]
    return {
        "id": fields["id"],
        "open_source": labels.relevant,
        **{facet: sorted(labels.tags[facet], key=order.index) for facet in FACETS},
        "evidence": [
            {"tag": each.tag, "rule": each.rule, "start": each.start, "end": each.end, "quote": each.quote}
            for each in found
        ],
    }


def _json(fields: dict[str, Any]) -> str:
    shown = json.dumps(fields, ensure_ascii=False)
    try:
        shown.encode()
    except UnicodeEncodeError:
        # JSON may hold half of a surrogate pair ("\\ud83d"), UTF-8 may not.
        return json.dumps(fields)
    return shown
