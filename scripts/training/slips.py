"""Fit the weights of the evidence that lines of a corpus that may have slipped belong together.

    python -m scripts.training.slips DATA -o models/alignment/slips.json

Right pairs are those of corpora with lines missing on either side. Wrong ones are the pairs around them, half of them
from parts of a corpus, or from two corpora, that do not correspond at all.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.slip_evidence import Band, SlipWeights
from aligner.alignment.slip_lines import Column
from aligner.encoders import load_encoder
from aligner.types import Doubles
from scripts.datasets.gold import Pair
from scripts.datasets.slipped_corpora import Slips, fitted_corpora, slip
from scripts.fitting.logistic import fit_logistic

SEED = 0
MAX_PAIRS = 1000  # of a corpus
MIN_PAIRS = 150
DROPPED_SHARE = 0.12  # of the lines, half of them on each side
WRONG_SHARE = 0.03  # of the wrong pairs around a line that are used
REACH, BLOCK_ROWS, RIVAL_ROWS = 96, 64, 32  # as in `aligner.alignment.slip_track`
FEATURES = ("cosine", "row_margin", "column_margin", "least_margin", "length")


def cases(en: Sequence[str], fr: Sequence[str], right: set[Pair], rng: np.random.Generator) -> tuple[Doubles, Doubles]:
    """Return the features of pairs of lines near the same relative place, and whether they are right."""
    encode = load_encoder().encode
    columns = [Column.of(texts, encode) for texts in (en, fr)]
    rows, truth = [], []
    offset = 0
    for first in range(0, len(en) - BLOCK_ROWS, BLOCK_ROWS):
        start, size = first - RIVAL_ROWS, BLOCK_ROWS + 2 * RIVAL_ROWS
        low = start + offset - REACH
        band = Band(columns[0].lines(start, start + size), columns[1].lines(low, low + size + 2 * REACH), RIVAL_ROWS)
        is_right = _right(en[first : first + BLOCK_ROWS], fr, first + offset - REACH, right)
        taken = is_right | (rng.random(is_right.shape) < WRONG_SHARE)
        evidence = band.evidence()
        features = [*evidence[:3], np.minimum(evidence.row_margin, evidence.column_margin), evidence.length]
        rows.append(np.stack([feature[taken] for feature in features], axis=1).astype(float))
        truth.append(is_right[taken].astype(float))
        if is_right.any():
            offset += int(np.nonzero(is_right)[1][-1]) - REACH
    return np.concatenate(rows), np.concatenate(truth)


def _right(en: Sequence[str], fr: Sequence[str], low: int, right: set[Pair]) -> NDArray[np.bool_]:
    """Return which pairs of a band are right; its columns begin at French line `low` plus the row."""
    places = np.arange(len(en))[:, None] + low + np.arange(2 * REACH + 1)[None]
    return np.array(
        [
            [0 <= place < len(fr) and (text, fr[place]) in right for place in row]
            for text, row in zip(en, places.tolist(), strict=True)
        ],
        bool,
    )


def fit(data: Path) -> SlipWeights:
    """Fit the weights on the corpora whose documents have even numbers."""
    rng = np.random.default_rng(SEED)
    corpora = [pairs[:MAX_PAIRS] for pairs in fitted_corpora(data).values() if len(pairs) >= MIN_PAIRS]
    rows, truth, weights = [], [], []
    for pairs, other in zip(corpora, corpora[3:] + corpora[:3], strict=True):
        slipped = slip(pairs, Slips(DROPPED_SHARE, ("dropped",)), rng)
        half = len(pairs) // 2
        en, fr = ([pair[side] for pair in pairs] for side in (0, 1))
        parts = [
            cases(slipped.en, slipped.fr, set(slipped.truth), rng),
            cases(en[:half], fr[half:], set(), rng),
            cases(en, [pair[1] for pair in other], set(), rng),
        ]
        own_truth = np.concatenate([part[1] for part in parts])
        wrong = np.concatenate([np.full(len(part[1]), 1 / len(part[1])) for part in parts]) * (own_truth == 0)
        rows.append(np.concatenate([part[0] for part in parts]))
        truth.append(own_truth)
        weights.append(1000 * (wrong / wrong.sum() / 2 + own_truth / own_truth.sum() / 2))
    model = fit_logistic(np.concatenate(rows), np.concatenate(truth), np.concatenate(weights), ridge=0.01)
    mean, scale, slopes = (np.array(model[name], float) for name in ("mean", "scale", "weights"))
    slopes = slopes / scale
    base = float(str(model["bias"])) - float(slopes @ mean)
    return SlipWeights(**dict(zip(FEATURES, slopes.round(3).tolist(), strict=True)), base=round(base, 3))


def main() -> None:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    weights = fit(options.data)
    options.output.write_text(json.dumps(weights._asdict(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
