import pickle
from dataclasses import replace

import pytest

from pipeline import extract as registry
from pipeline.errors import MalformedDocument, NotTheDocument, WrongLanguage
from pipeline.extract.content import Content, Format
from pipeline.model import Capture, Document, Extraction, Part, PartRole, Provision, Snapshot
from pipeline.process import read
from pipeline.tagging import Finding, Passage, Rules, load_rules

SEEN: list[Passage] = []


def fake_tag(passage: Passage, rules: Rules) -> tuple[Finding, ...]:
    """Marks the word "open" twice, later rule first, and keeps the passages it was given."""
    SEEN.append(passage)
    at = passage.text.find("open")
    if at < 0:
        return ()
    return tuple(Finding(tag, "r.1", "h", at, at + 4, "open") for tag in ("weights", "software"))


@pytest.fixture(autouse=True)
def _outline_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "FORMATS", (Format("outline", 1, lambda content: True, outline),))
    monkeypatch.setattr("pipeline.process.tag", fake_tag)
    SEEN.clear()


def outline(content: Content) -> Extraction:
    """Lines "path|heading|text"; a path with a slash has a parent; "lang=xx", "title=…", "celex=…" set metadata."""
    facts = {"lang": "", "title": "", "celex": ""}
    provisions = []
    for line in content.body.decode().splitlines():
        if "=" in line:
            name, _, facts[name] = line.partition("=")
            continue
        path, heading, text = line.split("|")
        parent = path.rpartition("/")[0]
        unit = bool(text) and not any(p.path == parent and p.unit for p in provisions)
        provisions.append(
            Provision(
                path,
                "subparagraph" if "/sub_" in path else "section",
                path.upper(),
                text,
                heading=heading,
                parent=parent,
                unit=unit and not text.endswith("*"),
            )
        )
    title, language, celex = facts["title"], facts["lang"], facts["celex"]
    return Extraction(tuple(provisions), "outline/1", title, language, 10, 9, (("menu", 1),), celex)


def part(text: str, role: PartRole = "main", title: str = "") -> Part:
    snapshot = Snapshot(
        "urn:uuid:1",
        "https://agency.example/a",
        "2026-11-20T00:00:00Z",
        200,
        "text/plain",
        "",
        len(text),
        "a.warc.gz",
        0,
    )
    return Part(snapshot, text.encode(), role, title=title)


def capture(*parts: Part, language: str = "en") -> Capture:
    document = Document(
        "fr:2099-00001", "federal_register", "Notice on Models", "notice", "US", "Agency", "https://agency.example/a"
    )
    return Capture(document, language, parts)


def act(title: str) -> Capture:
    document = replace(capture().document, document_id="celex:32099R0001", source="eu_ai_act", jurisdiction="EU")
    return Capture(document, "en", (part(f"title={title}\np_1||Lamps burn."), part("p_2||Horns.", "annex")))


def test_the_text_of_another_act_is_refused() -> None:
    assert read(act("REGULATION (EU) 2099/1"), load_rules()).title == "REGULATION (EU) 2099/1"
    with pytest.raises(NotTheDocument, match="that of 2098/7 by its own words, but 32099R0001 was requested"):
        read(act("REGULATION (EU) 2098/7 on horns"), load_rules())


def test_a_consolidated_text_that_states_another_day_is_refused_and_in_place_of_the_act_too() -> None:
    consolidated = act("REGULATION (EU) 2099/1\ncelex=02099R0001-21000201")
    state = replace(consolidated.document, document_id="celex:02099R0001-21000201")
    assert read(replace(consolidated, document=state), load_rules()).title == "REGULATION (EU) 2099/1"
    for number in ("02099R0001-20990909", "32099R0001"):
        wanted = replace(consolidated, document=replace(state, document_id=f"celex:{number}"))
        with pytest.raises(NotTheDocument, match=f"that of 02099R0001-21000201 .*but {number} was requested"):
            read(wanted, load_rules())


def reading_of(*parts: Part):
    return read(capture(*parts), load_rules())


def test_tags_units_only_and_orders_findings_by_place_then_tag() -> None:
    reading = reading_of(part("s_1||All of it is open. Some is open.*\ns_1/a||Some is open."))
    assert [(a.path, a.tag, a.start, a.quote) for a in reading.annotations] == [
        ("s_1/a", "software", 8, "open"),
        ("s_1/a", "weights", 8, "open"),
    ]
    assert len(SEEN) == 1


def test_findings_come_by_where_they_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    spans = [(5, 6), (0, 9), (0, 2)]
    findings = tuple(Finding("model", "r.1", "h", start, end, "") for start, end in spans)
    monkeypatch.setattr("pipeline.process.tag", lambda *_: findings)
    assert [(each.start, each.end) for each in reading_of(part("p_1||Some open words.")).annotations] == sorted(spans)


def test_the_tagger_sees_headings_above_and_the_words_that_govern_a_list() -> None:
    reading_of(
        part("title=The Order\ns_1|Scope|This does not apply to: open models; closed ones.*\ns_1/a|Models|open models;")
    )
    expected = Passage("open models;", "Scope / Models", "This does not apply to:", "The Order", "en")
    assert expected in SEEN
    assert len(SEEN) == 1


def test_an_introduction_that_is_a_unit_governs_the_points_after_it_under_one_heading() -> None:
    rows = [
        "s_1|Scope|Not covered: open models; closed weights.*",
        "s_1/sub_1|Scope|Not covered:",
        "s_1/a|Scope|open models;",
    ]
    reading_of(part("title=The Order\n" + "\n".join(rows)))
    assert Passage("open models;", "Scope", "Not covered:", "The Order", "en") in SEEN


def test_the_words_before_its_first_point_with_words_introduce_a_provision() -> None:
    rows = [
        "s_1||Not covered: open models; closed weights; open models of toys.*",
        "s_1/0|Reserved|",
        "s_1/a||open models",
        "s_1/b||closed weights",
    ]
    reading_of(part("\n".join(rows)))
    assert [(passage.text, passage.parent) for passage in SEEN] == [
        ("open models", "Not covered:"),
        ("closed weights", "Not covered:"),
    ]


@pytest.mark.parametrize(
    ("whole", "first", "introduction"),
    [
        ("Open models; closed weights.*", "s_1/0||Open models;", ""),
        ("Open models; closed weights.*", "s_1/sub_0||Open models;", "Open models;"),
        ("Covered: open models; closed weights.*", "s_1/sub_0||open models;", "Covered:"),
    ],
)
def test_only_a_first_subparagraph_introduces_what_follows_it(whole: str, first: str, introduction: str) -> None:
    reading_of(part(f"s_1||{whole}\n{first}\ns_1/a||closed weights."))
    assert SEEN[-1] == Passage("closed weights.", parent=introduction, title="Notice on Models")


def test_the_end_of_a_long_introduction_is_what_governs_a_list() -> None:
    reading_of(part(f"s_1||{'This is long. ' * 1_000}Not covered: open models;*\ns_1/a||open models;"))
    (passage,) = SEEN
    assert passage.parent.endswith("This is long. Not covered:")
    assert len(passage.parent) == 2_000


def test_a_provision_without_others_around_it_is_seen_alone() -> None:
    reading_of(part("title=T\np_1||First open one.\np_2||Second open one."))
    first, second = SEEN
    assert (first, second) == (Passage("First open one.", title="T"), Passage("Second open one.", title="T"))


def test_the_tagger_sees_only_what_may_be_about_openness() -> None:
    reading_of(part("p_1||First.\np_2||Second open one."))
    assert [passage.text for passage in SEEN] == ["Second open one."]


def test_a_heading_that_a_paragraph_repeats_is_seen_once_in_its_place() -> None:
    reading_of(part("s_1|Charts|\ns_1/b|Actions|\ns_1/b/c|Charts|Publish open models."))
    assert [passage.heading for passage in SEEN] == ["Charts / Actions"]


def test_parts_are_joined_under_a_division_with_the_title_of_their_page() -> None:
    reading = reading_of(part("p_1||First open one."), part("p_1||Second open one.", "page", "Public Safety"))
    assert [(p.path, p.citation, p.parent, p.heading, p.part) for p in reading.provisions] == [
        ("p_1", "P_1", "", "", 0),
        ("part_02", "Public Safety (part 2)", "", "Public Safety", 1),
        ("part_02/p_1", "Public Safety, P_1", "part_02", "", 1),
    ]
    assert SEEN[1].heading == "Public Safety"


@pytest.mark.parametrize(
    ("role", "path", "citation"),
    [("annex", "anx_I", "ANX_I"), ("annex", "art_1", "Annexes, ART_1"), ("page", "art_2", "Annexes, ART_2")],
)
def test_an_annex_keeps_its_own_citations_unless_one_is_taken(role: PartRole, path: str, citation: str) -> None:
    reading = reading_of(part("art_1||First."), part(f"{path}||Second.\nart_9||Last.", role, "Annexes"))
    last = "ART_9" if citation == "ANX_I" else "Annexes, ART_9"
    assert [p.citation for p in reading.provisions] == ["ART_1", "Annexes (part 2)", citation, last]


def test_a_page_without_a_title_is_cited_by_its_number() -> None:
    reading = reading_of(part("p_1||First."), part("p_1||Second.", "page"))
    assert [p.citation for p in reading.provisions] == ["P_1", "Part 2 (part 2)", "Part 2, P_1"]


def test_points_of_a_later_part_stay_under_their_paragraph() -> None:
    reading = reading_of(part("p_1||First."), part("s_1||Words: one.*\ns_1/a||one.", "page", "B"))
    assert [(p.path, p.parent) for p in reading.provisions[1:]] == [
        ("part_02", ""),
        ("part_02/s_1", "part_02"),
        ("part_02/s_1/a", "part_02/s_1"),
    ]


def test_renditions_are_not_read_and_do_not_count_as_parts() -> None:
    reading = reading_of(part("p_1||First."), part("lang=xx", "rendition"), part("p_1||Second.", "page", "B"))
    assert [(p.path, p.part) for p in reading.provisions] == [("p_1", 0), ("part_02", 2), ("part_02/p_1", 2)]


def test_counts_are_summed_over_parts() -> None:
    reading = reading_of(part("p_1||First."), part("p_1||Second.", "page"))
    assert (reading.body_chars, reading.covered_chars, reading.dropped) == (20, 18, (("menu", 2),))
    assert reading.extractor == "outline/1"


def test_another_language_than_asked_for_is_an_error() -> None:
    told = r"https://agency\.example/a: the text of fr:2099-00001 is in 'de', but 'en' was requested"
    with pytest.raises(WrongLanguage, match=told):
        reading_of(part("lang=de\np_1||Erstens."))
    assert reading_of(part("lang=EN\np_1||First.")).language == "en"


FRENCH = "Le fournisseur d'un jouet tient les registres du jouet à la disposition des autorités dans les cas de la loi."


@pytest.mark.parametrize("stated", ["", "lang=EN\n"])
def test_the_language_of_a_text_of_the_union_is_told_by_its_words(stated: str) -> None:
    act = capture(part(f"{stated}p_1||" + f"{FRENCH} " * 8))
    act = replace(act, document=replace(act.document, jurisdiction="EU"))
    with pytest.raises(WrongLanguage, match=r"the text of fr:2099-00001 is in 'fr', but 'en' was requested"):
        read(act, load_rules())


ENGLISH = "The maker of a toy shall keep the records of it in order for those who ask, as is said by law or on request."


@pytest.mark.parametrize("jurisdiction", ["EU", "US"])
@pytest.mark.parametrize("stated", ["fr", "und", "english", "cy"])
def test_a_text_whose_words_are_those_that_were_requested_may_state_what_it_likes(
    jurisdiction: str, stated: str
) -> None:
    act = capture(part(f"lang={stated}\np_1||" + f"{ENGLISH} " * 8))
    act = replace(act, document=replace(act.document, jurisdiction=jurisdiction))
    assert read(act, load_rules()).language == "en"


def test_a_comment_in_another_language_is_what_the_agency_holds() -> None:
    comment = " ".join([FRENCH] * 8)
    assert reading_of(part(f"p_1||{comment}")).provisions[0].text == comment


@pytest.mark.parametrize("text", ["title=Chrome only", "h_1|A heading without text|"])
def test_a_capture_without_units_is_not_the_document(text: str) -> None:
    with pytest.raises(NotTheDocument, match=r"fr:2099-00001: no provision in https://agency\.example/a"):
        reading_of(part(text))


def test_the_title_comes_from_the_text_and_else_from_the_source() -> None:
    assert reading_of(part("title=As Printed\np_1||First.")).title == "As Printed"
    assert reading_of(part("p_1||First.")).title == "Notice on Models"


def test_equal_captures_give_equal_readings_that_can_cross_processes() -> None:
    one = reading_of(part("p_1||It is open."))
    assert one == pickle.loads(pickle.dumps(reading_of(part("p_1||It is open."))))
    assert one.text_hash != reading_of(part("p_1||It is closed.")).text_hash


def test_scanned_pages_are_named_with_their_part(monkeypatch: pytest.MonkeyPatch) -> None:
    provision = Provision("p_1", "paragraph", "p", "Some words.", unit=True)

    def read_it(content: Content) -> Extraction:
        return Extraction((provision,), "pdf/1", scans=(2, 3) if content.body == b"mixed" else ())

    monkeypatch.setattr(registry, "FORMATS", (Format("pdf", 1, lambda _: True, read_it),))
    parts = [part("text"), part("mixed", "rendition"), part("mixed", "annex")]
    assert reading_of(*parts).scans == ((2, (2, 3)),)


def test_the_metadata_of_the_document_is_no_part_of_the_reading() -> None:
    text = part("title=T\np_1||First.")
    other = replace(capture(text), document=replace(capture(text).document, title="Renamed"))
    assert read(other, load_rules()) == read(capture(text), load_rules())


def test_what_cannot_be_stored_is_replaced_before_it_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON may spell half a character ("\\ud83d") and NUL; SQLite keeps neither as text."""
    hostile = Provision("p_1", "paragraph", "p\0", "a\ud83d\0 open", heading="h\ud83d", unit=True)
    read_it = Format("json", 1, lambda _: True, lambda _: Extraction((hostile,), "json/1", "t\ud83d"))
    monkeypatch.setattr(registry, "FORMATS", (read_it,))
    reading = reading_of(part("x"))
    (provision,) = reading.provisions
    assert (provision.text, provision.heading, provision.citation, reading.title) == (
        "a\ufffd\ufffd open", "h\ufffd", "p\ufffd", "t\ufffd",
    )  # fmt: skip
    assert {provision.text[each.start : each.end] for each in reading.annotations} == {"open"}


@pytest.mark.parametrize("lines", ["a||One.\na||Two.", "a||One.\nb/c||Two."])
def test_provisions_that_could_not_be_stored_cost_their_document_only(lines: str) -> None:
    with pytest.raises(MalformedDocument, match="report it with the document"):
        reading_of(part(lines))
