"""The program of one reading process: captures come in through a pipe, readings go out. Started by
`spiders.workers.reading` alone.

It imports no Scrapy: it starts fast and has no reactor, no signal handlers and no open files of the crawl.
"""

import contextlib
import pickle
import resource
import signal
import sys
from multiprocessing.connection import Connection

from lxml.etree import XPathEvalError

from pipeline.errors import DocumentError, HostileDocument
from pipeline.model import Capture, Reading
from pipeline.process import read
from pipeline.tagging import Rules
from spiders.workers.reading import Crash


def main() -> None:
    """Arguments: the file descriptor of the pipe, the address space in bytes."""
    descriptor, memory_bytes = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Ctrl-C and systemd's stop reach the whole group; the crawl ends its documents first and then closes the pipe.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError):
        serve(Connection(descriptor))


def serve(line: Connection) -> None:
    """Read captures until the pipe breaks (`EOFError`): the crawl closed it, or died."""
    rules = line.recv()
    while True:
        _send(line, answer(line.recv(), rules))


def _send(line: Connection, answered: Reading | Exception) -> None:
    """A failure or None, then the reading. On return it is let go of: a large one is not kept until the next."""
    if isinstance(answered, Reading):
        packed = pickle.dumps(answered, pickle.HIGHEST_PROTOCOL)
        line.send(None)
        line.send_bytes(packed)
    else:
        line.send(answered)


def answer(capture: Capture, rules: Rules) -> Reading | Exception:
    """The reading, or the error that the crawl shall see."""
    try:
        return read(capture, rules)
    except DocumentError as error:
        return error
    # The expressions are ours and do not change: lxml fails to evaluate one where memory runs out (100 MB of an act).
    except (MemoryError, RecursionError, XPathEvalError) as error:
        name = capture.document.document_id
        return HostileDocument(f"{name}: {type(error).__name__} while reading it; look at the document")
    except Exception as error:  # an unforeseen bug must not end the crawl of the other documents
        return Crash.of(capture.document.document_id, error)


if __name__ == "__main__":
    main()
