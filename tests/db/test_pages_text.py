"""Words on their way into a page."""

import json
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.datasette import citations, machines
from db.datasette.citations import Cited, bibtex, bluebook, csl_json, oscola, ris
from db.datasette.highlight import Span, excerpt, merged, pieces
from db.datasette.plots import Row, bars, columns
from db.datasette.search import found_words
from db.datasette.text import in_words, long_date, plain, short_title
from pipeline.model import DocumentKind, LegalStatus


@st.composite
def spans(draw) -> Span:
    start = draw(st.integers(0, 60))
    return Span(start, start + draw(st.integers(0, 60)), (draw(st.sampled_from("abc")),))


@given(st.text(max_size=50), st.lists(spans(), max_size=8))
def test_pieces_are_the_text_and_mark_exactly_the_evidence(text, found):
    cut = pieces(text, found)
    assert "".join(piece.text for piece in cut) == text
    marked = [piece.marked for piece in cut for _ in piece.text]
    inside = [span for span in found if span.start < span.end <= len(text)]
    assert marked == [any(span.start <= at < span.end for span in inside) for at in range(len(text))]


def test_overlapping_evidence_is_named_where_it_ends():
    cut = pieces("abcdef", [Span(0, 4, ("one",)), Span(2, 6, ("two",)), Span(2, 6, ("three",))])
    assert [(piece.text, piece.labels, piece.ending) for piece in cut] == [
        ("ab", ("one",), ()),
        ("cd", ("one", "two", "three"), ("one",)),
        ("ef", ("two", "three"), ("two", "three")),
    ]


def test_the_same_words_are_one_span():
    assert merged([Span(1, 2, ("b",)), Span(0, 1, ("a",)), Span(1, 2, ("c",))]) == [
        Span(0, 1, ("a",)),
        Span(1, 2, ("b", "c")),
    ]


@given(st.text(alphabet="ab ", max_size=900), st.lists(spans(), min_size=1, max_size=4))
def test_an_excerpt_is_a_slice_with_the_first_evidence_in_it(text, found):
    cut = excerpt(text, [span for span in found if span.end <= len(text)], room=100)
    words = "".join(piece.text for piece in cut).removeprefix("… ").removesuffix(" …")
    assert words in text
    assert "".join(piece.text for piece in cut).endswith(" …") or text.endswith(words)
    assert len(words) <= max(len(text) and 300, 0)


def test_an_excerpt_ends_with_a_whole_word():
    cut = excerpt("open " + "architecture " * 30, [Span(0, 4, ())], room=100)
    assert "".join(piece.text for piece in cut) == "open " + "architecture " * 7 + " …"


def test_words_found_are_marked_in_a_snippet():
    cut = found_words("before \ue000open\ue001-\ue000source\ue001 after")
    assert [(piece.text, piece.marked) for piece in cut] == [
        ("before ", False),
        ("open", True),
        ("-", False),
        ("source", True),
        (" after", False),
    ]


@given(st.text())
def test_plain_text_keeps_offsets_and_has_no_control_characters(text):
    shown = plain(text)
    assert len(shown) == len(text)
    assert all(character in "\t\n\r" or ord(character) >= 32 for character in shown)


def test_dates_and_names_for_people():
    assert long_date("2024-07-02T01:02:03Z") == "2 July 2024"
    assert long_date("soon") == "soon"
    assert long_date(None) == ""
    assert in_words("executive_order") == "Executive order"


def test_long_titles_are_cut_at_a_word_and_keep_their_name():
    title = "Regulation (EU) 2031/1 laying down harmonised rules on machines (Machine Act) (Text with EEA relevance)"
    assert short_title(title, 60) == "Regulation (EU) 2031/1 laying down… (Machine Act)"
    assert short_title(title) == title.removesuffix(" (Text with EEA relevance)")
    assert short_title("x" * 200, 50) == "x" * 49 + "…"
    assert short_title("Short", 50) == "Short"


def test_bars_are_as_long_as_their_values():
    plot = bars([Row("a", "A", {"EU": 4, "US": 2}), Row("b", "B", {"US": 0})], ["EU", "US"])
    longest, half = plot.groups[0].bars
    assert longest.width == 2 * half.width > 0
    assert [bar.width for bar in plot.groups[1].bars] == [0, 0]
    assert bars([], []).groups == ()


def test_columns_stand_on_one_another():
    [group] = columns([Row("2031", "2031", {"EU": 3, "US": 1})], ["EU", "US"]).groups
    lower, upper = group.bars
    assert upper.y + upper.height == pytest.approx(lower.y)
    assert group.total == 4


ACT = Cited(
    document_id="celex:32031R0001",
    title="Regulation (EU) 2031/1 on 100 % thinking_machines & more",
    kind="regulation",
    jurisdiction="EU",
    publisher="Arcadian Printing Office",
    published="2031-01-02",
    place="Article 53(2)",
    url="https://gazette.example/1#art_53",
    captured="2031-01-05T00:01:00Z",
    version="0123456789abcdef",
    names={"celex": "32031R0001"},
)
ORDER = Cited(
    document_id="fr:2031-00002",
    title="Safe Machines",
    kind="executive_order",
    jurisdiction="US",
    publisher="Executive Office of the President",
    published="2030-09-30",
    place="Sec. 4.6(b)",
    url="https://register.example/2",
    captured="2031-01-05T00:01:00Z",
    version="fedcba9876543210",
    names={"eo": "14110", "fr_citation": "88 FR 75191"},
)
UNDATED = Cited("url:1", "A page", "page", "US", "Agency", "", "¶ 3", "https://a.example/", "2031-01-05", "00", {})


ELI = "http://data.europa.eu/eli/reg/2031/1"
ISSUE = replace(ACT, names={"celex": "32031R0001", "eli": f"{ELI}/oj"})
STATE = replace(
    ACT, kind="consolidated", published="2032-08-02", legal_date="2032-08-02",
    names={"celex": "02031R0001-20320802", "eli": f"{ELI}/2032-08-02"},
)  # fmt: skip
NOTICE = replace(
    ORDER, title="Request for comments", kind="notice", publisher="Office of the Federal Register",
    published="2031-02-26", place="para. 7", names={"fr": "2031-03763", "fr_citation": "89 FR 14059"},
    agencies=("Harbour Agency", "Bureau of Buoys"),
)  # fmt: skip
REPORT = replace(
    UNDATED, title="Use of machines", kind="memorandum", publisher="The White House", place="p. 10, para. 3",
    names={"omb": "M-24-10"},
)  # fmt: skip
COMMENT = replace(
    UNDATED, title="Comment from Buoy Makers, on Machines", kind="comment", publisher="Buoy Makers",
    published="2031-03-25", names={"docket": "HARBOUR-2031-0009", "regulations_gov": "HARBOUR-2031-0009-0264"},
)  # fmt: skip
PLACES = [
    ("p. 10, para. 3", "p 10, para 3", "at 10, ¶ 3"),
    ("p. xii, para. 3", "p xii, para 3", "at xii, ¶ 3"),
    ("p. 11, note 35", "p 11, n 35", "at 11 n.35"),
    ("p. 3 (PDF p. 33), para. 2", "p 3 (PDF p 33), para 2", "p. 3 (PDF p. 33), ¶ 2"),
    ("PDF p. 1, note 2", "PDF p 1, n 2", "PDF p. 1, n.2"),
    ("note 4", "n 4", "n.4"),
    ("Preamble, para. 2", "Preamble, para 2", "Preamble, ¶ 2"),
    ("Methods, ¶ 7", "Methods, para 7", "Methods, ¶ 7"),
    ("Paragraph 7", "paragraph 7", "¶ 7"),
    ("Question 6(a)", "question 6(a)", "Question 6(a)"),
    ("A step. Grasp. A note 3", "A step. Grasp. A note 3", "A step. Grasp. A note 3"),
]


@pytest.mark.parametrize(("place", "oxford", "bluebooked"), PLACES)
def test_places_are_written_as_a_style_writes_them(place, oxford, bluebooked):
    cited = replace(COMMENT, place=place)
    assert oscola(cited).startswith(
        f"Buoy Makers, ‘Comment from Buoy Makers, on Machines’ HARBOUR-2031-0009-0264 (25 March 2031), {oxford} <"
    )
    assert bluebook(cited).startswith(
        f"Buoy Makers, Comment from Buoy Makers, on Machines, HARBOUR-2031-0009-0264, {bluebooked} (Mar. 25, 2031), "
    )


def test_a_comment_is_cited_by_its_number():
    assert "number = {HARBOUR-2031-0009-0264}" in bibtex(COMMENT)
    assert json.loads(csl_json(COMMENT))[0]["number"] == "HARBOUR-2031-0009-0264"
    assert "M1  - HARBOUR-2031-0009-0264\r\n" in ris(COMMENT)


def test_oscola():
    assert oscola(ACT) == (
        "Regulation (EU) 2031/1 on 100 % thinking_machines & more [2031] CELEX 32031R0001, art 53(2) "
        "<https://gazette.example/1#art_53> accessed 5 January 2031 "
        "(text captured 5 January 2031, version 0123456789abcdef)"
    )
    assert " [2031] OJ L, 2031/1, art 53(2) <" in oscola(ISSUE)
    assert oscola(STATE).startswith(
        "Regulation (EU) 2031/1 on 100 % thinking_machines & more, consolidated text of 2 August 2032, "
        "CELEX 02031R0001-20320802, art 53(2) <"
    )
    assert oscola(ORDER).startswith(
        "Executive Order 14110, ‘Safe Machines’ 88 Fed Reg 75191 (30 September 2030), s 4.6(b) <"
    )
    assert oscola(NOTICE).startswith(
        "Harbour Agency and Bureau of Buoys, ‘Request for comments’ 89 Fed Reg 14059 (26 February 2031), para 7 <"
    )
    assert oscola(UNDATED).startswith("Agency, ‘A page’, para 3 <")
    assert oscola(REPORT).startswith("The White House, ‘Use of machines’ M-24-10, p 10, para 3 <")


def test_bluebook():
    assert bluebook(ORDER) == (
        "Exec. Order No. 14,110, 88 Fed. Reg. 75,191, § 4.6(b) (Sept. 30, 2030), https://register.example/2 "
        "[text captured 5 January 2031, version fedcba9876543210]"
    )
    assert "CELEX 32031R0001, art. 53(2) (Jan. 2, 2031)" in bluebook(ACT)
    assert ", 2031 O.J. (L, 2031/1), art. 53(2) (Jan. 2, 2031), " in bluebook(ISSUE)
    assert ", CELEX 02031R0001-20320802, art. 53(2) (as consolidated Aug. 2, 2032), " in bluebook(STATE)
    assert bluebook(NOTICE).startswith(
        "Harbour Agency and Bureau of Buoys, Request for comments, 89 Fed. Reg. 14,059, ¶ 7 (Feb. 26, 2031), "
    )
    assert bluebook(UNDATED).startswith("Agency, A page, ¶ 3, https://a.example/ [")
    assert bluebook(REPORT).startswith("The White House, Use of machines, M-24-10, at 10, ¶ 3, ")


def test_an_act_with_pages_in_the_journal_is_cited_by_its_number():
    older = replace(ISSUE, published="2023-09-30")
    assert "[2023] CELEX 32031R0001" in oscola(older)
    corrected = replace(ISSUE, names={"celex": "32031R0001R(01)", "eli": f"{ELI}/corrigendum/2031-09-09/oj"})
    assert "CELEX 32031R0001R(01)" in bluebook(corrected)


def test_bibtex_escapes_what_tex_reads():
    entry = bibtex(ACT)
    assert entry.startswith("@misc{celex32031R0001-Article532-01234567,\n")
    assert r"100 \% thinking\_machines \& more" in entry
    assert r"howpublished = {\url{https://gazette.example/1#art_53}}" in entry
    assert entry.count("{") == entry.count("}")
    assert "author" not in entry
    assert "author = {{Harbour Agency and Bureau of Buoys}}" in bibtex(NOTICE)
    assert "note = {89 FR 14059; US; text captured" in bibtex(NOTICE)


def test_csl_json():
    [entry] = json.loads(csl_json(ACT))
    assert entry["type"] == "legislation"
    assert entry["issued"] == {"date-parts": [[2031, 1, 2]]}
    assert entry["section"] == "Article 53(2)"
    assert "issued" not in json.loads(csl_json(UNDATED))[0]
    assert "author" not in entry
    [notice] = json.loads(csl_json(NOTICE))
    assert (notice["type"], notice["author"]) == ("regulation", [{"literal": "Harbour Agency and Bureau of Buoys"}])
    assert (notice["container-title"], notice["volume"], notice["page"]) == ("Federal Register", "89", "14059")
    assert json.loads(csl_json(ISSUE))[0]["container-title"] == "OJ L, 2031/1"


def test_ris():
    lines = ris(ORDER).split("\r\n")
    assert lines[0] == "TY  - STAT"
    assert lines[-2:] == ["ER  - ", ""]
    assert "SE  - Sec. 4.6(b)" in lines
    assert "N1  - text captured 5 January 2031, version fedcba9876543210" in lines
    assert {"T2  - Federal Register", "VL  - 88", "SP  - 75191"} <= set(lines)
    assert "AU  - Harbour Agency and Bureau of Buoys" in ris(NOTICE).split("\r\n")
    expected = {
        "page": "ELEC",
        "report": "RPRT",
        "speech": "GOVDOC",
        "proposal": "BILL",
        "blog_post": "BLOG",
        "guidelines": "RPRT",
        "delegated_decision": "STAT",
        "of an older database": "GOVDOC",
    }
    assert {each: ris(replace(ACT, kind=each))[6:].partition("\r")[0] for each in expected} == expected


@pytest.mark.parametrize("mapping", [citations._CSL_TYPES, machines._TYPES])
def test_every_kind_of_document_is_mapped(mapping):
    assert set(mapping) == set(get_args(DocumentKind))


def test_every_legal_status_is_mapped():
    assert set(machines._FORCE) == set(get_args(LegalStatus))
    assert machines._FORCE["not_in_force"] == machines._FORCE["superseded"] == "https://schema.org/NotInForce"
