"""The second pass: rescore the candidate beads among which the search leaves a choice, and compute posteriors.

It uses evidence that the first pass lacks: word coverage, which is too
expensive to compute for every bead; the share of untranslated sentences in
this text pair, which sets the cost of a null; and the odds of all alignments.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.coverage import bead_coverage, stack_words
from aligner.alignment.features import bead_features
from aligner.alignment.lattice import Lattice
from aligner.alignment.scores import TextArrays
from aligner.alignment.weights import COLUMNS, AlignmentWeights
from aligner.encoders import WordVectors
from aligner.types import Doubles, Ints

BEAM = 8.0  # log-odds below the best alignment within which beads are rescored
MAX_SEGMENT_SENTENCES = 40  # longest lattice segment whose words are compared: the work is quadratic in it
MAX_SEGMENT_CHARS = 40_000  # of a side of it: more is no prose with full stops, and its words would fill the memory
BATCH_BEADS = 1 << 14  # beads whose weights are in memory at a time
BATCH_SENTENCES = 64  # sentences of a side whose words are read at a time, or one segment more
PRIOR_NULL_RATE = 0.05  # share of a side's sentences that are nulls, for which `BeadWeights.null` was fitted
MAX_NULL_RATE = 0.5  # share beyond which a null gets no cheaper: otherwise leaving everything untranslated could win
PSEUDO_COUNT = 1.0  # sentences of either kind, translated or not, added to what a text shows
NULL_RATE_ROUNDS = 4  # rounds of estimating that share and rescoring with it


class SecondPass:
    """The candidate beads of a text pair, their features, and the lattice of alignments through them.

    Parameters
    ----------
    en, fr : Text
        Both sides.
    beads : (k, 4) int
        Candidate beads, sorted.

    Attributes
    ----------
    beads : (k, 4) int
        The candidates.
    is_contested : (k,) bool
        False for a bead that is part of every alignment.
    contested : (c,) int
        Indices of the contested beads.
    features : (c, fields of `BeadWeights`)
        Features of the contested beads.
    """

    def __init__(self, en: TextArrays, fr: TextArrays, beads: Ints) -> None:
        self.beads, self.sizes = beads, np.array([en.sentence_count, fr.sentence_count])
        self.lattice = Lattice(beads, (en.sentence_count, fr.sentence_count))
        self.nulls: NDArray[np.bool_] = beads[:, 2:] == 0
        segment = self.lattice.segment
        fork = (beads[1:, :2] == beads[:-1, :2]).all(axis=1)  # two beads that begin at one place
        self.is_contested: NDArray[np.bool_] = np.isin(segment, segment[1:][fork])
        self.contested = np.flatnonzero(self.is_contested)
        self.features = bead_features(en, fr, beads[self.contested])
        self.has_words = np.zeros(len(self.contested), bool)

    def add_words(self, words: WordVectors, texts: tuple[Sequence[str], Sequence[str]]) -> None:
        """Add the word coverage of the beads of every segment that is not too long.

        Parameters
        ----------
        words : callable
            Returns the word vectors of each text.
        texts : pair of sequences of str
            All sentences of both sides.
        """
        chars = tuple(np.cumsum([0, *map(len, sentences)]) for sentences in texts)
        segment = self.lattice.segment[self.contested]
        for rows, owner, spans in _batches(self.beads[self.contested], segment, (chars[0], chars[1])):
            self.has_words[rows] = True
            places = [[index for span in spans[:, side].tolist() for index in range(*span)] for side in (0, 1)]
            if not all(places):
                continue
            en, fr = (
                stack_words(words([sentences[index] for index in indices]))
                for sentences, indices in zip(texts, places, strict=True)
            )
            # Positions count from the first sentence that was read, where segments follow each other without gaps.
            sizes = spans[:, :, 1] - spans[:, :, 0]
            begins = np.cumsum(sizes, axis=0) - sizes
            beads = self.beads[self.contested[rows]]
            beads[:, :2] += (begins - spans[:, :, 0])[owner]
            segments = np.stack([begins, begins + sizes], axis=2)
            for name, values in bead_coverage(en, fr, segments, beads, owner)._asdict().items():
                self.features[rows, COLUMNS[name]] = values

    def scores(self, weights: AlignmentWeights) -> tuple[Doubles, Doubles]:
        """Compute scores and posteriors of all candidates, with nulls priced by this text pair's own null rate.

        Returns
        -------
        scores, posteriors : (k,), (k,)
        """
        own_scores = np.zeros(len(self.beads))
        for first in range(0, len(self.contested), BATCH_BEADS):
            rows = slice(first, first + BATCH_BEADS)
            own_weights = np.where(self.has_words[rows, None], np.array(weights.words), np.array(weights.bare))
            own_scores[self.contested[rows]] = (self.features[rows] * own_weights).sum(axis=1)
        null_counts = self.sizes * PRIOR_NULL_RATE
        for _ in range(NULL_RATE_ROUNDS):
            scores = own_scores + self.null_adjustment(null_counts)
            posteriors, _ = self.lattice.posteriors(scores)
            null_counts = posteriors @ self.nulls[:, ::-1]
        return scores, posteriors

    def null_adjustment(self, null_counts: Doubles) -> Doubles:
        """Return what to add to each bead's score when a text pair has that many nulls on each side.

        Parameters
        ----------
        null_counts : (2,)
            Untranslated sentences of each side.
        """
        rate = np.minimum((null_counts + PSEUDO_COUNT) / (self.sizes + 2 * PSEUDO_COUNT), MAX_NULL_RATE)
        log_odds = np.log(rate / (1 - rate)) - np.log(PRIOR_NULL_RATE / (1 - PRIOR_NULL_RATE))
        adjustment: Doubles = (self.nulls[:, ::-1] * log_odds).sum(axis=1)
        return adjustment

    def pool_nulls(self, posteriors: Doubles) -> Doubles:
        """Sum the posteriors of a sentence's nulls over the positions at which it may be left untranslated."""
        out = posteriors.copy()
        for side in (0, 1):
            rows = np.flatnonzero(self.nulls[:, 1 - side])
            sentence = self.beads[rows, side]
            out[rows] = np.minimum(np.bincount(sentence, posteriors[rows], self.sizes[side] + 1)[sentence], 1.0)
        return out


def _batches(beads: Ints, segment: Ints, chars: tuple[Ints, Ints]) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Yield segments that are not too long, in batches: rows of their beads, the owner of each, sentence ranges.

    Parameters
    ----------
    chars : the number of characters before each sentence of both sides, and of all
    """
    if not len(beads):
        return
    order = np.argsort(segment, kind="stable")
    first = np.flatnonzero(np.diff(segment[order], prepend=-1))
    begins = np.minimum.reduceat(beads[order, :2], first)
    ends = np.maximum.reduceat(beads[order, :2] + beads[order, 2:], first)
    spans = np.stack([begins, ends], axis=2)
    sizes = (ends - begins).max(axis=1)
    lengths = np.stack([own[ends[:, side]] - own[begins[:, side]] for side, own in enumerate(chars)], axis=1)
    short = np.flatnonzero((sizes <= MAX_SEGMENT_SENTENCES) & (lengths.max(axis=1) <= MAX_SEGMENT_CHARS))
    for batch in np.split(short, np.flatnonzero(np.diff(np.cumsum(sizes[short]) // BATCH_SENTENCES)) + 1):
        owner = np.repeat(np.arange(len(first)), np.diff(first, append=len(order)))
        chosen = np.flatnonzero(np.isin(owner, batch))
        yield order[chosen], np.searchsorted(batch, owner[chosen]), spans[batch]
