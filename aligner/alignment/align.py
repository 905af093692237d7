"""Align the sentences of two texts."""

from __future__ import annotations

from collections.abc import Sequence

from aligner.alignment.anchors import Anchor, anchor_beads
from aligner.alignment.candidates import build_problem, merge_nulls
from aligner.alignment.weights import AlignmentWeights, load_weights
from aligner.encoders import WordVectors
from aligner.types import Bead, Floats, Sentence

__all__ = ["align", "alternatives", "bead_indices", "merge_nulls"]

MIN_ALTERNATIVE_POSTERIOR = 0.01


def align(
    en: Sequence[Sentence],
    fr: Sequence[Sentence],
    vectors: tuple[Floats, Floats],
    weights: AlignmentWeights | None = None,
    *,
    words: WordVectors | None = None,
    anchors: Sequence[Anchor] = (),
) -> list[Bead]:
    """Align the sentences of two versions of a text.

    Parameters
    ----------
    en, fr : sequences of Sentence
        Paragraph numbers are soft evidence when both sides have several paragraphs.
    vectors : pair of (n, d) float32
        Unit rows, one per sentence.
    words : callable
        Returns the word vectors of each text, as `StaticEncoder.encode_tokens` does; it is called
        only where the sentence vectors leave a choice. Without it, word coverage is no evidence.
    anchors : sequence of (int, int)
        Sentences that belong together, sorted and not crossing; anchors that share a sentence are one bead.

    Returns
    -------
    list of Bead
        In English order and, except for `moved` beads, monotone; every sentence is in exactly
        one. `score` is the cosine of the two sides' summed vectors, 0 for a null; neighbouring
        untranslated sentences are one null.
    """
    problem = build_problem(en, fr, vectors, words, weights=weights or load_weights(), fixed=anchor_beads(anchors))
    return merge_nulls(problem.link_moved(problem.best()))


def alternatives(
    en: Sequence[Sentence],
    fr: Sequence[Sentence],
    vectors: tuple[Floats, Floats],
    weights: AlignmentWeights | None = None,
    *,
    words: WordVectors | None = None,
    anchors: Sequence[Anchor] = (),
    count: int = 3,
) -> list[tuple[Bead, tuple[Bead, ...]]]:
    """Align as `align` does, and return alternative beads for each bead.

    Parameters
    ----------
    en, fr, vectors, weights, words, anchors
        As for `align`.
    count : int
        Maximum number of alternatives to a bead.

    Returns
    -------
    list of (Bead, tuple of Bead)
        The beads of `align`, each with the most probable other beads that contain one of its
        sentences, by falling `posterior`; those under 1 % are left out.
    """
    problem = build_problem(en, fr, vectors, words, weights=weights or load_weights(), fixed=anchor_beads(anchors))
    beads = merge_nulls(problem.link_moved(problem.best()))
    by_sentence: dict[tuple[int, int], list[Bead]] = {}
    for candidate in dict.fromkeys(problem.likely(MIN_ALTERNATIVE_POSTERIOR)):
        for key in _sentences(candidate):
            by_sentence.setdefault(key, []).append(candidate)
    results = []
    for bead in beads:
        overlapping = {other for key in _sentences(bead) for other in by_sentence.get(key, ())}
        others = [other for other in overlapping if other.spans != bead.spans]
        best = sorted(others, key=lambda other: (-other.posterior, other.spans))
        results.append((bead, tuple(best[:count])))
    return results


def _sentences(bead: Bead) -> list[tuple[int, int]]:
    return [(side, index) for side, span in enumerate(bead.spans) for index in range(*span)]


def bead_indices(bead: Bead) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the sentence indices on each side of a bead."""
    return tuple(range(*bead.en)), tuple(range(*bead.fr))
