"""Certificates for sites on loopback: a root, an intermediate authority and a server, as publishers have them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Key = ec.EllipticCurvePrivateKey

_SIGNS = x509.KeyUsage(
    key_cert_sign=True,
    crl_sign=True,
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    encipher_only=False,
    decipher_only=False,
)


class Authority:
    """Signs certificates. The first of a chain signs itself."""

    def __init__(self, name: str, above: "Authority | None" = None) -> None:
        self.name = _name(name)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = (above or self).sign(self.name, self.key, authority=True)

    def sign(
        self, name: x509.Name, key: Key, host: str = "", days: tuple[int, int] = (-1, 1), *, authority: bool = False
    ) -> x509.Certificate:
        """A certificate that holds between these days, counted from today."""
        now = datetime.now(UTC)
        draft = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + timedelta(days=days[0]))
            .not_valid_after(now + timedelta(days=days[1]))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            # Without them, and without the usage of an authority's key, Python 3.13 trusts no chain (RFC 5280).
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )
        if authority:
            draft = draft.add_extension(_SIGNS, critical=True)
        if host:
            draft = draft.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        return draft.sign(self.key, hashes.SHA256())


def server(
    folder: Path, signer: Authority, *chain: Authority, host: str = "localhost", days: tuple[int, int] = (-1, 1)
) -> Path:
    """For `Site.speak_tls`: the server's own certificate by `signer`, and those of the authorities in `chain`."""
    key = ec.generate_private_key(ec.SECP256R1())
    shown = [signer.sign(_name(host), key, host, days), *(authority.certificate for authority in chain)]
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "server.pem"
    file.write_bytes(private + b"".join(each.public_bytes(serialization.Encoding.PEM) for each in shown))
    return file


def trust(folder: Path, root: Authority) -> Path:
    """A file of trusted roots, for SSL_CERT_FILE."""
    file = folder / "roots.pem"
    file.write_bytes(root.certificate.public_bytes(serialization.Encoding.PEM))
    return file


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
