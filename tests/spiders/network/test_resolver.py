"""Which addresses a name may lead to."""

import pytest
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.test import get_crawler
from twisted.internet.base import ReactorBase
from twisted.internet.defer import succeed
from twisted.internet.error import DNSLookupError

from spiders.network import resolver
from spiders.network.resolver import PublicResolver, is_public, public_only


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "ff02::1"],
)  # fmt: skip
def test_what_strangers_cannot_reach_is_not_public(address: str) -> None:
    assert not is_public(address)
    with pytest.raises(DNSLookupError, match="not a public address"):
        public_only(address, "law.example")


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111"])
def test_public_addresses_are(address: str) -> None:
    assert public_only(address, "law.example") == address


@pytest.mark.parametrize(
    ("settings", "allowed"),
    [
        ({}, frozenset({"localhost", "proxy.example"})),
        ({"HTTPPROXY_ENABLED": False}, frozenset()),
        ({"POLICY_PRIVATE_ADDRESSES": True}, None),
    ],
)
def test_a_proxy_may_stand_anywhere(
    settings: dict[str, bool], allowed: frozenset[str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "localhost:3128")
    monkeypatch.setenv("https_proxy", "http://user:secret@proxy.example:3128")
    crawler = get_crawler(settings_dict=settings)
    assert PublicResolver.from_crawler(crawler, ReactorBase.__new__(ReactorBase)).allowed == allowed


@pytest.mark.parametrize(
    ("allowed", "address", "found"),
    [
        (frozenset(), "8.8.8.8", "8.8.8.8"),
        (frozenset(), "10.0.0.1", None),
        (frozenset({"proxy.example"}), "10.0.0.1", None),
        (frozenset({"law.example"}), "10.0.0.1", "10.0.0.1"),
        (None, "10.0.0.1", "10.0.0.1"),
    ],
)
def test_a_name_is_resolved_to_a_public_address_or_it_is_one_of_ours(
    monkeypatch: pytest.MonkeyPatch, allowed: frozenset[str] | None, address: str, found: str | None
) -> None:
    monkeypatch.setattr(CachingThreadedResolver, "getHostByName", lambda *_: succeed(address))
    monkeypatch.setattr(resolver, "REFUSED", refused := dict[str, str]())
    ours = PublicResolver.from_crawler(get_crawler(), ReactorBase.__new__(ReactorBase))
    ours.allowed = allowed
    resolved = ours.getHostByName("law.example")
    if found:
        assert resolved.result == found
    else:
        assert resolved.result.check(DNSLookupError)  # type: ignore[attr-defined]  # which Twisted keeps as a failure
        resolved.addErrback(lambda _: None)
    assert refused == ({} if found else {"law.example": "10.0.0.1"})
