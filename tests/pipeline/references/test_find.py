"""Cross-references: which provision of which act a text names."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Provision, Reference
from pipeline.references import Context, find_references, references

ACT = "celex:32030R0001"
GDPR = "celex:32016R0679"


def found(text: str, path: str = "art_9/par_4", **context: str) -> list[tuple[str, str, str]]:
    """Words, document and path of each citation; the act itself is written as ""."""
    cites = find_references(text, Context(ACT, path, **context))
    assert all(text[cite.start : cite.end] == cite.quote for cite in cites)
    return [(cite.quote, cite.target_document.replace(ACT, ""), cite.target_path) for cite in cites]


def paths(text: str, path: str = "art_9/par_4") -> list[str]:
    return sorted(reference for _, _, reference in found(text, path))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Article 53(2)", ["art_53/par_2"]),
        ("Articles 8 to 11", ["art_10", "art_11", "art_8", "art_9"]),
        ("Article 6(6) or (7), Article 7(1)", ["art_6/par_6", "art_6/par_7", "art_7/par_1"]),
        ("Articles 5 to 7b", ["art_5", "art_6", "art_7", "art_7a", "art_7b"]),
        ("Articles 75 to 75b and 75e to 77", ["art_75", "art_75a", "art_75b", "art_75e", "art_76", "art_77"]),
        ("annexes I et II bis", ["anx_I", "anx_IIa"]),
        ("chapitre III bis", ["cpt_IIIa"]),
        ("articles 325 terquinquagies et 48 duodecies", ["art_325az", "art_48k"]),
        ("article 8 bis ter, paragraphe 1", ["art_8ab/par_1"]),
        ("recital (12) and recitals (14) to (16)", ["rct_12", "rct_14", "rct_15", "rct_16"]),
        ("Section A, points 1 and 2, of Annex VIII", ["anx_VIII/sct_A/pt_1", "anx_VIII/sct_A/pt_2"]),
        (
            "Article 60(2), (4)(d)-(f) and (5)-(6)",
            [
                "art_60/par_2",
                "art_60/par_4/pt_d",
                "art_60/par_4/pt_e",
                "art_60/par_4/pt_f",
                "art_60/par_5",
                "art_60/par_6",
            ],
        ),
        ("Articles 2(12) and 53(2)", ["art_2/par_12", "art_53/par_2"]),
        ("Articles 75a to 75c", ["art_75a", "art_75b", "art_75c"]),
        ("Articles 75aa to 75ac", ["art_75aa", "art_75ac"]),
        ("Articles 1 to 200", ["art_1", "art_200"]),
        ("Articles 4(1) to 5(2)", ["art_4/par_1", "art_5/par_2"]),
        ("Article 5(1), points (a) to (iv)", ["art_5/par_1/pt_a", "art_5/par_1/pt_iv"]),
        ("Articles 4 and 5, point (a) of paragraph 1 of Article 11", ["art_11/par_1/pt_a", "art_4", "art_5"]),
        ("Article 5(1), first subparagraph, points (ba) and (bb)", ["art_5/par_1/pt_ba", "art_5/par_1/pt_bb"]),
        ("paragraph 2 of Article 5, paragraph 3 of Article 6", ["art_5/par_2", "art_6/par_3"]),
        ("points (a) and (b) of paragraph 1", ["art_9/par_1/pt_a", "art_9/par_1/pt_b"]),
        ("Article 6, (a) and (b)", ["art_6", "art_6/pt_a", "art_6/pt_b"]),
        ("Article 6(1), (a) and (b)", ["art_6/par_1", "art_6/par_1/pt_a", "art_6/par_1/pt_b"]),
        ("Article 6 ou 7", ["art_6", "art_7"]),
        (
            "Article 5(2) or 50(1), and paragraph 2 or 3 of this Article",
            ["art_5/par_2", "art_50/par_1", "art_9/par_2", "art_9/par_3"],
        ),
        ("l’annexe I ou II", ["anx_I", "anx_II"]),
        ("Article 5 and 10 of the 20 providers", ["art_5"]),
        ("paragraph 2, 30 providers", ["art_9/par_2"]),
        ("Part A of Annex VIII, or (ii) module G", ["anx_VIII/prt_A"]),
        ("articles 6 ou 7", ["art_6", "art_7"]),
        ("articles 6, 7, ou 8", ["art_6", "art_7", "art_8"]),
        ("points (i) to (iii)", ["art_9/par_4/pt_i", "art_9/par_4/pt_ii", "art_9/par_4/pt_iii"]),
        ("points (a) and (b), 50 % of the lamps,", ["art_9/par_4/pt_a", "art_9/par_4/pt_b"]),
        ("points (h) to (j)", ["art_9/par_4/pt_h", "art_9/par_4/pt_i", "art_9/par_4/pt_j"]),
        ("Article 3, points (a)(ii) to (iv)", ["art_3/pt_a/pt_ii", "art_3/pt_a/pt_iii", "art_3/pt_a/pt_iv"]),
        ("Article 3, points (b)(i) to (b)(iii)", ["art_3/pt_b/pt_i", "art_3/pt_b/pt_ii", "art_3/pt_b/pt_iii"]),
        ("Article 3, points (a)(ii) and (b)", ["art_3/pt_a/pt_ii", "art_3/pt_b"]),
        ("paragraph 3 of this Article", ["art_9/par_3"]),
        ("point (f)", ["art_9/par_4/pt_f"]),
        ("Article 3, point (14)", ["art_3/pt_14"]),
        ("point 2 of Section A of Annex I", ["anx_I/sct_A/pt_2"]),
        ("Annex III, point 1(a)", ["anx_III/pt_1/pt_a"]),
        ("Annexes I to III", ["anx_I", "anx_II", "anx_III"]),
        ("Chapter III, Section 2", ["cpt_III/sct_2"]),
        ("Annex II, Part A, point 3", ["anx_II/prt_A/pt_3"]),
        ("point 3 of Section IA of Part 2 of Annex II", ["anx_II/prt_2/sct_IA/pt_3"]),
        ("l’annexe II, partie A, point 3 b)", ["anx_II/prt_A/pt_3/pt_b"]),
        ("Part 1 of that standard, in part 2 of the Part", []),
        (
            "Articles 4 and 5, point (a) of the first subparagraph of Article 11(1), Article 12",
            ["art_11/par_1/pt_a", "art_12", "art_4", "art_5"],
        ),
        ("Part A, Section 1 of Annex VI", ["anx_VI/prt_A/sct_1"]),
        ("Annexes I and II, Section B", ["anx_I", "anx_II/sct_B"]),
        ("de l’article 4, paragraphe 1, de l’article 5", ["art_4/par_1", "art_5"]),
        ("recital 12", ["rct_12"]),
        ("Article 16 and 17 days later", ["art_16"]),
        ("Article 5. Paragraph 2 of that Article", ["art_5", "art_5/par_2"]),
        ("l’article 6, paragraphe 1, point a), et l’article 53, paragraphe 2", ["art_53/par_2", "art_6/par_1/pt_a"]),
        ("paragraphe 1, premier alinéa, point h) i)", ["art_9/par_1/pt_h/pt_i"]),
        ("à l'article 1er, paragraphe 2, le point g)", ["art_1/par_2/pt_g"]),
        ("articles 75 bis à 75 quater", ["art_75a", "art_75b", "art_75c"]),
        ("points b bis) et b ter)", ["art_9/par_4/pt_ba", "art_9/par_4/pt_bb"]),
        ("paragraphe 3 du présent article", ["art_9/par_3"]),
        ("annexe III, point 1 a)", ["anx_III/pt_1/pt_a"]),
        ("these articles of association, annexed in 3 parts, at this point", []),
    ],
)
def test_provisions_of_the_same_act(text: str, expected: list[str]) -> None:
    assert paths(f"As laid down in {text}, providers shall") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Article 6(1) of Regulation (EU) 2016/679", [(GDPR, "art_6/par_1")]),
        ("Articles 6 and 9 of Regulation (EU) 2016/679", [(GDPR, "art_6"), (GDPR, "art_9")]),
        (
            "Article 14(4) and Article 16(3) of Regulation (EU) 2016/679",
            [(GDPR, "art_14/par_4"), (GDPR, "art_16/par_3")],
        ),
        (
            "Article 5 of this Regulation and Article 7 of Regulation (EU) 2016/679",
            [("", "art_5"), (GDPR, "art_7")],
        ),
        (
            "Regulation (EU) 2016/679, in particular Article 9, second subparagraph, of that Regulation",
            [(GDPR, ""), (GDPR, "art_9")],
        ),
        ("Article 114 TFEU", [("celex:12016E/TXT", "art_114")]),
        ("the TFEU, and in particular Article 16 thereof", [("celex:12016E/TXT", ""), ("celex:12016E/TXT", "art_16")]),
        (
            "Regulation (EU) 2016/679 and Annex II thereto",
            [(GDPR, ""), (GDPR, "anx_II")],
        ),
        (
            "Articles 5 and 6 of, and Annex I to, Regulation (EU) 2016/679",
            [(GDPR, "art_5"), (GDPR, "art_6"), (GDPR, "anx_I")],
        ),
        (
            "Article 5 of or Annex I to Regulation (EU) 2016/679",
            [(GDPR, "art_5"), (GDPR, "anx_I")],
        ),
        (
            "Article 5 of, and Annex I to, this Regulation",
            [("", "art_5"), ("", "anx_I")],
        ),
        ("Article 2 of Protocol No 22", []),
        ("Article 6 of the AI Act and Article 5 of the Digital Services Act", []),
        ("Article 22 of the GDPR and Article 5 of the Regulation", [("", "art_5")]),
        (
            "Article 2 of the Annex to Recommendation 2003/361/EC",
            [("celex:32003H0361", "art_2"), ("celex:32003H0361", "anx")],
        ),
        (
            "Article 6(1) of Regulation (EU) 2016/679 and, by derogation, paragraph 3 of that Article",
            [(GDPR, "art_6/par_1"), (GDPR, "art_6/par_3")],
        ),
        ("point 2 of Recommendation 2003/361/EC", [("celex:32003H0361", "pt_2")]),
        ("Article 6(1), second subparagraph, of Regulation (EU) 2016/679", [(GDPR, "art_6/par_1")]),
        ("Article 6(1), first and second subparagraphs of Regulation (EU) 2016/679", [(GDPR, "art_6/par_1")]),
        (
            "l’article 6, paragraphe 1, troisième à cinquième alinéas, du règlement (UE) 2016/679",
            [(GDPR, "art_6/par_1")],
        ),
        (
            "Article 6(1) and (2), respectively, of Regulation (EU) 2016/679",
            [(GDPR, "art_6/par_1"), (GDPR, "art_6/par_2")],
        ),
        (
            "Regulation (EU) 2016/679 and Article 9 of that Delegated Regulation",
            [(GDPR, ""), (GDPR, "art_9")],
        ),
        ("Article 4 of the Directive", []),
        (
            "Regulation (EU) 2016/679, Article 5 of Delegated Regulation [C(2030) 6910] and Article 14 of the "
            "Commission Delegated Regulation establishing standards",
            [(GDPR, "")],
        ),
        (
            "l’article 101 ou 102 du traité sur le fonctionnement de l’Union européenne",
            [("celex:12016E/TXT", "art_101"), ("celex:12016E/TXT", "art_102")],
        ),
        ("Article 101 or 102 TFEU", [("celex:12016E/TXT", "art_101"), ("celex:12016E/TXT", "art_102")]),
        (
            "l’article 6, paragraphe 2 ou 3, selon le cas, du règlement (UE) 2016/679",
            [(GDPR, "art_6/par_2"), (GDPR, "art_6/par_3")],
        ),
        (
            "Articles 4 and 5 and Annex I to Regulation (EU) 2016/679",
            [(GDPR, "art_4"), (GDPR, "art_5"), (GDPR, "anx_I")],
        ),
        (
            "Article 4(3), the third subparagraph of Article 5(6) and of Article 6 of Regulation (EU) 2016/679",
            [(GDPR, "art_4/par_3"), (GDPR, "art_5/par_6"), (GDPR, "art_6")],
        ),
        (
            "l’article 5, premier alinéa, à l’article 6, aux articles 7 et à l’annexe I du règlement (UE) 2016/679",
            [(GDPR, "art_5"), (GDPR, "art_6"), (GDPR, "art_7"), (GDPR, "anx_I")],
        ),
        ("Article 5, in Annex I to Regulation (EU) 2016/679", [("", "art_5"), (GDPR, "anx_I")]),
        ("paragraph 3 and Annex I to Regulation (EU) 2016/679", [("", "art_9/par_3"), (GDPR, "anx_I")]),
        ("l’article 47 de la Charte, l’article 429, paragraphe 7, du CRR et l’article 61 du règlement financier", []),
        ("Article 1(3) of the Merger Regulation and Article 61 of the Financial Regulation", []),
        ("l'article 12 de la décision d'exécution (UE) 2015/296", [("celex:32015D0296", "art_12")]),
        ("l’article 9 du règlement (UE) 2016/679", [(GDPR, "art_9")]),
        ("le règlement (UE) 2016/679 et l’article 9 dudit règlement", [(GDPR, ""), (GDPR, "art_9")]),
    ],
)
def test_provisions_of_other_acts(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(document, path) for _, document, path in found(f"subject to {text}.")] == expected


def test_an_act_does_not_cite_itself_by_its_number() -> None:
    assert found("Regulation (EU) 2030/1 and Regulation (EU) 2016/679 apply.") == [
        ("Regulation (EU) 2016/679", GDPR, "")
    ]


def test_a_provision_does_not_cite_itself() -> None:
    assert paths("Article 9(4) and Article 9(5)") == ["art_9/par_5"]


def test_that_article_is_the_last_one_named() -> None:
    assert "art_12/par_2" in paths("Under Article 12 and paragraph 3, the terms of paragraph 2 of that Article apply")


def test_that_article_is_no_annex_and_that_annex_no_article() -> None:
    text = "Article 12 with Annex III: paragraph 2 of that Article applies, not point 5 of that Annex"
    assert paths(text) == ["anx_III", "anx_III/pt_5", "art_12", "art_12/par_2"]


def test_that_article_is_none_if_none_was_named() -> None:
    assert paths("paragraph 2 of that Article applies") == []


def test_a_section_of_an_american_document_is_none_of_the_annex_that_speaks_of_it() -> None:
    assert found("Section 2 of Executive Order 14110", "anx_III/pt_1") == [("Executive Order 14110", "eo:14110", "")]


def test_a_part_is_of_the_annex_that_speaks_of_it_only_if_it_says_so() -> None:
    text = "As in ISO/IEC 15408, Part 3, and in Part B of this Annex"
    assert paths(text, "anx_III/prt_A/pt_1") == ["anx_III/prt_B"]


def test_the_act_in_an_order_to_amend_it_is_named_for_its_provision() -> None:
    text = "in Article 2 of Regulation (EU) 2016/679, the following paragraph is added: ‘13. New.’;"
    cites = find_references(text, Context(ACT, "art_1/pt_1", amended=GDPR))
    assert [(cite.sort, cite.target_path) for cite in cites] == [("inserts", "art_2/par_13")]


def test_articles_are_not_linked_outside_of_eu_acts() -> None:
    assert find_references("Article 5 of the lease and section 2", Context("fr:2024-03763", "p_1")) == ()


def test_an_article_that_the_act_lacks_is_of_the_act_spoken_of() -> None:
    roots = frozenset({"rct_1", "art_1", "art_2"})
    text = "Regulation (EU) 2016/679 applies. To simplify, Article 77 should change, as Article 2 shows."
    cites = find_references(text, Context(ACT, "rct_1", roots=roots))
    assert [(cite.target_document, cite.target_path) for cite in cites] == [
        (GDPR, ""),
        (GDPR, "art_77"),
        (ACT, "art_2"),
    ]


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("Executive Order 14110 of October 30, 2023, is hereby revoked.", "repeals"),
        ("Directive 95/46/EC is repealed with effect from 25 May 2018.", "repeals"),
        ("Executive Order 13960 is amended to read", "amends"),
        ("consistent with Executive Order 14110, agencies", "cites"),
        ("consistent with section 6 of Executive Order 14110, agencies", "cites"),
    ],
)
def test_what_is_done_to_a_whole_document(text: str, sort: str) -> None:
    assert [cite.sort for cite in find_references(text, Context("fr:2025-01901", "sec_1"))] == [sort]


@pytest.mark.parametrize(
    ("text", "repealed"),
    [
        ("As stated in Executive Order 14148, Executive Order 14110 is hereby revoked.", ["eo:14110"]),
        ("Executive Order 14148 stands, and Executive Order 14110 of 2023 is revoked.", ["eo:14110"]),
        ("Executive Order 13526 of 2009 and Executive Order 13960 are revoked.", ["eo:13526", "eo:13960"]),
        ("Directive 98/34/EC, as last amended by Directive 98/48/EC, is repealed.", ["celex:31998L0034"]),
        ("La directive 95/46/CE est abrogée.", ["celex:31995L0046"]),
    ],
)
def test_only_what_the_sentence_is_about_is_repealed(text: str, repealed: list[str]) -> None:
    cites = find_references(text, Context("fr:2025-01901", "sec_1"))
    assert [cite.target_document for cite in cites if cite.sort == "repeals"] == repealed


def test_what_is_quoted_speaks_of_the_amended_act() -> None:
    text = "in Article 2, the following paragraph is added: ‘13. Under paragraph 1 of this Article and Article 97 …’;"
    cited = [path for _, document, path in found(text, "art_1/pt_1", amended=GDPR) if document == GDPR]
    assert cited == ["art_2/par_13", "art_2/par_1", "art_97"]


def test_the_head_of_an_article_says_what_its_points_amend() -> None:
    head = "Regulation (EU) 2016/679 is amended as follows:"
    point = "in Article 2, the following paragraph is added: ‘13. New.’;"
    text = [
        Provision("art_1", "article", "Article 1", f"{head} (1) {point}"),
        Provision("art_1/pt_1", "point", "Article 1(1)", point, parent="art_1", unit=True),
        Provision("art_2", "article", "Article 2", "Article 1 shall apply from 2031.", unit=True),
    ]
    assert [(each.path, each.sort, each.target_document, each.target_path) for each in references(text, ACT)] == [
        ("art_1/pt_1", "inserts", GDPR, "art_2/par_13"),
        ("art_2", "cites", ACT, "art_1"),
    ]


def test_annexes_in_a_file_of_their_own_are_annexes_of_the_act() -> None:
    annex = "Under Regulation (EU) 2016/679, Annex III applies to point 2 of this Annex and to Annex II."
    text = [
        Provision("art_6", "article", "Article 6", "Regulation (EU) 2016/679 applies beside Annex II.", unit=True),
        Provision("part_02", "part", "Annexes (part 2)", ""),
        Provision("part_02/anx_II", "annex", "Annex II", annex, parent="part_02", unit=True),
        Provision("part_02/anx_III", "annex", "Annex III", "Lamps.", parent="part_02", unit=True),
    ]
    assert [(each.path, each.target_path) for each in references(text, ACT) if each.target_document == ACT] == [
        ("art_6", "anx_II"),
        ("part_02/anx_II", "anx_III"),
        ("part_02/anx_II", "anx_II/pt_2"),
    ]


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("CORRELATION TABLE", "Regulation (EU) 2016/679 This Regulation Article 1(1) Article 2 Article 9 —"),
        ("", "Correlation table Regulation (EU) 2016/679 This Regulation Article 1(1) Article 2 Article 9 —"),
        ("", "Tableau de correspondance Règlement (UE) 2016/679 Présent règlement Article 1er Article 2 Article 9 —"),
    ],
)
def test_a_correlation_table_does_not_say_whose_its_articles_are(heading: str, text: str) -> None:
    table = Provision("anx_II", "annex", "Annex II", text, heading=heading, unit=True)
    assert [(each.target_document, each.target_path) for each in references([table], ACT)] == [(GDPR, "")]


def test_what_stands_deep_in_a_correlation_table_does_not_say_it_either() -> None:
    table = Provision("anx_II", "annex", "Annex II", "", heading="Correlation table")
    part = Provision("anx_II/prt_A", "part", "Annex II, Part A", "", parent="anx_II")
    row = Provision(
        "anx_II/prt_A/pt_1",
        "point",
        "Annex II, Part A, point 1",
        "Article 4 Article 9",
        parent="anx_II/prt_A",
        unit=True,
    )
    assert list(references([table, part, row], ACT)) == []
    assert [each.target_path for each in references([part, row], ACT)] == ["art_4", "art_9"]


@given(st.text(alphabet="Aarticle (1)2,aof Regulation EU/’‘:;.isamended", max_size=200))
def test_any_text_gives_exact_quotes(text: str) -> None:
    for context in (Context(ACT, "art_1"), Context(ACT, "art_1", amended=GDPR)):
        for cite in find_references(text, context):
            assert isinstance(cite, Reference)
            assert text[cite.start : cite.end] == cite.quote
            assert cite.target_document


def _read(folder: Path, name: str) -> list[Provision]:
    from pipeline.extract import extract
    from pipeline.extract.content import Content

    path = folder / "corpus" / "eu" / "ai-act" / name
    media_type = "text/html" if path.suffix == ".html" else "application/xhtml+xml"
    return list(extract(Content(path.read_bytes(), media_type, path.as_uri())).provisions)


def test_the_ai_act_cites_itself_by_provisions_that_it_has(shared_corpus: Path) -> None:
    act = _read(shared_corpus, "32024r1689/2024-06-13_32024R1689/en.xml")
    held = {provision.path for provision in act}
    own = [each for each in references(act, "celex:32024R1689") if each.target_document == "celex:32024R1689"]
    known = [each for each in own if each.target_path in held]
    assert len(own) > 850
    assert len(known) / len(own) > 0.97


def test_english_and_french_order_the_same(shared_corpus: Path) -> None:
    by_language = []
    for language in ("en", "fr"):
        act = _read(shared_corpus, f"32026r1744/2026-07-08_32026R1744/{language}.xml")
        found = [each for each in references(act, "celex:32026R1744") if each.sort != "cites"]
        by_language.append([(each.path, each.sort, each.target_document, each.target_path) for each in found])
    assert by_language[0] == by_language[1]
    assert len(by_language[0]) > 110
