"""What makes Datasette's pages of our tables quick: facets of lists of tags, and a limit to what a common word finds.

Datasette's own facet for lists (`array`) copies every row with all its columns before it counts; on the 52,000 rows of
`open_source_provisions` in a database of a million provisions that took over a second for each list, so that the time
limit left the facet out. Here equal lists are counted first, and there are few different ones.
"""

from typing import TYPE_CHECKING, Any

from datasette.database import QueryInterrupted
from datasette.facets import Facet
from datasette.filters import FilterArguments
from datasette.utils import escape_sqlite, path_with_added_args, path_with_removed_args

from db.datasette import site

if TYPE_CHECKING:  # Datasette loads its plugins while it is being imported itself
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

FOUND = 10_000
"""Of a word in more provisions than this the table `provisions` lists the newest alone."""

_COUNTS = """
WITH alike AS (SELECT {column} AS tags, count(*) AS number FROM ({sql}) GROUP BY 1)
SELECT each.value AS value, sum(alike.number) AS count FROM alike, json_each(alike.tags) each
GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {limit}
"""
_NEWEST_FOUND = """
provisions.rowid IN (SELECT rowid FROM provisions_fts WHERE provisions_fts MATCH escape_fts(:search)
                     ORDER BY rowid DESC LIMIT {})
"""


class TagsFacet(Facet):  # type: ignore[misc]
    """`{tags: effects}` in metadata.yml. A choice filters by `effects__contains="exemption"`, with quotation marks."""

    type = "tags"

    async def facet_results(self) -> tuple[list[dict[str, Any]], list[str]]:
        """Results, and the names of what took too long."""
        results, late = [], []
        for entry in self.get_configs():
            column = str(entry["config"]["simple"])
            try:
                results.append(await self._result(column, entry["source"]))
            except QueryInterrupted:
                late.append(column)
        return results, late

    async def _result(self, column: str, source: str) -> dict[str, Any]:
        size = self.get_facet_size()
        sql = _COUNTS.format(column=escape_sqlite(column), sql=self.sql, limit=size + 1)
        limit = self.ds.setting("facet_time_limit_ms")
        found = await self.ds.execute(self.database, sql, self.params, truncate=False, custom_time_limit=limit)
        return {
            "name": column,
            "type": self.type,
            "hideable": source != "metadata",
            "toggle_url": self.ds.urls.path(path_with_removed_args(self.request, {"_facet_tags": column})),
            "results": [self._choice(column, *row) for row in found.rows[:size]],
            "truncated": len(found.rows) > size,
        }

    def _choice(self, column: str, value: str, count: int) -> dict[str, Any]:
        name, words = f"{column}__contains", f'"{value}"'
        selected = (name, words) in self.get_querystring_pairs()
        toggle = (path_with_removed_args if selected else path_with_added_args)(self.request, {name: words})
        url = self.ds.absolute_url(self.request, self.ds.urls.path(toggle))
        return {"value": value, "label": value, "count": count, "toggle_url": url, "selected": selected}


async def newest_found(datasette: "Datasette", request: "Request", database: str, table: str) -> FilterArguments | None:
    """A search of `provisions` by a common word, cut to the newest provisions that have it.

    Datasette orders everything found by its key, and counts it: a second for a word that stands in 900,000 provisions.
    This condition has to come before its own: SQLite then reads the 10,000, and looks them up among all that match.
    """
    ours = await site.tracker_database(datasette)
    if ours is None or (database, table) != (ours.name, "provisions") or not request.args.get("_search"):
        return None
    if request.args.get("_searchmode") == "raw":
        return None
    return FilterArguments([_NEWEST_FOUND.format(FOUND)], human_descriptions=[f"among the newest {FOUND:,} found"])
