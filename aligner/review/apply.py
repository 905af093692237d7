"""Apply a decision to the units of its pair.

The functions are pure, so the log of decisions is all that has to be stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from aligner.detectors.facts import weigh_facts, without_facts
from aligner.errors import ConflictError
from aligner.messages import message
from aligner.review.decision import Decision
from aligner.review.restructure import Splice, Units, merge, move, replace_realigned, split
from aligner.review.units import ACCEPTED, REJECTED, Dismissal, find_unit
from aligner.types import Finding, Side
from aligner.types.units import reworded
from aligner.writers.plain_data import segment_of

_SPACES = re.compile("[^\\S\u00a0\u202f]+")
VERDICTS = {"accept": ACCEPTED, "reject": REJECTED}


def apply(units: Units, decision: Decision) -> Units:
    """Return the units after a decision.

    Raises
    ------
    ConflictError
        When the decision does not fit the units as they are.
    """
    change = CHANGES.get(decision.verb)
    if change is None:
        raise ConflictError(f"there is no decision {decision.verb[:40]!r}; there are {', '.join(CHANGES)}")
    index = find_unit(units, decision.unit)
    try:
        first, last, new = change(units, index, decision)
    except (KeyError, IndexError, TypeError, ValueError) as error:  # a body that this program did not write
        raise ConflictError(f"the decision to {decision.verb} is damaged") from error
    return (*units[:first], *new, *units[last:])


def set_verdict(units: Units, index: int, decision: Decision) -> Splice:
    """Accept or reject a unit, or withdraw the reviewer's verdict."""
    unit, reviewer = units[index], decision.reviewer
    others = tuple(verdict for verdict in unit.verdicts if verdict[0] != reviewer)
    own = ((reviewer, VERDICTS[decision.verb]),) if decision.verb in VERDICTS else ()
    return index, index + 1, (unit._replace(verdicts=(*others, *own)),)


def comment(units: Units, index: int, decision: Decision) -> Splice:
    """Comment on a unit, replacing the reviewer's earlier comment."""
    text = decision.text("text").strip()
    others = tuple(comment for comment in units[index].comments if comment[0] != decision.reviewer)
    own = ((decision.reviewer, text),) if text else ()
    return index, index + 1, (units[index]._replace(comments=(*others, *own)),)


def dismiss(units: Units, index: int, decision: Decision) -> Splice:
    """Dismiss a finding as no error."""
    unit = units[index]
    dismissal = Dismissal(decision.text("code"), decision.side, decision.text("text"), decision.reviewer)
    if not any(dismissal.applies_to(finding) for finding in unit.segment.findings):
        raise ConflictError(message("there is no such finding"))
    return index, index + 1, (unit._replace(dismissals=(*unit.dismissals, dismissal)),)


def edit(units: Units, index: int, decision: Decision) -> Splice:
    """Replace the text of one side of a unit, which the reviewer accepts so; verdicts were on the old text.

    The body may have the segment as it was scored with these texts.
    """
    unit, side = units[index], decision.side
    text = edited_text(decision.text("text"))
    if not text and not (unit.segment.fr_text if side == "en" else unit.segment.en_text):
        raise ConflictError(message("a segment needs a text on one side"))
    segment = without_facts(unit.segment)._replace(
        en_text=text if side == "en" else unit.segment.en_text,
        fr_text=text if side == "fr" else unit.segment.fr_text,
        # Findings on words that are gone no longer hold.
        findings=tuple(found for found in unit.segment.findings if _words_on(found, side) in text),
        reasons=(),
        unit=reworded(unit.segment.unit),
    )
    if "segment" in decision.body:
        scored = segment_of(decision.body["segment"])
        if (scored.en_text, scored.fr_text) == (segment.en_text, segment.fr_text):  # no other edit is undone meanwhile
            segment = segment._replace(confidence=scored.confidence, reasons=scored.reasons, findings=scored.findings)
    own = tuple(verdict for verdict in unit.verdicts if verdict[0] == decision.reviewer)
    verdicts = own if "find" in decision.body else ((decision.reviewer, ACCEPTED),)
    changed_by = tuple(dict.fromkeys((*unit.changed_by, decision.reviewer)))
    return index, index + 1, (unit._replace(segment=weigh_facts(segment), verdicts=verdicts, changed_by=changed_by),)


def edited_text(text: str) -> str:
    """Return a text that was typed on one line; no-break spaces stay, because they are typed on purpose."""
    return _SPACES.sub(" ", text).strip()


def _words_on(found: Finding, side: Side) -> str:
    """Return the words on one side that a finding is about."""
    return found.text if found.side == side else str(found.evidence.get("text", ""))


CHANGES: Mapping[str, Callable[[Units, int, Decision], Splice]] = {
    "accept": set_verdict,
    "reject": set_verdict,
    "reopen": set_verdict,
    "edit": edit,
    "merge": merge,
    "split": split,
    "move": move,
    "dismiss": dismiss,
    "comment": comment,
    "realign": replace_realigned,
}
