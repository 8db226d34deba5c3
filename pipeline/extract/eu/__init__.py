"""EU acts, one module per markup generation.

Every reader turns its markup into a flat sequence of `Line`s (`lines`). `outline` builds the act's outline out of
them, and `provisions` numbers it: paths, citations, units and coverage are therefore the same for every generation,
and for every language.
"""

from pipeline.extract.content import Format
from pipeline.extract.eu import consolidated_xhtml, formex, oj_xhtml

FORMATS: tuple[Format, ...] = (formex.FORMAT, consolidated_xhtml.FORMAT, oj_xhtml.FORMAT)
"""Tried in order."""
