"""What all pages share: finding the tracker's database, asking it in a thread, and answering with a template."""

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from datasette.utils import sqlite_timelimit, tilde_encode
from datasette.utils.asgi import Request, Response

from db.datasette.links import Links
from pipeline.errors import UsageError

if TYPE_CHECKING:  # Datasette loads its plugins while it is being imported itself
    from datasette.app import Datasette
    from datasette.database import Database

T = TypeVar("T")

STRICT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""Content-Security-Policy of our pages: no script at all, nothing from other hosts."""

TOO_LONG = "This took too long. Narrow it down: more words, one jurisdiction, one document."


async def tracker_database(datasette: "Datasette") -> "Database | None":
    """The first attached database that policy-tracker made; it may have any name."""
    for database in datasette.databases.values():
        if not database.is_memory and await database.table_exists("tagged_units"):
            return database
    return None


def links(datasette: "Datasette", database: str) -> Links:
    """Addresses within this installation."""
    return Links(datasette.urls.path, tilde_encode(database))


def absolute(datasette: "Datasette", request: Request) -> Callable[[str], str]:
    """Turns a path of ours into a whole address, https where the setting `force_https_urls` says so."""

    def address(path: str) -> str:
        found: str = datasette.absolute_url(request, path)
        return found

    return address


async def ask(datasette: "Datasette", database: "Database", question: Callable[[sqlite3.Connection], T]) -> T:
    """Run a question on a read connection, within Datasette's time limit.

    Raises:
        sqlite3.OperationalError: "interrupted" where the limit was reached.
    """

    def limited(connection: sqlite3.Connection) -> T:
        with sqlite_timelimit(connection, datasette.sql_time_limit_ms):
            return question(connection)

    answer: T = await database.execute_fn(limited)
    return answer


async def answered(
    datasette: "Datasette", request: Request, question: Callable[[sqlite3.Connection, Links], T]
) -> T | Response:
    """The answer to a question, or a page that says why there is none.

    A `UsageError` says what is not there and where to look; a question that takes too long, how to ask for less.
    """
    database = await tracker_database(datasette)
    if database is None:
        return await failure(datasette, request, 404, "No policy-tracker database is attached to this Datasette.")
    addresses = links(datasette, database.name)
    try:
        return await ask(datasette, database, lambda connection: question(connection, addresses))
    except UsageError as error:
        return await failure(datasette, request, 404, error.what)
    except sqlite3.OperationalError as error:
        if str(error) != "interrupted":
            raise
        return await failure(datasette, request, 503, TOO_LONG)


async def page(
    datasette: "Datasette", request: Request, template: str, question: Callable[[sqlite3.Connection], Any]
) -> Response:
    """The answer to a question in a template, which knows it as `page`."""
    answer = await answered(datasette, request, lambda connection, _links: question(connection))
    return answer if isinstance(answer, Response) else await render(datasette, request, template, {"page": answer})


async def redirect(
    datasette: "Datasette", request: Request, question: Callable[[sqlite3.Connection, Links], str]
) -> Response:
    """To the address that a question answers with."""
    address = await answered(datasette, request, question)
    return address if isinstance(address, Response) else Response.redirect(address)


async def file(
    datasette: "Datasette",
    request: Request,
    question: Callable[[sqlite3.Connection, Links], str],
    media_type: str,
    name: str = "",
) -> Response:
    """The answer to a question as a file; with a name it is one to keep."""
    answer = await answered(datasette, request, question)
    if isinstance(answer, Response):
        return answer
    headers = {"Content-Disposition": f'attachment; filename="{name}"'} if name else {}
    return Response(answer, headers=headers, content_type=f"{media_type}; charset=utf-8")


async def failure(datasette: "Datasette", request: Request, status: int, message: str) -> Response:
    """A page that says what went wrong."""
    return await render(datasette, request, "failure.html", {"message": message, "status": status}, status)


async def render(
    datasette: "Datasette", request: Request, template: str, context: dict[str, Any], status: int = 200
) -> Response:
    """A template of ours as an answer."""
    context = {"absolute": absolute(datasette, request), **context}
    html = await datasette.render_template(template, context, request=request, view_name="policy")
    return Response.html(html, status=status, headers={"Content-Security-Policy": STRICT_POLICY})
