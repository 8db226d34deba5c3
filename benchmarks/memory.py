"""How much memory reading takes at most: hostile documents, and 100 MB of each kind, with a crawl's limits.

    python benchmarks/memory.py

Prints seconds of processor time, the largest resident size of the reading process in MB, and what became of the
document. Not part of the test suite.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))
from hostile import DOCUMENTS, HTML, MB, PDF, TEXT, XML, Hostile  # the path above leads there

from pipeline.errors import DocumentError
from pipeline.extract import extract
from pipeline.extract.content import Content
from spiders import settings
from spiders.workers.reading import limits

SIZE = 100 * MB - 1000
JSON, XHTML = "application/vnd.api+json", "application/xhtml+xml"


def inputs() -> Iterator[tuple[str, Hostile]]:
    """Hostile documents, then 100 MB of plain ones."""
    for name, make in DOCUMENTS.items():
        yield name, make(MB)
    paragraph = b"<P>Models with open weights are exempt from the duty to report, and so on.</P>\n"
    yield "100 MB of XML", Hostile(b"<RULE>" + paragraph * (SIZE // len(paragraph)) + b"</RULE>", XML)
    yield "100 MB of HTML", Hostile(b"<html><body><main>" + paragraph * (SIZE // len(paragraph)), HTML)
    yield "100 MB of one text node", Hostile(b"<RULE><P>" + b"open source " * (SIZE // 12) + b"</P></RULE>", XML)
    yield "100 MB of text", Hostile(b"[Federal Register Volume 89]\n\n" + b"open source\n" * (SIZE // 12), TEXT)
    yield "100 MB of typed text", Hostile(b"Open models stay free.\n\n" * (SIZE // 24), TEXT)
    comment = b"Open models stay free.<br/>" * (SIZE // 27)
    yield "100 MB of a comment", Hostile(b'{"data":{"type":"comments","attributes":{"comment":"%s"}}}' % comment, JSON)
    article = b'<div id="art_1"><p class="oj-ti-art">Article 1</p><p class="oj-normal">Open models stay free.</p></div>'
    yield (
        "100 MB of an EU act",
        Hostile(b'<html><body class="oj"><div>' + article * (SIZE // len(article)) + b"</div></body></html>", XHTML),
    )
    point = b"<ALINEA>Models with open weights are exempt.</ALINEA>"
    yield "100 MB of Formex", Hostile(b'<ACT xmlns:f="formex">' + point * (SIZE // len(point)) + b"</ACT>", XML)
    yield "100 MB that only begins like a PDF", Hostile(b"%PDF-1.7\n" + bytes(SIZE), PDF)


def main() -> None:
    """Each input in a process of its own, which is this program with arguments."""
    if len(sys.argv) > 1:
        measure(*sys.argv[1:])
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document"
        for name, hostile in inputs():
            path.write_bytes(hostile.body)
            words = [sys.executable, __file__, name, hostile.media_type, str(path)]
            print(ended(name, words), flush=True)


def ended(name: str, words: list[str]) -> str:
    """What the process said, or how it ended. Documents are given as long as in a crawl."""
    limit = limits(vars(settings)).seconds
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=limit)  # noqa: S603  # this program
    except subprocess.TimeoutExpired:
        return f"{name:40} stopped after {limit:.0f} s"
    return done.stdout.strip() or f"{name:40} the process ended with {done.returncode}"


def measure(name: str, media_type: str, path: str) -> None:
    """Read one input and print what it took."""
    limit = limits(vars(settings)).memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    try:
        extraction = extract(Content(Path(path).read_bytes(), media_type, "https://x.gov/"))
        outcome = f"{len(extraction.provisions)} provisions"
    except (DocumentError, MemoryError, RecursionError) as error:
        outcome = f"{type(error).__name__}: {error}"[:90]
    # Not getrusage: its maximum is inherited from the parent process, which holds all the documents.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(status.partition("VmHWM:")[2].split()[0]) // 1024
    print(f"{name:40} {time.process_time():6.1f} s {peak:6} MB  {outcome}")


if __name__ == "__main__":
    main()
