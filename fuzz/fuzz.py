"""Coverage-guided fuzzing of one extractor with atheris (libFuzzer). By hand, not part of the tests.

    pip install atheris
    python fuzz/fuzz.py oj_xhtml --seconds 240

It begins with the fictional documents of `tests/support/seeds.py` and with the words of their markup. Every input must
give an `Extraction` whose paths are unique, or a `DocumentError`, within ten seconds and 2 GB. Anything else ends the
run with a traceback, and the input stays as `crash-…`, `timeout-…` or `oom-…`; `--slow` names a shorter time.
"""

import argparse
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]
with atheris.instrument_imports(include=["pipeline"]):
    import seeds

    from pipeline.errors import DocumentError
    from pipeline.extract import FORMATS
    from pipeline.extract.content import Content, Format

# Names of elements, attributes and classes, and what numbers look like: "<p class", "oj-ti-art", "Sec. 2.", "(a)".
_WORD = re.compile(rb"</?[\w.]+|[\w-]+=|(?<=[\" ])[\w-]{3,24}(?=[\" ])|Sec(?:tion|\.) \d+\.|\(\w{1,3}\)|[A-Z]\w+ \d+")


def main() -> None:
    """Fuzz until the time is over."""
    formats = {each.name: each for each in FORMATS}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("format", choices=formats)
    parser.add_argument("--seconds", type=int, default=240)
    parser.add_argument("--slow", type=int, default=10, help="Seconds after which an input counts as a hang.")
    chosen = parser.parse_args()
    fuzzed = formats[chosen.format]
    documents = list(seeds.of_format(fuzzed))
    served = seeds.content(documents[0])
    with tempfile.TemporaryDirectory() as folder:
        corpus, words = Path(folder) / "corpus", Path(folder) / "words"
        corpus.mkdir()
        for path in documents:
            shutil.copy(path, corpus)
        words.write_text(dictionary(path.read_bytes() for path in documents), encoding="ascii")
        limits = [f"-max_total_time={chosen.seconds}", f"-timeout={chosen.slow}", "-rss_limit_mb=2048"]
        options = [*limits, "-max_len=65536", f"-dict={words}", "-print_final_stats=1", str(corpus)]
        atheris.Setup([sys.argv[0], *options], lambda body: read(fuzzed, Content(body, served.media_type, served.url)))
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


def dictionary(documents: Iterable[bytes]) -> str:
    """What libFuzzer puts into inputs whole: the words of the markup, one a line, quoted as it wants them."""
    words = {word for document in documents for word in _WORD.findall(document)}
    return "".join(f'"{_escaped(word)}"\n' for word in sorted(words))


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


if __name__ == "__main__":
    main()
