"""The database is written in a process of its own: SQLite and its full-text index share no interpreter with the
fetching.

In a thread of the crawl's process each of thirty statements per document waited for the reactor to release the
interpreter lock: a save took five times its processor time, and the crawl waited for its database.
"""

import asyncio
import os
import pickle
import socket
import struct
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from db.store import Held, Saved, Store
from pipeline.errors import StoreError
from pipeline.model import Capture, Reading, Tag, TagRule
from spiders.workers.program import start

_Work = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
_P = ParamSpec("_P")
_T = TypeVar("_T")

LENGTH = struct.Struct("!Q")
"""Before each message: its length in bytes."""
_PIECE = 1 << 18
"""Bytes taken from the line at once."""


class Storing:
    """The process that holds the `Store`. `ask` does not wait; answers come in the order of the questions.

    Whatever is asked raises `StoreError` once the process has died.
    """

    def __init__(self, path: Path) -> None:
        """Start it: `open` waits for it."""
        self._path = path
        self._asked: deque[asyncio.Future[Any]] = deque()
        self._told: list[_Work] = []
        """Goes along with the next question."""
        self._going = bytearray()
        self._coming = bytearray()
        self._loop: asyncio.AbstractEventLoop | None = None
        """Set while answers are awaited there."""
        self._lost = ""
        """Why it answers no more."""
        self._line, theirs = socket.socketpair()
        held, self._life = os.pipe()
        self._process = start(
            "spiders.workers.storing_process", path, theirs.fileno(), held, keeps=[theirs.fileno(), held]
        )
        theirs.close()
        os.close(held)

    def open(self, work: Callable[Concatenate[Store, _P], _T], *arguments: _P.args, **named: _P.kwargs) -> _T:
        """Wait until the database is open and this was done with it, before any loop runs."""
        try:
            for piece in _pieces([(work, arguments, named)]):
                self._line.sendall(piece)
            while not (messages := list(_messages(self._coming))):
                piece = self._line.recv(_PIECE)
                if not piece:
                    raise ConnectionResetError
                self._coming += piece
        except OSError as error:
            raise StoreError(self._death()) from error
        self._line.setblocking(False)
        value: _T | Exception = _opened(messages[0])
        if isinstance(value, Exception):
            raise value
        return value

    def ask(
        self, work: Callable[Concatenate[Store, _P], _T], *arguments: _P.args, **named: _P.kwargs
    ) -> asyncio.Future[_T]:
        """Do something with the store: a method of it, or a function of a module, because it travels by its name."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[_T] = loop.create_future()
        if self._lost:
            answer.set_exception(StoreError(self._lost))
            return answer
        if self._loop is None:
            self._loop = loop
            loop.add_reader(self._line, self._receive)
        self._asked.append(answer)
        blocked = bool(self._going)
        for piece in _pieces([*self._told, (work, arguments, named)]):
            self._going += piece
        self._told.clear()
        if not blocked:
            self._send()
        return answer

    def tell(self, work: Callable[Concatenate[Store, _P], None], *arguments: _P.args, **named: _P.kwargs) -> None:
        """Have something done that cannot fail and that nobody waits for, with the next question and before it: a
        message of its own, and its answer, would wake both processes for nothing."""
        self._told.append((work, arguments, named))

    def close(self) -> None:
        """Return when the database is closed. Call when everything is answered."""
        self._leave()
        self._line.close()
        self._process.wait()
        os.close(self._life)

    def _send(self) -> None:
        """What the line takes now."""
        try:
            del self._going[: self._line.send(self._going)]
        except BlockingIOError:
            pass
        except OSError:
            self._lose()
            return
        if self._going and self._loop is not None:
            self._loop.add_writer(self._line, self._send_rest)

    def _send_rest(self) -> None:
        """When the line takes more: the reactor never waits for a busy database."""
        assert self._loop is not None
        self._loop.remove_writer(self._line)
        self._send()

    def _receive(self) -> None:
        try:
            piece = self._line.recv(_PIECE)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        if not piece:
            self._lose()
            return
        self._coming += piece
        for message in _messages(self._coming):
            _settle(self._asked.popleft(), _opened(message))

    def _lose(self) -> None:
        self._leave()
        self._lost = self._death()
        while self._asked:
            _settle(self._asked.popleft(), StoreError(self._lost))

    def _leave(self) -> None:
        if self._loop is not None:
            self._loop.remove_reader(self._line)
            self._loop.remove_writer(self._line)
            self._loop = None

    def _death(self) -> str:
        return (
            f"{self._path}: the process that writes it died (exit code {self._process.wait()}); "
            "crawl again: nothing already archived is lost"
        )


def begin(store: Store, tags: Iterable[Tag], rules: Iterable[TagRule]) -> Held:
    """Bring the vocabulary up to date, and tell what is held."""
    store.sync_vocabulary(tags, rules)
    return store.held()


def save(
    store: Store, capture: Capture, packed: bytes, run_id: str, seen_at: str, reading_key: str, *, described: bool
) -> Saved:
    """`Store.save` of a reading that comes as `Readers.read_packed` gave it."""
    reading: Reading = pickle.loads(packed)  # noqa: S301  # of our own reading process
    return store.save(capture, reading, run_id, seen_at, reading_key, described=described)


def _pieces(works: Sequence[_Work]) -> tuple[bytes, bytes]:
    """A message and its length before it, not joined: a reading of a hostile document has hundreds of megabytes."""
    message = pickle.dumps(works, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(message)), message


def _messages(coming: bytearray) -> Iterator[bytes]:
    """Whole messages, which are taken away."""
    while len(coming) >= LENGTH.size:
        end = LENGTH.size + LENGTH.unpack_from(coming)[0]
        if len(coming) < end:
            return
        message = bytes(coming[LENGTH.size : end])
        del coming[:end]
        yield message


def _opened(message: bytes) -> Any:
    """The answer. Some exceptions of libraries cannot be made again from what was pickled: without an answer the crawl
    would wait forever."""
    try:
        return pickle.loads(message)  # noqa: S301  # of our own process
    except Exception as error:
        return StoreError(f"an answer from the process that writes the database cannot be read ({error!r}); report it")


def _settle(answer: asyncio.Future[Any], value: Any) -> None:
    """Who asked may have been cancelled meanwhile."""
    if answer.done():
        return
    if isinstance(value, Exception):
        answer.set_exception(value)
    else:
        answer.set_result(value)
