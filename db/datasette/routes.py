"""Which page answers which address."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from datasette.utils.asgi import Request, Response

from db.datasette import citations, machines, site
from db.datasette.comparison import comparison, recent
from db.datasette.document import document
from db.datasette.home import home
from db.datasette.provision import current, provision
from db.datasette.search import FACETS, Wanted, search

if TYPE_CHECKING:  # Datasette loads its plugins while it is being imported itself
    from datasette.app import Datasette

View = Callable[..., Any]

_LONGEST = 1000
"""Letters of a parameter that are read; whoever looks for a longer passage finds it by its beginning."""


async def front(datasette: "Datasette", request: Request, send: Any) -> Response | None:
    """Our front page; Datasette's own where no database of policy-tracker is attached."""
    if await site.tracker_database(datasette) is None:
        from datasette.views.index import IndexView

        request.scope["url_route"]["kwargs"]["format"] = None
        own: Response = await IndexView.as_view(datasette)(request, send)
        return own
    return await site.page(datasette, request, "home.html", home)


async def provision_page(datasette: "Datasette", request: Request) -> Response:
    """A provision as it stood in one version: what citations lead to."""
    provision_id = _variable(request, "provision")
    return await site.page(datasette, request, "provision.html", lambda connection: provision(connection, provision_id))


async def current_provision(datasette: "Datasette", request: Request) -> Response:
    """Leads to the provision in the newest text, by path or citation."""
    document, place, language = _variable(request, "document"), _variable(request, "place"), _given(request, "language")
    return await site.redirect(
        datasette, request, lambda connection, links: links.provision(current(connection, document, place, language))
    )


async def citation_file(datasette: "Datasette", request: Request) -> Response:
    """A file for reference managers."""
    style, provision_id = _variable(request, "style"), _variable(request, "provision")
    written = citations.FORMATS.get(style)
    return await site.file(
        datasette,
        request,
        lambda connection, _: citations.citation_file(connection, provision_id, style),
        written.media_type if written else "",
        f"citation.{written.ending}" if written else "",
    )


async def document_page(datasette: "Datasette", request: Request) -> Response:
    """A document, in its newest text or another version."""
    name, language, version = _variable(request, "document"), _given(request, "language"), _given(request, "version")
    return await site.page(
        datasette, request, "document.html", lambda connection: document(connection, name, language, version)
    )


async def compare_page(datasette: "Datasette", request: Request) -> Response:
    """Two versions, word by word."""
    older, newer, cosmetic = (_given(request, name) for name in ("from", "to", "cosmetic"))
    return await site.page(
        datasette,
        request,
        "compare.html",
        lambda connection: comparison(connection, older, newer, cosmetic=bool(cosmetic)),
    )


async def changes_page(datasette: "Datasette", request: Request) -> Response:
    """What publishers changed."""
    jurisdiction, touching = _given(request, "jurisdiction").upper(), bool(_given(request, "open_source"))
    number = _page(request)
    return await site.page(
        datasette,
        request,
        "changes.html",
        lambda connection: recent(connection, jurisdiction, touching=touching, number=number),
    )


async def search_page(datasette: "Datasette", request: Request) -> Response:
    """Search, and browsing by facets."""
    given = {name: _given(request, name) for name in ("q", *FACETS, "document")}
    wanted = Wanted(**given | {"jurisdiction": given["jurisdiction"].upper()}, page=_page(request))
    return await site.page(datasette, request, "search.html", lambda connection: search(connection, wanted))


_VIEWS = (
    "open_source_provisions",
    "counted_provisions",
    "recent_changes",
    "silent_documents",
    "textless_documents",
    "legal_states",
    "cross_references",
    "source_health",
)


async def questions_page(datasette: "Datasette", request: Request) -> Response:
    """All canned queries, and the views to start from."""
    database = await site.tracker_database(datasette)
    name = database.name if database else ""
    queries = await datasette.get_canned_queries(name, request.actor)
    # With fallback a view would be called what the database is called.
    views = [(view, datasette.metadata(database=name, table=view, fallback=False)) for view in _VIEWS]
    page = {"queries": list(queries.items()), "views": views, "rows": datasette.setting("max_returned_rows")}
    return await site.render(datasette, request, "questions.html", {"page": page})


async def robots_file(datasette: "Datasette", request: Request) -> Response:
    """What crawlers may read."""
    absolute = site.absolute(datasette, request)
    return await site.file(datasette, request, lambda _, links: machines.robots(links, absolute), "text/plain")


async def sitemap_file(datasette: "Datasette", request: Request) -> Response:
    """What crawlers should read."""
    absolute = site.absolute(datasette, request)
    return await site.file(
        datasette, request, lambda connection, links: machines.sitemap(connection, links, absolute), "application/xml"
    )


def _given(request: Request, name: str) -> str:
    """A parameter of the address, "" if it is not there. Of a long one the beginning, without the word that is cut."""
    value = str(request.args.get(name) or "").strip()
    return value if len(value) <= _LONGEST else re.sub(r"\s\S*\Z", "", value[: _LONGEST + 1])[:_LONGEST]


def _page(request: Request) -> int:
    number = _given(request, "page")
    return min(int(number), 10_000) if number.isascii() and number.isdecimal() and int(number) else 1


def _variable(request: Request, name: str) -> str:
    """A part of the address, as it was meant."""
    return unquote(request.url_vars[name])


ROUTES: list[tuple[str, View]] = [
    (r"/$", front),
    (r"/provision/(?P<provision>[^/]+/.+)$", provision_page),
    (r"/document/(?P<document>[^/]+)$", document_page),
    (r"/document/(?P<document>[^/]+)/(?P<place>.+)$", current_provision),
    (r"/search$", search_page),
    (r"/changes$", changes_page),
    (r"/compare$", compare_page),
    (r"/questions$", questions_page),
    (r"/robots\.txt$", robots_file),
    (r"/sitemap\.xml$", sitemap_file),
    (r"/cite/(?P<style>\w+)/(?P<provision>[^/]+/.+)$", citation_file),
]
