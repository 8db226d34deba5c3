"""Where paragraphs, headings, items, notes and rows of tables begin and end in a PDF."""

import pytest
from printed import MakePdf, Page, column, outline, read


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


def test_a_note_does_not_go_on_over_pages_that_hold_small_type_alone(make_pdf: MakePdf) -> None:
    text = column(["Harbors publish the charts that they draw, and the weights of the models by which they do."] * 3)
    note = [(72.0, 110.0, 8.0, "F1", "1 See the Chart Act on harbors, which asks for charts")]
    works = [column([f"B.* A. Pilot, The charts of {harbor}."], size=8) for harbor in ("Northport", "Southport")]
    rows = read(make_pdf([[*text, *note], *works])).provisions
    assert [row.text for row in rows if row.kind == "footnote"] == [note[0][-1]]
    assert [row.text for row in rows if row.unit][-1].endswith("The charts of Southport.")


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


def test_a_marker_after_a_dash_begins_a_paragraph(make_pdf: MakePdf) -> None:
    assert outline(make_pdf([column(["The term “chart” means—", "(A) a map; and", "(B) a plan."])])) == [
        "The term “chart” means—",
        "(A) a map; and",
        "(B) a plan.",
    ]


def test_a_letter_after_a_short_line_begins_an_item(make_pdf: MakePdf) -> None:
    lines = ["Harbors plan for each of the models that they have, and for those that they", "will have, how to"]
    item = "(A) learn from the charts that they draw and from those of the others, as the"
    assert outline(make_pdf([column([*lines, item])])) == [" ".join(lines), item]


@pytest.mark.parametrize(
    "lines",
    [
        ["(8) Ada Barnacle", "(9) Ben Buoy", "(10) Cid Cable"],
        ["c. Share the weights of the models that they train, as the notes say", "d. Say how they were trained"],
    ],
)
def test_the_next_item_needs_no_full_stop_before_it(lines: list[str], make_pdf: MakePdf) -> None:
    assert outline(make_pdf([column(lines)])) == lines


def test_a_letter_that_names_a_place_begins_no_item(make_pdf: MakePdf) -> None:
    lines = ["(a) Harbors share the charts that are drawn by the models under paragraph", "(b) of this section."]
    assert outline(make_pdf([column(lines)])) == [" ".join(lines)]


def test_words_before_a_bracket_are_no_marker(make_pdf: MakePdf) -> None:
    assert outline(make_pdf([column(["The Administration of all Harbors (the Administration or", "we) asks."])])) == [
        "The Administration of all Harbors (the Administration or we) asks."
    ]


def bold(lines: list[str], *, top: float) -> Page:
    return column(lines, top=top, font="F2")


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


def test_the_foot_of_a_page_of_the_union_is_no_heading(make_pdf: MakePdf) -> None:
    words = [
        f"A harbor of the {rank} class publishes a summary of its charts." for rank in ("first", "second", "third")
    ]
    feet = [(72.0, 40.0, 16.0, "F1", foot) for foot in ("EN EN", "EN 1 EN", "EN 2 EN")]
    extraction = read(make_pdf([[*column([text]), foot] for text, foot in zip(words, feet, strict=True)]))
    assert [(row.heading, row.text) for row in extraction.provisions] == [("", " ".join(words))]
    assert extraction.dropped == (("running head", 14),)


def test_words_in_a_drawing_do_not_go_on_with_the_foot_before_it(make_pdf: MakePdf) -> None:
    foot = [(30.0, 40.0, 24.0, "F1", "EN "), (535.0, 40.0, 24.0, "F1", "EN ")]
    page = make_pdf([[*column(["A harbor publishes a summary of its charts."]), *foot]])
    words = b"BT /F1 11 Tf 0.16 0 0 0.23 21 57 Tm (HARBOR OFFICE) Tj ET"
    drawing = b"99 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 99 99] /Length %d /Resources << /Font << /F1 << "
    drawing += b"/Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>\nstream\n%s\nendstream\nendobj\n"
    page = page.replace(b"/Resources << /Font", b"/Resources << /XObject << /Fm 99 0 R >> /Font", 1)
    page = page.replace(b"ET\nendstream", b"ET\nq 6.3 0 0 4.3 71 475 cm /Fm Do Q\nendstream", 1)
    read_out = outline(page.replace(b"xref\n", drawing % (len(words), words) + b"xref\n", 1))
    assert read_out == ["A harbor publishes a summary of its charts. HARBOR OFFICE"]


@pytest.mark.parametrize("mark", ["•", "1", "2.", "a", "(b)"])
def test_a_bullet_or_number_in_larger_type_makes_no_heading_of_its_line(make_pdf: MakePdf, mark: str) -> None:
    body = column(["The Administration asks every harbor to share the charts that it draws by its models."] * 3)
    item = [
        (72.0, 600.0, 14.0, "F1", f"{mark} "),
        (90.0, 600.0, 11.0, "F1", "the charts that are drawn by the models of the harbor"),
        (90.0, 587.0, 11.0, "F1", "and their weights."),
    ]
    assert outline(make_pdf([[*body, *item]]))[-1] == (
        f"{mark} the charts that are drawn by the models of the harbor and their weights."
    )


CHARTS = ["Harbors publish the charts that they draw, and the weights of", "the models that draw them.", ""]


def test_a_heading_in_the_margin_that_the_file_has_behind_the_text_of_its_page_heads_what_stands_beside_it(
    make_pdf: MakePdf,
) -> None:
    text = column([*CHARTS, "Pilots read the charts of", *["all harbors and of"] * 4, "islands, and"], left=200)
    headings = [(72.0, 655.0, 17.0, "F1", "Pilots"), (72.0, 690.0, 17.0, "F1", "Harbors")]
    after = column(["keep them for ten years."], left=200)
    assert outline(make_pdf([[*text, *headings], after])) == [
        "# Harbors",
        "Harbors publish the charts that they draw, and the weights of the models that draw them.",
        "# Pilots",
        f"Pilots read the charts of {'all harbors and of ' * 4}islands, and keep them for ten years.",
    ]


@pytest.mark.parametrize(
    ("left", "bottom"),
    [
        (400.0, 655.0),  # in another column
        (72.0, 640.0),  # beside the end of a sentence
        (72.0, 540.0),  # below
    ],
)
def test_a_heading_at_the_end_of_a_page_stays_where_its_place_is_not_plain(
    make_pdf: MakePdf, left: float, bottom: float
) -> None:
    text = column([*CHARTS, "Pilots read the charts of", *["all harbors and of"] * 4, "islands."])
    pages = [[*text, (left, bottom, 17.0, "F1", "Keeping")], column(["They keep them for ten years."])]
    assert outline(make_pdf(pages))[1:] == [
        f"Pilots read the charts of {'all harbors and of ' * 4}islands.",
        "# Keeping",
        "They keep them for ten years.",
    ]
