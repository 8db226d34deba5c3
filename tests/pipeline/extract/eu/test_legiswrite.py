"""Commission proposals, in what the golden file of a whole one does not show."""

from collections.abc import Callable

from pipeline.model import Extraction

ReadPage = Callable[[bytes], Extraction]


def page(*lines: str) -> bytes:
    return f"""<html><body><p class="Statut">Proposal for a</p><p class="Typedudocument">REGULATION</p>
        {"".join(lines)}</body></html>""".encode()


def line(style: str, text: str, number: str = "", before: str = "") -> str:
    label = f'<span>{before}</span><span class="num"><span>{number}</span></span>' if number else ""
    return f'<p class="li {style}">{label}<span>{text}</span></p>'


def test_an_amending_proposal_keeps_the_articles_that_it_quotes(read_page: ReadPage) -> None:
    body = page(
        '<p class="Titrearticle"><span>Article 1</span><span><br/>Amendments</span></p>',
        line("Normal", "Regulation (EU) 2098/7 is amended as follows:"),
        line("Point0", "in Article 17, the following paragraph is added:", "(1)"),
        line("Text1", "Horns sound.’", "3.", before="‘"),
        line("Point0", "the following Article 4a is inserted:", "(2)"),
        '<p class="Titrearticle"><span>‘Article 4a</span><span><br/>Silence</span></p>',
        line("NumPar1", "No horn sounds.", "1."),
        line("NumPar1", "Calm is declared.’;", "2."),
        line("Point0", "point (c) is deleted.", "(3)"),
        '<p class="Titrearticle"><span>Article 2</span></p>',
        line("Normal", "This Regulation enters into force."),
    )
    provisions = {provision.path: provision for provision in read_page(body).provisions}
    assert [path for path, each in provisions.items() if each.kind == "article"] == ["art_1", "art_2"]
    assert [path for path, each in provisions.items() if each.unit] == [
        "art_1/sub_1",
        "art_1/pt_1",
        "art_1/pt_2",
        "art_1/pt_3",
        "art_2",
    ]
    assert provisions["art_1/pt_2"].text == (
        "the following Article 4a is inserted: ‘Article 4a Silence 1. No horn sounds. 2. Calm is declared.’;"
    )
    assert provisions["art_1/pt_2/art_4a/par_2"].citation == "Article 1(2), quoted Article 4a(2)"


def test_annexes_can_be_a_document_of_their_own(read_page: ReadPage) -> None:
    body = f"""<html><body><p class="Logo">EUROPEAN COMMISSION</p><p class="Typeacteprincipal_cp">Proposal</p>
        <p class="Annexetitre"><span>ANNEX</span><span><br/>Lamps</span></p>
        {line("NumPar1", "of oil;", "1.")}{line("Tiret1", "whale oil", "–")}</body></html>"""
    annex, point, indent = read_page(body.encode()).provisions
    assert (annex.citation, annex.heading) == ("Annex", "Lamps")
    assert (point.citation, point.text) == ("Annex, point 1", "of oil; – whale oil")
    assert indent.citation == "Annex, point 1, first indent"


def test_lettered_points_of_a_recital_are_no_recitals(read_page: ReadPage) -> None:
    body = page(
        line("Normal", "Whereas:"),
        line("ManualConsidrant", "Lamps matter.", "(1)"),
        line("ManualConsidrant", "They need:", "(2)"),
        line("Point1letter", "oil;", "(a)"),
        line("Point1letter", "wicks.", "(b)"),
        line("ManualConsidrant", "Horns matter.", "(3)"),
        '<p class="Titrearticle"><span>Article 1</span></p>',
        line("Normal", "Lamps burn."),
    )
    provisions = {provision.citation: provision for provision in read_page(body).provisions}
    assert [name for name, each in provisions.items() if each.kind == "recital"] == [f"Recital {n}" for n in (1, 2, 3)]
    assert provisions["Recital 2"].text == "They need: (a) oil; (b) wicks."
    assert provisions["Recital 2(b)"].text == "wicks."


def test_a_footnote_to_the_title_of_a_chapter_hangs_on_the_chapter(read_page: ReadPage) -> None:
    mark = '<span class="FootnoteReference"><a href="#footnote1">1</a></span>'
    body = page(
        f'<p class="ChapterTitle"><span>CHAPTER I</span>{mark}</p>',
        '<p class="Titrearticle"><span>Article 1</span></p>',
        line("Normal", "Lamps burn."),
        '<dl><dd id="footnote1"><p>(1) OJ L 1.</p></dd></dl>',
    )
    note = read_page(body).provisions[-1]
    assert (note.path, note.citation, note.text) == ("cpt_I/fn_1", "Chapter I, footnote 1", "OJ L 1.")


def test_relevance_for_the_eea_is_said_in_the_title(read_page: ReadPage) -> None:
    body = page(
        '<p class="IntrtEEE"><span>(Text with EEA relevance)</span></p>',
        '<p class="Institutionquiagit"><span>THE COUNCIL OF THE EUROPEAN UNION,</span></p>',
        line("Normal", "Having regard to the Treaty,"),
        '<p class="Titrearticle"><span>Article 1</span></p>',
        line("Normal", "Lamps burn."),
    )
    act = read_page(body)
    assert act.title == "REGULATION (Text with EEA relevance)"
    assert [(each.citation, each.text) for each in act.provisions[:2]] == [
        ("Preamble", "THE COUNCIL OF THE EUROPEAN UNION,"),
        ("Citation 1", "Having regard to the Treaty,"),
    ]


def test_the_title_of_an_article_may_be_a_line_of_its_own_with_the_same_style(read_page: ReadPage) -> None:
    """It became a second Article 1, and the first one was empty."""
    body = page(
        '<p class="Titrearticle"><span>Article 1</span></p>',
        '<p class="Titrearticle"><span>Horns</span></p>',
        line("Normal", "Horns sound."),
        '<p class="Titrearticle"><span>Article 2</span></p>',
        '<p class="Titrearticle"><span>Article 3</span></p>',
        line("Normal", "Bells ring."),
    )
    articles = [row for row in read_page(body).provisions if row.kind == "article"]
    assert [(row.citation, row.heading, row.text) for row in articles] == [
        ("Article 1", "Horns", "Horns sound."),
        ("Article 2", "", ""),
        ("Article 3", "", "Bells ring."),
    ]


COVER = """<p class="Logo">EUROPEAN COMMISSION</p><p class="Rfrenceinstitutionnelle">COM(2031) 7 final</p>
    <p class="Statut">Final</p><p class="Langue">EN</p>
    <p class="Typedudocument_cp">COMMUNICATION FROM THE COMMISSION</p>
    <p class="Titreobjet_cp">Lamps for Europe</p><p class="Accompagnant_cp">{SWD(2031) 8 final}</p>"""


def paper(*lines: str) -> bytes:
    return f"<html><body>{COVER}{''.join(lines)}</body></html>".encode()


def test_a_communication_has_sections_and_paragraphs_behind_its_cover(read_page: ReadPage) -> None:
    """Each was refused as no act: it has no title, article or annex besides the cover."""
    note = '<span class="FootnoteReference"><a class="footnoteRef" href="#footnote2"></a></span>'
    body = paper(
        line("TOC1", "Introduction 1"),
        line("Heading1", "Introduction", "1."),
        line("Normal", f"Lamps burn{note}."),
        line("Normal", "The Commission will:"),
        line("ListBullet", "open lamps;", "•"),
        line("ListBullet", "fund lamps.", "•"),
        line("ManualNumPar1", "Oil is dear.", "1."),
        line("ManualHeading2", "Open lamps", "1.1."),
        line("Text1", "They are free."),
        line("Heading1", "Conclusion"),
        line("Normal", "Lamps are good."),
        '<dl><dd id="footnote2"><p class="FootnoteText">(1) Lamp Journal.</p></dd></dl>',
    )
    extraction = read_page(body)
    assert extraction.title == "COMMUNICATION FROM THE COMMISSION Lamps for Europe"
    assert [(each.citation, each.heading, each.text) for each in extraction.provisions if each.unit] == [
        ("Paragraph 1", "Introduction", "Lamps burn ."),
        ("Paragraph 2", "Introduction", "The Commission will: • open lamps; • fund lamps."),
        ("Point 1", "Introduction", "Oil is dear."),
        ("Section 1.1, introductory wording", "Open lamps", "They are free."),
        ("Paragraph 3", "Conclusion", "Lamps are good."),
    ]
    assert [each.citation for each in extraction.provisions if each.kind == "footnote"] == ["Footnote 1"]
    assert extraction.dropped == (("list of contents", 13),)


def test_text_under_a_heading_is_paragraphs_where_no_paragraph_is_numbered(read_page: ReadPage) -> None:
    body = paper(line("Heading1", "Lamps"), line("Text1", "They burn."), line("Text1", "They are free."))
    assert [each.text for each in read_page(body).provisions if each.unit] == ["They burn.", "They are free."]
