"""American documents against reference texts that others took from the same pages, and pages against themselves."""

from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.extract import extract
from pipeline.extract.content import Content
from pipeline.model import Extraction
from pipeline.normalise import normalise, text_hash


def read(path: Path, kind: str) -> Extraction:
    return extract(Content(path.read_bytes(), kind, f"https://agency.example/{path.name}"))


def runs_of_eight(text: str) -> list[tuple[str, ...]]:
    words = "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()
    return list(zip(*(words[start:] for start in range(8)), strict=False))


def in_order(extraction: Extraction) -> str:
    """The text as a reader meets it: headings of divisions and sections, then the units below them."""
    return " ".join(
        row.text if row.unit else f"{row.citation}. {row.heading}"
        for row in extraction.provisions
        if row.unit or row.heading
    )


@pytest.mark.parametrize(
    ("document", "kind", "reference", "between", "least"),
    [
        ("whitehouse/EO-14110-fr-2023-24283.pdf", "application/pdf", "EO-14110.txt", ("", ""), 0.99),
        (
            "whitehouse/bidenwh-nsm-ai-2024-10-24.html",
            "text/html",
            "bidenwh-nsm-ai-2024-10-24.md",
            ("MEMORANDUM FOR", "JOSEPH R. BIDEN"),
            0.99,
        ),
    ],
)
def test_runs_of_eight_words_are_recalled(
    shared_corpus: Path, document: str, kind: str, reference: str, between: tuple[str, str], least: float
) -> None:
    """Measured: 99.5 % of the printed order (its reference has 10^26 as 1026), 99.9 % of the archived memorandum."""
    agencies = shared_corpus / "corpus/agencies"
    text = (agencies / "groundtruth" / reference).read_text(encoding="utf-8").replace("*", "")
    first, last = between
    text = text[text.index(first) : text.index(last) if last else None]
    found = set(runs_of_eight(in_order(read(agencies / document, kind))))
    wanted = runs_of_eight(text)
    assert sum(run in found for run in wanted) / len(wanted) >= least


def texts(extraction: Extraction) -> tuple[str, ...]:
    """The version, and how its text is split."""
    return (text_hash(extraction.provisions), *(normalise(row.text) for row in extraction.provisions))


def test_weekly_captures_differ_in_bytes_and_rarely_in_text(shared_corpus: Path) -> None:
    """Nonces, banners and teasers change all bytes every week; the text of two pages really changed once each."""
    pairs = changed_bytes = 0
    changed = []
    for folder in sorted((shared_corpus / "corpus/agencies/watch").iterdir()):
        paths = [path for path in sorted(folder.glob("*.html")) if ".decoded" not in path.name]
        captures = [(path.stem, path.read_bytes(), texts(read(path, "text/html"))) for path in paths]
        for (_, old_bytes, old), (week, new_bytes, new) in pairwise(captures):
            pairs += 1
            changed_bytes += old_bytes != new_bytes
            changed += [f"{folder.name} {week}"] if old != new else []
    assert (pairs, changed_bytes) == (23, 23)
    assert changed == ["gsa-ai-hub 2026-07-13", "opm-ai-hub 2026-07-26"]


def test_every_pdf_is_read(shared_corpus: Path) -> None:
    paths = [*shared_corpus.glob("corpus/agencies/**/*.pdf"), *shared_corpus.glob("corpus/fr/ai/pdf/*.pdf")]
    assert len(paths) > 15
    for path in paths:
        extraction = read(path, "application/pdf")
        assert extraction.covered_chars + sum(count for _, count in extraction.dropped) == extraction.body_chars, path
        assert all(row.anchor.startswith("page=") for row in extraction.provisions if row.unit), path
