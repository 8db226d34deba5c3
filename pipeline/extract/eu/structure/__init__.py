"""From lines to provisions: the structure of an act, whatever its markup and language.

`outline` reads titles, `preamble` what stands before the enacting terms, `units` what stands under an article or annex,
where `nesting` says to which open unit a line belongs. They add to a `draft`, which grows the act's `blocks`, with
`quotes` that know what an amending act only quotes. `provisions` numbers the blocks: paths and citations are made by
`citations`, for which `divisions` says how parts, titles and chapters nest.
"""
