"""What is shown where there is no page, or where Datasette failed."""

from typing import TYPE_CHECKING

import datasette.handle_exception
from datasette.utils.asgi import Base400, NotFound, Request, Response

from db.datasette import site

if TYPE_CHECKING:  # Datasette loads its plugins while it is being imported itself
    from datasette.app import Datasette

_UNKNOWN = "There is no page at this address"
_FAILED = (
    "Something went wrong here; the server's log says what. If it says that a table or column is missing, the "
    "database is older than this program: policy-tracker crawl and policy-tracker rebuild bring it up to date, and "
    "policy-tracker publish makes a new release."
)


def log_plainly() -> None:
    """Keep Datasette from printing errors with `rich`, as if that were not installed.

    Datasette 0.65.5 prints the traceback of every error, missing pages too, with the value of every local variable.
    That took 0.9 s and 14 kB for each missing page, during which nobody else was served, and for ever where stdout was
    a pipe that nobody read; an address that no route matches, "/a/b/c/d", made rich itself fail. Without it a failure
    still leaves its traceback in the log.
    """
    datasette.handle_exception.rich = None


async def answer(datasette: "Datasette", request: Request, error: Exception) -> Response | None:
    """Our page for what is missing or failed; None where Datasette's own answer is the better one.

    Datasette explains wrong SQL in a form to correct it, answers JSON with JSON, and may show no database of ours.
    """
    if request.path.endswith(".json") or await site.tracker_database(datasette) is None:
        return None
    if isinstance(error, NotFound):
        return await site.failure(datasette, request, 404, _not_found(str(error), request.path))
    expected = isinstance(error, Base400) or hasattr(error, "status")
    return None if expected else await site.failure(datasette, request, 500, _FAILED)


def _not_found(reason: str, path: str) -> str:
    """Datasette names what it missed, "Table not found"; to it the first part of any address is a database."""
    why = "" if reason in {"404", "Database not found"} else f" ({reason[:1].lower()}{reason[1:]})"
    return f"{_UNKNOWN}, {path}{why}."
