"""The alignment problem of two texts: their candidate beads and the choice among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from aligner.alignment.anchors import candidate_beads
from aligner.alignment.moved import link_moved
from aligner.alignment.scores import TextArrays, prepare_text, sum_vectors
from aligner.alignment.search import bead_spans
from aligner.alignment.second_pass import BEAM, SecondPass
from aligner.alignment.weights import AlignmentWeights
from aligner.encoders import WordVectors
from aligner.types import Bead, Doubles, Floats, Ints, Sentence, Span


class AlignmentProblem(NamedTuple):
    """Both sides, their candidate beads and the features of these."""

    en: TextArrays
    fr: TextArrays
    candidates: SecondPass
    weights: AlignmentWeights

    def best(self) -> list[Bead]:
        """Return the beads of the best alignment, with one null for each untranslated sentence."""
        scores, posteriors = self.candidates.scores(self.weights)
        best = self.candidates.lattice.best(scores)
        return self._beads(best, posteriors)

    def likely(self, min_posterior: float) -> list[Bead]:
        """Return the candidates of at least that posterior, without those that are part of every alignment."""
        _, posteriors = self.candidates.scores(self.weights)
        return self._beads(np.flatnonzero((posteriors >= min_posterior) & self.candidates.is_contested), posteriors)

    def link_moved(self, beads: Sequence[Bead]) -> list[Bead]:
        """Turn nulls that translate each other into moved beads."""
        return link_moved(beads, self.en, self.fr, self.weights)

    def _beads(self, rows: Ints, posteriors: Doubles) -> list[Bead]:
        spans = [bead_spans(row) for row in self.candidates.beads[rows].tolist()]
        pooled = np.round(self.candidates.pool_nulls(posteriors)[rows], 4).tolist()
        values = zip(spans, _cosines(self.en, self.fr, spans), pooled, strict=True)
        return [Bead(en, fr, score, posterior=posterior) for (en, fr), score, posterior in values]


def build_problem(
    en: Sequence[Sentence],
    fr: Sequence[Sentence],
    vectors: tuple[Floats, Floats],
    words: WordVectors | None,
    *,
    weights: AlignmentWeights,
    fixed: Ints,
) -> AlignmentProblem:
    """Find the candidate beads of two texts; those of `fixed` (k, 4) are part of every alignment."""
    has_paragraphs = all(side and side[0].paragraph != side[-1].paragraph for side in (en, fr))
    left, right = (
        prepare_text(unit, [s.text for s in side], [s.paragraph for s in side] if has_paragraphs else None, weights)
        for unit, side in zip(vectors, (en, fr), strict=True)
    )
    second_pass = SecondPass(left, right, candidate_beads(left, right, fixed, weights, BEAM))
    if words:
        second_pass.add_words(words, ([s.text for s in en], [s.text for s in fr]))
    return AlignmentProblem(left, right, second_pass, weights)


def merge_nulls(beads: Sequence[Bead]) -> list[Bead]:
    """Merge neighbouring nulls of a side into one, with the lowest of their posteriors."""
    merged: list[Bead] = []
    for bead in beads:
        last = merged[-1] if merged else bead
        (a, b), (c, d) = last.spans
        (i, j), (k, m) = bead.spans
        if merged and ((c == d == k == m and b == i < j) or (a == b == i == j and d == k < m)):
            merged[-1] = bead._replace(en=(a, j), fr=(c, m), posterior=min(last.posterior, bead.posterior))
        else:
            merged.append(bead)
    return merged


def _cosines(en: TextArrays, fr: TextArrays, spans: list[tuple[Span, Span]]) -> list[float]:
    bounds: Ints = np.array(spans, np.int64).reshape(-1, 2, 2)
    full = (bounds[:, :, 0] < bounds[:, :, 1]).all(axis=1)
    out = np.zeros(len(spans))
    left, right = (sum_vectors(text, *bounds[full, side].T) for side, text in enumerate((en, fr)))
    norms = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    out[full] = np.einsum("kd,kd->k", left, right) / np.maximum(norms, 1e-9)
    cosines: list[float] = out.round(6).tolist()
    return cosines
