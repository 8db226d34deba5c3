"""Formex packages: their notes, annexes that another annex quotes, words where a number is looked for."""

from collections.abc import Callable

import pytest

from pipeline.model import Extraction, Provision

Read = Callable[[bytes], Extraction]
Zip = Callable[[dict[str, bytes]], bytes]
Package = Callable[..., dict[str, Provision]]

NOTE = "<NOTE NOTE.ID='E0001' TYPE='FOOTNOTE'><P>{}</P></NOTE>"
AGAIN = "<NOTE NOTE.REF='E0001' TYPE='FOOTNOTE'>{}</NOTE>"


def act(text: str) -> str:
    return (
        "<ACT><TITLE><TI><P>Decision on lamps</P></TI></TITLE><ENACTING.TERMS><ARTICLE IDENTIFIER='001'>"
        f"<TI.ART>Article 1</TI.ART><ALINEA>{text}</ALINEA></ARTICLE></ENACTING.TERMS></ACT>"
    )


def annex(title: str, contents: str) -> str:
    return f"<ANNEX><TITLE><TI><P>{title}</P></TI></TITLE><CONTENTS>{contents}</CONTENTS></ANNEX>"


@pytest.fixture
def package(read_page: Read, zip_files: Zip) -> Package:
    """The provisions of a package, by citation. Every letter of it has its place."""

    def read(*members: str) -> dict[str, Provision]:
        files = {f"DOC_{number}.xml": text.encode() for number, text in enumerate(members, start=1)}
        extraction = read_page(zip_files(files))
        assert (extraction.covered_chars, extraction.dropped) == (extraction.body_chars, ())
        return {row.citation: row for row in extraction.provisions}

    return read


def test_a_note_stands_under_the_text_that_has_its_mark_though_each_member_counts_from_one(package: Package) -> None:
    gas = f"<P>Gas{NOTE.format('Of coal.')}</P>"
    rows = package(act(f"Oil{NOTE.format('Of whales.')} burns."), annex("ANNEX I", gas))
    assert rows["Article 1"].text == "Oil (1) burns."
    assert rows["Article 1, footnote 1"].text == "Of whales."
    assert rows["Annex I"].text == "Gas (2)"
    assert rows["Annex I, footnote 2"].text == "Of coal."


@pytest.mark.parametrize("repeated", ["", "<P>Of whales.</P>"])
def test_marks_of_one_note_have_one_number(package: Package, repeated: str) -> None:
    rows = package(act(f"Oil{NOTE.format('Of whales.')} or fat{AGAIN.format(repeated)} burns."))
    assert rows["Article 1"].text == "Oil (1) or fat (1) burns."
    assert [citation for citation in rows if "footnote" in citation] == ["Article 1, footnote 1"]


def test_notes_listed_before_a_table_are_marked_in_its_cells_alone(package: Package) -> None:
    cells = f"<ROW><CELL COL='1'>Lamp{AGAIN.format('')}</CELL><CELL COL='2'>Oil</CELL></ROW>"
    table = f"<TBL COLS='2'><GR.NOTES>{NOTE.format('Lit.')}</GR.NOTES><CORPUS>{cells}</CORPUS></TBL>"
    rows = package(act("Lamps burn."), annex("ANNEX", table))
    assert rows["Annex"].text == "Lamp (1) Oil"
    assert rows["Annex, footnote 1"].text == "Lit."


def test_an_annex_quoted_by_an_annex_is_not_the_acts_own(package: Package) -> None:
    quote = "<QUOT.START CODE='2018' ID='QS1' REF.END='QE1'/>"
    rows = package(act("Annex I is replaced."), annex("ANNEX", ""), annex(f"{quote}ANNEX I", "<P>Oil.</P>"))
    assert (rows["Annex, quoted Annex I"].path, rows["Annex, quoted Annex I"].text) == ("anx/anx_I", "Oil.")


def test_words_in_the_place_of_a_number_are_text(package: Package) -> None:
    step = "<NP><NO.P>{}</NO.P><TXT>{}</TXT></NP>"
    steps = step.format("by night:", "twice") + step.format("1.", "Oil burns.")
    rows = package(act("Lamps burn."), annex("ANNEX", steps))
    assert rows["Annex, introductory wording"].text == "by night: twice"
    assert rows["Annex, point 1"].text == "Oil burns."


def test_words_deleted_inside_a_sentence_are_left_out_and_counted(read_page: Read) -> None:
    deleted = '<?CLG.MDFO ID="O1" ACTION="DELETED"?> and horns<?CLG.MDFC ID="C1" IDREF="O1"?>'
    consolidated = act(f"Lamps{deleted} burn.").replace("ACT>", "CONS.ACT>").replace("<TITLE>", "<CONS.DOC><TITLE>")
    extraction = read_page(consolidated.replace("</CONS.ACT>", "</CONS.DOC></CONS.ACT>").encode())
    assert extraction.provisions[0].text == "Lamps burn."
    assert (extraction.covered_chars, extraction.dropped) == (extraction.body_chars, ())


@pytest.mark.parametrize("ends", ["{}</NP></ITEM><ITEM><NP><NO.P>(b)", "</NP></ITEM>{}<ITEM><NP><NO.P>(b)"])
def test_what_is_deleted_may_end_deep_in_the_element_after_its_begin(ends: str, read_page: Read) -> None:
    begin, end = '<?CLG.MDFO ID="O1" ACTION="DELETED"?>', '<?CLG.MDFC ID="C1" IDREF="O1"?>'
    item = "<ITEM><NP><NO.P>(a)</NO.P><TXT>oil;</TXT></NP></ITEM><ITEM><NP><NO.P>(b)</NO.P><TXT>gas.</TXT></NP></ITEM>"
    items = item.replace("</NP></ITEM><ITEM><NP><NO.P>(b)", ends.format(end))
    consolidated = act(f"<P>Lamps burn:</P>{begin}<LIST TYPE='alpha'>{items}</LIST><P>Horns sound.</P>")
    consolidated = consolidated.replace("ACT>", "CONS.ACT>").replace("<TITLE>", "<CONS.DOC><TITLE>")
    extraction = read_page(consolidated.replace("</CONS.ACT>", "</CONS.DOC></CONS.ACT>").encode())
    assert [(row.citation, row.text) for row in extraction.provisions] == [
        ("Article 1", "Lamps burn: (b) gas. Horns sound."),
        ("Article 1(b)", "gas."),
    ]
    assert (extraction.covered_chars, extraction.dropped) == (extraction.body_chars, ())


def test_the_items_of_a_list_of_definitions_are_points(package: Package) -> None:
    """Formex marks them up as a list of its own; all of it was one paragraph, without the colon after each term."""
    inner = (
        '<DLIST SEPARATOR=":"><DLIST.ITEM><PREFIX>(i)</PREFIX><TERM>wick</TERM><DEFINITION>a cord,</DEFINITION>'
        "</DLIST.ITEM></DLIST>"
    )
    items = (
        "<DLIST.ITEM><PREFIX>(a)</PREFIX><TERM><HT TYPE='ITALIC'>lamp</HT></TERM><DEFINITION>a light,</DEFINITION>"
        "</DLIST.ITEM><DLIST.ITEM><PREFIX>(b)</PREFIX><TERM>oil</TERM><DEFINITION><P>a fuel. Its parts are</P>"
        f"{inner}</DEFINITION></DLIST.ITEM>"
    )
    rows = package(act(f"<P>The following definitions apply:</P><DLIST SEPARATOR=':'>{items}</DLIST>"))
    assert rows["Article 1"].text == (
        "The following definitions apply: (a) lamp: a light, (b) oil: a fuel. Its parts are (i) wick: a cord,"
    )
    assert rows["Article 1(a)"].text == "lamp: a light,"
    assert rows["Article 1(b)(i)"].text == "wick: a cord,"


def test_a_list_of_terms_without_numbers_is_text(package: Package) -> None:
    items = "<DLIST.ITEM><TERM>lamp</TERM><DEFINITION>a light</DEFINITION></DLIST.ITEM>"
    rows = package(act(f"<P>For this act:</P><DLIST SEPARATOR='='>{items}</DLIST>"))
    assert rows["Article 1"].text == "For this act: lamp = a light"


def test_the_number_of_a_group_without_a_title_is_that_of_a_point(package: Package) -> None:
    """Annexes number their requirements so; their texts were one with that before them."""
    letter = "<LIST TYPE='alpha'><ITEM><NP><NO.P>(a)</NO.P><TXT>by day.</TXT></NP></ITEM></LIST>"
    first = f"<GR.SEQ LEVEL='2'><NO.GR.SEQ>1.</NO.GR.SEQ><P>Lamps burn</P>{letter}<P>Oil is dear.</P></GR.SEQ>"
    second = "<GR.SEQ LEVEL='2'><NO.GR.SEQ>2.</NO.GR.SEQ><P>Horns sound.</P></GR.SEQ>"
    chapter = f"<GR.SEQ LEVEL='1'><TITLE><TI><P>CHAPTER I</P></TI></TITLE>{first}{second}</GR.SEQ>"
    rows = package(act("Text."), annex("ANNEX I", chapter))
    assert rows["Annex I, Chapter I, point 1"].text == "Lamps burn (a) by day. Oil is dear."
    assert rows["Annex I, Chapter I, point 1(a)"].text == "by day."
    assert rows["Annex I, Chapter I, point 2"].text == "Horns sound."


def test_headings_between_recitals_are_neither_recitals_nor_citations(package: Package) -> None:
    def recital(number: int, text: str) -> str:
        return f"<CONSID><NP><NO.P>({number})</NO.P><TXT>{text}</TXT></NP></CONSID>"

    title = "<TITLE><TI><NP><NO.P>1.</NO.P><TXT>INTRODUCTION</TXT></NP></TI></TITLE>"
    first = f"<DIV.CONSID>{title}{recital(1, 'Lamps burn.')}{recital(2, 'Oil is dear.')}</DIV.CONSID>"
    second = f"<DIV.CONSID><TITLE><TI><P>Horns</P></TI></TITLE>{recital(3, 'Horns sound.')}</DIV.CONSID>"
    consid = f"<GR.CONSID><GR.CONSID.INIT>Whereas:</GR.CONSID.INIT>{first}{second}</GR.CONSID>"
    visa = "<GR.VISA><VISA>Having regard to the Treaty,</VISA></GR.VISA>"
    preamble = f"<PREAMBLE><PREAMBLE.INIT><P>THE COMMISSION,</P></PREAMBLE.INIT>{visa}{consid}</PREAMBLE>"
    rows = package(act("Text.").replace("<ENACTING.TERMS>", f"{preamble}<ENACTING.TERMS>"))
    assert [(row.kind, row.text) for row in rows.values() if row.kind != "article"] == [
        ("preamble", "THE COMMISSION,"),
        ("citation", "Having regard to the Treaty,"),
        ("preamble", "Whereas:"),
        ("preamble", "1. INTRODUCTION"),
        ("recital", "Lamps burn."),
        ("recital", "Oil is dear."),
        ("preamble", "Horns"),
        ("recital", "Horns sound."),
    ]
    assert rows["Recital 3"].text == "Horns sound."
