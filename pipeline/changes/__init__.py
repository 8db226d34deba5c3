"""What happened to each provision between two states of a text.

>>> from pipeline.model import Provision
>>> old = Provision("art_1", "article", "Article 1", "Providers may share weights.", unit=True)
>>> new = Provision("art_1", "article", "Article 1", "Providers shall share weights.", unit=True)
>>> compare([old], [new], {}, {})[0].kind
'amended'
"""

from pipeline.changes.compare import compare
from pipeline.changes.words import Operation, word_diff

__all__ = ["Operation", "compare", "word_diff"]
