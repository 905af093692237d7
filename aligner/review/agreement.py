"""Where two reviewers decided differently on a segment, and how far they agree on all that both decided on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from aligner.errors import ConflictError
from aligner.evaluation.agreement import cohens_kappa
from aligner.review.apply import apply
from aligner.review.decision import Decision
from aligner.review.session import Session
from aligner.review.units import Unit, unit_names

CHANGED = "changed"  # a decision besides a verdict: edited, merged, split or moved


class JudgedUnit(NamedTuple):
    """A segment as it was aligned, and what each reviewer decided on it, whatever the others did.

    number : of the segment in its pair as it was aligned, from 1
    decisions : accepted, rejected or changed, by reviewer
    """

    pair: int
    number: int
    name: str
    unit: Unit
    decisions: Mapping[str, str]


class Agreement(NamedTuple):
    """How far two reviewers agree.

    kappa : None where it is undefined
    """

    reviewers: tuple[str, str]
    both: int
    agreed: int
    kappa: Fraction | None


def judged_units(session: Session) -> Iterator[JudgedUnit]:
    """Yield the segments that at least two reviewers decided on, in the order of the run."""
    for pair, entry in enumerate(session.run.pairs):
        rows = [row for row in session.decisions(pair) if "find" not in row.body]  # a replacement decides nothing
        reviewers = sorted({row.reviewer for row in rows})
        if len(reviewers) < 2:
            continue
        base = session.run.units(entry)
        found = {name: _decisions(base, [row for row in rows if row.reviewer == name]) for name in reviewers}
        for index, (name, unit) in enumerate(zip(unit_names(base), base, strict=True)):
            own = {reviewer: decisions[index] for reviewer, decisions in found.items() if decisions[index]}
            if len(own) > 1:
                yield JudgedUnit(pair, index + 1, name, unit, own)


def _decisions(base: Sequence[Unit], rows: Sequence[Decision]) -> list[str]:
    """Return what one reviewer decided on each unit, "" for nothing."""
    units = tuple(base)
    for row in rows:
        with suppress(ConflictError):  # it was on what another reviewer had made
            units = apply(units, row)
    now = {(unit.en, unit.fr): unit for unit in units}
    return [_decision(now.get((unit.en, unit.fr))) for unit in base]


def _decision(unit: Unit | None) -> str:
    return CHANGED if unit is None or unit.changed_by else unit.verdict


def agreements(judged: Sequence[JudgedUnit]) -> list[Agreement]:
    """Return how far each two reviewers agree who decided on some of the same segments, by name."""
    names = sorted({name for unit in judged for name in unit.decisions})
    found = []
    for pair in combinations(names, 2):
        both = [
            (unit.decisions[pair[0]], unit.decisions[pair[1]])
            for unit in judged
            if pair[0] in unit.decisions and pair[1] in unit.decisions
        ]
        if both:
            found.append(Agreement(pair, len(both), sum(one == two for one, two in both), cohens_kappa(both)))
    return found


def disagreements(judged: Sequence[JudgedUnit]) -> list[JudgedUnit]:
    """Return the segments on which not all reviewers decided the same."""
    return [unit for unit in judged if len(set(unit.decisions.values())) > 1]
