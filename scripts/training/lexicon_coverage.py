"""How much of human translations the lexicon knows, and how well that tells them from other sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.text.words.lexicon import LITTLE, Lexicon
from aligner.text.words.tokens import Word, is_content, tokens
from aligner.types import SIDES
from scripts.datasets import gold as goldsets
from scripts.datasets.gold import Pair

Doubles = NDArray[np.float64]
SETS = ("flores.dev", "flores.devtest", "newstest", "commentary", "tatoeba")
_SURE = re.compile(r"(\d+)-(\d+)")


class Shares(NamedTuple):
    """Mean share of the known content words that are covered, by what a line is set beside, and what it tells."""

    right: float
    neighbour: float
    random: float
    auc: float  # of the right line against its neighbour
    known: float  # share of the content words of which anything can be said


def shares(pairs: Sequence[Pair], lexicon: Lexicon, least: float = LITTLE) -> Shares:
    """Set each English line beside its own French line, the next, and one drawn by lot."""
    en, fr = ([tokens(pair[at], side) for pair in pairs] for at, side in enumerate(SIDES))
    drawn = np.random.default_rng(0).permutation(len(fr))
    found = [_share(en, other, lexicon, least) for other in (fr, fr[1:] + fr[:1], [fr[at] for at in drawn])]
    told = lexicon.covered_many(list(zip(en, fr, strict=True)))
    known = sum(int((~np.isnan(part)).sum()) for coverage in told for part in coverage)
    content = sum(
        is_content(word, side) for lines, side in zip((en, fr), SIDES, strict=True) for x in lines for word in x
    )
    right, neighbour, random = (float(part.mean()) for part in found)
    return Shares(right, neighbour, random, _auc(found[0], found[1]), known / content)


def _auc(right: Doubles, wrong: Doubles) -> float:
    """The chance that a right one is above a wrong one; ties count half."""
    low = np.sort(wrong)
    below = np.searchsorted(low, right, "left") + np.searchsorted(low, right, "right")
    return float(below.mean() / 2 / len(low))


def _share(en: Sequence[list[Word]], fr: Sequence[list[Word]], lexicon: Lexicon, least: float) -> Doubles:
    out = []
    for coverage in lexicon.covered_many(list(zip(en, fr, strict=True))):
        both = np.concatenate(coverage)
        both = both[~np.isnan(both)]
        out.append(float((both >= least).mean()) if len(both) else 0.5)  # of which nothing is said: neither nor
    return np.array(out)


def linked(data: Path, lexicon: Lexicon, least: float = LITTLE) -> float:
    """Share of the sure links between known content words of the Hansards that the lexicon has."""
    pairs, gold = ((data / f"dev/word_alignment/enfr.{kind}").read_text("utf-8") for kind in ("src-tgt", "gold"))
    right = every = 0
    for pair, links in zip(pairs.splitlines(), gold.splitlines(), strict=True):
        en, fr = (side.split() for side in pair.split("|||"))
        for i, j in _SURE.findall(links):
            found = lexicon.covered(tokens(en[int(i) - 1], "en"), tokens(fr[int(j) - 1], "fr"))
            if all(len(side) and not np.isnan(side).all() for side in found):
                every += 1
                right += all(float(np.nanmax(side)) >= least for side in found)
    return right / max(1, every)


def figures(data: Path, lexicon: Lexicon) -> dict[str, Shares]:
    """`shares` of each set of the gate."""
    corpora = goldsets.news(data)
    return {name: shares(corpora[name], lexicon) for name in SETS}
