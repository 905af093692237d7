"""The makers of damage, by name and kind.

A model is fitted without one maker in turn and measured on it; makers of one kind share an aim and no code, so that the
figure shows what the model makes of a kind that it knows from elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.evaluation.confidence_metrics import RIGHT, Labels
from aligner.evaluation.corruptions import CORRUPTIONS, Corruption, Pair, SourceDocument
from aligner.evaluation.fragments import FRAGMENTS
from aligner.types import Doubles
from scripts.datasets.damage import faithful, lines, parts, words
from scripts.datasets.damage.facts import (
    DENIAL_KINDS,
    NAME_KINDS,
    UNSEEN_ACROSS,
    changed_fact,
    name_replaced,
    names_exchanged,
)
from scripts.datasets.damage.machine import rule_translated
from scripts.datasets.damage.texts import changed_share


class Maker(NamedTuple):
    """A way of making pairs; those of the kind "faithful" are right."""

    kind: str
    make: Corruption


FAITHFUL = "faithful"  # the kind of makers whose pairs are right
MIN_CHANGED_SHARE = 0.12  # of a text's words; translators leave out, add and move less than that
# How much each kind counts among wrong pairs. Corpora have more wrong lines and lost or added passages than others, and
# many single words that were replaced or exchanged cannot be seen at all.
KIND_SHARES = {
    "line": 3.0, "cut": 2.0, "added": 2.0, "words": 1.2, "figure": 2.0, "denial": 1.5, "language": 1.5, "name": 1.0,
    "repeated": 1.0, "order": 1.0, "single": 0.1,
}  # fmt: skip
EVERYDAY = frozenset({*CORRUPTIONS, *FRAGMENTS})  # makers of damage that is frequent and can be seen
EVERYDAY_SHARE = 0.7  # of a kind that has other makers, too
FAITHFUL_SHARE = 0.4  # weight of the makers of right pairs, relative to pairs as they are
_KINDS_WITH_EXTENT = ("cut", "added", "repeated", "order")
DRAWS = 4  # until that many words are changed
_KINDS = {
    "random": "line", "neighbour": "line", "same_names": "line", "truncated": "cut", "cut": "cut",
    "appended": "added", "appended_any": "added", "machine_loop": "repeated", "number_changed": "figure",
    "number_swapped": "figure", "number_scaled": "figure", "name_swapped": "name", "negation_flipped": "denial",
    "word_order": "order", "untranslated": "language", "partly_untranslated": "language", "spun": "words",
}  # fmt: skip


def makers(data: Path) -> dict[str, Maker]:
    """Return all makers by name.

    Those that take away, add or move some words change at least `MIN_CHANGED_SHARE` of a text.

    Parameters
    ----------
    data : the folder with thesauri and machine translations
    """
    own = {name: Maker(_KINDS[name], make) for name, make in (CORRUPTIONS | FRAGMENTS).items()}
    all_makers = own | {
        "similar_line": Maker("line", lines.similar_line),
        "halves_crossed": Maker("line", lines.halves_crossed),
        "part_lost": Maker("cut", parts.part_lost),
        "clause_lost": Maker("cut", parts.clause_lost),
        "words_lost": Maker("cut", parts.words_lost),
        "stub": Maker("cut", parts.stub),
        "half_line": Maker("cut", lines.half_line),
        "part_added": Maker("added", parts.part_added),
        "line_more": Maker("added", lines.line_more),
        "lines_apart": Maker("added", lines.lines_apart),
        "part_exchanged": Maker("added", parts.part_exchanged),
        "repeated": Maker("repeated", parts.repeated),
        "figure_of_class": Maker("figure", changed_fact(leave=(*NAME_KINDS, *DENIAL_KINDS, *UNSEEN_ACROSS))),
        "name_of_class": Maker("name", changed_fact(NAME_KINDS)),
        "name_replaced": Maker("name", name_replaced),
        "names_exchanged": Maker("single", names_exchanged),
        "denial": Maker("denial", changed_fact(DENIAL_KINDS)),
        "words_moved": Maker("order", words.words_moved),
        "words_exchanged": Maker("single", words.words_exchanged),
        "left_over": Maker("language", words.left_over),
        "thesaurus": Maker("words", words.thesaurus(data / "spinners")),
        "any_word": Maker("single", words.any_word),
        "glossed": Maker("words", words.glossed),
        "rule_translated": Maker("words", rule_translated(data / "train/rule_mt.tsv.xz")),
        "lines_merged": Maker(FAITHFUL, faithful.lines_merged),
        "marks_changed": Maker(FAITHFUL, faithful.marks_changed),
    }
    return {
        name: maker._replace(make=_at_least(maker.make)) if maker.kind in _KINDS_WITH_EXTENT else maker
        for name, maker in all_makers.items()
    }


def _at_least(make: Corruption) -> Corruption:
    """Return a maker that changes enough words for a pair to be wrong."""

    def change(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
        for _ in range(DRAWS):
            made = make(index, source, rng)
            if made is None:
                return None
            if max(map(changed_share, source.pairs[index], made)) >= MIN_CHANGED_SHARE:
                return made
        return None

    return change


def folds(all_makers: Mapping[str, Maker], count: int) -> list[list[str]]:
    """Divide the makers of wrong pairs into groups, those of a kind among as many groups as possible."""
    by_kind = sorted((maker.kind, name) for name, maker in all_makers.items() if maker.kind != FAITHFUL)
    return [[name for _, name in by_kind[first::count]] for first in range(count)]


def is_right(labels: Labels, kinds: Mapping[str, str]) -> NDArray[np.bool_]:
    """Return which pairs are right: translations as they are, and what faithful makers make of them."""
    faithful = [name for name, kind in kinds.items() if kind == FAITHFUL]
    return np.asarray(np.isin(labels, [RIGHT, *faithful]))


def maker_weights(labels: Labels, kinds: Mapping[str, str]) -> Doubles:
    """Return weights of mean one: right pairs as much as wrong ones, kinds by `KIND_SHARES`, most of it everyday."""
    present = set(labels.tolist())
    wrong = {kinds[name] for name in present if name != RIGHT} - {FAITHFUL}
    total = sum(KIND_SHARES[kind] for kind in wrong)
    shares = {kind: 0.5 * KIND_SHARES[kind] / total for kind in sorted(wrong)}
    faithful = FAITHFUL_SHARE if any(kinds.get(name) == FAITHFUL for name in present) else 0.0
    shares |= {RIGHT: 0.5 / (1 + faithful), FAITHFUL: 0.5 * faithful / (1 + faithful)}
    weights = np.zeros(len(labels))
    for kind, share in shares.items():
        own = {name for name in present if kinds.get(name, RIGHT) == kind}
        groups = own & EVERYDAY, own - EVERYDAY
        parts = (EVERYDAY_SHARE, 1 - EVERYDAY_SHARE) if all(groups) else (1.0, 1.0)
        for part, group in zip(parts, groups, strict=True):
            for name in group:
                chosen = labels == name
                weights[chosen] = share * part / len(group) / chosen.sum()
    return weights * len(labels)
