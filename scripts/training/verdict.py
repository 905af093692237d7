"""Train the verdict on how a document was made.

    python -m scripts.training.verdict ../shared/data -o models/verdict

Sentences by people, by several machine translation systems, and spun by a dictionary
train the two tables of n-grams; documents of lines that these did not see train what the
figures are worth. `--without SYSTEM` leaves a system out, to see how another is told.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix, vstack  # type: ignore[import-untyped]

from aligner.checking import verdict
from aligner.types import SIDES, Side
from scripts.datasets.machine_texts import Line, corpus_of, lines, stories
from scripts.fitting.logistic import auc

RIDGE = 1e-6
PEOPLE = 2.0  # times as much as each other kind: most copy is by people, and to say otherwise is grave
LONE = 0.15  # of a corpus that people alone wrote
SIZES = (10, 15, 20, 30)


def matrix(texts: Sequence[str], side: Side) -> csr_matrix:
    """Unit rows of hashed n-grams."""
    found = [verdict.hashed(text, side) for text in texts]
    starts = np.cumsum([0, *map(len, found)])
    values = np.concatenate([np.full(len(each), max(1, len(each)) ** -0.5) for each in found])
    return csr_matrix((values, np.concatenate(found), starts), (len(texts), verdict.BUCKETS))


def fit(rows: csr_matrix, truth: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weighted logistic regression by L-BFGS; the bias is left to the documents."""
    weights = weights / weights.sum()

    def loss(beta: np.ndarray) -> tuple[float, np.ndarray]:
        logits = rows @ beta[:-1] + beta[-1]
        chance = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
        value = -(weights * np.log(np.where(truth > 0.5, chance, 1 - chance) + 1e-12)).sum()
        error = weights * (chance - truth)
        gradient = np.append(rows.T @ error + 2 * RIDGE * beta[:-1], error.sum())
        return value + RIDGE * (beta[:-1] ** 2).sum(), gradient

    found = minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 150})
    return np.asarray(found.x[:-1])


def balanced(kinds: np.ndarray, sources: np.ndarray) -> np.ndarray:
    """In a corpus people and each other kind weigh alike, so that no topic tells who wrote; others count for less."""
    weights = np.zeros(len(kinds))
    corpora = np.array([corpus_of(source) for source in sources])
    for corpus in np.unique(corpora):
        found = [kind for kind in verdict.KINDS if ((corpora == corpus) & (kinds == kind)).any()]
        for kind in found:
            chosen = (corpora == corpus) & (kinds == kind)
            makers = np.unique(sources[chosen])
            for maker in makers:
                own = chosen & (sources == maker)
                share = PEOPLE if kind == "human" else 1
                weights[own] = share * (1 if len(found) > 1 else LONE) / len(makers) / own.sum()
    return weights


def table(found: Sequence[Line], side: Side, *, cache: dict[str, csr_matrix]) -> np.ndarray:
    """(2, BUCKETS) weights of a language."""
    own = [line for line in found if line.side == side]
    rows = vstack([cache[line.text] for line in own]).tocsr()
    kinds, sources = (np.array([getattr(line, name) for line in own]) for name in ("kind", "source"))
    out = []
    for positive in ("machine_translation", "spun"):
        chosen = np.isin(kinds, ["human", positive])
        weights = balanced(kinds[chosen], sources[chosen])
        out.append(fit(rows[chosen], (kinds[chosen] == positive).astype(float), weights))
    return np.array(out)


def softmax_fit(rows: np.ndarray, kinds: np.ndarray, weights: np.ndarray) -> dict[str, object]:
    """Multinomial logistic regression on standardised figures."""
    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    design = np.column_stack([(rows - mean) / scale, np.ones(len(rows))])
    truth = np.array([[kind == name for name in verdict.KINDS] for kind in kinds], float)
    weights = weights[:, None] / weights.sum()

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        beta = flat.reshape(design.shape[1], 3)
        logits = design @ beta
        logits -= logits.max(axis=1, keepdims=True)
        chance = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        value = -(weights * truth * np.log(chance + 1e-12)).sum() + 1e-3 * (beta[:-1] ** 2).sum()
        gradient = design.T @ (weights * (chance - truth))
        gradient[:-1] += 2e-3 * beta[:-1]
        return float(value), gradient.ravel()

    beta = minimize(loss, np.zeros(design.shape[1] * 3), jac=True, method="L-BFGS-B").x.reshape(-1, 3)
    named = {"mean": mean, "scale": scale, "weights": beta[:-1], "bias": beta[-1]}
    return {name: np.round(values, 5).tolist() for name, values in named.items()}


def install(tables: dict[Side, np.ndarray]) -> None:
    """Make the tables the ones that `aligner.checking.verdict` uses in this process."""
    verdict._model = lambda: verdict.Model(tables, {})  # type: ignore[assignment]


class Judged(NamedTuple):
    """Documents that the tables have not seen: their figures, and who made them."""

    rows: np.ndarray  # (n, figures)
    kind: np.ndarray
    source: np.ndarray  # language, blank, maker
    size: np.ndarray  # sentences

    def some(self, chosen: np.ndarray) -> Judged:
        """Those that are chosen."""
        return Judged(*(each[chosen] for each in self))

    def of(self, side: Side) -> np.ndarray:
        """Which are of a language."""
        return np.char.startswith(self.source, side)

    def fit(self) -> dict[str, object]:
        """What the figures are worth in each language, its corpora weighing alike."""
        found: dict[str, object] = {}
        for side in SIDES:
            own = self.some(self.of(side))
            weights = balanced(own.kind, np.array([each[3:] for each in own.source]))
            found[side] = softmax_fit(own.rows, own.kind, weights)
        return found


class Trained(NamedTuple):
    """Lines, their n-grams by text, and the system that nothing is to be learnt of."""

    lines: list[Line]
    cache: dict[Side, dict[str, csr_matrix]]
    without: str

    def tables(self, fold: int | None = None) -> dict[Side, np.ndarray]:
        """The tables, learnt from all lines but those of a fold."""
        known = [each for each in self.lines if not (self.without and self.without in each.source)]
        return {
            side: table([each for each in known if each.fold != fold], side, cache=self.cache[side]) for side in SIDES
        }


def read(data: Path, without: str = "") -> Trained:
    """The lines of the development data."""
    found, cache = lines(data), dict[Side, dict[str, csr_matrix]]()
    for side in SIDES:
        texts = sorted({line.text for line in found if line.side == side})
        rows = matrix(texts, side)
        cache[side] = {text: rows[at] for at, text in enumerate(texts)}
    return Trained(found, cache, without)


def unseen(trained: Trained) -> Judged:
    """Documents of each fold by the tables of the other."""
    told = []
    for fold in (0, 1):
        install(trained.tables(fold))
        for story in stories([each for each in trained.lines if each.fold == fold], SIZES):
            row = verdict.figures(story.texts, story.side, story.codes)
            told.append((row, story.kind, f"{story.side} {story.source}", len(story.texts)))
    return Judged(*(np.array(column) for column in zip(*told, strict=True)))


def held_out(trained: Trained) -> tuple[Judged, np.ndarray]:
    """Every document, and its probabilities by what the documents of the other half are worth; (n, kinds)."""
    judged = unseen(trained)
    even = np.arange(len(judged.kind)) % 2 == 0
    known = np.array([not trained.without or trained.without not in each for each in judged.source])
    chance = np.zeros((len(judged.kind), len(verdict.KINDS)))
    for half in (even, ~even):
        data = judged.some(half & known).fit()
        for side in SIDES:
            rest = ~half & judged.of(side)
            chance[rest] = verdict.worth(data[side]).probabilities(judged.rows[rest])  # type: ignore[arg-type]
    return judged, chance


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--without", default="", metavar="SYSTEM")
    options = parser.parse_args()
    trained = read(options.data, options.without)
    judged, chance = held_out(trained)
    show(chance, *judged[1:])
    if options.output:
        write(options.output, trained.tables(), judged.fit())


def show(chance: np.ndarray, kind: np.ndarray, source: np.ndarray, size: np.ndarray) -> None:
    """AUC of each source against people's documents of the same language and size, and how many people's are missed."""
    for many in SIZES:
        for name in sorted(set(source[kind != "human"])):
            people = (kind == "human") & (size == many) & np.char.startswith(source, name[:2])
            made = (source == name) & (size == many)
            both = people | made
            told = auc(1 - chance[both, 0], made[both].astype(float)) if made.any() and people.any() else float("nan")
            print(f"{many} {name}: AUC {told:.4f}, called made {np.mean(chance[made, 0] < 0.5):.3f}")
        human = (kind == "human") & (size == many)
        print(f"{many} people's called made: {np.mean(chance[human, 0] < 0.5):.4f} of {human.sum()}")
        for name in sorted(set(source[human])):
            chosen = human & (source == name)
            print(f"   {name}: {np.mean(chance[chosen, 0] < 0.5):.4f} of {chosen.sum()}")


def write(folder: Path, tables: dict[Side, np.ndarray], data: dict[str, object]) -> None:
    """Tables as int8 with a scale for each row."""
    arrays: dict[str, np.ndarray] = {}
    for side, values in tables.items():
        scale = np.abs(values).max(axis=1) / 127
        arrays |= {side: np.round(values / scale[:, None]).astype(np.int8), f"{side}_scale": scale.astype(np.float32)}
    np.savez_compressed(folder / "ngrams.npz", **arrays)  # type: ignore[arg-type]
    (folder / "weights.json").write_text(json.dumps(data) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
