"""What a line of text or a heading is, told by its place."""

from collections.abc import Callable

from eu_markup import consolidated, consolidated_article, norm, p, point

from pipeline.model import Extraction, Provision

ReadAct = Callable[[str], dict[str, Provision]]
HEADING = '<p class="oj-ti-grseq-1">Remarks</p>'


def lines(*texts: str) -> str:
    return "".join(f'<p class="oj-normal">{text}</p>' for text in texts)


def recital(number: int, text: str) -> str:
    return f"<table><tbody><tr><td>{lines(f'({number})')}</td><td>{lines(text)}</td></tr></tbody></table>"


def article(*texts: str) -> str:
    return f'<div class="eli-subdivision" id="art_1"><p class="oj-ti-art">Article 1</p>{lines(*texts)}</div>'


def test_a_number_and_a_blank_before_a_text_are_those_of_a_paragraph(read_act: ReadAct) -> None:
    act = read_act(article("1. Lamps burn.", "2. Horns sound."))
    assert [(each.path, each.text) for each in act.values() if each.unit] == [
        ("art_1/par_1", "Lamps burn."),
        ("art_1/par_2", "Horns sound."),
    ]


def test_a_paragraph_may_be_inserted_before_the_first_or_before_an_inserted_one(read_act: ReadAct) -> None:
    act = read_act(article("-1. Lamps burn.", "-1a. Horns sound.", "1. Bells ring.", "1-a. Drums roll.", "1a. All go."))
    assert [(each.path, each.citation) for each in act.values() if each.unit] == [
        ("art_1/par_-1", "Article 1(-1)"),
        ("art_1/par_-1a", "Article 1(-1a)"),
        ("art_1/par_1", "Article 1(1)"),
        ("art_1/par_1-a", "Article 1(1-a)"),
        ("art_1/par_1a", "Article 1(1a)"),
    ]


def test_the_blanks_after_a_number_may_stand_before_its_latin(read_page: Callable[[bytes], Extraction]) -> None:
    numbered = "".join(
        f'<div class="norm"><span class="no-parag">{number} </span><div class="norm inline-element">{text}</div></div>'
        for number, text in (("6.", "Les lampes."), ("6", '<span class="italics">bis</span>. Les cors.'))
    )
    consolidated_act = read_page(consolidated(consolidated_article("9", numbered))).provisions
    assert [(each.path, each.text) for each in consolidated_act if each.unit] == [
        ("art_9/par_6", "Les lampes."),
        ("art_9/par_6a", "Les cors."),
    ]


def test_a_french_paragraph_inserted_before_an_inserted_one_has_a_dash(read_act: ReadAct) -> None:
    inserted = p("«3 -<i>bis</i>.&#160;&#160;&#160;Les lampes brûlent.»")
    act = read_act(article("Modifié:") + point("a)", p("le paragraphe suivant est inséré:"), inserted))
    assert act["art_1/pt_a/par_3-a"].citation == "Article 1(a), quoted paragraph 3-a"


def test_the_blanks_after_a_number_of_the_journal_may_stand_before_its_latin(read_act: ReadAct) -> None:
    wide = "&#160;" * 3
    inserted = p(f"«6{wide}<i>bis</i>. Les lampes brûlent.") + p(f"6{wide}<i>ter</i>. Les cors sonnent.»")
    act = read_act(article("Modifié:") + point("a)", p("les paragraphes suivants sont insérés:"), inserted))
    assert [path for path in act if "par" in path] == ["art_1/pt_a/par_6a", "art_1/pt_a/par_6b"]
    assert act["art_1/pt_a"].text.endswith("«6 bis. Les lampes brûlent. 6 ter. Les cors sonnent.»")


def test_the_number_of_a_paragraph_may_lack_its_dot(read_page: Callable[[bytes], Extraction]) -> None:
    numbered = "".join(
        f'<div class="norm"><span class="no-parag">{number} </span><div class="norm inline-element">{text}</div></div>'
        for number, text in (("3.", "Lamps burn."), ("3a", "Horns sound."), ("4.", "Bells ring."))
    )
    extraction = read_page(consolidated(consolidated_article("30", numbered)))
    assert [(each.path, each.text) for each in extraction.provisions if each.unit] == [
        ("art_30/par_3", "Lamps burn."),
        ("art_30/par_3a", "Horns sound."),
        ("art_30/par_4", "Bells ring."),
    ]
    assert extraction.provisions[0].text == "3. Lamps burn. 3a Horns sound. 4. Bells ring."


def test_a_heading_ends_no_preamble_that_has_no_recitals_yet_or_is_that_of_articles(read_act: ReadAct) -> None:
    before = read_act(HEADING + lines("Whereas:") + recital(1, "Lamps matter."))
    between = lines("Whereas:") + recital(1, "Lamps matter.") + HEADING + recital(2, "They are few.")
    assert "rct_1" in before
    assert "rct_2" in read_act(between + article("Lamps burn."))
    assert "rct_2" not in read_act(between)


def test_a_point_inserted_after_i_or_v_stands_beside_it(read_act: ReadAct) -> None:
    numbers = ["(i)", "(ia)", "(ib)", "(ii)", "(iii)", "(iv)", "(v)", "(va)", "(vi)"]
    act = read_act(article("Burning:") + point("(a)", p("lamps:"), *(point(number, p("lit,")) for number in numbers)))
    assert [path for path in act if path.startswith("art_1/pt_a/")] == [
        f"art_1/pt_a/pt_{number.strip('()')}" for number in numbers
    ]


def test_a_letter_inserted_after_the_letter_i_stands_beside_it(read_act: ReadAct) -> None:
    numbers = [*"abcdefghi", "ia", "j"]
    act = read_act(article("Burning:") + "".join(point(f"({number})", p("lamps,")) for number in numbers))
    assert [path for path in act if path.startswith("art_1/")] == [f"art_1/pt_{number}" for number in numbers]


def test_the_only_recital_of_an_act_may_have_no_number(read_act: ReadAct) -> None:
    act = read_act(lines("Whereas:", "Lamps matter.", "HAS ADOPTED THIS DECISION:") + article("Lamps burn."))
    assert (act["rct_1"].citation, act["rct_1"].text) == ("Recital 1", "Lamps matter.")
    assert act["pbl_2"].text == "HAS ADOPTED THIS DECISION:"


def test_a_heading_of_the_recitals_is_none(read_act: ReadAct) -> None:
    recitals = lines("Whereas:", "I. FACTS") + recital(1, "Lamps matter.")
    act = read_act(recitals + lines("HAS ADOPTED THIS DECISION:") + article("Lamps burn."))
    assert [path for path in act if path.startswith("rct")] == ["rct_1"]


def test_an_act_without_articles_and_whereas_has_recitals_if_the_converter_says_so(read_act: ReadAct) -> None:
    terms = recital(1, "Lamps matter.")
    assert [*read_act(terms)] == ["pt_1"]
    assert [*read_act(f'<div id="rct_1">{terms}</div>')] == ["rct_1"]


def test_a_mark_of_an_amendment_takes_no_id_from_the_heading_after_it(read_page: Callable[[bytes], Extraction]) -> None:
    section = (
        '<div id="cpt_I.sct_1"><p class="modref">▼M1</p><p class="title-division-1">SECTION 1</p>'
        '<p class="title-division-2">Lamps</p><div class="eli-subdivision" id="art_1"><p class="modref">▼M2</p>'
        f"{consolidated_article('1', norm('They burn.'))}</div></div>"
    )
    chapter = f'<p class="modref">▼B</p><div id="cpt_I"><p class="title-division-1">CHAPTER I</p>{section}</div>'
    assert [(each.path, each.anchor) for each in read_page(consolidated(chapter)).provisions] == [
        ("cpt_I", "cpt_I"),
        ("cpt_I/sct_1", "cpt_I.sct_1"),
        ("art_1", "art_1"),
    ]
