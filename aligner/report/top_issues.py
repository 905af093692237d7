"""The segments that an editor should check first."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from typing import NamedTuple

from aligner.types import Finding, Segment

MAX_ISSUES = 12  # lines, so that they fit on a screen with the totals
MAX_FINDINGS = 5  # shown of one segment
SEVERITY_RANKS = {"critical": 2, "major": 1, "minor": 0}
# Families of findings that change the facts of a story; they precede other findings of the same severity.
FACT_FAMILIES = ("number", "role", "name", "negation", "quote", "date", "time", "code", "currency", "unit", "percent")


class ReportPosition(NamedTuple):
    """The position of a segment in the report: its pair and its number in the pair, both from 1."""

    pair: int
    number: int


class TopIssue(NamedTuple):
    """A segment with its most severe findings and the texts of its reasons about missing numbers."""

    position: ReportPosition
    findings: tuple[Finding, ...]
    missing_numbers: tuple[str, ...]
    more: int  # equally severe findings that are not shown
    text: str

    @property
    def severity(self) -> str:
        """The highest severity."""
        return self.findings[0].severity if self.findings else "major"


Key = tuple[int, ...]


def find_top_issues(segments: Iterable[tuple[ReportPosition, Segment]]) -> tuple[TopIssue, ...]:
    """Return the segments with the most severe issues, most severe first, in text order if equal."""
    ranked = ((_rank(position, segment), position, segment) for position, segment in segments)
    top = heapq.nsmallest(MAX_ISSUES, (item for item in ranked if item[0][0] < 0), key=lambda item: item[0])
    return tuple(_issue(position, segment) for _, position, segment in top)


def _severe_findings(segment: Segment) -> list[Finding]:
    """Return critical and major findings, critical ones first."""
    severe = [finding for finding in segment.findings if finding.severity != "minor"]
    return sorted(severe, key=lambda found: (-SEVERITY_RANKS[found.severity], _family_rank(found), found.start))


def _family_rank(finding: Finding) -> int:
    family = finding.code.partition(".")[0]
    return FACT_FAMILIES.index(family) if family in FACT_FAMILIES else len(FACT_FAMILIES)


def _missing_numbers(segment: Segment) -> tuple[str, ...]:
    return tuple(reason.text for reason in segment.reasons if reason.code == "numbers_missing")


def _rank(position: ReportPosition, segment: Segment) -> Key:
    """Return a sort key: critical findings first, then missing numbers, then major findings, by falling numbers."""
    severe = _severe_findings(segment)
    critical = sum(finding.severity == "critical" for finding in severe)
    missing = len(_missing_numbers(segment))
    level = -(3 if critical else 2 if missing else 1 if severe else 0)
    return level, _family_rank(severe[0]) if critical else 0, -critical, -missing, critical - len(severe), *position


def _issue(position: ReportPosition, segment: Segment) -> TopIssue:
    severe, missing = _severe_findings(segment), _missing_numbers(segment)
    critical = [finding for finding in severe if finding.severity == "critical"]
    candidates = critical or ([] if missing else severe)
    # A difference is reported in both versions; here, once is enough.
    unique = list({(finding.code, finding.message): finding for finding in reversed(candidates)}.values())[::-1]
    shown = unique[:MAX_FINDINGS]
    return TopIssue(position, tuple(shown), missing, len(unique) - len(shown), segment.en_text or segment.fr_text)
