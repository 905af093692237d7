"""Train the verdict on the origin of a document: human, machine-translated or spun.

    python -m scripts.training.verdict ../shared/data -o models/verdict

The two tables of n-grams are fitted on sentences by people, by several machine translation
systems, and spun with a dictionary; the weights of the features are fitted on documents of
lines that the tables did not see. `--without SYSTEM` leaves a system out, to measure how
well the others generalise to it.
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

from aligner.evaluation.confidence_metrics import auc
from aligner.types import SIDES, Side
from aligner.verdict import judge
from aligner.verdict.parts import KINDS, probabilities
from scripts.datasets.machine_texts import OriginLine, corpus_of, make_documents, read_lines

NGRAM_RIDGE, FEATURE_RIDGE = 1e-6, 1e-3
MAX_ITERATIONS = 150  # of L-BFGS, for the tables
HUMAN_WEIGHT = 2.0  # against each other kind: most copy is human, and calling it machine-made is a grave error
HUMAN_ONLY_WEIGHT = 0.15  # of a corpus that only people wrote
DOCUMENT_SIZES = (10, 15, 20, 30)  # sentences
TABLE_ROWS = ("machine_translation", "spun")  # each against human


def ngram_rows(texts: Sequence[str], side: Side) -> csr_matrix:
    """Return unit rows of hashed n-grams."""
    hashes = [judge.hash_ngrams(text, side) for text in texts]
    starts = np.cumsum([0, *map(len, hashes)])
    values = np.concatenate([np.full(len(own), max(1, len(own)) ** -0.5) for own in hashes])
    return csr_matrix((values, np.concatenate(hashes), starts), (len(texts), judge.BUCKETS))


def fit_ngrams(rows: csr_matrix, truth: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Fit a weighted logistic regression by L-BFGS and return its weights; documents get a bias of their own."""
    weights = weights / weights.sum()

    def loss(beta: np.ndarray) -> tuple[float, np.ndarray]:
        logits = rows @ beta[:-1] + beta[-1]
        probability = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
        value = -(weights * np.log(np.where(truth > 0.5, probability, 1 - probability) + 1e-12)).sum()
        error = weights * (probability - truth)
        gradient = np.append(rows.T @ error + 2 * NGRAM_RIDGE * beta[:-1], error.sum())
        return value + NGRAM_RIDGE * (beta[:-1] ** 2).sum(), gradient

    start = np.zeros(rows.shape[1] + 1)
    result = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": MAX_ITERATIONS})
    return np.asarray(result.x[:-1])


def balance(kinds: np.ndarray, sources: np.ndarray) -> np.ndarray:
    """Return weights of lines or documents by which no topic predicts the kind.

    Within a corpus each kind has the same total, people `HUMAN_WEIGHT` times that, and each source of a kind the
    same. A corpus of one kind counts for less.
    """
    weights = np.zeros(len(kinds))
    corpora = np.array([corpus_of(source) for source in sources])
    for corpus in np.unique(corpora):
        present = [kind for kind in KINDS if ((corpora == corpus) & (kinds == kind)).any()]
        for kind in present:
            chosen = (corpora == corpus) & (kinds == kind)
            own_sources = np.unique(sources[chosen])
            for source in own_sources:
                own = chosen & (sources == source)
                share = HUMAN_WEIGHT if kind == "human" else 1
                share *= 1 if len(present) > 1 else HUMAN_ONLY_WEIGHT
                weights[own] = share / len(own_sources) / own.sum()
    return weights


def fit_table(lines: Sequence[OriginLine], side: Side, *, rows: dict[str, csr_matrix]) -> np.ndarray:
    """Fit the (2, BUCKETS) weights of a language; `rows` has the n-grams of each text."""
    own = [line for line in lines if line.side == side]
    table = vstack([rows[line.text] for line in own]).tocsr()
    kinds, sources = (np.array([getattr(line, name) for line in own]) for name in ("kind", "source"))
    weights = []
    for positive in TABLE_ROWS:
        chosen = np.isin(kinds, ["human", positive])
        balanced = balance(kinds[chosen], sources[chosen])
        weights.append(fit_ngrams(table[chosen], (kinds[chosen] == positive).astype(float), balanced))
    return np.array(weights)


def fit_softmax(rows: np.ndarray, kinds: np.ndarray, weights: np.ndarray) -> dict[str, object]:
    """Fit a multinomial logistic regression on standardised features."""
    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    design = np.column_stack([(rows - mean) / scale, np.ones(len(rows))])
    truth = np.array([[kind == name for name in KINDS] for kind in kinds], float)
    weights = weights[:, None] / weights.sum()

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        beta = flat.reshape(design.shape[1], 3)
        logits = design @ beta
        logits -= logits.max(axis=1, keepdims=True)
        probability = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        value = -(weights * truth * np.log(probability + 1e-12)).sum() + FEATURE_RIDGE * (beta[:-1] ** 2).sum()
        gradient = design.T @ (weights * (probability - truth))
        gradient[:-1] += 2 * FEATURE_RIDGE * beta[:-1]
        return float(value), gradient.ravel()

    beta = minimize(loss, np.zeros(design.shape[1] * 3), jac=True, method="L-BFGS-B").x.reshape(-1, 3)
    named = {"mean": mean, "scale": scale, "weights": beta[:-1], "bias": beta[-1]}
    return {name: np.round(values, 5).tolist() for name, values in named.items()}


def install(tables: dict[Side, np.ndarray]) -> None:
    """Make `aligner.verdict.judge` use these tables in this process."""
    judge._model = lambda: judge.OriginModel(tables, {})  # type: ignore[assignment]


class JudgedDocuments(NamedTuple):
    """Features and origin of documents that the tables were not fitted on."""

    rows: np.ndarray  # (n, features)
    kind: np.ndarray
    source: np.ndarray  # language, blank, corpus or system
    size: np.ndarray  # sentences

    def select(self, chosen: np.ndarray) -> JudgedDocuments:
        """Return the chosen documents."""
        return JudgedDocuments(*(column[chosen] for column in self))

    def is_in(self, side: Side) -> np.ndarray:
        """Return which documents are in a language, (n,) bool."""
        return np.char.startswith(self.source, side)

    def fit_weights(self) -> dict[str, object]:
        """Fit the weights of the features in each language."""
        models: dict[str, object] = {}
        for side in SIDES:
            own = self.select(self.is_in(side))
            weights = balance(own.kind, np.array([source[3:] for source in own.source]))
            models[side] = fit_softmax(own.rows, own.kind, weights)
        return models


class TrainingData(NamedTuple):
    """Lines, the n-grams of each text by language, and the system that is left out."""

    lines: list[OriginLine]
    ngrams: dict[Side, dict[str, csr_matrix]]
    without: str

    def fit_tables(self, fold: int | None = None) -> dict[Side, np.ndarray]:
        """Fit the tables on all lines, or on all that are not in a fold."""
        known = [line for line in self.lines if not (self.without and self.without in line.source)]
        chosen = [line for line in known if line.fold != fold]
        return {side: fit_table(chosen, side, rows=self.ngrams[side]) for side in SIDES}


def read_training_data(data: Path, without: str = "") -> TrainingData:
    """Read the lines of the development data and hash their n-grams."""
    lines, ngrams = read_lines(data), dict[Side, dict[str, csr_matrix]]()
    for side in SIDES:
        texts = sorted({line.text for line in lines if line.side == side})
        rows = ngram_rows(texts, side)
        ngrams[side] = {text: rows[number] for number, text in enumerate(texts)}
    return TrainingData(lines, ngrams, without)


def judge_unseen(training: TrainingData) -> JudgedDocuments:
    """Compute the features of the documents of each fold with the tables of the other."""
    judged = []
    for fold in (0, 1):
        install(training.fit_tables(fold))
        for document in make_documents([line for line in training.lines if line.fold == fold], DOCUMENT_SIZES):
            row = judge.origin_features(document.texts, document.side, document.codes)
            judged.append((row, document.kind, f"{document.side} {document.source}", len(document.texts)))
    return JudgedDocuments(*(np.array(column) for column in zip(*judged, strict=True)))


def predict_held_out(training: TrainingData) -> tuple[JudgedDocuments, np.ndarray]:
    """Return all documents, and their (n, kinds) probabilities with weights fitted on the other half of them."""
    judged = judge_unseen(training)
    even = np.arange(len(judged.kind)) % 2 == 0
    known = np.array([not training.without or training.without not in source for source in judged.source])
    shares = np.zeros((len(judged.kind), len(KINDS)))
    for half in (even, ~even):
        models = judged.select(half & known).fit_weights()
        for side in SIDES:
            rest = ~half & judged.is_in(side)
            weights = judge.class_weights(models[side])  # type: ignore[arg-type]
            shares[rest] = probabilities(weights.log_odds(judged.rows[rest]))
    return judged, shares


def print_metrics_by_source(judged: JudgedDocuments, probabilities: np.ndarray) -> None:
    """Print the AUC of each source against human documents of its language and size, and human ones misjudged."""
    human, source = judged.kind == "human", judged.source
    for size in DOCUMENT_SIZES:
        sized = judged.size == size
        for name in sorted(set(source[~human])):
            people = human & sized & np.char.startswith(source, name[:2])
            made = (source == name) & sized
            both = people | made
            area = auc(1 - probabilities[both, 0], made[both].astype(float)) if made.any() and people.any() else np.nan
            print(f"{size} {name}: AUC {area:.4f}, called machine-made {np.mean(probabilities[made, 0] < 0.5):.3f}")
        people = human & sized
        print(f"{size} human called machine-made: {np.mean(probabilities[people, 0] < 0.5):.4f} of {people.sum()}")
        for name in sorted(set(source[people])):
            chosen = people & (source == name)
            print(f"   {name}: {np.mean(probabilities[chosen, 0] < 0.5):.4f} of {chosen.sum()}")


def write_model(folder: Path, tables: dict[Side, np.ndarray], weights: dict[str, object]) -> None:
    """Write the tables as int8 with a scale for each row, and the weights of the features."""
    arrays: dict[str, np.ndarray] = {}
    for side, values in tables.items():
        scale = np.abs(values).max(axis=1) / 127
        arrays |= {side: np.round(values / scale[:, None]).astype(np.int8), f"{side}_scale": scale.astype(np.float32)}
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / "ngrams.npz", **arrays)  # type: ignore[arg-type]
    (folder / "weights.json").write_text(json.dumps(weights) + "\n", encoding="utf-8")


def main() -> None:
    """Print metrics on held-out documents, and write the model if there is an output."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, help="write the model; without it only print metrics")
    parser.add_argument("--without", default="", metavar="SYSTEM", help="fit without this system")
    options = parser.parse_args()
    training = read_training_data(options.data, options.without)
    judged, probabilities = predict_held_out(training)
    print_metrics_by_source(judged, probabilities)
    if options.output:
        write_model(options.output, training.fit_tables(), judged.fit_weights())


if __name__ == "__main__":
    main()
