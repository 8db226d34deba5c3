"""What is attached to an act and has articles of its own: protocols, agreements, letters, annexes."""

from collections.abc import Callable

import pytest

from pipeline.model import Extraction

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
    assert (rows["Annex I"].text, rows["Attachment 1"].heading) == ("Oil.", "on horns")


@pytest.mark.parametrize("root", ["PROT", "AGR", "LETTER", "GENERAL"])
def test_the_title_of_a_text_that_stands_alone_is_the_title(root: str, read_page: Read) -> None:
    extraction = read_page(member(root, titled("PROTOCOL", "on horns") + TERMS))
    assert extraction.title == "PROTOCOL on horns"
    assert [row.citation for row in extraction.provisions] == ["Preamble", "Article 1", "Article 1(1)"]
