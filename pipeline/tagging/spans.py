"""How much of the text is quoted as evidence."""

from collections.abc import Iterator

from pipeline.tagging.evidence import Region, Sentence


def grown(sentence: Sentence) -> Iterator[tuple[Region, tuple[int, int]]]:
    """Each region of the sentence with its span in the text."""
    for region in sentence.regions:
        start, end = sentence.folded.span(region.start, region.end)
        yield region, (sentence.start + start, sentence.start + end)
