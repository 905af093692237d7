"""Find the sentences of a text that come from another one, by local alignment of their sentences.

A stretch counts if its score exceeds what chance gives in texts of this length, see
`aligner.comparison.sentence_scores`. Once one does, others need little: who took one paragraph took others.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from aligner.comparison.local_alignment import Scores, best_path, best_score
from aligner.comparison.sentence_scores import ReuseModel, load_reuse_model, score_sentences
from aligner.encoders.encoded import EncodedDocument
from aligner.text.story_parts import read_parts
from aligner.types import Span

GAP = 1.0  # subtracted for a sentence without a counterpart within a stretch
MIN_LATER_SCORE = 2.0  # of a stretch, once another one has shown that sentences come from the other text
UNIT = 100  # scores are whole numbers of hundredths
NEVER = -(1 << 24)


class ReusedStretch(NamedTuple):
    """Sentences of a text in a row, and those of another one that they come from: ranges of indices."""

    here: Span
    there: Span


class Reuse(NamedTuple):
    """What a text has of another one.

    sentences : indices of the sentences that come from the other text, without headlines, bylines and credits
    of : number of such sentences in the text
    stretches : in the order of the text
    """

    sentences: tuple[int, ...] = ()
    of: int = 0
    stretches: tuple[ReusedStretch, ...] = ()


def find_reuse(here: EncodedDocument, there: EncodedDocument, *, is_copy: bool = False) -> Reuse:
    """Find the stretches of a text that come from another one in either language; none that chance explains.

    Parameters
    ----------
    is_copy : whether the text is known to be made from the other one, so that little is left to chance
    """
    model = load_reuse_model(across=here.document.side != there.document.side)
    units = _units(here, there, model)
    first, last = read_parts(here.document).body
    least = MIN_LATER_SCORE if is_copy else model.chance + math.log(max(units.size, 1))
    stretches, found = list[ReusedStretch](), list[int]()
    while path := best_path(units, round(UNIT * GAP), round(UNIT * least)):
        stretches += _stretches(path)
        rows, columns = (sorted({*own}) for own in zip(*path, strict=True))
        found += rows
        units[rows] = units[:, columns] = NEVER
        least = MIN_LATER_SCORE
    return Reuse(tuple(sorted(found)), min(last, len(units)) - first, tuple(sorted(stretches)))


def chance_level(here: EncodedDocument, there: EncodedDocument, model: ReuseModel) -> float:
    """Return the chance level at which the best stretch of two texts would just count, to fit that of a model."""
    units = _units(here, there, model)
    return best_score(units, round(UNIT * GAP)) / UNIT - math.log(max(units.size, 1))


def _units(here: EncodedDocument, there: EncodedDocument, model: ReuseModel) -> Scores:
    """Return the scores of all pairs of sentences in units; none outside the report of a text is positive."""
    scores = score_sentences(here, there, model)
    outside = np.ones(len(scores), bool)
    outside[slice(*read_parts(here.document).body)] = False
    scores[outside] = np.minimum(scores[outside], 0)
    return np.asarray(np.round(UNIT * scores), np.int64)


def _stretches(path: Sequence[tuple[int, int]]) -> Iterator[ReusedStretch]:
    """Yield the parts of an alignment that pass over no sentence of either text."""
    first = last = path[0]
    for pair in path[1:]:
        if max(pair[0] - last[0], pair[1] - last[1]) > 1:
            yield ReusedStretch((first[0], last[0] + 1), (first[1], last[1] + 1))
            first = pair
        last = pair
    yield ReusedStretch((first[0], last[0] + 1), (first[1], last[1] + 1))
