"""A segment as reviewers see and change it: its sentences, what is decided of it, and by whom."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from aligner.errors import ConflictError, InputError
from aligner.types import SIDES, Bead, Document, Finding, Segment, Sentence, Side

ACCEPTED, REJECTED = "accepted", "rejected"


class Part(NamedTuple):
    """Letters `first` to before `last` of a sentence, and the number of that sentence in its document."""

    at: int
    first: int
    last: int
    sentence: Sentence

    @property
    def text(self) -> str:
        """Its words."""
        return self.sentence.text[self.first : self.last]


class Dismissal(NamedTuple):
    """A finding that someone says is no error: its code and its words, wherever in the unit they stand."""

    code: str
    side: Side
    text: str
    reviewer: str


class Unit(NamedTuple):
    """A segment under review.

    Attributes
    ----------
    en, fr : parts in the order of their documents
    segment : its texts as they are now, edits included
    key : digest of its sentences as they stand in the documents, by which decisions find it
    verdicts : (reviewer, "accepted" or "rejected"), the last one counts
    comments : (reviewer, text)
    marks : findings that are no errors
    changed : who edited, merged, split or moved it by hand
    """

    en: tuple[Part, ...]
    fr: tuple[Part, ...]
    segment: Segment
    key: str
    verdicts: tuple[tuple[str, str], ...] = ()
    comments: tuple[tuple[str, str], ...] = ()
    marks: tuple[Dismissal, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def edited(self) -> tuple[Side, ...]:
        """Sides whose text is no longer that of the sentences."""
        texts = (self.segment.en_text, self.segment.fr_text)
        pairs = zip(SIDES, texts, (self.en, self.fr), strict=True)
        return tuple(side for side, text, parts in pairs if text != text_of(parts))

    @property
    def verdict(self) -> str:
        """What was decided last, "" if nothing."""
        return self.verdicts[-1][1] if self.verdicts else ""

    @property
    def disputed(self) -> bool:
        """Whether reviewers decided differently."""
        return len({word for _, word in self.verdicts}) > 1

    @property
    def reviewers(self) -> tuple[str, ...]:
        """Everyone with a part in it, by name."""
        return tuple(sorted({*(name for name, _ in self.verdicts), *self.changed}))

    @property
    def open(self) -> tuple[Finding, ...]:
        """Findings that nobody called no error."""
        return tuple(found for found in self.segment.findings if not self.is_marked(found))

    def is_marked(self, found: Finding) -> bool:
        """Whether someone said that a finding is no error."""
        return any(mark[:3] == (found.code, found.side, found.text) for mark in self.marks)


def whole(at: int, sentence: Sentence) -> Part:
    """The part that is all of a sentence."""
    return Part(at, 0, len(sentence.text), sentence)


def key_of(en: Iterable[Part], fr: Iterable[Part]) -> str:
    """The digest of some sentences of both sides: equal texts have equal keys, wherever they stand."""
    sides = ("\x1f".join(part.text for part in parts) for parts in (en, fr))
    return hashlib.blake2b("\x1e".join(sides).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def look_of(unit: Unit) -> str:
    """A digest of the texts as they are now: whoever decides on a unit has seen these."""
    texts = f"{unit.segment.en_text}\x1e{unit.segment.fr_text}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(texts, digest_size=4).hexdigest()


def unit_of(segment: Segment, en: Sequence[Part], fr: Sequence[Part]) -> Unit:
    """A segment of those sentences that nobody has looked at yet."""
    return Unit(tuple(en), tuple(fr), segment, key_of(en, fr))


def units_of(segments: Iterable[Segment], documents: Mapping[str, Document]) -> tuple[Unit, ...]:
    """The units of one pair of documents.

    Raises
    ------
    InputError
        When the segments are not of these documents.
    """
    return tuple(
        unit_of(
            segment,
            _parts(documents, segment.en_doc, segment.bead.en),
            _parts(documents, segment.fr_doc, segment.bead.fr),
        )
        for segment in segments
    )


def _parts(documents: Mapping[str, Document], id: str, span: tuple[int, int]) -> list[Part]:
    document = documents.get(id)
    if document is None or not 0 <= span[0] <= span[1] <= len(document.sentences):
        raise InputError(f"the segments of {id} are not those of its document; run aligner pair again")
    return [whole(at, document.sentences[at]) for at in range(*span)]


def text_of(parts: Iterable[Part]) -> str:
    """Sentences joined by spaces, as `aligner.pipeline.judge` does."""
    return " ".join(part.text for part in parts)


def ordered(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Parts in the order of their document; pieces of one sentence grow together, with what stood between them."""
    found: list[Part] = []
    for part in sorted(parts):
        if found and found[-1].at == part.at and not found[-1].sentence.text[found[-1].last : part.first].strip():
            found[-1] = found[-1]._replace(last=part.last)
        else:
            found.append(part)
    return tuple(found)


def bead_of(en: Sequence[Part], fr: Sequence[Part], old: Bead) -> Bead:
    """The bead of some parts; an empty side keeps the place that `old` has there."""
    spans = [
        (parts[0].at, parts[-1].at + 1) if parts else (span[0], span[0])
        for parts, span in zip((en, fr), old[:2], strict=True)
    ]
    return old._replace(en=spans[0], fr=spans[1])


def names(units: Sequence[Unit]) -> list[str]:
    """A name for each unit: its key, and how many of that key stand before it."""
    seen: dict[str, int] = {}
    found = []
    for unit in units:
        found.append(f"{unit.key}.{seen.get(unit.key, 0)}")
        seen[unit.key] = seen.get(unit.key, 0) + 1
    return found


def find(units: Sequence[Unit], name: str) -> int:
    """Where the unit of that name is; of equal units that are fewer now than then, the last.

    Raises
    ------
    ConflictError
        When there is none.
    """
    key, _, number = name.partition(".")
    places = [at for at, unit in enumerate(units) if unit.key == key]
    if not places:
        raise ConflictError("the segment is no longer there: it was changed, or its text is another now")
    return places[min(int(number) if number.isdecimal() else 0, len(places) - 1)]
