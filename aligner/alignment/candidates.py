"""Two texts looked at: their candidate beads, and the beads that are chosen of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from aligner.alignment.anchors import candidates
from aligner.alignment.lattice import Doubles, Ints
from aligner.alignment.moved import with_moved
from aligner.alignment.scores import Floats, Text, prepare, summed
from aligner.alignment.search import Range, spans
from aligner.alignment.second_pass import BEAM, SecondPass
from aligner.alignment.weights import AlignmentWeights
from aligner.encoders import Words
from aligner.types import Bead, Sentence


class AlignmentProblem(NamedTuple):
    """Both sides and their candidate beads, with all that speaks for each."""

    en: Text
    fr: Text
    choice: SecondPass
    weights: AlignmentWeights

    def best(self) -> list[Bead]:
        """The beads of the best way, each null by itself."""
        scores, chances = self.choice.scores(self.weights)
        best = self.choice.lattice.best(scores)
        return self._made(best, chances)

    def likely(self, least: float) -> list[Bead]:
        """Candidates of that posterior or more, but those that are in every way."""
        _, chances = self.choice.scores(self.weights)
        return self._made(np.flatnonzero((chances >= least) & self.choice.is_open), chances)

    def with_moved(self, beads: Sequence[Bead]) -> list[Bead]:
        """Turn nulls that translate each other into moved beads."""
        return with_moved(beads, self.en, self.fr, self.weights)

    def _made(self, rows: Ints, chances: Doubles) -> list[Bead]:
        found = [spans(row) for row in self.choice.beads[rows].tolist()]
        posteriors = np.round(self.choice.told_nulls(chances)[rows], 4).tolist()
        values = zip(found, _cosines(self.en, self.fr, found), posteriors, strict=True)
        return [Bead(a, b, score, posterior=chance) for (a, b), score, chance in values]


def build_problem(
    en: Sequence[Sentence],
    fr: Sequence[Sentence],
    vectors: tuple[Floats, Floats],
    words: Words | None,
    *,
    weights: AlignmentWeights,
    fixed: Ints,
) -> AlignmentProblem:
    """Find the candidate beads of two texts; `fixed` (k, 4) are kept whatever the texts say."""
    use = all(side and side[0].paragraph != side[-1].paragraph for side in (en, fr))
    left, right = (
        prepare(unit, [s.text for s in side], [s.paragraph for s in side] if use else None, weights)
        for unit, side in zip(vectors, (en, fr), strict=True)
    )
    choice = SecondPass(left, right, candidates(left, right, fixed, weights, BEAM))
    if words:
        choice.read(words, ([s.text for s in en], [s.text for s in fr]))
    return AlignmentProblem(left, right, choice, weights)


def merge_nulls(beads: Sequence[Bead]) -> list[Bead]:
    """Make one null of the neighbouring nulls of a side, as likely as the least likely of them."""
    found: list[Bead] = []
    for bead in beads:
        last = found[-1] if found else bead
        (a, b), (c, d) = last[:2]
        (i, j), (k, m) = bead[:2]
        if found and ((c == d == k == m and b == i < j) or (a == b == i == j and d == k < m)):
            found[-1] = bead._replace(en=(a, j), fr=(c, m), posterior=min(last.posterior, bead.posterior))
        else:
            found.append(bead)
    return found


def _cosines(en: Text, fr: Text, found: list[tuple[Range, Range]]) -> list[float]:
    spots: Ints = np.array(found, np.int64).reshape(-1, 2, 2)
    full = (spots[:, :, 0] < spots[:, :, 1]).all(axis=1)
    out = np.zeros(len(found))
    left, right = (summed(text, *spots[full, side].T) for side, text in enumerate((en, fr)))
    norms = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    out[full] = np.einsum("kd,kd->k", left, right) / np.maximum(norms, 1e-9)
    cosines: list[float] = out.round(6).tolist()
    return cosines
