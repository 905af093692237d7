"""Which decisions of a log are active: undo and redo are rows like all others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import takewhile
from typing import Any

from aligner.errors import ConflictError
from aligner.messages import message
from aligner.review.decision import BLOCK, REDO, UNDO, Decision

NOTHING_MESSAGES = {UNDO: "there is nothing to undo", REDO: "there is nothing to redo"}


class History:
    """The rows of a log, and which are active: each reviewer undoes their own, the last one first.

    Attributes
    ----------
    last : highest id of a row, by which two views can compare what they have seen
    rows : decisions by id, without undo and redo
    """

    def __init__(self, rows: Iterable[Decision] = ()) -> None:
        self.last = 0
        self.rows: dict[int, Decision] = {}
        self._done: dict[str, list[int]] = {}
        self._undone: dict[str, list[int]] = {}
        self._inactive: set[int] = set()
        for row in rows:
            self.add(row)

    def add(self, row: Decision) -> None:
        """Add the next row of the log."""
        self.last = max(self.last, row.id)
        done, undone = self._done.setdefault(row.reviewer, []), self._undone.setdefault(row.reviewer, [])
        target = row.body.get("target")
        if row.verb == UNDO:
            if target in done:  # after an import of another log it need not be the last
                done.remove(target)
                undone.append(target)
                self._inactive.add(target)
        elif row.verb == REDO:
            if target in undone:
                undone.remove(target)
                done.append(target)
                self._inactive.discard(target)
        else:
            self.rows[row.id] = row
            done.append(row.id)
            undone.clear()

    def target(self, verb: str, reviewer: str) -> Decision:
        """Return the decision that a reviewer's next undo or redo is on; raise ConflictError if there is none."""
        stack = (self._done if verb == UNDO else self._undone).get(reviewer)
        if not stack:
            raise ConflictError(message(NOTHING_MESSAGES[verb]))
        return self.rows[stack[-1]]

    def block(self, verb: str, reviewer: str) -> list[Decision]:
        """Return the decisions that a reviewer's next undo or redo is on: all that were made together."""
        target = self.target(verb, reviewer)
        stack = (self._done if verb == UNDO else self._undone)[reviewer]
        block = target.body.get(BLOCK)
        rows = (self.rows[id] for id in reversed(stack))
        return list(takewhile(lambda row: row.body.get(BLOCK) == block, rows)) if block else [target]

    def active(self) -> list[Decision]:
        """Return the decisions that are not undone, in their order."""
        return [row for id, row in self.rows.items() if id not in self._inactive]


def reversal(verb: str, target: Decision, reviewer: str) -> Decision:
    """Return a row that undoes or redoes a decision."""
    body: Mapping[str, Any] = {"target": target.id}
    return Decision(0, "", reviewer, verb, target.en_doc, target.fr_doc, target.unit, body)
