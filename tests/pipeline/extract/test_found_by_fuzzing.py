"""What the fuzzer (fuzz/fuzz.py) found, and random damage to every fixture: a reading or a `DocumentError`."""

import random
from pathlib import Path

import pytest
import seeds
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import DocumentError
from pipeline.extract import FORMATS, extract
from pipeline.extract.content import Content, Format
from pipeline.extract.eu.labels import parse_label, place, styles


def survives(body: bytes, seed: Path) -> None:
    try:
        extract(seeds.content(seed, body))
    except DocumentError:
        return


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.name)
def test_every_format_has_a_document_to_begin_with(each: Format) -> None:
    assert list(seeds.of_format(each)), f"write a document for {each.name} into {seeds.FIXTURES}"


def damaged(body: bytes, chance: random.Random) -> bytes:
    """Bytes cut out, doubled, swapped for markup and control characters."""
    pieces = bytearray(body)
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(pieces))
        end = start + chance.randint(0, 40)
        with_what = chance.choice(
            [
                b"",
                pieces[start:end] * 3,
                b"<!-- -->",
                b"&#1;",
                b"\x00",
                b"<table><tr><!----><td>",
                b"</p>",
                b"&nbsp;",
                b"<?x?>",
            ]
        )
        pieces[start:end] = with_what
    return bytes(pieces)


@pytest.mark.filterwarnings("ignore::bs4.XMLParsedAsHTMLWarning")  # a damaged XHTML page is read as a web page
@pytest.mark.parametrize("seed", seeds.FILES, ids=lambda path: path.name)
@settings(max_examples=25, deadline=None)
@given(number=st.integers(0, 1 << 32))
def test_a_damaged_document_is_read_or_refused(seed: Path, number: int) -> None:
    survives(damaged(seed.read_bytes(), random.Random(number)), seed)


def replaced(name: str, old: bytes, new: bytes) -> tuple[bytes, Path]:
    seed = seeds.FIXTURES / "eu" / name
    body = seed.read_bytes()
    assert old in body
    return body.replace(old, new), seed


def test_a_comment_between_the_cells_of_a_table() -> None:
    survives(*replaced("proposal.xhtml", b"<td", b"<!-- cell --><td"))


def test_a_comment_before_the_number_of_a_hanging_paragraph() -> None:
    survives(*replaced("consolidated.xhtml", b"1.1.<span", b"1.1.<!-- --><span"))


def test_an_instruction_between_the_cells_of_a_formex_table() -> None:
    table = "<TBL><CORPUS><ROW><?CLG.MDFO ID='1'?><CELL>Oil</CELL><!-- --><CELL>Open</CELL></ROW></CORPUS></TBL>"
    act = f"<ACT><ENACTING.TERMS><ARTICLE><TI.ART>Article 1</TI.ART>{table}</ARTICLE></ENACTING.TERMS></ACT>"
    (article,) = extract(Content(act.encode(), "application/xml", "https://x.gov/act.xml")).provisions
    assert article.text == "Oil Open"


def test_a_control_character_beside_a_mark_of_a_consolidated_text() -> None:
    survives(*replaced("consolidated.xhtml", "►".encode(), "►&#1;".encode()))


def test_an_amendment_that_is_announced_twice_keeps_both_halves() -> None:
    body, seed = replaced("amendments.xhtml", "Amendment\xa02<".encode(), "Amendment\xa01<".encode())
    read = extract(Content(body, "text/html", f"https://x.gov/{seed.name}"))
    paths = [provision.path for provision in read.provisions]
    assert len(paths) == len(set(paths))
    assert {"amd_1", "amd_1~2"} <= set(paths)


def test_a_zip_that_says_it_is_longer_than_it_is() -> None:
    seed = seeds.FIXTURES / "eu" / "act.zip"
    body = seed.read_bytes()
    end = body.index(b"PK\x05\x06")
    with pytest.raises(DocumentError, match="broken zip"):  # the size of the directory
        extract(seeds.content(seed, body[: end + 16] + b"\xff\xff\x00\x00" + body[end + 20 :]))


def test_a_zip_with_a_file_that_has_no_name() -> None:
    seed = seeds.FIXTURES / "eu" / "act.zip"
    body = seed.read_bytes()
    entry = body.index(b"PK\x01\x02")
    name = body[entry + 46 : body.index(b".xml", entry) + 4]
    survives(body.replace(name, b"\0" + name[1:]), seed)


@pytest.mark.parametrize("style", [b"Titrearticle", b"Annexetitre"])
def test_a_title_that_is_nothing_but_a_number(style: bytes) -> None:
    line = b'<p class="Titrearticle"><span>Article 1'
    survives(*replaced("proposal.xhtml", line, b'<p class="%s"><span class="num">1.</span></p>' % style + line))


def test_a_point_that_is_numbered_in_raised_digits() -> None:
    label = parse_label("(³)")
    assert label is not None
    assert [place(label, style) for style in styles(label)]  # a digit to str.isdigit, and none to a regular expression
