"""Places at which it is hard to see whether a sentence ends, from tests/cases/text/segment.

Each line has the part, the kind and a text, with "|" for a space at which a sentence ends and "~" for one at which none
does although it looks so. The `fitted` part was read while the rules were written, the `held-out` part
only after it had been measured once.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from aligner.text.segment import sentence_spans
from aligner.types import Side

FOLDER = Path(__file__).resolve().parents[2] / "tests/cases/text/segment"


class MarkedText(NamedTuple):
    """A text, the offsets at which a sentence begins after another one, and those of all hard places."""

    part: str
    kind: str
    text: str
    starts: frozenset[int]
    places: frozenset[int]


class BoundaryCounts(NamedTuple):
    """Sentence starts found rightly, found wrongly, and missed."""

    right: int
    wrong: int
    missed: int


def hard_boundaries(side: Side) -> list[MarkedText]:
    """Read the texts of a language."""
    lines = (FOLDER / f"hard.{side}.tsv").read_text(encoding="utf-8").splitlines()
    return [_marked_text(*line.split("\t")) for line in lines]


def _marked_text(part: str, kind: str, marked: str) -> MarkedText:
    marks = {offset + 1: mark for offset, mark in enumerate(marked) if mark in "|~"}
    starts = frozenset(offset for offset, mark in marks.items() if mark == "|")
    return MarkedText(part, kind, marked.replace("|", " ").replace("~", " "), starts, frozenset(marks))


def count_boundaries(texts: list[MarkedText], side: Side) -> BoundaryCounts:
    """Split texts and compare the starts of their sentences with the true ones."""
    found = [frozenset(start for start, _ in sentence_spans(text.text, side)[1:]) for text in texts]
    pairs = [(starts, text.starts) for starts, text in zip(found, texts, strict=True)]
    return BoundaryCounts(
        sum(len(starts & true) for starts, true in pairs),
        sum(len(starts - true) for starts, true in pairs),
        sum(len(true - starts) for starts, true in pairs),
    )
