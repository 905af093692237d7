"""Makers of right pairs that look unusual: other marks, other capitals, two lines in one."""

from __future__ import annotations

import numpy as np

from aligner.evaluation.corruptions import Pair, SourceDocument, with_side
from scripts.datasets.damage.texts import draw, uncapitalised, without_final_mark

_QUOTES = ("«\u00a0", "\u00a0»"), ("“", "”"), ('"', '"'), ("« ", " »")


def lines_merged(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Join two or three lines of both sides."""
    pairs = source.pairs[index : index + int(rng.integers(2, 4))]
    return (" ".join(en for en, _ in pairs), " ".join(fr for _, fr in pairs)) if len(pairs) > 1 else None


def marks_changed(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Replace marks and capitals of one side or both: final stops, apostrophes, quotation marks, small letters."""
    pair = source.pairs[index]
    sides = draw([(0,), (1,), (0, 1)], rng)
    change = draw([without_final_mark, _other_quotes, _other_apostrophes, uncapitalised, str.lower, _stopped], rng)
    for side in sides:
        pair = with_side(side, pair, change(pair[side])) or pair
    return None if pair == source.pairs[index] else pair


def _other_quotes(text: str) -> str:
    present = [quotes for quotes in _QUOTES if all(mark in text for mark in quotes)]
    if not present or present[0][0] == '"':
        return text.replace('"', "''")
    return text.replace(present[0][0], '"').replace(present[0][1], '"')


def _other_apostrophes(text: str) -> str:
    return text.replace("’", "'") if "’" in text else text.replace("'", "’")


def _stopped(text: str) -> str:
    return text if text[-1:] in ".!?…" else text + "."
