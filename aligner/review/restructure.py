"""Decisions that change which sentences are one unit; each sentence stays in exactly one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligner.detectors.facts import weigh_facts, without_facts
from aligner.errors import ConflictError
from aligner.messages import message
from aligner.review.decision import Decision
from aligner.review.units import (
    Part,
    Unit,
    bead_of_parts,
    join_parts,
    join_texts,
    new_unit,
    parts_key,
    unit_names,
)
from aligner.types import SIDES, Side
from aligner.types.units import reshaped
from aligner.writers.plain_data import segment_of

Units = tuple[Unit, ...]
Splice = tuple[int, int, Units]  # units from the first index to before the second are replaced by these

MOVE_MESSAGES = {True: "there is no next segment to move it to", False: "there is no previous segment to move it to"}


def merge(units: Units, index: int, decision: Decision) -> Splice:
    """Merge a unit and the next one."""
    if index + 1 == len(units):
        raise ConflictError(message("there is no next segment to merge with"))
    one, two = units[index : index + 2]
    # The reviewer meant the next unit that was on the page; the log may have another one by now.
    if decision.body.get("next") not in (None, unit_names(units)[index + 1]):
        raise ConflictError(message("the next segment is another now"))
    en, fr = join_parts(one.en + two.en), join_parts(one.fr + two.fr)
    plain_one, plain_two = without_facts(one.segment), without_facts(two.segment)
    segment = one.segment._replace(
        en_text=_merged_text(one, two, "en", en),
        fr_text=_merged_text(one, two, "fr", fr),
        bead=bead_of_parts(en, fr, one.segment.bead)._replace(moved=one.segment.bead.moved and two.segment.bead.moved),
        confidence=min(plain_one.confidence, plain_two.confidence),
        reasons=tuple(
            dict.fromkeys(reason._replace(spots=()) for own in (plain_one, plain_two) for reason in own.reasons)
        ),
        findings=one.segment.findings + two.segment.findings,
        sources=(),
        unit=reshaped(one.segment.unit, two.segment.unit),
    )
    merged = new_unit(weigh_facts(segment), en, fr)._replace(
        comments=one.comments + two.comments,
        dismissals=one.dismissals + two.dismissals,
        changed_by=tuple(dict.fromkeys((*one.changed_by, *two.changed_by, decision.reviewer))),
    )
    return index, index + 2, (merged,)


def split(units: Units, index: int, decision: Decision) -> Splice:
    """Split a unit in two, each text at a character offset, which may be inside a sentence."""
    unit = units[index]
    en, fr = (_cut(unit, side, decision.offset(side)) for side in SIDES)
    halves, plain = [], without_facts(unit.segment)
    for half in (0, 1):
        (en_text, en_parts), (fr_text, fr_parts) = en[half], fr[half]
        if not (en_text or fr_text) or not (en_parts or fr_parts):
            raise ConflictError(message("one half would be empty; put the cursor where the second half begins"))
        texts = {"en": en_text, "fr": fr_text}
        segment = plain._replace(
            en_text=en_text,
            fr_text=fr_text,
            bead=bead_of_parts(en_parts, fr_parts, unit.segment.bead),
            reasons=(),
            # A finding without words, such as an omission, stays with the first half.
            findings=tuple(f for f in unit.segment.findings if (f.text in texts[f.side] if f.text else not half)),
            sources=(),
            unit=reshaped(unit.segment.unit),
        )
        new = new_unit(weigh_facts(segment), en_parts, fr_parts)._replace(
            comments=unit.comments if not half else (),
            dismissals=unit.dismissals,
            changed_by=tuple(dict.fromkeys((*unit.changed_by, decision.reviewer))),
        )
        halves.append(new)
    return index, index + 1, tuple(halves)


def move(units: Units, index: int, decision: Decision) -> Splice:
    """Move the last sentence of a side to the next unit, or the first one to the previous unit."""
    side, forward = decision.side, decision.body.get("way") != "previous"
    other = _neighbour(units, index, 1 if forward else -1)
    giver, taker = units[index], units[other]
    own = _parts(giver, side)
    if not own:
        raise ConflictError(message("there is no sentence on that side"))
    if side in giver.edited_sides:
        raise ConflictError(message("its text was edited: undo the edit, or cut the words here and paste them there"))
    part = own[-1] if forward else own[0]
    findings = tuple(f for f in giver.segment.findings if f.side == side and f.text and f.text in part.text)
    # Nobody chose what is left, so it is not marked as changed: a realignment may find other partners for it.
    left = _with_parts(giver, side, own[:-1] if forward else own[1:])
    rest_findings = tuple(finding for finding in left.segment.findings if finding not in findings)
    left = left._replace(segment=weigh_facts(left.segment._replace(findings=rest_findings)))
    empty = not (left.en or left.fr)
    text = _text(taker, side) if side in taker.edited_sides else None
    if text is not None:
        text = " ".join(filter(None, (part.text, text) if forward else (text, part.text)))
    given = _with_parts(taker, side, join_parts((*_parts(taker, side), part)), text)
    given = given._replace(
        changed_by=tuple(dict.fromkeys((*taker.changed_by, decision.reviewer))),
        segment=weigh_facts(given.segment._replace(findings=given.segment.findings + findings)),
        dismissals=given.dismissals + giver.dismissals,
        comments=given.comments + (giver.comments if empty else ()),
    )
    between = units[min(index, other) + 1 : max(index, other)]
    rest = () if empty else (left,)
    new = (*rest, *between, given) if forward else (given, *between, *rest)
    return min(index, other), max(index, other) + 1, new


def replace_realigned(units: Units, index: int, decision: Decision) -> Splice:
    """Replace units by those that `aligner.review.realign` found for their sentences."""
    before = decision.body["before"]
    if unit_names(units)[index : index + len(before)] != before:
        raise ConflictError(message("the segments that were realigned have changed since"))
    old = units[index : index + len(before)]
    pools = pool_parts(old)
    known = {(unit.en, unit.fr): unit for unit in old}
    new = []
    for row in decision.body["units"]:
        en, fr = (tuple(pool[number] for number in row[side]) for pool, side in zip(pools, SIDES, strict=True))
        unit = new_unit(segment_of(row["segment"]), en, fr)
        new.append(known.get((en, fr), unit))
    for side, pool in zip(SIDES, pools, strict=True):
        if sorted(part for unit in new for part in _parts(unit, side)) != pool:
            raise ConflictError(message("the new alignment does not have each sentence once"))
    return index, index + len(before), tuple(new)


def pool_parts(units: Units) -> tuple[list[Part], list[Part]]:
    """Return the parts of both sides of some units, in the order of their documents."""
    return sorted(part for unit in units for part in unit.en), sorted(part for unit in units for part in unit.fr)


def _parts(unit: Unit, side: Side) -> tuple[Part, ...]:
    return unit.en if side == "en" else unit.fr


def _text(unit: Unit, side: Side) -> str:
    return unit.segment.en_text if side == "en" else unit.segment.fr_text


def _merged_text(one: Unit, two: Unit, side: Side, parts: Sequence[Part]) -> str:
    if side in (*one.edited_sides, *two.edited_sides):
        return " ".join(filter(None, (_text(one, side), _text(two, side))))
    return join_texts(parts)


def _neighbour(units: Units, index: int, step: int) -> int:
    """Return the index of the next unit in a direction, moved beads aside, because they break the text order."""
    other = index + step
    while 0 <= other < len(units) and units[other].segment.bead.moved:
        other += step
    if not 0 <= other < len(units):
        raise ConflictError(message(MOVE_MESSAGES[step > 0]))
    return other


def _with_parts(unit: Unit, side: Side, parts: tuple[Part, ...], text: str | None = None) -> Unit:
    """Return the unit with other parts on one side, and without verdicts."""
    en, fr = (parts, unit.fr) if side == "en" else (unit.en, parts)
    text = join_texts(parts) if text is None else text
    segment = without_facts(unit.segment)._replace(
        en_text=text if side == "en" else unit.segment.en_text,
        fr_text=text if side == "fr" else unit.segment.fr_text,
        bead=bead_of_parts(en, fr, unit.segment.bead),
        reasons=(),
        sources=(),
        unit=reshaped(unit.segment.unit),
    )
    return unit._replace(en=en, fr=fr, segment=weigh_facts(segment), key=parts_key(en, fr), verdicts=())


def _cut(unit: Unit, side: Side, offset: int) -> tuple[tuple[str, tuple[Part, ...]], tuple[str, tuple[Part, ...]]]:
    """Return the text and parts of both halves of a side; the parts of an edited text are cut in proportion."""
    text, parts = _text(unit, side), _parts(unit, side)
    offset = max(0, min(len(text), offset))
    halves = text[:offset].strip(), text[offset:].strip()
    own = join_texts(parts)
    if own != text:
        wanted = round(offset * len(own) / max(1, len(text)))
        spaces = [0, *(index for index, char in enumerate(own) if char == " "), len(own)]
        offset = min(spaces, key=lambda space: abs(space - wanted))
    return (halves[0], tuple(_before(parts, offset))), (halves[1], tuple(_after(parts, offset)))


def _before(parts: Sequence[Part], offset: int) -> Iterator[Part]:
    for part in parts:
        yield from _trimmed(part, part.start, min(part.end, part.start + offset))
        offset -= len(part.text) + 1


def _after(parts: Sequence[Part], offset: int) -> Iterator[Part]:
    for part in parts:
        yield from _trimmed(part, max(part.start, part.start + offset), part.end)
        offset -= len(part.text) + 1


def _trimmed(part: Part, start: int, end: int) -> Iterator[Part]:
    """Yield the part from `start` to `end` without surrounding spaces, unless nothing is left."""
    text = part.sentence.text[start:end] if start < end else ""
    if text.strip():
        yield part._replace(start=start + len(text) - len(text.lstrip()), end=start + len(text.rstrip()))
