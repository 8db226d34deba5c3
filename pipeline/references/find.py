"""From mentions to references: which act "Article 5" is of, and which article "paragraph 3" is in."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.model import Provision, Reference, ReferenceSort
from pipeline.references import wording
from pipeline.references.amendments import amendments, join, orders
from pipeline.references.chains import Chain, chains
from pipeline.references.documents import KINDS, Mention, mentions

_PREPOSITION = 15
"""Characters before a document in which a preposition may stand."""
_KIND = len("celex:32016")
"""Where a document id has the letter of its kind."""
_CORRELATION_TABLE = re.compile(r"(?:correlation\stable|tableau\sde\scorrespondance)\b", re.IGNORECASE)
_PART = re.compile(r"^part_\d+/")


@dataclass(frozen=True, slots=True)
class Context:
    """Where a text stands."""

    document_id: str
    path: str = ""
    amended: str = ""
    """The document that the article it stands in amends: "Article 5" is said of that one there."""
    roots: frozenset[str] = frozenset()
    """Articles, annexes and recitals of the document, if known: "Article 77" in a recital of an act of four articles is
    an article of the act that the recital spoke of before."""
    correlation_table: bool = False
    """It sets articles of the act beside those of others, column by column: in the text nothing says which is whose."""


def references(provisions: Sequence[Provision], document_id: str) -> Iterator[Reference]:
    """What every unit of a text names, in order."""
    amended = _amended_by_article(provisions)
    roots = frozenset(_root(_in_act(provision.path)) for provision in provisions)
    tables = tuple(f"{provision.path}/" for provision in provisions if _is_correlation_table(provision))
    for provision in provisions:
        if provision.unit:
            act = amended.get(_root(provision.path), "")
            in_table = f"{provision.path}/".startswith(tables)
            yield from find_references(provision.text, Context(document_id, provision.path, act, roots, in_table))


def _is_correlation_table(provision: Provision) -> bool:
    return any(map(_CORRELATION_TABLE.match, (provision.heading, provision.text)))


def _amended_by_article(provisions: Iterable[Provision]) -> dict[str, str]:
    """ "Regulation (EU) 2024/1689 is amended as follows:" at the head of an article holds for all of it; so does "In
    Article 4(3) of Regulation (EC) No 300/2008, the following subparagraph is added:"."""
    amended: dict[str, str] = {}
    for provision in provisions:
        root = _root(provision.path)
        if root in amended or not root.startswith("art_"):
            continue
        head = re.split(r":\s", provision.text, maxsplit=1)[0]
        acts = [mention for mention in mentions(head) if mention.kind] if orders(head) else []
        if acts:
            amended[root] = acts[-1].target
    return amended


def find_references(text: str, context: Context) -> tuple[Reference, ...]:
    """What a text names, in order, in English or French wording of EU acts and US documents.

    Articles, paragraphs and points belong to the act named with them ("Article 6(1) of Regulation (EU) 2016/679"), else
    to the amended act, else to the document itself, and then only in EU acts. Paths follow the words: "Article 3(14)"
    is `art_3/par_14`, though that article may have points instead of paragraphs.
    """
    finder = _Finder(text, context)
    if finder.is_silent:
        return ()
    provisions, named_with_them = finder.provisions()
    found = {*provisions, *finder.documents(named_with_them)}
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.target_document, one.target_path)))


class _Finder:
    """One text, with all that it names."""

    def __init__(self, text: str, context: Context) -> None:
        self.text = text
        self.context = context
        self.mentions = mentions(text)
        self._starts = [mention.start for mention in self.mentions]
        self.chains = [] if context.correlation_table else chains(text)
        self._amendments = list(amendments(text)) if context.amended else []

    @property
    def is_silent(self) -> bool:
        """Whether the text names nothing, as most do."""
        return not (self.mentions or self.chains or self._amendments)

    def provisions(self) -> tuple[list[Reference], set[int]]:
        """The provisions that are named, and where the mentions of those end whose document is named with them."""
        found = [
            self._reference(each.start, each.end, self.context.amended, each.path, each.action)
            for each in self._amendments
            if each.path
        ]
        ends: set[int] = set()
        followed: tuple[Chain, str] | None = None
        for chain in reversed(self.chains):
            document, end = self._act_of(chain, followed)
            followed = (chain, document)
            instructs = any(each.start <= chain.start and chain.end <= each.end for each in self._amendments)
            cited = list(self._cited(chain, document, end)) if document and not instructs else []
            found += cited
            if instructs or cited:
                ends.add(end)
        return found, ends

    def documents(self, named_with_provisions: Collection[int]) -> Iterator[Reference]:
        """The other documents that are named, also with a provision that cannot be cited: "section 6 of Executive Order
        13132". A mention that ends with that of a provision is a part of it."""
        for mention in self.mentions:
            if mention.end not in named_with_provisions and mention.target != self.context.document_id:
                sort = self._done_to(mention)
                yield self._reference(mention.start, mention.end, mention.target, "", sort)

    def _reference(self, start: int, end: int, document: str, path: str, sort: ReferenceSort) -> Reference:
        return Reference(self.context.path, start, end, self.text[start:end], document, path, sort)

    def _done_to(self, mention: Mention) -> ReferenceSort:
        if wording.AMENDED.match(self.text, mention.end):
            return "amends"
        return "repeals" if self._is_repealed(mention) else "cites"

    def _is_repealed(self, mention: Mention) -> bool:
        """Not Regulation (EU) 2016/679 in "Under Regulation (EU) 2016/679, Decision 2001/497/EC is repealed"."""
        done = wording.REPEALED.match(self.text, mention.end)
        if done is None or self._is_adverbial(mention):
            return False
        later = self.mentions[bisect_left(self._starts, mention.end) : bisect_left(self._starts, done.end())]
        return not done["one"] or all(map(self._is_adverbial, later))

    def _is_adverbial(self, mention: Mention) -> bool:
        """Whether it follows a preposition, and so is not what the verb is about."""
        return wording.PREPOSITION.search(self.text, max(0, mention.start - _PREPOSITION), mention.start) is not None

    def _cited(self, chain: Chain, document: str, end: int) -> Iterator[Reference]:
        if chain.paths == ("anx",) and document == self._own():
            return
        for path in chain.paths:
            whole = path if chain.whole else self._inside(chain, path, document)
            if whole and (document, whole) != (self.context.document_id, _in_act(self.context.path)):
                yield self._reference(chain.start, end, document, whole, "cites")

    def _act_of(self, chain: Chain, followed: tuple[Chain, str] | None) -> tuple[str, int]:
        """The document that a provision is of, "" if that cannot be said; and where the mention of both ends."""
        text, end = self.text, chain.end
        if act := self._act_behind(end):
            return act.target, act.end
        if this := wording.OF_THIS.match(text, end):
            return self._own(), this.end()
        if wording.OF_OTHERS.match(text, end):
            return "", end
        if wording.THEREOF.match(text, end) or wording.ITS.search(text, max(0, chain.start - 5), chain.start):
            before = self.mentions[: bisect_left(self._starts, chain.start)]
            return (before[-1].target if before else ""), end
        if that := wording.OF_THAT.match(text, end):
            return self._last_act(chain.start, that["kind"]), that.end()
        if followed and self._is_joined(chain, followed[0]):
            return followed[1], end
        that = None if chain.whole else self._says_that_article(chain)
        if that and (article := self._that_article(chain.start, that["kind"])):
            return self._act_of(article, None)[0], end
        return self._unsaid(chain), end

    def _act_behind(self, end: int) -> Mention | None:
        """The act in "Article 6 of Regulation (EU) 2016/679" or "Article 114 TFEU", where the article ends at `end`."""
        place = bisect_left(self._starts, end)
        act = self.mentions[place] if place < len(self.mentions) else None
        named = act and (act.start == end + 1 or wording.OF.fullmatch(self.text, end, act.start))
        return act if named else None

    def _is_joined(self, chain: Chain, after: Chain) -> bool:
        """Whether what is said of the next mention is said of both: "Article 14(4) and Article 16(3) of Regulation (EU)
        2019/1020", "Article 5 and Annex I to that Regulation"."""
        if wording.JOINED_OF.fullmatch(self.text, chain.end, after.start):
            return True
        joined = wording.JOINED.fullmatch(self.text, chain.end, after.start)
        if joined is None or chain.kinds[0] == after.kinds[0]:
            return joined is not None
        return (chain.kinds[0], after.kinds[0]) == ("art", "anx") and joined["conjunction"] is not None

    def _unsaid(self, chain: Chain) -> str:
        """The act of a provision without a word on its act: of an article that this one does not have, the last one
        named."""
        roots = self.context.roots
        elsewhere = chain.whole and roots and not self.context.amended and _root(chain.paths[0]) not in roots
        return self._last_act(chain.start) if elsewhere else self._own()

    def _own(self) -> str:
        """The act that "Article 5" or "this Regulation" is said of; "" outside of EU acts."""
        if self.context.amended:
            return self.context.amended
        return self.context.document_id if self.context.document_id.startswith("celex:") else ""

    def _last_act(self, before: int, kind: str = "") -> str:
        """The EU act named last before a place in the text, of that kind if one is given; "" if there is none of it."""
        letters = KINDS[kind[:3].lower()] if kind else "RLDFH"
        for mention in reversed(self.mentions[: bisect_left(self._starts, before)]):
            if mention.kind and mention.kind in letters:
                return mention.target
        own = self._own()
        return own if own[_KIND : _KIND + 1] in letters else ""

    def _says_that_article(self, chain: Chain) -> re.Match[str] | None:
        """ "of that Article" behind "paragraph 3"."""
        that = wording.OF_THAT_ARTICLE.match(self.text, chain.end)
        return None if wording.OF_THIS_ARTICLE.match(self.text, chain.end) else that

    def _that_article(self, before: int, kind: str) -> Chain | None:
        """The article, or annex, that was named last."""
        step = "art" if kind.lower() == "article" else "anx"
        named = (chain for chain in reversed(self.chains) if chain.kinds[0] == step and chain.end <= before)
        return next(named, None)

    def _inside(self, chain: Chain, path: str, document: str) -> str:
        """The whole path of "paragraph 3": in that article, in this one, or in the one that is being amended. Of
        another act nothing but the words says where it is: "point 2 of Recommendation 2003/361/EC"."""
        if that := self._says_that_article(chain):
            article = self._that_article(chain.start, that["kind"])
            scope = article.paths[-1] if article else ""
        elif path.startswith("prt_") and not wording.OF_THIS_ARTICLE.match(self.text, chain.end):
            return ""  # "ISO/IEC 15408, Part 3", "Part Two" of another act: an annex rarely speaks so of its own parts
        elif document == self._own():
            scope = self._scope(chain.start)
        else:
            return path if document.startswith("celex:") else ""
        in_annex = scope.startswith("anx")
        return join(scope, path) if in_annex or (scope.startswith("art_") and not path.startswith("sct_")) else ""

    def _scope(self, at: int) -> str:
        if not self.context.amended:
            return _in_act(self.context.path)
        before = [each.path for each in self._amendments if each.path and each.at <= at]
        return before[-1] if before else ""


def _in_act(path: str) -> str:
    """The path without the part of the capture. Annexes may come in a file of their own: "part_02/anx_III"."""
    return _PART.sub("", path, count=1)


def _root(path: str) -> str:
    return path.partition("/")[0]
