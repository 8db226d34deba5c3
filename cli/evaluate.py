"""`policy-tracker evaluate`: score the tagger against labelled provisions."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from cli.options import json_option
from cli.output import harmless, highlight, print_json, print_table, wrap
from pipeline.errors import UsageError
from pipeline.tagging import load_rules, tag
from pipeline.tagging.labelled import Labelled, Labels, answer, read_gold
from pipeline.tagging.scoring import Counts, Error, Score, confusion, errors, floors, keyword, score


@click.command()
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--errors", "show_errors", is_flag=True, help="List the provisions that the tagger got wrong.")
@json_option
def evaluate(gold: Path, show_errors: bool, as_json: bool) -> None:
    """Score the tagger against labelled provisions.

    Prints precision, recall and F1 over all labels and per tag, with counts and 95 % confidence intervals, next to the
    F1 of a plain keyword search; then how many provisions that only look like open source were tagged. Exits with 1 if
    an F1 is below the floor for a gold file of this name (pipeline/tagging/floors.yml). A tag that neither
    the gold nor the tagger sets has no F1 and no floor.
    """
    labelled = list(read_gold(gold))
    if not labelled:
        raise UsageError(f"{gold}: no labelled provisions; docs/method.md shows how to write them")
    rules = load_rules()
    answers = [answer(tag(each.passage, rules)) for each in labelled]
    scores = score(labelled, answers)
    baseline = {each.name: each for each in score(labelled, [keyword(each.passage.text) for each in labelled])}
    least = floors(gold.name)
    rows = [
        _row(each, baseline.get(each.name), least.get(each.name) if each.counts != Counts() else None)
        for each in scores
    ]
    wrong = errors(labelled, answers) if show_errors else []
    if as_json:
        print_json([*rows, *_confusion(labelled, answers), *map(_error_row, wrong)])
    else:
        _print(rows, labelled, answers, wrong)
    under = [row for row in rows if row["floor"] is not None and row["f1"] < row["floor"]]
    for row in under:
        click.echo(f"{row['name']}: F1 {row['f1']} is below the floor {row['floor']}", err=True)
    if under:
        sys.exit(1)


def _row(each: Score, baseline: Score | None, floor: float | None) -> dict[str, Any]:
    counts = each.counts
    return {
        "name": each.name,
        "facet": each.facet,
        "precision": round(counts.precision, 3),
        "recall": round(counts.recall, 3),
        "f1": round(counts.f1, 3),
        "interval": [round(each.low, 3), round(each.high, 3)],
        **asdict(counts),
        "keyword_f1": round(baseline.counts.f1, 3) if baseline else 0.0,
        "floor": floor,
    }


def _confusion(labelled: list[Labelled], answers: list[Labels]) -> list[dict[str, Any]]:
    return [
        {"look_alike": like, "provisions": seen, "tagged": tagged}
        for like, (seen, tagged) in confusion(labelled, answers).items()
    ]


def _error_row(error: Error) -> dict[str, Any]:
    return {
        "id": error.labelled.id,
        "wrong": error.wrong,
        "missed": error.missed,
        "evidence": [error.labelled.passage.text[start:end] for start, end in error.answer.spans],
        "gold_evidence": [error.labelled.passage.text[start:end] for start, end in error.labelled.gold.spans],
    }


def _print(rows: list[dict[str, Any]], labelled: list[Labelled], answers: list[Labels], wrong: list[Error]) -> None:
    shown = [{**row, "interval": "{:.3f}-{:.3f}".format(*row["interval"])} for row in rows]
    columns = ("precision", "recall", "f1", "interval", "right", "wrong", "missed", "keyword_f1", "floor")
    print_table(shown, ("name", *columns))
    click.echo("\nProvisions that do not touch open source")
    print_table(_confusion(labelled, answers), ("look_alike", "provisions", "tagged"))
    for error in wrong:
        click.secho(f"\n{harmless(error.labelled.id)}", bold=True)
        click.echo(f"  wrong: {', '.join(error.wrong) or '-'}; missed: {', '.join(error.missed) or '-'}")
        click.echo(wrap(highlight(error.labelled.passage.text, error.answer.spans), indent="  "))
        for start, end in error.labelled.gold.spans:
            click.echo(wrap(f"gold: {json.dumps(error.labelled.passage.text[start:end], ensure_ascii=False)}", "  "))
