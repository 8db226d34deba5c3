"""Headers that every answer carries, Datasette's own pages included."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

SECURITY: tuple[tuple[bytes, bytes], ...] = (
    # Datasette's own pages carry small scripts and styles in the page; nothing may come from another host.
    (
        b"content-security-policy",
        b"default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        b"img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
"""A header that an answer already has stays as it is."""


def with_security_headers(app: App) -> App:
    """The application with `SECURITY` on every answer."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                held = list(message.get("headers", ()))
                names = {name.lower() for name, _ in held}
                message = {**message, "headers": held + [each for each in SECURITY if each[0] not in names]}
            await send(message)

        await app(scope, receive, sending)

    return wrapped
