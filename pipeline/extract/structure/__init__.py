"""From blocks to provisions: the structure of a text, whatever its format. Acts of the EU have their own (`eu`).

A format makes a flat run of `blocks`. `order` makes provisions of the numbered sections of an order, `flow` of other
text: paragraphs under headings, questions, sections of regulations. `outline` nests what is lettered, on the level that
`enumeration` finds. `quotations` marks what is quoted, whose letters are those of another text; `run_in_headings` finds
headings in the line of their text; `unique_names` tells provisions apart to which a text gives one name.
"""
