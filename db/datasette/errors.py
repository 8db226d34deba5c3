"""What is shown where there is no page, or where Datasette failed."""

import re
import sqlite3
import traceback
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any

from datasette.utils import add_cors_headers
from datasette.utils.asgi import NotFound, Request, Response
from markupsafe import Markup

from db.datasette import site
from db.views import VIEWS

if TYPE_CHECKING:  # Datasette loads its plugins while it is being imported itself
    from datasette.app import Datasette

_UNKNOWN = "There is no page at this address"
_OLDER = (
    "the database is older than this program: policy-tracker crawl and policy-tracker rebuild bring it up to date, and "
    "policy-tracker publish makes a new release."
)
_FAILED = (
    f"Something went wrong here; the server's log says what. If it says that a table or column is missing, {_OLDER}"
)

_OFFSET = re.compile("[0-9]{1,15}")


async def answer(
    datasette: "Datasette", request: Request, error: Exception, theirs: Iterable[Callable[[], Awaitable[Any]]]
) -> Response:
    """What is answered instead of a page. `theirs` is what Datasette and other plugins would answer.

    They are not asked where the database is ours. Datasette 0.65.5 prints the traceback of every error, missing pages
    too, with the value of every local variable if `rich` is installed: that took 0.9 s and 14 kB for each missing page,
    during which nobody else was served, and for ever where stdout was a pipe that nobody read. Here a failure leaves
    its traceback in the log, and a visitor's mistake nothing.
    """
    if datasette.pdb or await site.tracker_database(datasette) is None:
        answers = [await each() for each in theirs]
        return next(each for each in answers if each is not None)
    mistake = _mistake(request, error)
    expected = hasattr(error, "status")
    if not mistake and not expected:
        traceback.print_exception(error)
    status = 400 if mistake else getattr(error, "status", 500)
    if request.path.endswith(".json"):
        return _json(datasette, status, mistake or _lacking_view(error, request.path), error)
    if mistake:
        return await site.failure(datasette, request, 400, mistake)
    if isinstance(error, NotFound):
        told = _lacking_view(error, request.path) or _not_found(str(error), request.path)
        return await site.failure(datasette, request, 404, told)
    if not expected:
        return await site.failure(datasette, request, 500, _FAILED)
    return await _explained(datasette, request, status, error)


def _mistake(request: Request, error: Exception) -> str:
    """What is wrong with an address for which Datasette 0.65.5 blames itself; "" where nothing is."""
    place = request.args.get("_next") or ""
    failed = isinstance(error, ValueError | sqlite3.Error) or getattr(error, "status", 0) == 500
    if place and failed and not _OFFSET.fullmatch(place):
        return f"There is no place {place!r} in this list (_next in the address); start again without it."
    if getattr(error, "status", 0) == 500 and error.__context__ is None:
        return f"{_message(error)}."
    return ""


def _message(error: Exception) -> str:
    return str(getattr(error, "message", error))


def _lacking_view(error: Exception, path: str) -> str:
    """Why there is no page of a view of ours. SQL finds it all the same (`db.views.shadow`); Datasette looks for its
    pages in the file."""
    name = path.rpartition("/")[2].partition(".")[0]
    if str(error) != "Table not found" or name not in VIEWS:
        return ""
    return f"There is no view {name} in this file, because {_OLDER}"


def _json(datasette: "Datasette", status: int, told: str, error: Exception) -> Response:
    """As Datasette answers programs."""
    about = {"ok": False, "error": told or _message(error), "status": status, "title": getattr(error, "title", None)}
    headers: dict[str, str] = {}
    if datasette.cors:
        add_cors_headers(headers)
    return Response.json(getattr(error, "error_dict", {}) | about, status=status, headers=headers)


async def _explained(datasette: "Datasette", request: Request, status: int, error: Exception) -> Response:
    """Datasette's own page: it explains wrong SQL in a form to correct it."""
    message = _message(error)
    told = Markup(message) if getattr(error, "message_is_html", False) else message  # noqa: S704  # written by Datasette
    context = {"status": status, "error": told, "title": getattr(error, "title", None)}
    html = await datasette.render_template([f"{status}.html", "error.html"], context, request=request)
    return Response.html(html, status=status)


def _not_found(reason: str, path: str) -> str:
    """Datasette names what it missed, "Table not found"; to it the first part of any address is a database."""
    why = "" if reason in {"404", "Database not found"} else f" ({reason[:1].lower()}{reason[1:]})"
    return f"{_UNKNOWN}, {path}{why}."
