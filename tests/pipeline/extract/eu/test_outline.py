"""Rules of structure, each on the smallest act that shows it."""

from collections.abc import Callable

import pytest
from eu_markup import (
    ReadAct,
    article,
    consolidated,
    consolidated_article,
    norm,
    p,
    paragraph,
    point,
    recital,
    section,
    units,
)

from pipeline.model import Extraction


def test_subpoints_in_nested_tables_are_cited_as_lawyers_do(read_act: ReadAct) -> None:
    act = read_act(
        article(paragraph("1", "List:", point("(a)", p("one:"), point("(i)", p("x;")), point("(ii)", p("y.")))))
    )
    assert act["art_1/par_1/pt_a/pt_ii"].citation == "Article 1(1)(a)(ii)"
    assert act["art_1/par_1"].text == "List: (a) one: (i) x; (ii) y."


def test_an_article_with_paragraphs_is_no_unit_and_its_paragraphs_are(read_act: ReadAct) -> None:
    assert units(read_act(article(paragraph("1", "One.") + paragraph("2", "Two.")))) == ["art_1/par_1", "art_1/par_2"]


def test_an_article_without_paragraphs_is_one_unit_whatever_its_letters(read_act: ReadAct) -> None:
    act = read_act(article(p("Keepers shall:") + point("(a)", p("watch;")) + point("(b)", p("wait."))))
    assert units(act) == ["art_1"]
    assert act["art_1/pt_b"].citation == "Article 1(b)"


@pytest.mark.parametrize(
    "points",
    [
        point("(1)", p("a lamp burns;")) + point("(2)", p("a horn sounds.")),
        point("(a)", p("‘lamp’ means a light;")) + point("(b)", p("‘horn’ means a sound.")),
    ],
)
def test_points_of_a_list_of_definitions_or_amendments_are_units(points: str, read_act: ReadAct) -> None:
    act = read_act(article(p("The following apply:") + points))
    assert [path.rpartition("_")[0] for path in units(act)] == ["art_1/sub", "art_1/pt", "art_1/pt"]
    assert act["art_1/sub_1"].citation == "Article 1, introductory wording"


@pytest.mark.parametrize(
    "points",
    [
        point("(1)", p("a lamp burns.")),
        point("(a)", p("‘lamp’ means a light;")) + point("(b)", p("a horn sounds.")),
    ],
)
def test_one_point_or_as_many_of_another_sort_are_no_list_of_definitions(points: str, read_act: ReadAct) -> None:
    assert units(read_act(article(p("The following apply:") + points))) == ["art_1"]


def test_text_after_a_list_belongs_to_what_encloses_the_list(read_act: ReadAct) -> None:
    act = read_act(article(paragraph("1", "List:", point("(a)", p("one.")), p("After the list."))))
    assert act["art_1/par_1"].text == "List: (a) one. After the list."
    assert act["art_1/par_1/pt_a"].text == "one."


def test_two_lists_in_one_paragraph_are_told_apart(read_act: ReadAct) -> None:
    lists = (point("(a)", p("one;")), p("Or:"), point("(a)", p("two.")))
    act = read_act(article(paragraph("1", "Either:", *lists)))
    assert act["art_1/par_1/pt_a"].text == "one;"
    assert (act["art_1/par_1/pt_a-2"].text, act["art_1/par_1/pt_a-2"].citation) == (
        "two.",
        "Article 1(1)(a), second list",
    )


def test_numbers_that_nest_without_markup_are_told_by_their_style(read_act: ReadAct) -> None:
    flat = [point("(h)", p("eight:")), point("(i)", p("first;")), point("(ii)", p("second;")), point("(j)", p("ten."))]
    act = read_act(article(p("List:") + "".join(flat)))
    assert [path for path in act if "/" in path] == ["art_1/pt_h", "art_1/pt_h/pt_i", "art_1/pt_h/pt_ii", "art_1/pt_j"]


def test_letter_i_stays_a_letter_between_h_and_j(read_act: ReadAct) -> None:
    flat = "".join(point(f"({letter})", p("x;")) for letter in "ghijk")
    assert [path for path in read_act(article(p("List:") + flat)) if "/" in path] == [f"art_1/pt_{x}" for x in "ghijk"]


@pytest.mark.parametrize(
    ("numbers", "paths"),
    [
        ("i j k", "i j k"),
        ("i i ii j i ii k", "i i/pt_i i/pt_ii j j/pt_i j/pt_ii k"),
    ],
)
def test_an_i_is_the_ninth_letter_also_behind_text_after_the_eighth(
    numbers: str, paths: str, read_act: ReadAct
) -> None:
    """Points (j) to (r) of Article 57 of Directive 2006/48/EC stood in its point (i)."""
    flat = "".join(point(f"({number})", p("x:")) for number in numbers.split())
    act = read_act(article(point("(h)", p("x.")) + p("The following:") + flat))
    assert [path for path in act if "/pt_" in path] == ["art_1/pt_h", *(f"art_1/pt_{path}" for path in paths.split())]


def test_doubled_letters_go_on_with_a_list_after_z(read_act: ReadAct) -> None:
    letters = [*"yz", *(letter * 2 for letter in "abcdefghijklm")]
    act = read_act(article(p("List:") + "".join(point(f"({letter})", p("x;")) for letter in letters)))
    assert [path for path in act if "/" in path] == [f"art_1/pt_{letter}" for letter in letters]


def test_a_roman_two_under_doubled_letters_follows_its_one(read_act: ReadAct) -> None:
    flat = "".join(point(f"({number})", p("x;")) for number in ("gg", "hh", "i", "ii", "jj"))
    assert [path for path in read_act(article(p("List:") + flat)) if "/" in path] == [
        *("art_1/pt_gg", "art_1/pt_hh", "art_1/pt_hh/pt_i", "art_1/pt_hh/pt_ii", "art_1/pt_jj")
    ]


def test_a_paragraph_whose_number_stands_in_a_column_is_no_point_of_the_one_before(read_act: ReadAct) -> None:
    third = f'<div id="001.003">{point("3.", point("(a)", p("Lamps;")), point("(b)", p("horns.")))}</div>'
    act = read_act(article(paragraph("1", "One.") + paragraph("2", "Two.") + third + paragraph("4", "Four.")))
    assert units(act) == [f"art_1/par_{number}" for number in range(1, 5)]
    assert act["art_1/par_3/pt_b"].citation == "Article 1(3)(b)"


def test_articles_keep_their_paths_in_texts_that_number_with_bis(read_act: ReadAct) -> None:
    body = article(paragraph("1", "Un.", point("a bis)", p("deux.")), of="004A"), number="4a")
    act = read_act(body.replace("Article 4a", "Article 4 <span>bis</span>"))
    assert act["art_4a/par_1/pt_aa"].citation == "Article 4a(1)(aa)"


def test_text_without_any_article_is_read_paragraph_by_paragraph(read_fixture: Callable[[str], Extraction]) -> None:
    first, second = read_fixture("corrigendum.xhtml").provisions
    assert first.text.startswith("Page 57, article 10, paragraphe 2: au lieu de: «2. Les lampe")
    assert second.text == "Page 60, annexe I: au lieu de: «huile», lire: «huiles»."


def test_footnotes_hang_on_the_unit_that_has_their_mark(read_act: ReadAct) -> None:
    mark = '<a id="ntc7" href="#ntr7">(<span class="oj-super">7</span>)</a>'
    note = '<p class="oj-note"><a id="ntr7" href="#ntc7">(<span class="oj-super">7</span>)</a> Lamp Code.</p>'
    act = read_act(article(paragraph("1", f"See {mark}.")) + note)
    assert act["art_1/par_1"].text == "See (7)."
    footnote = act["art_1/fn_7"]
    assert (footnote.kind, footnote.text, footnote.citation) == ("footnote", "Lamp Code.", "Article 1, footnote 7")


def test_a_data_table_is_text_row_by_row(read_act: ReadAct) -> None:
    row = "<tr><td><p>AIP 0102</p></td><td><p>point 2</p></td><td><p>yes</p></td></tr>"
    act = read_act(article(p("Codes:") + f"<table>{row}{row.replace('0102', '0103')}</table>"))
    assert act["art_1"].text == "Codes: AIP 0102 point 2 yes AIP 0103 point 2 yes"


def test_a_row_of_a_data_table_that_begins_with_a_number_is_no_point(read_act: ReadAct) -> None:
    rows = "".join(
        f"<tr><td><p>{number}.</p></td><td><p>{name}</p></td></tr>" for number, name in ((1, "Oil"), (2, "Gas"))
    )
    table = f'<table class="oj-table"><tbody>{rows}</tbody></table>'
    act = read_act(article(p("Lamps:") + table + point("(a)", p("own point."))))
    assert act["art_1"].text == "Lamps: 1. Oil 2. Gas (a) own point."
    assert [path for path in act if path.startswith("art_1/")] == ["art_1/pt_a"]


def test_a_list_goes_on_after_text_and_indents(read_act: ReadAct) -> None:
    indents = p("that are:") + point("—", p("public;")) + point("—", p("old;"))
    act = read_act(
        article(paragraph("1", "Keepers:", point("(a)", p("of lamps")), indents, point("(b)", p("of horns."))))
    )
    assert act["art_1/par_1/pt_b"].citation == "Article 1(1)(b)"


def test_a_list_goes_on_over_a_misprinted_bracket(read_act: ReadAct) -> None:
    act = read_act(
        article(p("It is amended:") + point("(79)", p("one;")) + point("80.", p("two;")) + point("(81)", p("three.")))
    )
    assert [path for path in act if "pt_" in path] == ["art_1/pt_79", "art_1/pt_80", "art_1/pt_81"]


@pytest.mark.parametrize("heading", ["TABLE OF CONTENTS", "Table des matières", "INHALTSVERZEICHNIS"])
def test_a_list_of_contents_is_counted_not_read(heading: str, read_page: Callable[[bytes], Extraction]) -> None:
    preamble = p("Whereas:") + f'<div id="rct_1">{point("(1)", p("Lamps burn."))}</div>' + p("HAVE ADOPTED THIS ACT:")
    contents = f'<p class="oj-ti-tbl">{heading}</p>' + point("1.", p("Lamps")) + p("ANNEX I Horns")
    title = '<p class="oj-doc-ti">REGULATION</p>'
    page = f'<div class="eli-container">{title}{preamble}{contents}{article(p("Burn."))}</div>'
    act = read_page(f"<html><body>{page}</body></html>".encode())
    assert [each.path for each in act.provisions] == ["pbl_1", "rct_1", "pbl_2", "art_1"]
    assert dict(act.dropped)["list of contents"] > 0
    assert "unplaced" not in dict(act.dropped)


def test_a_list_of_contents_is_known_by_its_classes_whatever_it_is_called(
    read_page: Callable[[bytes], Extraction],
) -> None:
    entry = '<tr><td><p class="toc-item">{}</p></td><td><p class="toc-item">{}</p></td></tr>'
    entries = entry.format("CHAPTER I", "LAMPS") + entry.format("ANNEX I", "Horns")
    contents = f'<table><tr><td colspan="2"><p class="title-toc">CONTENT</p></td></tr>{entries}</table>'
    chapter = '<p class="title-division-1">CHAPTER I</p><p class="title-division-2">LAMPS</p>'
    terms = '<p class="title-article-norm">Article 1</p><p class="norm">Lamps burn.</p>'
    title = '<p class="title-doc-first">DIRECTIVE</p>'
    act = read_page(
        f"<html><body>{title}<p class='norm'>THE KEEPERS,</p>{contents}{chapter}{terms}</body></html>".encode()
    )
    assert [each.path for each in act.provisions] == ["pbl_1", "cpt_I", "art_1"]
    assert act.dropped == (("list of contents", len("CONTENTCHAPTERILAMPSANNEXIHorns")),)


def test_a_number_in_a_list_of_contents_is_no_recital(read_page: Callable[[bytes], Extraction]) -> None:
    entry = '<tr><td><p class="toc-item">A.</p></td><td><p class="toc-item">Horns that sound</p></td></tr>'
    terms = consolidated_article("1", '<p class="norm">Lamps burn.</p>')
    act = read_page(consolidated(f"<p class='norm'>THE KEEPERS,</p><table>{entry}</table>{terms}"))
    assert [each.path for each in act.provisions] == ["pbl_1", "art_1"]


def test_entries_of_a_list_of_contents_that_look_like_text_are_no_recitals(
    read_page: Callable[[bytes], Extraction],
) -> None:
    hanging = '<div style="text-indent: -18pt"><p class="norm">—<span style="word-spacing: 8pt"> </span>Lamps</p></div>'
    title, entry = '<tr><td><p class="title-toc">CONTENT</p></td></tr>', '<tr><td><p class="toc-item">1</p></td><td>{}'
    rows = f"{title}{entry.format(hanging)}</td></tr>"
    terms = norm("THE KEEPERS,") + f"<table>{rows}</table>" + consolidated_article("1", norm("Lamps burn."))
    act = read_page(consolidated(terms))
    assert [each.path for each in act.provisions] == ["pbl_1", "art_1"]
    assert act.dropped == (("list of contents", len("CONTENT1Lamps")),)
    in_one = f"<table>{title}<tr><td>{consolidated_article('1', norm('Lamps burn.'))}</td></tr></table>"
    assert [each.path for each in read_page(consolidated(in_one)).provisions] == ["art_1"]


def test_an_article_with_the_number_of_another_has_that_of_its_id(read_act: ReadAct) -> None:
    named = [("27", "27"), ("27b", "27 ter"), ("27c", "27 quarter"), ("28", "27"), ("27", "27")]
    body = "".join(
        article(p("Brûle."), number=own).replace(f"Article {own}", f"Article {printed}") for own, printed in named
    )
    assert [path for path in read_act(body) if "/" not in path] == [
        *("art_27", "art_27b", "art_27c", "art_28", "art_27-2")
    ]


def test_a_paragraph_that_repeats_its_number_after_its_points_goes_on(read_page: Callable[[bytes], Extraction]) -> None:
    hanging = "margin-left: 30pt; text-indent: -30pt"
    lamp = f'<div style="{hanging}"><p class="norm">(a)<span style="word-spacing: 18pt"> </span>lamps,</p></div>'
    texts = ["1.&#160;&#160;Keepers light:", "1.&#160;&#160;or whatever burns.", "2.&#160;&#160;Horns sound."]
    first, again, second = (f'<p class="norm">{text}</p>' for text in texts)
    act = read_page(consolidated(consolidated_article("1", first, lamp, again, second)))
    assert [(each.path, each.text) for each in act.provisions if each.unit] == [
        ("art_1/par_1", "Keepers light: (a) lamps, 1. or whatever burns."),
        ("art_1/par_2", "Horns sound."),
    ]


def test_a_paragraph_2_after_letters_is_no_point_of_theirs(read_act: ReadAct) -> None:
    letters = point("(a)", p("lamps;")) + point("(b)", p("horns."))
    second = paragraph("2", "Oil burns.") + paragraph("3", "Gas burns.")
    act = read_act(article(p("Keepers light the following:") + letters + second))
    assert [act[f"art_1/par_{number}"].text for number in (2, 3)] == ["Oil burns.", "Gas burns."]
    assert act["art_1/pt_b"].text == "horns."
    capitals = point("A.", p("At home")) + paragraph("1", "Lamps burn.") + paragraph("2", "Oil burns.")
    assert [each.citation for each in read_act(article(capitals)).values() if each.kind == "paragraph"] == [
        "Article 1(A)(1)",
        "Article 1(A)(2)",
    ]


def test_a_heading_of_an_article_may_be_set_as_text(read_page: Callable[[bytes], Extraction]) -> None:
    headed = consolidated_article("1", norm("Lamps", "(Article 4(1) of the Lamps Act)", "1.&#160;&#160;Lamps burn."))
    bare = consolidated_article("2", norm("Horns sound.", "Buoys ring")) + consolidated_article("3", norm("(repealed)"))
    act = read_page(consolidated(headed + bare))
    assert [(each.citation, each.heading, each.text) for each in act.provisions if each.unit] == [
        ("Article 1(1)", "Lamps (Article 4(1) of the Lamps Act)", "Lamps burn."),
        ("Article 2", "", "Horns sound. Buoys ring"),
        ("Article 3", "", "(repealed)"),
    ]


@pytest.mark.parametrize(
    ("first", "rest"),
    [
        ("In Sweden, in proceedings on orders to pay (betalningsföreläggande", ") a court is an office."),
        ("The rate is calculated as", "where Y is the yield."),
        ("This Act enters into force today", "Done at Oslo, 1 May 2031."),
    ],
)
def test_a_sentence_that_a_page_breaks_is_no_heading(
    first: str, rest: str, read_page: Callable[[bytes], Extraction]
) -> None:
    act = read_page(consolidated(consolidated_article("1", norm(first, rest))))
    assert (act.provisions[0].heading, act.provisions[0].text[: len(first)]) == ("", first)


def cells(*texts: str) -> str:
    """A row of a consolidated table."""
    return "<tr>" + "".join(f'<td><p class="tbl-norm">{text}</p></td>' for text in texts) + "</tr>"


def test_a_row_of_a_table_with_lines_is_no_point_whatever_its_first_cell(
    read_page: Callable[[bytes], Extraction],
) -> None:
    table = f'<table border="1">{cells("—", "Horns")}{cells("(1)", "Lamps")}</table>'
    annex = f'<div id="anx_I"><p class="title-annex-1">ANNEX I</p>{table}</div>'
    act = read_page(consolidated(consolidated_article("1", '<p class="norm">Lamps burn.</p>') + annex))
    assert [(each.path, each.text) for each in act.provisions] == [
        ("art_1", "Lamps burn."),
        ("anx_I", "— Horns (1) Lamps"),
    ]


@pytest.mark.parametrize(
    "note",
    [
        '<div class="tbl-norm">{}<p class="inline-element">Of oil</p><p class="inline-element">or gas.</p></div>',
        '<div class="tbl-norm">{}<p class="inline-element">Of oil</p><div><p class="item-none">or gas.</p></div></div>',
        '<p class="tbl-norm">{}Of oil or gas.</p>',
    ],
)
def test_notes_below_a_consolidated_table_are_no_points(note: str, read_page: Callable[[bytes], Extraction]) -> None:
    mark = '(<span class="superscript">1</span>)'
    below = note.format(f'<a id="E0017">{mark}&#160;&#160;&#160;</a>')
    lamps = f'Lamps <a href="#E0017">{mark}</a>'
    table = cells(lamps, "burn") + f'<tr><td colspan="2">{below}</td></tr>'
    annex = f'<div id="anx_I"><p class="title-annex-1">ANNEX I</p><table border="1">{table}</table></div>'
    act = read_page(consolidated(consolidated_article("1", '<p class="norm">Lamps burn.</p>') + annex))
    assert [(each.citation, each.text, each.unit) for each in act.provisions][1:] == [
        ("Annex I", "Lamps (1) burn", True),
        ("Annex I, footnote 1", "Of oil or gas.", False),
    ]


def test_notes_with_a_star_are_cited_apart(read_act: ReadAct) -> None:
    mark = '<a href="#{0}" id="src.{0}">(<span class="oj-super">{1}</span>)</a>'
    note = '<p class="oj-note"><a href="#src.{0}" id="{0}">(<span class="oj-super">{1}</span>)</a> {2}</p>'
    texts = p(f"Lamps{mark.format('E1', '1')} burn{mark.format('E2', '*')} oil{mark.format('E3', '*')}.")
    notes = note.format("E1", "1", "All.") + note.format("E2", "*", "Well.") + note.format("E3", "*", "Whale.")
    act = read_act(article(texts) + notes)
    assert {row.citation: row.text for row in act.values() if row.kind == "footnote"} == {
        "Article 1, footnote 1": "All.",
        "Article 1, footnote *": "Well.",
        "Article 1, footnote * [2]": "Whale.",
    }


@pytest.mark.parametrize(
    ("name", "path", "citation"),
    [
        ("TITRE PREMIER", "tis_I", "Title I"),
        ("CHAPITRE V bis", "cpt_Va", "Chapter Va"),
        ("PREMIÈRE PARTIE", "prt_I", "Part I"),
        ("PART TWO", "prt_II", "Part II"),
        ("ERSTER TEIL", "prt_I", "Part I"),
    ],
)
def test_divisions_are_cited_alike_in_every_language(name: str, path: str, citation: str, read_act: ReadAct) -> None:
    act = read_act(f'<p class="oj-ti-section-1">{name}</p>' + article(p("Burn.")))
    assert act[path].citation == citation


def test_the_latin_in_the_id_of_a_division_is_a_letter(read_act: ReadAct) -> None:
    division = '<div id="tis_II.cpt_3BIS"><p class="oj-ti-section-1">CHAPITRE 3 BIS</p></div>'
    assert read_act(division + article(p("Burn.")))["tis_II/cpt_3A"].citation == "Title II, Chapter 3A"


def test_a_division_whose_id_is_no_number_is_cited_by_its_printed_one(read_act: ReadAct) -> None:
    chapter = '<div id="cpt_II"><p class="oj-ti-section-1">CHAPTER II</p></div>'
    section = '<div id="cpt_II.sct_LAMPSANDHORNS1"><p class="oj-ti-section-1">Section 1: Lamps and horns</p></div>'
    act = read_act(chapter + section + article(p("Burn.")))
    assert act["cpt_II/sct_1"].citation == "Chapter II, Section 1"


@pytest.mark.parametrize(("one", "two"), [("1)", "2)"), ("a)", "b)")])
def test_numbers_in_the_line_of_the_text_may_be_those_of_points(one: str, two: str, read_act: ReadAct) -> None:
    terms = [p(f"{number}&#160;&#160;&#160;«{term}»: un feu;") for number, term in ((one, "lampe"), (two, "phare"))]
    act = read_act(article(p("Aux fins du présent règlement, on entend par:") + "".join(terms)))
    assert [path for path in act if act[path].kind == "point"] == [f"art_1/pt_{one[0]}", f"art_1/pt_{two[0]}"]


def test_a_hanging_number_may_have_its_latin_in_italics_or_a_comment_in_it(
    read_page: Callable[[bytes], Extraction],
) -> None:
    blank = '<span style="word-spacing: NaNpt"> </span>'
    numbers = ("1)", '1 <span class="italics">bis</span>)', "2<!-- a comment of the publisher's program -->)")
    points = "".join(f'<div><p class="norm">{number}{blank}«feu», une lampe.</p></div>' for number in numbers)
    terms = f'<p class="title-article-norm">Article 1</p><p class="norm">On entend par:</p>{points}'
    act = read_page(f'<html><body><p class="title-doc-first">REGULATION</p>{terms}</body></html>'.encode())
    assert [provision.citation for provision in act.provisions if provision.kind == "point"] == [
        "Article 1(1)",
        "Article 1(1a)",
        "Article 1(2)",
    ]
    assert act.provisions[0].text.startswith("On entend par: 1) «feu», une lampe. 1 bis) «feu»")


def test_numbers_in_the_line_of_the_text_may_be_those_of_points_of_a_paragraph(read_act: ReadAct) -> None:
    numbered = ("1) «lampe»: un feu:", "a) brûlant;", "b) éteint;", "2) «corne»: un son.")
    terms = "".join(p(text.replace(" ", "&#160;&#160;&#160;", 1)) for text in numbered)
    first = paragraph("1", "Aux fins du présent règlement, on entend par:", terms)
    act = read_act(article(first + paragraph("2", "Un phare brûle.") + p("3)&#160;&#160;&#160;Une corne sonne.")))
    assert units(act) == ["art_1/par_1", "art_1/par_2", "art_1/par_3"]
    assert [path for path in act if path.endswith(("pt_1", "pt_2"))] == ["art_1/par_1/pt_1", "art_1/par_1/pt_2"]
    assert act["art_1/par_1/pt_1"].text == "«lampe»: un feu: a) brûlant; b) éteint;"


def test_points_of_a_paragraph_may_be_numbered_as_it_is(read_act: ReadAct) -> None:
    terms = "".join(p(f"{at}.&#160;&#160;&#160;«{term}»: un feu;") for at, term in enumerate(("lampe", "phare"), 1))
    first = paragraph("1", "Aux fins du présent règlement, on entend par:", terms)
    second = paragraph("2", "La Commission précise:", p("1.&#160;&#160;&#160;le feu."))
    act = read_act(article(first + second + paragraph("3", "Une corne sonne.")))
    assert units(act) == ["art_1/par_1", "art_1/par_2", "art_1/par_3"]
    assert [act[path].citation for path in act if act[path].kind == "point"] == [
        "Article 1(1)(1)",
        "Article 1(1)(2)",
        "Article 1(2)(1)",
    ]


def test_german_paragraphs_are_numbered_in_brackets(read_act: ReadAct) -> None:
    body = p("(1)&#160;&#160;&#160;Diese Verordnung gilt für Lampen.") + p("(2)&#160;&#160;&#160;Sie gilt nachts.")
    act = read_act(article(body).replace("Article 1", "Artikel 1"))
    assert [act[path].citation for path in units(act)] == ["Article 1(1)", "Article 1(2)"]


def test_a_single_article_is_article_1(read_act: ReadAct) -> None:
    assert read_act('<p class="oj-ti-art">Sole Article</p>' + p("Lamps burn."))["art_1"].text == "Lamps burn."


RECOMMENDATION = (
    p("THE LAMP COMMISSION,")
    + p("Having regard to the Lamp Treaty,")
    + p("Whereas:")
    + recital("1", "Lamps matter.")
    + recital("2", "They are few.")
    + p("HAS ADOPTED THIS RECOMMENDATION:")
)


def test_a_recommendation_has_recitals_and_points(read_act: ReadAct) -> None:
    points = section("PURPOSE") + point("1.", p("Burn oil:"), point("(a)", p("whale oil.")))
    act = read_act(RECOMMENDATION + points + section("MONITORING") + point("2.", p("Report.")))
    assert [each.citation for each in act.values() if each.unit] == [
        "Preamble",
        "Citation 1",
        "Preamble, second formula",
        "Recital 1",
        "Recital 2",
        "Preamble, third formula",
        "Point 1",
        "Point 2",
    ]
    assert (act["h_1/pt_1/pt_a"].citation, act["h_2/pt_2"].heading) == ("Point 1(a)", "MONITORING")


def test_points_of_a_recommendation_need_no_headings(read_act: ReadAct) -> None:
    act = read_act(RECOMMENDATION + point("1.", p("Burn oil.")) + point("2.", p("Report.")))
    assert [(act[path].citation, act[path].text) for path in units(act)[-2:]] == [
        ("Point 1", "Burn oil."),
        ("Point 2", "Report."),
    ]


def test_a_heading_ends_a_preamble_without_an_adopting_formula(read_act: ReadAct) -> None:
    terms = section("PURPOSE") + point("1.", p("Burn oil."))
    act = read_act(RECOMMENDATION.replace("HAS ADOPTED THIS RECOMMENDATION:", "The end.") + terms)
    assert act["h_1/pt_1"].citation == "Point 1"


def test_numbers_that_begin_anew_under_each_heading_are_cited_with_it(read_act: ReadAct) -> None:
    points = section("Oil") + point("1.", p("Burn it.")) + section("Gas") + point("1.", p("Light it."))
    act = read_act(points)
    assert [act[path].citation for path in units(act)] == ["‘Oil’, point 1", "‘Gas’, point 1"]


def test_points_of_an_opinion_are_cited_by_their_whole_number(read_act: ReadAct) -> None:
    opinion = section("1. Lamps") + point("1.1.", p("They burn.")) + point("1.1.1.", p("With oil."))
    act = read_act(opinion)
    assert [each.citation for each in act.values()] == ["Section 1", "Point 1.1", "Point 1.1.1"]


def test_numbered_headings_of_a_notice_are_sections_and_what_stands_under_them_are_units(read_act: ReadAct) -> None:
    """Guidelines were one provision for each of their chapters."""
    lamps = section("1. Lamps") + point("1.", p("They burn.")) + section("1.1. Oil") + point("2.", p("It is dear."))
    act = read_act(lamps + p("It is black.") + section("2. Gas") + p("It is light.") + point("3.", p("It is dear.")))
    assert [act[path].citation for path in units(act)] == [
        "Point 1",
        "Point 2",
        "Paragraph 1",
        "Paragraph 2",
        "Point 3",
    ]
    assert [each.citation for each in act.values() if not each.unit] == ["Section 1", "Section 1.1", "Section 2"]


def test_a_numbered_unit_ends_the_indents_of_the_text_before_it(read_act: ReadAct) -> None:
    act = read_act(section("Lamps") + p("They need:") + point("—", p("oil.")) + point("1.", p("They burn.")))
    assert [(act[path].citation, act[path].text) for path in units(act)] == [
        ("Paragraph 1", "They need: — oil."),
        ("Point 1", "They burn."),
    ]


def test_numbered_points_of_a_corrigendum_stand_beside_the_text_before_them(read_act: ReadAct) -> None:
    act = read_act(p("(Lamp Journal L 7)") + point("1.", p("On page 5:")) + point("2.", p("On page 6:")))
    assert [act[path].citation for path in units(act)] == ["Paragraph 1", "Point 1", "Point 2"]


def test_numbered_points_that_a_text_announces_belong_to_it(read_act: ReadAct) -> None:
    act = read_act(p("Amended as follows:") + point("1.", p("Lamps.")) + point("2.", p("Horns.")))
    assert units(act) == ["p_1"]
    assert act["p_1/pt_2"].citation == "Paragraph 1(2)"


def test_an_article_may_have_its_title_in_the_line_of_its_number(read_page: Callable[[bytes], Extraction]) -> None:
    lines = (
        "COUNCIL DIRECTIVE on lamps", "THE COUNCIL,", "Whereas lamps burn;", "HAS ADOPTED THIS DIRECTIVE:",
        "Article 1<br>Scope", "1. Lamps.", "2. Horns.", "Article 7 Lamps is the title of another Directive's article.",
        "Article 2 The Lamp Act is repealed.", "Article 3", "Final rules", "Burn.",
    )  # fmt: skip
    page = f'<html lang="EN"><body><TXT_TE>{"".join(map(p, lines))}</TXT_TE></body></html>'
    articles = [each for each in read_page(page.encode()).provisions if each.kind == "article"]
    assert [(each.path, each.heading) for each in articles] == [
        ("art_1", "Scope"),
        ("art_2", ""),
        ("art_3", "Final rules"),
    ]
    assert articles[1].text == "The Lamp Act is repealed."


def hung(number: str, *content: str) -> str:
    """What hangs from a number, as consolidated texts of before 2020 indent it."""
    first = f'<p class="norm">{number}<span style="word-spacing: 15pt"> </span>{content[0]}</p>'
    return f'<div style="margin-left: 24pt; text-indent: -24pt">{first}{"".join(content[1:])}</div>'


def test_all_that_is_indented_for_a_number_belongs_to_it(read_page: Callable[[bytes], Extraction]) -> None:
    terms = consolidated_article(
        "1",
        p("The Lamp Act is amended:"),
        hung("1.", "in Article 2 the following is added:", p("‘Horns are lamps.’;")),
        hung("2.", "Article 3 is amended:", hung("(a)", "it is renamed:", p("‘Bells’;")), hung("(b)", "it ends.")),
        hung("3.", "Article 4 is deleted."),
    )
    act = {row.path: row for row in read_page(consolidated(terms)).provisions}
    assert list(act) == [
        "art_1",
        "art_1/sub_1",
        "art_1/pt_1",
        "art_1/pt_2",
        "art_1/pt_2/pt_a",
        "art_1/pt_2/pt_b",
        "art_1/pt_3",
    ]
    assert act["art_1/pt_1"].text == "in Article 2 the following is added: ‘Horns are lamps.’;"
    assert act["art_1/pt_2/pt_a"].text == "it is renamed: ‘Bells’;"


def test_a_number_may_hang_without_words_of_its_own(read_page: Callable[[bytes], Extraction]) -> None:
    bare = '<div style="margin-left: 30pt; text-indent: -30pt">10.<span style="word-spacing: 15pt"> </span>{}</div>'
    points = hung("9.", "‘horn’: a lamp;") + bare.format(hung("(a)", "‘oil’: old;") + hung("(b)", "‘gas’: new;"))
    terms = consolidated_article("1", p("It means:"), points, hung("11.", "‘bell’: a horn."))
    paths = [row.path for row in read_page(consolidated(terms)).provisions]
    assert paths[2:] == ["art_1/pt_9", "art_1/pt_10", "art_1/pt_10/pt_a", "art_1/pt_10/pt_b", "art_1/pt_11"]


@pytest.mark.parametrize("level", range(1, 8))
def test_a_heading_of_a_consolidated_annex_is_one_at_any_level(
    level: int, read_page: Callable[[bytes], Extraction]
) -> None:
    annex = '<p class="title-annex-1">ANNEX</p>' + p("See:")
    annex += f'<p class="title-gr-seq-level-{level}">1.&#160;&#160;&#160;Lamps</p>' + p("They burn.")
    rows = read_page(consolidated(consolidated_article("1", p("See the Annex.")) + annex)).provisions
    assert [(row.path, row.heading, row.text) for row in rows][-1] == ("anx/pt_1", "Lamps", "They burn.")


def test_a_list_goes_on_after_another_that_follows_its_last_point(read_page: Callable[[bytes], Extraction]) -> None:
    points = hung("(1)", "‘lamp’: any light;") + p("There are:") + hung("(a)", "oil;") + hung("(b)", "gas;")
    terms = consolidated_article("1", p("It means:"), points, hung("(2)", "‘horn’: any sound;"), hung("(3)", "‘bell’."))
    paths = [row.path for row in read_page(consolidated(terms)).provisions]
    assert {"art_1/pt_1", "art_1/pt_2", "art_1/pt_3"} <= set(paths)


@pytest.mark.parametrize("letter", ["A.", "A)"])
def test_a_lettered_heading_of_an_annex_is_a_section_however_its_letter_is_set(
    letter: str, read_page: Callable[[bytes], Extraction]
) -> None:
    annex = f'<p class="title-annex-1">ANNEX</p><p class="title-gr-seq-level-2">{letter} Lamps</p>' + p("They burn.")
    rows = read_page(consolidated(consolidated_article("1", p("See the Annex.")) + annex)).provisions
    assert (rows[-1].path, rows[-1].heading) == ("anx/sct_A", "Lamps")
