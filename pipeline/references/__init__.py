"""Which provisions and documents a provision names: cross-references, and what an amending act does to which provision.

>>> [(found.target_document, found.target_path) for found in
...  find_references("As in Article 6(1) of Regulation (EU) 2016/679.", Context("celex:32024R1689", "art_2"))]
[('celex:32016R0679', 'art_6/par_1')]
"""

from pipeline.references.documents import Mention, mentions
from pipeline.references.find import Context, find_references, references

__all__ = ["Context", "Mention", "find_references", "mentions", "references"]
