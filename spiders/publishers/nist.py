"""How NIST names its AI publications. Pure.

The PDFs lie under nvlpubs.nist.gov/nistpubs/ai/; pages link to them there or by DOI (10.6028/NIST.AI.600-1).
"""

import re
from dataclasses import dataclass

from scrapy.http import Response

from pipeline.normalise import tidy
from spiders.publishers.answers import linked

_NUMBER = re.compile(r"(?:/nistpubs/ai/|doi\.org/10\.6028/)(NIST\.AI\.\d[\w.-]*?)(?:\.pdf)?(?:[?#].*)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Publication:
    """A numbered publication as a page links it."""

    number: str
    """"NIST.AI.600-1"; drafts have a suffix: "NIST.AI.800-1.2pd"."""
    title: str

    @property
    def pdf(self) -> str:
        """Where its PDF is served."""
        return f"https://nvlpubs.nist.gov/nistpubs/ai/{self.number}.pdf"


def publications(response: Response) -> tuple[Publication, ...]:
    """The AI publications that a page links, each once, in its order; the longest link text is the title."""
    titles: dict[str, str] = {}
    for link in response.css("a[href]"):
        if found := _NUMBER.search(linked(response, link.attrib["href"])):
            number = _spelling(found[1])
            titles[number] = max(titles.get(number, ""), tidy("".join(link.css("::text").getall())), key=len)
    return tuple(Publication(number, title or number) for number, title in titles.items())


def _spelling(number: str) -> str:
    """ "nist.ai.600-1" and "NIST.AI.600-1" are one publication."""
    return f"NIST.AI.{number[len('NIST.AI.') :].lower()}"
