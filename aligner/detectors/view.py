"""Views of a document with another version of it, which detectors read, and the rules and hits that they report."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, NamedTuple

from aligner.detectors.document_facts import DocumentFacts
from aligner.detectors.kept_order import is_rewrite
from aligner.text.entities.numbers.find import Quantity
from aligner.text.story_parts import read_parts
from aligner.text.words.segment_words import PairWords, SegmentWords, read_pair_words
from aligner.types import SIDES, Bead, Document, Severity, Side, Span

if TYPE_CHECKING:
    from aligner.comparison.compare import Comparison
    from aligner.comparison.paragraphs import ComparedParagraphs
    from aligner.comparison.rewrite import RewriteComparison
    from aligner.origin.odd_words import OddWords

Unmatched = tuple[Sequence[Quantity], Sequence[Quantity]]
JOINED_ROWS = "joined_rows"  # of the metadata: the sentences are rows that may belong to many documents
MIN_JUDGED_CHARS = 400  # of a document whose words are judged by how all of it was made
MIN_BEAD_COSINE = 0.4  # cosine of a match below which its two texts may differ in meaning


class Rule(NamedTuple):
    """A kind of artefact, as `aligner list detectors` shows it.

    evidence : "text" if one text alone shows it, "version" if it takes another version of the story
    scope : "passage" if the words there show it, "document" if it depends on the rest of a document
    """

    code: str
    severity: Severity
    category: str  # MQM
    example: str
    evidence: Literal["text", "version"] = "text"
    languages: tuple[Side, ...] = SIDES
    scope: Literal["passage", "document"] = "passage"


class Hit(NamedTuple):
    """An artefact as a detector reports it.

    span : half-open offsets into the cleaned text of the document
    proof : half-open offsets of the evidence in the cleaned text of the other version
    as_read : whether both are offsets into the texts as read instead
    severity : None for that of the rule
    evidence : further evidence, by key
    fix : a proposed replacement
    """

    rule: Rule
    span: Span
    message: str
    proof: Span | None = None
    severity: Severity | None = None
    as_read: bool = False
    evidence: Mapping[str, object] = {}
    fix: str = ""


class AlignedPassage(NamedTuple):
    """A bead as seen from the document.

    here, there : half-open offsets into both texts; the range of a side without a sentence is empty
    cosine : cosine of the two sides
    missing : numbers of the other version that the document lacks, at their offsets in the other version
    extra : numbers of the document that the other version lacks
    """

    here: Span
    there: Span
    cosine: float
    missing: tuple[Quantity, ...] = ()
    extra: tuple[Quantity, ...] = ()


@dataclass(frozen=True)
class View:
    """A document, aligned with another version of its story if there is one.

    Attributes
    ----------
    matches : tuple of AlignedPassage
        The passages of the document with their counterparts, in the order of the beads.
    original : bool
        Whether the document was made from the other version, so that whatever the other version lacks was added.
    pair : PairWords or None
        The words of `matches`, by index.
    mirrored : bool
        Whether the document is the second side of `pair`.
    facts, other_facts : DocumentFacts or None
        What was read in the two documents, where another view shares it; see `own` and `theirs`.
    """

    document: Document
    other: Document | None = None
    matches: tuple[AlignedPassage, ...] = ()
    original: bool = False
    pair: PairWords | None = None
    mirrored: bool = False
    facts: DocumentFacts | None = None
    other_facts: DocumentFacts | None = None

    @property
    def side(self) -> Side:
        """The document's language."""
        return self.document.side

    @property
    def sides(self) -> tuple[Side, Side]:
        """The languages of the document and of the other version; without one, the document's twice."""
        return self.side, self.other.side if self.other else self.side

    @cached_property
    def own(self) -> DocumentFacts:
        """The document with what detectors read in it."""
        return self.facts or DocumentFacts(self.document)

    @cached_property
    def theirs(self) -> DocumentFacts | None:
        """The other version with what detectors read in it."""
        return self.other_facts or (DocumentFacts(self.other) if self.other else None)

    def here(self, match: AlignedPassage) -> str:
        """Return the document's text of a match."""
        return self.document.text[slice(*match.here)]

    def there(self, match: AlignedPassage) -> str:
        """Return the other version's text of a match."""
        return self.other.text[slice(*match.there)] if self.other else ""

    @property
    def across(self) -> bool:
        """Whether the other version is in the other language."""
        return self.other is not None and self.other.side != self.document.side

    @cached_property
    def comparison(self) -> Comparison | None:
        """The exact comparison with another version in the same language, None with any other."""
        if self.other is None or self.across:
            return None
        from aligner.comparison.compare import compare

        return compare(self.document, self.other, self.spans)

    @cached_property
    def rewrite(self) -> RewriteComparison | None:
        """The comparison of facts with a version in the other language that has other sentences, else None."""
        if self.other is None or not self.across or not is_rewrite(self):
            return None
        from aligner.comparison.rewrite import RewriteComparison

        return RewriteComparison(self.document, self.other, self.spans)

    @cached_property
    def odd_words(self) -> OddWords | None:
        """How probably each word of the full matches is wrong, next to a version in the other language.

        None for a text that is too short to judge, for rows that were joined, and for a rewrite: its words are others.
        """
        if not self.across or self.document.meta.get(JOINED_ROWS):
            return None
        chars = sum(len(self.here(self.matches[index])) for index in self.full_indices)
        if chars < MIN_JUDGED_CHARS or self.rewrite is not None:
            return None
        from aligner.origin.odd_words import find_odd_words

        assert self.pair is not None, "a view of two versions has their words"
        return find_odd_words(self.pair, self.side)

    @cached_property
    def paragraphs(self) -> ComparedParagraphs:
        """What the document and a version in the other language have of each other's paragraphs."""
        from aligner.comparison.paragraphs import compare_paragraphs

        assert self.other is not None, "only versions are compared"
        elsewhere = self.rewrite.elsewhere if self.rewrite is not None else (frozenset[Span](), frozenset[Span]())
        return compare_paragraphs((read_parts(self.document), read_parts(self.other)), self.spans, elsewhere)

    @property
    def spans(self) -> list[tuple[Span, Span]]:
        """The offsets of the matches in both texts."""
        return [(match.here, match.there) for match in self.matches]

    @cached_property
    def full(self) -> list[tuple[AlignedPassage, SegmentWords]]:
        """The matches that have a text on both sides, with their words."""
        return [(self.matches[index], self.words(index)) for index in self.full_indices]

    @cached_property
    def full_indices(self) -> list[int]:
        """Indices of the matches that have a text on both sides."""
        return [
            index for index, (here, there, *_) in enumerate(self.matches) if here[0] < here[1] and there[0] < there[1]
        ]

    def words(self, index: int) -> SegmentWords:
        """Return the words of a match."""
        assert self.pair is not None, "a view of two versions has their words"
        return self.pair[index].mirrored if self.mirrored else self.pair[index]

    def match_at(self, offset: int) -> AlignedPassage | None:
        """Return the match that holds an offset into the document's text."""
        starts, indices = self._starts
        number = bisect_right(starts, offset) - 1
        match = self.matches[indices[number]] if number >= 0 else None
        return match if match is not None and offset < match.here[1] else None

    @cached_property
    def _starts(self) -> tuple[list[int], list[int]]:
        rows = sorted(
            (match.here[0], index) for index, match in enumerate(self.matches) if match.here[0] < match.here[1]
        )
        return [start for start, _ in rows], [index for _, index in rows]


def views(
    en: Document,
    fr: Document,
    beads: Sequence[Bead],
    unmatched: Sequence[Unmatched],
    words: PairWords | None = None,
) -> tuple[View, View]:
    """Return the views of two aligned documents, each with the other as its other version.

    Parameters
    ----------
    en, fr : Document
        Documents whose languages may also be the same; the names are those of a bead's ranges.
    beads : sequence of Bead
    unmatched : sequence of pairs of sequences of Quantity
        For each bead, the numbers of each side that the other lacks, with offsets into the bead's sentences joined by
        spaces.
    words : PairWords, optional
        The words of the beads' sentences joined by spaces, if they have been read before.
    """
    forth, back = list[AlignedPassage](), list[AlignedPassage]()
    for bead, (only_en, only_fr) in zip(beads, unmatched, strict=True):
        left, right = _range(en, bead.en), _range(fr, bead.fr)
        in_en, in_fr = tuple(_placed(en, bead.en, only_en)), tuple(_placed(fr, bead.fr, only_fr))
        forth.append(AlignedPassage(left, right, bead.score, in_fr, in_en))
        back.append(AlignedPassage(right, left, bead.score, in_en, in_fr))
    passages = [en.text[slice(*match.here)] for match in forth], [fr.text[slice(*match.there)] for match in forth]
    if words is None:
        words = read_pair_words(*passages, (en.side, fr.side))
    else:
        moves = _moves(en, [bead.en for bead in beads]), _moves(fr, [bead.fr for bead in beads])
        words = words.moved(passages, moves)
    facts = DocumentFacts(en), DocumentFacts(fr)
    return (
        View(en, fr, tuple(forth), pair=words, facts=facts[0], other_facts=facts[1]),
        View(fr, en, tuple(back), pair=words, mirrored=True, facts=facts[1], other_facts=facts[0]),
    )


def _moves(document: Document, spans: Sequence[Span]) -> dict[int, tuple[list[int], list[int]]]:
    """Return how the offsets of words in sentences joined by spaces move in the passages of the document.

    By index of the span, the offsets from which words move, and by how much; spans without a move are left out.
    """
    moves = {}
    for index, (first, last) in enumerate(spans):
        if last - first > 1:
            joined = list(
                accumulate((len(sentence.text) + 1 for sentence in document.sentences[first : last - 1]), initial=0)
            )
            begin = document.sentences[first].start
            placed = [sentence.start - begin for sentence in document.sentences[first:last]]
            if joined != placed:
                moves[index] = joined, [place - start for place, start in zip(placed, joined, strict=True)]
    return moves


def _range(document: Document, span: Span) -> Span:
    """Return the offsets of sentences, an empty range after the previous sentence if there are none."""
    first, last = span
    sentences = document.sentences
    if first < last:
        return sentences[first].start, sentences[last - 1].end
    place = sentences[first - 1].end if first else 0
    return place, place


def _placed(document: Document, span: Span, quantities: Sequence[Quantity]) -> Iterator[Quantity]:
    """Yield quantities of sentences joined by spaces at their offsets into the document."""
    for quantity in quantities:
        begun = 0
        for sentence in document.sentences[slice(*span)]:
            if quantity.start < begun + len(sentence.text):
                start = sentence.start + quantity.start - begun
                yield quantity._replace(start=start, end=min(start + len(quantity.text), sentence.end))
                break
            begun += len(sentence.text) + 1
