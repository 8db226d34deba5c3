"""Pages of a Datasette as a visitor gets them, without a socket."""

import asyncio
import html
import re
from copy import deepcopy
from pathlib import Path

import httpx
from datasette.app import Datasette

from db.metadata import metadata


def serve(path: Path) -> Datasette:
    """A database as `datasette -m metadata.yml` serves it."""
    return Datasette([str(path)], metadata=deepcopy(metadata()))


def get(datasette: Datasette, path: str, follow: bool = True) -> httpx.Response:
    """The answer of one request; redirects are followed unless they are what is looked at."""

    async def answer() -> httpx.Response:
        return await datasette.client.get(path, follow_redirects=follow)

    return asyncio.run(answer())


def words(page: httpx.Response) -> str:
    """What a reader sees, without markup."""
    body = page.text[page.text.index("<main") :]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())
