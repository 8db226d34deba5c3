"""Every generation of markup, read from fictional acts into golden files."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.model import Extraction

FIXTURES = Path(__file__).parents[1] / "fixtures" / "eu"
PAGES = [
    "oj.xhtml",
    "oj_unprefixed.xhtml",
    "corrigendum.xhtml",
    "consolidated.xhtml",
    "consolidated_styles.xhtml",
    "txt_te.html",
    "proposal.xhtml",
    "amendments.xhtml",
]

Read = Callable[[str], Extraction]
ReadPage = Callable[[bytes], Extraction]


@pytest.mark.parametrize("name", PAGES)
def test_acts_are_read_as_in_their_golden_file(
    name: str, read_fixture: Read, matches_golden: Callable[[Extraction, str], None]
) -> None:
    matches_golden(read_fixture(name), f"eu/{name}")


@pytest.mark.parametrize("name", PAGES)
def test_every_letter_is_covered_or_counted_as_dropped(name: str, read_fixture: Read) -> None:
    extraction = read_fixture(name)
    assert extraction.body_chars == extraction.covered_chars + sum(count for _, count in extraction.dropped)
    assert "unplaced" not in dict(extraction.dropped)


@pytest.mark.parametrize("name", PAGES)
def test_paths_are_unique_and_parents_stand_before_their_sub_units(name: str, read_fixture: Read) -> None:
    seen: set[str] = set()
    for provision in read_fixture(name).provisions:
        assert provision.path not in seen
        assert not provision.parent or (provision.parent in seen and provision.path.startswith(f"{provision.parent}/"))
        seen.add(provision.path)


@pytest.mark.parametrize("name", PAGES)
def test_units_never_nest(name: str, read_fixture: Read) -> None:
    paths = [provision.path for provision in read_fixture(name).provisions if provision.unit]
    assert not [(one, other) for one in paths for other in paths if other.startswith(f"{one}/")]


@pytest.mark.parametrize("name", PAGES)
def test_the_text_of_a_unit_stands_in_its_parents_text(name: str, read_fixture: Read) -> None:
    provisions = {provision.path: provision for provision in read_fixture(name).provisions}
    for provision in provisions.values():
        parent = provisions.get(provision.parent)
        if parent and parent.text and provision.kind != "footnote" and not provision.path.endswith("/old"):
            assert provision.text in parent.text


def test_formex_and_xhtml_of_one_act_give_the_same_provisions(
    read_fixture: Read, read_page: ReadPage, formex_package: bytes
) -> None:
    page, package = read_fixture("oj.xhtml"), read_page(formex_package)

    def comparable(extraction: Extraction) -> list[object]:
        # Formex has no anchors for preamble, divisions and annexes.
        return [replace(provision, anchor="") for provision in extraction.provisions]

    assert comparable(package) == comparable(page)
    assert (package.title, package.language, package.extractor) == (page.title, "en", "formex/13")
    assert (package.body_chars, package.covered_chars) == (page.body_chars, page.covered_chars)


def test_formex_leads_to_the_same_places_in_the_page(
    read_fixture: Read, read_page: ReadPage, formex_package: bytes
) -> None:
    page = {provision.path: provision.anchor for provision in read_fixture("oj.xhtml").provisions}
    package = {provision.path: provision.anchor for provision in read_page(formex_package).provisions}
    assert {path: page[path] for path in package if path.startswith("art_")} == {
        path: anchor for path, anchor in package.items() if path.startswith("art_")
    }


def test_markup_without_ids_gives_the_same_text_at_the_same_paths(read_fixture: Read) -> None:
    with_ids, without = read_fixture("oj.xhtml"), read_fixture("oj_unprefixed.xhtml")
    assert [replace(provision, anchor="") for provision in without.provisions] == [
        replace(provision, anchor="") for provision in with_ids.provisions
    ]


def test_bytes_that_follow_the_page_in_the_archive_do_not_change_what_is_read(
    read_page: ReadPage, fixture_bytes: Callable[[str], bytes]
) -> None:
    body = fixture_bytes("eu/oj.xhtml")
    assert read_page(body + b"\n<!-- served by node 7 -->\n") == read_page(body)


@pytest.mark.parametrize(
    ("name", "language"),
    [("corrigendum.xhtml", "fr"), ("oj.xhtml", "en"), ("consolidated.xhtml", "en"), ("txt_te.html", "en")],
)
def test_the_language_is_what_the_text_states(name: str, language: str, read_fixture: Read) -> None:
    assert read_fixture(name).language == language


@pytest.mark.parametrize(
    ("name", "celex"),
    [
        ("consolidated.xhtml", "02099R0001-21000201"),
        ("consolidated_styles.xhtml", "01995L0099-20031120"),
        ("oj.xhtml", ""),
        ("corrigendum.xhtml", ""),
    ],
)
def test_a_consolidated_text_states_which_it_is(name: str, celex: str, read_fixture: Read) -> None:
    assert read_fixture(name).celex == celex


@pytest.mark.parametrize(("day", "celex"), [('START.DATE="21000201"', "02099R0001-21000201"), ("", "")])
def test_so_does_its_formex(day: str, celex: str, read_page: ReadPage) -> None:
    article = "<ARTICLE IDENTIFIER='001'><TI.ART>Article 1</TI.ART><ALINEA>Lamps burn.</ALINEA></ARTICLE>"
    info = f'<INFO.CONSLEG CONSLEG.REF="2099R0001" {day} END.DATE="99999999" LEG.VAL="REG"/>'
    body = f"<CONS.ACT>{info}<CONS.DOC><ENACTING.TERMS>{article}</ENACTING.TERMS></CONS.DOC></CONS.ACT>"
    assert read_page(body.encode()).celex == celex


def test_the_converters_file_name_tells_the_language_where_nothing_else_does(read_fixture: Read) -> None:
    assert read_fixture("amendments.xhtml").language == "en"


@pytest.mark.parametrize(("words", "language"), [("Konsolidierter TEXT", "DE"), ("TEXTE consolidé", "FR")])
def test_an_old_consolidated_text_is_known_in_any_language(words: str, language: str, read_page: ReadPage) -> None:
    page = (FIXTURES / "consolidated_styles.xhtml").read_text(encoding="utf-8")
    extraction = read_page(page.replace("Consolidated TEXT", words).replace("— EN —", f"— {language} —").encode())
    assert (extraction.extractor, extraction.language) == ("consolidated_styles/13", language.lower())


def test_amendments_of_the_same_words_are_one_provision(read_page: ReadPage) -> None:
    def amendment(names: str, text: str) -> str:
        return (
            f'<p class="oj-ti-grseq-1">{names}</p><p class="oj-ti-grseq-1">Recital 1</p><table>'
            '<tr><td><p class="oj-tbl-hdr">Text proposed</p></td><td><p class="oj-tbl-hdr">Amendment</p></td></tr>'
            f"<tr><td><p>Lamps.</p></td><td><p>{text}</p></td></tr></table>"
        )

    body = amendment("Amendment 1", "Oil.") + amendment("Amendments 2, 3 and 222", "Gas.")
    provisions = read_page(f"<html><body>{body}</body></html>".encode()).provisions
    assert [(each.path, each.citation, each.text) for each in provisions if each.unit] == [
        ("amd_1", "Amendment 1", "Oil."),
        ("amd_2", "Amendments 2, 3 and 222", "Gas."),
    ]


@pytest.mark.parametrize("element", ["", "<TXT_TE></TXT_TE>"])
def test_a_page_of_bare_lines_may_lack_the_element_of_its_text_or_have_it_empty(
    element: str, read_fixture: Read, read_page: ReadPage
) -> None:
    body = (FIXTURES / "txt_te.html").read_text()
    page = body.replace("</TXT_TE>", "").replace("<TXT_TE>", element)
    assert page != body
    assert read_page(page.encode()) == read_fixture("txt_te.html")
