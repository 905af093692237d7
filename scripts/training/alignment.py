"""Fit the weights of sentence alignment and print them for `aligner/settings.py`.

    python -m scripts.training.alignment ../shared/data

The weights make the gold alignments likeliest among all that the candidate
beads allow (a conditional random field, fitted by L-BFGS): those of the search
first, then those of the second look, without and with vectors of words. Each
novel counts with its paragraph marks and without, and twice with one side of
some beads deleted, for nulls are few; news are edited articles.
What is printed beside them was found on each novel under weights fitted
without it, and on news that were edited by other chance.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from aligner.alignment.align import beads_of, merge_nulls
from aligner.alignment.blocks import boxes
from aligner.alignment.lattice import Lattice
from aligner.alignment.scores import Text, prepare
from aligner.alignment.search import prune, spans
from aligner.alignment.second_pass import BEAM, SecondPass
from aligner.alignment.weights import WEIGHTS_FILE, AlignmentWeights, BeadWeights, load_weights, write_weights
from aligner.encoders.static import StaticEncoder
from aligner.evaluation.bead_metrics import Counts, Indices, count
from aligner.evaluation.gold import gold_beads, gold_sentences
from aligner.types import Bead, Sentence
from aligner.weights import models_folder
from scripts.datasets import gold as goldsets
from scripts.datasets.gold import NOVELS

Array = NDArray[np.float64]
FIELDS = BeadWeights._fields
WORDS = ("covered", "gain", "share", "own", "around")
SEARCH = ("likeness", "margin", "length", "merge", "start", "base", "null")
SMALL, PENALTY = 0.01, 0.1  # of a squared weight, in the search and at the second look
# Texts that were edited so have ten times the nulls of most; found by leaving novels out.
DEARER, BARER = 0.2, 0.3  # what a null is worth less than the likeliest weights say, with words and without
CUT = 0.05  # share of a novel's beads of which one side is deleted
STEPS, AGAIN = 60, 25  # of L-BFGS, and from weights that are nearly right


class Item(NamedTuple):
    """A text with its gold beads; `group` names what is left out together."""

    group: str
    texts: tuple[list[str], list[str]]
    sides: tuple[Text, Text]
    gold: list[Indices]


class Part(NamedTuple):
    """The lattice of one or more texts: figures (k, fields) of its beads, and which of these are gold."""

    group: str
    lattice: Lattice
    figures: Array
    gold: Array
    sizes: Array
    price: Array  # of nulls, in texts that have more than others by far
    weight: float


def items(data: Path, weights: AlignmentWeights) -> list[Item]:
    """The novels with and without paragraph marks, whole and cut, and news of two editions."""
    encoder = StaticEncoder(models_folder() / "encoder")
    found = []

    def add(group: str, sides: Sequence[list[Sentence]], gold: list[Indices]) -> None:
        texts = [[sentence.text for sentence in side] for side in sides]
        marked = all(side[0].paragraph != side[-1].paragraph for side in sides)
        ready = [
            prepare(encoder.encode(text), text, [s.paragraph for s in side] if marked else None, weights)
            for text, side in zip(texts, sides, strict=True)
        ]
        found.append(Item(group, (texts[0], texts[1]), (ready[0], ready[1]), gold))

    for name in NOVELS:
        path = data / f"dev/sentence_alignment/{name}.gold"
        for marked in (True, False):
            sides = [gold_sentences(path.with_suffix(f".{side}"), marked) for side in ("en", "fr")]
            add(f"{name}{'' if marked else ' plain'}", sides, gold_beads(path))
            add(f"{name} cut", *cut(sides, gold_beads(path), np.random.default_rng(int(marked))))
    for edition in (0, 1):
        for name, articles in goldsets.articles(data, edition).items():
            wrecks = [("broken", article) for article in ([] if edition else goldsets.broken(articles))]
            for group, article in [(f"news {name}" if edition else "news", each) for each in articles] + wrecks:
                sides = [[Sentence(text, 0, len(text), 0) for text in side] for side in (article.en, article.fr)]
                add(group, sides, article.beads)
    return found


def cut(
    sides: Sequence[list[Sentence]], gold: Sequence[Indices], rng: np.random.Generator
) -> tuple[list[list[Sentence]], list[Indices]]:
    """Delete one side of some beads."""
    full = sorted(bead for bead in gold if bead[0] and bead[1])
    drawn = [
        (bead, int(rng.integers(2))) for bead, chance in zip(full, rng.random(len(full)), strict=True) if chance < CUT
    ]
    gone = [{at for bead, side in drawn if side == own for at in bead[own]} for own in (0, 1)]
    kept = [[at for at in range(len(side)) if at not in lost] for side, lost in zip(sides, gone, strict=True)]
    new = [{at: number for number, at in enumerate(own)} for own in kept]
    found: list[Indices] = []
    for bead in gold:
        en, fr = (tuple(new[own][at] for at in bead[own] if at in new[own]) for own in (0, 1))
        found += [(en, fr)] if en and fr else [*(((at,), ()) for at in en), *(((), (at,)) for at in fr)]
    return [[side[at] for at in own] for side, own in zip(sides, kept, strict=True)], found


def rows_of(gold: Sequence[Indices]) -> list[tuple[int, int, int, int]]:
    """Gold beads as places and sizes, nulls one by one, English before French between two beads."""
    found, i, j = [], 0, 0
    ends = [len({at for bead in gold for at in bead[side]}) for side in (0, 1)]
    for en, fr in [*sorted(bead for bead in gold if bead[0] and bead[1]), ((ends[0],), (ends[1],))]:
        found += [(at, j, 1, 0) for at in range(i, en[0])] + [(en[0], at, 0, 1) for at in range(j, fr[0])]
        i, j = en[0] + len(en), fr[0] + len(fr)
        found.append((en[0], fr[0], len(en), len(fr)))
    return found[:-1]


def part(group: str, chosen: Sequence[Item], weights: AlignmentWeights, words: StaticEncoder | None) -> Part:
    """One text after the other in one lattice, the gold beads among the candidates."""
    beads, figures, marks, prices, at = [], [], [], [], np.zeros(2, np.int64)
    for item in chosen:
        gold = rows_of(item.gold)
        sifted = prune(*item.sides, boxes(*item.sides), weights, BEAM)[0].tolist()
        every = np.array(sorted({*map(tuple, sifted), *gold}), np.int64)
        choice = SecondPass(*item.sides, every)
        if words:
            choice.read(words.encode_tokens, item.texts)
        row = np.zeros((len(every), len(FIELDS)))
        row[choice.open] = choice.figures
        known = set(gold)
        marks.append([tuple(bead) in known for bead in every.tolist()])
        beads.append(every + np.array([*at, 0, 0]))
        figures.append(row)
        nulls = np.array(gold)[:, 2:]
        missing = np.array([((nulls[:, 1] == 0).sum()), (nulls[:, 0] == 0).sum()], float)
        prices.append(choice.priced(missing) if group == "broken" else np.zeros(len(every)))
        at += [len(side) for side in item.sides]
    rows = np.vstack(beads)
    weight = 1.0 if group == "news" else 0.5
    lattice = Lattice(rows, (int(at[0]), int(at[1])))
    told, sizes = np.concatenate(marks).astype(float), rows[:, 2:].sum(axis=1)
    return Part(group, lattice, np.vstack(figures), told, sizes, np.concatenate(prices), weight)


def fitted(parts: Sequence[Part], names: Sequence[str], start: Array | None = None, *, growth: float = 0.0) -> Array:
    """AlignmentWeights of the named figures under which the gold beads of the parts are likeliest.

    With `growth` they are those of the search, where a bead counts by its size.
    """
    penalty = SMALL if growth else PENALTY
    columns = [FIELDS.index(name) for name in names]
    scale = [np.where(p.figures[:, FIELDS.index("base")] > 0, p.sizes / 2, 1.0) ** growth for p in parts]
    rows = [p.figures[:, columns] * s[:, None] for p, s in zip(parts, scale, strict=True)]

    def loss(weights: Array) -> tuple[float, Array]:
        value, slope = penalty * float(weights @ weights), 2 * penalty * weights
        for p, figures in zip(parts, rows, strict=True):
            scores = figures @ weights + p.price
            chances, total = p.lattice.posteriors(scores)
            value += p.weight * (total - float(p.gold @ scores))
            slope = slope + p.weight * ((chances - p.gold) @ figures)
        return value, slope

    steps = STEPS if start is None else AGAIN
    begin = np.zeros(len(names)) if start is None else start
    return np.asarray(minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": steps}).x)


def search_weights(parts: Sequence[Part], weights: AlignmentWeights) -> AlignmentWeights:
    found = dict(zip(SEARCH, fitted(parts, SEARCH, growth=weights.growth).tolist(), strict=True))
    costs = {name: -found[name] for name in ("margin", "length", "merge", "start", "base")}
    return weights._replace(**{name: round(v, 3) for name, v in {**found, **costs}.items()})


def second(parts: Sequence[Part], names: Sequence[str], start: Array | None = None) -> tuple[BeadWeights, Array]:
    found = fitted(parts, names, start)
    values = dict(zip(names, np.round(found, 3).tolist(), strict=True))
    values["null"] -= DEARER if "covered" in names else BARER
    return BeadWeights(*(round(values.get(name, 0.0), 3) for name in FIELDS)), found


def measured(chosen: Sequence[tuple[Item, SecondPass]], weights: AlignmentWeights) -> Counts:
    total = Counts()
    for item, choice in chosen:
        best = choice.beads[choice.lattice.best(choice.scores(weights)[0])]
        beads = merge_nulls([Bead(*spans(row), 0.0) for row in best.tolist()])
        total = total.plus(count([beads_of(bead) for bead in beads], item.gold))
    return total


def shown(name: str, counts: Counts) -> str:
    return f"  {name:32} strict {counts.strict.f1:.4f}  lax {counts.lax.f1:.4f}  null {counts.null.f1:.4f}"


def report(
    parts: Sequence[Part], texts: Sequence[Item], weights: AlignmentWeights, words: StaticEncoder | None
) -> AlignmentWeights:
    """Fit the second look, print what it finds on texts that it has not seen, and give the weights."""
    names = [name for name in FIELDS if words or name not in WORDS]
    put = partial(_put, weights, words is not None)
    evidence, start = second(parts, names)
    whole = put(evidence)
    choices: dict[str, list[tuple[Item, SecondPass]]] = {}
    for item in texts:
        if item.group not in ("news", "broken") and not item.group.endswith(" cut"):
            choice = SecondPass(*item.sides, prune(*item.sides, boxes(*item.sides), weights, BEAM)[0])
            if words:
                choice.read(words.encode_tokens, item.texts)
            choices.setdefault(item.group, []).append((item, choice))
    pooled = {"": Counts(), " plain": Counts()}
    for novel in NOVELS:
        rest = [p for p in parts if not p.group.startswith(novel)]
        left_out = put(second(rest, names, start)[0])
        for mode in pooled:
            counts = measured(choices[novel + mode], left_out)
            pooled[mode] = pooled[mode].plus(counts)
            print(shown(novel + mode, counts), flush=True)
    for mode, counts in pooled.items():
        print(shown(f"novels{mode}, each left out", counts))
    for group in choices:
        if group.startswith("news"):
            print(shown(group, measured(choices[group], whole)), flush=True)
    return whole


def _put(weights: AlignmentWeights, words: bool, evidence: BeadWeights) -> AlignmentWeights:
    return weights._replace(words=evidence) if words else weights._replace(bare=evidence)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=models_folder() / WEIGHTS_FILE)
    options = parser.parse_args()
    weights = load_weights()
    texts = items(options.data, weights)
    groups: dict[str, list[Item]] = {}
    for item in texts:
        if not item.group.startswith("news "):
            groups.setdefault(item.group, []).append(item)
    made = partial(part, weights=weights, words=None)
    whole = {name: chosen for name, chosen in groups.items() if not name.endswith(" cut")}
    weights = search_weights([made(name, chosen) for name, chosen in whole.items()], weights)
    encoder = StaticEncoder(models_folder() / "encoder")
    for name, words in (("without words", None), ("with words", encoder)):
        print(name)
        parts = [part(group, chosen, weights, words) for group, chosen in groups.items()]
        weights = report(parts, texts, weights, words)
    print(weights)
    write_weights(weights, options.output)


if __name__ == "__main__":
    main()
