from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import DocumentError, HostileDocument, MalformedDocument, UnknownFormat
from pipeline.extract import extract
from pipeline.extract.content import Content
from pipeline.model import Extraction, Provision

FIXTURES = Path(__file__).parent / "fixtures"
ORDER = (FIXTURES / "order.xml").read_bytes()


def read(body: bytes) -> Extraction:
    return extract(Content(body, "text/xml", "https://register.example/2099-00001.xml"))


def rows(body: bytes) -> dict[str, Provision]:
    return {provision.citation: provision for provision in read(body).provisions}


@pytest.mark.parametrize("name", ["order.xml", "notice.xml", "rule.xml"])
def test_documents_are_read_as_in_their_golden_file(
    name: str, fixture_bytes: Callable[[str], bytes], matches_golden: Callable[[Extraction, str], None]
) -> None:
    matches_golden(read(fixture_bytes(name)), name)


@pytest.mark.parametrize("name", ["order.xml", "notice.xml", "rule.xml"])
def test_every_letter_is_covered_or_counted_as_dropped(name: str, fixture_bytes: Callable[[str], bytes]) -> None:
    extraction = read(fixture_bytes(name))
    assert extraction.body_chars == extraction.covered_chars + sum(count for _, count in extraction.dropped)


def test_inline_elements_do_not_part_words_from_their_punctuation() -> None:
    text = rows(ORDER)["Sec. 1"].text
    assert text.startswith("Section 1. Purpose. Harbors need")
    assert text.endswith("(see Pilot v. Buoy, 12 Fict. 3).")


def test_a_page_break_does_not_part_a_sentence() -> None:
    assert "a landing place that holds models" in rows(ORDER)["Sec. 2(j)"].text


def test_comments_and_instructions_of_the_typesetters_are_no_words_and_end_no_text() -> None:
    table = "<GPOTABLE><ROW><ENT>Lamp</ENT><?USGPO Galley End:?><ENT>2030</ENT></ROW></GPOTABLE>"
    text = "<HD>I. <!-- 1 -->Maps</HD><P>Charts <?USGPO Galley End:?>are open.</P>"
    provisions = read(f"<NOTICE><SUPLINF>{text}{table}</SUPLINF></NOTICE>".encode()).provisions
    assert [row.text or row.heading for row in provisions] == ["I. Maps", "Charts are open.", "Lamp | 2030"]


def test_letter_i_and_numeral_i_are_told_apart_by_their_neighbours() -> None:
    found = rows(ORDER)
    assert found["Sec. 2(i)"].text.startswith("(i) The term “ice”")
    assert found["Sec. 2(j)(i)"].text == "(i) mooring them; or"


def test_numbered_subsections_are_units_also_inside_a_paragraph() -> None:
    subsection = rows(ORDER)["Sec. 3.2"]
    assert (subsection.path, subsection.unit) == ("sec_3/sub_2", True)
    assert subsection.heading == "Soliciting Input on Models with Widely Available Weights"
    assert rows(ORDER)["Sec. 3.2(b)"].path == "sec_3/sub_2/par_b"


def test_units_never_nest() -> None:
    provisions = {provision.path: provision for provision in read(ORDER).provisions}
    for provision in provisions.values():
        parent = provisions.get(provision.parent)
        while parent:
            assert not (provision.unit and parent.unit)
            parent = provisions.get(parent.parent)


def test_a_reference_mark_is_dropped_and_an_exponent_is_kept(fixture_bytes: Callable[[str], bytes]) -> None:
    background = next(row for row in read(fixture_bytes("notice.xml")).provisions if row.text.startswith("Charts are"))
    assert background.text == "Charts are drawn by models. Each uses 10²⁶ operations."


@pytest.mark.parametrize("marks", ['<E T="51">3\u20094</E>\n<FTREF/>', "<SU>3</SU>\u2009<SU>4</SU><FTREF/>"])
def test_marks_of_notes_are_told_by_the_element_that_follows_the_last_of_them(marks: str) -> None:
    body = (
        f"<NOTICE><SUPLINF><P>Charts are open.\n{marks}\n They take 10<SU>26</SU> {marks} steps.</P></SUPLINF></NOTICE>"
    )
    found = read(body.encode())
    assert [row.text for row in found.provisions] == ["Charts are open. They take 10²⁶ steps."]
    assert found.dropped == (("footnote mark", 4),)


def test_typesetters_superscripts_are_exponents_and_marks_of_table_notes_are_not() -> None:
    body = (
        '<NOTICE><P>A cutoff of 10\n <E T="51">26</E>\n operations, 5 ug/m\n <SU>3</SU>\n, the 2\n <SU>nd</SU> CO\n '
        '<E T="52">2</E>\n limit.</P><GPOTABLE><ROW><ENT>Fish (mt)\u2009\n<SU>1</SU></ENT><ENT>Area 2\n<SU>3</SU></ENT>'
        "<ENT>10\n<SU>6</SU> t</ENT></ROW></GPOTABLE></NOTICE>"
    )
    texts = [row.text for row in read(body.encode()).provisions if row.unit]
    assert texts == [
        "A cutoff of 10²⁶ operations, 5 ug/m³, the 2 nd CO 2 limit.",
        "Fish (mt) 1 | Area 2 3 | 10⁶ t",
    ]


@pytest.mark.parametrize("typeface", ["51", "53", "0731", "7333"])
def test_a_superscript_is_one_in_each_typeface(typeface: str) -> None:
    body = f'<NOTICE><SUPLINF><HD SOURCE="HD1">I. A Cutoff of 10<E T="{typeface}">26</E></HD></SUPLINF></NOTICE>'
    assert [row.heading for row in read(body.encode()).provisions] == ["I. A Cutoff of 10²⁶"]


def test_the_lines_of_a_table_head_are_parted() -> None:
    table = "<GPOTABLE><BOXHD><CHED>Lamps<LI>lit</LI><LI>(percent)</LI></CHED></BOXHD></GPOTABLE>"
    provisions = read(f"<NOTICE><SUPLINF>{table}</SUPLINF></NOTICE>".encode()).provisions
    assert [row.text for row in provisions] == ["Lamps lit (percent)"]


def test_the_file_name_of_a_formula_is_no_text() -> None:
    found = read(b"<NOTICE><SUPLINF><P>Where:</P><MATH><MID>EN03FE99.000</MID></MATH></SUPLINF></NOTICE>")
    assert [row.text for row in found.provisions] == ["Where:"]
    assert found.dropped == (("picture name", 11),)


def test_words_that_stand_loose_between_paragraphs_are_text() -> None:
    body = b"<NOTICE><SUPLINF>Before it.<P>A paragraph.</P>After it.</SUPLINF></NOTICE>"
    assert [row.text for row in read(body).provisions] == ["Before it.", "A paragraph.", "After it."]


def test_a_section_without_a_number_is_a_heading_and_paragraphs() -> None:
    body = b"<RULE><SECTION><SUBJECT>Lamps.</SUBJECT><P>Burn oil.</P></SECTION><SUBJECT>Title</SUBJECT></RULE>"
    assert read(body).title == "Lamps."
    assert [row.text for row in read(body).provisions if row.unit] == ["Burn oil."]


def test_an_exponent_is_raised_from_what_stands_before_the_empty_element_above_it() -> None:
    body = b'<NOTICE><P>Over 10<E T="03">\n</E>\n<SU>26</SU> operations.</P></NOTICE>'
    assert [row.text for row in read(body).provisions] == ["Over 10\u00b2\u2076 operations."]


def test_a_section_that_is_printed_twice_is_two_sections() -> None:
    section = "<SECTION><SECTNO>§ 740.1</SECTNO><SUBJECT>Weights.</SUBJECT><P>(a) {}</P></SECTION>"
    found = rows(f"<RULE><REGTEXT>{section.format('Old.')}{section.format('New.')}</REGTEXT></RULE>".encode())
    assert (found["§ 740.1"].text, found["§ 740.1 [2]"].text) == (
        "§ 740.1 Weights. (a) Old.",
        "§ 740.1 Weights. (a) New.",
    )
    assert found["§ 740.1(a) [2]"].parent == "sec_740.1~2"


def regulation(*paragraphs: str, subject: str = "Weights.") -> dict[str, Provision]:
    texts = "".join(text if text.startswith("<STARS") else f"<P>{text}</P>" for text in paragraphs)
    section = f"<SECTION><SECTNO>§ 740.2</SECTNO><SUBJECT>{subject}</SUBJECT>{texts}</SECTION>"
    return rows(f"<RULE><REGTEXT>{section}</REGTEXT></RULE>".encode())


def test_a_section_and_an_authority_are_linked_by_their_first_paragraph() -> None:
    """The page of the Register has a mark at paragraphs only."""
    authority = "<AUTH><HD SOURCE='HED'>Authority:</HD><P>15 F.S.C. 2.</P></AUTH>"
    section = "<SECTION><SECTNO>§ 740.1</SECTNO><SUBJECT>Weights.</SUBJECT><P>They are kept.</P></SECTION>"
    found = rows(f"<RULE><REGTEXT>{authority}{section}</REGTEXT></RULE>".encode())
    assert [(row.text, row.anchor) for row in found.values()] == [
        ("Authority: 15 F.S.C. 2.", "p-1"),
        ("§ 740.1 Weights. They are kept.", "p-2"),
    ]


def test_what_stands_in_italics_before_a_stop_is_the_heading_of_a_paragraph() -> None:
    found = regulation(
        '(a) <E T="03">Level of awareness; pattern of use.</E> (1) <E T="03">Ports under sec. 8(a) of the Act</E>. '
        "(i) Where:",
        "(A) Buoys; or",
        "(ii) It is open.",
        '(2) <E T="03">Open weights</E> means numbers.',
        '(b) <E T="03">Harbor files—</E>(1) They are kept.',
    )
    assert {citation: row.heading for citation, row in found.items() if row.path.count("/")} == {
        "§ 740.2(a)": "Level of awareness; pattern of use",
        "§ 740.2(a)(1)": "Ports under sec. 8(a) of the Act",
        "§ 740.2(a)(1)(i)": "",
        "§ 740.2(a)(1)(i)(A)": "",
        "§ 740.2(a)(1)(ii)": "",
        "§ 740.2(a)(2)": "",
        "§ 740.2(b)": "Harbor files",
        "§ 740.2(b)(1)": "",
    }


def test_numbers_in_italics_are_the_fifth_level() -> None:
    """So the Code of Federal Regulations counts: (a)(1)(i)(A)(1)."""
    found = regulation(
        *("(a) Keepers:", "(1) Publish:", "(i) Charts:", "(A) Of harbors:"),
        '(<E T="03">1</E>) by day;',
        '(<E T="03">2</E>) by night;',
        *("(2) Keep:", "(i) Logs."),
        '(3) What paragraph (a)(1)(i)(A)(<E T="03">1</E>) says.',
    )
    assert [citation for citation, row in found.items() if row.path.count("/") > 1] == [
        "§ 740.2(a)(1)",
        "§ 740.2(a)(1)(i)",
        "§ 740.2(a)(1)(i)(A)",
        "§ 740.2(a)(1)(i)(A)(1)",
        "§ 740.2(a)(1)(i)(A)(2)",
        "§ 740.2(a)(2)",
        "§ 740.2(a)(2)(i)",
        "§ 740.2(a)(3)",
    ]


def test_a_number_in_italics_is_the_fifth_level_whatever_the_paragraph_goes_on_to_name() -> None:
    """The third was a paragraph (3) of (a): its words name § 740.19(e)(3)."""
    found = regulation(
        *("(a) Keepers:", "(1) Publish:", "(2) Keep:", "(i) Charts:", "(A) Of harbors:"),
        '(<E T="03">1</E>) by day;',
        '(<E T="03">2</E>) by night, as paragraph (a)(2) says;',
        '(<E T="03">3</E>) as § 740.19(e)(3) says.',
        '(B) <E T="03">Of ports</E>—(<E T="03">1</E>) <E T="03">Great.</E> All.',
        '(<E T="03">2</E>) Some.',
    )
    assert [citation for citation, row in found.items() if row.path.count("/") > 3] == [
        "§ 740.2(a)(2)(i)(A)",
        "§ 740.2(a)(2)(i)(A)(1)",
        "§ 740.2(a)(2)(i)(A)(2)",
        "§ 740.2(a)(2)(i)(A)(3)",
        "§ 740.2(a)(2)(i)(B)",
        "§ 740.2(a)(2)(i)(B)(1)",
        "§ 740.2(a)(2)(i)(B)(2)",
    ]


@pytest.mark.parametrize("shape", ['(<E T="03">{}</E>)', '(<E T="03">{})</E>', '<E T="03">({})</E>'])
def test_the_brackets_of_a_number_in_italics_may_be_in_italics_too(shape: str) -> None:
    points = [f"{shape.format(number)} harbor {number}" for number in (1, 2)]
    found = regulation("(a) Keep:", "(1) Logs.", "(2) Charts:", "(i) Of:", "(A) Any:", *points)
    assert [citation for citation, row in found.items() if row.path.count("/") > 4] == [
        "§ 740.2(a)(2)(i)(A)(1)",
        "§ 740.2(a)(2)(i)(A)(2)",
    ]


def test_a_heading_in_italics_needs_no_stop_before_the_list_under_it() -> None:
    found = regulation(
        '(a) <E T="03">State exemptions</E> (1) <E T="03">General rule.</E> A State may ask if:',
        *("(i) It has charts;", "(ii) It keeps them."),
        '(2) <E T="03">Exception.</E> None for ports.',
    )
    assert {citation: row.heading for citation, row in found.items() if row.path.count("/")} == {
        "§ 740.2(a)": "State exemptions",
        "§ 740.2(a)(1)": "General rule",
        "§ 740.2(a)(1)(i)": "",
        "§ 740.2(a)(1)(ii)": "",
        "§ 740.2(a)(2)": "Exception",
    }


def test_a_dash_on_the_line_below_what_is_in_italics_ends_the_heading() -> None:
    found = regulation(
        '(a) <E T="03">State exemptions</E>\n   —(1) <E T="03">General rule.</E> A State may ask.', "(2) None."
    )
    assert found["§ 740.2(a)"].heading == "State exemptions"
    assert found["§ 740.2(a)(1)"].text == "(1) General rule. A State may ask."


def test_the_heading_of_a_note_begins_it_and_is_that_of_no_paragraph_after_it() -> None:
    """It was the highest of all headings: the rest of an appendix stood under "Note:", and "Note:" under nothing."""
    heading = "<HD SOURCE='HD1'>Appendix A to Part 740—Forms</HD>"
    note = "<NOTE><HD SOURCE='HED'>Note:</HD><P>Weights are numbers.</P><P>Logs are not.</P></NOTE>"
    body = f"<RULE><REGTEXT>{heading}<EXTRACT><P>Sign it.</P>{note}<P>Send it.</P></EXTRACT></REGTEXT></RULE>"
    appendix, *paragraphs = read(body.encode()).provisions
    assert [row.text for row in paragraphs] == ["Sign it.", "Note: Weights are numbers.", "Logs are not.", "Send it."]
    assert {(row.heading, row.parent) for row in paragraphs} == {(appendix.heading, appendix.path)}


def test_an_editorial_note_heads_nothing_that_follows_it() -> None:
    note = '<EDNOTE><HD SOURCE="HED">Editorial Note:</HD><P>This notice was printed twice.</P></EDNOTE>'
    body = f'<NOTICE><HD SOURCE="HD1">I. Maps</HD><P>Charts are open.</P>{note}<P>Logs are not.</P></NOTICE>'
    assert [(row.heading, row.text) for row in read(body.encode()).provisions if row.unit] == [
        ("I. Maps", "Charts are open."),
        ("I. Maps", "Editorial Note: This notice was printed twice."),
        ("I. Maps", "Logs are not."),
    ]


def test_an_appendix_in_the_element_of_the_last_section_is_no_part_of_it() -> None:
    appendix = (
        '<HD SOURCE="HD1">Appendix A to Part 740—Forms</HD><STARS/><EXTRACT><P>(c) Use this form.</P></EXTRACT>'
        '<HD SOURCE="HD2">Instructions</HD><P>(1) Sign it.</P>'
    )
    found = regulation("(a) Weights are kept.", "(b) Logs are kept.", f"<STARS/>{appendix}")
    assert found["§ 740.2(b)"].text == "(b) Logs are kept."
    assert [(row.heading, row.text) for row in found.values() if row.kind == "paragraph"] == [
        ("Appendix A to Part 740—Forms", "(c) Use this form."),
        ("Instructions", "(1) Sign it."),
    ]


def test_what_follows_a_row_of_stars_need_not_stand_below_what_stood_before() -> None:
    found = regulation("<STARS/>", "(b) Weights are kept. * * *", "<STARS/>", "(i) Weights may be added.")
    assert {citation: row.text for citation, row in found.items() if row.path.count("/") == 1} == {
        "§ 740.2(b)": "(b) Weights are kept. * * *",
        "§ 740.2(i)": "(i) Weights may be added.",
    }


def test_a_section_of_an_order_may_have_a_verb_in_its_printed_heading() -> None:
    order = (
        '<P>Section 1. <E T="03">Removal of Rules that Restrict Harbors.</E> (a) Remove them.</P><P>(b) Report it.</P>'
    )
    found = rows(f"<EXECORD><HD SOURCE='HED'>Harbors</HD>{order}</EXECORD>".encode())
    assert found["Sec. 1"].heading == "Removal of Rules that Restrict Harbors"
    assert found["Sec. 1(a)"].text == "(a) Remove them."


def test_a_paragraph_that_begins_with_the_number_of_its_section_opens_none() -> None:
    section = (
        "<SECTION><SECTNO>§ 740.1</SECTNO><SUBJECT>Weights.</SUBJECT><P>(a) Old.</P>"
        "<P>§ 740.1 applies to all weights.</P><P>(b) New.</P></SECTION>"
    )
    found = rows(f"<RULE><REGTEXT>{section}</REGTEXT></RULE>".encode())
    assert [path for path in (row.path for row in found.values()) if path.startswith("sec_")] == [
        "sec_740.1",
        "sec_740.1/sub_a",
        "sec_740.1/sub_b",
    ]


def test_definitions_are_cited_by_their_terms_and_count_their_own_points() -> None:
    found = regulation(
        "As used in this part:",
        "<STARS/>",
        "<E T='03'>Chart model</E> means one of these:",
        "(1) A model that draws charts; or",
        "(2) A model that reads them.",
        "“<E T='03'>Open model</E>” means a model whose weights are public. It includes:",
        "(1) Its code.",
        "<E T='03'>Note to definitions:</E> Weights are numbers.",
        "<STARS/>",
        subject="Definitions.",
    )
    assert {row.path: citation for citation, row in found.items() if row.path.startswith("sec_")} == {
        "sec_740.2": "§ 740.2",
        "sec_740.2/intro": "§ 740.2, introductory text",
        "sec_740.2/def_chart-model": "§ 740.2, definition of “Chart model”",
        "sec_740.2/def_chart-model/par_1": "§ 740.2, definition of “Chart model”(1)",
        "sec_740.2/def_chart-model/par_2": "§ 740.2, definition of “Chart model”(2)",
        "sec_740.2/def_open-model": "§ 740.2, definition of “Open model”",
        "sec_740.2/def_open-model/par_1": "§ 740.2, definition of “Open model”(1)",
    }
    assert found["§ 740.2, definition of “Open model”"].text.endswith("Weights are numbers.")


def test_definitions_under_a_letter_are_cited_by_it() -> None:
    terms = ("(a) Scope.", "(b) Terms.", "<E T='03'>Chart</E> means a map.", "(c) End.")
    found = regulation(*terms, subject="Scope and definitions.")
    assert [citation for citation, row in found.items() if row.unit] == ["§ 740.2(a)", "§ 740.2(b)", "§ 740.2(c)"]


def test_definitions_without_a_letter_stand_in_the_paragraph_that_introduces_them() -> None:
    """Their points were paragraphs (i) and (ii) of the section."""
    found = regulation(
        '(a) <E T="03">Scope.</E> All charts.',
        '<E T="03">Keepers</E> are bound.',
        '(b) <E T="03">Definitions.</E> As used in this section:',
        '<E T="03">Chart</E> means a map.',
        '<E T="03">Control,</E> as used here, means that a person:',
        "(1) Owns a chart that is:",
        *("(i) Drawn; or", "(ii) Printed; or", "(2) Keeps it."),
        '<E T="03">Example.</E> A harbor.',
        '<E T="03">Port</E> means a harbor.',
        '(c) <E T="03">Records.</E> Keep them.',
        '<E T="03">Logs</E> too.',
    )
    control = "§ 740.2(b), definition of “Control”"
    assert {citation: row.text for citation, row in found.items() if row.path.startswith("sec_740.2/")} == {
        "§ 740.2(a)": "(a) Scope. All charts. Keepers are bound.",
        "§ 740.2(b)": "(b) Definitions. As used in this section: Chart means a map. Control, as used here, means that "
        "a person: (1) Owns a chart that is: (i) Drawn; or (ii) Printed; or (2) Keeps it. Example. A harbor. "
        "Port means a harbor.",
        "§ 740.2(b), definition of “Chart”": "Chart means a map.",
        control: "Control, as used here, means that a person: (1) Owns a chart that is: (i) Drawn; or (ii) Printed; or "
        "(2) Keeps it. Example. A harbor.",
        f"{control}(1)": "(1) Owns a chart that is: (i) Drawn; or (ii) Printed; or",
        f"{control}(1)(i)": "(i) Drawn; or",
        f"{control}(1)(ii)": "(ii) Printed; or",
        f"{control}(2)": "(2) Keeps it. Example. A harbor.",
        "§ 740.2(b), definition of “Port”": "Port means a harbor.",
        "§ 740.2(c)": "(c) Records. Keep them. Logs too.",
    }


def test_the_first_point_of_a_definition_may_stand_in_the_line_of_its_term() -> None:
    found = regulation(
        '<E T="03">Chart</E>—(1) <E T="03">In general.</E> A map.',
        '(2) <E T="03">Models.</E> A model of a map.',
        '<E T="03">Harbor model</E> (HM) means any of these: (1) Models.',
        subject="Definitions.",
    )
    assert {citation: (row.heading, row.text) for citation, row in found.items() if row.path.count("/")} == {
        "§ 740.2, definition of “Chart”": (
            "",
            "Chart— (1) In general. A map. (2) Models. A model of a map.",
        ),
        "§ 740.2, definition of “Chart”(1)": ("In general", "(1) In general. A map."),
        "§ 740.2, definition of “Chart”(2)": ("Models", "(2) Models. A model of a map."),
        "§ 740.2, definition of “Harbor model”": ("", "Harbor model (HM) means any of these: (1) Models."),
    }


def test_a_section_on_the_meaning_of_terms_holds_definitions() -> None:
    found = regulation(
        '<E T="03">Chart officer.</E> Any keeper.',
        '<E T="03">Pilot.</E> Any other.',
        subject="Meaning of terms.",
    )
    assert [citation for citation, row in found.items() if row.unit] == [
        "§ 740.2, definition of “Chart officer”",
        "§ 740.2, definition of “Pilot”",
    ]


def test_words_in_italics_define_nothing_in_other_sections() -> None:
    found = regulation("<E T='03'>Charts</E> are maps.", "(a) Read them.")
    assert [citation for citation, row in found.items() if row.unit] == ["§ 740.2, introductory text", "§ 740.2(a)"]


@pytest.mark.parametrize("title", ["Annex A", "APPENDIX", "Attachment 1: Listed Models"])
def test_an_annex_before_the_signature_is_no_part_of_the_last_section(title: str) -> None:
    terms = "<HD SOURCE='HED'>Charts</HD><P>Section 1. Use. (a) Annex A lists charts.</P><P>(b) Read them.</P>"
    annex = f"<HD SOURCE='HED'>{title}</HD><P>1. Open charts.</P>"
    found = rows(f"<EXECORD>{terms}{annex}<PLACE>THE WHITE HOUSE,</PLACE></EXECORD>".encode())
    assert found["Sec. 1(b)"].text == "(b) Read them."
    annexed = next(row for row in found.values() if row.text == "1. Open charts.")
    assert found[title].path == annexed.parent
    assert found["para. 2"].kind == "signature"


def test_what_follows_an_entity_that_is_declared_elsewhere_is_not_lost_without_a_word() -> None:
    named = ORDER.replace(b"</FP>", b" &sect; 5 of the Act.</FP>", 1)
    with pytest.raises(MalformedDocument, match="&sect;"):
        read(b'<!DOCTYPE PRESDOCU SYSTEM "register.dtd">' + named)


def test_entities_of_its_own_make_a_document_hostile() -> None:
    bomb = b'<!DOCTYPE RULE [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + b"<RULE><P>&b;</P></RULE>"
    with pytest.raises(HostileDocument, match="entities"):
        read(bomb)


@pytest.mark.parametrize("again", ["", "“"])
@pytest.mark.parametrize(("opening", "closing"), ["“”", ("‘‘", "’’"), ("``", "''"), ('"', '"')])
def test_what_an_order_puts_into_another_one_stays_in_the_paragraph_that_quotes_it(
    again: str, opening: str, closing: str
) -> None:
    amendment = (
        "<P>Section 1. Amendments. (a) Section 2 of the Harbor Order is amended to read as follows:</P>"
        f"<P>“Sec. 2. Input. (a) Ask.</P><P>{again}Sec. 2. (b) “Ice” is water.</P><P>{again}(c) Report.”</P>"
        "<P>(b) The rest stays.</P><P>Sec. 2. Effect. It stands.</P>"
    )
    amendment = amendment.replace("“", opening).replace("”", closing)
    found = rows(f"<EXECORD><HD SOURCE='HED'>Harbors</HD>{amendment}</EXECORD>".encode())
    assert [citation for citation, row in found.items() if row.unit] == ["Sec. 1(a)", "Sec. 1(b)", "Sec. 2"]
    assert found["Sec. 1(a)"].text.endswith(f"(c) Report.{closing}")


def test_a_quotation_that_is_never_closed_takes_no_paragraphs() -> None:
    order = "<P>Section 1. Use. (a) It reads: “Ask.</P><P>(b) Report.</P><P>Sec. 2. Effect. It stands.</P>"
    found = rows(f"<EXECORD><HD SOURCE='HED'>Harbors</HD>{order}</EXECORD>".encode())
    assert [citation for citation, row in found.items() if row.unit] == ["Sec. 1(a)", "Sec. 1(b)", "Sec. 2"]


def test_very_deep_xml_is_hostile() -> None:
    with pytest.raises(HostileDocument):
        read(b"<RULE>" + b"<E>" * 100_000 + b"</E>" * 100_000 + b"</RULE>")


def test_many_instructions_before_no_known_root_are_looked_at_once() -> None:
    with pytest.raises(UnknownFormat):
        read(b"<?x?><!-- y -->" * 4_000 + b"<SUNSHINE/>")


def test_blanks_that_the_publisher_lost_around_emphases_and_notes_are_put_back() -> None:
    body = (
        '<RULE><P>See the<E T="03">Fictional Gazette,</E>volume 3 (<E T="03">i.e.</E>) on CO<E T="52">2</E>, and two'
        '<E T="03">lamp</E>s in 42 U.S.C. 1<E T="03">et seq.</E></P><FTNT><P><SU>2</SU>80 FR 10417.</P></FTNT></RULE>'
    )
    found = rows(body.encode())
    assert found["para. 1"].text == (
        "See the Fictional Gazette, volume 3 (i.e.) on CO2, and two lamps in 42 U.S.C. 1 et seq."
    )
    assert found["note 2"].text == "2 80 FR 10417."


def test_blanks_that_were_lost_around_bold_capitals_are_put_back() -> None:
    body = '<RULE><P>As the<E T="02">SUPPLEMENTARY INFORMATION</E>of this rule, see the<E T="02">DATES</E>.</P></RULE>'
    assert rows(body.encode())["para. 1"].text == "As the SUPPLEMENTARY INFORMATION of this rule, see the DATES."


def test_a_page_begins_with_a_word_of_its_own_unless_a_hyphen_ends_the_page_before() -> None:
    """The blanks were lost there from 2011 to 2015: "which was signed into law<PRTPAGE P="62995"/>on July 21, 2010"."""
    page = '<PRTPAGE P="12"/>'
    words = f"Charts,{page}maps and lamps{page}are open-{page}weight under{page}§ 3 “and{page}(4)”.{page}They stay."
    assert rows(f"<RULE><P>{words}</P></RULE>".encode())["para. 1"].text == (
        "Charts, maps and lamps are open-weight under § 3 “and (4)”. They stay."
    )


def test_the_mark_of_a_note_is_parted_from_a_quotation() -> None:
    body = "<RULE><P>See.</P><FTNT><P><SU>3</SU>“Lamp” means light.</P></FTNT></RULE>"
    assert rows(body.encode())["note 3"].text == "3 “Lamp” means light."


def test_a_document_that_has_its_blanks_keeps_its_words() -> None:
    body = '<RULE><P>A<E T="03">lee</E>way is the <E T="03">room</E> to <E T="03">lee</E> that ships have.</P></RULE>'
    assert rows(body.encode())["para. 1"].text == "Aleeway is the room to lee that ships have."


def test_words_that_stand_loose_in_a_section_of_regulations_are_its_own() -> None:
    section = "<SECTNO>§ 1.1</SECTNO><SUBJECT>Lamps.</SUBJECT><P>(a) They burn.</P>All of them."
    found = rows(f"<RULE><REGTEXT><SECTION>{section}</SECTION></REGTEXT></RULE>".encode())
    assert found["§ 1.1"].text == "§ 1.1 Lamps. (a) They burn. All of them."


def test_truncated_xml_is_malformed() -> None:
    with pytest.raises(MalformedDocument, match=r"2099-00001\.xml: broken or truncated XML"):
        read(ORDER[: len(ORDER) // 2])


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_documents_raise_document_errors_only(data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(ORDER)))
    damage = data.draw(st.binary(max_size=6))
    length = data.draw(st.integers(0, 40))
    with suppress(DocumentError):
        read(ORDER[:position] + damage + ORDER[position + length :])


def test_real_documents_lose_nothing(shared_corpus: Path) -> None:
    documents = [
        *shared_corpus.glob("corpus/fr/heldout_xml/*/*.xml"),
        *shared_corpus.glob("corpus/fr/rebuilt/xml/*.xml"),
    ]
    assert documents
    for path in documents:
        extraction = read(path.read_bytes())
        assert extraction.body_chars == extraction.covered_chars + sum(count for _, count in extraction.dropped), path
        assert extraction.title, path


def test_the_real_request_for_comment_has_its_questions(shared_corpus: Path) -> None:
    found = rows((shared_corpus / "corpus/fr/rebuilt/xml/2024-03763.xml").read_bytes())
    assert "open foundation model" in found["Question 1(b)"].text
    assert found["Question 7(d)(i)"].parent.endswith("sub_d")
    assert [citation for citation, row in found.items() if row.kind == "question" and row.citation.count("(") == 0][
        -1
    ] == "Question 9"


def test_the_real_request_for_comment_names_the_power_of_ten(shared_corpus: Path) -> None:
    found = rows((shared_corpus / "corpus/fr/rebuilt/xml/2024-03763.xml").read_bytes())
    assert "such as the cutoff of 10²⁶ integer or floating-point operations" in found["Question 8(b)"].text
