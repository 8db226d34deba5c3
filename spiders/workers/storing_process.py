"""The program of the process that writes the database: work comes in through a socket, answers go out. Started by
`spiders.workers.storing` alone. It imports no Scrapy.
"""

import os
import pickle
import signal
import socket
import sys
import threading
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from db.store import Store
from pipeline.errors import StoreError
from spiders.workers.storing import LENGTH


def main() -> None:
    """Arguments: the database, the descriptors of the socket and of a pipe that lasts as long as the crawl."""
    path, line, life = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    # Ctrl-C and systemd's stop reach the whole group; the crawl ends its documents first and then closes the socket.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    threading.Thread(target=_die_with, args=(life,), daemon=True).start()
    # A crawl that was stopped while it waited for the database waits for no answer.
    with suppress(ConnectionError), socket.socket(fileno=line) as questions, questions.makefile("rb") as coming:
        serve(coming, questions, path)


def _die_with(life: int) -> None:
    """A crawl that is killed takes its writer along, in the middle of a transaction too: the next crawl begins with a
    database that nobody else writes."""
    os.read(life, 1)
    os._exit(1)


def serve(coming: BinaryIO, line: socket.socket, path: Path) -> None:
    """Work until the crawl closes the socket."""
    opened: Store | None = None
    try:
        while message := _next(coming):
            try:
                opened = opened or Store(path)
                value = _done(opened, message)
            except Exception as error:  # the crawl decides what it means
                error.add_note(f"In the process that writes the database:\n{traceback.format_exc()}")
                value = error
            answer = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
            line.sendall(LENGTH.pack(len(answer)) + answer)
    finally:
        if opened:
            # The crawl was told of a failure before, and the next one keeps the last fetches.
            with suppress(StoreError):
                opened.close()


def _next(coming: BinaryIO) -> bytes:
    header = coming.read(LENGTH.size)
    return coming.read(LENGTH.unpack(header)[0]) if len(header) == LENGTH.size else b""


def _done(store: Store, message: bytes) -> Any:
    """Do all that a message asks for. The answer is what came of the last."""
    value = None
    for work, arguments, named in pickle.loads(message):  # noqa: S301  # of our own crawl
        value = work(store, *arguments, **named)
    return value


if __name__ == "__main__":
    main()
