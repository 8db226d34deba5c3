"""What the tests of the formats share: fictional documents in the publishers' markup, and PDFs made on the spot."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from pipeline.model import Extraction

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def fixture_bytes() -> Callable[[str], bytes]:
    """The bytes of a file in `fixtures`."""
    return lambda name: (FIXTURES / name).read_bytes()


@pytest.fixture
def matches_golden() -> Callable[[Extraction, str], None]:
    """Compare with `fixtures/NAME.json`. A missing file is written and the test fails, so that a person reads it."""

    def compare(extraction: Extraction, name: str) -> None:
        path = FIXTURES / f"{name}.json"
        found = json.loads(json.dumps(asdict(extraction)))
        # Defaults say nothing; left out, a golden file reads like the document.
        found["provisions"] = [{key: value for key, value in row.items() if value} for row in found["provisions"]]
        if not path.exists():
            path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            pytest.fail(f"wrote {path.name}: read it, then run again")
        assert found == json.loads(path.read_text(encoding="utf-8"))

    return compare


PdfText = tuple[float, float, float, str, str]
"""x, y, size, font ("F1" regular, "F2" bold), words."""


@pytest.fixture
def make_pdf() -> Callable[..., bytes]:
    """A PDF 1.4 of Letter pages with text at given places, in Helvetica. `title` is what the file states as its own."""

    def make(pages: list[list[PdfText]], title: str = "") -> bytes:
        fonts = "<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> "
        fonts += "/F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >> >>"
        kids = " ".join(f"{3 + 2 * index} 0 R" for index in range(len(pages)))
        objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"]
        for index, page in enumerate(pages):
            stream = "\n".join(_show(*text) for text in page)
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {4 + 2 * index} 0 R "
                f"/Resources << /Font {fonts} >> >>"
            )
            objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
        return _pdf_file([*objects, f"<< /Title ({title}) >>"])

    return make


def _show(x: float, y: float, size: float, font: str, words: str) -> str:
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf {x} {y} Td ({escaped}) Tj ET"


def _pdf_file(objects: list[str]) -> bytes:
    """The first object is the catalogue, the last one what the file states of itself."""
    body = b"%PDF-1.4\n"
    offsets = []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    return body + f"{head}trailer {trailer}\nstartxref\n{len(body)}\n%%EOF".encode()
