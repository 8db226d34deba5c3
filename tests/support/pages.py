"""Pages of a Datasette as a visitor gets them, without a socket."""

import asyncio
import html
import re
from copy import deepcopy
from pathlib import Path
from types import CodeType

import httpx
from datasette.app import Datasette
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from db.metadata import metadata


class _Compiled(BytecodeCache):
    """Compiled templates in memory: each Datasette would compile its own, half of the time of most pages."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._held.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._held[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


def serve(path: Path) -> Datasette:
    """A database as `datasette -m metadata.yml` serves it."""
    return Datasette([str(path)], metadata=deepcopy(metadata()))


def get(datasette: Datasette, path: str, follow: bool = True) -> httpx.Response:
    """The answer of one request; redirects are followed unless they are what is looked at."""

    datasette.jinja_env.bytecode_cache = _COMPILED

    async def answer() -> httpx.Response:
        return await datasette.client.get(path, follow_redirects=follow)

    return asyncio.run(answer())


def words(page: httpx.Response) -> str:
    """What a reader sees, without markup."""
    body = page.text[page.text.index("<main") :]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())
