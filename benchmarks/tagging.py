"""Throughput of the tagger beside a single `re` alternation, on text that is dense in cues, and its memory on one huge
provision.

    python benchmarks/tagging.py [TEXT …]

Without files it reads ordinary statutory prose, made up here, in which no provision touches open source. CPU seconds of
one core are counted, the best of three runs, because other work on the machine disturbs the clock on the wall.
"""

import re
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable
from itertools import count, islice
from pathlib import Path

from pipeline.tagging import Passage, Rules, load_rules, tag

ALTERNATION = re.compile(
    r"open[- ]?sourc\w+|open[- ]weights?|(?:widely|publicly|openly|freely) available (?:model )?weights|free and open"
    r"|open (?:\w+ ){0,2}(?:models?|ai)\b|publicly available training data|closed[- ]source models?|copyleft",
    re.IGNORECASE,
)
"""What a program without rules and prefilter would run: the commonest cues as one expression."""

_SENTENCES = (
    "The Secretary shall, not later than 180 days after the date of enactment of this Act, submit to the "
    "appropriate committees a report on the use of artificial intelligence by covered agencies in fiscal year "
    "{number}.",
    "A provider that places a high-risk system on the market shall keep the technical documentation referred to "
    "in Article {number} at the disposal of the national competent authorities for a period of 10 years.",
    "Nothing in section {number} may be construed to modify, impair, or supersede the operation of any of the "
    "antitrust laws.",
    "The term “covered person” means any individual or entity that develops, deploys, or operates a system "
    "described in paragraph ({number}), and includes any successor or assignee of such individual or entity.",
    "Member States shall lay down the rules on penalties applicable to infringements of paragraph {number} and "
    "shall take all measures necessary to ensure that they are properly and effectively implemented.",
    "The Agency shall publish on its website a summary of the comments received under docket {number} and of the "
    "reasons for which they were, or were not, taken into account.",
)

_DENSE = {
    "sentences": "Models with widely available weights and open-source software are exempt from this requirement. ",
    "words": "open-source models, open weights, open source code; ",
    "points": "(a) shall support open-source software— ",
}
"""Provisions in which everything touches open source, the worst that a text can be: each of these, again and again."""


_SIZES = 40_000, 160_000
"""Characters. Four times the text must take four times the time."""


def main(paths: Iterable[str]) -> None:
    """Print megabytes a second of both, their ratio, and the tagger's peak memory."""
    passages = [passage for path in paths for passage in _passages(Path(path))] or list(islice(_made_up(), 12_000))
    megabytes = sum(map(len, passages)) / 1e6
    rules = load_rules()
    tag(Passage("Open-source models."), rules)
    alternation = megabytes / _seconds(lambda: [ALTERNATION.search(passage) for passage in passages])
    tagger = megabytes / _seconds(lambda: [tag(Passage(passage), rules) for passage in passages])
    found = sum(bool(tag(Passage(passage), rules)) for passage in passages)
    print(f"{len(passages)} provisions, {megabytes:.1f} MB, {found} touch open source")
    print(f"single alternation {alternation:8.1f} MB/s")
    print(f"tagger             {tagger:8.1f} MB/s, {tagger / alternation:.1f} times as fast")
    for name, text in _DENSE.items():
        least, most = (_dense_seconds(text, size, rules) for size in _SIZES)
        speed = _SIZES[1] / 1e6 / most
        print(f"dense in {name:9} {speed:8.3f} MB/s, {most / least:.1f} times the time for 4 times the text")
    for size in (1, 10):
        print(f"one provision of {size:2} MB: {_peak(size, rules):6.2f} MB of memory beside the text")


def _passages(path: Path) -> list[str]:
    return [passage for passage in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")) if passage.strip()]


def _made_up() -> Iterable[str]:
    for number in count():
        yield " ".join(_SENTENCES[(number + each) % len(_SENTENCES)].format(number=number) for each in range(4))


def _seconds(run: Callable[[], object]) -> float:
    spent = []
    for _ in range(3):
        start = time.process_time()
        run()
        spent.append(time.process_time() - start)
    return min(spent)


def _dense_seconds(text: str, size: int, rules: Rules) -> float:
    passage = Passage(text * (size // len(text)))
    return _seconds(lambda: tag(passage, rules))


def _peak(megabytes: int, rules: Rules) -> float:
    text = " ".join(islice(_made_up(), megabytes * 1_000_000 // 800))
    tracemalloc.start()
    tag(Passage(text), rules)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


if __name__ == "__main__":
    main(sys.argv[1:])
