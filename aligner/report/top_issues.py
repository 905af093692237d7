"""The segments that an editor should see before all others."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable
from typing import NamedTuple

from aligner.types import Finding, Segment

LISTED = 12  # lines: a screen holds no more beside the figures
SHOWN = 5  # things said of one segment
GRAVITY = {"critical": 2, "major": 1, "minor": 0}
LOST = re.compile(r"\d+ numbers? missing")  # as `aligner.confidence.reasons` words it
# Of findings as grave as each other, what changes the facts of a story comes first.
FACTS = ("number", "role", "name", "negation", "quote", "date", "currency", "unit", "percent")


class ReportPosition(NamedTuple):
    """Where a segment stands in the report: its pair and its number there, both from 1."""

    pair: int
    number: int


class TopIssue(NamedTuple):
    """A segment with its gravest findings, and the numbers that its reasons miss."""

    place: ReportPosition
    findings: tuple[Finding, ...]
    lost: tuple[str, ...]
    more: int  # things that are as grave and not shown
    text: str

    @property
    def severity(self) -> str:
        """The gravest of all."""
        return self.findings[0].severity if self.findings else "major"


Key = tuple[int, ...]


def worst(segments: Iterable[tuple[ReportPosition, Segment]]) -> tuple[TopIssue, ...]:
    """The worst segments, the gravest first; of equal ones those that come first in the text."""
    ranked = ((_key(place, segment), place, segment) for place, segment in segments)
    found = heapq.nsmallest(LISTED, (each for each in ranked if each[0][0] < 0), key=lambda each: each[0])
    return tuple(_told(place, segment) for _, place, segment in found)


def _grave(segment: Segment) -> list[Finding]:
    """Critical and major findings, the gravest first."""
    grave = [found for found in segment.findings if found.severity != "minor"]
    return sorted(grave, key=lambda found: (-GRAVITY[found.severity], _kind(found), found.start))


def _kind(found: Finding) -> int:
    family = found.code.partition(".")[0]
    return FACTS.index(family) if family in FACTS else len(FACTS)


def _lost(segment: Segment) -> tuple[str, ...]:
    return tuple(why.text for why in segment.reasons if LOST.match(why.text))


def _key(place: ReportPosition, segment: Segment) -> Key:
    """A critical finding first, then a lost number, then major findings; of each as many as there are."""
    grave = _grave(segment)
    critical = sum(found.severity == "critical" for found in grave)
    lost = len(_lost(segment))
    rank = -(3 if critical else 2 if lost else 1 if grave else 0)
    return rank, _kind(grave[0]) if critical else 0, -critical, -lost, critical - len(grave), *place


def _told(place: ReportPosition, segment: Segment) -> TopIssue:
    grave, lost = _grave(segment), _lost(segment)
    critical = [found for found in grave if found.severity == "critical"]
    told = critical or ([] if lost else grave)
    # What one version is told of the other, the other is told of it: once is enough here.
    once = list({(found.code, found.message): found for found in reversed(told)}.values())[::-1]
    shown = once[:SHOWN]
    more = len(once) - len(shown)
    return TopIssue(place, tuple(shown), lost, more, segment.en_text or segment.fr_text)
