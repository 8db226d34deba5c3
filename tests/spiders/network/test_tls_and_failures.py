"""Only the publisher's own certificate is believed; why a host cannot be reached is said in plain words."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from loopback_site import Crawl, Site, notice
from OpenSSL.SSL import Error as OpenSslError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from service_identity import VerificationError
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from pipeline.model import FetchOutcome
from spiders.network.failures import FailureKind, FetchFailed, explain, is_certificate_error, readable

URL = "https://www.example.gov/a?api_key=s3cret"


def self_signed(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "site.pem"
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


def test_a_certificate_that_nobody_vouches_for_is_refused(
    site: Site, crawl: Crawl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = self_signed(tmp_path)
    site.documents(d_1=notice())
    site.speak_tls(certificate)
    crawled = crawl()
    ((kind, message),) = crawled.problems()
    assert kind == "network"
    assert "could not reach 127.0.0.1: its TLS certificate is self-signed" in message
    assert site.seen == []
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert crawl().run["outcome"] == "ok"


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
        (failed(VerificationError(errors=[])), "its TLS certificate is for another host"),
        (ResponseDataLossError(), "the answer was cut short"),
        (DownloadCancelledError("too large"), "larger than DOWNLOAD_MAXSIZE"),
    ],
)
def test_failures_are_explained(error: Exception, words: str) -> None:
    failure = explain(URL, error)
    assert words in str(failure)
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


def test_certificate_errors_are_not_worth_a_retry() -> None:
    assert is_certificate_error(failed(UNTRUSTED))
    assert not is_certificate_error(failed(ConnectionResetError("reset")))


def test_a_long_address_does_not_hide_the_reason() -> None:
    query = "https://api.example.gov/documents?" + "&".join(f"field={number}" for number in range(100))
    told = readable(f"{query}: answered 503; the next crawl asks again ({query})")
    assert ": answered 503; the next crawl asks again (https://api.example.gov/documents?field=0" in told
    assert len(told) < 350
    assert told.endswith("…)")
    assert readable(f"{query[:100]}: answered 503") == f"{query[:100]}: answered 503"
