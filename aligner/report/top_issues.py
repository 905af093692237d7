"""What an editor should look at first: single findings, the worst first, each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import NamedTuple

from aligner.messages import message
from aligner.report.plain_words import heading_of
from aligner.types import Finding, Segment

MAX_ISSUES = 12  # lines; the first are in view, all others are folded
FIRST_ISSUES = 5  # lines that are in view
# Families of findings that change the facts of a story; they precede other findings of the same severity.
FACT_FAMILIES = ("number", "role", "name", "negation", "quote", "date", "time", "code", "currency", "unit", "percent")
NUMBER_FAMILIES = frozenset({"number", "percent", "currency", "unit", "date", "time"})


class ReportPosition(NamedTuple):
    """The position of a segment in the report: its pair and its number in the pair, both from 1."""

    pair: int
    number: int


class TopIssue(NamedTuple):
    """A finding, or a number that one side lacks, in plain words."""

    position: ReportPosition
    severity: str
    heading: str
    text: str


Key = tuple[int, ...]


class _Candidate(NamedTuple):
    """A finding or the text of a reason, with its rank, and what makes it the same as another one."""

    rank: Key
    identity: object
    issue: TopIssue


_rank = attrgetter("rank")


def find_top_issues(segments: Iterable[tuple[ReportPosition, Segment]]) -> tuple[TopIssue, ...]:
    """Return the most severe issues, most severe first, in text order if equal.

    A difference is found on both sides, and a word may differ in many places: each is listed once.
    """
    best: dict[object, _Candidate] = {}
    for position, segment in segments:
        for candidate in _candidates(position, segment):
            known = best.get(candidate.identity)
            if known is None or candidate.rank < known.rank:
                best[candidate.identity] = candidate
            if len(best) > MAX_ISSUES:
                del best[max(best.values(), key=_rank).identity]
    return tuple(candidate.issue for candidate in sorted(best.values(), key=_rank))


def _candidates(position: ReportPosition, segment: Segment) -> Iterator[_Candidate]:
    """Yield critical findings, missing numbers and major findings; more of them in a segment rank higher.

    Of equal ones, the first of each segment precede the second ones.
    """
    severe = [finding for finding in segment.findings if finding.severity != "minor"]
    critical = sorted((finding for finding in severe if finding.severity == "critical"), key=_family_rank)
    major = sorted((finding for finding in severe if finding.severity == "major"), key=_family_rank)
    for level, findings in ((-3, critical), (-1, major)):
        for at, finding in enumerate(findings):
            family = _family_rank(finding) if level == -3 else 0
            rank = (level, family, at, -len(findings), *position)
            text = _one_line(finding)
            issue = TopIssue(position, finding.severity, heading_of(finding.code), text)
            yield _Candidate(rank, _identity(finding, position), issue)
    if not any(_family(finding) in NUMBER_FAMILIES for finding in severe):
        missing = [reason.text for reason in segment.reasons if reason.code == "numbers_missing"]
        for at, text in enumerate(missing):
            issue = TopIssue(position, "major", message("A number is missing"), text)
            yield _Candidate((-2, 0, at, -len(missing), *position), (position, text), issue)


def _family(finding: Finding) -> str:
    return finding.code.partition(".")[0]


def _family_rank(finding: Finding) -> int:
    family = _family(finding)
    return FACT_FAMILIES.index(family) if family in FACT_FAMILIES else len(FACT_FAMILIES)


def _identity(finding: Finding, position: ReportPosition) -> object:
    """Return what the finding on the other side, and those of the same words elsewhere, have in common with it."""
    texts = frozenset(str(text).casefold() for text in (finding.text, finding.evidence.get("text", "")) if text)
    return (finding.code, texts) if texts else (position, finding.code, finding.message)


def _one_line(finding: Finding) -> str:
    """Return the message, after the text that it is about if it does not quote that."""
    quoted = finding.text and finding.text not in finding.message
    text = message("“{words}” — {finding}", words=finding.text, finding=finding.message) if quoted else finding.message
    return " ".join(text.split())
