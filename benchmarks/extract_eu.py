"""How long one EU act takes to read, in milliseconds of processor time: the best of some rounds.

    python benchmarks/extract_eu.py ACT.xml [ACT.html PACKAGE.zip …] [--rounds 5]

Acts come from anywhere: the corpus of real documents, or what a crawl archived. Not part of the test suite.
"""

import argparse
import time
from pathlib import Path

from pipeline.extract import extract
from pipeline.extract.content import Content

MEDIA_TYPES = {".zip": "application/zip", ".html": "text/html", ".xml": "application/xhtml+xml"}


def main() -> None:
    """Print one line for each act."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("acts", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    print(f"{'ms':>7} {'KB':>7} {'provisions':>11}  reader, file")
    for act in options.acts:
        content = Content(act.read_bytes(), MEDIA_TYPES.get(act.suffix, "text/html"), act.as_uri())
        seconds = []
        for _ in range(options.rounds):
            begun = time.process_time()
            extraction = extract(content)
            seconds.append(time.process_time() - begun)
        size = len(content.body) / 1024
        rows = len(extraction.provisions)
        print(f"{min(seconds) * 1000:7.1f} {size:7.0f} {rows:11d}  {extraction.extractor}, {act.name}")


if __name__ == "__main__":
    main()
