"""Two texts of sentences to beads."""

from __future__ import annotations

from collections.abc import Sequence

from aligner.alignment.anchors import Anchor, rows_of
from aligner.alignment.candidates import build_problem, merge_nulls
from aligner.alignment.scores import Floats
from aligner.alignment.weights import AlignmentWeights, load_weights
from aligner.encoders import Words
from aligner.types import Bead, Sentence

__all__ = ["align", "alternatives", "beads_of", "merge_nulls"]

FAINT = 0.01  # a reading less likely is not worth showing


def align(
    en: Sequence[Sentence],
    fr: Sequence[Sentence],
    vectors: tuple[Floats, Floats],
    weights: AlignmentWeights | None = None,
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
    looked = build_problem(en, fr, vectors, words, weights=weights or load_weights(), fixed=rows_of(anchors))
    return merge_nulls(looked.with_moved(looked.best()))


def alternatives(
    en: Sequence[Sentence],
    fr: Sequence[Sentence],
    vectors: tuple[Floats, Floats],
    weights: AlignmentWeights | None = None,
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
    looked = build_problem(en, fr, vectors, words, weights=weights or load_weights(), fixed=rows_of(anchors))
    beads = merge_nulls(looked.with_moved(looked.best()))
    rivals = looked.likely(FAINT)
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


def beads_of(bead: Bead) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The sentence indices on each side of a bead."""
    return tuple(range(*bead.en)), tuple(range(*bead.fr))
