"""How some of the passages of a document were made, next to their counterparts in the other language."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from aligner.origin.features import alone_features, compare_rows
from aligner.origin.model import compared_log_odds
from aligner.origin.word_rows import WordRows, read_across
from aligner.text.words.segment_words import PairWords
from aligner.types import SIDES, Doubles, Side


def across_log_odds(pair: PairWords, texts: Sequence[str], chosen: Sequence[int], side: Side) -> Doubles:
    """Return how some passages were made, (COLUMNS,), as `odd_words.find_odd_words` does for all of them.

    Parameters
    ----------
    pair : the words of all passages in both languages
    texts : of the chosen passages, on the document's side
    chosen : their indices among the passages with a text on both sides
    side : of the document
    """
    words = read_across(pair)
    own, other = words.sides if side == SIDES[0] else words.sides[::-1]
    rows = (_select(both.across, chosen) for both in (own, other))
    cosine = words.cosines[list(chosen)].mean()
    return compared_log_odds(np.concatenate([alone_features(texts, side), *compare_rows(*rows), [cosine]]), side)


def _select(rows: WordRows, chosen: Sequence[int]) -> WordRows:
    owners = np.repeat(np.arange(len(rows.sizes)), rows.sizes)
    kept: NDArray[np.bool_] = np.isin(owners, chosen)
    return WordRows(rows.rows[kept], rows.sizes[list(chosen)], rows.starts[kept], rows.stops[kept])
