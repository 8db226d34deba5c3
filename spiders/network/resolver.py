"""Resolves names, to public addresses only.

A source lists the names of publishers. Whoever controls such a name in DNS could point it at our own network (DNS
rebinding, SSRF). So the address is checked here, where it is resolved for the connection itself, and not before.
"""

import ipaddress
from collections.abc import Sequence
from typing import Self
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.crawler import Crawler
from scrapy.resolver import CachingThreadedResolver
from scrapy.settings import BaseSettings
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

REFUSED: dict[str, str] = {}
"""Name -> the private address that it led to. Twisted says of a refused name only that it has no address."""


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver (IPv4), which refuses addresses that are not globally routable.

    POLICY_PRIVATE_ADDRESSES allows them. A proxy may stand anywhere: it is ours, and it resolves what is asked of it.
    """

    allowed: frozenset[str] | None = frozenset()
    """Names that may lead anywhere; None: every name."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        resolver = super().from_crawler(crawler, reactor)
        resolver.allowed = _allowed(crawler.settings)
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802  # Twisted's name
        found = super().getHostByName(name, timeout)
        if self.allowed is not None and name not in self.allowed:
            found.addCallback(public_only, name)
        return found


def public_only(address: str, name: str) -> str:
    """The address that a name has. Raises `DNSLookupError`, and remembers it, if strangers could not reach it."""
    if is_public(address):
        return address
    REFUSED[name] = address
    raise DNSLookupError(f"{name} leads to {address}, which is not a public address")


def is_public(address: str) -> bool:
    """Whether an IP address is globally routable."""
    parsed = ipaddress.ip_address(address)
    return parsed.is_global and not parsed.is_multicast


def _allowed(settings: BaseSettings) -> frozenset[str] | None:
    if settings.getbool("POLICY_PRIVATE_ADDRESSES"):
        return None
    if not settings.getbool("HTTPPROXY_ENABLED"):
        return frozenset()
    return frozenset(urlsplit(url if "//" in url else f"//{url}").hostname or "" for url in getproxies().values())
