"""EU acts, one module per markup generation.

Every reader turns its markup into a flat sequence of `Line`s (`lines`); `walk` goes through XHTML, `wording` knows
units where the markup does not name them. `structure` makes provisions of the lines (`extraction`): paths, citations,
units and coverage are therefore the same for every generation, and for every language.
"""

from pipeline.extract.content import Format
from pipeline.extract.eu import (
    consolidated_styles,
    consolidated_xhtml,
    ep_amendments,
    eurlex_shell,
    formex,
    legiswrite,
    oj_xhtml,
    txt_te,
)

FORMATS: tuple[Format, ...] = (
    formex.FORMAT,
    legiswrite.FORMAT,
    ep_amendments.FORMAT,
    consolidated_xhtml.FORMAT,
    consolidated_styles.FORMAT,
    txt_te.FORMAT,
    oj_xhtml.FORMAT,
    eurlex_shell.FORMAT,
)
"""Tried in order: amendments before the acts whose classes they share, pages without an act last."""
