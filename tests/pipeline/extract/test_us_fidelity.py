"""American documents against reference texts that others took from the same pages, and pages against themselves."""

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.extract import extract
from pipeline.extract.content import Content
from pipeline.model import Extraction
from pipeline.normalise import normalise, text_hash


@cache
def read(path: Path, kind: str) -> Extraction:
    """Once: the tests below ask several things of the same documents."""
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


def test_the_printed_order_has_the_provisions_of_its_xml(shared_corpus: Path) -> None:
    pdf = read(shared_corpus / "corpus/agencies/whitehouse/EO-14110-fr-2023-24283.pdf", "application/pdf")
    xml = read(shared_corpus / "corpus/fr/rebuilt/xml/2023-24283.xml", "text/xml")
    sections = [{row.path for row in each.provisions if row.path.startswith("sec_")} for each in (pdf, xml)]
    assert sections[0] == sections[1]


def test_the_contents_page_of_the_action_plan_is_no_provision(shared_corpus: Path) -> None:
    plan = shared_corpus / "corpus/agencies/whitehouse/Americas-AI-Action-Plan.pdf"
    under = [row for row in read(plan, "application/pdf").provisions if "Open-Source and Open-Weight AI" in row.heading]
    assert [row.anchor for row in under if row.kind == "section"] == ["page=7"]
    assert any("Open-source and open-weight models could become global" in row.text for row in under)
    assert [row.citation for row in under if row.text.startswith("• Ensure access")] == ["p. 4, para. 7"]


def test_restamped_pdfs_of_nist_have_the_same_text(shared_corpus: Path) -> None:
    nist = shared_corpus / "corpus/agencies/nist"
    one, other = (read(nist / name, "application/pdf") for name in ("NIST.AI.600-1.pdf", "NIST.AI.600-1.alt.pdf"))
    assert one.provisions == other.provisions


def test_real_pages_lose_nothing(shared_corpus: Path) -> None:
    paths = [
        *shared_corpus.glob("corpus/agencies/watch/*/*.html"),
        *shared_corpus.glob("corpus/agencies/whitehouse/*.html"),
    ]
    assert paths
    for path in paths:
        extraction = read(path, "text/html")
        assert extraction.body_chars == extraction.covered_chars + sum(count for _, count in extraction.dropped), path
        assert extraction.title, path


def test_the_real_memorandum_defines_open_weight_models(shared_corpus: Path) -> None:
    memorandum = shared_corpus / "corpus/agencies/whitehouse/bidenwh-nsm-ai-2024-10-24.html"
    rows = {row.citation: row for row in read(memorandum, "text/html").provisions}
    assert "“open-weight model” means" in rows["Sec. 7(a)(vii)"].text
