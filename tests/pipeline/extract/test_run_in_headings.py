"""Which words of a line are its heading."""

import pytest

from pipeline.extract.structure.run_in_headings import printed_heading, run_in_heading


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Definitions. As used in this order", "Definitions"),
        ("Ensuring U.S. Leadership in AI. (a) Within", "Ensuring U.S. Leadership in AI"),
        ("Dual-Use Models with Widely Available Weights. When", "Dual-Use Models with Widely Available Weights"),
        ("General Provisions.", "General Provisions"),
        ("The Secretary shall act. Then", ""),
        ("Models must be safe. Meeting", ""),
        ("The Gulf Unit is Alabama, Georgia, and Ohio. It", ""),
        ("no capital. Then", ""),
        (f"{' '.join(['Port'] * 25)}. Then", " ".join(["Port"] * 25)),
        (f"{' '.join(['Port'] * 26)}. Then", ""),
        ("", ""),
    ],
)
def test_run_in_headings_are_title_case_up_to_a_full_stop(text: str, heading: str) -> None:
    assert run_in_heading(text) == heading


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        (
            "Non-applicability to Other Duties that Harbors Levy. (a) Nothing",
            "Non-applicability to Other Duties that Harbors Levy",
        ),
        ("Establishment of Harbor.gov. (1) The master", "Establishment of Harbor.gov"),
        ("Suspension of de minimis Treatment. (a) It ends", "Suspension of de minimis Treatment"),
        ("Suspension of de minimis Treatment.(a) It ends", "Suspension of de minimis Treatment"),
        ("Suspension of de minimis Treatment. It ends", ""),
        ("The master shall report. (a) The report", ""),
        ("Leadership of the U.S. (a) Lead", "Leadership of the U.S"),
        ("Ada R. Barnacle Jr.", ""),
        ("The Harbor Schedule (5 U.S.C. 5332(a)) at Schedule 1;", ""),
    ],
)
def test_a_heading_is_not_an_initial_and_may_be_told_by_the_list_under_it(text: str, heading: str) -> None:
    assert printed_heading(text, ()) == heading
