"""`policy-tracker tag-text`: tag provisions from standard input."""

import json
import sys
from typing import Any

import click

from pipeline.tagging import load_rules, load_taxonomy, tag
from pipeline.tagging.labelled import FACETS, LineError, answer, parse_line, to_passage


@click.command("tag-text")
def tag_text() -> None:
    """Tag provisions from standard input.

    One JSON object a line: {"id": …, "text": …}. "heading", "parent" (the words that govern a list), "title" and
    "language" ("en", "fr") may help; without a language it is guessed. One answer a line: open_source, the tags of
    each facet, and the evidence, whose offsets are 0-based, half-open, in code points.

    A line that is no such object is reported on stderr with its number; the others are answered; exit code 1.
    """
    bad = 0
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if line.strip():
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
        "id": fields.get("id"),
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
