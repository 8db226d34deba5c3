"""Where Datasette meets our pages."""

import json
import sqlite3
import sys
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette.filters import FilterArguments
from datasette.utils.asgi import Request, Response, asgi_static
from jinja2 import Environment
from markupsafe import Markup
from pluggy import HookimplMarker
from sqlite_utils import Database

from db import views
from db.datasette import described, errors, facets, machines, routes, text
from db.datasette.headers import App, with_security_headers
from db.datasette.links import Links
from db.datasette.site import links, tracker_database
from db.migrations import MIGRATIONS
from db.search.places import unsaid

if TYPE_CHECKING:  # Datasette loads its plugins while it is being imported itself
    from datasette.app import Datasette

hookimpl = HookimplMarker("datasette")

ASSETS = "/-/policy-tracker"


@hookimpl
def startup(datasette: "Datasette") -> Callable[[], Any]:
    """Find the database that metadata.yml describes."""
    return partial(described.describe, datasette)


@hookimpl
def get_metadata(datasette: "Datasette") -> dict[str, Any]:
    """Titles, descriptions and questions."""
    return described.told(datasette)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Our pages come before Datasette's own."""
    static = asgi_static(Path(__file__).resolve().parent / "static")
    return [*routes.ROUTES, (rf"{ASSETS}/(?P<path>[\w.-]+)$", static)]


@hookimpl
def asgi_wrapper() -> Callable[[App], App]:
    """Security headers."""
    return with_security_headers


@hookimpl(hookwrapper=True)
def handle_exception(datasette: "Datasette", request: Request, exception: Exception) -> Generator[None, Any, None]:
    """A helpful page for what is missing, and a short log."""
    outcome = yield
    theirs = outcome.get_result()

    async def answered() -> Response:
        return await errors.answer(datasette, request, exception, theirs)

    outcome.force_result([answered])


@hookimpl
def register_facet_classes() -> list[type]:
    """Facets of lists of tags."""
    return [facets.TagsFacet]


@hookimpl(tryfirst=True)
def filters_from_request(datasette: "Datasette", request: Request, database: str, table: str) -> Any:
    """A common word finds the newest provisions that have it."""

    async def filters() -> FilterArguments | None:
        return await facets.newest_found(datasette, request, database, table)

    return filters


@hookimpl
def permission_allowed(action: str, resource: Any) -> bool | None:
    """No pages for the insides of the full-text index: counting them takes half a second, and they say nothing."""
    internal = action == "view-table" and resource[1].startswith("provisions_fts")
    return False if internal else None


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Filters for the words of publishers."""
    env.filters["plain"] = text.plain
    env.filters["long_date"] = text.long_date
    env.filters["in_words"] = text.in_words
    env.filters["language_name"] = text.language_name
    env.filters["short_title"] = text.short_title
    env.filters["unsaid"] = unsaid
    env.filters["from_json"] = json.loads
    env.filters["json_ld"] = machines.json_ld
    env.globals["dataset"] = machines.dataset
    env.globals["legislation"] = machines.legislation


@hookimpl
def extra_template_vars(datasette: "Datasette") -> Any:
    """`policy`: addresses of our pages, None in a Datasette without a database of policy-tracker."""

    async def variables() -> dict[str, Links | str | None]:
        database = await tracker_database(datasette)
        return {
            "policy": links(datasette, database.name) if database else None,
            "policy_assets": datasette.urls.path(ASSETS),
        }

    return variables


@hookimpl
def extra_css_urls(view_name: str, datasette: "Datasette") -> list[str]:
    """Datasette's own pages, made readable for long legal texts."""
    return [] if view_name == "policy" else [datasette.urls.path(f"{ASSETS}/tables.css")]


_TITLE = 160
"""Letters of a title in a table: the whole one, up to 600, made rows of ten lines. Files for programs have it whole."""

_ADDRESSES = frozenset({"url", "target_url"})
"""Long ones, shown by their host."""

_PAGES: dict[str, Callable[[Links, str], str]] = {
    "document_id": Links.document,
    "state_id": Links.document,
    "provision_id": Links.provision,
    "old_provision_id": Links.provision,
    "target_provision_id": Links.provision,
}


_OF_WHAT_MAY_NOT_BE_HELD = frozenset({"problems", "open_problems"})
"""Most of the documents that they name were never read, and have no page."""


@hookimpl
def render_cell(
    value: Any, column: str, table: str | None, database: str, datasette: "Datasette"
) -> Markup | str | None:
    """Ids in Datasette's tables lead to our pages; texts have no characters that HTML forbids."""
    if not isinstance(value, str):
        return None
    shown = text.plain(value)
    if column in _PAGES and table not in _OF_WHAT_MAY_NOT_BE_HELD:
        return _link(_PAGES[column](links(datasette, database), value), shown)
    if column in _ADDRESSES and value.startswith(("http://", "https://")):
        return _link(shown, shown.split("/", 3)[2] or shown, title=shown)
    if column == "words" and "**" in shown:
        return _marked(shown)
    if column.rpartition("_")[2] == "title" and len(shown) > _TITLE:
        return Markup('<span title="%s">%s</span>') % (shown, text.short_title(shown, _TITLE))
    return None if shown == value else text.cut(shown, datasette.setting("truncate_cells_html"))


def _marked(snippet: str) -> Markup:
    """A snippet of search_provisions with the **words found** marked."""
    parts = (
        Markup("<mark>%s</mark>") % part if number % 2 else part for number, part in enumerate(snippet.split("**"))
    )
    return Markup("").join(parts)


def _link(address: str, words: str, title: str = "") -> Markup:
    told = Markup(' title="%s"') % title if title else ""
    return Markup('<a href="%s"%s>%s</a>') % (address, told, words)


_LARGEST = 100 << 20
"""Bytes of a value in SQL; no text has more, because no answer of a publisher has. SQLite cannot be stopped while it
makes a value: `randomblob(1000000000)` took a gigabyte and twenty seconds, whatever the time limit was."""


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """`plain(text)` in SQL, for feeds: XML knows no control characters. `short_title(title)`, for their headings.

    The views of this program, where the file of an older one has others. Datasette 0.65.5 writes texts in double
    quotes, which the SQLite of conda-forge and FreeBSD takes for columns: the page of the database failed there.
    """
    if sys.version_info >= (3, 12):
        conn.setconfig(sqlite3.SQLITE_DBCONFIG_DQS_DML, True)
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)
    conn.create_function("plain", 1, text.plain, deterministic=True)
    conn.create_function("short_title", 1, text.short_title, deterministic=True)
    if not MIGRATIONS.pending(Database(conn, recursive_triggers=False)):
        views.shadow(conn)
