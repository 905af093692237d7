"""Learn what duplicates are judged by: how rare words are, and what tells a copy from a text on the same topic.

    python -m scripts.training.families ../shared/data -o models/families

Stories of one half are fitted to, those of the other are reported on.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.deduplication.candidates import FIGURES, figures
from aligner.deduplication.compare import CopyFeatures, compare
from aligner.deduplication.match import COPY
from aligner.deduplication.record import BITS, WORD, word_hash
from scripts.datasets import corpora
from scripts.datasets.story_copies import Case, Stories, cases
from scripts.fitting.arrays import Rows
from scripts.fitting.logistic import apply, fit

LEAST = 0.5  # rarity of the commonest word
MOST_OF_A_CORPUS = 60_000  # sentences of each: law must not tell what is rare
RIDGE = 5.0
MISSED = 4  # others stay far from copies, but for the odd template
LEAST_CHANCE = 0.04  # by their rows alone, at which a look at the sentences of two stories pays
EVIDENCE = {
    "within": CopyFeatures._fields,
    "across": tuple(name for name in CopyFeatures._fields if name not in ("literal", "words")),
    "rows_within": FIGURES,
    "rows_across": ("cosine", "items", "words"),
}


class Told(NamedTuple):
    """Evidence of cases, of their sentences and of their rows, and what is true of them."""

    evidence: Rows
    rows: Rows
    copy: NDArray[np.bool_]
    across: NDArray[np.bool_]
    recipes: list[str]


def rarity(data: Path) -> NDArray[np.uint8]:
    """Inverse document frequency of the words of both languages, in sixteenths, by hash."""
    frequency = np.zeros(1 << BITS)
    every = {name: pairs for name, pairs in corpora.read_corpora(data, 0).items() if not name.startswith("wiktionary")}
    for pairs in every.values():
        some = pairs[:MOST_OF_A_CORPUS]
        for side in (0, 1):
            seen = np.zeros(1 << BITS)
            for pair in some:
                hashes = {word_hash(word) >> (32 - BITS) for word in WORD.findall(pair[side].casefold())}
                seen[list(hashes)] += 1
            frequency += seen / len(some) / len(every) / 2
    idf = -np.log(np.maximum(frequency, 1e-6))
    return np.asarray(np.clip(np.round(16 * (idf - idf.min() + LEAST)), 0, 255), np.uint8)


def told(found: Sequence[Case]) -> Told:
    """The evidence of cases."""
    stories = Stories()
    pairs = [(stories.of(case.one), stories.of(case.other)) for case in found]
    one, other = (np.array([pair[at].row for pair in pairs]) for at in (0, 1))
    return Told(
        np.array([compare(*pair).evidence for pair in pairs]),
        figures(one, other),
        np.array([case.copy for case in found]),
        one["side"] != other["side"],
        [case.recipe for case in found],
    )


def learnt(known: Told, kind: str) -> dict[str, object]:
    """A logistic model of one kind, in terms of the evidence as it is."""
    rows, recipes = _of(known, kind)
    truth = known.copy[_inside(known, kind)].astype(float)
    model = fit(rows, truth, _even(recipes, truth), RIDGE)
    weights, scale, mean = (np.array(model[name], float) for name in ("weights", "scale", "mean"))
    plain = dict.fromkeys(CopyFeatures._fields if "rows" not in kind else FIGURES, 0.0)
    plain |= dict(zip(EVIDENCE[kind], (weights / scale).round(4).tolist(), strict=True))
    return {
        "weights": plain,
        "bias": round(float(str(model["bias"])) - float(weights / scale @ mean), 4),
        "_fit": model,
    }


def _inside(known: Told, kind: str) -> NDArray[np.bool_]:
    return known.across if kind.endswith("across") else ~known.across


def _of(known: Told, kind: str) -> tuple[Rows, list[str]]:
    table, every = (known.rows, FIGURES) if kind.startswith("rows") else (known.evidence, CopyFeatures._fields)
    inside = _inside(known, kind)
    columns = [every.index(name) for name in EVIDENCE[kind]]
    return table[inside][:, columns], [recipe for recipe, own in zip(known.recipes, inside, strict=True) if own]


def _even(recipes: Sequence[str], truth: Rows) -> Rows:
    """Weights by which copies count MISSED times as much as others, and among each every recipe alike."""
    weights = np.zeros(len(truth))
    names = np.array(recipes)
    for right in (0.0, 1.0):
        kinds = sorted(set(names[truth == right]))
        for kind in kinds:
            inside = (names == kind) & (truth == right)
            weights[inside] = (MISSED if right else 1) * len(truth) / 2 / len(kinds) / inside.sum()
    return weights


def reported(known: Told, kind: str, model: dict[str, object], least: float = COPY) -> None:
    """Print by recipe the share that is judged a copy, and the chance of the worst case."""
    rows, recipes = _of(known, kind)
    chance = apply(model["_fit"], rows)  # type: ignore[arg-type]
    truth = known.copy[_inside(known, kind)]
    for recipe in dict.fromkeys(recipes):
        own = np.array(recipes) == recipe
        worst = chance[own].min() if truth[own].all() else chance[own].max()
        print(f"  {kind:12} {recipe:22} {own.sum():6} told {np.mean(chance[own] >= least):.4f} worst {worst:.4f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/families"))
    options = parser.parse_args()
    np.save(options.output / "rarity.npy", rarity(options.data))
    fitted, held = (told(list(cases(options.data, half))) for half in (0, 1))
    models = {kind: learnt(fitted, kind) for kind in EVIDENCE}
    for kind, model in models.items():
        print(kind, {name: model[name] for name in ("weights", "bias")})
        reported(held, kind, model, LEAST_CHANCE if "rows" in kind else COPY)
    output = {
        "least": LEAST_CHANCE,
        **{kind: {k: v for k, v in m.items() if k != "_fit"} for kind, m in models.items()},
    }
    (options.output / "weights.json").write_text(json.dumps(output, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
