"""Why an address could not be fetched, in plain words that name the host and say what to do."""

from http import HTTPStatus
from typing import Literal
from urllib.parse import urlsplit

from OpenSSL.SSL import Error as OpenSslError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from service_identity import VerificationError
from twisted.web.client import ResponseFailed

from pipeline.model import FetchOutcome, ProblemKind
from spiders.archive.secrets import redact

FailureKind = ProblemKind | Literal["interrupted"]
"""Of a request. One that we gave up is no problem."""
INTERRUPTED: Literal["interrupted"] = "interrupted"
_OUTCOMES: dict[FailureKind, FetchOutcome] = {
    "network": "network_error",
    "not_in_archive": "network_error",
    "redirect_loop": "redirect",
    "challenge_page": "challenge_page",
    "foreign_host": "refused",
    "robots_denied": "robots_denied",
    "robots_unreachable": "robots_denied",
}
"""Of all other kinds something answered, and the answer could not be used."""
_REFUSED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS})


class FetchFailed(IgnoreRequest):
    """A request that finally failed. The message names address and reason."""

    def __init__(self, kind: FailureKind, message: str, *, helps_to_retry: bool = False) -> None:
        super().__init__(redact(message))
        self.kind = kind
        """As in `Problem.kind`."""
        self.helps_to_retry = helps_to_retry

    @property
    def outcome(self) -> FetchOutcome:
        """As in `Fetch.outcome`."""
        return _OUTCOMES.get(self.kind, "http_error")


def interrupted() -> FetchFailed:
    """A request given up because the crawl is being stopped: nobody's fault, and no problem to record."""
    return FetchFailed(INTERRUPTED, "the crawl is being stopped")


def explain(url: str, error: BaseException) -> FetchFailed:
    """The failure in plain words."""
    if isinstance(error, FetchFailed):
        return error
    if isinstance(error, HttpError):
        return _status_failure(error)
    if isinstance(error, DownloadCancelledError):
        return FetchFailed(
            "hostile_document", f"{url}: larger than DOWNLOAD_MAXSIZE allows; look at it, or raise the setting"
        )
    if isinstance(error, ResponseDataLossError):
        return FetchFailed("network", f"{url}: the answer was cut short; the next crawl will ask again")
    if isinstance(error, UnsupportedURLSchemeError):
        return FetchFailed("foreign_host", f"{url}: only http and https are fetched")
    host = urlsplit(url).hostname or url
    return FetchFailed("network", f"could not reach {host}: {_reason(error)} ({url})")


def is_certificate_error(error: BaseException) -> bool:
    """Whether TLS failed for a reason that asking again does not change."""
    return any(isinstance(cause, (OpenSslError, VerificationError)) for cause in _causes(error))


def _status_failure(error: HttpError) -> FetchFailed:
    """Some sites turn away programs that say who they are; we go on saying it."""
    if error.response.status in _REFUSED:
        return FetchFailed(
            "refused", f"{error}: it turns programs away; what is held stays; ask the publisher to admit the tracker"
        )
    return FetchFailed("http_error", f"{error}; the next crawl will ask again")


def _reason(error: BaseException) -> str:
    if isinstance(error, CannotResolveHostError):
        return "DNS lookup failed; check the network connection and the name"
    if isinstance(error, DownloadConnectionRefusedError):
        return "connection refused"
    if isinstance(error, DownloadTimeoutError):
        return "no complete answer in time; crawl again later, or raise DOWNLOAD_TIMEOUT"
    if _is_from_proxy(error):
        return f"the proxy refused: {error}"
    if isinstance(error, IgnoreRequest):
        return str(error)
    causes = _causes(error)
    certificate = next(
        (_certificate_reason(cause) for cause in causes if isinstance(cause, (OpenSslError, VerificationError))), ""
    )
    return certificate or f"the connection broke ({causes[-1]})"


def _is_from_proxy(error: BaseException) -> bool:
    # The import takes 0.2 s, and commands that ask no network would wait for it: Scrapy's deprecated classes look up
    # the source of every caller.
    from scrapy.core.downloader.handlers.http11 import TunnelError

    return isinstance(error, TunnelError)


def _causes(error: BaseException) -> list[BaseException]:
    """The error, what it was raised from, and what Twisted wraps, outermost first."""
    causes = [error]
    inner = error.__cause__
    if inner is not None:
        causes += _causes(inner)
    if isinstance(error, ResponseFailed):
        for failure in error.reasons:
            causes += _causes(failure.value)
    return causes


def _certificate_reason(error: BaseException) -> str:
    if isinstance(error, VerificationError):
        return "its TLS certificate is for another host"
    text = str(error)
    if "certificate verify failed" not in text:
        return f"TLS failed ({text})"
    return "its TLS certificate is not trusted (expired, self-signed, or the server omits part of the chain)"
