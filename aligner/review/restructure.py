"""Decisions that change which sentences belong together; each sentence stays in exactly one unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligner.errors import ConflictError
from aligner.review.decision import Decision
from aligner.review.units import Part, Unit, bead_of, key_of, names, ordered, text_of, unit_of
from aligner.types import SIDES, Finding, Reason, Side
from aligner.writers.records import segment_of

Units = tuple[Unit, ...]
Spliced = tuple[int, int, Units]  # the units from the first to before the last give way to these


def merge(units: Units, at: int, decision: Decision) -> Spliced:
    """Make one unit of this and the next."""
    if at + 1 == len(units):
        raise ConflictError("there is no next segment to merge with")
    one, two = units[at : at + 2]
    # A unit whose next is another than its reviewer saw is merged with nothing.
    if decision.body.get("next") not in (None, names(units)[at + 1]):
        raise ConflictError("the next segment is another now")
    en, fr = ordered(one.en + two.en), ordered(one.fr + two.fr)
    segment = one.segment._replace(
        en_text=_joined(one, two, "en", en),
        fr_text=_joined(one, two, "fr", fr),
        bead=bead_of(en, fr, one.segment.bead)._replace(moved=one.segment.bead.moved and two.segment.bead.moved),
        confidence=min(one.segment.confidence, two.segment.confidence),
        reasons=tuple(dict.fromkeys(Reason(why.text) for each in (one, two) for why in each.segment.reasons)),
        findings=one.segment.findings + two.segment.findings,
        sources=(),
    )
    changed = tuple(dict.fromkeys((*one.changed, *two.changed, decision.reviewer)))
    whole = Unit(en, fr, segment, key_of(en, fr), (), one.comments + two.comments, one.marks + two.marks, changed)
    return at, at + 2, (whole,)


def split(units: Units, at: int, decision: Decision) -> Spliced:
    """Make two units of one, each text cut at a place; a sentence may be cut, too."""
    unit = units[at]
    en, fr = (_cut(unit, side, decision.place(side)) for side in SIDES)
    halves = []
    for half in (0, 1):
        (en_text, en_parts), (fr_text, fr_parts) = en[half], fr[half]
        if not (en_text or fr_text) or not (en_parts or fr_parts):
            raise ConflictError("one half would be empty; put the cursor where the second half begins")
        texts = {"en": en_text, "fr": fr_text}
        segment = unit.segment._replace(
            en_text=en_text,
            fr_text=fr_text,
            bead=bead_of(en_parts, fr_parts, unit.segment.bead),
            reasons=(),
            # What has no words, such as an omission, stays with the first half.
            findings=tuple(f for f in unit.segment.findings if (f.text in texts[f.side] if f.text else not half)),
            sources=(),
        )
        comments = unit.comments if not half else ()
        changed = tuple(dict.fromkeys((*unit.changed, decision.reviewer)))
        key = key_of(en_parts, fr_parts)
        halves.append(Unit(en_parts, fr_parts, segment, key, (), comments, unit.marks, changed))
    return at, at + 1, tuple(halves)


def move(units: Units, at: int, decision: Decision) -> Spliced:
    """Give the last sentence of a side to the next unit, or the first to the previous one."""
    side, on = decision.side, decision.body.get("way") != "previous"
    there = _neighbour(units, at, 1 if on else -1)
    giver, taker = units[at], units[there]
    own = _parts(giver, side)
    if not own:
        raise ConflictError("there is no sentence on that side")
    if side in giver.edited:
        raise ConflictError("its text was edited: undo the edit, or cut the words here and paste them there")
    part = own[-1] if on else own[0]
    along = tuple(f for f in giver.segment.findings if f.side == side and f.text and f.text in part.text)
    # What is left was not chosen by anyone: a later search may find other partners for it.
    left = _remade(giver, side, own[:-1] if on else own[1:])._replace(changed=giver.changed)
    left = left._replace(segment=left.segment._replace(findings=_less(left.segment.findings, along)))
    gone = not (left.en or left.fr)
    text = _text(taker, side) if side in taker.edited else None
    if text is not None:
        text = " ".join(filter(None, (part.text, text) if on else (text, part.text)))
    given = _remade(taker, side, ordered((*_parts(taker, side), part)), text)
    given = given._replace(
        changed=tuple(dict.fromkeys((*taker.changed, decision.reviewer))),
        segment=given.segment._replace(findings=given.segment.findings + along),
        marks=given.marks + giver.marks,
        comments=given.comments + (giver.comments if gone else ()),
    )
    between = units[min(at, there) + 1 : max(at, there)]
    rest = () if gone else (left,)
    return min(at, there), max(at, there) + 1, (*rest, *between, given) if on else (given, *between, *rest)


def realigned(units: Units, at: int, decision: Decision) -> Spliced:
    """Put what `aligner.review.realign` found in the place of the units that it looked at."""
    before = decision.body["before"]
    if names(units)[at : at + len(before)] != before:
        raise ConflictError("what was aligned anew has changed since")
    old = units[at : at + len(before)]
    pools = pooled(old)
    known = {(unit.en, unit.fr): unit for unit in old}
    new = []
    for row in decision.body["units"]:
        en, fr = (tuple(pool[number] for number in row[side]) for pool, side in zip(pools, SIDES, strict=True))
        unit = unit_of(segment_of(row["segment"]), en, fr)
        new.append(known.get((en, fr), unit))
    for side, pool in zip(SIDES, pools, strict=True):
        if sorted(part for unit in new for part in _parts(unit, side)) != pool:
            raise ConflictError("the new alignment does not hold each sentence once")
    return at, at + len(before), tuple(new)


def pooled(units: Units) -> tuple[list[Part], list[Part]]:
    """The parts of both sides of some units, in the order of their documents."""
    return sorted(part for unit in units for part in unit.en), sorted(part for unit in units for part in unit.fr)


def _parts(unit: Unit, side: Side) -> tuple[Part, ...]:
    return unit.en if side == "en" else unit.fr


def _text(unit: Unit, side: Side) -> str:
    return unit.segment.en_text if side == "en" else unit.segment.fr_text


def _joined(one: Unit, two: Unit, side: Side, parts: Sequence[Part]) -> str:
    if side in (*one.edited, *two.edited):
        return " ".join(filter(None, (_text(one, side), _text(two, side))))
    return text_of(parts)


def _less(findings: Sequence[Finding], others: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(found for found in findings if found not in others)


def _neighbour(units: Units, at: int, step: int) -> int:
    """The next unit that way that keeps the order of the text."""
    there = at + step
    while 0 <= there < len(units) and units[there].segment.bead.moved:
        there += step
    if not 0 <= there < len(units):
        raise ConflictError(f"there is no {'next' if step > 0 else 'previous'} segment to move it to")
    return there


def _remade(unit: Unit, side: Side, parts: tuple[Part, ...], text: str | None = None) -> Unit:
    """The unit with other parts on one side: nobody has judged it yet."""
    en, fr = (parts, unit.fr) if side == "en" else (unit.en, parts)
    shown = text_of(parts) if text is None else text
    segment = unit.segment._replace(
        en_text=shown if side == "en" else unit.segment.en_text,
        fr_text=shown if side == "fr" else unit.segment.fr_text,
        bead=bead_of(en, fr, unit.segment.bead),
        reasons=(),
        sources=(),
    )
    return unit._replace(en=en, fr=fr, segment=segment, key=key_of(en, fr), verdicts=())


def _cut(unit: Unit, side: Side, place: int) -> tuple[tuple[str, tuple[Part, ...]], tuple[str, tuple[Part, ...]]]:
    """Both halves of a side, text and parts; of an edited one the sentences are cut about where the text is."""
    text, parts = _text(unit, side), _parts(unit, side)
    place = max(0, min(len(text), place))
    halves = text[:place].strip(), text[place:].strip()
    own = text_of(parts)
    if own != text:
        wanted = round(place * len(own) / max(1, len(text)))
        spaces = [0, *(at for at, letter in enumerate(own) if letter == " "), len(own)]
        place = min(spaces, key=lambda at: abs(at - wanted))
    return (halves[0], tuple(_before(parts, place))), (halves[1], tuple(_after(parts, place)))


def _before(parts: Sequence[Part], place: int) -> Iterator[Part]:
    for part in parts:
        yield from _piece(part, part.first, min(part.last, part.first + place))
        place -= len(part.text) + 1


def _after(parts: Sequence[Part], place: int) -> Iterator[Part]:
    for part in parts:
        yield from _piece(part, max(part.first, part.first + place), part.last)
        place -= len(part.text) + 1


def _piece(part: Part, first: int, last: int) -> Iterator[Part]:
    """From the first to the last letter that is no space, if there is any."""
    own = part.sentence.text[first:last] if first < last else ""
    if own.strip():
        yield part._replace(first=first + len(own) - len(own.lstrip()), last=first + len(own.rstrip()))
