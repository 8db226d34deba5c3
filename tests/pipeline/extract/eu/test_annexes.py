"""Annexes, appendices and what follows the title of an act."""

from collections.abc import Callable

import pytest
from eu_markup import ReadAct, article, p, point, section

from pipeline.model import Extraction


def test_annexes_without_number_and_appendices(read_act: ReadAct) -> None:
    annex = '</div><div class="eli-container" id="{}"><p class="oj-doc-ti">{}</p><p class="oj-doc-ti">Lamps</p>{}'
    act = read_act(
        article(p("See annex."))
        + annex.format("anx_1", "ANNEX", p("Oil."))
        + annex.format("x", "Appendix 2", p("Gas."))
        + annex.format("anx_2", "ANNEX", p("Coal."))
    )
    assert act["anx_2"].citation == "Annex 2"
    assert (act["anx"].citation, act["anx"].heading, act["anx"].anchor) == ("Annex", "Lamps", "anx_1")
    assert act["anx"].text == "Oil. Appendix 2 Lamps Gas."
    appendix = act["anx/app_2"]
    assert (appendix.citation, appendix.text, appendix.parent) == ("Annex, Appendix 2", "Gas.", "anx")


@pytest.mark.parametrize(
    ("anchor", "name", "citation"),
    [
        ("anx_I", "ANNEX IX", "Annex IX"),
        ("anx_\u00a0II", "ANNEX\u00a0II", "Annex II"),
        ("anx_\u00a0II", "ANNEX", "Annex II"),
        ("anx_II", "ANNEXE II bis", "Annex IIa"),
    ],
)
def test_an_annex_is_cited_by_its_printed_number(anchor: str, name: str, citation: str, read_act: ReadAct) -> None:
    annex = f'</div><div class="eli-container" id="{anchor}"><p class="oj-doc-ti">{name}</p>{p("Oil.")}'
    act = read_act(article(p("See annex.")) + annex)
    assert [(each.citation, each.anchor) for each in act.values() if each.kind == "annex"] == [(citation, anchor)]


def test_an_appendix_of_the_act_itself_is_cited_alone(read_act: ReadAct) -> None:
    act = read_act(
        article(p("Burn.")) + '<p class="oj-doc-ti">Appendix 2</p><p class="oj-doc-ti">Lamps</p>' + p("Oil.")
    )
    assert (act["app_2"].citation, act["app_2"].heading, act["app_2"].text) == ("Appendix 2", "Lamps", "Oil.")


def test_sections_of_an_annex_may_have_letters_alone(read_act: ReadAct) -> None:
    sections = "".join(f'<p class="oj-ti-grseq-1">{each}</p>{p("Oil.")}' for each in ("A. Lamps", "B. Horns"))
    act = read_act(article(p("Burn.")) + f'<p class="oj-doc-ti">ANNEX I</p>{sections}')
    assert [(each.citation, each.heading) for path, each in act.items() if path.startswith("anx_I/")] == [
        ("Annex I, Section A", "Lamps"),
        ("Annex I, Section B", "Horns"),
    ]


@pytest.mark.parametrize(
    ("headings", "paths"),
    [
        ("I II III", "sct_I sct_II sct_III"),
        ("I A B II", "sct_I sct_I/sct_A sct_I/sct_B sct_II"),
        ("A I II B I", "sct_A sct_A/sct_I sct_A/sct_II sct_B sct_B/sct_I"),
        ("G H I J", "sct_G sct_H sct_I sct_J"),
    ],
)
def test_sections_of_an_annex_with_letters_and_roman_numbers_stand_in_each_other(
    headings: str, paths: str, read_act: ReadAct
) -> None:
    """Sections II and III of an annex stood in its Section I."""
    sections = "".join(section(f"{number}. Lamps") + p("Oil.") for number in headings.split())
    act = read_act(article(p("Burn.")) + f'<p class="oj-doc-ti">ANNEX I</p>{sections}')
    found = [path.removeprefix("anx_I/") for path, each in act.items() if each.kind == "section"]
    assert found == paths.split()


@pytest.mark.parametrize(
    ("headings", "lettered"),
    [
        (
            ("Part I", "A. Lamps", "Part II", "A. Horns"),
            ["Annex I, Part I, Section A", "Annex I, Part II, Section A"],
        ),
        (
            ("1. Oil", "A. Lamps", "2. Gas", "A. Lamps"),
            ["Annex I, point 1, Section A", "Annex I, point 2, Section A"],
        ),
    ],
)
def test_lettered_sections_stand_in_the_part_or_point_above_them(
    headings: tuple[str, ...], lettered: list[str], read_act: ReadAct
) -> None:
    """Part I, Section A, of the annex to Directive (EU) 2019/1937 was the annex's Section A, and so was Part II's."""
    sections = "".join(section(heading) + p("Text.") for heading in headings)
    act = read_act(article(p("Burn.")) + f'<p class="oj-doc-ti">ANNEX I</p>{sections}')
    assert [each.citation for path, each in act.items() if path.endswith("sct_A") and each.unit] == lettered


def test_a_title_changed_by_a_corrigendum_is_no_attachment(read_page: Callable[[bytes], Extraction]) -> None:
    title = '<p class="modref">▼C1</p><p class="title-doc-first">REGULATION on lamps</p><p class="modref">▼B</p>'
    header = f'<p class="reference">02099R0001 — EN</p>{title}<p class="norm">Corrected by:</p>'
    terms = f'<p class="title-article-norm">Article 1</p>{p("Burn.")}'
    act = read_page(f"<html><body>{header}{title}{terms}</body></html>".encode())
    assert act.title == "REGULATION on lamps"
    assert [(each.path, each.text) for each in act.provisions] == [("art_1", "Burn.")]


ANNEX_ITEM = (
    '<html><body><p class="oj-hd-lg">EN</p><div class="eli-container" id="anx_II"><p class="oj-doc-ti">ANNEX II</p>'
    f'<p class="oj-doc-ti">Lamps</p><p class="oj-ti-grseq-1">Part A</p>{point("1.", p("Oil."))}</div></body></html>'
)


@pytest.mark.parametrize("page", [ANNEX_ITEM, ANNEX_ITEM.replace("oj-", "").replace(' id="anx_II"', "")])
def test_an_annex_that_is_a_page_of_its_own_keeps_its_name(page: str, read_page: Callable[[bytes], Extraction]) -> None:
    extraction = read_page(page.encode())
    assert (extraction.title, extraction.language) == ("", "en")
    assert [(row.citation, row.heading) for row in extraction.provisions] == [
        ("Annex II", "Lamps"),
        ("Annex II, Part A", ""),
        ("Annex II, Part A, point 1", "Lamps"),
    ]


def test_an_annex_that_follows_the_title_of_the_act_is_no_part_of_it(read_act: ReadAct) -> None:
    act = read_act(f'</div><div class="eli-container" id="anx_1"><p class="oj-doc-ti">ANNEX</p>{p("Oil.")}')
    assert (act["anx"].citation, act["anx"].text, act["anx"].anchor) == ("Annex", "Oil.", "anx_1")


def test_a_title_that_only_begins_like_an_annexs_is_the_title(read_page: Callable[[bytes], Extraction]) -> None:
    title = "Annex to the Decision on lamps"
    page = f'<html><body><p class="doc-ti">{title}</p><p class="ti-art">Article 1</p>{p("Oil.")}</body></html>'
    assert read_page(page.encode()).title == title


def test_a_title_line_inside_an_annex_opens_a_section(read_act: ReadAct) -> None:
    annex = (
        '</div><div class="eli-container" id="anx_I"><p class="oj-doc-ti">ANNEX I</p><p class="oj-doc-ti">Lamps</p>{}'
    )
    inside = p("Burn oil.") + '<p class="oj-doc-ti">Horns of the second kind</p>' + p("Blow.")
    act = read_act(article(p("See annex.")) + annex.format(inside))
    assert [path for path in act if path.startswith("anx_I/")] == ["anx_I/sub_1", "anx_I/h_1"]
    assert act["anx_I/h_1"].citation == "Annex I, ‘Horns of the second kind’"


@pytest.mark.parametrize("heading", ["Title of the study", "TITLE OF THE STUDY", "Section on lamps", "Title in brief"])
def test_a_heading_that_opens_with_the_word_for_a_division_may_have_no_number(read_act: ReadAct, heading: str) -> None:
    act = read_act(article(p("See annex.")) + '<p class="oj-doc-ti">ANNEX I</p>' + section(heading) + p("Lamps burn."))
    assert act["anx_I/h_1"].heading == heading
