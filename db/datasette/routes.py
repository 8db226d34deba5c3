"""Which page answers which address."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Request, Response

from db.datasette import site
from db.datasette.home import home

if TYPE_CHECKING:  # Datasette loads its plugins while it is being imported itself
    from datasette.app import Datasette

View = Callable[..., Any]


async def front(datasette: "Datasette", request: Request, send: Any) -> Response | None:
    """Our front page; Datasette's own where no database of policy-tracker is attached."""
    if await site.tracker_database(datasette) is None:
        from datasette.views.index import IndexView

        request.scope["url_route"]["kwargs"]["format"] = None
        own: Response = await IndexView.as_view(datasette)(request, send)
        return own
    return await site.page(datasette, request, "home.html", home)


ROUTES: list[tuple[str, View]] = [
    (r"/$", front),
]
