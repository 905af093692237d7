"""Align anew from one segment on, with what people have decided as fixed points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from aligner.alignment.anchors import Anchor
from aligner.encoders import load_encoder
from aligner.errors import ConflictError
from aligner.pipeline.judge import EncodedDocument, align_and_score
from aligner.pipeline.select import select
from aligner.review.restructure import pooled
from aligner.review.session import Session
from aligner.review.units import Part, Unit, find, names
from aligner.settings import Settings
from aligner.types import Document, Segment, Sentence
from aligner.writers.records import segment_record

Row = dict[str, Any]


def plan(board: Session, number: int, unit: str) -> tuple[str, dict[str, Any]]:
    """What a decision to realign from a unit on would hold: its unit and its body.

    All before the unit stays, and all after it that someone has accepted, rejected or changed: units with a
    text on both sides are anchors of the alignment, others are taken out of the texts before it is sought.

    Raises
    ------
    ConflictError
        When nothing is left that could change.
    ModelMissingError
        When the run's encoder is not on this machine.
    """
    found, units = board.run.pairs[number], board.table(number).units
    at = find(units, unit)
    rest = units[at:]
    settings = _settings(board)
    documents = board.run.documents(found)
    pools = pooled(rest)
    apart = [each for each in rest if _is_fixed(each) and (each.segment.bead.moved or not (each.en and each.fr))]
    taken = {part for each in apart for part in (*each.en, *each.fr)}
    sides = [[part for part in pool if part not in taken] for pool in pools]
    if all(_is_fixed(each) for each in rest) or not all(sides):
        raise ConflictError("there is nothing left to align anew from here")
    anchors = [anchor for each in rest if _is_fixed(each) and each not in apart for anchor in _anchors(each, sides)]
    ends = [_side(documents[id], parts, settings.model) for id, parts in zip(found.ids, sides, strict=True)]
    judged = align_and_score(ends[0], ends[1], (0.0, 0.0), settings, anchors=anchors)
    places = [{part: number for number, part in enumerate(pool)} for pool in pools]
    rows = [
        _row(
            [side[slice(*span)] for side, span in zip(sides, segment.bead[:2], strict=True)], places, segment, settings
        )
        for segment in judged.segments
    ]
    rows += [_row((each.en, each.fr), places, each.segment, settings) for each in apart]
    name = names(units)[at]
    return name, {"before": names(units)[at:], "units": _in_order(rows)}


def _is_fixed(unit: Unit) -> bool:
    return bool(unit.verdict or (unit.changed and unit.en and unit.fr))


def _settings(board: Session) -> Settings:
    signature = board.run.corpus.signature
    least = signature.get("min_confidence")
    return Settings(
        model=str(signature.get("model") or ""),
        half=bool(signature.get("half")),
        min_confidence=float(least) if isinstance(least, int | float) else Settings().min_confidence,
    )


def _anchors(unit: Unit, sides: Sequence[Sequence[Part]]) -> list[Anchor]:
    """Steps through a bead that never go back: together they are the bead."""
    en, fr = ([side.index(part) for part in parts] for side, parts in zip(sides, (unit.en, unit.fr), strict=True))
    return [(en[0], j) for j in fr] + [(i, fr[-1]) for i in en[1:]]


def _side(document: Document, parts: Sequence[Part], model: str) -> EncodedDocument:
    sentences = tuple(
        Sentence(part.text, part.sentence.start + part.first, part.sentence.start + part.last, part.sentence.paragraph)
        for part in parts
    )
    # The texts of a translation memory came aligned; a person asks for another alignment now.
    mine = replace(document, sentences=sentences, aligned=None)
    return EncodedDocument(mine, load_encoder(model).encode([sentence.text for sentence in sentences]))


def _row(
    parts: Sequence[Sequence[Part]], places: Sequence[Mapping[Part, int]], segment: Segment, settings: Settings
) -> Row:
    """A unit to be: the numbers of its parts among all, and its segment with the places of its sentences."""
    en, fr = ((own[0].at, own[-1].at + 1) if own else (0, 0) for own in parts)
    chosen = select(segment._replace(bead=segment.bead._replace(en=en, fr=fr)), settings)
    numbers = [[where[part] for part in own] for own, where in zip(parts, places, strict=True)]
    return {"en": numbers[0], "fr": numbers[1], "segment": segment_record(chosen)}


def _in_order(rows: Sequence[Row]) -> list[Row]:
    """English order; what has no English stands behind what holds the French before it."""
    holder = {number: row for row in rows for number in row["fr"]}

    def place(row: Row) -> tuple[int, int]:
        if row["en"]:
            return row["en"][0], -1
        at = row["fr"][0] - 1
        while at in holder and (not holder[at]["en"] or holder[at]["segment"]["moved"]):
            at -= 1
        return (holder[at]["en"][-1] if at in holder else -1), row["fr"][0]

    return sorted(rows, key=place)
