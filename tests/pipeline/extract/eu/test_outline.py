"""Rules of structure, each on the smallest act that shows it."""

from collections.abc import Callable

import pytest

from pipeline.model import Extraction, Provision

ReadAct = Callable[[str], dict[str, Provision]]


def article(body: str, number: str = "1", heading: str = "Heading") -> str:
    return (
        f'<div class="eli-subdivision" id="art_{number}"><p class="oj-ti-art">Article {number}</p>'
        f'<div class="eli-title" id="art_{number}.tit_1"><p class="oj-sti-art">{heading}</p></div>{body}</div>'
    )


def p(text: str) -> str:
    return f'<p class="oj-normal">{text}</p>'


def point(number: str, *body: str) -> str:
    return f"<table><tbody><tr><td>{p(number)}</td><td>{''.join(body)}</td></tr></tbody></table>"


def paragraph(number: str, *body: str, of: str = "001") -> str:
    first, *rest = body
    return f'<div id="{of}.00{number}">{p(f"{number}.&#160;&#160;&#160;{first}")}{"".join(rest)}</div>'


def units(act: dict[str, Provision]) -> list[str]:
    return [path for path, provision in act.items() if provision.unit]


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


def test_quoted_articles_stay_inside_the_amending_point(read_act: ReadAct) -> None:
    quoted = (
        f'<div id="004"><p class="oj-ti-art">‘Article 4</p><p class="oj-sti-art">Horns</p>{p("They sound.")}</div>'
        f'<div id="005"><p class="oj-ti-art">Article 5</p>{p("They stop.’")}</div>;'
    )
    act = read_act(article(p("Amended:") + point("(1)", p("the following are added:"), quoted) + point("(2)", p("x."))))
    assert [path for path, provision in act.items() if provision.kind == "article"] == ["art_1"]
    expected = "the following are added: ‘Article 4 Horns They sound. Article 5 They stop.’;"
    assert act["art_1/pt_1"].text == expected


def test_a_quoted_paragraph_outside_any_table_does_not_become_the_articles_own(read_act: ReadAct) -> None:
    body = p("In Article 11, the following paragraphs are added:")
    body += f'<div id="011.003">{p("‘3.&#160;&#160;&#160;First.")}</div>'
    body += f'<div id="011.004">{p("4.&#160;&#160;&#160;Second.’")}</div>'
    act = read_act(article(body))
    assert units(act) == ["art_1"]
    assert [path for path in act if "par" in path] == ["art_1/par_3", "art_1/par_4"]
    assert act["art_1/par_4"].citation == "Article 1, quoted paragraph 4"


def test_a_paragraph_with_the_id_of_another_article_is_quoted_without_its_marks(read_act: ReadAct) -> None:
    quoted = '<p class="oj-ti-art">«Article 1 bis</p>'
    quoted += paragraph("1", "Les «lampes».», où:", of="001A") + paragraph("2", "Les cornes.»", of="001A")
    added = p("le paragraphe suivant est ajouté:") + paragraph("2", "Un phare brûle.", of="024")
    act = read_act(article(p("Modifié:") + quoted + point("a)", added) + point("b)", p("fin."))))
    assert [path for path in act if "par" in path] == ["art_1/art_1a/par_1", "art_1/art_1a/par_2", "art_1/pt_a/par_2"]
    assert act["art_1/pt_a/par_2"].citation == "Article 1(a), quoted paragraph 2"
    assert act["art_1/pt_b"].citation == "Article 1(b)"


def test_a_paragraph_whose_number_stands_in_a_column_is_no_point_of_the_one_before(read_act: ReadAct) -> None:
    third = f'<div id="001.003">{point("3.", point("(a)", p("Lamps;")), point("(b)", p("horns.")))}</div>'
    act = read_act(article(paragraph("1", "One.") + paragraph("2", "Two.") + third + paragraph("4", "Four.")))
    assert units(act) == [f"art_1/par_{number}" for number in range(1, 5)]
    assert act["art_1/par_3/pt_b"].citation == "Article 1(3)(b)"


def test_a_quoted_term_opens_no_quotation(read_act: ReadAct) -> None:
    act = read_act(article(p("Meaning:") + point("(1)", p("‘lamp’ means:"), point("(a)", p("a light;")))))
    assert "art_1/pt_1/pt_a" in act


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


def test_annexes_without_number_and_appendices(read_act: ReadAct) -> None:
    annex = '</div><div class="eli-container" id="{}"><p class="oj-doc-ti">{}</p><p class="oj-doc-ti">Lamps</p>{}'
    act = read_act(
        article(p("See annex."))
        + annex.format("anx_1", "ANNEX", p("Oil."))
        + annex.format("x", "Appendix 2", p("Gas."))
        + annex.format("anx_2", "ANNEX", p("Coal."))
    )
    assert act["anx_2"].citation == "Annex 2"
    assert (act["anx"].citation, act["anx"].heading, act["anx"].anchor) == ("Annex", "Lamps", "anx_1")
    assert act["anx"].text == "Oil. Appendix 2 Lamps Gas."
    appendix = act["anx/app_2"]
    assert (appendix.citation, appendix.text, appendix.parent) == ("Annex, Appendix 2", "Gas.", "anx")


@pytest.mark.parametrize(
    ("anchor", "name", "citation"),
    [
        ("anx_I", "ANNEX IX", "Annex IX"),
        ("anx_\u00a0II", "ANNEX\u00a0II", "Annex II"),
        ("anx_\u00a0II", "ANNEX", "Annex II"),
        ("anx_II", "ANNEXE II bis", "Annex IIa"),
    ],
)
def test_an_annex_is_cited_by_its_printed_number(anchor: str, name: str, citation: str, read_act: ReadAct) -> None:
    annex = f'</div><div class="eli-container" id="{anchor}"><p class="oj-doc-ti">{name}</p>{p("Oil.")}'
    act = read_act(article(p("See annex.")) + annex)
    assert [(each.citation, each.anchor) for each in act.values() if each.kind == "annex"] == [(citation, anchor)]


def test_an_appendix_of_the_act_itself_is_cited_alone(read_act: ReadAct) -> None:
    act = read_act(
        article(p("Burn.")) + '<p class="oj-doc-ti">Appendix 2</p><p class="oj-doc-ti">Lamps</p>' + p("Oil.")
    )
    assert (act["app_2"].citation, act["app_2"].heading, act["app_2"].text) == ("Appendix 2", "Lamps", "Oil.")


def test_sections_of_an_annex_may_have_letters_alone(read_act: ReadAct) -> None:
    sections = "".join(f'<p class="oj-ti-grseq-1">{each}</p>{p("Oil.")}' for each in ("A. Lamps", "B. Horns"))
    act = read_act(article(p("Burn.")) + f'<p class="oj-doc-ti">ANNEX I</p>{sections}')
    assert [(each.citation, each.heading) for path, each in act.items() if path.startswith("anx_I/")] == [
        ("Annex I, Section A", "Lamps"),
        ("Annex I, Section B", "Horns"),
    ]


def quoted(*titles: str) -> str:
    return "".join(f'<p class="oj-doc-ti oj-quotation-ti">{title}</p>' for title in titles)


def test_annexes_that_an_annex_quotes_are_not_the_acts_own(read_act: ReadAct) -> None:
    annex = '</div><div class="eli-container" id="anx_{0}"><p class="oj-doc-ti">ANNEX {0}</p>{1}'
    replaced = (
        p("Annex II to the Lamp Act is replaced by the following:")
        + quoted("‘ANNEX II", "Horns")
        + p("1.&#160;&#160;&#160;Brass.")
        + p("2.&#160;&#160;&#160;Tin.")
        + quoted("ANNEX IIa", "Bells")
        + p("Bronze.’")
    )
    act = read_act(article(p("See annexes.")) + annex.format("I", replaced) + annex.format("II", p("Oil.")))
    assert [(each.citation, each.heading) for each in act.values() if each.kind == "annex"] == [
        ("Annex I", ""),
        ("Annex I, quoted Annex II", "Horns"),
        ("Annex I, quoted Annex IIa", "Bells"),
        ("Annex II", ""),
    ]
    assert act["anx_I/anx_II/pt_2"].citation == "Annex I, quoted Annex II, point 2"
    assert act["anx_I/sub_1"].text == "Annex II to the Lamp Act is replaced by the following:"


def test_an_annex_that_an_article_quotes_stays_in_the_article(read_act: ReadAct) -> None:
    body = p("The Annex to the Lamp Act is replaced by the following:") + quoted("‘ANNEX", "Horns") + p("1. Brass.’")
    act = read_act(article(body) + article(p("It enters into force."), "2"))
    assert list(act) == ["art_1", "art_2"]
    assert act["art_1"].text.endswith("following: ‘ANNEX Horns 1. Brass.’")


def test_the_annex_of_an_act_that_a_corrigendum_quotes_is_an_annex(read_page: Callable[[bytes], Extraction]) -> None:
    title = '<p class="oj-doc-ti">Corrigendum to the Lamp Act</p>'
    act = p("The Lamp Act reads as follows:") + quoted("‘ANNEX", "Horns") + p("1.&#160;&#160;&#160;Brass.’")
    rows = read_page(f'<html><body><div class="eli-container">{title}{act}</div></body></html>'.encode()).provisions
    assert [(each.citation, each.heading) for each in rows if each.kind == "annex"] == [("Annex", "Horns")]


def test_marks_of_another_kind_do_not_end_a_quotation(read_act: ReadAct) -> None:
    quotation = point("«b)", p("“lamp”:"), point("1)", p("oil;")), point("2)", p("gas;»")))
    points = point("1)", p("Point b) is replaced:"), quotation) + point("2)", p("Point c) is deleted."))
    assert [path for path in read_act(article(p("It is amended:") + points)) if "pt_" in path] == [
        "art_1/pt_1",
        "art_1/pt_2",
    ]


def test_the_next_article_ends_a_quotation_whose_closing_mark_is_lost(read_page: Callable[[bytes], Extraction]) -> None:
    title = '<p class="title-doc-first">RÈGLEMENT</p>'
    numbered = '<p class="title-article-norm">Article {}</p>{}'
    replaced = p("Le point 7) est remplacé:") + point("«7)", p("une corne (*4)."))
    terms = numbered.format("59", replaced) + numbered.format("60", p("Il entre en vigueur."))
    act = read_page(f"<html><body>{title}{terms}</body></html>".encode())
    assert [provision.path for provision in act.provisions] == ["art_59", "art_60"]


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


def test_a_title_changed_by_a_corrigendum_is_no_attachment(read_page: Callable[[bytes], Extraction]) -> None:
    title = '<p class="modref">▼C1</p><p class="title-doc-first">REGULATION on lamps</p><p class="modref">▼B</p>'
    header = f'<p class="reference">02099R0001 — EN</p>{title}<p class="norm">Corrected by:</p>'
    terms = f'<p class="title-article-norm">Article 1</p>{p("Burn.")}'
    act = read_page(f"<html><body>{header}{title}{terms}</body></html>".encode())
    assert act.title == "REGULATION on lamps"
    assert [(each.path, each.text) for each in act.provisions] == [("art_1", "Burn.")]


ANNEX_ITEM = (
    '<html><body><p class="oj-hd-lg">EN</p><div class="eli-container" id="anx_II"><p class="oj-doc-ti">ANNEX II</p>'
    f'<p class="oj-doc-ti">Lamps</p><p class="oj-ti-grseq-1">Part A</p>{point("1.", p("Oil."))}</div></body></html>'
)


@pytest.mark.parametrize("page", [ANNEX_ITEM, ANNEX_ITEM.replace("oj-", "").replace(' id="anx_II"', "")])
def test_an_annex_that_is_a_page_of_its_own_keeps_its_name(page: str, read_page: Callable[[bytes], Extraction]) -> None:
    extraction = read_page(page.encode())
    assert (extraction.title, extraction.language) == ("", "en")
    assert [(row.citation, row.heading) for row in extraction.provisions] == [
        ("Annex II", "Lamps"),
        ("Annex II, Part A", ""),
        ("Annex II, Part A, point 1", "Lamps"),
    ]


def test_an_annex_that_follows_the_title_of_the_act_is_no_part_of_it(read_act: ReadAct) -> None:
    act = read_act(f'</div><div class="eli-container" id="anx_1"><p class="oj-doc-ti">ANNEX</p>{p("Oil.")}')
    assert (act["anx"].citation, act["anx"].text, act["anx"].anchor) == ("Annex", "Oil.", "anx_1")


def test_a_title_that_only_begins_like_an_annexs_is_the_title(read_page: Callable[[bytes], Extraction]) -> None:
    title = "Annex to the Decision on lamps"
    page = f'<html><body><p class="doc-ti">{title}</p><p class="ti-art">Article 1</p>{p("Oil.")}</body></html>'
    assert read_page(page.encode()).title == title


def test_a_corrigendum_that_quotes_an_article_has_no_article(read_act: ReadAct) -> None:
    row = '<table><tbody><tr><td><p class="oj-normal">for:</p></td><td>{}</td></tr></tbody></table>'
    quoted = '<p class="oj-ti-art">‘Article 4</p><p class="oj-normal">Lamps burn.’</p>'
    act = read_act(p("On page 57, Article 4:") + row.format(quoted))
    assert {provision.kind for provision in act.values()} == {"paragraph"}
    assert act["p_1"].text == "On page 57, Article 4: for: ‘Article 4 Lamps burn.’"


def test_a_title_line_inside_an_annex_opens_a_section(read_act: ReadAct) -> None:
    annex = (
        '</div><div class="eli-container" id="anx_I"><p class="oj-doc-ti">ANNEX I</p><p class="oj-doc-ti">Lamps</p>{}'
    )
    inside = p("Burn oil.") + '<p class="oj-doc-ti">Horns of the second kind</p>' + p("Blow.")
    act = read_act(article(p("See annex.")) + annex.format(inside))
    assert [path for path in act if path.startswith("anx_I/")] == ["anx_I/sub_1", "anx_I/h_1"]
    assert act["anx_I/h_1"].citation == "Annex I, ‘Horns of the second kind’"


def test_german_paragraphs_are_numbered_in_brackets(read_act: ReadAct) -> None:
    body = p("(1)&#160;&#160;&#160;Diese Verordnung gilt für Lampen.") + p("(2)&#160;&#160;&#160;Sie gilt nachts.")
    act = read_act(article(body).replace("Article 1", "Artikel 1"))
    assert [act[path].citation for path in units(act)] == ["Article 1(1)", "Article 1(2)"]


def test_an_announced_article_is_quoted_even_if_its_quotation_mark_is_lost(read_act: ReadAct) -> None:
    inserted = p("the following Article is inserted:") + '<p class="oj-ti-art">Article 4a</p>' + p("Horns sound.’")
    act = read_act(article(p("Amended:") + point("(1)", inserted)) + article(p("Own text."), number="2"))
    assert [path for path, provision in act.items() if provision.kind == "article"] == ["art_1", "art_2"]


def test_a_single_article_is_article_1(read_act: ReadAct) -> None:
    assert read_act('<p class="oj-ti-art">Sole Article</p>' + p("Lamps burn."))["art_1"].text == "Lamps burn."


NOTE = '<p class="oj-note"><a id="ntr*1" href="#ntc*1">(<span class="oj-super">*1</span>)</a> {}</p>'


def test_a_quotation_ends_with_the_footnote_that_has_its_closing_mark(read_act: ReadAct) -> None:
    act = read_act(
        '<p class="oj-ti-section-1">CHAPTER I</p><p class="oj-ti-art">Article 1</p>'
        + p("Article 5 is replaced by the following:")
        + '<p class="oj-ti-art">‘Article 5</p>'
        + p('The Lamp Committee <a id="ntc*1" href="#ntr*1">(<span class="oj-super">*1</span>)</a> assists.')
        + NOTE.format("Lamp Code (‘the Code’), p. 3.’")
        + '<p class="oj-ti-section-1">CHAPTER II</p><p class="oj-ti-art">Article 2</p>'
        + p("Lamps burn.")
    )
    assert [path for path in act if "/" not in path] == ["cpt_I", "art_1", "cpt_II", "art_2"]
    assert act["art_1"].text.endswith("‘Article 5 The Lamp Committee (*1) assists.")


def test_a_footnote_that_only_names_a_term_ends_no_quotation(read_act: ReadAct) -> None:
    act = read_act(
        '<p class="oj-ti-art">Article 1</p>'
        + p("The following are added:")
        + '<p class="oj-ti-art">‘Article 5</p>'
        + NOTE.format("Called ‘the Code’.")
        + '<p class="oj-ti-art">Article 6</p>'
        + p("Lamps burn.’")
    )
    assert [path for path, provision in act.items() if provision.kind == "article"] == ["art_1"]


def test_a_section_of_an_annex_ends_a_quotation_that_lies_deeper(read_act: ReadAct) -> None:
    quoted = p("the following is added:") + '<p class="oj-ti-art">‘Article 4</p>' + p("Lamps burn.")
    act = read_act(
        article(p("See annex."))
        + '</div><div class="eli-container" id="anx_1"><p class="oj-doc-ti">ANNEX</p>'
        + '<p class="oj-ti-grseq-1">1. LAMPS</p>'
        + point("(a)", quoted)
        + '<p class="oj-ti-grseq-1">2. HORNS</p>'
        + p("Horns sound.")
    )
    assert act["anx/pt_1"].text == "(a) the following is added: ‘Article 4 Lamps burn."
    assert (act["anx/pt_2"].heading, act["anx/pt_2"].text) == ("HORNS", "Horns sound.")


def section(heading: str) -> str:
    return f'<p class="oj-ti-grseq-1">{heading}</p>'


def recital(number: str, text: str) -> str:
    return f'<div class="eli-subdivision" id="rct_{number}">{point(f"({number})", p(text))}</div>'


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
    assert [each.citation for each in act.values()] == ["Point 1", "Point 1.1", "Point 1.1.1"]


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
