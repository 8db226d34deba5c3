"""Turn the sample web (demo/web) into a web archive: python demo/build_archive.py FOLDER.

The questions to the search services are built by the spiders' own code: the archive answers exactly what they ask.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

from pipeline.yaml_files import load_yaml
from spiders.archive.exchange import Exchange
from spiders.archive.writer import ArchiveWriter
from spiders.publishers import fr_api, sparql
from spiders.sources.eu_ai_act import AI_ACT
from spiders.sources.federal_register import SEARCHES

WEB = Path(__file__).resolve().parent / "web"
SINCE = "2024-01-01"
"""What the demo passes to `crawl --since`: it is part of the addresses that the Federal Register is asked."""
FETCHED_AT = "2026-01-01T00:00:00.000000Z"


def answer(
    url: str, media_type: str, body: bytes, *, status: int = 200, location: str = "", asked: bytes = b""
) -> Exchange:
    """One request and its answer. `asked` is the body of a POST."""
    headers = [("Content-Type", media_type), ("Content-Length", str(len(body)))]
    if location:
        headers.append(("Location", location))
    return Exchange(url, "POST" if asked else "GET", (), asked, status, tuple(headers), body, FETCHED_AT)


def files() -> Iterator[Exchange]:
    """The answers that manifest.yml lists."""
    for site in cast(list[dict[str, Any]], load_yaml(WEB / "manifest.yml")):
        folder = WEB / site["host"].removeprefix("https://")
        for entry in site["answers"]:
            url = site["host"] + entry["path"]
            if "redirect" in entry:
                yield answer(url, "text/html", b"", status=303, location=entry["redirect"])
            else:
                yield answer(url, entry["type"], (folder / entry["file"]).read_bytes())


def cellar() -> Iterator[Exchange]:
    """Answers to queries. The spider asks for the details of the AI Act first, then for those of the acts it found."""
    folder = WEB / "publications.europa.eu"
    family = json.loads((folder / "family.json").read_bytes())["results"]["bindings"]
    found = [binding["celex"]["value"] for binding in family]
    queries = {
        sparql.query(sparql.FAMILY, [AI_ACT]): "family.json",
        sparql.query(sparql.SUBJECT, concept=sparql.EUROVOC_AI): "found.json",
    } | dict.fromkeys(sparql.title_searches("artificial intelligence"), "found.json")
    details = ("facts.json", "meanings.json", "titles.json", "subjects.json", "links.json")
    for acts in ([AI_ACT], found):
        queries |= {sparql.query(template, acts): file for template, file in zip(sparql.DETAILS, details, strict=True)}
    for query, file in queries.items():
        asked = urlencode({"query": query}).encode()
        yield answer(sparql.ENDPOINT, sparql.RESULTS_JSON, (folder / file).read_bytes(), asked=asked)


def federal_register() -> Iterator[Exchange]:
    """The API's answers to each search: hits per day, then the pages of hits."""
    documents = json.loads((WEB / fr_api.HOST / "documents.json").read_text(encoding="utf-8"))
    for search in SEARCHES:
        hits = [document for document in documents if matches(document, search.conditions)]
        days = sorted({hit["publication_date"] for hit in hits})
        counts = {day: {"count": sum(hit["publication_date"] == day for hit in hits), "name": day} for day in days}
        yield answer(fr_api.counts_url(search, SINCE), "application/json", json.dumps(counts).encode())
        for span in fr_api.slices(counts):
            rows = [hit for hit in hits if span.first <= hit["publication_date"] <= span.last]
            yield answer(fr_api.page_url(search, span), "application/json", page(search, span, rows))


def matches(document: Mapping[str, Any], conditions: Sequence[tuple[str, str]]) -> bool:
    """Whether the type and agency filters of a search let a document through; every sample document has the words."""
    agencies = {value for name, value in conditions if name == "conditions[agencies][]"}
    types = {value for name, value in conditions if name == "conditions[type][]"}
    of_agency = not agencies or any(agency["slug"] in agencies for agency in document["agencies"])
    return of_agency and (not types or document["type"] == "Presidential Document")


def page(search: fr_api.Search, span: fr_api.Slice, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """One page of hits. Its description repeats the filters, as the API's does."""
    first, last = (f"{day[5:7]}/{day[8:]}/{day[:4]}" for day in (span.first, span.last))
    description = f"Documents {', '.join(search.echo)} and published from {first} to {last}"
    return json.dumps({"count": len(rows), "description": description, "total_pages": 1, "results": rows}).encode()


def main(folder: Path) -> None:
    """Write the archive. The folder must be empty or absent."""
    writer = ArchiveWriter(folder, "sample-web", {"description": "Fictional sample web of the AI policy tracker"})
    for exchanges in (files(), cellar(), federal_register()):
        for exchange in exchanges:
            writer.exchange(exchange)
    writer.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
