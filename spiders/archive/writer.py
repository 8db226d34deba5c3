"""Writing: records of one crawl into a rotating series of WARC 1.1 files."""

import contextlib
import io
import os
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.errors import ArchiveError
from pipeline.inflate import GZIP
from pipeline.model import Snapshot
from spiders.archive.exchange import Exchange, Headers
from spiders.clock import utc_micros

OPEN = ".open"
"""Suffix of the empty file that stands beside a WARC file while it is written. One left behind means a crash."""

JOURNAL_TYPE = "application/json; profile=policy-tracker-journal"
_SIZE_LIMIT = 1 << 30
"""Bytes after which the next file of the series begins; the usual size in web archiving."""
# https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/#profile-server-not-modified
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


class _AsOnTheWire(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """HTTP headers with the bytes that came, which `_clean` has as Latin-1.

    warcio writes what is not ASCII percent-encoded, a Location as "https%3A//…", which leads nowhere. It fails at a
    Link or Set-Cookie with such a letter outside the values after "=" (its issue 128).
    """

    def to_ascii_bytes(self, filter_func: Any = None) -> bytes:
        headers: bytes = self.to_bytes(filter_func, encoding="latin-1")
        return headers


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record is."""

    record_id: str
    """ "urn:uuid:…" """
    warc_file: str
    warc_offset: int


class ArchiveWriter:
    """One series of files. One thread writes; any other may `sync` meanwhile.

    Every method that writes raises `ArchiveError` if the disk is full or the folder cannot be written; the file then
    ends after the last whole record.
    """

    def __init__(self, folder: Path, series: str, info: Mapping[str, str], size_limit: int = _SIZE_LIMIT) -> None:
        self._folder = folder
        self._series = series
        self._info = dict(info)
        self._size_limit = size_limit
        self._number = 0
        self._path = folder
        self._file: io.BufferedWriter | None = None
        self._leaving = Lock()
        """Held while the file in use changes, so that `sync` waits for the file that it began with."""

    def exchange(self, exchange: Exchange) -> Place:
        """Write the response and its request. Returns where the response is."""
        place = self._write(
            "response", exchange.url, _response_headers(exchange), exchange.body, _dates(exchange), exchange.ip_address
        )
        self._write_request(exchange, place.record_id)
        return place

    def revisit(self, exchange: Exchange, original: Snapshot) -> Place:
        """Write a 304 and its request: a pointer to the record whose body is still current."""
        refers = {
            "WARC-Profile": _NOT_MODIFIED,
            "WARC-Refers-To": f"<{original.snapshot_id}>",
            "WARC-Refers-To-Target-URI": original.url,
            "WARC-Refers-To-Date": original.fetched_at,
        }
        place = self._write(
            "revisit", exchange.url, _response_headers(exchange), b"", _dates(exchange) | refers, exchange.ip_address
        )
        self._write_request(exchange, place.record_id)
        return place

    def note(self, line: bytes, about: str = "") -> Place:
        """Write a journal entry as a metadata record; `about` is the record that it describes."""
        extra = {"WARC-Date": utc_micros()} | ({"WARC-Concurrent-To": f"<{about}>"} if about else {})
        return self._write("metadata", "", None, line, extra, content_type=JOURNAL_TYPE)

    def sync(self) -> None:
        """Return once everything written before is on the disk, safe from a power cut."""
        with self._disk_errors():
            with self._leaving:
                held = None if self._file is None else os.dup(self._file.fileno())
            if held is not None:
                try:
                    os.fsync(held)
                finally:
                    os.close(held)

    def close(self, *, stored: bool = True) -> None:
        """End the file in use. A closed series can be written again: the next file of it begins.

        `stored`: whether the database has all that the file holds; else the next crawl brings it there, as after a
        crash.
        """
        if self._file is None:
            return
        self.sync()
        self._leave_file()
        if stored:
            with self._disk_errors():
                _mark(self._path).unlink(missing_ok=True)

    def _write_request(self, exchange: Exchange, response_id: str) -> None:
        extra = _dates(exchange) | {"WARC-Concurrent-To": f"<{response_id}>"}
        self._write("request", exchange.url, _request_headers(exchange), exchange.request_body, extra)

    def _write(
        self,
        kind: str,
        url: str,
        http_headers: _AsOnTheWire | None,
        body: bytes,
        extra: Mapping[str, str],
        ip_address: str = "",
        content_type: str = "",
    ) -> Place:
        record_id = f"urn:uuid:{uuid4()}"
        headers = {"WARC-Record-ID": f"<{record_id}>", **extra}
        if ip_address:
            headers["WARC-IP-Address"] = ip_address
        with self._disk_errors():
            file = self._current_file()
            offset = file.tell()
            writer = _writer(file)
            record = writer.create_warc_record(
                one_line(url),
                kind,
                payload=io.BytesIO(body),
                length=len(body),
                warc_headers_dict={name: one_line(value) for name, value in headers.items()},
                http_headers=http_headers,
                warc_content_type=content_type,
            )
            self._write_whole(writer, record, offset)
        return Place(record_id, self._path.name, offset)

    def _write_whole(self, writer: WARCWriter, record: Any, offset: int) -> None:
        try:
            writer.write_record(record)
        except OSError:
            self._abandon(offset)
            raise

    def _abandon(self, offset: int) -> None:
        """Cut a half-written record off, so that the file is whole; what the buffer still holds must not follow it."""
        with contextlib.suppress(OSError):
            os.truncate(self._path, offset)
        with contextlib.suppress(OSError, ArchiveError):
            self.sync()
        with contextlib.suppress(OSError):
            self._leave_file()
        with contextlib.suppress(OSError):
            os.truncate(self._path, offset)

    def _leave_file(self) -> None:
        with self._leaving:
            file, self._file = self._file, None
        if file is not None:
            file.close()

    def _current_file(self) -> io.BufferedWriter:
        if self._file is not None and self._file.tell() >= self._size_limit:
            # Before the mark of this one goes: a crash between the two would leave no trace.
            _mark(self._next_path()).touch()
            self.close()
        if self._file is None:
            self._file = self._next_file()
        return self._file

    def _next_file(self) -> io.BufferedWriter:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._path = self._next_path()
        self._number += 1
        _mark(self._path).touch()
        file = self._path.open("xb")
        writer = _writer(file)
        writer.write_record(writer.create_warcinfo_record(self._path.name, self._info))
        return file

    def _next_path(self) -> Path:
        return self._folder / f"{self._series}-{self._number + 1:05d}.warc.gz"

    @contextlib.contextmanager
    def _disk_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise ArchiveError(
                f"cannot write the archive {self._folder}: {error.strerror or error}; "
                "free space or make it writable, then crawl again: nothing already archived is lost"
            ) from error


def _mark(path: Path) -> Path:
    """What stands beside a file in use."""
    return path.with_name(path.name + OPEN)


class _GzipMember:
    """One record, packed with level 4: half the time of zlib's usual 6 for a tenth more of text, and for 2 % more of
    154 MB of publishers' answers, whose PDFs are packed already. warcio takes level 9."""

    def __init__(self, file: io.BufferedWriter) -> None:
        self._file = file
        self._packer = zlib.compressobj(4, wbits=GZIP)

    def write(self, data: bytes) -> None:
        self._file.write(self._packer.compress(data))

    def flush(self) -> None:
        """The end of the record: warcio calls it once."""
        self._file.write(self._packer.flush())
        self._file.flush()


def _writer(file: io.BufferedWriter) -> WARCWriter:
    """For one record."""
    return WARCWriter(_GzipMember(file), gzip=False, warc_version="1.1")


def one_line(value: str) -> str:
    """The value without control characters: a CR LF in it would end the header and begin another."""
    return _CONTROL.sub(" ", value).strip()


def _dates(exchange: Exchange) -> dict[str, str]:
    return {"WARC-Date": exchange.fetched_at}


def _response_headers(exchange: Exchange) -> _AsOnTheWire:
    try:
        reason = HTTPStatus(exchange.status).phrase
    except ValueError:
        reason = "Unknown"
    return _AsOnTheWire(f"{exchange.status} {reason}", _clean(exchange.response_headers), protocol="HTTP/1.1")


def _request_headers(exchange: Exchange) -> _AsOnTheWire:
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = [("Host", parts.netloc), *exchange.request_headers]
    line = f"{exchange.method} {target} HTTP/1.1"
    return _AsOnTheWire(one_line(line), _clean(headers), is_http_request=True)


def _clean(headers: Headers | list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(one_line(name).replace(":", ""), one_line(value)) for name, value in headers]
