"""What a page states about itself, and how its bytes become text."""

from collections.abc import Callable

import pytest
from eu_markup import consolidated

from pipeline.extract import extract
from pipeline.extract.content import Content
from pipeline.extract.eu.languages import language_code
from pipeline.model import Extraction

ReadPage = Callable[[bytes], Extraction]
TERMS = '<p class="oj-doc-ti">RÈGLEMENT</p><p class="oj-ti-art">Article premier</p><p>Été.</p>'
ACT = f'<div class="eli-container">{TERMS}</div>'


def test_the_language_of_the_site_around_the_text_comes_last(read_page: ReadPage) -> None:
    page = '<html lang="en"><head>{}</head><body>{}' + ACT + "</body></html>"
    stated = '<p class="oj-hd-lg">FR</p>'
    named = "<title>L_209900001FR.000101.fmx.xml</title>"
    assert read_page(page.format("", stated).encode()).language == "fr"
    assert read_page(page.format(named, "").encode()).language == "fr"
    assert read_page(page.format("", "").encode()).language == "en"


def test_a_text_that_states_no_language_is_not_guessed(read_page: ReadPage) -> None:
    assert read_page(f"<html><body>{ACT}</body></html>".encode()).language == ""


@pytest.mark.parametrize(
    ("stated", "code"),
    [("EN", "en"), ("fra", "fr"), ("en-GB", "en"), ("DE", "de"), ("xx", ""), ("", ""), ("Latin", "")],
)
def test_language_codes(stated: str, code: str) -> None:
    assert language_code(stated) == code


@pytest.mark.parametrize(
    ("media_type", "encoding"),
    [
        ("text/html;charset=UTF-8", "utf-8"),
        ("text/html", "utf-8"),
        ("text/html", "cp1252"),
        ("text/html;charset=iso-8859-1", "latin-1"),
        ("text/html;charset=no-such-charset", "utf-8"),
    ],
)
def test_the_encoding_is_what_http_says_or_utf_8_or_the_older_latin_one(media_type: str, encoding: str) -> None:
    body = f"<html><body>{ACT}</body></html>".encode(encoding)
    extraction = extract(Content(body, media_type, "http://publications.europa.eu/x"))
    assert (extraction.title, extraction.provisions[0].text) == ("RÈGLEMENT", "Été.")


def test_words_in_a_cdata_section_are_words_of_the_text(read_page: ReadPage) -> None:
    page = f"<html><body>{ACT}</body></html>"
    section = page.replace("Été.", "<![CDATA[Toys <> lamps & tea.]]>")
    assert read_page(section.encode()).provisions[0].text == "Toys <> lamps & tea."
    without_end = page.replace("Été.", "Été.<![CDATA[>")
    assert read_page(without_end.encode()).provisions[0].text == "Été."


def test_an_older_act_inside_site_chrome_is_read_without_the_chrome(read_page: ReadPage) -> None:
    act = (
        '<div id="text"><p class="doc-ti">DIRECTIVE</p><p class="ti-art">Article 1</p><p class="normal">Burn.</p></div>'
    )
    extraction = read_page(f"<html><body><ul><li>My EUR-Lex</li></ul>{act}<p>Legal notice</p></body></html>".encode())
    assert [(each.path, each.text) for each in extraction.provisions] == [("art_1", "Burn.")]


def old_page(*lines: str) -> bytes:
    return f"<html><body><txt_te>{''.join(f'<p>{line}</p>' for line in lines)}</txt_te></body></html>".encode()


def test_the_place_of_a_picture_that_an_older_page_leaves_out_is_no_text(read_page: ReadPage) -> None:
    act = ("DIRECTIVE", "THE COUNCIL,", "Article 1", "Burn oil.", "ANNEX", "Lamps")
    extraction = read_page(old_page(*act, "1. Oil.", '&gt;PIC FILE= "L_1.TIF"&gt;', "&gt;TABLE POSITION&gt;"))
    assert [(each.citation, each.text) for each in extraction.provisions] == [
        ("Preamble", "THE COUNCIL,"),
        ("Article 1", "Burn oil."),
        ("Annex", "1. Oil."),
        ("Annex, point 1", "Oil."),
    ]
    assert extraction.body_chars == extraction.covered_chars


def test_the_title_of_an_older_german_act_ends_before_the_institution(read_page: ReadPage) -> None:
    extraction = read_page(old_page("Beschluss", "DER RAT DER LAMPEN -", "gestützt auf Öl,", "Artikel 1", "Öl brennt."))
    assert (extraction.title, extraction.provisions[0].text) == ("Beschluss", "DER RAT DER LAMPEN -")


def test_an_articles_number_may_carry_the_mark_of_a_footnote(read_page: ReadPage) -> None:
    lines = ("Article 1", "Oil", "Within the meaning of", "Article 7 (4)", "oil burns.", "Article 2 (6)", "Burn it.")
    extraction = read_page(old_page("DIRECTIVE", "THE COUNCIL,", *lines))
    assert [(each.citation, each.text) for each in extraction.provisions[1:]] == [
        ("Article 1", "Within the meaning of Article 7 (4) oil burns."),
        ("Article 2", "Burn it."),
    ]


def test_an_article_in_brackets_under_the_title_of_an_annex_is_none_of_the_annex(read_page: ReadPage) -> None:
    lines = ("Article 1", "Burn oil.", "ANNEX I", "PART A", "REPEALED ACTS", "(Article 1)", "1. The Oil Act.")
    extraction = read_page(old_page("DIRECTIVE", "THE COUNCIL,", *lines))
    assert [each.citation for each in extraction.provisions if each.kind == "article"] == ["Article 1"]
    assert "REPEALED ACTS (Article 1)" in extraction.provisions[2].text


def test_the_consolidated_page_of_a_repealed_act_says_what_repealed_it(read_page: ReadPage) -> None:
    page = consolidated(
        '<p class="title-doc-last">on lamps</p><p class="title-doc-oj-reference">(OJ L 1, 2.1.2099, p. 3)</p>'
    )
    page = page.replace(b"<body>", b"<body><div>").replace(
        b"</body>",
        b'</div><p class="hd-modifiers">Repealed by:</p><table><tr><td><p class="hd-toc-1">Journal</p></td></tr>'
        b'<tr><td><p class="title-fam-member"> </p></td><td><p class="title-fam-member">Regulation (EU) 2101/7</p></td>'
        b'<td><p class="title-fam-member-ref-1">L 8</p></td></tr></table></body>',
    )
    extraction = read_page(page)
    assert extraction.title == "REGULATION on lamps"
    assert [(each.path, each.text) for each in extraction.provisions] == [
        ("p_1", "Repealed by: Regulation (EU) 2101/7")
    ]
    assert extraction.body_chars == extraction.covered_chars
