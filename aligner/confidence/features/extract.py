"""What the confidence of a segment rests on: one row of figures per bead."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.features.coverage import FIGURES as COVERED
from aligner.confidence.features.coverage import coverage_features
from aligner.confidence.features.entities import NOTHING, EntityDifferences, match, shared_words
from aligner.confidence.features.fluency import FIGURES as FLUENT
from aligner.confidence.features.fluency import fluency_features, load_fluency
from aligner.confidence.features.lexical import FIGURES as SAID
from aligner.confidence.features.lexical import lexical_features
from aligner.confidence.features.names import WordMatches, names_of
from aligner.confidence.features.surface import FIGURES as SEEN
from aligner.confidence.features.surface import surface_features
from aligner.confidence.features.word_errors import FIGURES as SUSPECTED
from aligner.confidence.features.word_errors import TokenTable, WordErrorScores, load_net
from aligner.confidence.features.word_table import WordTable, load_word_table_cache
from aligner.text.entities.compare import NOTHING as LIKE
from aligner.text.entities.compare import compare
from aligner.types import Bead

OWN = (
    "cosine", "margin", "rival", "merged",
    "numbers_en", "numbers_fr", "numbers_both", "numbers_shared",
    "kept_missing", "names_en", "names_fr", "names_both", "names_shared",
)  # fmt: skip
NAMES = OWN + COVERED + SAID + SEEN + SUSPECTED + FLUENT
WINDOW = 6  # sentences to each side among which a better partner is sought
TOGETHER = 64  # beads whose neighbours are looked at in one go
SAME = 0.95  # cosine from which two sentences of one language say the same
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


class Context(NamedTuple):
    """Two aligned texts.

    Attributes
    ----------
    beads : the beads
    texts : each bead's two texts, empty where a null has none
    kept : words of names that both texts spell alike somewhere; None for those that are in the beads
    sentences : (n, d) and (m, d)
        Unit vectors of their sentences, by the embedded encoder; None where each is a bead's text.
    """

    beads: Sequence[Bead]
    texts: Sequence[tuple[str, str]]
    kept: frozenset[str] | None = None
    sentences: tuple[Floats, Floats] | None = None


class PairTables(NamedTuple):
    """What the words of some pairs of texts tell of each other.

    Attributes
    ----------
    sides : the words of both sides
    units : for each side, (pairs, d), unit vectors of the texts
    coverage, lexical, surface : (pairs, n) figures of the modules of these names
    words : for each side, what the net of suspects is to see
    """

    sides: tuple[WordTable, WordTable]
    units: tuple[Floats, Floats]
    coverage: Doubles
    lexical: Doubles
    surface: Doubles
    words: tuple[TokenTable, TokenTable]

    def spans(self, pair: int) -> tuple[slice, slice]:
        """Which words are those of a pair, on either side."""
        left, right = (slice(int(own.ends[pair] - own.sizes[pair]), int(own.ends[pair])) for own in self.sides)
        return left, right

    def told(self, pair: int) -> tuple[WordMatches, WordMatches]:
        """The English and the French words of a pair."""
        left, right = (
            WordMatches(own.starts[span], own.stops[span], words.top[span], words.share[span])
            for own, words, span in zip(self.sides, self.words, self.spans(pair), strict=True)
        )
        return left, right


class SegmentFeatures(NamedTuple):
    """What was seen of some beads.

    Attributes
    ----------
    rows : (beads, len(NAMES))
    checks : the numbers and names of each bead
    read : the words of each bead, and how the other side tells them
    suspects : what the net says of each word
    """

    rows: Doubles
    checks: list[EntityDifferences]
    read: PairTables
    suspects: WordErrorScores


def features(context: Context) -> SegmentFeatures:
    """Figures of all beads, in the order of `NAMES`; of a null only the rival: what it comes nearest to."""
    found = read(context.texts)
    full = np.array([all(pair) for pair in context.texts], bool)
    checks = _checks(context, found)
    suspects = load_net().weigh(*found.words)
    rows = np.column_stack([
        _own(context, found.units, checks), found.coverage, found.lexical, found.surface, suspects.figures,
        *map(fluency_features, found.words),
    ])  # fmt: skip
    rows[~full] *= np.array(NAMES) == "rival"
    return SegmentFeatures(rows, checks, found, suspects)


def read(texts: Sequence[tuple[str, str]]) -> PairTables:
    """Compare the words of pairs of texts."""
    sides = load_word_table_cache().read(texts)
    found = coverage_features(*sides)
    looked = lexical_features(*sides, found.best)
    words = [
        TokenTable(
            own.kinds, own.kind, own.sizes, found.place[at], found.best[at], looked.shares[at],
            *load_fluency().ratios(own.kinds, own.kind, own.sizes, at),
        )
        for at, own in enumerate(sides)
    ]  # fmt: skip
    shown = surface_features(texts, *(own.letters for own in sides))
    units = _unit(found.sums[0]), _unit(found.sums[1])
    return PairTables(sides, units, found.figures, looked.figures, shown, (words[0], words[1]))


def _checks(context: Context, found: PairTables) -> list[EntityDifferences]:
    """The numbers and names of each bead; they are not looked for where there can be none."""
    en, fr = found.sides
    counted = (en.may_contain_number | fr.may_contain_number).tolist()
    every = [
        (names_of(left, "en", may=in_en), names_of(right, "fr", may=in_fr))
        for (left, right), in_en, in_fr in zip(context.texts, en.may_name.tolist(), fr.may_name.tolist(), strict=True)
    ]
    kept = context.kept
    if kept is None:
        kept = shared_words((one for one, _ in every), (two for _, two in every))
    return [
        match(pair, compare(*pair) if counted[at] else LIKE, every[at], kept, partial(found.told, at))
        if all(pair)
        else NOTHING
        for at, pair in enumerate(context.texts)
    ]


def _unit(sums: Floats) -> Floats:
    return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9))


def _own(context: Context, blocks: tuple[Floats, Floats], checks: Sequence[EntityDifferences]) -> Doubles:
    cosine = (blocks[0] * blocks[1]).sum(axis=1, dtype=np.float64)
    rival = _rivals(context, blocks)
    merged = [max(0, sum(stop - start for start, stop in (bead.en, bead.fr)) - 2) for bead in context.beads]
    counts = [
        (
            min(len(c.numbers_en), 2), min(len(c.numbers_fr), 2), min(len(c.numbers_en), len(c.numbers_fr), 2),
            min(c.numbers_shared, 3), min(len(c.names_en) + len(c.names_fr), 2),
            max(c.doubt_en, default=0.0), max(c.doubt_fr, default=0.0),
            min(max(c.doubt_en, default=0.0), max(c.doubt_fr, default=0.0)), min(c.names_shared, 3),
        )
        for c in checks
    ]  # fmt: skip
    return np.column_stack([
        cosine, cosine - rival, rival, np.minimum(merged, 4), np.array(counts, float).reshape(-1, 9),
    ])  # fmt: skip


def _rivals(context: Context, blocks: tuple[Floats, Floats]) -> Doubles:
    """Best cosine of either side of each bead with a sentence near, but not in, the other side.

    Of a null that is the likest sentence near where its translation would stand. A sentence that says what
    the bead's own other side says is no rival: in a corpus lines are repeated.
    """
    out = np.zeros(len(context.beads))
    en, fr = context.sentences or blocks
    for own, theirs in enumerate((fr, en)):
        spans = np.array([bead[1 - own] for bead in context.beads], np.intp).reshape(-1, 2)
        for first in range(0, len(spans), TOGETHER):
            rows = slice(first, first + TOGETHER)
            out[rows] = np.maximum(out[rows], _nearest(theirs, spans[rows], blocks[own][rows], blocks[1 - own][rows]))
    return out


def _nearest(theirs: Floats, spans: NDArray[np.intp], own: Floats, other: Floats) -> Doubles:
    """Best cosine of some blocks with a sentence near their spans that does not say the same as the other block."""
    near = np.concatenate([spans[:, :1] + np.arange(-WINDOW, 0), spans[:, 1:] + np.arange(WINDOW)], axis=1)
    inside = (near >= 0) & (near < len(theirs))
    if not inside.any():
        return np.zeros(len(spans))
    which, place = np.unique(near[inside], return_inverse=True)  # a stretch, but for what was moved
    at = np.zeros(near.shape, np.intp)
    at[inside] = place
    rows = np.arange(len(spans))[:, None]
    likeness, same = ((blocks @ theirs[which].T)[rows, at] for blocks in (own, other))
    best: Doubles = np.where(inside & (same < SAME), likeness, 0.0).max(axis=1, initial=0.0)
    return best
