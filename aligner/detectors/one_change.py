"""Report each change once: where several rules see it, and where both versions show it.

Of the findings of one change the most specific is kept, with the severity of the most severe.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aligner.detectors.facts import is_fact
from aligner.detectors.view import Hit, View
from aligner.types import SEVERITIES, Finding, Severity, Span

# Codes that give way to any other of the same words, the most general first.
GENERAL_CODES = (
    "term.wrong", "number.missing", "number.added", "name.missing", "name.hallucinated", "name.altered", "name.changed",
    "comparison.changed", "idiom.changed", "modality.changed",
)  # fmt: skip
NAME_CODES = frozenset({"name.reworded", "name.inconsistent"})  # changed names, found by their words
MAX_MIRRORS = 100  # findings that may mirror another one
_GENERALITY = {code: len(GENERAL_CODES) - place for place, code in enumerate(GENERAL_CODES)}
NOWHERE: Span = (0, 0)


class _Place(NamedTuple):
    """What a finding is compared by.

    here, there : offsets in the document and in the other version; `NOWHERE` if they are a whole passage, or unknown
    """

    code: str
    severity: Severity
    here: Span
    there: Span

    @property
    def rank(self) -> tuple[int, int, int]:
        """How specific it is, the most specific first."""
        return _GENERALITY.get(self.code, 0), SEVERITIES.index(self.severity), self.here[1] - self.here[0]


def distinct_hits(hits: Sequence[Hit], view: View) -> list[Hit]:
    """Return the hits of a document, those of one change as one."""
    passages = {match.here for match in view.matches}, {match.there for match in view.matches}
    chosen = [number for number, hit in enumerate(hits) if not hit.as_read and _is_change(hit)]
    places = []
    for number in chosen:
        hit = hits[number]
        here, there = (
            NOWHERE if span is None or span in known else span
            for span, known in zip((hit.span, hit.proof), passages, strict=True)
        )
        places.append(_Place(hit.rule.code, hit.severity or hit.rule.severity, here, there))
    kept = dict(enumerate(hits))
    for number, severity in _overruled(places):
        if severity is None:
            del kept[chosen[number]]
        else:
            kept[chosen[number]] = hits[chosen[number]]._replace(severity=severity)
    return [kept[number] for number in sorted(kept)]


def _is_change(hit: Hit) -> bool:
    """Return whether a hit is a change of fact, or a hint at one."""
    code = hit.rule.code
    if code.startswith("quote."):
        return False  # the words of a whole quotation
    return is_fact(code) or code in NAME_CODES or (code == "term.wrong" and hit.severity is None)


def _overruled(places: Sequence[_Place]) -> Iterator[tuple[int, Severity | None]]:
    """Yield the numbers of findings that others are reported for, and of the latter with their severity."""
    order = sorted(
        (number for number, place in enumerate(places) if place.here[0] < place.here[1]),
        key=lambda number: places[number].here,
    )
    active, severities = list[int](), dict[int, Severity]()
    for number in order:
        place = places[number]
        active = [other for other in active if places[other].here[1] > place.here[0]]
        same = [other for other in active if _overlap(places[other].there, place.there)]
        best = min((*same, number), key=lambda other: places[other].rank)
        for other in (*same, number):
            if other != best:
                worse = severities.pop(other, places[other].severity)
                severities[best] = min(severities.get(best, places[best].severity), worse, key=SEVERITIES.index)
                yield other, None
        active = [other for other in (*active, number) if other == best or other not in (*same, number)]
    yield from severities.items()


def _overlap(one: Span, two: Span) -> bool:
    """Return whether spans overlap; one that is not known may be anywhere."""
    return NOWHERE in (one, two) or (one[0] < two[1] and two[0] < one[1])


def unmirrored(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings of two versions in two languages, those that mirror one of the other side left out.

    A finding mirrors another if both are changes and each has the words of the other as its evidence.
    """
    placed = [finding for finding in findings if finding.evidence.get("document")]
    english = [finding for finding in placed if finding.side == "en"]
    french = sorted((finding for finding in placed if finding.side == "fr"), key=lambda finding: finding.start)
    starts = [finding.start for finding in french]
    longest = max((finding.end - finding.start for finding in french), default=0)
    dropped = set[int]()
    for one in english:
        start, end = _proof(one)
        first, last = bisect_left(starts, start - longest), bisect_left(starts, end)
        for two in french[first : min(last, first + MAX_MIRRORS)]:
            if id(two) not in dropped and _mirror(one, two):
                worse = one if _rank(one) > _rank(two) else two
                dropped.add(id(worse))
                if worse is one:
                    break
    return [finding for finding in findings if id(finding) not in dropped]


def _proof(finding: Finding) -> Span:
    return int(str(finding.evidence["start"])), int(str(finding.evidence["end"]))


def _rank(finding: Finding) -> tuple[int, int]:
    return SEVERITIES.index(finding.severity), _GENERALITY.get(finding.code, 0)


def _mirror(one: Finding, two: Finding) -> bool:
    """Return whether two findings overlap on both sides, and one of them has no more words than the other shows."""
    if one.code != two.code and not all(
        is_fact(code) and not code.startswith("quote.") for code in (one.code, two.code)
    ):
        return False
    spans = [(finding.start, finding.end) for finding in (one, two)]
    proofs = [_proof(two), _proof(one)]
    pairs = list(zip(spans, proofs, strict=True))
    within = any(proof[0] <= span[0] and span[1] <= proof[1] for span, proof in pairs)
    return within and all(span[0] < proof[1] and proof[0] < span[1] for span, proof in pairs)
