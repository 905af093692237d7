"""Features of a bead in the second pass, too expensive to compute for every bead of the search.

The search scores all beads with what its tables contain. Where that leaves a
choice, these features decide between the candidates: the similarity of the two
sides, lengths, paragraphs, punctuation, and word coverage
(`aligner.alignment.coverage`).
"""

from __future__ import annotations

import numpy as np

from aligner.alignment.scores import TextArrays, length_ratio, sum_vectors
from aligner.alignment.weights import COLUMNS
from aligner.types import Doubles, Floats, Ints

BATCH_BEADS = 1024  # beads whose vectors and neighbours are in memory at a time
NULL_OFFSETS = np.arange(-3, 3)  # sentences, from a null's position, that are compared with the null
MEAN_SENTENCE_CHARS = 80
LENGTH_VARIANCE = 6.8  # variance of a length in characters, for each character (Gale & Church 1993)
MAX_MISSING_MARKS = 2.0  # marks of a kind missing on one side, beyond which more add no evidence
MAX_SQUARED_DEVIATION = 25.0  # squared deviation of the lengths beyond which more adds no evidence


def bead_features(en: TextArrays, fr: TextArrays, beads: Ints) -> Doubles:
    """Compute the features of beads, without word coverage.

    Parameters
    ----------
    beads : (k, 4)

    Returns
    -------
    (k, len(COLUMNS))
        By column of `COLUMNS`; word coverage is 0. A null has only `null`, `nearest` and `long`.
    """
    features = np.zeros((len(beads), len(COLUMNS)))
    full = np.flatnonzero(beads[:, 2:].min(axis=1, initial=1) > 0)
    for first in range(0, len(full), BATCH_BEADS):
        rows = full[first : first + BATCH_BEADS]
        begins, sizes = beads[rows, :2], beads[rows, 2:]
        features[rows] = _two_sided((en, fr), begins, begins + sizes)
    for side, (own, other) in enumerate(((en, fr), (fr, en))):
        rows = np.flatnonzero(beads[:, 3 - side] == 0)
        sentences = beads[rows, side]
        nearest = np.zeros(own.sentence_count)  # one value per sentence, whatever the order of nulls of both sides
        for first in range(0, len(rows), BATCH_BEADS):
            batch = sentences[first : first + BATCH_BEADS]
            unit = own.vectors[batch] / own.norms[1, batch + 1, None]
            places = beads[rows[first : first + BATCH_BEADS], 1 - side, None] + NULL_OFFSETS
            np.maximum.at(nearest, batch, _cosines(other, places, unit).max(axis=1))
        chars = own.ends[sentences + 1] - own.ends[sentences]
        features[rows, COLUMNS["null"]] = 1.0
        features[rows, COLUMNS["nearest"]] = nearest[sentences]
        features[rows, COLUMNS["long"]] = np.log((chars + 10) / (MEAN_SENTENCE_CHARS + 10))
    return features


def _two_sided(texts: tuple[TextArrays, TextArrays], begins: Ints, stops: Ints) -> Doubles:
    """Compute the features of beads with sentences on both sides."""
    sizes = stops - begins
    blocks = [_unit(sum_vectors(text, begins[:, side], stops[:, side])) for side, text in enumerate(texts)]
    near = np.zeros(len(begins))
    for side, text in enumerate(texts):
        neighbours = np.column_stack([begins[:, side] - 1, stops[:, side]])
        near += _cosines(text, neighbours, blocks[1 - side]).sum(axis=1)
    merged = sizes.sum(axis=1) - 2
    half = np.sqrt(length_ratio(*texts))
    long_en = (texts[0].ends[stops[:, 0]] - texts[0].ends[begins[:, 0]]) * half
    long_fr = (texts[1].ends[stops[:, 1]] - texts[1].ends[begins[:, 1]]) / half
    starts, ends = ([text.starts[place[:, side]] for side, text in enumerate(texts)] for place in (begins, stops))
    squared = (long_fr - long_en) ** 2 / (LENGTH_VARIANCE * (long_fr + long_en + 20))
    marks = [text.marks[:, stops[:, side]] - text.marks[:, begins[:, side]] for side, text in enumerate(texts)]
    features = {
        "likeness": np.einsum("kd,kd->k", *blocks),
        "margin": near / 4,
        "length": np.abs(np.log((long_fr + 10) / (long_en + 10))),
        "deviation": np.minimum(squared, MAX_SQUARED_DEVIATION),
        "merge": merged,
        "both": sizes.min(axis=1) - 1,
        "single": merged == 0,
        "base": np.ones(len(sizes)),
        "start": np.abs(starts[0] - starts[1]),
        "end": np.abs(ends[0] - ends[1]),
        "marks": np.minimum(np.abs(marks[0] - marks[1]), MAX_MISSING_MARKS).sum(axis=0),
    }
    zeros = np.zeros(len(sizes))
    return np.column_stack([features.get(name, zeros) for name in COLUMNS])


def _unit(rows: Floats) -> Floats:
    unit: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return unit


def _cosines(text: TextArrays, places: Ints, blocks: Floats) -> Doubles:
    """Return the cosines of single sentences (k, p) and blocks (k, d); 0 where there is no such sentence."""
    exists = (places >= 0) & (places < text.sentence_count)
    if not text.sentence_count:
        return np.zeros(places.shape)
    sentences = np.where(exists, places, 0)
    cosines: Doubles = np.einsum("kpd,kd->kp", text.vectors[sentences], blocks) / text.norms[1, sentences + 1]
    return np.where(exists, cosines, 0.0)
