"""What detectors look at, and what they say of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from aligner.detectors.word_view import Pairing, pairings
from aligner.text.entities.numbers import Quantity
from aligner.types import Bead, Document, Severity, Side

Range = tuple[int, int]
Unmatched = tuple[Sequence[Quantity], Sequence[Quantity]]
BOTH: tuple[Side, Side] = ("en", "fr")


class Rule(NamedTuple):
    """One kind of artefact: what `aligner list detectors` shows.

    evidence : "text" is found in one text alone, "version" needs another version of the story
    """

    code: str
    severity: Severity
    category: str  # MQM
    example: str
    evidence: Literal["text", "version"] = "text"
    languages: tuple[Side, ...] = BOTH


class Hit(NamedTuple):
    """An artefact as a detector sees it.

    span : half-open offsets into the cleaned text of the document, or into the text as read if `as_read`
    there : offsets into the cleaned text of the other version, where the proof stands
    said : more evidence
    fix : what might stand there instead
    """

    rule: Rule
    span: Range
    message: str
    there: Range | None = None
    severity: Severity | None = None  # None is the rule's own
    as_read: bool = False
    said: Mapping[str, object] = {}
    fix: str = ""


class AlignedPassage(NamedTuple):
    """A bead as seen from the document; where a side has no sentence, its range is empty but has a place.

    missing : numbers of the other version that are not here, at their offsets there
    extra : numbers of the document that are not there
    likeness : cosine of the two sides
    """

    here: Range
    there: Range
    likeness: float
    missing: tuple[Quantity, ...] = ()
    extra: tuple[Quantity, ...] = ()


@dataclass(frozen=True)
class View:
    """A document, and beside it another version of its story if there is one.

    original : whether the other is what the document was made from, so that what
        the document has beyond it was added
    """

    document: Document
    other: Document | None = None
    matches: tuple[AlignedPassage, ...] = ()
    original: bool = False

    @property
    def side(self) -> Side:
        """The document's language."""
        return self.document.side or "en"

    def here(self, match: AlignedPassage) -> str:
        """The document's text of a match."""
        return self.document.text[slice(*match.here)]

    def there(self, match: AlignedPassage) -> str:
        """The other version's text of a match."""
        return self.other.text[slice(*match.there)] if self.other else ""

    @property
    def across(self) -> bool:
        """Whether the other version is in the other language."""
        return self.other is not None and self.other.side != self.document.side

    @cached_property
    def pairings(self) -> tuple[Pairing, ...]:
        """The words of each match."""
        if self.other is None:
            return ()
        texts = tuple(map(self.here, self.matches)), tuple(map(self.there, self.matches))
        return pairings(*texts, (self.side, self.other.side or "en"))

    @cached_property
    def full(self) -> list[tuple[AlignedPassage, Pairing]]:
        """The matches that have a text on both sides, with their words."""
        both = zip(self.matches, self.pairings, strict=True)
        return [(match, words) for match, words in both if self.here(match) and self.there(match)]


def views(en: Document, fr: Document, beads: Sequence[Bead], unmatched: Sequence[Unmatched]) -> tuple[View, View]:
    """Two aligned documents, each seen with the other beside it.

    Parameters
    ----------
    en, fr : Document
        Their languages may also be the same; the names are those of a bead's ranges.
    unmatched : for each bead, the numbers of either side that the other lacks
        With offsets into the bead's sentences joined by spaces.
    """
    forth, back = list[AlignedPassage](), list[AlignedPassage]()
    for bead, (only_en, only_fr) in zip(beads, unmatched, strict=True):
        left, right = _range(en, bead.en), _range(fr, bead.fr)
        in_en, in_fr = tuple(_placed(en, bead.en, only_en)), tuple(_placed(fr, bead.fr, only_fr))
        forth.append(AlignedPassage(left, right, bead.score, in_fr, in_en))
        back.append(AlignedPassage(right, left, bead.score, in_en, in_fr))
    return View(en, fr, tuple(forth)), View(fr, en, tuple(back))


def _range(document: Document, span: Range) -> Range:
    first, last = span
    sentences = document.sentences
    if first < last:
        return sentences[first].start, sentences[last - 1].end
    place = sentences[first - 1].end if first else 0
    return place, place


def _placed(document: Document, span: Range, found: Sequence[Quantity]) -> Iterator[Quantity]:
    for quantity in found:
        begun = 0
        for sentence in document.sentences[slice(*span)]:
            if quantity.start < begun + len(sentence.text):
                start = sentence.start + quantity.start - begun
                yield quantity._replace(start=start, end=min(start + len(quantity.text), sentence.end))
                break
            begun += len(sentence.text) + 1
