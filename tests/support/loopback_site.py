"""A real web site on loopback whose answers a test writes, and what a crawl of it left behind."""

import contextlib
import gzip
import json
import os
import socket
import sqlite3
import ssl
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

SUPPORT = Path(__file__).resolve().parent
ROOT = SUPPORT.parents[1]

CRAWL_SECONDS = 120
"""After which a crawl of a test has failed; a quiet machine needs two."""

NOTICE = """<?xml version="1.0" encoding="UTF-8"?>
<NOTICE><PREAMB><AGENCY TYPE="N">MINISTRY OF TESTS</AGENCY><SUBJECT>Open models</SUBJECT>
<SUM><HD SOURCE="HED">SUMMARY:</HD><P>{words}</P></SUM></PREAMB></NOTICE>"""


def notice(words: str = "The Ministry asks about models with widely available weights.") -> bytes:
    """A document that the pipeline reads, with one provision that is tagged."""
    return NOTICE.format(words=words).encode()


@dataclass
class Page:
    """How one address answers. The first `times` answers; after them comes `then`."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str | Callable[[], str]] = field(default_factory=dict)
    etag: str = ""
    gzipped: bool = False
    delay: float = 0.0
    cut: int = -1
    """Close the connection after so many bytes of the body."""
    wire: Callable[[socket.socket], None] | None = None
    """Answers in place of all the above, byte by byte; the connection is closed after it."""
    times: int = -1
    then: "Page | None" = None


@dataclass(frozen=True)
class Seen:
    """One request that the site got."""

    method: str
    path: str
    headers: dict[str, str]
    at: float


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # with the default of 5 a connection can be dropped, and is tried again only after 1 s

    def handle_error(self, *_: object) -> None:
        """A client that breaks off, in a TLS handshake for example, is what the tests want to see."""


class Site:
    """`pages` by path; `seen` is what came in."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.seen: list[Seen] = []
        self._server = _Server(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def speak_tls(self, certificate: Path) -> None:
        """From now on https with this certificate (PEM, key included)."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = self.url.replace("http:", "https:")

    def documents(self, **bodies: bytes) -> None:
        """Serve these documents, `fr:<name>` at /<name>.xml, and an index that lists them."""
        rows = [{"id": f"fr:{name.replace('_', '-')}", "url": f"/{name}.xml"} for name in bodies]
        self.pages["/index.json"] = Page(json.dumps(rows).encode(), headers={"Content-Type": "application/json"})
        for name, body in bodies.items():
            self.pages[f"/{name}.xml"] = Page(
                body, headers={"Content-Type": "text/xml"}, etag=f'"{zlib.crc32(body):x}"'
            )

    def paths(self) -> list[str]:
        return [request.path for request in self.seen]

    def asked(self, path: str) -> list[Seen]:
        return [request for request in self.seen if request.path == path]

    def wait_for(self, path: str, seconds: float = CRAWL_SECONDS) -> None:
        """Until somebody asked for this path."""
        until = time.monotonic() + seconds
        while not self.asked(path):
            assert time.monotonic() < until, f"nobody asked for {path}"
            time.sleep(0.01)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _page(self, path: str) -> Page:
        page = self.pages.get(path, Page(b"no such page", 404))
        while page.times == 0 and page.then is not None:
            page = page.then
        page.times -= page.times > 0
        return page

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement of its headers

            def do_GET(self) -> None:
                site.seen.append(
                    Seen(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, time.monotonic())
                )
                page = site._page(self.path)
                time.sleep(page.delay)
                if page.wire is None:
                    self._answer(page)
                    return
                self.close_connection = True
                with contextlib.suppress(OSError):  # the crawl hung up, as it should
                    page.wire(self.connection)

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.do_GET()

            def _answer(self, page: Page) -> None:
                unchanged = page.etag and self.headers.get("If-None-Match") == page.etag
                body = b"" if unchanged else gzip.compress(page.body, mtime=0) if page.gzipped else page.body
                self.send_response(304 if unchanged else page.status)
                for name, value in page.headers.items():
                    self.send_header(name, value() if callable(value) else value)
                if page.etag:
                    self.send_header("ETag", page.etag)
                if page.gzipped and not unchanged:
                    self.send_header("Content-Encoding", "gzip")
                if "Content-Length" not in page.headers:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body if page.cut < 0 else body[: page.cut])
                self.close_connection = self.close_connection or page.cut >= 0

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@dataclass(frozen=True)
class Crawled:
    """What one crawl left behind."""

    folder: Path
    code: int
    stdout: str
    stderr: str

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    @property
    def warcs(self) -> list[Path]:
        return sorted(self.archive.glob("*.warc.gz"))

    def rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        connection = sqlite3.connect(self.folder / "policy.db")
        connection.row_factory = sqlite3.Row
        try:
            return [dict(row) for row in connection.execute(sql, values)]
        finally:
            connection.close()

    def one(self, sql: str, *values: object) -> Any:
        (row,) = self.rows(sql, *values)
        (value,) = row.values()
        return value

    @property
    def run(self) -> dict[str, Any]:
        """The newest crawl."""
        return self.rows("SELECT * FROM crawl_runs ORDER BY run_id DESC LIMIT 1")[0]

    def problems(self) -> list[tuple[str, str]]:
        return [(row["kind"], row["message"]) for row in self.rows("SELECT kind, message FROM problems ORDER BY rowid")]


Crawl = Callable[..., Crawled]
Run = Callable[[list[str], Path], tuple[int, str, str]]
"""Runs a command in a folder: exit code, stdout, stderr."""


def command(folder: Path, site_url: str, **settings: object) -> list[str]:
    """`python -m scrapy crawl loopback` with everything quick and in this folder."""
    given = {
        "SPIDER_MODULES": "loopback_sources",
        "LOOPBACK_SITE": site_url,
        "POLICY_PRIVATE_ADDRESSES": 1,
        "POLICY_DB": folder / "policy.db",
        "POLICY_ARCHIVE": folder / "archive",
        "DOWNLOAD_DELAY": 0,
        "POLICY_RETRY_PAUSE": 0.01,
        "POLICY_READERS": 1,
        **settings,
    }
    arguments = [argument for name, value in given.items() for argument in ("-s", f"{name}={value}")]
    return [sys.executable, "-m", "scrapy", "crawl", "loopback", *arguments]


def environment() -> dict[str, str]:
    """Of a crawl: the loopback source can be imported, no proxy stands between."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return kept | {
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(SUPPORT)]),
        "SCRAPY_SETTINGS_MODULE": "spiders.settings",
    }


def run_command(words: list[str], folder: Path) -> tuple[int, str, str]:
    """As a user does."""
    done = subprocess.run(
        words, capture_output=True, text=True, timeout=CRAWL_SECONDS, cwd=folder, env=environment(), check=False
    )
    return done.returncode, done.stdout, done.stderr


def crawler(site: Site, folder: Path, run: Run = run_command) -> Crawl:
    """What crawls this site into this folder, in a process of its own; arguments are Scrapy settings.

    `run` is `forked_crawl.run` where the start of the process is not the subject: that takes a fifth of the time.
    """

    def crawl(**settings: object) -> Crawled:
        return Crawled(folder, *run(command(folder, site.url, **settings), folder))

    return crawl


def content(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    connection = sqlite3.connect(database)
    try:
        names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%\\_fts%' ESCAPE '\\'"
        tables = [name for (name,) in connection.execute(names) if not name.startswith(("sqlite_", "_"))]
        return {table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in tables}
    finally:
        connection.close()
