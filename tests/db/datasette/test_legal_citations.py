from dataclasses import replace

import pytest
from cited import ACT, COMMENT, ELI, ISSUE, NOTICE, ORDER, REPORT, STATE, UNDATED

from db.datasette.legal_citations import bluebook, oscola

PLACES = [
    ("p. 10, para. 3", "p 10, para 3", "at 10, ¶ 3"),
    ("p. xii, para. 3", "p xii, para 3", "at xii, ¶ 3"),
    ("p. 11, note 35", "p 11, n 35", "at 11 n.35"),
    ("p. 3 (PDF p. 33), para. 2", "p 3 (PDF p 33), para 2", "p. 3 (PDF p. 33), ¶ 2"),
    ("PDF p. 1, note 2", "PDF p 1, n 2", "PDF p. 1, n.2"),
    ("note 4", "n 4", "n.4"),
    ("Preamble, para. 2", "Preamble, para 2", "Preamble, ¶ 2"),
    ("Methods, ¶ 7", "Methods, para 7", "Methods, ¶ 7"),
    ("Paragraph 7", "paragraph 7", "¶ 7"),
    ("Question 6(a)", "question 6(a)", "Question 6(a)"),
    ("A step. Grasp. A note 3", "A step. Grasp. A note 3", "A step. Grasp. A note 3"),
]


@pytest.mark.parametrize(("place", "oxford", "bluebooked"), PLACES)
def test_places_are_written_as_a_style_writes_them(place, oxford, bluebooked):
    cited = replace(COMMENT, place=place)
    assert oscola(cited).startswith(
        f"Buoy Makers, ‘Comment from Buoy Makers, on Machines’ HARBOUR-2031-0009-0264 (25 March 2031), {oxford} <"
    )
    assert bluebook(cited).startswith(
        f"Buoy Makers, Comment from Buoy Makers, on Machines, HARBOUR-2031-0009-0264, {bluebooked} (Mar. 25, 2031), "
    )


def test_a_citation_is_pinned_to_the_words_that_were_read():
    assert oscola(ACT) == (
        "Regulation (EU) 2031/1 on 100 % thinking_machines & more [2031] CELEX 32031R0001, art 53(2) "
        "<https://gazette.example/1#art_53> accessed 5 January 2031 "
        "(text captured 5 January 2031, version 0123456789abcdef)"
    )
    assert bluebook(ORDER) == (
        "Exec. Order No. 14,110, 88 Fed. Reg. 75,191, § 4.6(b) (Sept. 30, 2030), https://register.example/2 "
        "[text captured 5 January 2031, version fedcba9876543210]"
    )


@pytest.mark.parametrize(
    ("cited", "start"),
    [
        (ISSUE, "Regulation (EU) 2031/1 on 100 % thinking_machines & more [2031] OJ L, 2031/1, art 53(2) <"),
        (
            STATE,
            "Regulation (EU) 2031/1 on 100 % thinking_machines & more, consolidated text of 2 August 2032, "
            "CELEX 02031R0001-20320802, art 53(2) <",
        ),
        (ORDER, "Executive Order 14110, ‘Safe Machines’ 88 Fed Reg 75191 (30 September 2030), s 4.6(b) <"),
        (
            NOTICE,
            "Harbour Agency and Bureau of Buoys, ‘Request for comments’ 89 Fed Reg 14059 (26 February 2031), para 7 <",
        ),
        (UNDATED, "Agency, ‘A page’, para 3 <"),
        (REPORT, "Office of Buoys, ‘Use of machines’ M-24-10, p 10, para 3 <"),
        (
            replace(REPORT, agencies=("Management and Budget Office",)),
            "Office of Management and Budget, ‘Use of machines’ M-24-10, p 10, para 3 <",
        ),
        (replace(REPORT, agencies=()), "The White House, ‘Use of machines’ M-24-10, p 10, para 3 <"),
    ],
)
def test_oscola_names_author_title_and_series(cited, start):
    assert oscola(cited).startswith(start)


TITLE = "Regulation (EU) 2031/1 on 100 % thinking_machines & more"


@pytest.mark.parametrize(
    ("cited", "start"),
    [
        (ACT, f"{TITLE}, CELEX 32031R0001, art. 53(2) (Jan. 2, 2031), "),
        (ISSUE, f"{TITLE}, 2031 O.J. (L, 2031/1), art. 53(2) (Jan. 2, 2031), "),
        (STATE, f"{TITLE}, CELEX 02031R0001-20320802, art. 53(2) (as consolidated Aug. 2, 2032), "),
        (
            NOTICE,
            "Harbour Agency and Bureau of Buoys, Request for comments, 89 Fed. Reg. 14,059, ¶ 7 (Feb. 26, 2031), ",
        ),
        (
            replace(NOTICE, names=NOTICE.names | {"fr_citation": "89 FR 1405"}),
            "Harbour Agency and Bureau of Buoys, Request for comments, 89 Fed. Reg. 1405, ¶ 7 (Feb. 26, 2031), ",
        ),
        (UNDATED, "Agency, A page, ¶ 3, https://a.example/ ["),
        (REPORT, "Office of Buoys, Use of machines, M-24-10, at 10, ¶ 3, "),
    ],
)
def test_bluebook_names_author_title_series_place_and_date(cited, start):
    assert bluebook(cited).startswith(start)


def test_an_act_with_pages_in_the_journal_is_cited_by_its_number():
    older = replace(ISSUE, published="2023-09-30")
    assert "[2023] CELEX 32031R0001" in oscola(older)
    corrected = replace(ISSUE, names={"celex": "32031R0001R(01)", "eli": f"{ELI}/corrigendum/2031-09-09/oj"})
    assert "CELEX 32031R0001R(01)" in bluebook(corrected)
