"""Reading captures in processes of their own: the reactor never waits, and a hostile document can be stopped.

Own processes instead of `concurrent.futures.ProcessPoolExecutor`: there one dead or killed worker fails every pending
document ("BrokenProcessPool"), and a document that hangs inside a C library cannot be stopped at all.
"""

import pickle
import queue
import signal
import subprocess
import traceback
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from math import inf
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, Self

from pipeline.errors import HostileDocument, UsageError
from pipeline.model import Capture, Reading
from pipeline.tagging import load_rules
from spiders.workers.program import start


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take."""

    seconds: float
    memory_bytes: int
    """Address space of the reading process."""


def limits(settings: Mapping[Any, Any]) -> Limits:
    """What POLICY_READ_SECONDS and POLICY_READ_MEMORY_MB allow: the same to a crawl, `rebuild` and `verify`.

    Raises:
        UsageError: one is not a number above 0.
    """
    seconds, megabytes = (_positive(settings, name) for name in ("POLICY_READ_SECONDS", "POLICY_READ_MEMORY_MB"))
    return Limits(seconds, int(megabytes * (1 << 20)))


def _positive(settings: Mapping[Any, Any], name: str) -> float:
    with suppress(ValueError):
        number = float(settings[name])
        if 0 < number < inf:
            return number
    raise UsageError(f"{name} {settings[name]!r} is not a number above 0")


class Readers:
    """A fixed number of reading processes. `read` blocks; call it from threads. Processes start when first needed."""

    def __init__(self, count: int, limits: Limits) -> None:
        self.count = count
        # The last one used comes first: where one process keeps up, no second one is started.
        self._free: queue.LifoQueue[_Worker] = queue.LifoQueue()
        for _ in range(count):
            self._free.put(_Worker(limits))

    def start(self) -> None:
        """Start one process now: it imports while the rules load here. If it fails, a read will tell."""
        worker = self._free.get()
        try:
            worker.start()
        except OSError:
            worker.stop()
        finally:
            self._free.put(worker)

    def read(self, capture: Capture) -> Reading:
        """What `pipeline.process.read` says of it. Raises what `read_packed` raises."""
        reading: Reading = pickle.loads(self.read_packed(capture))  # noqa: S301  # of our own process
        return reading

    def read_packed(self, capture: Capture) -> bytes:
        """The pickled `Reading`, for another process that unpacks it: the reactor's has enough to do.

        Raises a `DocumentError`; `HostileDocument` where the document took too long, too much memory or killed the
        process; `Crash` where our own code failed.
        """
        worker = self._free.get()
        try:
            return worker.read(capture)
        finally:
            self._free.put(worker)

    def close(self) -> None:
        """Stop every process. Call when no read is under way."""
        for _ in range(self.count):
            self._free.get().stop()


class Crash(Exception):
    """Our own code failed on a document in a way that nobody foresaw: a bug. The first line says so in short, the
    others are the traceback."""

    @classmethod
    def of(cls, document_id: str, error: Exception) -> Self:
        """What an error becomes that is no `TrackerError`."""
        told = f"{document_id}: a bug of the tracker, report it with the log: {type(error).__name__}: {error}"
        return cls(f"{told}\n{''.join(traceback.format_exception(error))}")


class _Killed(HostileDocument):
    """The reading process was ended by SIGKILL, which no document can send."""


class _Worker:
    """One process, restarted after a document that broke it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None

    def read(self, capture: Capture) -> bytes:
        with suppress(_Killed):
            return self._read(capture)
        # Somebody else did that, or the system, which lacked memory: a rebuild would have read it.
        return self._read(capture)

    def _read(self, capture: Capture) -> bytes:
        name, url = capture.document.document_id, capture.parts[0].snapshot.url if capture.parts else ""
        try:
            line = self.start()
            line.send(_without_renditions(capture))
            if not line.poll(self._limits.seconds):
                self.stop()
                raise HostileDocument(
                    f"{name} ({url}): not read within {self._limits.seconds:g} s; "
                    "look at the document, or raise POLICY_READ_SECONDS"
                )
            failure = line.recv()
            if failure is None:
                return line.recv_bytes()
        except (EOFError, OSError) as error:
            code = self._process.wait() if self._process else 0
            self.stop()
            kind = _Killed if code == -signal.SIGKILL else HostileDocument
            raise kind(
                f"{name} ({url}): the reading process died ({_death(code)}); "
                "look at the document, or raise POLICY_READ_MEMORY_MB"
            ) from error
        raise failure

    def stop(self) -> None:
        """Kill the process; the next document gets a new one."""
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._line = None

    def start(self) -> Connection:
        """Unless it is started."""
        if self._line is not None:
            return self._line
        ours, theirs = Pipe()
        # When this process dies, even by kill -9, the line breaks and the worker ends by itself.
        process = start(
            "spiders.workers.reading_process", theirs.fileno(), self._limits.memory_bytes, keeps=[theirs.fileno()]
        )
        theirs.close()
        self._process, self._line = process, ours
        ours.send(load_rules())
        return ours


def _without_renditions(capture: Capture) -> Capture:
    """Renditions are not read: their bytes (whole PDFs) need not travel."""
    return replace(
        capture,
        parts=tuple(replace(part, body=b"") if part.role == "rendition" else part for part in capture.parts),
    )


def _death(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
