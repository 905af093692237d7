"""A segment as reviewers see and change it: its sentences, what was decided on it, and by whom."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from aligner.errors import ConflictError, InputError
from aligner.messages import message
from aligner.text.sentence_keys import sentences_key
from aligner.types import SIDES, Bead, Document, Finding, Segment, Sentence, Side, Span

ACCEPTED, REJECTED = "accepted", "rejected"
MAX_INDEX_DIGITS = 9  # at the end of a unit's name


class Part(NamedTuple):
    """A sentence or a part of one: characters `start` to `end` of the sentence with this number in its document."""

    number: int
    start: int
    end: int
    sentence: Sentence

    @property
    def text(self) -> str:
        """Return its text."""
        return self.sentence.text[self.start : self.end]


class Dismissal(NamedTuple):
    """A finding that a reviewer called no error: its code and text, wherever the text occurs in the unit."""

    code: str
    side: Side
    text: str
    reviewer: str

    def applies_to(self, finding: Finding) -> bool:
        """Return whether it is `finding` that was dismissed."""
        return (self.code, self.side, self.text) == (finding.code, finding.side, finding.text)


class Unit(NamedTuple):
    """A segment under review.

    Attributes
    ----------
    en, fr : parts in the order of their documents
    segment : the segment with its current texts, edits included
    key : digest of its sentences as they are in the documents, by which decisions find the unit
    verdicts : (reviewer, "accepted" or "rejected"); the last one counts
    comments : (reviewer, text)
    dismissals : findings that are no errors
    changed_by : reviewers who edited, merged, split or moved it
    """

    en: tuple[Part, ...]
    fr: tuple[Part, ...]
    segment: Segment
    key: str
    verdicts: tuple[tuple[str, str], ...] = ()
    comments: tuple[tuple[str, str], ...] = ()
    dismissals: tuple[Dismissal, ...] = ()
    changed_by: tuple[str, ...] = ()

    @property
    def edited_sides(self) -> tuple[Side, ...]:
        """Return the sides whose text differs from that of the sentences."""
        texts = (self.segment.en_text, self.segment.fr_text)
        pairs = zip(SIDES, texts, (self.en, self.fr), strict=True)
        return tuple(side for side, text, parts in pairs if text != join_texts(parts))

    @property
    def verdict(self) -> str:
        """Return the last verdict, "" if there is none."""
        return self.verdicts[-1][1] if self.verdicts else ""

    @property
    def disputed(self) -> bool:
        """Return whether reviewers decided differently."""
        return len({verdict for _, verdict in self.verdicts}) > 1

    @property
    def reviewers(self) -> tuple[str, ...]:
        """Return everyone who judged or changed it, sorted by name."""
        return tuple(sorted({*(name for name, _ in self.verdicts), *self.changed_by}))

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """Return the findings that nobody dismissed."""
        return tuple(finding for finding in self.segment.findings if not self.is_dismissed(finding))

    def is_dismissed(self, finding: Finding) -> bool:
        """Return whether a reviewer called a finding no error."""
        return any(dismissal.applies_to(finding) for dismissal in self.dismissals)


def whole_sentence(number: int, sentence: Sentence) -> Part:
    """Return the part that is a whole sentence."""
    return Part(number, 0, len(sentence.text), sentence)


def parts_key(en: Iterable[Part], fr: Iterable[Part]) -> str:
    """Return the key of the texts of both sides."""
    return sentences_key((part.text for part in en), (part.text for part in fr))


def text_digest(unit: Unit) -> str:
    """Return a digest of the current texts, which shows whether a reviewer saw these."""
    texts = f"{unit.segment.en_text}\x1e{unit.segment.fr_text}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(texts, digest_size=4).hexdigest()


def new_unit(segment: Segment, en: Sequence[Part], fr: Sequence[Part]) -> Unit:
    """Return the unit of a segment that nobody has reviewed yet."""
    return Unit(tuple(en), tuple(fr), segment, parts_key(en, fr))


def build_units(segments: Iterable[Segment], documents: Mapping[str, Document]) -> tuple[Unit, ...]:
    """Return the units of one pair of documents.

    Raises
    ------
    InputError
        When the segments do not belong to these documents.
    """
    return tuple(
        new_unit(
            segment,
            _parts(documents, segment.en_doc, segment.bead.en),
            _parts(documents, segment.fr_doc, segment.bead.fr),
        )
        for segment in segments
    )


def _parts(documents: Mapping[str, Document], id: str, span: Span) -> list[Part]:
    document = documents.get(id)
    if document is None or not 0 <= span[0] <= span[1] <= len(document.sentences):
        raise InputError(f"the segments of {id} do not match its document; run aligner pair again")
    return [whole_sentence(number, document.sentences[number]) for number in range(*span)]


def join_texts(parts: Iterable[Part]) -> str:
    """Join the texts of parts by spaces, as `aligner.pipeline.judge` joins sentences."""
    return " ".join(part.text for part in parts)


def join_parts(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Sort parts by their place in the document, and join adjacent parts of one sentence."""
    joined: list[Part] = []
    for part in sorted(parts):
        last = joined[-1] if joined else None
        if last and last.number == part.number and not last.sentence.text[last.end : part.start].strip():
            joined[-1] = last._replace(end=part.end)
        else:
            joined.append(part)
    return tuple(joined)


def bead_of_parts(en: Sequence[Part], fr: Sequence[Part], old: Bead) -> Bead:
    """Return `old` with the sentence ranges of some parts; an empty side keeps its place."""
    spans = [
        (parts[0].number, parts[-1].number + 1) if parts else (span[0], span[0])
        for parts, span in zip((en, fr), old.spans, strict=True)
    ]
    return old._replace(en=spans[0], fr=spans[1])


def unit_names(units: Sequence[Unit]) -> list[str]:
    """Return a name for each unit: its key, and the number of units before it with the same key."""
    seen: dict[str, int] = {}
    unique = []
    for unit in units:
        unique.append(f"{unit.key}.{seen.get(unit.key, 0)}")
        seen[unit.key] = seen.get(unit.key, 0) + 1
    return unique


def find_unit(units: Sequence[Unit], name: str) -> int:
    """Return the index of the unit with a name; if there are fewer units of its key now, of the last of them.

    Raises
    ------
    ConflictError
        When there is none.
    """
    key, _, number = name.partition(".")
    places = [index for index, unit in enumerate(units) if unit.key == key]
    if not places:
        raise ConflictError(message("the segment is no longer there: it was changed, or its text is another now"))
    index = int(number) if number.isdecimal() and len(number) <= MAX_INDEX_DIGITS else 0
    return places[min(index, len(places) - 1)]
