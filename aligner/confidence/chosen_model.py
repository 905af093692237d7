"""What the vectors of a chosen model add to the log-odds of a pair, which the embedded encoder's vectors give.

A logistic layer on a few figures of the model; it is fitted to each corpus (`aligner.pipeline.calibrate`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.features.extract import Context, rival_cosines
from aligner.confidence.model import MAX_ABS_Z
from aligner.types import Doubles, Floats, Span
from aligner.weights import numbers

FEATURES = ("cosine", "margin", "difference")


class ChosenModelLayer(NamedTuple):
    """What is added to log-odds: a linear function of the standardised `FEATURES`, in which none counts against."""

    mean: Doubles
    scale: Doubles
    weights: Doubles

    def adjust(self, logits: Doubles, rows: Doubles) -> Doubles:
        """Return the log-odds of pairs, (n,), given those without the model and the `FEATURES`, (n, len(FEATURES))."""
        # einsum instead of a matrix product, so that the result of a row does not depend on the other rows.
        return np.asarray(logits + np.einsum("nf,f->n", standardised(rows, self.mean, self.scale), self.weights))

    def plain(self) -> dict[str, object]:
        """Return the layer as plain data."""
        return {"names": list(FEATURES), **{name: values.tolist() for name, values in self._asdict().items()}}


def standardised(rows: Doubles, mean: Doubles, scale: Doubles) -> Doubles:
    """Return features in standard deviations from the mean, clipped."""
    clipped: Doubles = np.clip((rows - mean) / scale, -MAX_ABS_Z, MAX_ABS_Z)
    return clipped


def parse_layer(data: Mapping[str, Any]) -> ChosenModelLayer:
    """Return a layer from plain data; raise ValueError, KeyError or TypeError if it is none."""
    if tuple(data["names"]) != FEATURES:
        raise ValueError("its features are others")
    return ChosenModelLayer(*(numbers(data[name], len(FEATURES)) for name in ChosenModelLayer._fields))


class ChosenModelEvidence(NamedTuple):
    """A layer, and the chosen model's vectors of the sentences of both texts."""

    layer: ChosenModelLayer
    sentences: tuple[Floats, Floats]

    def adjust(self, context: Context, logits: Doubles, cosines: Doubles) -> Doubles:
        """Return the log-odds of the beads of a context.

        Parameters
        ----------
        logits : (beads,) log-odds without the model
        cosines : (beads,) by the embedded encoder
        """
        blocks = tuple(
            _block_vectors(vectors, [bead.spans[side] for bead in context.beads])
            for side, vectors in enumerate(self.sentences)
        )
        own = context._replace(sentences=self.sentences)
        return self.layer.adjust(logits, chosen_features(own, (blocks[0], blocks[1]), cosines))


def chosen_features(context: Context, blocks: tuple[Floats, Floats], cosines: Doubles) -> Doubles:
    """Return the `FEATURES` of each bead, (beads, len(FEATURES)).

    They are the cosine of both sides by the model, its lead over the best rival among the sentences around, and how
    much it exceeds that of the embedded encoder.

    Parameters
    ----------
    context : the beads, with the chosen model's vectors of the sentences
    blocks : per side, (beads, d), its unit vectors of the texts of the beads
    cosines : (beads,) by the embedded encoder
    """
    cosine = (blocks[0] * blocks[1]).sum(axis=1, dtype=np.float64)
    return np.column_stack([cosine, cosine - rival_cosines(context, blocks), cosine - cosines])


def _block_vectors(sentences: Floats, spans: Sequence[Span]) -> Floats:
    """Return the unit vector of each span of sentences, zero for an empty one."""
    limits: NDArray[np.intp] = np.array(spans, np.intp).reshape(-1, 2)
    sums = np.concatenate([np.zeros((1, sentences.shape[1])), np.cumsum(sentences, axis=0, dtype=np.float64)])
    blocks = sums[limits[:, 1]] - sums[limits[:, 0]]
    blocks /= np.maximum(np.linalg.norm(blocks, axis=1, keepdims=True), 1e-9)
    return np.asarray(blocks, np.float32)
