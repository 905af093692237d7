"""Changes of fact, and what they do to the confidence of a segment: the only place where a finding lowers it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aligner.messages import message
from aligner.text.occurrences import find_free
from aligner.types import SEVERITIES, Finding, Reason, ReasonCode, Segment, Severity, Side, SideSpan

# Families of codes of findings that are changes of fact, as the reason for dropping a segment names them.
FAMILY_MESSAGES = {
    "attribution": "who is quoted", "cause": "a cause", "code": "an identifier", "comparison": "a comparison",
    "currency": "a currency", "date": "a date", "modality": "a certainty", "name": "a name", "negation": "a denial",
    "number": "a number", "percent": "a percentage", "place": "a place", "polarity": "an opposite",
    "quote": "a quotation", "relation": "a relation", "role": "an office", "roles": "who did what", "time": "a time",
    "unit": "a unit",
}  # fmt: skip
# The form of a fact, and a quotation of which nothing is changed that is left.
FORM_CODES = frozenset({"date.trap", "number.format", "quote.shortened"})
TERM_CODES = frozenset({"role.level"})  # the level of an institution is part of its term: "public capital"
# Names are also a matter of spelling and of terms.
NAME_CODES = frozenset({"name.altered", "name.changed", "name.hallucinated", "name.institution"})
MAX_REASONS = 5  # changes of fact that the reasons of a segment list
CHANGED_FACT = "a critical change of fact"
_SHARES: dict[Severity, float] = {"critical": 0.5, "major": 0.8}  # of the confidence that is left
_REASON_MESSAGES: dict[Severity, str] = {
    "critical": "critical change of fact: {finding}",
    "major": "major change of fact: {finding}",
}
_CODES: dict[Severity, ReasonCode] = {"critical": "fact_changed", "major": "fact_doubtful"}
_FACT_REASONS = frozenset({*_CODES.values(), "denied_on_one_side", "names_missing", "numbers_missing", "opposite"})
_SEVERITY_OF: dict[str, Severity] = {code: severity for severity, code in _CODES.items()}


def is_fact(code: str) -> bool:
    """Return whether findings with a code are changes of fact."""
    family = code.partition(".")[0]
    return (
        family in FAMILY_MESSAGES and code not in FORM_CODES | TERM_CODES and (family != "name" or code in NAME_CODES)
    )


def changed_facts(segment: Segment) -> Iterator[Finding]:
    """Yield the critical and then the major changes of fact of a segment."""
    for severity in _SHARES:
        for finding in segment.findings:
            if finding.severity == severity and is_fact(finding.code):
                yield finding


def why_doubted(segment: Segment) -> str:
    """Return why a segment is not to be in a corpus, "" if no fact is critically changed."""
    first = next(changed_facts(segment), None)
    if first is None or first.severity != "critical":
        return ""
    return f"{CHANGED_FACT}: {FAMILY_MESSAGES[first.code.partition('.')[0]]}"


def is_sound_otherwise(segment: Segment, min_confidence: float) -> bool:
    """Return whether only changes of fact make a segment doubtful, which the confidence may have seen by itself."""
    plain = without_facts(segment)
    return plain.confidence >= min_confidence or all(reason.code in _FACT_REASONS for reason in segment.reasons)


def weigh_facts(segment: Segment) -> Segment:
    """Return a segment with the confidence and the reasons that its findings imply, however it was weighed before.

    A critical change of fact leaves half of the confidence, a major one four fifths, so that the order of segments with
    such a change stays.
    """
    plain = without_facts(segment)
    if not (segment.findings and segment.en_text and segment.fr_text):
        return plain
    facts = list(changed_facts(segment))
    if not facts:
        return plain
    confidence = round(plain.confidence * _SHARES[facts[0].severity], 4)
    reasons = tuple(_distinct(_reason(finding, segment) for finding in facts))[:MAX_REASONS]
    shown = {spot for reason in reasons for spot in reason.spots}
    others = tuple(reason for reason in plain.reasons if not reason.spots or not shown.issuperset(reason.spots))
    return plain._replace(confidence=confidence, reasons=(*reasons, *others))


def without_facts(segment: Segment) -> Segment:
    """Return a segment with the confidence that it would have without changes of fact, to within 0.0001."""
    severities = {_SEVERITY_OF[reason.code] for reason in segment.reasons if reason.code in _SEVERITY_OF}
    if not severities:
        return segment
    share = _SHARES[min(severities, key=SEVERITIES.index)]
    reasons = tuple(reason for reason in segment.reasons if reason.code not in _SEVERITY_OF)
    return segment._replace(confidence=round(segment.confidence / share, 4), reasons=reasons)


def _reason(finding: Finding, segment: Segment) -> Reason:
    """Return the reason that a change of fact gives, with the passages of both sides."""
    other: Side = "fr" if finding.side == "en" else "en"
    texts = {finding.side: finding.text, other: str(finding.evidence.get("text", ""))}
    places = {"en": segment.en_text, "fr": segment.fr_text}
    spots = []
    for side in sorted(texts):
        # Offsets refer to the document as it was read, so the passage is searched by its text.
        span = find_free(places[side], texts[side]) if texts[side] else None
        spots += [SideSpan(side, *span)] if span else []
    text = message(_REASON_MESSAGES[finding.severity], finding=finding.message)
    return Reason(_CODES[finding.severity], text, tuple(spots))


def _distinct(reasons: Iterable[Reason]) -> Iterator[Reason]:
    """Yield the reasons without those about the same passages as an earlier one, as both sides report a change."""
    seen: set[SideSpan] = set()
    for reason in reasons:
        if not reason.spots or not seen.issuperset(reason.spots):
            yield reason
        seen.update(reason.spots)
