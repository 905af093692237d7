"""A decision of a reviewer: a row of the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from aligner.errors import ConflictError
from aligner.messages import message
from aligner.types import Side

UNDO, REDO = "undo", "redo"
BLOCK = "block"  # in the body of decisions that were made, and are undone, together
MAX_TEXT_CHARS = 20_000  # characters of an edited text or a comment
MAX_NAME_CHARS = 80  # characters of a reviewer's name


class Decision(NamedTuple):
    """Who decided what on which unit.

    time : when it was logged, in ISO 8601
    unit : the name of the unit, as `aligner.review.units.unit_names` gives it
    body : what else the verb needs: the text of an edit, the offsets of a split
    """

    id: int
    time: str
    reviewer: str
    verb: str
    en_doc: str
    fr_doc: str
    unit: str
    body: Mapping[str, Any]

    @property
    def ids(self) -> tuple[str, str]:
        """Return the ids of the English and of the French document."""
        return self.en_doc, self.fr_doc

    def text(self, name: str) -> str:
        """Return a text of the body; raise ConflictError if it is missing or too long."""
        value = self.body.get(name)
        if not isinstance(value, str) or len(value) > MAX_TEXT_CHARS:
            raise ConflictError(f"{self.verb} needs a {name} of at most {MAX_TEXT_CHARS:,} characters")
        return value

    @property
    def side(self) -> Side:
        """Return the side that the body names; raise ConflictError if there is none."""
        value = self.body.get("side")
        if value not in ("en", "fr"):
            raise ConflictError(f"{self.verb} needs a side, en or fr")
        return "en" if value == "en" else "fr"

    def offset(self, side: Side) -> int:
        """Return the character offset that the body gives for a side; raise ConflictError if there is none."""
        value = self.body.get(side)
        if not isinstance(value, int):
            raise ConflictError(f"{self.verb} needs an offset in each text")
        return value


def clean_name(reviewer: str) -> str:
    """Return the name of a reviewer on one line; raise ConflictError if it is empty or too long."""
    name = " ".join("".join(char if char.isprintable() else " " for char in reviewer).split())
    if not name or len(name) > MAX_NAME_CHARS:
        raise ConflictError(message("give your name, in {count} characters at most", count=MAX_NAME_CHARS))
    return name
