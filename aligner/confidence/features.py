"""What the confidence of a segment rests on: one row of figures per bead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from aligner.names import Name, names
from aligner.numbers import Quantity, numbers, same
from aligner.types import Bead, Side

NAMES = (
    "cosine",
    "margin",
    "length",
    "merged",
    "numbers_missing",
    "numbers_shared",
    "names_missing",
    "names_shared",
    "brevity",
    "brief_cosine",
    "around",
    "same_text",
)
WINDOW = 6  # sentences to each side among which a better partner is sought
CLOSE = 85  # rapidfuzz ratio from which two spellings are one name's
LONG = 5  # letters; shorter names resemble each other by chance
EXPANSION = 1.12  # characters of French for one of English
Floats = NDArray[np.float32]


class Context(NamedTuple):
    """Two aligned texts: their sentences' unit vectors (n, d) and (m, d), the beads, and each bead's two texts."""

    en: Floats
    fr: Floats
    beads: Sequence[Bead]
    texts: Sequence[tuple[str, str]]


class Checks(NamedTuple):
    """What one side says that the other does not."""

    numbers_en: tuple[Quantity, ...]
    numbers_fr: tuple[Quantity, ...]
    numbers_shared: int
    names_en: tuple[Name, ...]
    names_fr: tuple[Name, ...]
    names_shared: int


NOTHING = Checks((), (), 0, (), (), 0)


def common_names(en: str, fr: str) -> frozenset[str]:
    """Words of names that two documents spell alike somewhere: a translator kept these."""
    told = [{word for name in names(text, side) for word in name.folded.split()} for text, side in _sides(en, fr)]
    return frozenset(told[0] & told[1])


def _sides(en: str, fr: str) -> tuple[tuple[str, Side], tuple[str, Side]]:
    return (en, "en"), (fr, "fr")


def check(en: str, fr: str, kept: frozenset[str]) -> Checks:
    """Match the numbers of two texts, and those of their names that are in `kept`; others may well be translated."""
    left, right = numbers(en, "en"), numbers(fr, "fr")
    only_en, only_fr = unmatched(left, right)
    # A small number is as often a word that this grammar does not read ("both", « deuxième »).
    only_en, only_fr = ([q for q in side if q.text[:1].isdigit() or q.value > 12] for side in (only_en, only_fr))
    every = [names(*pair) for pair in _sides(en, fr)]
    told_en, told_fr = ({word for name in side for word in name.folded.split()} for side in every)
    names_en, names_fr = ([name for name in side if kept & set(name.folded.split())] for side in every)
    lost_en = [name for name in names_en if not _is_told(name, told_fr)]
    lost_fr = [name for name in names_fr if not _is_told(name, told_en)]
    return Checks(
        tuple(only_en), tuple(only_fr), len(left) - len(only_en), tuple(lost_en), tuple(lost_fr),
        len(names_en) - len(lost_en),
    )  # fmt: skip


def _is_told(name: Name, told: set[str]) -> bool:
    """Whether one of a name's words is among those told, or one spelt almost so: Zelensky, Zelenskyy."""
    words = name.folded.split()
    return not told.isdisjoint(words) or any(
        len(word) >= LONG and process.extractOne(word, told, scorer=fuzz.ratio, score_cutoff=CLOSE) for word in words
    )


def unmatched(left: list[Quantity], right: list[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """The numbers of each side that the other lacks, each counted as often as it stands there."""
    rest = list(right)
    lost = []
    for quantity in left:
        partner = next((other for other in rest if same(quantity, other)), None)
        if partner is None:
            lost.append(quantity)
        else:
            rest.remove(partner)
    return lost, rest


def features(context: Context, checks: Sequence[Checks]) -> NDArray[np.float64]:
    """One row per bead, in the order of `NAMES`; of a null only the margin says anything: what it failed to match."""
    cosine = np.array([bead.score for bead in context.beads])
    margin = cosine - _rivals(context)
    sizes = np.array([[len(en), len(fr)] for en, fr in context.texts], float).reshape(-1, 2)
    merged = [sum(stop - start for start, stop in (bead.en, bead.fr)) - 2 for bead in context.beads]
    around = np.convolve(np.pad(cosine, 1, mode="edge"), [0.5, 0.0, 0.5], mode="valid") if len(cosine) else cosine
    brevity = 1 / (1 + sizes.min(axis=1, initial=np.inf) / 30)
    counts = [
        (
            min(len(c.numbers_en), 2) + min(len(c.numbers_fr), 2), min(c.numbers_shared, 3),
            min(len(c.names_en), 2) + min(len(c.names_fr), 2), min(c.names_shared, 3),
        )
        for c in checks
    ]  # fmt: skip
    same_text = [float(en == fr) for en, fr in context.texts]
    return np.column_stack([
        cosine, margin, np.abs(np.log((sizes[:, 1] / EXPANSION + 10) / (sizes[:, 0] + 10))), np.minimum(merged, 4),
        np.array(counts, float).reshape(-1, 4), brevity, brevity * cosine, around, same_text,
    ])  # fmt: skip


def _rivals(context: Context) -> NDArray[np.float64]:
    """Best cosine of either side of each bead with a sentence near, but not in, the other side.

    Of a null that is the likest sentence near where its translation would stand.
    """
    out = np.zeros(len(context.beads))
    for side, other in (("en", "fr"), ("fr", "en")):
        mine: Floats = getattr(context, side)
        theirs: Floats = getattr(context, other)
        sums = np.vstack([np.zeros((1, mine.shape[1])), np.cumsum(mine, axis=0, dtype=np.float64)])
        for at, bead in enumerate(context.beads):
            (a, b), (c, d) = getattr(bead, side), getattr(bead, other)
            if a == b:
                continue
            block = (sums[b] - sums[a]).astype(np.float32)
            near = np.concatenate([theirs[max(0, c - WINDOW) : c], theirs[d : d + WINDOW]])
            if len(near):
                out[at] = max(out[at], float((near @ block).max()) / max(float(np.linalg.norm(block)), 1e-9))
    return out
