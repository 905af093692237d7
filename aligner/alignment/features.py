"""What speaks for a bead, looked at more closely than every bead can be: figures for a few candidates.

The search weighs all beads by what tables give it. Where that leaves a choice,
these figures decide: how like the two sides are, the weakest of the sentences
that could be dropped, lengths, paragraphs, and how much of each side's words
the other side covers, which tells a sentence that belongs to a bead from one
that was only appended to it.
"""

from __future__ import annotations

import numpy as np

from aligner.alignment.lattice import Doubles, Ints
from aligner.alignment.scores import Floats, Text, expansion, summed
from aligner.alignment.weights import BeadWeights

ROWS = 1024  # beads whose vectors and neighbours are held at a time
AROUND = np.arange(-3, 3)  # where from a null's place the sentences stand among which it may have a likeness
ALONE = slice(BeadWeights._fields.index("null"), BeadWeights._fields.index("long") + 1)
USUAL = 80  # characters of a sentence
SPREAD = 6.8  # variance of a length in characters, for each character (Gale & Church 1993)
MOST = 2.0  # marks of a kind that one side lacks, beyond which more say no more
FAR = 25.0  # a squared deviation in lengths beyond which more says no more


def evidence(en: Text, fr: Text, beads: Ints) -> Doubles:
    """Figures of beads (k, 4): (k, len(BeadWeights._fields)), those of words left at 0; a null has its own only."""
    out = np.zeros((len(beads), len(BeadWeights._fields)))
    full = np.flatnonzero(beads[:, 2:].min(axis=1, initial=1) > 0)
    for at in range(0, len(full), ROWS):
        rows = full[at : at + ROWS]
        begins, sizes = beads[rows, :2], beads[rows, 2:]
        out[rows] = _figures((en, fr), begins, begins + sizes)
    for side, (mine, other) in enumerate(((en, fr), (fr, en))):
        rows = np.flatnonzero(beads[:, 3 - side] == 0)
        alone = beads[rows, side]
        nearest = np.zeros(len(mine))  # by sentence: in which order nulls stand must not matter
        for at in range(0, len(rows), ROWS):
            some = alone[at : at + ROWS]
            unit = mine.vectors[some] / mine.norms[1, some + 1, None]
            near = _cosines(other, beads[rows[at : at + ROWS], 1 - side, None] + AROUND, unit)
            np.maximum.at(nearest, some, near.max(axis=1))
        long = np.log((mine.ends[alone + 1] - mine.ends[alone] + 10) / (USUAL + 10))
        out[rows, ALONE] = np.column_stack([np.ones(len(rows)), nearest[alone], long])
    return out


def _figures(texts: tuple[Text, Text], begins: Ints, stops: Ints) -> Doubles:
    sizes = stops - begins
    blocks = [_unit(summed(text, begins[:, at], stops[:, at])) for at, text in enumerate(texts)]
    near = np.zeros(len(begins))
    for at, text in enumerate(texts):
        beside = np.column_stack([begins[:, at] - 1, stops[:, at]])
        near += _cosines(text, beside, blocks[1 - at]).sum(axis=1)
    merged = sizes.sum(axis=1) - 2
    half = np.sqrt(expansion(*texts))
    long_en = (texts[0].ends[stops[:, 0]] - texts[0].ends[begins[:, 0]]) * half
    long_fr = (texts[1].ends[stops[:, 1]] - texts[1].ends[begins[:, 1]]) / half
    starts, ends = ([t.starts[place[:, at]] for at, t in enumerate(texts)] for place in (begins, stops))
    figures = {
        "likeness": np.einsum("kd,kd->k", *blocks),
        "margin": near / 4,
        "length": np.abs(np.log((long_fr + 10) / (long_en + 10))),
        "deviation": np.minimum((long_fr - long_en) ** 2 / (SPREAD * (long_fr + long_en + 20)), FAR),
        "merge": merged,
        "both": sizes.min(axis=1) - 1,
        "single": merged == 0,
        "base": np.ones(len(sizes)),
        "start": np.abs(starts[0] - starts[1]),
        "end": np.abs(ends[0] - ends[1]),
    }
    marks = [text.marks[:, stops[:, at]] - text.marks[:, begins[:, at]] for at, text in enumerate(texts)]
    figures["marks"] = np.minimum(np.abs(marks[0] - marks[1]), MOST).sum(axis=0)
    nothing = np.zeros(len(sizes))
    return np.column_stack([figures.get(name, nothing) for name in BeadWeights._fields])


def _unit(rows: Floats) -> Floats:
    unit: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return unit


def _cosines(text: Text, places: Ints, blocks: Floats) -> Doubles:
    """Likeness of single sentences (k, p) to blocks (k, d); 0 where there is no such sentence."""
    there = (places >= 0) & (places < len(text))
    if not len(text):
        return np.zeros(places.shape)
    at = np.where(there, places, 0)
    cosines: Doubles = np.einsum("kpd,kd->kp", text.vectors[at], blocks) / text.norms[1, at + 1]
    return np.where(there, cosines, 0.0)
