"""A maker of real damage: rule-based machine translation of the other side, where it is far from a person's."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from aligner.evaluation.corruptions import Corruption, Pair, SourceDocument
from scripts.datasets.damage.texts import draw
from scripts.datasets.domains import read_rows, shared_ngrams

MAX_SHARED = 0.55  # of the 4-grams of a person's translation; a machine's that shares more may be right


def rule_translated(path: Path) -> Corruption:
    """Return what replaces one side by a rule-based translation of the other in two hops, or of itself there and back.

    A text in which the machine kept near to a person's translation is left alone: it may be right.
    """

    def translate(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
        en, fr = source.pairs[index]
        en_mt, fr_mt, round_trip = _translations(path).get((en, fr), ("", "", ""))
        choices = [(text, fr) for text in (en_mt, round_trip) if text and shared_ngrams(text, en) < MAX_SHARED]
        choices += [(en, fr_mt)] if fr_mt and shared_ngrams(fr_mt, fr) < MAX_SHARED else []
        return draw(choices, rng) if choices else None

    return translate


@cache
def _translations(path: Path) -> dict[Pair, tuple[str, str, str]]:
    return {(row[1], row[2]): (row[3], row[4], row[5]) for row in read_rows(path) if len(row) == 6}
