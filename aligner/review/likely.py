"""Segments that are likely right: offered to be accepted together, and still seen one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from aligner.review.session import Session
from aligner.review.units import Unit, text_digest, unit_names

DEFAULT_CONFIDENCE = 0.95
MAX_BLOCK = 50  # segments of a page, that a person reads before accepting them


class LikelyUnit(NamedTuple):
    """An undecided segment without findings.

    number : of the segment in its pair, from 1
    seen : digest of its texts, by which another text is not accepted in its place
    """

    pair: int
    number: int
    name: str
    seen: str
    unit: Unit


def likely_units(session: Session, min_confidence: float) -> Iterator[LikelyUnit]:
    """Yield the undecided segments of at least a confidence and without open findings, in the order of the run."""
    for pair in range(len(session.run.pairs)):
        if session.counts(pair).left:
            units = session.state(pair).units
            for index, (name, unit) in enumerate(zip(unit_names(units), units, strict=True)):
                if is_likely(unit, min_confidence):
                    yield LikelyUnit(pair, index + 1, name, text_digest(unit), unit)


def is_likely(unit: Unit, min_confidence: float) -> bool:
    """Return whether a segment may be offered: with a text on both sides, kept, in its place and without a comment."""
    segment = unit.segment
    is_plain = segment.kept and not (segment.bead.moved or unit.comments or unit.verdict or unit.open_findings)
    return bool(is_plain and segment.en_text and segment.fr_text and segment.confidence >= min_confidence)
