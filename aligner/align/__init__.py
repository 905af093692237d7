"""Two texts of sentences to beads."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import numpy as np

from aligner.align.cost import Floats, Text, prepare, summed
from aligner.align.evidence import Words
from aligner.align.given import Anchor, candidates
from aligner.align.lattice import Doubles, Ints
from aligner.align.moved import with_moved
from aligner.align.refine import BEAM, Choice
from aligner.align.search import Range, spans
from aligner.settings import Weights
from aligner.types import Bead, Sentence

__all__ = ["align", "alternatives", "beads_of"]

FAINT = 0.01  # a reading less likely is not worth showing


def align(
    en: Sequence[Sentence],
    fr: Sequence[Sentence],
    vectors: tuple[Floats, Floats],
    weights: Weights | None = None,
    *,
    words: Words | None = None,
    anchors: Sequence[Anchor] = (),
) -> list[Bead]:
    """Align the sentences of two versions of a text.

    Parameters
    ----------
    en, fr : sequences of Sentence
        Paragraph numbers are soft evidence when both sides have several paragraphs.
    vectors : pair of (n, d) float32
        Unit rows, one a sentence.
    words : callable
        Gives the vectors of the words of each text, as `StaticEncoder.encode_tokens` does; it is
        asked only where the sentences' vectors leave a choice. Without it, that evidence is missing.
    anchors : sequence of (int, int)
        Sentences that belong together, rising and not crossing; those that share one are a bead.

    Returns
    -------
    list of Bead
        In English order and monotone, but for those that are `moved`; every sentence is in
        exactly one. `score` is the cosine of the two sides' summed vectors, 0 for a null;
        neighbouring sentences that are left untranslated are one null.
    """
    weights = weights or Weights()
    left, right, choice = _choice(en, fr, vectors, weights, words, anchors)
    beads = _beads(left, right, choice, weights)
    return grouped(with_moved(beads, left, right, weights))


def alternatives(
    en: Sequence[Sentence],
    fr: Sequence[Sentence],
    vectors: tuple[Floats, Floats],
    weights: Weights | None = None,
    *,
    words: Words | None = None,
    anchors: Sequence[Anchor] = (),
    count: int = 3,
) -> list[tuple[Bead, tuple[Bead, ...]]]:
    """Align as `align` does, and give the next best readings of every place.

    Parameters
    ----------
    en, fr, vectors, weights, words, anchors
        As for `align`.
    count : int
        Readings of a bead beside the one that was chosen, at most.

    Returns
    -------
    list of (Bead, tuple of Bead)
        The beads of `align`, each with the likeliest of all other beads that hold one of its
        sentences, best first, by `posterior`; none that is next to impossible (under 1 %).
    """
    weights = weights or Weights()
    left, right, choice = _choice(en, fr, vectors, weights, words, anchors)
    beads = grouped(with_moved(_beads(left, right, choice, weights), left, right, weights))
    _, chances = choice.scores(weights)
    likely = np.flatnonzero((chances >= FAINT) & choice.is_open)
    rivals = _made(left, right, choice.beads[likely], choice.told_nulls(chances)[likely])
    holders: dict[tuple[int, int], list[Bead]] = {}
    for rival in dict.fromkeys(rivals):
        for key in _sentences(rival):
            holders.setdefault(key, []).append(rival)
    found = []
    for bead in beads:
        others = {other for key in _sentences(bead) for other in holders.get(key, ()) if other[:2] != bead[:2]}
        best = sorted(others, key=lambda other: (-other.posterior, other[:2]))
        found.append((bead, tuple(best[:count])))
    return found


def _sentences(bead: Bead) -> list[tuple[int, int]]:
    return [(side, at) for side, span in enumerate(bead[:2]) for at in range(*span)]


def _choice(
    en: Sequence[Sentence],
    fr: Sequence[Sentence],
    vectors: tuple[Floats, Floats],
    weights: Weights,
    words: Words | None,
    anchors: Sequence[Anchor],
) -> tuple[Text, Text, Choice]:
    use = all(side and side[0].paragraph != side[-1].paragraph for side in (en, fr))
    left, right = (
        prepare(unit, [len(s.text) for s in side], [s.paragraph for s in side] if use else None, weights)
        for unit, side in zip(vectors, (en, fr), strict=True)
    )
    choice = Choice(left, right, candidates(left, right, anchors, weights, BEAM))
    if words:
        choice.read(words, ([s.text for s in en], [s.text for s in fr]))
    return left, right, choice


def _beads(left: Text, right: Text, choice: Choice, weights: Weights) -> list[Bead]:
    scores, chances = choice.scores(weights)
    best = choice.lattice.best(scores)
    return _made(left, right, choice.beads[best], choice.told_nulls(chances)[best])


def _made(en: Text, fr: Text, rows: Ints, chances: Doubles) -> list[Bead]:
    found = [spans(row) for row in rows.tolist()]
    values = zip(found, _cosines(en, fr, found), np.round(chances, 4).tolist(), strict=True)
    return [Bead(a, b, score, posterior=chance) for (a, b), score, chance in values]


def grouped(beads: Sequence[Bead]) -> list[Bead]:
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


def beads_of(bead: Bead) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The sentence indices on each side of a bead."""
    return tuple(range(*bead.en)), tuple(range(*bead.fr))


class _Callable(ModuleType):
    def __call__(self, *arguments: Any, **options: Any) -> list[Bead]:
        return align(*arguments, **options)


# Once imported, this package hides the function of its name in `from aligner import align`: so it is that, too.
sys.modules[__name__].__class__ = _Callable
