"""Denials that one version has and the other lacks: "No one was hurt", « L'accident a fait un blessé »."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.detectors.phrasing import changed_hit
from aligner.detectors.view import AlignedPassage, Hit, Rule, View
from aligner.text.entities.terms.lost_denials import LostDenial, lost_denials
from aligner.types import Severity

NEGATION = Rule("negation.changed", "critical", "Mistranslation", "he did not come ← il est venu", evidence="version")
RULES = (NEGATION,)
MIN_COSINE = 0.5  # cosine of a match below which its two texts may differ in meaning


def detect(view: View) -> Iterator[Hit]:
    """Report a denial of the document that the other version lacks, or one of the other version that is missing."""
    if view.other is None or view.pair is None:
        return
    lost = lost_denials(view.pair)
    for index in view.full_indices:
        match = view.matches[index]
        if index in lost and match.cosine >= MIN_COSINE:
            ours, theirs = reversed(lost[index]) if view.mirrored else lost[index]
            yield from _hits(ours, theirs, view, match)


def _hits(ours: LostDenial | None, theirs: LostDenial | None, view: View, match: AlignedPassage) -> Iterator[Hit]:
    base, other = match.here[0], match.there[0]
    if ours is not None:
        span = base + ours.start, base + ours.end
        proof = other + ours.place[0], other + ours.place[1]
        yield changed_hit(view, NEGATION, (span, proof), _severity(ours))
    elif theirs is not None:
        proof = other + theirs.start, other + theirs.end
        span = base + theirs.place[0], base + theirs.place[1]
        yield changed_hit(view, NEGATION, (span, proof), _severity(theirs))


def _severity(denial: LostDenial) -> Severity | None:
    return None if denial.sure else "minor"
