"""Documents that a text names."""

import pytest

from pipeline.references import mentions


@pytest.mark.parametrize(
    ("text", "celex"),
    [
        ("Regulation (EU) 2024/1689", "32024R1689"),
        ("Regulation (EU)2024/1689", "32024R1689"),
        ("Regulation (EC) No 300/2008", "32008R0300"),
        ("Regulation (EU) No 168/2013", "32013R0168"),
        ("Council Regulation (EEC) No 3922/91", "31991R3922"),
        ("Directive 2014/90/EU", "32014L0090"),
        ("Directive (EU) 2016/797", "32016L0797"),
        ("Directive 95/46/EC", "31995L0046"),
        ("Decision No 1247/2002/EC", "32002D1247"),
        ("Commission Decision 2010/227/EU", "32010D0227"),
        ("Decision (EU) 2023/2117", "32023D2117"),
        ("Council Framework Decision 2008/977/JHA", "32008F0977"),
        ("Recommendation 2003/361/EC", "32003H0361"),
        ("Commission Implementing Regulation (EU) 2025/454", "32025R0454"),
        ("règlement (UE) 2024/1689", "32024R1689"),
        ("règlement (CE) n° 300/2008", "32008R0300"),
        ("règlement (UE) no 1025/2012", "32012R1025"),
        ("directive 2014/90/UE", "32014L0090"),
        ("décision-cadre 2008/977/JAI", "32008F0977"),
        ("http://data.europa.eu/eli/reg/2024/1689/oj", "32024R1689"),
        ("CELEX:32016R0679", "32016R0679"),
    ],
)
def test_eu_acts_by_their_numbers(text: str, celex: str) -> None:
    assert [mention.target for mention in mentions(f"as in {text} and on")] == [f"celex:{celex}"]


def test_a_list_of_acts() -> None:
    text = (
        "Regulations (EC) No 300/2008, (EU) No 167/2013 and (EU) 2018/858 and Directives 2014/90/EU and (EU) 2016/797"
    )
    named = [mention.target.removeprefix("celex:") for mention in mentions(text)]
    assert named == ["32008R0300", "32013R0167", "32018R0858", "32014L0090", "32016L0797"]


@pytest.mark.parametrize(
    "text",
    [
        "Regulation 12/13",
        "Decision of 3/4 members",
        "Directive 2014",
        "Regulation (EU) 5/6",
        "and/or 2014/15",
        "Directive 51/12/EEC",
    ],
)
def test_other_numbers_name_no_act(text: str) -> None:
    assert mentions(text) == []


def test_years_have_had_two_digits_since_1952() -> None:
    assert [mention.target for mention in mentions("Directive 52/12/EEC")] == ["celex:31952L0012"]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Executive Order 14110 of October 30, 2023", "eo:14110"),
        ("E.O. 13960", "eo:13960"),
        ("89 FR 14059", "fr_citation:89 FR 14059"),
        ("88 Fed. Reg. 75,191", "fr_citation:88 FR 75191"),
        ("FR Doc. 2024–03763", "fr:2024-03763"),
        ("Pub. L. 117–167", "publ:117-167"),
        ("Public Law No. 116-283", "publ:116-283"),
        ("15 U.S.C. 9401(3)", "usc:15 U.S.C. 9401"),
        ("2 CFR 200.315(d)", "cfr:2 CFR 200.315"),
        ("15 CFR part 744", "cfr:15 CFR 744"),
        ("OMB Memorandum M-24-10", "omb:M-24-10"),
        ("Docket No. NTIA–2023–0009", "docket:NTIA-2023-0009"),
        ("NIST AI 600-1", "nist:NIST.AI.600-1"),
    ],
)
def test_american_documents(text: str, target: str) -> None:
    (mention,) = mentions(f"under {text}, the agency")
    assert mention.target == target


def test_a_number_of_the_federal_register_stands_where_it_is_named_as_such() -> None:
    text = "AD 2023-27742 aside, FR Doc. C1–2023–27742 corrects FR Doc. 2023–27742; see FR Doc. 2023-27742."
    assert [(mention.start, text[mention.start : mention.end]) for mention in mentions(text)] == [
        (29, "C1–2023–27742"),
        (60, "2023–27742"),
        (84, "2023-27742"),
    ]


@pytest.mark.parametrize("dash", "\u2010\u2011\u2012\u2013\u2014\u2212")
def test_any_dash_may_stand_in_a_number(dash: str) -> None:
    assert [mention.target for mention in mentions(f"see M{dash}24{dash}10")] == ["omb:M-24-10"]
