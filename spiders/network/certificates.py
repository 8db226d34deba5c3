"""Why a TLS certificate is refused. Scrapy's error only says that it is."""

import asyncio
import socket
import ssl
from typing import cast

from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.base import ReactorBase

_SECONDS = 10
# X509_V_ERR_… of OpenSSL (x509_vfy.h), as `ssl.SSLCertVerificationError.verify_code` has them.
_INCOMPLETE = frozenset({2, 20, 21})
_REASONS = {
    9: "is not valid yet; check this machine's clock",
    10: "has expired",
    18: "is self-signed",
    19: "is signed by an authority unknown to this machine",
    23: "was revoked",
    62: "is for another host",
}


async def certificate_fault(host: str, port: int) -> str:
    """What is wrong with the certificate that a host shows: asks it once more, directly, and hangs up.

    "" if nothing is, or if it cannot be asked.
    """
    from twisted.internet import reactor  # at the top it would choose the reactor of every program

    resolve = cast(ReactorBase, reactor).resolve  # to where the crawl just connected; refuses private addresses
    try:
        address = await maybe_deferred_to_future(resolve(host))
    except OSError:
        return ""
    return await asyncio.get_running_loop().run_in_executor(None, _ask, host, address, port)


def _ask(host: str, address: str, port: int) -> str:
    try:
        with (
            socket.create_connection((address, port), timeout=_SECONDS) as connection,
            ssl.create_default_context().wrap_socket(connection, server_hostname=host),
        ):
            return ""
    except ssl.SSLCertVerificationError as error:
        return _reason(error)
    except OSError:
        return ""


def _reason(error: ssl.SSLCertVerificationError) -> str:
    if error.verify_code in _INCOMPLETE:
        return (
            "is not trusted: the server omits a certificate of the chain, or its issuer is unknown to this machine; "
            "tell the publisher, or add the missing certificate to the file that SSL_CERT_FILE names"
        )
    return _REASONS.get(error.verify_code, f"is not trusted ({error.verify_message})")
