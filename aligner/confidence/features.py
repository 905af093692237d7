"""What the confidence of a segment rests on: one row of figures per bead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.align.cover import Words
from aligner.confidence.checks import NOTHING, Checks, Told, check
from aligner.confidence.cover import FIGURES as COVERED
from aligner.confidence.cover import cover
from aligner.confidence.fluency import FIGURES as FLUENT
from aligner.confidence.fluency import fluency, load_fluency
from aligner.confidence.said import FIGURES as SAID
from aligner.confidence.said import said
from aligner.confidence.surface import FIGURES as SEEN
from aligner.confidence.surface import surface
from aligner.confidence.suspect import FIGURES as SUSPECTED
from aligner.confidence.suspect import Flat, Suspects, load_net
from aligner.encoders.static import Tokens
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


class Context(NamedTuple):
    """Two aligned texts.

    Attributes
    ----------
    en, fr : (n, d) and (m, d)
        Unit vectors of their sentences, by the embedded encoder.
    beads : the beads
    texts : each bead's two texts, empty where a null has none
    kept : words of names that both texts spell alike somewhere
    """

    en: Floats
    fr: Floats
    beads: Sequence[Bead]
    texts: Sequence[tuple[str, str]]
    kept: frozenset[str] = frozenset()


class Figures(NamedTuple):
    """What was seen of some beads.

    Attributes
    ----------
    rows : (beads, len(NAMES))
    checks : the numbers and names of each bead
    told : of each bead, its English and its French words, and how the other side tells them
    suspects : what the net says of each word
    """

    rows: NDArray[np.float64]
    checks: list[Checks]
    told: list[tuple[Told, Told]]
    suspects: Suspects


def features(context: Context, words: Words) -> Figures:
    """Figures of all beads, in the order of `NAMES`; of a null only the rival: what it comes nearest to.

    Parameters
    ----------
    words : what gives vectors of words, as `StaticEncoder.encode_tokens` does
    """
    sides = [list(words([pair[side] for pair in context.texts])) for side in (0, 1)]
    found = read(sides, context.texts)
    told = found.told
    full = np.array([all(pair) for pair in context.texts], bool)
    checks = [
        check(*pair, context.kept, both) if all(pair) else NOTHING
        for pair, both in zip(context.texts, told, strict=True)
    ]
    nothing = [0.0] * len(SEEN)
    shown = [surface(*pair) if all(pair) else nothing for pair in context.texts]
    suspects = load_net().weigh(*found.words)
    rows = np.zeros((len(full), len(NAMES)))
    rows[:, : len(OWN)] = _own(context, sides, checks)
    rows[:, len(OWN) :] = np.column_stack([
        found.cover, found.said, np.array(shown).reshape(-1, len(nothing)), suspects.figures,
        *map(fluency, found.words),
    ])  # fmt: skip
    rows[~full] *= np.array(NAMES) == "rival"
    return Figures(rows, checks, told, suspects)


class Read(NamedTuple):
    """What the words of some pairs of texts tell of each other: figures of their cover and by the lexicon."""

    told: list[tuple[Told, Told]]
    cover: NDArray[np.float64]
    said: NDArray[np.float64]
    words: tuple[Flat, Flat]


def read(sides: Sequence[Sequence[Tokens]], texts: Sequence[tuple[str, str]]) -> Read:
    """Compare the words of pairs of texts; what the net of suspects sees of them is made ready too."""
    found = cover(*sides)
    told = [
        (Told(en, best[0]), Told(fr, best[1])) for en, fr, best in zip(*sides, found.best, strict=True)
    ]  # fmt: skip
    looked = said(texts, told)
    words = []
    for at, own in enumerate(sides):
        counts = [len(best[at]) for best in found.best]
        ids = [word for tokens, count in zip(own, counts, strict=True) for word in tokens.ids[:count]]
        sizes = np.array(counts, np.int64)
        place = np.concatenate([np.zeros(0, np.int64), *(place[at] for place in found.place)])
        top = np.concatenate([np.zeros(0, np.float32), *(best[at] for best in found.best)])
        words.append(Flat(ids, sizes, place, top, looked.shares[at], *load_fluency().ratios(ids, sizes, at)))
    return Read(told, found.figures, looked.figures, (words[0], words[1]))


def _own(context: Context, sides: Sequence[Sequence[Tokens]], checks: Sequence[Checks]) -> NDArray[np.float64]:
    blocks = [summed(side) for side in sides]
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


def _rivals(context: Context, blocks: Sequence[Floats]) -> NDArray[np.float64]:
    """Best cosine of either side of each bead with a sentence near, but not in, the other side.

    Of a null that is the likest sentence near where its translation would stand. A sentence that says what
    the bead's own other side says is no rival: in a corpus lines are repeated.
    """
    out = np.zeros(len(context.beads))
    for own, theirs in enumerate((context.fr, context.en)):
        spans = np.array([bead[1 - own] for bead in context.beads], np.intp).reshape(-1, 2)
        for first in range(0, len(spans), TOGETHER):
            rows = slice(first, first + TOGETHER)
            out[rows] = np.maximum(out[rows], _nearest(theirs, spans[rows], blocks[own][rows], blocks[1 - own][rows]))
    return out


def _nearest(theirs: Floats, spans: NDArray[np.intp], own: Floats, other: Floats) -> NDArray[np.float64]:
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
    best: NDArray[np.float64] = np.where(inside & (same < SAME), likeness, 0.0).max(axis=1, initial=0.0)
    return best


def summed(texts: Sequence[Tokens]) -> Floats:
    """Unit vectors (n, d) of texts from the vectors of their words."""
    if not texts:
        return np.zeros((0, 1), np.float32)
    sums = np.array([tokens.vectors.sum(axis=0) for tokens in texts], np.float32).reshape(len(texts), -1)
    units: Floats = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    return units
