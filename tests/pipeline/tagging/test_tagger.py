"""What `tag` promises to those who call it."""

import pickle
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tagging import Finding, Passage, load_rules, load_taxonomy, tag
from pipeline.tagging.folding import MARK

RULES = load_rules()
FACETS = {each.tag: each.facet for each in load_taxonomy()}


def tags(text: str, **around: str) -> set[str]:
    return {finding.tag for finding in tag(Passage(text, **around), RULES)}


# fmt: off
WORDS = st.sampled_from([
    "open", "source", "weights", "models", "model", "publicly", "available", "AI", "the", "shall", "not", "apply", "to",
    "unless", "study", "of", "risks", "and", "“open”", "(a)", ";", ".", "—", ",", "-", "\u00ad", "\n", "ﬁne", "modèles",
    "ouverts", "licence", "libre", "https://example.org/open", "é\u0301", "\u202a", "2031", "?", "foundation", "data",
    "training", "\ud83d", "𝔬pen",
])
# fmt: on


@given(st.lists(WORDS, max_size=60), st.sampled_from(["", " "]), st.sampled_from(["en", "fr", ""]))
def test_a_quote_is_the_text_between_its_offsets(words: list[str], joint: str, language: str) -> None:
    passage = Passage(joint.join(words), language=language)
    found = tag(passage, RULES)
    for finding in found:
        assert 0 <= finding.start < finding.end <= len(passage.text)
        assert passage.text[finding.start : finding.end] == finding.quote
        if words_of_rule := finding.because:
            assert words_of_rule.quote.strip()
            assert passage.text[words_of_rule.start : words_of_rule.end] == words_of_rule.quote
    assert found == tag(passage, RULES)
    assert len({(each.tag, each.start, each.end) for each in found}) == len(found)
    assert list(found) == sorted(
        found, key=lambda each: (each.start, each.end, list(FACETS.values()).index(FACETS[each.tag]))
    )


def test_relevant_passages_have_an_artefact_and_an_effect() -> None:
    facets = {FACETS[each] for each in tags("The tools include open-source software.")}
    assert facets == {"artefact", "effect"}


def test_a_mention_is_said_only_where_nothing_else_is() -> None:
    assert "mention" in tags("The tools include open-source software.")
    assert "mention" not in tags("The Secretary shall support open-source software.")


@pytest.mark.parametrize("mark", ["", "(a) ", "- (III) ", "• "])
def test_a_reason_stands_beside_openness_in_the_same_point(mark: str) -> None:
    assert "innovation" in tags(f"{mark}The aim is to spur innovation. Open models are used.")
    assert "innovation" in tags(f"{mark}Open models are used. The aim is to spur innovation.")


def test_the_reason_of_another_point_is_none() -> None:
    assert "innovation" not in tags("(a) The aim is to spur innovation; (b) open models are used.")
    assert "innovation" not in tags("(a) Open models are used; (b) the aim is to spur innovation.")


def test_open_source_intelligence_is_none_beside_open_source_software() -> None:
    found = tag(Passage("The term open-source intelligence does not include open-source software."), RULES)
    assert {finding.quote for finding in found} == {"open-source software"}


def test_a_wish_is_heard_only_where_no_other_effect_is() -> None:
    wish = "We urge the Office to work with open models."
    assert tags(wish) == {"model", "promotion"}
    assert "promotion" not in tags("The Secretary shall study open models. " + wish)


@pytest.mark.parametrize(
    "question",
    [
        "What measures could prevent the open release of model weights, or limit it?",
        "Should developers be required to release model weights?",
        "What policies would promote open models?",
        "Should “open model” be defined by its licence?",
    ],
)
def test_a_question_is_a_study_and_nothing_else(question: str) -> None:
    effects = {each.tag for each in load_taxonomy() if each.facet == "effect"}
    assert tags(question) & effects == {"study"}
    assert tags(question.replace("?", ".")) & effects != {"study"}


def test_findings_and_rules_can_be_pickled() -> None:
    found = tag(Passage("Open-source software."), pickle.loads(pickle.dumps(RULES)))
    assert pickle.loads(pickle.dumps(found)) == tag(Passage("Open-source software."), RULES)


@pytest.mark.parametrize(
    "text", ["", " ", "\x00\x01\x02", "\ud83d", "日本語の文章。", "مصدر مفتوح", MARK * 10, "\n" * 1000]
)
def test_text_without_words_is_silent(text: str) -> None:
    assert tag(Passage(text), RULES) == ()


def test_a_private_use_character_of_the_text_is_no_evidence() -> None:
    assert "exemption" not in tags(f"Models with open weights exist. This Act shall not apply to {MARK * 5}.")


def test_an_unknown_language_has_no_rules() -> None:
    assert tag(Passage("Open-source software.", language="de"), RULES) == ()


def test_a_language_that_is_not_stated_is_guessed() -> None:
    french = "Le présent règlement ne s’applique pas aux logiciels libres et ouverts."
    assert tags(french, language="") == tags(french, language="fr") != set()
    assert tags("The Act does not apply to open-source software.", language="") >= {"software", "exemption"}


@pytest.mark.parametrize(
    ("parent", "effect"),
    [
        ("The Secretary shall assess the risks of—", "study"),
        ("This Act does not apply to:", "exemption"),
        ("The Director shall support", "promotion"),
    ],
)
def test_the_verb_of_a_list_stands_in_the_parent(parent: str, effect: str) -> None:
    assert effect in tags("(a) open-source software;", parent=parent)
    assert effect not in tags("(a) open-source software;")


def test_the_verb_of_a_list_governs_a_point_with_a_plain_number() -> None:
    assert "study" in tags("7. How offices use open-source software.", parent="The Secretary shall study:")


def test_points_of_a_list_follow_their_governing_words_inside_of_the_text() -> None:
    text = "The Secretary shall study— (A) the weather; and (B) open-source software."
    assert "study" in tags(text)


def because(text: str, **around: str) -> dict[str, str]:
    """By tag, the words by which it was told."""
    return {found.tag: found.because.quote for found in tag(Passage(text, **around), RULES) if found.because}


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        (
            "This Act shall not apply to open-source software, except where it is monetised.",
            "en",
            {"exemption": "shall not apply to open-source software", "carve_back": "except where"},
        ),
        (
            "Le règlement ne s’applique pas aux logiciels libres, sauf s’ils sont monétisés.",
            "fr",
            {
                "exemption": "ne s’applique pas aux logiciels libres",
                "carve_back": "ne s’applique pas aux logiciels libres, sauf s’ils",
            },
        ),
        ("Open models exist. They foster innovation.", "en", {"innovation": "innovation"}),
        ("First a remark. How do open models matter?  Tell us.", "en", {"study": "How do open models matter?"}),
        ("The tools include open-source software.", "en", {}),
    ],
)
def test_effects_and_arguments_name_the_words_that_told_them(text: str, language: str, words: dict[str, str]) -> None:
    assert because(text, language=language) == words


def test_words_that_govern_a_list_are_named_where_they_stand() -> None:
    text = "The Secretary shall study— (A) the weather; and (B) open-source software."
    assert because(text) == {"study": "shall study—"}
    nested = "The Secretary shall study— (1) the following— (A) the weather; and (B) open-source software."
    assert because(nested) == {"study": "shall study—"}
    assert because("(b) open-source software;", parent="The Secretary shall study—") == {}


@pytest.mark.parametrize("quote", ["prefer open models", "encourage the open models", "support open models"])
def test_evidence_begins_with_the_verb_that_leads_to_it(quote: str) -> None:
    assert {found.quote for found in tag(Passage(f"Please {quote}, dear Office."), RULES)} == {quote}


def test_words_around_the_unit_are_no_evidence() -> None:
    around = {"heading": "Open-source software", "parent": "Open-source software:", "title": "Open-Source Software Act"}
    assert tags("(a) the weather;", **around) == set()


def test_a_data_set_needs_a_context_of_artificial_intelligence() -> None:
    text = "The Agency shall use publicly available datasets."
    assert tags(text) == set()
    assert "data" in tags(text, title="Artificial Intelligence Training Act")


def test_who_opposes_a_limit_asks_for_none() -> None:
    text = "Congress should not restrict open models."
    assert "restriction" not in tags(text)
    assert {"promotion", "restriction"} <= tags(text + " Agencies may prohibit open models.")


def test_bare_openness_is_that_of_what_stands_nearest() -> None:
    models, weights = "Open models are popular.", "Their weights are publicly available."
    assert artefacts_of("Openness", f"Openness helps. {weights}") == {"weights"}
    assert artefacts_of("Openness", f"{weights} {models} Openness helps.") == {"model"}
    assert artefacts_of("Openness", f"{models} {weights} Openness helps.") == {"weights"}


def artefacts_of(word: str, text: str) -> set[str]:
    return {each.tag for each in tag(Passage(text), RULES) if word in each.quote and FACETS[each.tag] == "artefact"}


def test_the_title_of_a_cited_work_gives_no_reason() -> None:
    text = "Open models exist. 12 Ada Byron, Transparency in the Age of Steam, Example Press, 2031."
    assert "transparency" not in tags(text)
    assert "transparency" not in tags("Open models exist. Transparency (Aug. 17, 2031).")
    assert "transparency" in tags("Open models exist. Transparency matters.")


def test_a_title_that_a_point_cites_is_not_that_of_the_words_that_govern_it() -> None:
    point = "(a) open models, 12 Ada Byron, Transparency in the Age of Steam Engines, 2031."
    assert "innovation" in tags(point, parent="The aim is to spur innovation with—")


def test_an_argument_is_not_read_as_a_statute() -> None:
    text = "Providers of open-source models remain subject to the same pressures."
    assert "carve_back" in tags(text)
    assert "carve_back" not in tags(text + " We know it.")


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("This is a matter of the costs and benefits of open models.", "benefits of open models"),
        ("They have access to open models today.", "access to open models"),
        ("They follow the debate around open models.", "debate around open models"),
        ("The programs passed as open-source software.", "programs passed as open-source software"),
        ("Open models help small firms compete with larger ones.", "Open models help small firms compete"),
        (
            "Models with widely available weights (“open” models) exist.",
            "Models with widely available weights (“open” models)",
        ),
        ("The “open-weight” models allow developers to build.", "“open-weight” models allow developers to build"),
        ("Some speak of “open models” and others do not.", "open models"),
        ("Some models (such as open models) exist.", "open models"),
        ("They speak of releasing an open model.", "releasing an open model"),
        ("The open models of horses can be seen.", "open models"),
        ("Open models help firms, as some say.", "Open models help firms"),
    ],
)
def test_a_quote_holds_whole_phrases(text: str, quote: str) -> None:
    assert {found.quote for found in tag(Passage(text), RULES)} == {quote}


def test_a_quote_takes_no_words_of_another() -> None:
    found = tag(Passage("We see open data about the open models."), RULES)
    assert {each.quote for each in found} == {"open data", "open models"}


def test_overlapping_cues_become_one_stretch_of_evidence() -> None:
    found = tag(Passage("Models with open weights and widely available weights are used."), RULES)
    assert {each.quote for each in found} == {"Models with open weights and widely available weights"}


def test_ten_megabytes_without_a_cue_take_no_time() -> None:
    text = "The Secretary shall submit a report to the appropriate committees of Congress. " * 130_000
    start = time.process_time()
    assert tag(Passage(text), RULES) == ()
    assert time.process_time() - start < 5


def test_ten_megabytes_with_cues_are_answered() -> None:
    filler = "The Secretary shall submit a report to the appropriate committees of Congress. " * 6_000
    text = "Open-source software is used. ".join([filler] * 20)
    start = time.process_time()
    assert len({each.start for each in tag(Passage(text), RULES)}) == 19
    assert time.process_time() - start < 30


@pytest.mark.parametrize(
    "text", ["open " * 10_000, "open source " * 5_000, "(a) open models; " * 2_500, "“" * 50_000 + "open"]
)
def test_hostile_repetition_is_answered_soon(text: str) -> None:
    start = time.process_time()
    tag(Passage(text), RULES)
    assert time.process_time() - start < 15


def test_points_that_each_govern_the_next_are_answered_soon() -> None:
    """Without a limit a hundred kilobytes of them took minutes, or more stack than there is."""
    assert "software" in tags("(a) the system shall be tested: " * 3_000 + "(b) open-source software is exempt.")
    start = time.process_time()
    tag(Passage("(a) shall support open-source software— " * 1_000), RULES)
    assert time.process_time() - start < 10


def test_a_finding_names_its_rule_and_the_hash_of_it() -> None:
    (software, _) = tag(Passage("Open-source software."), RULES)
    rule = next(each for each in RULES.rules if each.id == software.rule)
    assert software == Finding("software", rule.id, rule.hash, 0, 20, "Open-source software")
