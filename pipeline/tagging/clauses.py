"""Where a clause ends inside an English sentence. "Platforms must pay the levy, and some of them host open models" asks
nothing of open models: the gaps of a phrase (`..8`) do not reach over such a border."""

import re

from pipeline.tagging.folding import BORDER, MARK

_RELATIVE = r"(?:which|who|whose|whom|(?:at|by|for|from|in|of|on|to|under|with) (?:which|whom))"
_CONJUNCTION = r"(?:although|and|as|because|but|for|or|since|so|though|whereas|while|yet)"
# Without its verb a subject could be one more item of a list: ", and the weights of open models".
_VERB = (
    r"(?:are|can|could|did|do|does|had|has|have|is|may|might|must|shall|should|was|were|will|would"
    r"|counts?|helps?|needs?|reads?|runs?|stores?)"
)
_DETERMINER = r"(?:a|all|an|any|each|every|her|his|its|many|most|our|some|such|that|the|their|these|this|those|your)"
# "It" and "they" are those of the clause before: "the provider shall register, and it shall test open models".
_SUBJECT = (
    rf"(?:{_DETERMINER} (?:[^ ,;]+ ){{1,5}}?|(?:nobody|others|there|{MARK}+(?: \w+)?|(?!(?:he|it|she|they) )[a-z]+) )"
)
_CLAUSE = rf"(?:(?:i|we|you) \w|{_SUBJECT}{_VERB}\b)"
_BORDER = re.compile(
    # One that a comma closes is interposed, and the clause goes on: "the agency, which is new, shall publish".
    rf",(?= {_RELATIVE}\b[^,;]*\Z)"
    rf"|,(?= {_CONJUNCTION} {_CLAUSE})"
    rf"|;(?= (?:(?:and|but|however,?|or) )?{_CLAUSE})"
)


def bordered(covered: str) -> str:
    """A sentence as rules see it, with `BORDER` for the comma or semicolon behind which another clause begins."""
    return _BORDER.sub(BORDER, covered)
