"""How much memory reading takes at most: hostile documents, and 100 MB of each kind, with a crawl's limits.

    python benchmarks/memory.py

Prints seconds, the largest resident size of the reading process in MB, and what became of the document. Not part of the
test suite.
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

SIZE = 100 * MB - 1000


def inputs() -> Iterator[tuple[str, Hostile]]:
    """Hostile documents, then 100 MB of plain ones."""
    for name, make in DOCUMENTS.items():
        yield name, make(MB)
    paragraph = b"<P>Models with open weights are exempt from the duty to report, and so on.</P>\n"
    yield "100 MB of XML", Hostile(b"<RULE>" + paragraph * (SIZE // len(paragraph)) + b"</RULE>", XML)
    yield "100 MB of HTML", Hostile(b"<html><body><main>" + paragraph * (SIZE // len(paragraph)), HTML)
    yield "100 MB of one text node", Hostile(b"<RULE><P>" + b"open source " * (SIZE // 12) + b"</P></RULE>", XML)
    yield "100 MB of text", Hostile(b"[Federal Register Volume 89]\n" + b"open source\n" * (SIZE // 12), TEXT)
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
            done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603  # this program
            print(done.stdout.strip() or f"{name:40} the process ended with {done.returncode}", flush=True)


def measure(name: str, media_type: str, path: str) -> None:
    """Read one input and print what it took."""
    limit = settings.POLICY_READ_MEMORY_MB << 20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    began = time.monotonic()
    try:
        extraction = extract(Content(Path(path).read_bytes(), media_type, "https://x.gov/"))
        outcome = f"{len(extraction.provisions)} provisions"
    except (DocumentError, MemoryError, RecursionError) as error:
        outcome = f"{type(error).__name__}: {error}"[:90]
    # Not getrusage: its maximum is inherited from the parent process, which holds all the documents.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(status.partition("VmHWM:")[2].split()[0]) // 1024
    print(f"{name:40} {time.monotonic() - began:6.1f} s {peak:6} MB  {outcome}")


if __name__ == "__main__":
    main()
