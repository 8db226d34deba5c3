"""From lines to the outline of an act: which line opens a unit, and which top-level unit it stands in."""

from collections import Counter
from collections.abc import Iterable

from pipeline.extract.eu.headings import read_annex_title, read_heading
from pipeline.extract.eu.labels import OPENING_QUOTES, article_number
from pipeline.extract.eu.languages import ANNEX, APPENDIX, ARTICLE, ARTICLE_AND_TITLE, names_annex
from pipeline.extract.eu.lines import Line, Role
from pipeline.extract.eu.structure.blocks import Act, Block, Note
from pipeline.extract.eu.structure.draft import Draft
from pipeline.extract.eu.structure.preamble import Preamble, opens_recitals
from pipeline.extract.eu.structure.units import SECTION_DEPTH, Units
from pipeline.normalise import letters_and_digits

# An appendix, or an annex quoted in an annex, encloses sections.
_INNER_ANNEX_DEPTH = SECTION_DEPTH - 1


def outline(lines: Iterable[Line]) -> Act:
    """Build the outline of one act. Raises `HostileDocument` if its units nest deeper than any real act's."""
    kept = [line for line in lines if line.role is not Role.FURNITURE]
    has_articles = _has_enacting_terms(kept)
    has_preamble = has_articles or any(map(opens_recitals, kept))
    draft = Draft(has_articles=has_articles, has_preamble=has_preamble)
    builder = _Outline(draft, kept)
    for line in kept:
        builder.take(line)
    return Act(" ".join(builder.title), draft.blocks, builder.notes, dict(builder.dropped))


def _has_enacting_terms(lines: Iterable[Line]) -> bool:
    """Whether chapters or articles are those of the text itself: a corrigendum quotes some, and has none."""
    first = next((line for line in lines if line.role in (Role.ARTICLE, Role.DIVISION)), None)
    return first is not None and not first.depth and first.text[:1] not in OPENING_QUOTES


class _Outline:
    """Adds each line to the draft by its role; titles are read here, what stands under them in `units`."""

    def __init__(self, draft: Draft, lines: Iterable[Line]) -> None:
        self.title: list[str] = []
        self.notes: list[Note] = []
        self.dropped: Counter[str] = Counter()
        self._draft = draft
        self._has_anchors = any(line.anchor for line in lines)
        self._has_article_ids = any(_has_article_id(line) for line in lines if line.role is Role.ARTICLE)
        self._preamble = Preamble(draft)
        self._units = units = Units(draft, self._preamble)
        self._quoted_division = ""
        """Anchor of the division that the open quotation began with."""
        self._take = {
            Role.TITLE: self._title,
            Role.QUOTED_TITLE: self._quoted_title,
            Role.DIVISION: self._division,
            Role.DIVISION_HEADING: self._heading,
            Role.ARTICLE: self._article,
            Role.QUOTED_ARTICLE: self._quoted_article,
            Role.ARTICLE_HEADING: self._heading,
            Role.ANNEX: self._annex,
            Role.ANNEX_HEADING: self._heading,
            Role.SECTION: units.section,
            Role.PARAGRAPH: units.paragraph,
            Role.NUMBERED: units.numbered,
            Role.POINT: units.point,
            Role.HANGING: units.point,
            Role.ROW: units.text,
            Role.TEXT: units.text,
            Role.SIGNATURE: draft.sign,
        }

    def take(self, line: Line) -> None:
        """Add the next line."""
        if line.role is Role.NOTE:
            self.notes.append(Note(line.text, line.ids, line.anchor))
            self._draft.quotes.follow_note(line.text)
            return
        if line.role is Role.MARK:
            self.dropped["amendment marks"] += letters_and_digits(line.text)
            return
        if line.role is Role.CONTENTS or self._preamble.lists_contents(line):
            self.dropped["list of contents"] += letters_and_digits(line.label + line.text)
            return
        self._take[line.role](line)
        if self._draft.top:
            self._draft.top.notes += line.notes
        self._draft.previous = line.role

    def _title(self, line: Line) -> None:
        draft = self._draft
        if line.depth or draft.quotes.encloses(line):
            self._units.text(line)
        elif self._heads_annex(line):
            self._annex(line)
        elif not draft.blocks:
            self.title.append(line.text)
        elif draft.previous in (Role.TITLE, Role.QUOTED_TITLE):
            self._heading(line)
        elif draft.top_kind == "annex" and not (line.anchor or _names_annex_or_appendix(line)):
            self._units.section(line)
        else:
            self._annex(line)

    def _heads_annex(self, line: Line) -> bool:
        """Cellar serves annexes also as pages of their own, which begin with "ANNEX II" in place of the act's title."""
        if self._has_anchors:
            return line.anchor.startswith("anx_") and "." not in line.anchor
        return not (self.title or self._draft.blocks) and names_annex(line.text)

    def _quoted_title(self, line: Line) -> None:
        """An annex that amends may quote whole annexes: "Annex II, quoted Annex III". What an article quotes is text of
        it, and a corrigendum may quote the whole act."""
        draft = self._draft
        if draft.top_kind not in ("annex", "article"):
            self._title(line)
        elif line.depth or draft.quotes.encloses(line) or draft.top_kind == "article":
            self._units.text(line)
        elif draft.previous is Role.QUOTED_TITLE and not ANNEX.match(line.text):
            self._heading(line)
        else:
            self._inner_annex(line)

    def _inner_annex(self, line: Line) -> None:
        self._draft.quotes.close()
        self._draft.container().open(_annex_block(line, depth=_INNER_ANNEX_DEPTH))

    def _annex(self, line: Line) -> None:
        draft = self._draft
        if draft.previous is Role.ANNEX and not _names_annex_or_appendix(line):
            self._heading(line)
        elif draft.top_kind == "annex" and APPENDIX.match(line.text):
            self._inner_annex(line)
        else:
            draft.begin(_annex_block(line))

    def _division(self, line: Line) -> None:
        draft = self._draft
        if line.depth or self._is_quoted_division(line):
            self._units.text(line)
        elif draft.top_kind == "annex":
            self._units.section(line)
        else:
            _, name, heading = read_heading(line.text)
            draft.begin(Block("chapter", name=name or line.text, heading=heading if name else "", anchor=line.anchor))

    def _is_quoted_division(self, line: Line) -> bool:
        """The converter gives ids to quoted divisions too, "sct_2" and in it "sct_2.sbs_1". Any other id ends a
        quotation whose closing mark is lost."""
        draft = self._draft
        if draft.top_kind == "article" and draft.quotes.opens(line):
            self._quoted_division = line.anchor
            return True
        inside = not line.anchor or line.anchor.startswith(f"{self._quoted_division}.")
        return inside and draft.quotes.encloses(line)

    def _article(self, line: Line) -> None:
        draft = self._draft
        # Commission proposals may give the title of an article a line of its own, in the same style.
        if draft.previous is Role.ARTICLE and not ARTICLE.match(line.text):
            self._heading(line)
            return
        if self._opens_attached_terms(line) or self._ends_quotation(line):
            draft.quotes.close()
        quoted = draft.quotes.follow(line) and not _has_article_id(line)
        if draft.nesting is not None and (quoted or line.depth):
            draft.nesting.open(_quoted_article_block(line))
        elif draft.top_kind == "annex":
            draft.quotes.close()
            draft.container().open(_article_block(line, depth=SECTION_DEPTH))
        else:
            draft.begin(_article_block(line))

    def _quoted_article(self, line: Line) -> None:
        """What the publisher calls quoted is, whatever became of its quotation marks."""
        self._draft.quotes.follow(line, foreign=True)
        self._draft.container().open(_quoted_article_block(line))

    def _ends_quotation(self, line: Line) -> bool:
        """Article 60 after points or text quoted by Article 59 is the act's own: consolidated texts lose the closing
        mark of a quotation that ends with a footnote. It is, too, after "by the following formula:" and a picture. So
        is any after an article that is called quoted: it is not called so."""
        quotation, top = self._draft.quotes.open, self._draft.top
        if quotation and quotation.holds_articles:
            return True
        if (quotation and not quotation.is_of_words) or line.text[:1] in OPENING_QUOTES:
            return False
        if not top or top.kind != "article" or (self._has_article_ids and not _has_article_id(line)):
            return False
        number, after = article_number(top.name), article_number(line.text)
        return number.isdecimal() and after == str(int(number) + 1)

    def _opens_attached_terms(self, line: Line) -> bool:
        """ "HAVE AGREED AS FOLLOWS:" announces articles as "the following Article is inserted:" does, but no quotation
        follows it, and it stands in no point of an annex that amends."""
        draft = self._draft
        if draft.top_kind != "annex" or draft.quotes.encloses(line) or line.text[:1] in OPENING_QUOTES:
            return False
        return draft.container().innermost is draft.top

    def _heading(self, line: Line) -> None:
        """The second line of a title belongs to the unit that the first one opened."""
        block = self._draft.innermost
        if block is None or block.parts or not (block.name or block.heading):
            self._units.text(line)
        else:
            block.heading = f"{block.heading} {line.text}".strip()


def _has_article_id(line: Line) -> bool:
    return line.anchor.startswith("art_")


def _annex_block(line: Line, depth: int = 0) -> Block:
    name, heading = read_annex_title(line.text)
    return Block("annex", name=name, heading=heading, depth=depth, anchor=line.anchor, holds_text=bool(depth))


def _article_block(line: Line, depth: int = 0) -> Block:
    """ "Article 7: Scope" is a name and a heading."""
    found = ARTICLE_AND_TITLE.fullmatch(line.text)
    name, heading = (found["name"], found["rest"]) if found else (line.text, "")
    return Block("article", name=name, heading=heading, depth=depth, anchor=line.anchor, holds_text=bool(depth))


def _quoted_article_block(line: Line) -> Block:
    return Block("article", name=line.text, depth=line.depth, quoted=True, holds_text=True)


def _names_annex_or_appendix(line: Line) -> bool:
    return bool(ANNEX.match(line.text) or APPENDIX.match(line.text))
