"""Which provisions touch open source, what they do about it, and the exact words that show it.

from pipeline.tagging import Passage, load_rules, tag

tag(Passage("This Regulation does not apply to models with open weights."), load_rules())
"""

from pipeline.tagging.loading import load_rules
from pipeline.tagging.tagger import may_be_tagged, tag
from pipeline.tagging.taxonomy import load_taxonomy
from pipeline.tagging.vocabulary import Finding, Passage, Rule, Rules

__all__ = ["Finding", "Passage", "Rule", "Rules", "load_rules", "load_taxonomy", "may_be_tagged", "tag"]
