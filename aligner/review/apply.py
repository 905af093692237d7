"""What a decision does to the units of its pair: pure, so that the log of decisions is all that need be kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aligner.errors import ConflictError
from aligner.review.decision import Decision
from aligner.review.restructure import Spliced, Units, merge, move, realigned, split
from aligner.review.units import ACCEPTED, REJECTED, Dismissal, find

WORDS = {"accept": ACCEPTED, "reject": REJECTED}


def apply(units: Units, decision: Decision) -> Units:
    """The units after a decision.

    Raises
    ------
    ConflictError
        When the decision does not fit the units as they are.
    """
    change = CHANGES.get(decision.verb)
    if change is None:
        raise ConflictError(f"{decision.verb[:40]!r} is nothing that can be decided; there are {', '.join(CHANGES)}")
    at = find(units, decision.unit)
    try:
        first, last, new = change(units, at, decision)
    except (KeyError, IndexError, TypeError, ValueError) as error:  # a body that is not ours
        raise ConflictError(f"the decision to {decision.verb} is damaged") from error
    return (*units[:first], *new, *units[last:])


def judge(units: Units, at: int, decision: Decision) -> Spliced:
    """Accept or reject a unit, or take one's word back."""
    unit, who = units[at], decision.reviewer
    others = tuple(verdict for verdict in unit.verdicts if verdict[0] != who)
    mine = ((who, WORDS[decision.verb]),) if decision.verb in WORDS else ()
    return at, at + 1, (unit._replace(verdicts=(*others, *mine)),)


def comment(units: Units, at: int, decision: Decision) -> Spliced:
    """Say something of a unit, in place of what one said before."""
    text = decision.text("text").strip()
    others = tuple(each for each in units[at].comments if each[0] != decision.reviewer)
    mine = ((decision.reviewer, text),) if text else ()
    return at, at + 1, (units[at]._replace(comments=(*others, *mine)),)


def dismiss(units: Units, at: int, decision: Decision) -> Spliced:
    """Say that a finding is no error."""
    unit = units[at]
    mark = Dismissal(decision.text("code"), decision.side, decision.text("text"), decision.reviewer)
    if not any((found.code, found.side, found.text) == mark[:3] for found in unit.segment.findings):
        raise ConflictError("there is no such finding")
    return at, at + 1, (unit._replace(marks=(*unit.marks, mark)),)


def edit(units: Units, at: int, decision: Decision) -> Spliced:
    """Give one side of a unit another text; others' verdicts were on the old one."""
    unit, side = units[at], decision.side
    text = " ".join(decision.text("text").split())
    if not text and not (unit.segment.fr_text if side == "en" else unit.segment.en_text):
        raise ConflictError("a segment needs a text on one side")
    segment = unit.segment._replace(
        en_text=text if side == "en" else unit.segment.en_text,
        fr_text=text if side == "fr" else unit.segment.fr_text,
        # What was said of words that are no longer there is no longer true.
        findings=tuple(found for found in unit.segment.findings if found.side != side or found.text in text),
        reasons=(),
    )
    mine = tuple(verdict for verdict in unit.verdicts if verdict[0] == decision.reviewer)
    changed = tuple(dict.fromkeys((*unit.changed, decision.reviewer)))
    return at, at + 1, (unit._replace(segment=segment, verdicts=mine, changed=changed),)


CHANGES: Mapping[str, Callable[[Units, int, Decision], Spliced]] = {
    "accept": judge,
    "reject": judge,
    "reopen": judge,
    "edit": edit,
    "merge": merge,
    "split": split,
    "move": move,
    "dismiss": dismiss,
    "comment": comment,
    "realign": realigned,
}
