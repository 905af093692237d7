"""A segment made ready to be shown: its texts cut where findings stand, and what is to be said of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from aligner.report.word_links import spots_of
from aligner.types import NOT_TRANSLATED, Finding, Segment, Side

DOUBT = 0.8  # confidence below which a person should look
STEPS = 20  # of the scale of confidence: classes c0 to c20 of the style sheet
_SPACE = re.compile(r"\s")


class Piece(NamedTuple):
    """A stretch of text, and the finding that it is, if any."""

    text: str
    finding: Finding | None = None


class Note(NamedTuple):
    """Something said of a segment, and where it shows, see `aligner.report.word_links`."""

    text: str
    spots: str = ""


class Row(NamedTuple):
    """A segment as the page shows it; `en` and `fr` are empty where that side has nothing."""

    number: int  # in its pair, from 1
    segment: Segment
    en: tuple[Piece, ...]
    fr: tuple[Piece, ...]
    empty: str  # what stands in the empty cell
    notes: tuple[Note, ...]
    scale: int  # confidence in steps of 1 / STEPS
    merged: str  # "2–1" where a bead is not 1-1
    doubtful: bool
    worst: str  # the gravest severity, "" without findings
    kinds: tuple[str, ...]  # families of its findings
    links: str  # words that belong together, see `aligner.report.word_links`


def row(number: int, segment: Segment, links: str = "") -> Row:
    """Make a segment ready to be shown, `number` being its place in its pair."""
    both = bool(segment.en_text and segment.fr_text)
    # A null's reason stands in its empty cell.
    notes = tuple(Note(why.text, spots_of(segment, why)) for why in segment.reasons if both or why != NOT_TRANSLATED)
    if both and not segment.kept:
        notes = (Note(f"dropped: {segment.why_dropped}"), *notes)
    sizes = [end - start for start, end in segment.bead[:2]]
    found = {finding.severity for finding in segment.findings}
    return Row(
        number=number,
        segment=segment,
        en=_pieces(segment.en_text, "en", segment.findings),
        fr=_pieces(segment.fr_text, "fr", segment.findings),
        empty=segment.why_dropped or "nothing here",
        notes=notes,
        scale=max(0, min(STEPS, round(segment.confidence * STEPS))),
        merged="" if max(sizes) < 2 else f"{sizes[0]}\N{EN DASH}{sizes[1]}",
        doubtful=not segment.kept or segment.confidence < DOUBT or bool(segment.reasons or segment.findings),
        worst=next((each for each in ("critical", "major", "minor") if each in found), ""),
        kinds=tuple(sorted({finding.code.partition(".")[0] for finding in segment.findings})),
        links=links,
    )


def _pieces(text: str, side: Side, findings: Iterable[Finding]) -> tuple[Piece, ...]:
    """The text cut at its findings; of two that overlap the first is marked."""
    places: list[tuple[int, int, Finding]] = []
    for finding in sorted(findings, key=lambda finding: (finding.start, -finding.end)):
        if finding.side == side and finding.text:
            # Offsets are into the document as it was read, so the text is looked for.
            taken = [(start, end) for start, end, _ in places]
            found = _place(text, finding.text, taken)
            places += [(*found, finding)] if found else []
    pieces = []
    at = 0
    for start, end, finding in sorted(places, key=lambda place: place[0]):
        pieces += [Piece(text[at:start]), Piece(text[start:end], finding)]
        at = end
    return tuple(piece for piece in (*pieces, Piece(text[at:])) if piece.text)


def _place(text: str, wanted: str, taken: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """Where `wanted` first stands free of what is taken, as a word by itself if it can be."""
    # Cleaning may have changed one space for another.
    text, wanted = _SPACE.sub(" ", text), _SPACE.sub(" ", wanted)
    start = text.find(wanted)
    inside: tuple[int, int] | None = None
    while start >= 0:
        end = start + len(wanted)
        if all(end <= other or start >= stop for other, stop in taken):
            if not (wanted[0].isalnum() and text[:start][-1:].isalnum()) and not (
                wanted[-1].isalnum() and text[end : end + 1].isalnum()
            ):
                return start, end
            inside = inside or (start, end)
        start = text.find(wanted, start + 1)
    return inside
