"""Which decisions of a log hold: undone and redone ones are rows like all others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from aligner.errors import ConflictError
from aligner.review.decision import REDO, UNDO, Decision


class History:
    """Which decisions hold: each reviewer's are undone from the last one backwards, and redone."""

    def __init__(self, rows: Iterable[Decision] = ()) -> None:
        self.last = 0  # the highest number seen: it tells whether two saw the same
        self.rows: dict[int, Decision] = {}
        self._done: dict[str, list[int]] = {}
        self._undone: dict[str, list[int]] = {}
        self._off: set[int] = set()
        for row in rows:
            self.add(row)

    def add(self, row: Decision) -> None:
        """Take in the next row of the log."""
        self.last = max(self.last, row.id)
        done, undone = self._done.setdefault(row.reviewer, []), self._undone.setdefault(row.reviewer, [])
        target = row.body.get("target")
        if row.verb == UNDO:
            if target in done:  # of logs that were put together it need not be the last
                done.remove(target)
                undone.append(target)
                self._off.add(target)
        elif row.verb == REDO:
            if target in undone:
                undone.remove(target)
                done.append(target)
                self._off.discard(target)
        else:
            self.rows[row.id] = row
            done.append(row.id)
            undone.clear()

    def next(self, verb: str, reviewer: str) -> Decision:
        """What a reviewer's undo or redo would concern; Refused when there is nothing."""
        stack = (self._done if verb == UNDO else self._undone).get(reviewer)
        if not stack:
            raise ConflictError(f"there is nothing to {verb}")
        return self.rows[stack[-1]]

    def active(self) -> list[Decision]:
        """The decisions that hold, in their order."""
        return [row for id, row in self.rows.items() if id not in self._off]

    def of(self, pair: tuple[str, str]) -> list[Decision]:
        """Those of them that are on one pair."""
        return [row for row in self.active() if (row.en_doc, row.fr_doc) == pair]


def undoing(verb: str, target: Decision, reviewer: str) -> Decision:
    """A row that undoes or redoes a decision."""
    body: Mapping[str, Any] = {"target": target.id}
    return Decision(0, "", reviewer, verb, target.en_doc, target.fr_doc, target.unit, body)
