"""Realign a pair from one segment on, with the decisions of reviewers as fixed points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from aligner.alignment.anchors import Anchor
from aligner.encoders import load_encoder
from aligner.encoders.encoded import EncodedDocument
from aligner.errors import ConflictError
from aligner.messages import message, messages_in
from aligner.pipeline.calibrate import signed_layer
from aligner.pipeline.judge import judge
from aligner.pipeline.select import select
from aligner.review.restructure import pool_parts
from aligner.review.session import Session
from aligner.review.units import Part, Unit, find_unit, unit_names
from aligner.settings import Settings
from aligner.types import Document, Segment, Sentence
from aligner.writers.plain_data import segment_record

Row = dict[str, Any]


def plan_realignment(session: Session, number: int, unit: str) -> tuple[str, dict[str, Any]]:
    """Return the unit and the body of a decision to realign from a unit on.

    Everything before the unit stays, and so do later units that were accepted, rejected or changed: those with
    a text on both sides are anchors of the alignment, the others are removed from the texts for the search.

    Raises
    ------
    ConflictError
        When there is nothing left to realign.
    ModelMissingError
        When the encoder of the run is not on this machine.
    """
    units = session.state(number).units
    entry = session.run.pairs[number]
    index = find_unit(units, unit)
    rest = units[index:]
    settings = _settings(session)
    documents = session.run.documents(entry)
    pools = pool_parts(rest)
    # These stay, but the alignment cannot hold them: moved units, and nulls that someone decided on.
    removed = [unit for unit in rest if _is_fixed(unit) and (unit.segment.bead.moved or not (unit.en and unit.fr))]
    removed_parts = {part for unit in removed for part in (*unit.en, *unit.fr)}
    sides = [[part for part in pool if part not in removed_parts] for pool in pools]
    if all(_is_fixed(unit) for unit in rest) or not all(sides):
        raise ConflictError(message("there is nothing left to realign from here"))
    anchors = [anchor for unit in rest if _is_fixed(unit) and unit not in removed for anchor in _anchors(unit, sides)]
    en, fr = (_encode(documents[id], parts, settings.model) for id, parts in zip(entry.ids, sides, strict=True))
    layer = signed_layer(session.run.corpus.signature)
    with messages_in(session.run.language):
        segments = judge(en, fr, (0.0, 0.0), settings, anchors=anchors, layer=layer).segments
    numbers = [{part: number for number, part in enumerate(pool)} for pool in pools]
    rows = []
    for segment in segments:
        parts = [side[slice(*span)] for side, span in zip(sides, segment.bead.spans, strict=True)]
        rows.append(_row(parts, numbers, segment, settings))
    rows += [_row((unit.en, unit.fr), numbers, unit.segment, settings) for unit in removed]
    names = unit_names(units)[index:]
    return names[0], {"before": names, "units": _in_order(rows)}


def _is_fixed(unit: Unit) -> bool:
    return bool(unit.verdict or (unit.changed_by and unit.en and unit.fr))


def _settings(session: Session) -> Settings:
    signature = session.run.corpus.signature
    min_confidence = signature.get("min_confidence")
    return Settings(
        model=str(signature.get("model") or ""),
        half=bool(signature.get("half")),
        min_confidence=(
            float(min_confidence) if isinstance(min_confidence, int | float) else Settings().min_confidence
        ),
        keep_critical=bool(signature.get("keep_critical")),
    )


def _anchors(unit: Unit, sides: Sequence[Sequence[Part]]) -> list[Anchor]:
    """Return pairs of sentence numbers, rising on both sides, that together make up the bead of a unit."""
    en, fr = ([side.index(part) for part in parts] for side, parts in zip(sides, (unit.en, unit.fr), strict=True))
    return [(en[0], j) for j in fr] + [(i, fr[-1]) for i in en[1:]]


def _encode(document: Document, parts: Sequence[Part], model: str) -> EncodedDocument:
    sentences = tuple(
        Sentence(part.text, part.sentence.start + part.start, part.sentence.start + part.end, part.sentence.paragraph)
        for part in parts
    )
    # A translation memory has an alignment of its own, but the reviewer asks for another one.
    unaligned = replace(document, sentences=sentences, aligned=None)
    return EncodedDocument(unaligned, load_encoder(model).encode([sentence.text for sentence in sentences]))


def _row(
    parts: Sequence[Sequence[Part]], numbers: Sequence[Mapping[Part, int]], segment: Segment, settings: Settings
) -> Row:
    """Return a new unit: the numbers of its parts in the pools, and its segment with the numbers of its sentences."""
    en, fr = ((own[0].number, own[-1].number + 1) if own else (0, 0) for own in parts)
    selected = select(segment._replace(bead=segment.bead._replace(en=en, fr=fr)), settings)
    en_numbers, fr_numbers = ([by_part[part] for part in own] for own, by_part in zip(parts, numbers, strict=True))
    return {"en": en_numbers, "fr": fr_numbers, "segment": segment_record(selected)}


def _in_order(rows: Sequence[Row]) -> list[Row]:
    """Sort rows by their English; one without English follows the row that has the preceding French."""
    holders = {number: row for row in rows for number in row["fr"]}

    def place(row: Row) -> tuple[int, int]:
        if row["en"]:
            return row["en"][0], -1
        number = row["fr"][0] - 1
        while number in holders and (not holders[number]["en"] or holders[number]["segment"]["moved"]):
            number -= 1
        return (holders[number]["en"][-1] if number in holders else -1), row["fr"][0]

    return sorted(rows, key=place)
