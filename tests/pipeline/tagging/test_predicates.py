"""What phrases cannot say."""

import pytest

from pipeline.tagging.predicates import SENTENCE_PREDICATES, SPAN_PREDICATES


def asks(name: str, text: str) -> bool:
    """The answer of a predicate about the words between « and »."""
    before, words, after = text.replace("»", "«").split("«")
    predicate = (SPAN_PREDICATES | SENTENCE_PREDICATES)[name]
    return predicate(before + words + after, len(before), len(before) + len(words))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("in_address", "See https://example.org/«open-source»-models for more."),
        ("in_address", "the-attempt-to- regulate-«open-source»-ai-is-fictional/ (visited in 2031)"),
        ("in_contents", "5.1 Foreign «open-weight models» . . . . . . . . 15"),
        ("in_contents", "1.2 Costs . . . . . 20 2 Unique Benefits of «Open Models» 23 2.1 Tools . . . . . . 25"),
        ("in_cited_title", "Example Department, «Open Source Code», https://example.org/code."),
        ("in_cited_title", "Big Tech and the Politics of «Open AI», August 17, 2031, https://example.org/politics."),
        ("in_cited_title", "Ada Byron, Big Tech and the Politics of «Open AI» (Aug. 17, 2031)."),
        ("in_cited_title", "[7] Example Creators and Example Labs. Supporting «Open Source» in the Tools Act, 2031."),
        ("in_cited_title", "9 Ada Byron et al., “Governing «Open Foundation Models»,” Example Brief, 2031."),
        ("in_cited_title", "Byron, Ada, A History of the «Open Source Software» Revolution, Example Press, 2031."),
        ("in_cited_title", "8 Byron et al, An evaluation of «open-source» objectives, Example Centre, 2031."),
        (
            "in_cited_title",
            "[9] Example Labs. The next of our «open source language model». 2031. URL: https://example.org",
        ),
        ("in_cited_title", "4 Byron et al., On the «Impact of Open Models»."),
        ("in_cited_title", "See above. 11 Byron, «Open Models»: A History. 12 Id."),
        ("in_cited_title", "31 The Value of «Open Source Software» 30 A Taxonomy of Looms 29 Steam Engines"),
        ("in_cited_title", "24 Who Is Winning the «Open Source» Race | THE EXAMPLE"),
        (
            "in_cited_title",
            "22 See Example Office for Looms, Call for Tenders: «Open Source Tools», May 2031, https://example.org",
        ),
        ("in_cited_title", "7\u202c \u202d Byron et al.,\u202c \u202d “«Open Models»: A History"),
        ("in_docket_title", "EX-2031-7 «Openness» in AI Request for Comment page 5"),
        ("in_docket_title", "RE: Foundation Models with «Widely Available Model Weights» (Docket No. 310216)"),
        ("is_question", "«How do the risks of open models compare?”»"),
        ("is_order", "«- (2) Document incidents with open-source software.»"),
        ("is_order", "«Information Security GV-6.2-002 Document incidents with open data.»"),
        ("is_call", "«- (2) Protect open-source software.»"),
        ("is_list_point", "«- (ii) benefits of open models; and »"),
    ],
)
def test_holds(name: str, text: str) -> None:
    assert asks(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("in_address", "«Open-source» models are at https://example.org."),
        ("in_address", "a «non-open-source» model"),
        ("in_contents", "«Open-weight models» are read ... at night."),
        ("in_contents", "1.2 Costs . . . . . 20. We publish «open models» because they are read by many."),
        ("in_cited_title", "In 2031 the agency promoted «open-source software»."),
        ("in_cited_title", "Byron et al. have shown that «Open Models» help."),
        ("in_cited_title", "The 25 «Open Source» maintainers met, and 12 Agencies came."),
        ("in_cited_title", "2 Risks of «Open Models» It is often said that they help."),
        ("in_cited_title", "We publish «open models», https://example.org/models."),
        (
            "in_cited_title",
            "The agency found that “«open models» help small firms” and said so twice in its report of 2031.",
        ),
        ("in_docket_title", "The docket asks about models with «widely available model weights»."),
        ("is_question", "«How models compare.»"),
        ("is_order", "«Incidents with open-source software are rare.»"),
        ("is_call", "«Laws protect open-source software.»"),
        ("is_list_point", "«(ii) Open models are useful.»"),
    ],
)
def test_does_not_hold(name: str, text: str) -> None:
    assert not asks(name, text)
