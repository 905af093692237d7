"""A decision of a reviewer: a row of the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from aligner.errors import ConflictError
from aligner.types import Side

UNDO, REDO = "undo", "redo"
LONGEST = 20_000  # characters of a text or a comment


class Decision(NamedTuple):
    """Who decided what of which unit.

    unit : the name of the unit, as `aligner.review.units.names` gives it
    body : what the verb needs besides: the text of an edit, the places of a split
    """

    id: int
    at: str
    reviewer: str
    verb: str
    en_doc: str
    fr_doc: str
    unit: str
    body: Mapping[str, Any]

    def text(self, name: str) -> str:
        """A text of the body; Refused if there is none or it is too long."""
        value = self.body.get(name)
        if not isinstance(value, str) or len(value) > LONGEST:
            raise ConflictError(f"to {self.verb} takes a {name} of at most {LONGEST:,} characters")
        return value

    @property
    def side(self) -> Side:
        """The side that the body names."""
        value = self.body.get("side")
        if value not in ("en", "fr"):
            raise ConflictError(f"to {self.verb} takes a side, en or fr")
        return "en" if value == "en" else "fr"

    def place(self, side: Side) -> int:
        """The offset that the body gives for a side."""
        value = self.body.get(side)
        if not isinstance(value, int):
            raise ConflictError(f"to {self.verb} takes a place in each text")
        return value
