"""What is attached to an act and has articles of its own: protocols, agreements, letters, annexes."""

from collections.abc import Callable

import pytest

from pipeline.model import Extraction, Provision

Read = Callable[[bytes], Extraction]
Zip = Callable[[dict[str, bytes]], bytes]

ACT = (
    "<TITLE><TI><P>Decision on lamps</P></TI></TITLE>"
    "<ENACTING.TERMS><ARTICLE IDENTIFIER='001'><TI.ART>Article 1</TI.ART>"
    "<ALINEA>The text is approved.</ALINEA></ARTICLE></ENACTING.TERMS>"
    "<FINAL><SIGNATURE><PL.DATE><P>Done at Port Fictum.</P></PL.DATE></SIGNATURE></FINAL>"
)
TERMS = (
    "<PREAMBLE><PREAMBLE.INIT><P>THE KEEPERS AGREE:</P></PREAMBLE.INIT></PREAMBLE>"
    "<ENACTING.TERMS><ARTICLE IDENTIFIER='001'><TI.ART>Article 1</TI.ART>"
    "<PARAG IDENTIFIER='001.001'><NO.PARAG>1.</NO.PARAG><ALINEA>Lamps burn.</ALINEA></PARAG></ARTICLE></ENACTING.TERMS>"
)


def member(root: str, inside: str) -> bytes:
    return f"<{root} xsi='http://formex.publications.europa.eu/'>{inside}</{root}>".encode()


def titled(*lines: str) -> str:
    return f"<TITLE><TI>{''.join(f'<P>{line}</P>' for line in lines)}</TI></TITLE>"


@pytest.mark.parametrize("root", ["PROT", "AGR", "LETTER", "GENERAL"])
def test_the_title_of_an_attached_text_is_its_heading(root: str, read_page: Read, zip_files: Zip) -> None:
    attached = member(root, titled("PROTOCOL", "on horns") + TERMS)
    annex = member("ANNEX", titled("ANNEX I") + "<CONTENTS><P>Oil.</P></CONTENTS>")
    extraction = read_page(zip_files({"1.fmx.xml": member("ACT", ACT), "2.fmx.xml": annex, "3.fmx.xml": attached}))
    rows = {row.citation: row for row in extraction.provisions}
    assert extraction.title == "Decision on lamps"
    assert rows["Final part"].text == "Done at Port Fictum."
    assert (rows["Annex I"].text, rows["Attachment 1"].heading) == ("Oil.", "PROTOCOL on horns")


def test_an_old_package_is_known_by_what_is_in_it_and_read_in_the_order_of_its_numbers(
    read_page: Read, zip_files: Zip
) -> None:
    annexes = {
        f"DOC_{n}.xml": f"<ANNEX>{titled(f'ANNEX {n}')}<CONTENTS><P>Oil.</P></CONTENTS></ANNEX>" for n in (10, 9)
    }
    act = f"<ACT NNC='NO'>{ACT}</ACT>"
    files = {"DOC_1.xml": "<DOC><FMX/></DOC>", "DOC_2.xml": act, **annexes, "picture.xml": "<svg/>"}
    extraction = read_page(zip_files({name: file.encode() for name, file in files.items()}))
    assert [row.citation for row in extraction.provisions] == ["Article 1", "Final part", "Annex 9", "Annex 10"]


@pytest.mark.parametrize("root", ["ACT", "CONS.DOC", "CORR", "GENERAL"])
def test_the_main_text_comes_first_wherever_it_stands_in_its_package(
    root: str, read_page: Read, zip_files: Zip
) -> None:
    annex = f"<ANNEX>{titled('ANNEX I')}<CONTENTS><P>Oil.</P></CONTENTS></ANNEX>"
    extraction = read_page(zip_files({"1.xml": annex.encode(), "2.xml": f"<{root}>{ACT}</{root}>".encode()}))
    assert [row.citation for row in extraction.provisions] == ["Article 1", "Final part", "Annex I"]


@pytest.mark.parametrize("before", ["", "\ufeff", '<?xml version="1.0"?>\n<!-- lamps -->\n'])
def test_a_file_of_formex_is_known_by_its_root(before: str, read_page: Read) -> None:
    assert read_page(f"{before}<ACT>{ACT}</ACT>".encode()).extractor == "formex/13"


@pytest.mark.parametrize("root", ["PROT", "AGR", "LETTER", "GENERAL"])
def test_the_title_of_a_text_that_stands_alone_is_the_title(root: str, read_page: Read) -> None:
    extraction = read_page(member(root, titled("PROTOCOL", "on horns") + TERMS))
    assert extraction.title == "PROTOCOL on horns"
    assert [row.citation for row in extraction.provisions] == ["Preamble", "Article 1", "Article 1(1)"]


def page(*attached: str) -> bytes:
    """An act of one article and what is attached to it, in Official Journal markup without ids."""
    own = '<p class="doc-ti">DECISION on lamps</p>' + article("1", p("The text is approved."))
    signed = '<div class="final"><p class="normal">Done at Port Fictum.</p></div>'
    return f"<html><body>{own}{signed}{''.join(attached)}</body></html>".encode()


def article(number: str, *inside: str) -> str:
    return f'<p class="ti-art">Article {number}</p><p class="sti-art">Heading {number}</p>{"".join(inside)}'


def p(text: str) -> str:
    return f'<p class="normal">{text}</p>'


def title(*lines: str) -> str:
    return "".join(f'<p class="doc-ti">{line}</p>' for line in lines)


def cited(read_page: Read, body: bytes) -> dict[str, Provision]:
    return {row.citation: row for row in read_page(body).provisions}


def test_articles_of_a_protocol_are_its_own_and_not_the_acts(read_page: Read) -> None:
    terms = article("1", p("1.\u00a0\u00a0 Lamps burn."), p("2.\u00a0\u00a0 Horns sound.")) + article(
        "2", p("Keepers watch.")
    )
    rows = cited(read_page, page(title("PROTOCOL", "on lamps"), p("THE KEEPERS AGREE AS FOLLOWS:"), terms))
    assert [citation for citation, row in rows.items() if row.unit] == [
        "Article 1",
        "Final part",
        "Attachment 1, introductory wording",
        "Attachment 1, Article 1(1)",
        "Attachment 1, Article 1(2)",
        "Attachment 1, Article 2",
    ]
    own = rows["Attachment 1, Article 1(2)"]
    assert (own.path, own.kind, own.parent, own.text) == (
        "att_1/art_1/par_2",
        "paragraph",
        "att_1/art_1",
        "Horns sound.",
    )
    assert rows["Attachment 1, Article 2"].heading == "Heading 2"
    assert rows["Attachment 1"].text.startswith("THE KEEPERS AGREE AS FOLLOWS: Article 1 Heading 1 1. Lamps burn.")


def test_chapters_of_an_annex_stand_beside_its_articles(read_page: Read) -> None:
    chapter = '<p class="ti-section-1">{}</p><p class="ti-section-2">{}</p>'
    terms = (
        p("It is agreed:")
        + chapter.format("CHAPTER I", "Lamps")
        + article("1", p("Burn."))
        + '<p class="ti-section-1">FINAL RULES</p>'
    )
    rows = cited(read_page, page(title("ANNEX II", "Statute"), terms, article("2", p("Stop."))))
    assert {citation: (row.path, row.heading) for citation, row in rows.items() if row.path.startswith("anx_II/")} == {
        "Annex II, introductory wording": ("anx_II/sub_1", "Statute"),
        "Annex II, Chapter I": ("anx_II/cpt_I", "Lamps"),
        "Annex II, Article 1": ("anx_II/art_1", "Heading 1"),
        "Annex II, ‘FINAL RULES’": ("anx_II/h_1", "FINAL RULES"),
        "Annex II, Article 2": ("anx_II/art_2", "Heading 2"),
    }


def test_points_under_a_chapter_of_an_annex_are_cited_with_the_annex(read_page: Read) -> None:
    point = f"<table><tr><td>{p('1.')}</td><td>{p('Oil.')}</td></tr></table>"
    rows = cited(read_page, page(title("ANNEX"), '<p class="ti-section-1">CHAPTER I</p>', point))
    assert rows["Annex, Chapter I, point 1"].text == "Oil."


def test_the_signatures_of_an_attached_text_are_no_part_of_its_last_article(read_page: Read) -> None:
    rows = cited(read_page, page(title("PROTOCOL"), article("1", p("Burn.")), p("Done at Port Fictum, in two copies.")))
    assert rows["Attachment 1, Article 1"].text == "Burn."
    assert rows["Final part [2]"].text == "Done at Port Fictum, in two copies."


@pytest.mark.parametrize(
    ("amended", "mark"), [("In the Lamp Code, {}", "‘"), ("<table><tr><td><p>(1)</p></td><td>{}</td></tr></table>", "")]
)
def test_an_article_that_an_annex_quotes_is_not_its_own(amended: str, mark: str, read_page: Read) -> None:
    quoted = p("the following Article is inserted:") + article("4a", p("Horns sound.’"))
    rows = cited(read_page, page(title("ANNEX"), amended.format(quoted.replace(">Article", f">{mark}Article"))))
    assert [citation for citation in rows if "Article" in citation] == ["Article 1"]


@pytest.mark.parametrize(
    ("lines", "path", "citation", "heading"),
    [
        (["ANNEX II – Lamps"], "anx_II", "Annex II", "Lamps"),
        (["ANNEX II", "Lamps"], "anx_II", "Annex II", "Lamps"),
        (["ANNEX IIa: LAMPS", "of oil"], "anx_IIa", "Annex IIa", "LAMPS of oil"),
        (["ANNEX No 2"], "anx_2", "Annex 2", ""),
        (["ANNEXE II bis Lampes"], "anx_IIa", "Annex IIa", "Lampes"),
        (["ANNEX TO DECISION No 154/2098"], "anx", "Annex", "TO DECISION No 154/2098"),
        (["ANNEX — Model form B"], "anx", "Annex", "Model form B"),
        (["Appendix 2 Model form"], "app_2", "Appendix 2", "Model form"),
        (["PROTOCOL", "on lamps"], "att_1", "Attachment 1", "PROTOCOL on lamps"),
    ],
)
def test_the_heading_of_an_annex_may_stand_in_the_line_of_its_number(
    lines: list[str], path: str, citation: str, heading: str, read_page: Read
) -> None:
    row = read_page(page(title(*lines), p("Oil."))).provisions[-1]
    assert (row.path, row.citation, row.heading, row.text) == (path, citation, heading, "Oil.")


def test_the_heading_of_an_article_or_a_chapter_may_stand_in_the_line_of_its_number(read_page: Read) -> None:
    chapter = '<p class="ti-section-1">CHAPTER I – LAMPS</p>'
    terms = "".join(f'<p class="ti-art">{line}</p>{p("Burn.")}' for line in ("Article 1: Oil", "Article 2a Gas"))
    act = f'<html><body><p class="doc-ti">DECISION</p>{chapter}{terms}</body></html>'
    headings = {row.citation: row.heading for row in read_page(act.encode()).provisions}
    assert headings == {"Chapter I": "LAMPS", "Article 1": "Oil", "Article 2a": "Gas"}
