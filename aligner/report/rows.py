"""Rows of the report: segments with their texts cut at findings, and with notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from aligner.messages import message
from aligner.report.plain_words import describe_drop
from aligner.report.word_links import spots_of
from aligner.text.occurrences import find_free
from aligner.types import DOUBT_THRESHOLD, NOT_TRANSLATED, SEVERITIES, Finding, Segment, Side

SCALE_STEPS = 20  # of the colour scale of confidence: classes c0 to c20 of the style sheet


class Piece(NamedTuple):
    """A piece of text, and the finding that marks it, if any."""

    text: str
    finding: Finding | None = None


class Note(NamedTuple):
    """A remark on a segment, and the spans it refers to, as `aligner.report.word_links` encodes them."""

    text: str
    spots: str = ""


class Row(NamedTuple):
    """A segment as the page shows it; `en` and `fr` are empty if that side has no text."""

    number: int  # in its pair, from 1
    segment: Segment
    en: tuple[Piece, ...]
    fr: tuple[Piece, ...]
    empty: str  # the text of an empty cell
    notes: tuple[Note, ...]
    scale: int  # confidence in steps of 1 / STEPS
    merged: str  # "2–1" if the bead is not 1-1
    doubtful: bool
    severity: str  # of the most severe finding, "" without findings
    findings: tuple[tuple[str, tuple[Finding, ...]], ...]  # by severity, the most severe first
    kinds: tuple[str, ...]  # families of its findings
    links: str  # linked words, as `aligner.report.word_links` encodes them


def make_row(number: int, segment: Segment, links: str = "") -> Row:
    """Make the row of a segment, the `number`-th of its pair."""
    both = bool(segment.en_text and segment.fr_text)
    # The reason of a null is the text of its empty cell.
    reasons = [reason for reason in segment.reasons if both or reason.code != NOT_TRANSLATED.code]
    notes = tuple(Note(reason.text, spots_of(segment, reason)) for reason in reasons)
    if both and not segment.kept:
        notes = (Note(message("dropped: {why}", why=describe_drop(segment.why_dropped))), *notes)
    sizes = [end - start for start, end in segment.bead.spans]
    findings = _by_severity(segment.findings) if segment.findings else ()
    return Row(
        number=number,
        segment=segment,
        en=_pieces(segment.en_text, "en", segment.findings),
        fr=_pieces(segment.fr_text, "fr", segment.findings),
        empty=describe_drop(segment.why_dropped) if segment.why_dropped else message("no text"),
        notes=notes,
        scale=max(0, min(SCALE_STEPS, round(segment.confidence * SCALE_STEPS))),
        merged="" if max(sizes) < 2 else f"{sizes[0]}\N{EN DASH}{sizes[1]}",
        doubtful=is_doubtful(segment),
        severity=findings[0][0] if findings else "",
        findings=findings,
        kinds=tuple(sorted({finding.code.partition(".")[0] for finding in segment.findings})),
        links=links,
    )


def is_doubtful(segment: Segment) -> bool:
    """Return whether a segment should be looked at: it was dropped, or there are doubts about it."""
    return not segment.kept or segment.confidence < DOUBT_THRESHOLD or bool(segment.reasons or segment.findings)


def _by_severity(findings: Iterable[Finding]) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
    grouped = ((name, tuple(found for found in findings if found.severity == name)) for name in SEVERITIES)
    return tuple((name, own) for name, own in grouped if own)


def _pieces(text: str, side: Side, findings: Sequence[Finding]) -> tuple[Piece, ...]:
    """Cut a text at its findings; of two that overlap, only the first is marked."""
    if not findings:
        return (Piece(text),) if text else ()
    spans: list[tuple[int, int, Finding]] = []
    for finding in sorted(findings, key=lambda finding: (finding.start, -finding.end)):
        if finding.side == side and finding.text:
            # Offsets refer to the document as it was read, so the finding is searched by its text.
            taken = [(start, end) for start, end, _ in spans]
            span = find_free(text, finding.text, taken)
            spans += [(*span, finding)] if span else []
    pieces = []
    done = 0
    for start, end, finding in sorted(spans, key=lambda span: span[0]):
        pieces += [Piece(text[done:start]), Piece(text[start:end], finding)]
        done = end
    return tuple(piece for piece in (*pieces, Piece(text[done:])) if piece.text)
