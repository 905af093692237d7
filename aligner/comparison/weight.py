"""Weigh what a version dropped, added or reworded, by whether its reader learns something else."""

from __future__ import annotations

from aligner.languages.caveats import CAVEATS, CLAIMS, RESERVATIONS
from aligner.text.words.tokens import fold_case, strip_accents
from aligner.types import Severity, Side


def weigh_reworded(here: str, there: str, side: Side) -> Severity:
    """Return "major" if a passage in other words claims something of somebody that the other does not."""
    claims = [set(CLAIMS[side].findall(_folded(text))) for text in (here, there)]
    return "major" if claims[0] - claims[1] else "minor"


def weigh_dropped(text: str, side: Side) -> Severity:
    """Return "major" if a passage denies, doubts, warns or answers; others are background."""
    return "major" if CAVEATS[side].search(_folded(text)) else "minor"


def weigh_added(text: str, side: Side) -> Severity:
    """Return "major" if a passage claims something of somebody, or rests on sources of its own."""
    return "major" if CLAIMS[side].search(_folded(text)) else "minor"


def weigh_unquoted(text: str, side: Side) -> Severity:
    """Return "major" if words that were cut from a quotation are a reservation of the speaker."""
    return "major" if RESERVATIONS[side].search(_folded(text)) else "minor"


def _folded(text: str) -> str:
    return strip_accents(fold_case(text))
