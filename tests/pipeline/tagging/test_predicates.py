"""What phrases cannot say."""

import pytest

from pipeline.tagging.predicates import SENTENCE_PREDICATES, SPAN_PREDICATES

LONG = "by tools of all kinds " * 8


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
        ("in_address", "in the folder «open»_models"),
        ("in_address", "in the folder «open-source»/tools"),
        ("in_address", "_«open source» tools"),
        ("in_address", "in free_«open source»"),
        ("in_address", "(how-to-write-«open» tools)"),
        ("in_contents", "5.1 Foreign «open-weight models» . . . . . . . . 15"),
        ("in_contents", "1.2 Costs . . . . . 20 2 Unique Benefits of «Open Models» 23 2.1 Tools . . . . . . 25"),
        ("in_contents", f"Costs . . . . . 20 «Open Models» 23 {LONG}. . . . . 25"),
        ("in_cited_title", "Example Department, «Open Source Code», https://example.org/code."),
        ("in_cited_title", "Example Department, «Open Source Code», available at https://example.org/code."),
        ("in_cited_title", "Byron et al., on «open models» by Ada et al. Example Press."),
        (
            "in_cited_title",
            "See above. 31 The Value of «Open Models» in GPT-4.5 30 A Taxonomy of Looms 29 Steam Engines",
        ),
        ("in_cited_title", "31 The Value of «Open Models» 130 Taxonomies of Looms"),
        ("in_cited_title", "The Politics of «Open Models» (May"),
        ("in_cited_title", "123 Byron, On «Open Models»."),
        ("in_cited_title", "123 The Value of «Open Source Software» Page 3"),
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
        ("in_cited_title", "12 See The Value of «open models» in the Journal of Looms."),
        ("in_cited_title", "The Office; Ada Byron, the value of «open models», 2031."),
        ("in_cited_title", "4 Byron et al., The Value of Harbor.gov and «Open Models»."),
        ("in_cited_title", "31 The Builder’s Guide to «Open Models» 30 A Taxonomy of Looms 29 Steam Engines"),
        ("in_cited_title", "4 Byron et al., GPT-4.5 and «Open Models»."),
        ("in_cited_title", f"4 Byron et al., On the «Impact of Open Models». {LONG}"),
        (
            "in_cited_title",
            "See above. [9] Example Labs. The next of our «open models». 2031. URL: https://example.org",
        ),
        ("in_cited_title", "Byron et al., on «open models», 2031. The office agreed."),
        ("in_cited_title", "Byron et al., 2030. Lovelace et al., on «open models», 2031."),
        ("in_cited_title", "Byron et al. «Open models» at work. Example Press, 2031."),
        ("in_cited_title", "31 The Value of «Open Source Software», Example Press."),
        ("in_cited_title", "They wrote “Our «open models» help small firms” in 2031."),
        (
            "in_docket_title",
            "and so on. RE: Models with «Widely Available Model Weights» (Docket No. 310216) and so on",
        ),
        ("in_docket_title", "EX-2031-7 «Openness» in AI Request for Comment page 5"),
        ("in_docket_title", "EX-2031-7 «openness» in Artificial Intelligence RFC page 5"),
        ("in_docket_title", "RE: Foundation Models with «Widely Available Model Weights» (Docket No. 310216)"),
        ("is_question", "«How do the risks of open models compare?”»"),
        ("is_order", "«- (2) Document incidents with open-source software.»"),
        ("is_order", "«(a) Document incidents with open-source software.»"),
        ("is_order", "«“Document incidents with open-source software.”»"),
        ("is_order", "«Information Security GV-6.2-002 Document incidents with open data.»"),
        ("is_order", "«Verify that open models are tested.»"),
        ("is_order", "«Monitor open models: they are new.»"),
        ("is_call", "«- (2) Protect open-source software.»"),
        ("is_call", "We wait. «Protect open-source software.»"),
        ("is_list_point", "«- (ii) benefits of open models; and »"),
        ("is_list_point", "«(a) open models or»"),
        ("is_list_point", "«(A) RISKS OF OPEN MODELS; AND»"),
        ("is_list_point", "«(III) open models or»"),
        ("is_list_point", "«▪ open models;»"),
        ("is_order", "«○ Document incidents with open-source software.»"),
        ("is_list_point", "«(viii) open models;»"),
        ("is_list_point", "«(a) open models;»"),
        ("is_list_point", "«(a) open models,»"),
        ("is_list_point", "«(a) open models:»"),
        ("is_list_point", "«(a) open models—»"),
    ],
)
def test_holds(name: str, text: str) -> None:
    assert asks(name, text)


@pytest.mark.parametrize(
    "author",
    [
        "Byron et al.", "Byron et. al.,", "Byron et al., A. King", "Byron, A.", "Byron, Ada,", "; Ada Byron",
        "See Ada Byron,", "see also Ada Byron,", "See e.g., Ada Byron,", "See generally Ada Augusta King Byron,",
        "12 See The Value", "123 See also The Value", "12 Institute for Lamps,", "123 Institute for Lamps (IFL),",
        "12 Byron & Sons,", "12 Office of the Looms and Lamps on Sea in Kent,",
    ],
)  # fmt: skip
def test_who_wrote_it_stands_before_a_title(author: str) -> None:
    assert asks("in_cited_title", f"{author} on «open models», 2031.")


@pytest.mark.parametrize(
    "words", ["12 See what they say", "Offices of looms,", "Byron, ada,", "See Byron,", "Ada Byron"]
)
def test_who_is_no_author_wrote_no_title(words: str) -> None:
    assert not asks("in_cited_title", f"{words} on «open models», 2031.")


@pytest.mark.parametrize(
    "imprint",
    [
        "1931", "2031", "https://x.example", "www.x.example", "arXiv", "DOI", "available at Looms", "Available here",
        "Example Press", "Example Journal", "Proceedings of Looms", "Example Brief", "Univ. of Looms",
        "University of Looms", "Example Blog", "Accessed in May",
    ],
)  # fmt: skip
def test_what_stands_behind_authors_and_before_an_imprint_is_a_title(imprint: str) -> None:
    assert asks("in_cited_title", f"Byron et al., on «open models», {imprint}.")
    assert not asks("in_cited_title", f"Byron writes on «open models», {imprint}.")


@pytest.mark.parametrize("number", ["[9]", "[123]", "and 9.", "123."])
@pytest.mark.parametrize(
    "locator", ["URL 2031", "https://x.example", "DOI 2031", "arXiv 2031", "In Proceedings of Looms"]
)
def test_an_entry_of_references_ends_with_where_to_find_it(number: str, locator: str) -> None:
    assert asks("in_cited_title", f"{number} Our next «open models». {locator}.")
    assert not asks(
        "in_cited_title", f"{number} Our next «open models». {locator.lower()}.".replace("https:", "at 2031")
    )


@pytest.mark.parametrize(
    "mark",
    [
        "RE:", "re:", "Docket 3,", "88 Fed. Reg. 1,", "FR Doc. 2031-1,", "Request for Comment", "Request for Comments",
        "Request for Information", "RFC", "RFI", "Submitted via post:", "In the Matter of", "Regulations.gov,",
        "Dear Ms. Byron,", "Dear Mr. Byron,", "Dear Dr. Byron,", "Dear Administrator", "Dear Secretary", "Comment of",
        "Comments to", "Comments on",
    ],
)  # fmt: skip
def test_the_name_of_a_proceeding_stands_beside_a_mark_of_one(mark: str) -> None:
    assert asks("in_docket_title", f"{mark} «Widely Available Weights» and toys.")
    assert not asks("in_docket_title", f"{mark} «widely available weights» and toys.")


def test_capitals_alone_name_no_proceeding() -> None:
    assert not asks("in_docket_title", "We welcome «Widely Available Weights» and toys.")


@pytest.mark.parametrize(
    "month", ["Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "August", "Sept.", "Oct.", "Nov.", "Dec."]
)
def test_a_date_in_brackets_follows_a_title(month: str) -> None:
    assert asks("in_cited_title", f"The Politics of «Open Models» ({month} 5)")


@pytest.mark.parametrize(
    "address",
    [
        *("http://x.example/«open»", "https://«open»", "www.«open».example", "doi:«open»", "arXiv:«open»"),
        *("«open».com", "«open».org", "«open».gov", "«open».net", "«open».eu", "«open».ai"),
        *("an-«open».pdf", "«open».html", "«open».gov.example"),
    ],
)
def test_addresses_are_known_by_their_beginning_or_end(address: str) -> None:
    assert asks("in_address", f"See ({address}) for more.")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("in_address", "«Open-source» models are at https://example.org."),
        ("in_address", "a «non-open-source» model"),
        ("in_address", "See https://example.org for «open-source» models."),
        ("in_address", "The do-it-all-again book on «open-source» models, a do-it-all-again film."),
        ("in_address", "They are «open».Commerce is not."),
        ("in_address", "an «open source»-or-closed-source tool"),
        ("in_contents", "«Open-weight models» are read ... at night."),
        ("in_contents", "1.2 Costs . . . . . 20. We publish «open models» because they are read by many."),
        ("in_contents", f"Costs . . . . . 20 «Open Models» are read. {LONG * 2}. . . . . 25"),
        ("in_contents", f"Costs . . . . . 20 {LONG * 2}«Open Models» are read {LONG}. . . . . 25"),
        ("in_cited_title", "In 2031 the agency promoted «open-source software»."),
        ("in_cited_title", "Byron et al. have shown that «Open Models» help."),
        ("in_cited_title", "The 25 «Open Source» maintainers met, and 12 Agencies came."),
        ("in_cited_title", "4 Byron, Looms. On «Open Models»."),
        ("in_cited_title", "2 Risks of «Open Models» It is often said that they help."),
        ("in_cited_title", "We publish «open models», https://example.org/models."),
        (
            "in_cited_title",
            "The agency found that “«open models» help small firms” and said so twice in its report of 2031.",
        ),
        ("in_cited_title", f"Byron et al., who worked {LONG}and with «open models» in 2031."),
        ("in_cited_title", f"Byron et al., on «open models» {LONG}in 2031."),
        ("in_cited_title", "[9] Byron wrote about «open models» in 2031."),
        ("in_cited_title", "Byron et al., 2030. The office likes «open models» since 2031."),
        ("in_cited_title", "The 31 «Open Source Software», Example Tools and others."),
        ("in_cited_title", "Our «open models» help. They cite “The Art of Lamps”, 2031."),
        ("in_cited_title", "They cite “The Art of Lamps”. Our «open models» help since 2031."),
        ("in_cited_title", f"They say “Our «open models» help small firms” {LONG[:80]}in 2031."),
        ("in_docket_title", "RE: the «Openness» (Docket No. 310216)"),
        ("in_docket_title", "The docket asks about models with «widely available model weights»."),
        ("is_question", "«How models compare.»"),
        ("is_order", "«Incidents with open-source software are rare.»"),
        ("is_order", "«Test results for open-source software are below.»"),
        ("is_order", "«Review of open-source software»"),
        ("is_call", "«Support hours for open-source software were short.»"),
        ("is_call", "«Laws protect open-source software.»"),
        ("is_call", "Protect us. «Open-source software helps.»"),
        ("is_list_point", "«(ii) Open models are useful.»"),
        ("is_list_point", "«The models (a) and (b) are open;»"),
    ],
)
def test_does_not_hold(name: str, text: str) -> None:
    assert not asks(name, text)
