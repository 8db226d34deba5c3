"""What an act quotes, as amending acts do, is no part of its own structure."""

from collections.abc import Callable

import pytest
from eu_markup import ReadAct, article, consolidated, consolidated_article, norm, p, paragraph, point, units

from pipeline.extract.eu.lines import Line, Role
from pipeline.extract.eu.wording import by_wording
from pipeline.model import Extraction


def test_quoted_articles_stay_inside_the_amending_point(read_act: ReadAct) -> None:
    quoted = (
        f'<div id="004"><p class="oj-ti-art">‘Article 4</p><p class="oj-sti-art">Horns</p>{p("They sound.")}</div>'
        f'<div id="005"><p class="oj-ti-art">Article 5</p>{p("They stop.’")}</div>;'
    )
    act = read_act(article(p("Amended:") + point("(1)", p("the following are added:"), quoted) + point("(2)", p("x."))))
    assert [path for path, provision in act.items() if provision.kind == "article"] == ["art_1"]
    expected = "the following are added: ‘Article 4 Horns They sound. Article 5 They stop.’;"
    assert act["art_1/pt_1"].text == expected


def test_a_quoted_section_stays_in_the_article_though_it_has_an_id(read_act: ReadAct) -> None:
    quoted = (
        p("Section 2 is replaced by the following:")
        + '<div id="sct_2"><p class="oj-ti-section-1">‘<span class="oj-italic">SECTION 2</span></p>'
        + '<div id="sct_2.sbs_1"><p class="oj-ti-section-1">Subsection 1</p><p class="oj-ti-section-2">Horns</p>'
        + f'<p class="oj-ti-art">Article 57a</p>{paragraph("1", "They sound.’", of="057A")}</div></div>'
    )
    act = read_act(article(quoted) + article(p("It enters into force."), "2"))
    assert units(act) == ["art_1", "art_2"]
    assert act["art_1/art_57a/par_1"].citation == "Article 1, quoted Article 57a(1)"
    assert act["art_1"].text.endswith("‘SECTION 2 Subsection 1 Horns Article 57a 1. They sound.’")


def test_an_id_ends_a_quoted_section_whose_closing_mark_is_lost(read_act: ReadAct) -> None:
    quoted = p("The following is added:") + '<div id="sct_2"><p class="oj-ti-section-1">‘SECTION 2</p></div>'
    own = '<div id="cpt_II"><p class="oj-ti-section-1">CHAPTER II</p></div>'
    act = read_act(article(quoted) + own + article(p("It enters into force."), "2"))
    assert list(act) == ["art_1", "cpt_II", "art_2"]


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


def test_a_quoted_term_opens_no_quotation(read_act: ReadAct) -> None:
    act = read_act(article(p("Meaning:") + point("(1)", p("‘lamp’ means:"), point("(a)", p("a light;")))))
    assert "art_1/pt_1/pt_a" in act


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


@pytest.mark.parametrize(
    ("quoted", "articles"),
    [("‘Keepers burn oil, too.", ["Article 1", "Article 2"]), ("‘CHAPTER II", ["Article 1"])],
)
def test_the_next_article_ends_a_quotation_of_text_but_not_of_a_chapter(
    quoted: str, articles: list[str], read_page: Callable[[bytes], Extraction]
) -> None:
    lines = "".join(f'<p class="norm">{text}</p>' for text in ("In the Lamps Act the following is added:", quoted))
    terms = consolidated_article("1", lines) + consolidated_article("2", '<p class="norm">Horns sound.</p>')
    act = read_page(consolidated(terms))
    assert [each.citation for each in act.provisions if each.unit] == articles


def test_articles_of_a_quoted_protocol_are_quoted_whatever_their_numbers(
    read_page: Callable[[bytes], Extraction],
) -> None:
    protocol = "".join(consolidated_article(number, norm(f"Lamp {number} burns.")) for number in "123")
    added = norm("The following protocol is added:", "‘Protocol on lamps") + protocol.replace("3 burns.", "3 burns.’")
    terms = consolidated_article("1", added) + consolidated_article("2", norm("Horns sound."))
    act = read_page(consolidated(terms))
    assert [(each.citation, each.text) for each in act.provisions if each.unit][1:] == [("Article 2", "Horns sound.")]


def test_an_article_without_an_id_is_quoted_where_those_of_the_act_have_ids(read_act: ReadAct) -> None:
    added = p("The following is added:") + p("‘Special lamps") + '<p class="oj-ti-art">Article 2</p>' + p("It burns.’")
    act = read_act(article(added) + article(p("Horns sound."), number="2"))
    assert [(path, act[path].text[-12:]) for path in units(act)] == [
        ("art_1", "2 It burns.’"),
        ("art_2", "Horns sound."),
    ]


def test_the_next_article_follows_a_formula_that_is_a_picture(read_page: Callable[[bytes], Extraction]) -> None:
    first = consolidated_article("1", norm("The light is calculated by the following formula:"), "<p><img/></p>")
    act = read_page(consolidated(first + consolidated_article("2", norm("Horns sound."))))
    assert [each.citation for each in act.provisions] == ["Article 1", "Article 2"]


def test_a_quoted_chapter_ends_no_article_of_a_consolidated_act(read_page: Callable[[bytes], Extraction]) -> None:
    title = '<p class="title-doc-first">DIRECTIVE</p><p class="title-article-norm">Article {}</p>'
    quoted = p("The following is inserted:") + '<p class="title-division-1">‘CHAPTER 3a</p>' + p("Horns sound.’")
    terms = quoted + p("It applies.") + '<p class="title-article-norm">Article 2</p>' + p("Burn.")
    act = read_page(f"<html><body>{title.format(1)}{terms}</body></html>".encode())
    assert [each.path for each in act.provisions] == ["art_1", "art_2"]
    assert act.provisions[0].text == "The following is inserted: ‘CHAPTER 3a Horns sound.’ It applies."


def test_a_corrigendum_that_quotes_an_article_has_no_article(read_act: ReadAct) -> None:
    row = '<table><tbody><tr><td><p class="oj-normal">for:</p></td><td>{}</td></tr></tbody></table>'
    quoted = '<p class="oj-ti-art">‘Article 4</p><p class="oj-normal">Lamps burn.’</p>'
    act = read_act(p("On page 57, Article 4:") + row.format(quoted))
    assert {provision.kind for provision in act.values()} == {"paragraph"}
    assert act["p_1"].text == "On page 57, Article 4: for: ‘Article 4 Lamps burn.’"


def test_a_corrigendum_that_quotes_two_articles_has_none(read_act: ReadAct) -> None:
    quoted = '<p class="oj-ti-art">‘Article 4</p>' + p("Point (3) reads:") + point("(3)", p("lamps;"))
    act = read_act(p("Articles 4 and 5 should read:") + quoted + '<p class="oj-ti-art">Article 5</p>' + p("Horns.’"))
    assert units(act) == ["p_1"]


def test_an_announced_article_is_quoted_even_if_its_quotation_mark_is_lost(read_act: ReadAct) -> None:
    inserted = p("the following Article is inserted:") + '<p class="oj-ti-art">Article 4a</p>' + p("Horns sound.’")
    act = read_act(article(p("Amended:") + point("(1)", inserted)) + article(p("Own text."), number="2"))
    assert [path for path, provision in act.items() if provision.kind == "article"] == ["art_1", "art_2"]


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


def test_an_article_in_a_point_is_quoted_even_if_it_has_an_id(read_act: ReadAct) -> None:
    inserted = p("the following Article is inserted:") + article(p("Horns sound.’;"), number="4a")
    act = read_act(article(p("Amended:") + point("(1)", inserted) + point("(2)", p("Article 5 is deleted."))))
    assert [path for path, each in act.items() if each.unit] == ["art_1/sub_1", "art_1/pt_1", "art_1/pt_2"]


def quoted_article(title: str, *texts: str, heading: str = "") -> str:
    second = f'<p class="stitle-article-quoted">{heading}</p>' if heading else ""
    return f'<p class="title-article-quoted">{title}</p>{second}{"".join(map(p, texts))}'


def test_a_consolidated_text_says_which_article_is_quoted(read_page: Callable[[bytes], Extraction]) -> None:
    quotation = quoted_article("‘Article 4a", "1.&#160;&#160;&#160;They sound.", heading="Horns")
    quotation += quoted_article("Article 4b", "1.&#160;&#160;&#160;They ring.’;")
    points = point("(1)", p("the following Articles are inserted:"), quotation) + point("(2)", p("Repealed."))
    terms = consolidated_article("1", p("The Lamp Act is amended:"), points)
    act = {row.path: row for row in read_page(consolidated(terms)).provisions}
    assert act["art_1/pt_1/art_4a/par_1"].citation == "Article 1(1), quoted Article 4a(1)"
    assert act["art_1/pt_1/art_4b/par_1"].citation == "Article 1(1), quoted Article 4b(1)"
    assert act["art_1/pt_1"].text.endswith("‘Article 4a Horns 1. They sound. Article 4b 1. They ring.’;")
    assert act["art_1/pt_2"].text == "Repealed."


def test_an_article_that_the_publisher_calls_quoted_is_so_without_marks(
    read_page: Callable[[bytes], Extraction],
) -> None:
    repeated = quoted_article("Article 7", "1.&#160;&#160;&#160;They sound.’")
    terms = consolidated_article("1", p("This is repeated."), repeated)
    rows = read_page(consolidated(terms + consolidated_article("2", p("It enters into force.")))).provisions
    assert [row.path for row in rows] == ["art_1", "art_1/art_7/par_1", "art_2"]


def test_an_article_that_is_not_called_quoted_ends_the_quotation_of_one_that_is(
    read_page: Callable[[bytes], Extraction],
) -> None:
    inserted = p("the following Article is inserted:") + quoted_article("‘Article 7a", "They sound (*1).")
    terms = consolidated_article("1", inserted) + consolidated_article("2", p("It enters into force."))
    assert [row.path for row in read_page(consolidated(terms)).provisions] == ["art_1", "art_2"]


def test_a_title_of_an_article_in_a_point_is_quoted_where_only_wording_tells() -> None:
    lines = [
        Line(Role.TEXT, "Article 1"),
        Line(Role.HANGING, label="1."),
        Line(Role.TEXT, "‘Article 3", depth=1),
    ]
    assert [line.role for line in by_wording(lines)] == [Role.ARTICLE, Role.HANGING, Role.QUOTED_ARTICLE]


def test_a_quotation_of_the_nineties_closes_with_a_grave_accent(read_page: Callable[[bytes], Extraction]) -> None:
    lines = (
        "COUNCIL DIRECTIVE on lamps", "THE COUNCIL,", "HAS ADOPTED THIS DIRECTIVE:", "Article 1",
        "The Lamp Directive is amended as follows:", "1. Article 3 shall be replaced by the following:", "'Article 3",
        "'Lamp` shall mean a light.`;", "2. the following Articles shall be added:", "'Article 8", "1. Horns sound.",
        "Article 9", "They stop.`.", "Article 2", "It enters into force.",
    )  # fmt: skip
    page = f'<html lang="EN"><body><TXT_TE>{"".join(f"<p>{line}</p>" for line in lines)}</TXT_TE></body></html>'
    act = {each.path: each for each in read_page(page.encode()).provisions}
    assert [path for path in act if path.count("/") < 2] == [
        "pbl_1", "pbl_2", "art_1", "art_1/sub_1", "art_1/pt_1", "art_1/pt_2", "art_2",
    ]  # fmt: skip
    assert act["art_1/pt_1"].text.endswith("'Article 3 'Lamp` shall mean a light.`;")
    assert act["art_1/pt_2"].text.endswith("They stop.`.")
