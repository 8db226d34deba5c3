from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from bs4.element import PageElement
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import DocumentError, HostileDocument, MalformedDocument, NotTheDocument
from pipeline.extract import extract
from pipeline.extract.content import Content
from pipeline.extract.html_bytes import is_cut_short
from pipeline.model import Extraction
from pipeline.normalise import letters_and_digits

FIXTURES = Path(__file__).parent / "fixtures"
AGENCY = (FIXTURES / "agency.html").read_bytes()


def read(body: bytes | str, media_type: str = "text/html; charset=utf-8") -> Extraction:
    body = body.encode() if isinstance(body, str) else body
    return extract(Content(body, media_type, "https://agency.example/page"))


def page(main: str, head: str = "<title>A Page</title>") -> str:
    return f"<!DOCTYPE html><html lang=en><head>{head}</head><body><main>{main}</main></body></html>"


def texts(main: str) -> list[str]:
    filler = "<p>A paragraph that is long enough to make this a page with text.</p>"
    return [row.text for row in read(page(filler + main)).provisions if row.unit][1:]


@pytest.mark.parametrize("name", ["agency.html", "white_house.html"])
def test_pages_are_read_as_in_their_golden_file(
    name: str, fixture_bytes: Callable[[str], bytes], matches_golden: Callable[[Extraction, str], None]
) -> None:
    matches_golden(read(fixture_bytes(name)), name)


@pytest.mark.parametrize("name", ["agency.html", "white_house.html"])
def test_every_letter_is_covered_or_counted_as_dropped(name: str, fixture_bytes: Callable[[str], bytes]) -> None:
    extraction = read(fixture_bytes(name))
    assert extraction.body_chars == extraction.covered_chars + sum(count for _, count in extraction.dropped)


def test_a_theme_change_around_the_text_changes_nothing() -> None:
    other = (
        AGENCY.replace(b"usa-section", b"x1")
        .replace(b"uswds-page-title page-title", b"x2")
        .replace(b"field--name", b"x3")
    )
    assert other != AGENCY
    assert read(other).provisions == read(AGENCY).provisions


def test_br_parts_paragraphs_only_where_it_is_doubled_or_a_unit_begins() -> None:
    assert texts("<p>12 Main<br>Street<br><br>Second.<br>(a) Third.</p>") == ["12 Main Street", "Second.", "(a) Third."]


def test_words_are_never_split_or_glued_by_inline_elements() -> None:
    assert texts("<p>open<i>-</i>source mod<b>el</b> weights<sup>2</sup></p>") == ["open-source model weights2"]


@pytest.mark.parametrize("element", ["video", "audio", "object", "iframe", "canvas"])
def test_what_is_said_to_browsers_that_cannot_show_something_is_no_text(element: str) -> None:
    assert texts(f"<{element}><p>Your browser shows no open models.</p></{element}><p>Seen.</p>") == ["Seen."]


def test_a_place_where_a_word_may_be_broken_parts_nothing() -> None:
    assert texts("<div>Write to open<wbr>models@<WBR/>harbor.example now.<p>Or wait.</p></div>") == [
        "Write to openmodels@harbor.example now.",
        "Or wait.",
    ]


def test_exponents_are_told_from_marks_of_notes() -> None:
    body = "10<sup>26</sup> steps<sup>3</sup> on 5 m<sup>2</sup> by 2010<sup>4</sup>, 10<a href=#n><sup>5</sup></a>"
    assert texts(f"<p>{body}</p>") == ["10²⁶ steps3 on 5 m² by 20104, 105"]
    assert texts(f"<p><b>{body}</b></p>") == ["10²⁶ steps3 on 5 m² by 20104, 105"]


def test_closed_accordions_and_tabs_are_text() -> None:
    accordion = "<button aria-controls=a1>Open</button><div id=a1 hidden><p>Inside.</p></div>"
    tab = "<div role=tabpanel aria-hidden=true>Tab.</div>"
    older = "<a href='#more-1'>More</a><div id=more-1 style='display: none'>Older.</div>"
    named = "<div class=usa-accordion><h4>Why</h4><div style='display:none'>Because.</div></div>"
    told = "<button aria-controls=a2>Open</button><div id=a2 aria-hidden=true><p>Told.</p></div>"
    assert texts(accordion + tab + older + named + told + "<p hidden=until-found>Found.</p>") == [
        "Inside.",
        "Tab.",
        "More",
        "Older.",
        "Because.",
        "Told.",
        "Found.",
    ]


@pytest.mark.parametrize(
    "hiding",
    ["hidden", "hidden=hidden", "aria-hidden=true", "style='color:red; display : none'",
     "style='visibility:hidden!important'"],
)  # fmt: skip
def test_what_no_reader_can_see_is_no_text(hiding: str) -> None:
    assert texts(f"<div {hiding}><p>Unseen <b {hiding}>twice</b>.</p></div><p>Seen<i {hiding}>not</i>.</p>") == [
        "Seen."
    ]
    table = f"<table><tr><td><span {hiding}>20990101</span>1 January</td><td>Open</td></tr></table>"
    assert texts(table) == ["1 January | Open"]
    extraction = read(page(f"<h1>Models</h1><p>Open models are for everyone in the harbor.</p><p {hiding}>Not.</p>"))
    assert dict(extraction.dropped)["hidden"] == 3
    assert extraction.body_chars == extraction.covered_chars + sum(count for _, count in extraction.dropped)


@pytest.mark.parametrize("hiding", ["style='visibility:hidden'", "aria-hidden=true"])
def test_a_page_that_a_script_shows_when_it_is_loaded_is_text(hiding: str) -> None:
    text = "Open models are for everyone in the harbor."
    body = f"<html><body><main><div {hiding}><p>{text}</p></div></main></body></html>"
    assert [row.text for row in read(body).provisions] == [text]


@pytest.mark.parametrize(
    "banner",
    ["id=onetrust-banner-sdk", "class=CookieConsent", "class=cookie-notice", "id=gdpr-box", "class=consent-banner",
     "class='cc-window cc-floating'"],
)  # fmt: skip
def test_cookie_banners_are_no_text_in_pages_without_a_main_part(banner: str) -> None:
    text = "Open models are for everyone in the harbor, and their weights may be kept in every lighthouse."
    body = f"<html><body><div {banner}>We use open-source cookies. Accept.</div><p>{text}</p></body></html>"
    assert [row.text for row in read(body).provisions] == [text]


@pytest.mark.parametrize(
    "aside",
    [
        '<div class="usa-site-alert"><p>This site is not updated during the lapse in appropriations.</p></div>',
        '<div class="block-sitewide-alert-block"><p>Offices are closed.</p></div>',
        '<div class="alert-bar"><p>Offices are closed.</p></div>',
        '<div class="field field--name-field-tags"><h2>Tags</h2><p>Open source</p></div>',
        '<div class="wp-block-post-terms"><p>Open source</p></div>',
        '<p class="usa-tag">Open source</p>',
        '<p class="last-updated">Last updated: March 3, 2099</p>',
    ],
)
def test_what_a_site_says_beside_the_text_is_no_text(aside: str) -> None:
    text = "<p>Harbors publish the weights of their open models for the pilots who ask.</p>"
    note = '<div class="usa-alert"><p>Note: closed models need a reason.</p></div>'
    assert read(page(text + note + aside)).provisions == read(page(text + note)).provisions


@pytest.mark.parametrize(
    "element",
    [
        *("nav", "aside", "footer", "noscript", "form", "button", "select", "label", "dialog"),
        *(f"div role={role}" for role in ("navigation", "banner", "contentinfo", "complementary", "search", "dialog")),
    ],
)
def test_what_its_element_or_role_says_is_around_the_text_is_no_text(element: str) -> None:
    tag = element.partition(" ")[0]
    assert texts(f"<{element}>Choose your harbor.</{tag}><p>Seen.</p>") == ["Seen."]


def test_a_form_around_the_whole_page_is_the_page() -> None:
    assert texts("<form><h1>Charts</h1><p>Seen.</p></form>") == ["Seen."]
    found = read(f"<html><body><p>To the text</p><form id=aspnetForm><div>{PROSE * 3}</div></form></body></html>")
    assert len(found.provisions) == 4
    found = read(f"<html><body>{PROSE * 2}<form>{PROSE * 4}</form></body></html>")
    assert len(found.provisions) == 2, "a long form to fill in"


def test_consent_is_no_cookie_banner() -> None:
    assert texts("<section class=informed-consent id=consent><p>Consent to open models.</p></section>") == [
        "Consent to open models."
    ]


@pytest.mark.parametrize("slug", ["data-sharing", "recommended-actions", "toc-section-2", "cookie-law", "pager-models"])
def test_headings_stay_whatever_their_slug(slug: str) -> None:
    rows = read(page(f"{PROSE}<h2 id={slug} class='related'>What to share</h2><p>Weights.</p>"))
    assert [row.heading for row in rows.provisions] == ["", "What to share", "What to share"]


PROSE = f"<p>{'Harbors share the weights of their open models with the pilots who ask for them. ' * 2}</p>"


@pytest.mark.parametrize(
    "name", ["id=data-sharing", "id=recommended-actions", "class=toc-section", "class=pagination-page",
             "class=cmp-container", "class=page-with-menu"]
)  # fmt: skip
def test_sections_of_prose_stay_whatever_they_are_called(name: str) -> None:
    filler = PROSE * 3
    assert len(read(page(f"{filler}<section {name}>{PROSE}</section>")).provisions) == 4


@pytest.mark.parametrize(
    "name", ["id=share", "id=related-links", "id=toc", "class=toc", "class=pager", "class=related", "id=main-menu",
             "class=site-navbar", "class=TopNavigation"]
)  # fmt: skip
def test_lists_of_links_are_no_text(name: str) -> None:
    links = "".join(f"<li><a href=/{at}>Other open models of the harbor, number {at}</a></li>" for at in range(4))
    assert len(read(page(f"{PROSE * 3}<div {name}><p>See</p><ul>{links}</ul></div>")).provisions) == 3


def test_words_after_a_paragraph_in_a_cell_are_words_of_their_own() -> None:
    terms = "<ul><li>free</li></ul><em>for</em> <b>ever</b><div>and all</div>"
    table = f"<table><tr><td><p>Lamp</p>open</td><td>{terms}</td></tr></table>"
    assert texts(table) == ["Lamp open | free for ever and all"]


def test_words_between_the_rows_of_a_table_are_text() -> None:
    rows = "<tr><td>North</td><td>7</td></tr><tbody>In open models<tr><td>South</td><td>9</td></tr></tbody>"
    assert texts(f"<table>Charts by harbor:<br>{rows}</table>") == [
        "Charts by harbor: In open models",
        "North | 7",
        "South | 9",
    ]


def test_rows_of_a_table_in_a_form_are_read_once() -> None:
    rows = "<tr><td>North</td><td>7</td></tr><tr><td>South</td><td>9</td></tr>"
    assert texts(f"<table><form>{rows}</form></table>") == ["North | 7", "South | 9"]


def test_the_heading_of_share_links_goes_with_them() -> None:
    share = (
        '<div><h2>Share this</h2><ul class="sharing-buttons xsocialshare"><li><a href="/f">Facebook</a></li></ul></div>'
    )
    rows = read(page(f"<p>A paragraph that is long enough to make this a page with text.</p>{share}<p>More.</p>"))
    assert [(row.heading, row.text[:5]) for row in rows.provisions] == [("", "A par"), ("", "More.")]


def test_a_heading_with_share_links_below_stays_the_heading_of_its_text() -> None:
    links = '<div class="social-share"><a href="/f">Facebook</a></div>'
    rows = read(page(f"{PROSE}<h2>Open models</h2>{links}<p>Lamps burn in the harbour of the capital.</p>")).provisions
    assert [row.heading for row in rows if row.unit][-1] == "Open models"


@pytest.mark.parametrize("words", ["Learn More", "Read more »", "<span>Read More</span>"])
def test_a_link_that_says_only_that_there_is_more_is_no_text(words: str) -> None:
    assert texts(f'<div><p>Lamps burn.</p><div><a href="/lamps">{words}</a></div></div>') == ["Lamps burn."]
    assert texts('<p><a href="/lamps">Learn more</a> about lamps.</p>') == ["Learn more about lamps."]


@pytest.mark.parametrize("one", ['<a href="/lamps">Learn more</a>', "<time></time>"])
def test_of_many_elements_that_may_stand_alone_only_the_nearest_words_are_looked_at(
    one: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts_made: list[str] = []
    make = PageElement.get_text

    def made(element: PageElement, *arguments: object, **named: object) -> str:
        texts_made.append(make(element, *arguments, **named))
        return texts_made[-1]

    monkeypatch.setattr(PageElement, "get_text", made)
    read(page(f"{PROSE}<div>{one * 1_000}</div>"))
    assert len(texts_made) < 10_000
    assert sum(map(len, texts_made)) < 1_000_000


@pytest.mark.parametrize("name", ["<p>On this page:</p>", "<p><strong>Contents</strong></p>", ""])
def test_a_list_of_links_to_the_headings_below_is_no_text(name: str) -> None:
    links = '<li><a href="#why">Why</a><ul><li><a href="#how">How</a></li></ul></li><li><a href="#who">Who</a></li>'
    below = '<h2 id="why">Why</h2><p>Because.</p><h3 id="how">How</h3><p>Thus.</p><h2 id="who">Who</h2><p>All.</p>'
    assert texts(f"{name}<ul>{links}</ul>{below}") == ["Because.", "Thus.", "All."]


def test_a_list_that_says_more_than_its_links_is_text() -> None:
    assert texts('<ul><li><a href="#1">Lamps</a> burn.</li><li><a href="#2">Horns</a> sound.</li></ul>') == [
        "Lamps burn.",
        "Horns sound.",
    ]
    assert texts('<ul><li><a href="/1">Lamps</a></li><li><a href="/2">Horns</a></li></ul>') == ["Lamps", "Horns"]
    assert texts('<ul><li><a href="#1">Burn lamps.</a></li><li><a href="#2">Sound horns.</a></li></ul>') == [
        "Burn lamps.",
        "Sound horns.",
    ], "they stand nowhere else"


def test_the_text_after_a_table_of_contents_stays_without_a_heading() -> None:
    contents = "<h2>On this page</h2><ul><li><a href=#1>Why models are open?</a></li><li>Which are open</li></ul>"
    rows = read(page(f"{PROSE}{contents}{PROSE}<p>Which they are.</p>")).provisions
    assert [row.text[:7] for row in rows] == ["Harbors", "Harbors", "Which t"]


def test_teasers_of_other_pages_are_no_text() -> None:
    assert len(read(page(f"{PROSE * 3}<div class=related>{PROSE}</div>")).provisions) == 3


def test_a_heading_is_led_to_by_a_name_in_it() -> None:
    rows = read(page("<h2><a name=id8></a>Scope</h2><p>It holds for models that are open, in each harbor.</p>"))
    assert [row.anchor for row in rows.provisions] == ["id8", "id8"]


def test_paragraphs_lead_to_their_own_id_or_to_the_heading_above() -> None:
    rows = read(page("<h2 id=why>Why</h2><p>Because the harbor needs models that are open.</p><p id=x>And so.</p>"))
    assert [row.anchor for row in rows.provisions] == ["why", "why", "x"]


def test_the_word_note_over_a_box_heads_nothing_that_follows_it() -> None:
    """In a manual of the IRS half of the section on its inventory stood under "Note:"."""
    box = "<div class=note><h3>Note:</h3><p>Weights count.</p></div>"
    rows = read(page(f"<h2>Inventory</h2><p>Agencies list their models.</p>{box}<p>The list is public.</p>")).provisions
    assert [(row.heading, row.text) for row in rows if row.unit] == [
        ("Inventory", "Agencies list their models."),
        ("Inventory", "Note:"),
        ("Inventory", "Weights count."),
        ("Inventory", "The list is public."),
    ]


def test_hard_wrapped_text_in_pre_is_joined() -> None:
    assert texts("<pre>One line\nand another.\n\n  Second\nparagraph.</pre>") == [
        "One line and another.",
        "Second paragraph.",
    ]


@pytest.mark.parametrize(
    "body",
    [
        page("<h1>Page not found</h1><p>The requested page could not be found. Try the search above, please.</p>"),
        page("<p>Use the search or the site map to find what you were looking for today.</p>", "<title>404</title>"),
        page("<h1>Models</h1><nav><a href=/>Home and much other navigation text that is long</a></nav>"),
        page("<h1>Models</h1><p>Read more</p>"),
        "<html><body><noscript>Please enable JavaScript to read this page, it needs it badly.</noscript></body></html>",
    ],
)
def test_soft_errors_and_chrome_are_not_the_document(body: str) -> None:
    with pytest.raises(NotTheDocument, match=r"agency\.example/page"):
        read(body)


@pytest.mark.parametrize("name", ["agency.html", "white_house.html"])
def test_a_page_that_stops_in_the_middle_is_malformed(name: str, fixture_bytes: Callable[[str], bytes]) -> None:
    body = fixture_bytes(name)
    for share in (2, 3, 4):
        with pytest.raises(MalformedDocument, match=r"page: the page stops before its end; crawl again later"):
            read(body[: len(body) * share // 5])


def test_a_page_that_is_nothing_but_a_comment_has_no_body() -> None:
    with pytest.raises(MalformedDocument, match="the HTML has no body; check the address"):
        read("<!-- nothing -->")


def test_html_nested_too_deep_is_hostile() -> None:
    with pytest.raises(HostileDocument, match="nested elements"):
        read(page("<div>" * 20_000 + "Deep text in a page that is otherwise harmless." + "</div>" * 20_000))
    with pytest.raises(HostileDocument, match="too much for a web page"):
        read(page("<div>" * 100_000 + "Deeper text." + "</div>" * 100_000))


def test_deep_hidden_text_costs_little() -> None:
    deep = "<div hidden>" * 5_000 + "Deep text in a page that is harmless." + "</div>" * 5_000
    with pytest.raises(HostileDocument, match="nested elements"):
        read(page(deep))
    seen = "Text that can be seen, and is longer than all that is hidden here below."
    assert [row.text for row in read(page(f"<p>{seen}</p>{deep}")).provisions] == [seen]


def test_a_page_that_begins_like_xml_is_a_page() -> None:
    paragraph = "A page may call itself XML and have no more of it than that."
    body = f"<?xml version='1.0'?><body><main><p>{paragraph}</p></main></body>"
    assert [row.text for row in read(body).provisions] == [paragraph]


def test_too_many_tags_are_hostile() -> None:
    with pytest.raises(HostileDocument, match="too much for a web page"):
        read(page("<p>x" * 500_000))


@pytest.mark.parametrize("line", ["word " * 1_000_000, "a" * 5_000_000, "\n" * 5_000_000 + "x" * 40])
def test_one_enormous_line_is_read_in_bounded_time(line: str) -> None:
    assert sum(row.unit for row in read(page(f"<p>{line}</p>")).provisions) == 1


@pytest.mark.parametrize(
    "line",
    [
        "<p>Page Last Reviewed/Updated Wednesday, January 28, 2026</p>",
        "<div>This page was last updated on 2 Sept. 2026.</div>",
        "<p>Last updated: <time datetime=2026-01-28>Jan 28th, 2026</time></p>",
        "<p>Last modified on</p><time datetime=2026-01-28>01/28/26</time>",
        "<h5>Contact</h5><p>Last update</p><p>18 July 2025</p>",
    ],
)
def test_the_day_of_the_last_update_is_no_text(line: str) -> None:
    """nrc.gov and ncua.gov print it below their text: each touch of the page would be a new version."""
    assert texts(f"<p>Weights are public.</p>{line}") == ["Weights are public."]


@pytest.mark.parametrize(
    "text",
    [
        "Last updated models are public.",
        "The list was last updated in January 2026.",
        "18 July 2025",
        "Last reviewed by the Chief AI Officer on January 28, 2026",
    ],
)
def test_what_says_more_than_the_day_of_the_last_update_is_text(text: str) -> None:
    assert texts(f"<p>{text}</p>") == [text]


@pytest.mark.parametrize(
    ("items", "numbers"),
    [
        ("<ol><li>Publish.<li>Review.</ol>", ["1. Publish.", "2. Review."]),
        ("<ol start=4><li>Publish.<li value=9>Review.<li>Archive.</ol>", ["4. Publish.", "9. Review.", "10. Archive."]),
        ("<ol reversed><li>Publish.<li>Review.</ol>", ["2. Publish.", "1. Review."]),
        ("<ol type=a><li>Publish.<li>Review.</ol>", ["(a) Publish.", "(b) Review."]),
        ("<ol style='list-style-type:upper-roman'><li>Publish.<li>Review.</ol>", ["(I) Publish.", "(II) Review."]),
        (
            "<ol><li><p>Publish.</p><ol type=i><li><p>All.</p></ol><p>Soon.</p></ol>",
            ["1. Publish.", "(i) All.", "Soon."],
        ),
        ("<ol type=a start=27><li>Publish.</ol>", ["27. Publish."]),
        ("<ol type=i start=999999999><li>Publish.</ol>", ["999999999. Publish."]),
        ("<ol><li><h2>Publish</h2><p>Now.</p></ol>", ["Now."]),
    ],
)
def test_items_have_the_numbers_that_browsers_give_them(items: str, numbers: list[str]) -> None:
    """A compliance plan and a manual of an agency, which says "see (2) A.", lost them."""
    assert texts(items) == numbers


def test_numbers_of_lists_are_counted_as_text() -> None:
    extraction = read(page("<p>Agencies publish the models that they train:</p><ol><li>Weights.<li>Code.</ol>"))
    assert (
        extraction.body_chars
        == extraction.covered_chars
        == letters_and_digits("".join(row.text for row in extraction.provisions))
    )


@pytest.mark.parametrize(
    "items",
    [
        "<ul><li>Publish.<li>Review.</ul>",
        "<ol style='list-style: none'><li>Publish.<li>Review.</ol>",
        "<ol style='list-style-type:disc'><li>Publish.<li>Review.</ol>",
        "<ol class='usa-list usa-list--unstyled'><li>Publish.<li>Review.</ol>",
    ],
)
def test_items_without_a_number_get_none(items: str) -> None:
    assert texts(items) == ["Publish.", "Review."]


def test_items_that_state_their_numbers_get_no_second_one() -> None:
    assert texts("<ol><li>1. Publish.<li>(2) Review.</ol>") == ["1. Publish.", "(2) Review."]


def test_the_subsections_of_an_order_may_be_a_list() -> None:
    items = "<ol type=a><li>Agencies publish models.<li>Agencies review them.</ol>"
    order = f"<p>Section 1. Purpose. This order opens models.</p><p>Sec. 2. Models.</p>{items}"
    assert [row.citation for row in read(page(order)).provisions] == ["Sec. 1", "Sec. 2", "Sec. 2(a)", "Sec. 2(b)"]


def test_the_questions_of_a_request_may_be_a_list() -> None:
    items = "<ol><li>Who opens models?<ol type=a><li>Who closes them?</ol><li>Why are models open?</ol>"
    rows = read(page(f"<p>The agency asks the public for answers.</p>{items}")).provisions
    assert [row.citation for row in rows] == [
        "¶ 1",
        "Question 1",
        "Question 1, introductory text",
        "Question 1(a)",
        "Question 2",
    ]


def test_thousands_of_numbered_paragraphs_are_read_in_linear_time() -> None:
    assert len(read(page("<p>1. what it is not</p>" * 10_000)).provisions) == 10_000


def test_the_language_of_the_page_is_told() -> None:
    text = "<p>Der Hafen braucht offene Modelle, und zwar bald.</p>"
    assert read(page(text).replace("lang=en", "lang=de-AT")).language == "de"
    assert read(page(text).replace("lang=en", "")).language == ""


def test_an_order_on_any_page_is_read_in_sections() -> None:
    rows = read(
        page("<p>Section 1. Purpose. Charts are needed here.</p><p>Sec. 2. Duties. (a) Draw them.</p>")
    ).provisions
    assert [row.citation for row in rows] == ["Sec. 1", "Sec. 2", "Sec. 2(a)"]


def test_letters_before_the_numbered_subsections_of_a_section_have_rows() -> None:
    """Sections 3 and 4 of the memorandum on AI in national security each begin so."""
    lead = "<p>Sec. 2. Charts. (a) Charts stay open.</p><p>(b) So do maps.</p>"
    order = f"<p>Section 1. Purpose. This order opens charts.</p>{lead}<p>2.1. Drawing. Agencies draw charts.</p>"
    assert [row.citation for row in read(page(order)).provisions] == [
        "Sec. 1",
        "Sec. 2",
        "Sec. 2(a)",
        "Sec. 2(b)",
        "Sec. 2.1",
    ]


def test_the_place_of_a_signature_needs_no_comma_before_its_day() -> None:
    order = "<p>Section 1. Purpose. Charts are needed.</p><p>Sec. 2. Duties. (a) Draw them.<br><br>THE WHITE HOUSE<br>"
    found = read(page(f"{order}March 1, 2099.</p>")).provisions
    assert [(row.kind, row.text) for row in found[-1:]] == [("signature", "THE WHITE HOUSE March 1, 2099.")]


def test_the_first_subsection_may_stand_in_the_line_that_introduces_it() -> None:
    order = "<p>Section 1. Purpose. To name (a) ports: none.</p><p>Sec. 2. Policy. It is the policy to: (a) draw;</p>"
    rows = {row.citation: row.text for row in read(page(f"{order}<p>(b) print.</p>")).provisions}
    assert list(rows) == ["Sec. 1", "Sec. 2", "Sec. 2, introductory text", "Sec. 2(a)", "Sec. 2(b)"]
    assert rows["Sec. 2(a)"] == "(a) draw;"


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_pages_raise_document_errors_only(data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(AGENCY)))
    damage = data.draw(st.binary(max_size=8))
    with suppress(DocumentError):
        read(AGENCY[:position] + damage + AGENCY[position + data.draw(st.integers(0, 60)) :])


@given(st.text())
def test_any_text_between_tags_is_read_or_refused(text: str) -> None:
    with suppress(DocumentError):
        read(page(f"<p>{text}</p>"))


def test_real_pages_are_whole_and_half_of_them_is_not(shared_corpus: Path) -> None:
    for path in shared_corpus.glob("corpus/agencies/w*/**/*.html"):
        body = path.read_bytes()
        if not body.startswith(b"\x1f\x8b"):
            assert not is_cut_short(body), path
            starts = (body[: len(body) * share // 20] for share in range(5, 20))
            assert all(is_cut_short(start) for start in starts if b"<body" in start), path


def test_an_article_that_points_to_another_page_is_not_this_one() -> None:
    card = "<article><h3>Buoys</h3><p>The buoy plan of the harbors is out; read it here.</p></article>"
    prose = "".join(
        f"<p>The {rank} chart of the harbor was drawn by an open model.</p>" for rank in ("first", "second")
    )
    body = f"<div><h1>Charts</h1>{prose}</div><div>{card}</div>"
    rows = read(f"<html><head><title>Charts</title></head><body>{body}</body></html>").provisions
    assert next(row.text for row in rows if row.unit) == "The first chart of the harbor was drawn by an open model."


def test_an_article_with_most_of_the_prose_is_the_page() -> None:
    prose = "<p>The chart of the harbor was drawn by an open model, and anybody may copy it.</p>"
    body = f"<div><p>Harbor Office</p></div><article><h1>Charts</h1>{prose}</article>"
    rows = read(f"<html><head><title>Charts</title></head><body>{body}</body></html>").provisions
    assert [row.text for row in rows if row.unit] == [
        "The chart of the harbor was drawn by an open model, and anybody may copy it."
    ]


@pytest.mark.parametrize(
    "names", ["entry-content no-share", "post-7 post type-post category-newsletter tag-social-media"]
)
def test_class_names_that_only_sound_like_navigation_leave_prose_alone(names: str) -> None:
    prose = "Charts of the harbor that open models drew are published with their weights. " * 3
    more = "<p>Keepers wrote back: the charts help them, and they copy them by night and by day.</p>" * 8
    assert texts(f'<div class="{names}"><p>{prose}</p></div>{more}')[0] == prose.strip()


def test_share_links_of_any_length_are_left_out() -> None:
    links = "".join(f'<li><a href="#">Share on the network of harbor {number}</a></li>' for number in range(9))
    shared = f'<div class="share-this"><p>Share this page</p><ul>{links}</ul></div>'
    assert [row.text for row in read(page(PROSE * 3 + shared)).provisions] == [PROSE[3:-4].strip()] * 3


def test_a_section_of_an_order_may_be_set_as_a_heading() -> None:
    order = "<h2>Section 1. Purpose.</h2><p>Open models.</p><h2>Sec. 2. General Provisions</h2><p>(a) Nothing.</p>"
    rows = read(page(f"<h1>Harbors</h1><p>It is hereby ordered:</p>{order}<p>(b) Never.</p>")).provisions
    assert [(row.citation, row.heading) for row in rows if row.kind == "section"] == [
        ("Sec. 1", "Purpose"),
        ("Sec. 2", "General Provisions"),
    ]


@pytest.mark.parametrize("outside", [True, False])
def test_the_header_of_a_page_of_the_commission_gives_its_title_and_no_text(outside: bool) -> None:
    header = (
        '<h1 class="ecl-page-header__title">Toys</h1>'
        '<ul class="ecl-page-header__meta"><li>News article</li><li>Publication 03 August 2030</li></ul>'
    )
    text = "<p>A paragraph that is long enough to make this a page with text.</p>"
    body = f"{header}<main>{text}</main>" if outside else f"<main>{header}{text}</main>"
    found = read(f"<html><head><title>Toys | Europe</title></head><body>{body}</body></html>")
    assert (found.title, [row.text for row in found.provisions]) == ("Toys", [text[3:-4]])
