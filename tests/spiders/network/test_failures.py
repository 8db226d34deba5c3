"""Why a host cannot be reached is said in plain words."""

import pytest
from OpenSSL.SSL import Error as OpenSslError
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from service_identity import VerificationError
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from pipeline.model import FetchOutcome
from spiders.network.failures import (
    INTERRUPTED,
    FailureKind,
    FetchFailed,
    explain,
    interrupted,
    is_certificate_error,
)

URL = "https://www.example.gov/a?api_key=s3cret"


def failed(*reasons: BaseException) -> DownloadFailedError:
    """As Scrapy wraps what Twisted reports."""
    error = DownloadFailedError("failed")
    error.__cause__ = ResponseFailed([Failure(reason) for reason in reasons])
    return error


UNTRUSTED = OpenSslError([("SSL routines", "", "certificate verify failed: unable to get local issuer certificate")])


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (CannotResolveHostError("x"), "could not reach www.example.gov: DNS lookup failed"),
        (DownloadConnectionRefusedError("x"), "could not reach www.example.gov: connection refused"),
        (DownloadTimeoutError("x"), "could not reach www.example.gov: no complete answer in time"),
        (failed(ConnectionResetError("reset")), "could not reach www.example.gov: the connection broke"),
        (failed(UNTRUSTED), "the server omits part of the chain"),
        (
            failed(OpenSslError([("SSL routines", "", "wrong version number")])),
            "could not reach www.example.gov: TLS failed (",
        ),
        (failed(ValueError("first"), ConnectionResetError("last")), "the connection broke (last)"),
        (failed(VerificationError(errors=[])), "its TLS certificate is for another host"),
        (ResponseDataLossError(), "the answer was cut short"),
        (DownloadCancelledError("too large"), "larger than DOWNLOAD_MAXSIZE"),
        (UnsupportedURLSchemeError("ftp"), "only http and https are fetched"),
        (TunnelError("407 Proxy Authentication Required"), "the proxy refused: 407 Proxy Authentication Required"),
        (IgnoreRequest("forbidden for today"), "could not reach www.example.gov: forbidden for today"),
    ],
)
def test_failures_are_explained(error: Exception, words: str) -> None:
    failure = explain(URL, error)
    assert words in str(failure)
    assert "s3cret" not in str(failure)


@pytest.mark.parametrize(
    ("status", "kind"), [(401, "refused"), (403, "refused"), (451, "refused"), (404, "http_error"), (500, "http_error")]
)
def test_a_site_that_turns_programs_away_is_told_from_one_that_fails(status: int, kind: str) -> None:
    failure = explain(URL, HttpError(Response(URL, status), f"{URL}: answered {status}"))
    assert failure.kind == kind
    assert f"answered {status}" in str(failure)
    assert "s3cret" not in str(failure)


def test_an_explained_failure_stays_as_it_is() -> None:
    failure = FetchFailed("robots_denied", "forbidden")
    assert explain(URL, failure) is failure


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("network", "network_error"),
        ("not_in_archive", "network_error"),
        ("redirect_loop", "redirect"),
        ("challenge_page", "challenge_page"),
        ("foreign_host", "refused"),
        ("robots_denied", "robots_denied"),
        ("robots_unreachable", "robots_denied"),
        ("http_error", "http_error"),
        ("empty_body", "http_error"),
        ("malformed_document", "http_error"),
        ("hostile_document", "http_error"),
    ],
)
def test_the_kind_of_a_failure_tells_what_came_of_the_request(kind: FailureKind, outcome: FetchOutcome) -> None:
    assert FetchFailed(kind, "failed").outcome == outcome


def test_a_failure_is_asked_again_only_where_that_is_said_to_help() -> None:
    assert not FetchFailed("network", "failed").helps_to_retry
    assert FetchFailed("network", "failed", helps_to_retry=True).helps_to_retry
    assert interrupted().kind == INTERRUPTED


def test_certificate_errors_are_not_worth_a_retry() -> None:
    assert is_certificate_error(failed(UNTRUSTED))
    assert not is_certificate_error(failed(ConnectionResetError("reset")))
