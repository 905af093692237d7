"""Coverage of human translations by the lexicon, and how well it separates them from other sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.evaluation.confidence_metrics import auc
from aligner.text.words.lexicon import MIN_TRANSLATION_PROBABILITY, Lexicon
from aligner.text.words.tokens import Word, is_content, tokenize
from aligner.types import SIDES, Doubles
from scripts.datasets.gold import Pair, sentence_pairs

SETS = ("flores.dev", "flores.devtest", "newstest", "commentary", "tatoeba")
_SURE_LINK = re.compile(r"(\d+)-(\d+)")


class LexiconCoverage(NamedTuple):
    """Mean share of the known content words that are covered, by the French line that an English line is paired with.

    Attributes
    ----------
    right, neighbour, random : with its translation, the next line, a random line
    auc : of the right line against its neighbour
    known : share of the content words that the lexicon knows
    """

    right: float
    neighbour: float
    random: float
    auc: float
    known: float


def measure_coverage(
    pairs: Sequence[Pair], lexicon: Lexicon, threshold: float = MIN_TRANSLATION_PROBABILITY
) -> LexiconCoverage:
    """Measure coverage of each English line by its own French line, the next, and a random one."""
    en, fr = ([tokenize(pair[column], side) for pair in pairs] for column, side in enumerate(SIDES))
    drawn = np.random.default_rng(0).permutation(len(fr))
    others = fr, fr[1:] + fr[:1], [fr[index] for index in drawn]
    shares = [_covered_shares(en, other, lexicon, threshold) for other in others]
    coverage = lexicon.coverage_of_pairs(list(zip(en, fr, strict=True)))
    known = sum(int((~np.isnan(side)).sum()) for sides in coverage for side in sides)
    content = sum(
        is_content(word, side) for lines, side in zip((en, fr), SIDES, strict=True) for line in lines for word in line
    )
    right, neighbour, random = (float(share.mean()) for share in shares)
    area = auc(np.concatenate(shares[:2]), np.repeat([1.0, 0.0], len(pairs)))
    return LexiconCoverage(right, neighbour, random, area, known / content)


def _covered_shares(en: Sequence[list[Word]], fr: Sequence[list[Word]], lexicon: Lexicon, threshold: float) -> Doubles:
    """Return the share of the known words of each pair that are covered, 0.5 where none is known."""
    shares = []
    for coverage in lexicon.coverage_of_pairs(list(zip(en, fr, strict=True))):
        both = np.concatenate(coverage)
        both = both[~np.isnan(both)]
        shares.append(float((both >= threshold).mean()) if len(both) else 0.5)
    return np.array(shares)


def link_coverage(data: Path, lexicon: Lexicon, threshold: float = MIN_TRANSLATION_PROBABILITY) -> float:
    """Return the share of the sure links between known content words of the Hansards that the lexicon has."""
    pairs, gold = ((data / f"dev/word_alignment/enfr.{kind}").read_text("utf-8") for kind in ("src-tgt", "gold"))
    right = total = 0
    for pair, links in zip(pairs.splitlines(), gold.splitlines(), strict=True):
        en, fr = (side.split() for side in pair.split("|||"))
        for i, j in _SURE_LINK.findall(links):
            coverage = lexicon.coverage(tokenize(en[int(i) - 1], "en"), tokenize(fr[int(j) - 1], "fr"))
            if all(len(side) and not np.isnan(side).all() for side in coverage):
                total += 1
                right += all(float(np.nanmax(side)) >= threshold for side in coverage)
    return right / max(1, total)


def measure_sets(data: Path, lexicon: Lexicon) -> dict[str, LexiconCoverage]:
    """Measure coverage of each set of the gate."""
    corpora = sentence_pairs(data)
    return {name: measure_coverage(corpora[name], lexicon) for name in SETS}
