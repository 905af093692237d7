"""Fit the weights of sentence alignment and write models/alignment/weights.json.

    python -m scripts.training.alignment ../shared/data -o models/alignment

The weights maximise the likelihood of the gold alignments among all that the
candidate beads allow (a conditional random field, fitted by L-BFGS): first
those of the search, then those of the second pass, without and with word
vectors. Each novel counts with its paragraph marks and without, and twice with
one side of some beads deleted, because nulls are rare; news are edited articles.
The metrics printed for each novel are measured under weights fitted without
it, those for news on articles edited with another seed.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]

from aligner.alignment.align import bead_indices, merge_nulls
from aligner.alignment.blocks import split_into_boxes
from aligner.alignment.lattice import Lattice
from aligner.alignment.scores import TextArrays, prepare_text
from aligner.alignment.search import bead_spans, prune
from aligner.alignment.second_pass import BEAM, SecondPass
from aligner.alignment.weights import WEIGHTS_FILE, AlignmentWeights, BeadWeights, load_weights, write_weights
from aligner.encoders.static import StaticEncoder
from aligner.evaluation.bead_metrics import Counts, Indices, compare_beads
from aligner.evaluation.gold import gold_beads, gold_sentences
from aligner.types import Bead, Doubles, Ints, Sentence
from aligner.weights import models_folder
from scripts.datasets.gold import NOVELS, broken_articles, edited_articles

FIELDS = BeadWeights._fields
WORD_FIELDS = ("covered", "gain", "share", "own", "around")
SEARCH_FIELDS = ("likeness", "margin", "length", "merge", "start", "base", "null")
SEARCH_PENALTY, PENALTY = 0.01, 0.1  # of a squared weight, in the search and in the second pass
# Broken articles have ten times the nulls of most texts, so their likelihood makes nulls too cheap. Found by leaving
# novels out: what is subtracted from the fitted weight of a null, with words and without.
NULL_DISCOUNT_WITH_WORDS, NULL_DISCOUNT = 0.2, 0.3
CUT_SHARE = 0.05  # of a novel's beads lose one side
MAX_ITERATIONS, MAX_REFIT_ITERATIONS = 60, 25  # of L-BFGS, from zero and from weights that are nearly right
WEIGHT, NEWS_WEIGHT = 0.5, 1.0  # of a group in the likelihood


class GoldText(NamedTuple):
    """A text pair with its gold beads; `group` names what is left out together."""

    group: str
    texts: tuple[list[str], list[str]]
    sides: tuple[TextArrays, TextArrays]
    gold: list[Indices]


class TrainingLattice(NamedTuple):
    """The lattice of one or more texts.

    Attributes
    ----------
    features : (k, fields) of its beads
    gold : (k,) 1 for gold beads
    sizes : (k,) sentences of a bead
    null_scores : (k,) added to the scores of nulls, in texts that have far more of them than others
    weight : of the group in the likelihood
    """

    group: str
    lattice: Lattice
    features: Doubles
    gold: Doubles
    sizes: Ints
    null_scores: Doubles
    weight: float


def load_texts(data: Path, weights: AlignmentWeights) -> list[GoldText]:
    """Read the novels with and without paragraph marks, whole and cut, and edited news with two seeds."""
    encoder = StaticEncoder(models_folder() / "encoder")
    texts = []

    def add(group: str, sides: Sequence[list[Sentence]], gold: list[Indices]) -> None:
        lines = [[sentence.text for sentence in side] for side in sides]
        has_paragraphs = all(side[0].paragraph != side[-1].paragraph for side in sides)
        ready = [
            prepare_text(encoder.encode(own), own, [s.paragraph for s in side] if has_paragraphs else None, weights)
            for own, side in zip(lines, sides, strict=True)
        ]
        texts.append(GoldText(group, (lines[0], lines[1]), (ready[0], ready[1]), gold))

    for name in NOVELS:
        path = data / f"dev/sentence_alignment/{name}.gold"
        for paragraphs in (True, False):
            sides = [gold_sentences(path.with_suffix(f".{side}"), paragraphs) for side in ("en", "fr")]
            add(f"{name}{'' if paragraphs else ' plain'}", sides, gold_beads(path))
            add(f"{name} cut", *cut_beads(sides, gold_beads(path), np.random.default_rng(int(paragraphs))))
    for seed in (0, 1):
        for name, articles in edited_articles(data, seed).items():
            group = f"news {name}" if seed else "news"
            broken = [("broken", article) for article in ([] if seed else broken_articles(articles))]
            for own_group, article in [(group, article) for article in articles] + broken:
                sides = [[Sentence(text, 0, len(text), 0) for text in side] for side in (article.en, article.fr)]
                add(own_group, sides, article.beads)
    return texts


def cut_beads(
    sides: Sequence[list[Sentence]], gold: Sequence[Indices], rng: np.random.Generator
) -> tuple[list[list[Sentence]], list[Indices]]:
    """Delete one side of some beads."""
    full = sorted(bead for bead in gold if bead[0] and bead[1])
    drawn = [
        (bead, int(rng.integers(2))) for bead, draw in zip(full, rng.random(len(full)), strict=True) if draw < CUT_SHARE
    ]
    gone = [{i for bead, side in drawn if side == own for i in bead[own]} for own in (0, 1)]
    kept = [[i for i in range(len(side)) if i not in lost] for side, lost in zip(sides, gone, strict=True)]
    renumbered = [{old: new for new, old in enumerate(own)} for own in kept]
    beads: list[Indices] = []
    for bead in gold:
        en, fr = (tuple(renumbered[own][i] for i in bead[own] if i in renumbered[own]) for own in (0, 1))
        beads += [(en, fr)] if en and fr else [*(((i,), ()) for i in en), *(((), (j,)) for j in fr)]
    return [[side[i] for i in own] for side, own in zip(sides, kept, strict=True)], beads


def bead_rows(gold: Sequence[Indices]) -> list[tuple[int, int, int, int]]:
    """Convert gold beads to starts and sizes, nulls one by one, English before French between two beads."""
    rows, i, j = [], 0, 0
    ends = [len({index for bead in gold for index in bead[side]}) for side in (0, 1)]
    for en, fr in [*sorted(bead for bead in gold if bead[0] and bead[1]), ((ends[0],), (ends[1],))]:
        rows += [(index, j, 1, 0) for index in range(i, en[0])] + [(en[0], index, 0, 1) for index in range(j, fr[0])]
        i, j = en[0] + len(en), fr[0] + len(fr)
        rows.append((en[0], fr[0], len(en), len(fr)))
    return rows[:-1]


def build_lattice(
    group: str, texts: Sequence[GoldText], weights: AlignmentWeights, words: StaticEncoder | None
) -> TrainingLattice:
    """Concatenate texts in one lattice that has the gold beads among its candidates."""
    beads, features, marks, null_scores, start = [], [], [], [], np.zeros(2, np.int64)
    for text in texts:
        gold = bead_rows(text.gold)
        pruned = prune(*text.sides, split_into_boxes(*text.sides), weights, BEAM)[0].tolist()
        candidates = np.array(sorted({*map(tuple, pruned), *gold}), np.int64)
        rescored = SecondPass(*text.sides, candidates)
        if words:
            rescored.add_words(words.encode_tokens, text.texts)
        row = np.zeros((len(candidates), len(FIELDS)))
        row[rescored.contested] = rescored.features
        gold_set = set(gold)
        marks.append([tuple(bead) in gold_set for bead in candidates.tolist()])
        beads.append(candidates + np.array([*start, 0, 0]))
        features.append(row)
        sizes = np.array(gold)[:, 2:]
        nulls = np.array([((sizes[:, 1] == 0).sum()), (sizes[:, 0] == 0).sum()], float)
        null_scores.append(rescored.null_adjustment(nulls) if group == "broken" else np.zeros(len(candidates)))
        start += [side.sentence_count for side in text.sides]
    rows = np.vstack(beads)
    return TrainingLattice(
        group, Lattice(rows, (int(start[0]), int(start[1]))), np.vstack(features),
        np.concatenate(marks).astype(float), rows[:, 2:].sum(axis=1), np.concatenate(null_scores),
        NEWS_WEIGHT if group == "news" else WEIGHT,
    )  # fmt: skip


def fit_fields(
    lattices: Sequence[TrainingLattice], names: Sequence[str], start: Doubles | None = None, *, growth: float = 0.0
) -> Doubles:
    """Return the weights of the named features that maximise the likelihood of the gold beads.

    Parameters
    ----------
    growth : exponent of a bead's size, by which it counts in the search; 0 in the second pass
    """
    penalty = SEARCH_PENALTY if growth else PENALTY
    columns = [FIELDS.index(name) for name in names]
    base = FIELDS.index("base")
    scales = [np.where(own.features[:, base] > 0, own.sizes / 2, 1.0) ** growth for own in lattices]
    rows = [own.features[:, columns] * scale[:, None] for own, scale in zip(lattices, scales, strict=True)]

    def loss(weights: Doubles) -> tuple[float, Doubles]:
        value, gradient = penalty * float(weights @ weights), 2 * penalty * weights
        for own, features in zip(lattices, rows, strict=True):
            scores = features @ weights + own.null_scores
            posteriors, total = own.lattice.posteriors(scores)
            value += own.weight * (total - float(own.gold @ scores))
            gradient = gradient + own.weight * ((posteriors - own.gold) @ features)
        return value, gradient

    iterations = MAX_ITERATIONS if start is None else MAX_REFIT_ITERATIONS
    begin = np.zeros(len(names)) if start is None else start
    return np.asarray(minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": iterations}).x)


def fit_search(lattices: Sequence[TrainingLattice], weights: AlignmentWeights) -> AlignmentWeights:
    """Replace the weights of the search."""
    values = fit_fields(lattices, SEARCH_FIELDS, growth=weights.growth).tolist()
    fitted = dict(zip(SEARCH_FIELDS, values, strict=True))
    costs = {name: -fitted[name] for name in ("margin", "length", "merge", "start", "base")}
    return weights._replace(**{name: round(value, 3) for name, value in {**fitted, **costs}.items()})


def fit_second_pass(
    lattices: Sequence[TrainingLattice], names: Sequence[str], start: Doubles | None = None
) -> tuple[BeadWeights, Doubles]:
    """Return the weights of the second pass, and the values that another fit may start from."""
    fitted = fit_fields(lattices, names, start)
    values = dict(zip(names, np.round(fitted, 3).tolist(), strict=True))
    values["null"] -= NULL_DISCOUNT_WITH_WORDS if "covered" in names else NULL_DISCOUNT
    return BeadWeights(*(round(values.get(name, 0.0), 3) for name in FIELDS)), fitted


def count_beads(texts: Sequence[tuple[GoldText, SecondPass]], weights: AlignmentWeights) -> Counts:
    """Decode texts with some weights and count the right beads."""
    total = Counts()
    for text, rescored in texts:
        best = rescored.beads[rescored.lattice.best(rescored.scores(weights)[0])]
        beads = merge_nulls([Bead(*bead_spans(row), 0.0) for row in best.tolist()])
        total = total.plus(compare_beads([bead_indices(bead) for bead in beads], text.gold))
    return total


def format_counts(name: str, counts: Counts) -> str:
    """Format the F1 of one set of texts."""
    return f"  {name:32} strict {counts.strict.f1:.4f}  lax {counts.lax.f1:.4f}  null {counts.null.f1:.4f}"


def fit_and_report(
    lattices: Sequence[TrainingLattice], texts: Sequence[GoldText], weights: AlignmentWeights,
    words: StaticEncoder | None,
) -> AlignmentWeights:  # fmt: skip
    """Fit the second pass, print its metrics on texts that it was not fitted on, and return the weights."""
    names = [name for name in FIELDS if words or name not in WORD_FIELDS]
    put = partial(_put, weights, words is not None)
    bead_weights, start = fit_second_pass(lattices, names)
    fitted = put(bead_weights)
    rescored: dict[str, list[tuple[GoldText, SecondPass]]] = {}
    for text in texts:
        if text.group not in ("news", "broken") and not text.group.endswith(" cut"):
            own = SecondPass(*text.sides, prune(*text.sides, split_into_boxes(*text.sides), weights, BEAM)[0])
            if words:
                own.add_words(words.encode_tokens, text.texts)
            rescored.setdefault(text.group, []).append((text, own))
    pooled = {"": Counts(), " plain": Counts()}
    for novel in NOVELS:
        rest = [own for own in lattices if not own.group.startswith(novel)]
        left_out = put(fit_second_pass(rest, names, start)[0])
        for mode in pooled:
            counts = count_beads(rescored[novel + mode], left_out)
            pooled[mode] = pooled[mode].plus(counts)
            print(format_counts(novel + mode, counts), flush=True)
    for mode, counts in pooled.items():
        print(format_counts(f"novels{mode}, each left out", counts))
    for group in rescored:
        if group.startswith("news"):
            print(format_counts(group, count_beads(rescored[group], fitted)), flush=True)
    return fitted


def _put(weights: AlignmentWeights, words: bool, bead_weights: BeadWeights) -> AlignmentWeights:
    return weights._replace(words=bead_weights) if words else weights._replace(bare=bead_weights)


def main() -> None:
    """Fit all weights and write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/alignment"))
    options = parser.parse_args()
    weights = load_weights()
    texts = load_texts(options.data, weights)
    groups: dict[str, list[GoldText]] = {}
    for text in texts:
        if not text.group.startswith("news "):
            groups.setdefault(text.group, []).append(text)
    build = partial(build_lattice, weights=weights, words=None)
    whole = {name: own for name, own in groups.items() if not name.endswith(" cut")}
    weights = fit_search([build(name, own) for name, own in whole.items()], weights)
    encoder = StaticEncoder(models_folder() / "encoder")
    for name, words in (("without words", None), ("with words", encoder)):
        print(name)
        lattices = [build_lattice(group, own, weights, words) for group, own in groups.items()]
        weights = fit_and_report(lattices, texts, weights, words)
    print(weights)
    options.output.mkdir(parents=True, exist_ok=True)
    write_weights(weights, options.output / WEIGHTS_FILE.name)


if __name__ == "__main__":
    main()
