import io
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import DocumentError, HostileDocument, MalformedDocument, NeedsOcr
from pipeline.extract import extract, pdf_lines
from pipeline.extract.content import Content
from pipeline.model import Extraction

Page = list[tuple[float, float, float, str, str]]
MakePdf = Callable[[list[Page]], bytes]


def read(body: bytes, url: str = "https://agency.example/memo.pdf") -> Extraction:
    return extract(Content(body, "application/pdf", url))


def column(lines: list[str], *, top: float = 700, left: float = 72, size: float = 11, font: str = "F1") -> Page:
    """Lines of one size; a leading ">" indents, an empty line leaves a gap."""
    return [
        (left + (18 if line.startswith(">") else 0), top - 13 * row, size, font, line.removeprefix(">"))
        for row, line in enumerate(lines)
        if line
    ]


@pytest.fixture
def memo(make_pdf: MakePdf) -> bytes:
    """Three pages: contents, two pages of text with running heads, page numbers, a note and line-end hyphens."""
    head = (72.0, 750.0, 9.0, "F1", "Buoy Administration Memorandum")
    contents = [f"{word} ..................... {page}" for page, word in enumerate(("One", "Two", "Three", "Four"), 2)]
    first = [
        "The Administration asks every harbor to share the charts that it draws by models",
        "whose weights are widely available to the public, and it will report on the infor-",
        "mation that it gets within the year of this memorandum and in later years as well.",
        "",
        "Harbors that share nothing say why in a letter to the Administration, which is then",
        "made public with the harbor's own words and with the advice of the harbor master, and",
        "that advice is followed by",
    ]
    second = [
        "a second letter. This information is kept for ten years and then given to the archive.",
        "",
        "• Open models are preferred where they do the same work as closed models do, and where",
        ">they can be studied by the pilots of the harbor.",
        "• Closed models need a reason.",
        "(a) The reason is written down by the harbor master;",
        "(b) The reason is made public.",
    ]
    return make_pdf(
        [
            [head, *column(["Table of Contents"], size=16), *column(contents, top=650), (300, 40, 9, "F1", "i")],
            [
                head,
                *column(["Sharing Charts"], size=16, font="F2"),
                *column(first, top=660),
                (72, 104, 5, "F1", "1"),
                (76, 100, 8, "F1", "See the Charts Act of 2098 for the meaning of chart."),
                (300, 40, 9, "F1", "2"),
            ],
            [head, *column(second), (300, 40, 9, "F1", "3")],
        ]
    )


def test_a_memorandum_is_read_as_in_its_golden_file(
    memo: bytes, matches_golden: Callable[[Extraction, str], None]
) -> None:
    matches_golden(read(memo), "memo.pdf")


def test_every_letter_is_covered_or_counted_as_dropped(memo: bytes) -> None:
    extraction = read(memo)
    assert extraction.body_chars == extraction.covered_chars + sum(count for _, count in extraction.dropped)
    assert {"running head", "table of contents"} == {reason for reason, _ in extraction.dropped}


def _labelled(body: bytes, labels: bytes) -> bytes:
    """pdfium finds the objects, though they moved."""
    return body.replace(b"/Type /Catalog", b"/Type /Catalog /PageLabels << /Nums [" + labels + b"] >>")


@pytest.mark.parametrize(
    ("matrix", "rotation"),
    [
        ((0, 1, -1, 0, 792, 0), 0),  # a wide table on an upright page
        ((0, 1, -1, 0, 792, 0), 90),
        ((-1, 0, 0, -1, 612, 792), 180),
        ((0, -1, 1, 0, 0, 612), 270),
    ],
)
def test_words_that_are_printed_sideways_are_read_like_others(
    memo: bytes, matrix: tuple[int, ...], rotation: int
) -> None:
    document = pdfium.PdfDocument(memo)
    for page in document:
        if rotation != 180:
            page.set_mediabox(0, 0, 792, 612)
        page.set_rotation(rotation)
        for words in page.get_objects():
            words.transform(pdfium.PdfMatrix(*matrix))
        page.gen_content()
    turned = io.BytesIO()
    document.save(turned)
    assert read(turned.getvalue()).provisions == read(memo).provisions


def test_the_size_of_a_line_is_that_of_its_letters_and_not_of_the_blanks_between_them(make_pdf: MakePdf) -> None:
    # Blanks that are only gaps, in a text that is scaled down: the one here is where a size is looked at.
    body = make_pdf([[(144, 1400, 22, "F1", "abcd efgh"), *column(["Harbors wait for it."], left=144)]])
    body = body.replace(b"(abcd efgh) Tj", b"[(abcd) -600 (efgh)] TJ").replace(b"BT", b"0.5 0 0 0.5 0 0 cm BT", 1)
    first = pdf_lines.printed(Content(body, "application/pdf", "https://agency.example/a.pdf")).lines[0]
    assert (first.text, first.size) == ("abcd efgh", 11)


def test_the_hyphen_of_browsers_joins_the_parts_of_a_word(make_pdf: MakePdf) -> None:
    body = make_pdf([column(["Harbors ask for more infor\x7f", "mation on the models that are open to all of them."])])
    twice = b"<< /BaseEncoding /WinAnsiEncoding /Differences [127 /hyphentwo] >>"
    assert outline(body.replace(b"/WinAnsiEncoding", twice)) == [
        "Harbors ask for more information on the models that are open to all of them."
    ]


def test_a_bullet_that_stands_elsewhere_in_the_file_marks_the_line_beside_it(make_pdf: MakePdf) -> None:
    first = [
        "Harbors publish the charts that they draw, and say:",
        ">Open models come",
        ">first.",
        ">Closed come last.",
    ]
    bullets = [(76.0, y, 11.0, "F1", "•") for y in (661.0, 687.0)]
    assert outline(make_pdf([[*column(first), *bullets], column(["Then they wait for an answer."])])) == [
        "Harbors publish the charts that they draw, and say:",
        "• Open models come first.",
        "• Closed come last.",
        "Then they wait for an answer.",
    ]


def test_notes_that_are_numbered_like_items_stand_below_the_text_of_their_page(make_pdf: MakePdf) -> None:
    small = column(["1. One item in small type.", "2. Another item."], top=650, size=8)
    text = column(["Harbors publish the charts that they draw, and the weights of the"], top=600)
    notes = column(["1. See the Chart Act.", "2. See the Weights Act, which is", "longer."], top=200, size=8)
    after = column(["models by which they are drawn. That is all, as far as harbors are asked for it."])
    rows = read(make_pdf([[*column(["Items"] * 3), *small, *text, *notes], after])).provisions
    assert [(row.citation, row.text) for row in rows if row.kind == "footnote"] == [
        ("p. 1, note 1", "1. See the Chart Act."),
        ("p. 1, note 2", "2. See the Weights Act, which is longer."),
    ]
    whole = "Harbors publish the charts that they draw, and the weights of the models by which they are drawn."
    assert any(row.text.startswith(whole) for row in rows)


def test_a_note_that_pdfium_runs_together_with_the_line_before_is_a_note(make_pdf: MakePdf) -> None:
    body = column(["The Administration asks every harbor to share the charts that it draws by its models."] * 3)
    notes = [
        (72.0, 113.5, 6.5, "F1", "1 "),
        (78.0, 109.0, 8.0, "F1", "See the Charts Act of 2098, which says in 3 sections what a chart is,"),
        (72.0, 100.0, 8.0, "F1", "and see the Buoys Act and the acts that it names, which are in force."),
        (72.0, 95.5, 6.5, "F1", "2 "),
        (78.0, 91.0, 8.0, "F1", "The weights of a model are open if all may have them."),
        (72.0, 82.0, 8.0, "F1", "Others are closed, as they say."),
    ]
    found = {row.citation: row.text for row in read(make_pdf([[*body, *notes]])).provisions if row.kind == "footnote"}
    assert found == {
        "p. 1, note 1": "1 See the Charts Act of 2098, which says in 3 sections what a chart is, "
        "and see the Buoys Act and the acts that it names, which are in force.",
        "p. 1, note 2": "2 The weights of a model are open if all may have them. Others are closed, as they say.",
    }


def test_a_note_goes_on_at_the_foot_of_the_next_page(make_pdf: MakePdf) -> None:
    pages = [
        [
            *column([f"The {harbor} asks its pilots to share the charts that they have drawn by its models."] * 3),
            *((72.0, 110.0 - 10 * row, 8.0, "F1", words) for row, words in enumerate(note)),
        ]
        for harbor, note in (
            ("North", ["1 See the Charts Act, which says of the"]),
            (
                "South",
                [
                    "charts of a harbor that they are drawn anew in each year and are",
                    "kept by it until 2098",
                    "and until others are drawn.",
                ],
            ),
        )
    ]
    rows = read(make_pdf([[*pages[0], (72, 640, 5, "F1", "1")], pages[1]])).provisions
    assert [row.text[-37:] for row in rows if row.kind == "footnote"] == [
        "kept by it until 2098 and until others are drawn."[-37:]
    ]
    assert not any("until" in row.text for row in rows if row.kind == "paragraph")


def test_a_dash_in_a_sentence_begins_no_item(make_pdf: MakePdf) -> None:
    lines = [
        "Harbors that draw their charts with open models report to the Administration each year",
        "– or in each second year – how many pilots have used them and for which of the waters,",
        "and they name",
        "– the model;",
        "– the pilots who have used the model in the waters of a harbor that is not their own one",
        "– the year.",
    ]
    assert [row.text for row in read(make_pdf([column(lines)])).provisions] == [
        " ".join(lines[:3]),
        *lines[3:],
    ]


def test_a_short_word_at_the_edge_of_most_pages_is_a_running_head(make_pdf: MakePdf) -> None:
    names = ["North", "South", "East", "West", "Old", "New"]
    texts = [f"{name} Harbor has its charts drawn by open models and keeps them in the lighthouse." for name in names]
    pages = [[(300, 752, 10, "F2", "CUI"), *column([text]), (300, 52, 10, "F2", "CUI")] for text in texts[:4]]
    extraction = read(make_pdf(pages))
    assert "CUI" not in " ".join(row.text + row.heading for row in extraction.provisions)
    assert ("running head", 24) in extraction.dropped
    some = [column([text, "", "None"] if page in {2, 4} else [text]) for page, text in enumerate(texts)]
    assert " ".join(row.text for row in read(make_pdf(some)).provisions).count("None") == 2


def test_contents_are_told_by_their_page_numbers_where_they_have_no_leaders(make_pdf: MakePdf) -> None:
    contents = [f"{at} Models of Harbor {at} {at + 3}" for at in range(1, 8)]
    text = column(["The charts of the harbor are drawn by open models and are kept in the lighthouse."])
    table = column([f"Harbor {at} has models {at + 3}" for at in range(1, 8)], top=650)
    headed = [*column(["Table of Contents"], size=16), *column(contents, top=650)]
    assert len(read(make_pdf([headed, column(contents), text])).provisions) == 1
    assert "Harbor 7 has models 10" in read(make_pdf([text, table])).provisions[0].text


def draft(words: list[str], first: int) -> Page:
    """Lines that are counted at the left, as far as they hold anything."""
    numbers = [(50.0, 700.0 - 13 * row, 8.0, "F1", str(first + row)) for row, line in enumerate(words) if line]
    return [part for pair in zip(numbers, column([line for line in words if line]), strict=True) for part in pair]


def test_the_numbers_of_the_lines_of_a_draft_are_no_text(make_pdf: MakePdf) -> None:
    first = [
        "Harbors publish the charts that they draw by models whose weights are",
        "open, and",
        "12 of them publish the weights.",
        *["Each harbor keeps its charts for ten years in its own archive, by law."] * 4,
        "They keep the",
    ]
    second = ["open", "weights", "as well.", *["It may burn them then."] * 3]
    foot, note = (300.0, 40.0, 9.0, "F1", "1"), (72.0, 60.0, 8.0, "F1", "1 See the Chart Act.")
    extraction = read(make_pdf([[foot, *draft(first, 1), note], draft(second, 9)]))
    texts = [row.text for row in extraction.provisions]
    assert texts[0].startswith("Harbors publish the charts that they draw by models whose weights are open, and 12 of")
    assert "They keep the open weights as well." in " ".join(texts)
    assert "1 See the Chart Act." in texts
    assert extraction.dropped == (("line number", 19), ("running head", 1))


def test_a_list_of_numbers_is_no_column_of_line_numbers(make_pdf: MakePdf) -> None:
    rows = [f"{number} Model of the harbor" for number in range(1, 13)]
    prose = ["Harbors publish the charts that they draw."] * 14
    assert "7 Model of the harbor" in " ".join(outline(make_pdf([column(rows), column(prose)])))


def test_a_marker_after_a_dash_begins_a_paragraph(make_pdf: MakePdf) -> None:
    assert outline(make_pdf([column(["The term “chart” means—", "(A) a map; and", "(B) a plan."])])) == [
        "The term “chart” means—",
        "(A) a map; and",
        "(B) a plan.",
    ]


def test_words_before_a_bracket_are_no_marker(make_pdf: MakePdf) -> None:
    assert outline(make_pdf([column(["The Administration of all Harbors (the Administration or", "we) asks."])])) == [
        "The Administration of all Harbors (the Administration or we) asks."
    ]


def test_citations_name_the_printed_page_and_links_the_page_of_the_file(make_pdf: MakePdf) -> None:
    words = [f"• Harbors of the {rank} class publish their charts." for rank in ("first", "second", "third")]
    body = make_pdf([[*column([text]), (300, 40, 9, "F1", str(page))] for page, text in enumerate(words, start=7)])
    assert [(row.path, row.citation, row.anchor) for row in read(body).provisions] == [
        ("p_1", "p. 7, para. 1", "page=1"),
        ("p_2", "p. 8, para. 1", "page=2"),
        ("p_3", "p. 9, para. 1", "page=3"),
    ]
    labelled = read(_labelled(body, b"0 << /S /r >> 2 << /S /D >>"))
    assert [row.citation for row in labelled.provisions] == ["p. i, para. 1", "p. ii, para. 1", "p. 1, para. 1"]


def test_a_page_of_the_federal_register_is_cited_by_its_number_and_not_by_the_typesetters(make_pdf: MakePdf) -> None:
    heads = [
        "Federal Register / Vol. 99, No. 9 / Tuesday, March 3, 2099 / Notices 14059",
        "14060 Federal Register / Vol. 99, No. 9 / Tuesday, March 3, 2099 / Notices",
    ]
    body = make_pdf(
        [
            [
                (45.0, 750.0, 8.0, "F1", head),
                *column([f"• Harbors publish their charts in the {rank} year of the plan."]),
                (45.0, 20.0, 6.0, "F1", f"VerDate Sep<11>2014 16:23 Feb 23, 2099 Jkt 262001 PO 00000 Frm 9900{page}"),
            ]
            for page, (rank, head) in enumerate(zip(("first", "second"), heads, strict=True), start=1)
        ]
    )
    assert [row.citation for row in read(body).provisions] == ["p. 14059, para. 1", "p. 14060, para. 1"]


def test_a_label_that_is_no_text_is_none(memo: bytes) -> None:
    assert read(_labelled(memo, b"0 << /P <FEFFD800> /S /D >>")).provisions == read(memo).provisions


def bold(lines: list[str], *, top: float) -> Page:
    return column(lines, top=top, font="F2")


def outline(body: bytes) -> list[str]:
    """Headings with "# " before them, and the texts of the units."""
    return [row.text or f"# {row.heading}" for row in read(body).provisions]


def test_bold_words_in_a_sentence_are_no_heading(make_pdf: MakePdf) -> None:
    page = [
        *bold(["Charts of the Harbor"], top=700),
        *column(["The master of each harbor asks for human oversight of the pilots, as part"], top=687),
        *bold(["of decisions or actions that could sink a ship, or put the rights or the"], top=674),
        *column(["safety of its crew in danger, and who writes down why they were taken, and by whom."], top=661),
        *bold(["There is no standard for weighing the risks of an open chart, nor are there"], top=635),
        *column(["methods for doing so."], top=622),
    ]
    assert outline(make_pdf([page])) == [
        "# Charts of the Harbor",
        "The master of each harbor asks for human oversight of the pilots, as part of decisions or actions that could "
        "sink a ship, or put the rights or the safety of its crew in danger, and who writes down why they were taken, "
        "and by whom.",
        "There is no standard for weighing the risks of an open chart, nor are there methods for doing so.",
    ]


def test_a_text_that_is_bold_from_end_to_end_is_no_heading(make_pdf: MakePdf) -> None:
    page = [
        *column(["Should the charts be open to pilots?"], top=700),
        *bold(["Yes. Pilots who can read and change a chart find more of its errors than pilots who cannot."], top=687),
        *column(["Should they be free of charge?"], top=674),
        *bold(["They should, since the harbors have paid for them already. We have nothing to add."], top=661),
    ]
    assert outline(make_pdf([page])) == [text for *_, text in page]


def test_a_bold_sentence_is_no_heading_unless_it_is_numbered(make_pdf: MakePdf) -> None:
    page = [
        *bold(["IV. Charts that are open are read by more pilots."], top=700),
        *column(["That much is known to all harbors, since they have counted them every year."], top=680),
        *bold(["Recognizing that we lack the charts, the harbors must act."], top=654),
        *column(["They have not done so up to now, and nobody has told them that they should."], top=634),
        *bold(["masters who know the charts better than the pilots"], top=608),
        *column(["This is a list of those whom nobody has asked, and who have not answered."], top=588),
    ]
    assert [text for text in outline(make_pdf([page])) if text.startswith("#")] == [
        "# IV. Charts that are open are read by more pilots."
    ]


def test_the_numbers_of_a_table_do_not_tell_the_type_of_the_text(make_pdf: MakePdf) -> None:
    text = column(["Harbors pay for the charts that they draw by closed models as the schedule says:"])
    table = column(["24,092 24,840 25,589 26,028 26,771 27,519 27,550 28,248"] * 3, top=600, size=8)
    rows = read(make_pdf([[*text, *table]])).provisions
    assert rows[0].kind == "paragraph"


def test_bold_words_that_close_a_table_head_nothing(make_pdf: MakePdf) -> None:
    page = [
        *bold(["Duties of Harbors"], top=700),
        *column(["The harbors publish their charts, and the pilots read them."], top=680),
        *bold(["Who does so: pilots, harbor masters"], top=655),
        *column(["The second duty of all harbors is to keep the charts for ten years."], top=600),
    ]
    assert outline(make_pdf([page])) == [
        "# Duties of Harbors",
        "The harbors publish their charts, and the pilots read them.",
        "Who does so: pilots, harbor masters",
        "The second duty of all harbors is to keep the charts for ten years.",
    ]


def _row(name: str, action: list[str], risks: list[str], *, top: float) -> Page:
    """Its name stands in the middle of the row, and is first in the file."""
    return [
        (41, top - 7, 10, "F1", name),
        *column(action, top=top, left=95, size=10),
        *column(risks, top=top, left=435, size=10),
    ]


def test_each_row_of_a_table_whose_rows_have_ids_is_a_paragraph(make_pdf: MakePdf) -> None:
    """The columns stand one after the other in the file, and a row need not end in a full stop."""
    first = [
        *_row("CH-1.2-001", ["Publish the charts of the harbor", "with their weights."], ["Loss of", "Ships"], top=700),
        *_row("CH-1.2-002", ["Keep them for ten", "years"], ["Privacy of", "Harbors"], top=674),
    ]
    third = [(41.0, 641.0, 10.0, "F1", "CH-1.2-003"), *column(["Map the floor."], top=641, left=95, size=10)]
    third += column(["Fog, Sand;", "Ships at Night"], top=641, left=435, size=10)
    second = [*_row("CH-1.2-004", ["Ask the pilots what", "they miss."], ["Harbor Privacy", "and Fog"], top=700)]
    assert outline(make_pdf([[*first, *third], [*second, *column(["CHARTS 1.3: What follows."], top=600)]])) == [
        "CH-1.2-001 Publish the charts of the harbor with their weights. Loss of Ships",
        "CH-1.2-002 Keep them for ten years Privacy of Harbors",
        "CH-1.2-003 Map the floor. Fog, Sand; Ships at Night",
        "CH-1.2-004 Ask the pilots what they miss. Harbor Privacy and Fog",
        "CHARTS 1.3: What follows.",
    ]


def test_columns_and_a_neighbour_on_the_page_of_the_federal_register(make_pdf: MakePdf) -> None:
    head = (45.0, 750.0, 8.0, "F1", "Federal Register / Vol. 99, No. 9 / Tuesday, March 3, 2099 / Notices 14059")
    foot = (45.0, 20.0, 6.0, "F1", "VerDate Sep<11>2014 16:23 Feb 23, 2099 Jkt 262001 PO 00000 Frm 00023")
    left = ["anchovies may be landed.", "[FR Doc. 2099–00001 Filed 3–2–99; 8:45 am]", "BILLING CODE 3510–22–P"]
    own = [">The harbor asks about models that", "have open weights, which anyone"]
    right = ["may download and study.", "[FR Doc. 2099–00002 Filed 3–2–99; 8:45 am]", "BILLING CODE 9999–99–P"]
    after = ["Another agency speaks of its own matters."]
    agency = (45.0, 655.0, 9.0, "F2", "DEPARTMENT OF HARBORS")
    page = [head, *column(left, size=9), agency, *column(own, top=640, size=9)]
    body = make_pdf([[*page, *column([*right, *after], left=320, size=9), foot]])
    extraction = read(body, "https://www.govinfo.example/content/pkg/FR-2099-03-03/pdf/2099-00002.pdf")
    assert [row.text for row in extraction.provisions if row.unit] == [
        "The harbor asks about models that have open weights, which anyone may download and study."
    ]
    assert [reason for reason, _ in extraction.dropped] == [
        "running head",
        "typesetter line",
        "another document on the page",
        "filing line",
    ]


def test_the_section_after_a_quotation_in_a_quotation_begins_a_paragraph(make_pdf: MakePdf) -> None:
    order = [
        "Section 1. Charts. (a) The Harbor Order is amended to read as follows:",
        ">‘‘(c) Harbors follow the rules of the order entitled ‘Open Charts.’ ’’",
        "Sec. 2. Effect. The order stands as amended, and every harbor keeps a copy of it.",
    ]
    assert [row.citation for row in read(make_pdf([column(order)])).provisions if row.unit] == ["Sec. 1(a)", "Sec. 2"]


def test_what_the_printers_of_the_federal_register_add_is_no_text(make_pdf: MakePdf) -> None:
    foot = [
        (45.0, 20.0, 6.0, "F1", "VerDate Sep<11>2014 16:23 Feb 23, 2099 Jkt 262001 PO 00000 Frm 00023"),
        (45.0, 12.0, 6.0, "F1", "aharbor on LAP7H3WLY3PROD with EO"),
    ]
    text = "Harbors publish charts that were drawn by open models."
    pictures = ["ED03MR99.008</GPH>", "ED03MR99.009</GPH>"]
    extraction = read(make_pdf([[*column([text, "", *pictures]), *foot]]))
    assert [row.text for row in extraction.provisions] == [text]
    assert [reason for reason, _ in extraction.dropped] == ["typesetter line", "filing line"]


def test_the_foot_of_a_page_of_the_union_is_no_heading(make_pdf: MakePdf) -> None:
    words = [
        f"A harbor of the {rank} class publishes a summary of its charts." for rank in ("first", "second", "third")
    ]
    feet = [(72.0, 40.0, 16.0, "F1", foot) for foot in ("EN EN", "EN 1 EN", "EN 2 EN")]
    extraction = read(make_pdf([[*column([text]), foot] for text, foot in zip(words, feet, strict=True)]))
    assert [(row.heading, row.text) for row in extraction.provisions] == [("", " ".join(words))]
    assert extraction.dropped == (("running head", 14),)


def test_the_same_words_at_another_height_are_no_running_head(make_pdf: MakePdf) -> None:
    def page(number: int, harbor: str) -> Page:
        head = (72.0, 750.0, 9.0, "F1", "Charts of the Harbors")
        return [
            head,
            *column([f"• {harbor} publishes its charts.", "", "Rule for all harbors"], top=700 - 100 * number),
        ]

    extraction = read(make_pdf([page(1, "Anchovy"), page(2, "Barnacle"), page(3, "Cormorant")]))
    assert [row.text or row.heading for row in extraction.provisions] == [
        "• Anchovy publishes its charts. Rule for all harbors",
        "• Barnacle publishes its charts. Rule for all harbors",
        "• Cormorant publishes its charts. Rule for all harbors",
    ]
    assert extraction.dropped == (("running head", 54),)


def test_a_heading_with_a_number_at_the_top_of_a_page_is_no_running_head(make_pdf: MakePdf) -> None:
    """Each amendment begins a page. The number in a running head counts with the pages."""

    def page(at: int, amendment: int) -> Page:
        foot = (72.0, 40.0, 9.0, "F1", f"Comments of the harbor masters {at}/4")
        heading = (72.0, 740.0, 14.0, "F2", f"Amendment {amendment} to the order")
        return [heading, *column([f"Harbor {'ABCD'[at - 1]} publishes its charts with every order."], top=700), foot]

    extraction = read(make_pdf([page(at, amendment) for at, amendment in enumerate((3, 4, 7, 12), start=1)]))
    headings = [f"Amendment {number} to the order" for number in (3, 4, 7, 12)]
    assert [row.heading for row in extraction.provisions if row.kind == "section"] == headings
    assert extraction.dropped == (("running head", 4 * len("Commentsoftheharbormasters14")),)


def test_a_scan_without_text_needs_ocr(make_pdf: MakePdf) -> None:
    with pytest.raises(NeedsOcr, match=r"memo\.pdf: needs OCR: 0 letters on 2 pages"):
        read(make_pdf([[], []]))


def test_fonts_that_do_not_tell_their_letters_need_ocr(make_pdf: MakePdf) -> None:
    drawn = column(["\x01\x04\x05 #$ %&\x07\x1b ;'! " * 3] * 12 + ["Harbors publish the charts of their models."])
    with pytest.raises(NeedsOcr, match=r"memo\.pdf: needs OCR: 36 letters on 1 pages"):
        read(make_pdf([drawn]))


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_truncated_pdfs_are_malformed_or_lack_text(memo: bytes, share: float) -> None:
    with pytest.raises((MalformedDocument, NeedsOcr), match=r"memo\.pdf"):
        read(memo[: int(len(memo) * share)])


def test_something_else_that_calls_itself_pdf_is_malformed() -> None:
    with pytest.raises(MalformedDocument, match="broken or encrypted"):
        read(b"%PDF-1.7 and then nothing of the kind")


def test_too_many_pages_or_characters_are_hostile(memo: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_lines, "_MAX_CHARACTERS", 500)
    with pytest.raises(HostileDocument, match="500 characters"):
        read(memo)
    monkeypatch.setattr(pdf_lines, "_MAX_PAGES", 2)
    with pytest.raises(HostileDocument, match="3 pages"):
        read(memo)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_pdfs_raise_document_errors_only(memo: bytes, data: st.DataObject) -> None:
    position = data.draw(st.integers(8, len(memo)))
    with suppress(DocumentError):
        read(memo[:position] + data.draw(st.binary(max_size=8)) + memo[position + data.draw(st.integers(0, 30)) :])


def _eight_word_runs(text: str) -> list[tuple[str, ...]]:
    words = "".join(c if c.isalnum() else " " for c in text.lower()).split()
    return list(zip(*(words[start:] for start in range(8)), strict=False))


def test_the_real_order_14110_is_read_faithfully(shared_corpus: Path) -> None:
    """Of the 8-word runs of the White House's own text, 98.9 % are found in what is read out of the printed pages."""
    agencies = shared_corpus / "corpus/agencies"
    extraction = read((agencies / "whitehouse/EO-14110-fr-2023-24283.pdf").read_bytes())
    found = set(_eight_word_runs(" ".join(row.text for row in extraction.provisions if row.unit)))
    wanted = _eight_word_runs((agencies / "groundtruth/EO-14110.txt").read_text(encoding="utf-8"))
    assert sum(run in found for run in wanted) / len(wanted) > 0.98


def test_the_printed_order_has_the_provisions_of_its_xml(shared_corpus: Path) -> None:
    pdf = read((shared_corpus / "corpus/agencies/whitehouse/EO-14110-fr-2023-24283.pdf").read_bytes())
    xml = extract(
        Content((shared_corpus / "corpus/fr/rebuilt/xml/2023-24283.xml").read_bytes(), "text/xml", "https://a.example/")
    )
    sections = [{row.path for row in each.provisions if row.path.startswith("sec_")} for each in (pdf, xml)]
    assert sections[0] == sections[1]


def test_the_contents_page_of_the_action_plan_is_no_provision(shared_corpus: Path) -> None:
    extraction = read((shared_corpus / "corpus/agencies/whitehouse/Americas-AI-Action-Plan.pdf").read_bytes())
    under = [row for row in extraction.provisions if "Open-Source and Open-Weight AI" in row.heading]
    assert [row.anchor for row in under if row.kind == "section"] == ["page=7"]
    assert any("Open-source and open-weight models could become global" in row.text for row in under)
    assert [row.citation for row in under if row.text.startswith("• Ensure access")] == ["p. 4, para. 7"]


def test_restamped_pdfs_of_nist_have_the_same_text(shared_corpus: Path) -> None:
    nist = shared_corpus / "corpus/agencies/nist"
    one, other = (read((nist / name).read_bytes()) for name in ("NIST.AI.600-1.pdf", "NIST.AI.600-1.alt.pdf"))
    assert one.provisions == other.provisions
