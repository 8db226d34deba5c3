"""Only the publisher's own certificate is believed."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from loopback_site import Crawl, Site, notice

from spiders.network import certificates


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


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (2, "is not trusted: the server omits a certificate of the chain"),
        (20, "is not trusted: the server omits a certificate of the chain"),
        (21, "is not trusted: the server omits a certificate of the chain"),
        (9, "is not valid yet; check this machine's clock"),
        (10, "has expired"),
        (18, "is self-signed"),
        (19, "is signed by an authority unknown to this machine"),
        (23, "was revoked"),
        (62, "is for another host"),
        (24, "is not trusted (invalid CA certificate)"),
    ],
)
def test_what_is_wrong_with_a_certificate_is_said_by_its_number(code: int, words: str) -> None:
    error = ssl.SSLCertVerificationError("no")
    error.verify_code, error.verify_message = code, "invalid CA certificate"
    assert certificates._reason(error).startswith(words)


def test_a_host_that_does_not_answer_has_no_fault_of_its_certificate() -> None:
    assert certificates._ask("localhost", "127.0.0.1", 1) == ""
    with socket.create_server(("127.0.0.1", 0)) as server:
        hang_up = threading.Thread(target=lambda: server.accept()[0].close())
        hang_up.start()
        assert certificates._ask("localhost", "127.0.0.1", server.getsockname()[1]) == ""
        hang_up.join()
