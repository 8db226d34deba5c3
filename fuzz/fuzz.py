"""Coverage-guided fuzzing of one extractor with atheris (libFuzzer). By hand, not part of the tests.

    pip install atheris
    python fuzz/fuzz.py oj_xhtml --seconds 120 --seeds tests/pipeline/extract/fixtures

Every input must give an `Extraction` whose paths are unique, or a `DocumentError`, within ten seconds and 2 GB.
Anything else ends the run with a traceback, and the input stays as `crash-…`, `timeout-…` or `oom-…`.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
with atheris.instrument_imports(include=["pipeline"]):
    from pipeline.errors import DocumentError
    from pipeline.extract import FORMATS
    from pipeline.extract.content import Content, Format

_MEDIA_TYPES = {"pdf": "application/pdf", "formex": "application/zip;mtype=fmx4", "federal_register_text": "text/plain"}
_URL = "https://fuzz.example/document"


def main() -> None:
    """Fuzz until the time is over."""
    formats = {each.name: each for each in FORMATS}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("format", choices=formats)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument(
        "--seeds", type=Path, help="Folder with documents to begin with; those of the format are taken."
    )
    chosen = parser.parse_args()
    fuzzed = formats[chosen.format]
    media_type = _MEDIA_TYPES.get(fuzzed.name, "text/html")
    with tempfile.TemporaryDirectory() as corpus:
        if chosen.seeds:
            take_seeds(chosen.seeds, Path(corpus), fuzzed, media_type)
        limits = [f"-max_total_time={chosen.seconds}", "-timeout=10", "-rss_limit_mb=2048", "-max_len=65536"]
        atheris.Setup([sys.argv[0], *limits, corpus], lambda body: read(fuzzed, Content(body, media_type, _URL)))
        atheris.Fuzz()


def read(fuzzed: Format, content: Content) -> None:
    """One input. Raises what is a finding."""
    if not fuzzed.recognises(content):
        return
    try:
        extraction = fuzzed.read(content)
    except DocumentError:
        return
    paths = [provision.path for provision in extraction.provisions]
    assert len(set(paths)) == len(paths), "two provisions with one path"
    assert all(provision.parent in {"", *paths} for provision in extraction.provisions), "a parent that is not there"


def take_seeds(folder: Path, corpus: Path, fuzzed: Format, media_type: str) -> None:
    """Copy the documents of the format, up to 64 KB each."""
    small = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size < 65536)
    for number, path in enumerate(small):
        if fuzzed.recognises(Content(path.read_bytes(), media_type, _URL)):
            shutil.copy(path, corpus / f"{number}-{path.name}")


if __name__ == "__main__":
    main()
