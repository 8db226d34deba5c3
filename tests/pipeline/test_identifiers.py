from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import identifiers
from pipeline.errors import UsageError
from pipeline.identifiers import Celex, other_act, parse_celex, parse_document_id

years = st.integers(1952, 2099).map(str)
acts = st.builds(
    Celex,
    sector=st.sampled_from("3569CE"),
    year=years,
    letters=st.sampled_from(["R", "L", "D", "PC", "AP", "CJ"]),
    number=st.integers(1, 9999).map("{:04d}".format) | st.just("0365(01)"),
    corrigendum=st.just("") | st.integers(1, 99).map("{:02d}".format),
)
consolidated = st.builds(
    Celex,
    sector=st.just("0"),
    year=years,
    letters=st.sampled_from("RLD"),
    number=st.integers(1, 9999).map("{:04d}".format),
    day=st.dates(date(1958, 1, 1), date(2099, 12, 31)).map(date.isoformat),
)


@given(acts | consolidated)
def test_celex_survives_writing_and_reading(celex: Celex) -> None:
    assert parse_celex(str(celex)) == celex
    assert parse_document_id(identifiers.celex_id(str(celex))) == ("celex", str(celex))


@pytest.mark.parametrize(
    "text",
    [
        "32024R1689", "02024R1689-20260727", "32024R1689R(01)", "52021PC0206",
        "12016M/TXT", "12016E114", "11957E/TXT", "12012ME/TXT",
    ],
)  # fmt: skip
def test_celex_is_read_in_every_form(text: str) -> None:
    assert str(parse_celex(f" {text} ")) == text


def test_consolidated_celex_tells_the_date() -> None:
    assert parse_celex("02024R1689-20260727").day == "2026-07-27"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024R1689",
        "32024R1689-20260727",
        "02024R1689-20261327",
        "32024r1689",
        "AI Act",
        "32024R1689R(1)",
        "12016E114a",
    ],
)
def test_what_is_no_celex_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match="32024R1689"):
        parse_celex(text)


@pytest.mark.parametrize(
    "value",
    [
        "celex:32024R1689R(01)",
        "fr:2024-03763",
        "fr:C1-2023-27742",
        "fr:R1-2020-12345",
        "fr:E8-23178@2008-10-02",
        "fr:93-32104",
        "fr:X94-10107",
        "eo:14110",
        "eo:12988-A",
        *(f"bill:119-{kind}-1" for kind in ("hr", "s", "hjres", "sjres", "hconres", "sconres", "hres", "sres")),
        "docket:NTIA-2023-0009",
        "docket:FDA-2024-D-4488",
        "docket:EPA-HQ-OAR-2021-0317",
        "regs:NTIA-2023-0009-0223",
        "omb:M-24-10",
        "nist:NIST.AI.600-1",
        "nist:NIST.AI.100-2e2025",
        "nist:NIST.SP.800-218A",
        "url:" + "0" * 40,
    ],
)
def test_document_ids_are_read(value: str) -> None:
    assert ":".join(parse_document_id(value)) == value


@pytest.mark.parametrize(
    "value", ["", "celex", "celex:", "fr:abc", "fr:2024-03763@yesterday", "eo:x", "isbn:123", "bill:119-xx-1", "url:zz"]
)
def test_wrong_document_ids_are_refused(value: str) -> None:
    with pytest.raises(UsageError):
        parse_document_id(value)


def test_a_wrong_document_id_is_told_what_one_begins_with() -> None:
    with pytest.raises(
        UsageError, match=r"celex:32024R1689 .*\(schemes: celex, fr, eo, bill, docket, regs, omb, nist, url\)"
    ):
        parse_document_id("isbn:123")


def test_federal_register_number_has_hyphens() -> None:
    assert identifiers.fr_number("2024–03763") == "2024-03763"
    assert parse_document_id("fr:2024—03763") == ("fr", "2024-03763")


@pytest.mark.parametrize("text", ["", "89 FR 14059", "2024-03763 and more", "03763"])
def test_what_is_no_federal_register_number_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match="write it like 2024-03763"):
        identifiers.fr_number(text)


def test_federal_register_key_has_the_date_only_where_numbers_were_used_twice() -> None:
    assert identifiers.fr_id("2024-03763", "2024-02-26") == "fr:2024-03763"
    assert identifiers.fr_id("E8-23178", "2008-10-02") == "fr:E8-23178@2008-10-02"
    assert identifiers.fr_id("2015-32987", "2015-12-31") == "fr:2015-32987@2015-12-31"
    assert identifiers.fr_id("2015-32988", "2016-01-01") == "fr:2015-32988"
    assert identifiers.fr_id("E8-23178", "") == "fr:E8-23178"


def test_federal_register_mentions() -> None:
    link = "https://www.federalregister.gov/documents/2023/11/01/2023-24283/safe"
    text = f"RIN 0660-XC060, FR Doc. 2024–03763, see {link}; call 202-482-1234"
    assert identifiers.fr_mentions(text) == ("2024-03763", "2023-24283")
    assert identifiers.fr_mentions("FR Document No. 2024-03763 (FR Doc 2024-03763)") == ("2024-03763",)
    assert identifiers.fr_mentions("https://federalregister.gov/d/2024-03763") == ("2024-03763",)


@pytest.mark.parametrize(
    "alias",
    [
        "https://www.ntia.gov/programs-and-initiatives/artificial-intelligence/open-model-weights-report",
        "http://www.ntia.doc.gov/issues/artificial-intelligence/open-model-weights-report/",
        "https://ntia.gov/issues/artificial-intelligence/open-model-weights-report?utm_source=x#page",
        "HTTPS://NTIA.GOV//programs-and-initiatives/artificial-intelligence/open-model-weights-report",
    ],
)
def test_aliases_are_one_address(alias: str) -> None:
    wanted = "https://www.ntia.gov/programs-and-initiatives/artificial-intelligence/open-model-weights-report"
    assert identifiers.canonical_url(alias) == wanted
    assert identifiers.url_id(alias) == identifiers.url_id(wanted)


@pytest.mark.parametrize("site", ["ntia.gov", "federalregister.gov", "whitehouse.gov", "nist.gov", "govinfo.gov"])
def test_a_site_is_the_same_with_and_without_www(site: str) -> None:
    assert identifiers.canonical_url(f"https://{site}./a") == f"https://www.{site}/a"


def test_a_section_that_moved_is_the_same_page_itself() -> None:
    moved = "https://www.ntia.gov/programs-and-initiatives/artificial-intelligence"
    assert identifiers.canonical_url(" https://ntia.doc.gov/issues/artificial-intelligence ") == moved


@pytest.mark.parametrize(
    "tracking",
    [
        "utm_medium",
        "fbclid",
        "gclid",
        "mc_cid",
        "mc_eid",
        "igshid",
        "msclkid",
        "_hsenc",
        "_hsmi",
        "cmpid",
        "UTM_Source",
    ],
)
def test_tracking_names_no_page(tracking: str) -> None:
    assert identifiers.canonical_url(f"https://example.gov/a?{tracking}=x&id=7") == "https://example.gov/a?id=7"


@pytest.mark.parametrize("name", ["children%e2%80%99s", "children%E2%80%99s", "children’s"])
def test_a_letter_is_the_same_however_it_is_escaped(name: str) -> None:
    assert identifiers.canonical_url(f"https://example.gov/{name}?q={name}").count("children%E2%80%99s") == 2


def test_canonical_address_keeps_what_names_the_page() -> None:
    assert identifiers.canonical_url("https://example.gov/a%20b?id=7&gclid=1") == "https://example.gov/a%20b?id=7"
    assert identifiers.canonical_url("https://example.gov/?all=&gclids=1") == "https://example.gov/?all=&gclids=1"
    assert identifiers.canonical_url("https://example.gov") == "https://example.gov/"
    assert "/issues/artificial-intelligence-other" in identifiers.canonical_url(
        "https://www.ntia.gov/issues/artificial-intelligence-other"
    )


ADDRESS = r"https?://[a-z]{1,8}\.gov(/[A-Za-z0-9%é ._-]{0,12}){0,3}(\?[a-z]{1,3}=[a-z0-9]{0,4})?(#[a-z]{0,4})?"


@given(st.from_regex(ADDRESS, fullmatch=True))
def test_canonical_address_is_its_own_canonical_address(url: str) -> None:
    assert identifiers.canonical_url(identifiers.canonical_url(url)) == identifiers.canonical_url(url)


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://www.ntia.gov/a", True),
        ("http://www.ntia.gov:8080/a", True),
        ("ftp://www.ntia.gov/a", False),
        ("javascript:alert(1)", False),
        ("https:///a", False),
        ("https://www.ntia.gov:0/a", False),
        ("https://www.ntia.gov:port/a", False),
        ("http://[", False),
        ("https://www.ntia.gov/a\nb", False),
        ("https://www.ntia.gov/<b>", False),
        ("", False),
        (None, False),
    ],
)
def test_what_is_an_address_of_the_web(url: object, good: bool) -> None:
    assert identifiers.is_web_address(url) is good


def test_an_address_may_have_to_be_on_one_of_these_hosts() -> None:
    hosts = ("www.ntia.gov", "www.nist.gov")
    assert identifiers.is_web_address("https://www.NIST.gov/a", *hosts)
    assert not identifiers.is_web_address("https://www.ntia.gov.example/a", *hosts)


def test_links() -> None:
    assert (
        identifiers.cellar_url("32024R1689R(01)") == "https://publications.europa.eu/resource/celex/32024R1689R%2801%29"
    )
    assert identifiers.cellar_url("12016M/TXT").endswith("/12016M%2FTXT")
    assert (
        identifiers.eurlex_url("32024R1689") == "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32024R1689"
    )
    assert (
        identifiers.eurlex_text_url("32024R1689", "fr")
        == "https://eur-lex.europa.eu/legal-content/FR/TXT/HTML/?uri=CELEX:32024R1689"
    )
    assert identifiers.fr_url("2024-03763") == "https://www.federalregister.gov/d/2024-03763"


@pytest.mark.parametrize(
    ("celex", "expected"),
    [
        ("32024R1689", "http://data.europa.eu/eli/reg/2024/1689/oj"),
        ("32000L0031", "http://data.europa.eu/eli/dir/2000/31/oj"),
        ("02024R1689-20260727", "http://data.europa.eu/eli/reg/2024/1689/2026-07-27"),
        ("32018D0329", "http://data.europa.eu/eli/dec/2018/329/oj"),
        ("52021PC0206", ""),
        ("32024R1689R(01)", ""),
        ("32018D0329(01)", ""),
        ("22019D0265", ""),
        ("32019H0553", ""),
        ("32024D01459", ""),
        ("12016M/TXT", ""),
    ],
)
def test_eli_from_celex(celex: str, expected: str) -> None:
    assert identifiers.eli(celex) == expected


@pytest.mark.parametrize(
    ("celex", "title", "other"),
    [
        ("32024R1689", "REGULATION (EU) 2022/2065 OF THE EUROPEAN PARLIAMENT", "2022/2065"),
        ("32024R1689", "REGULATION (EU) 2026/1744 amending Regulation (EU) 2024/1689", "2026/1744"),
        ("32024R1689", "VERORDNUNG (EU) 2024/1689 zur Änderung der Verordnung (EU) 2019/881", ""),
        ("32024R1689", "Artificial Intelligence Act", ""),
        ("02024R1689-20260727", "RÈGLEMENT (UE) 2024/1689", ""),
        ("02024R1689-20260727", "RÈGLEMENT (UE) 2024/1690", "2024/1690"),
        ("32024R1689R(01)", "Rectificatif au règlement (UE) 2024/1689", ""),
        ("32016R0098", "Regulation (EU) 2016/98", ""),
        ("32019L0790", "Directive (EU) 2019/789", "2019/789"),
        ("32019D0553", "Decision (EU) 2019/554", "2019/554"),
        ("32015R0120", "Regulation (EU) 2015/121", "2015/121"),
        ("32014R0910", "Regulation (EU) No 910/2014 repealing Directive 1999/93", ""),
        ("22019D0265", "Decision of the EEA Joint Committee on Regulation (EU) 2016/679", ""),
        ("32019H0553", "Recommendation on Directive (EU) 2016/680", ""),
        ("31997L0007", "Directive amending Directive 1984/450/EEC", ""),
        ("32018D0329(01)", "Decision 2018/C 114/08 on 2016/679", ""),
        ("32030D01234", "Commission Decision of 5 March 2030 amending Decision (EU) 2024/1459 on toys", ""),
        ("52021PC0206", "Proposal 2021/0106 (COD)", ""),
    ],
)
def test_a_title_that_names_another_act_is_told(celex: str, title: str, other: str) -> None:
    assert other_act(parse_celex(celex), title) == other
