"""What an amending act orders to be done to another one."""

import pytest

from pipeline.references import Context, find_references


def orders(text: str) -> list[str]:
    context = Context("celex:32030R0001", "art_1/pt_1", amended="celex:32016R0679")
    return [f"{each.sort} {each.target_path}" for each in find_references(text, context) if each.sort != "cites"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Article 4 is replaced by the following: ‘Article 4 Literacy 1. Providers …’;", ["replaces art_4"]),
        ("in Article 2, the following paragraph is added: ‘13. For systems …’;", ["inserts art_2/par_13"]),
        ("the following Article is inserted: ‘Article 4a Bias 1. Where …’;", ["inserts art_4a"]),
        (
            "the following articles are inserted: ‘Article 75a Powers 1. See Article 75b. Article 75b Duties 1. It …’;",
            ["inserts art_75a", "inserts art_75b"],
        ),
        (
            "Article 10 is amended as follows: (a) paragraph 1 is replaced by the following: ‘1. Data …’; "
            "(b) paragraph 5 is deleted; (c) in paragraph 6, point (b) is replaced by the following: ‘(b) sets;’;",
            ["amends art_10", "replaces art_10/par_1", "deletes art_10/par_5", "replaces art_10/par_6/pt_b"],
        ),
        (
            "in Article 6, the following paragraphs are inserted: ‘1a. One. 1b. Two. 1c. Three, see 1d.’;",
            ["inserts art_6/par_1a", "inserts art_6/par_1b", "inserts art_6/par_1c"],
        ),
        (
            "in Article 40(2), the following subparagraph is added: ‘The Office’s data shall be public.’;",
            ["amends art_40/par_2"],
        ),
        (
            "Article 75 is amended as follows: (a) the heading is replaced by the following: ‘Powers’;",
            ["amends art_75", "amends art_75"],
        ),
        (
            "in Annex VIII, Section B, points 7 and 9 are deleted;",
            ["deletes anx_VIII/sct_B/pt_7", "deletes anx_VIII/sct_B/pt_9"],
        ),
        ("the following Annex is added: ‘Annex XIV Codes’", ["inserts anx_XIV"]),
        ("the following Annexes are added: ‘ANNEX IX Oil; ANNEX X Gas’", ["inserts anx_IX", "inserts anx_X"]),
        (
            "L'article 10 est modifié comme suit: a) le paragraphe 1 est remplacé par le texte suivant: «1. Un …»; "
            "b) le paragraphe 5 est supprimé;",
            ["amends art_10", "replaces art_10/par_1", "deletes art_10/par_5"],
        ),
        (
            "À l'article 6, les paragraphes suivants sont insérés: «1 bis. Un. 1 ter. Deux.»;",
            ["inserts art_6/par_1a", "inserts art_6/par_1b"],
        ),
        ("L'article suivant est inséré: «Article 325 duodecies Lampes»;", ["inserts art_325k"]),
    ],
)
def test_orders_of_an_amending_act(text: str, expected: list[str]) -> None:
    assert orders(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in Article 5(2), the second sentence is deleted;", "amends art_5/par_2"),
        ("Article 5(2), first subparagraph, is replaced by the following: ‘New.’;", "amends art_5/par_2"),
        ("the second sentence of Article 5(2) is deleted;", "amends art_5/par_2"),
        ("in Article 5(2), the words ‘Article 6’ are replaced by ‘Article 7’;", "amends art_5/par_2"),
        ("the reference to ‘Article 6’ in Article 5(2) is deleted;", "amends art_5/par_2"),
        ("à l’article 5, paragraphe 2, la deuxième phrase est supprimée;", "amends art_5/par_2"),
        ("in Article 5(2), second subparagraph, point (a) is deleted;", "deletes art_5/par_2/pt_a"),
        ("in Article 5(2), point (a) of the first subparagraph is deleted;", "deletes art_5/par_2/pt_a"),
    ],
)
def test_a_provision_of_which_a_part_without_a_number_goes_is_amended(text: str, expected: str) -> None:
    assert orders(text) == [expected]
