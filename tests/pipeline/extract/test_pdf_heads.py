"""What a PDF prints on its pages beside the text, from its bytes."""

from printed import MakePdf, Page, column, outline, read


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
