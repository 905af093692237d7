"""Fit how a document was made by what its words show, and measure it with makers left out.

    python -m scripts.training.origin ../shared/data -o models/verdict
    python -m scripts.training.origin ../shared/data --leave-out

Run it after scripts.training.word_errors and scripts.training.fluency, whose models it reads. `--leave-out` prints, for
each maker, how well documents by it are separated from those by people when nothing was fitted on it or on the same
half of the lines: alone, next to the version in the other language, and next to that in the same language. The columns
are the AUC against all people, that against people of the same corpora, and the shares called machine-made and human.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.evaluation.confidence_metrics import auc
from aligner.origin.features import SIZES, Basis, across_features, alike_features, alone_features
from aligner.origin.model import (
    COLUMNS,
    DOCUMENTS_FILE,
    MADE_KINDS,
    WORDS_FILE,
    OriginWeights,
    join_evidence,
    split_kinds,
)
from aligner.types import SIDES, Doubles, Side
from aligner.verdict.labels import choose_label
from aligner.verdict.parts import KINDS, probabilities
from scripts.datasets.origin_documents import MEASURED_MAKERS, VersionedDocument, read_origin_documents
from scripts.fitting.clipped_logistic import fit_logistic
from scripts.training.odd_words import fit_words, label_words

RIDGES: dict[Basis, float] = {"alone": 2e-2, "across": 2e-3, "alike": 2e-3}
HUMAN_WEIGHT = 3.0  # against each kind of machine: calling a person's text machine-made is a grave error
MAX_FALSE_ALARMS = 0.02  # of documents by people in each of these corpora
AGAINST_PEOPLE = np.array([1.0, 1.0, 0.0])  # columns of the models
ALARM_CORPORA = ("newstest", "flores", "commentary", "ewt.en", "gsd.fr", "post_edited_news")
MEASURED_CORPORA = ("ewt.en", "gsd.fr", "post_edited_news")  # that nothing is fitted on
# Makers that are left out together, because they are one program.
GROUPS = (("rules", "rules-back"), ("gloss",), ("dictionary",), ("thesaurus",), ("dictionary", "thesaurus"))


class OriginRows(NamedTuple):
    """Documents of one language with their features by one basis.

    rows : (n, features)
    kind, maker, corpus : (n,) of each document
    fold : (n,) half of the data
    number : (n,) index of the document
    """

    rows: Doubles
    kind: np.ndarray
    maker: np.ndarray
    corpus: np.ndarray
    fold: np.ndarray
    number: np.ndarray

    def select(self, chosen: np.ndarray) -> OriginRows:
        """Return the chosen documents."""
        return OriginRows(*(column[chosen] for column in self))

    @property
    def people(self) -> np.ndarray:
        """Which documents are by people, (n,) bool."""
        return np.asarray(self.kind == "human")


RowsByBasis = Mapping[tuple[Basis, Side], OriginRows]


def read_rows(documents: Sequence[VersionedDocument]) -> dict[tuple[Basis, Side], OriginRows]:
    """Compute the features of all documents by each basis that they have."""
    found: dict[tuple[Basis, Side], list[tuple[object, ...]]] = defaultdict(list)
    for number, document in enumerate(documents):
        head = document.head
        for basis, row in _features(document):
            meta = head.kind, head.maker, head.corpus, head.fold, number
            found[basis, head.side].append((row, *meta))
    return {key: OriginRows(*map(np.array, zip(*rows, strict=True))) for key, rows in found.items()}


def _features(document: VersionedDocument) -> Iterator[tuple[Basis, Doubles]]:
    head, texts = document.head, [line.text for line in document.lines]
    if head.other:
        yield "across", across_features(document.read_words(), head.side)
    if head.same:
        yield "alike", alike_features(texts, [line.same for line in document.lines], head.side)
    if head.maker not in ("editor", "rewriter"):
        yield "alone", alone_features(texts, head.side)


def balance(data: OriginRows) -> Doubles:
    """Return weights by which no corpus and no maker predicts the kind: in a corpus each kind has the same total."""
    weights = np.zeros(len(data.kind))
    for corpus in np.unique(data.corpus):
        for kind in np.unique(data.kind):
            own = (data.corpus == corpus) & (data.kind == kind)
            makers = np.unique(data.maker[own])
            for maker in makers:
                chosen = own & (data.maker == maker)
                weights[chosen] = (HUMAN_WEIGHT if kind == "human" else 1) / len(makers) / chosen.sum()
    return weights


def fit(data: OriginRows, ridge: float) -> OriginWeights:
    """Fit each kind against people, and the kinds against each other."""
    columns = []
    for kind, others in ((MADE_KINDS[0], data.people), (MADE_KINDS[1], data.people), (MADE_KINDS[1], ~data.people)):
        own = data.select(others | (data.kind == kind))
        columns.append(fit_logistic(own.rows, (own.kind == kind).astype(float), balance(own), ridge))
    mean, scale, weights, bias = zip(*columns, strict=True)
    return OriginWeights(np.column_stack(mean), np.column_stack(scale), np.column_stack(weights), np.array(bias))


def may_train(data: OriginRows) -> np.ndarray:
    """Return which documents models are fitted on."""
    measured = np.array([maker.startswith(MEASURED_MAKERS) for maker in data.maker.tolist()], bool)
    return ~measured & ~np.isin(data.corpus, MEASURED_CORPORA)


def held_out_log_odds(data: OriginRows, basis: Basis, left_out: Sequence[str] = ()) -> Doubles:
    """Return log-odds, (n, COLUMNS), from models of the other half of the lines without some makers."""
    log_odds = np.zeros((len(data.kind), COLUMNS))
    for fold in (0, 1):
        known = may_train(data) & (data.fold != fold) & ~np.isin(data.maker, left_out)
        log_odds[data.fold == fold] = fit(data.select(known), RIDGES[basis]).log_odds(data.rows[data.fold == fold])
    return log_odds


def made_log_odds(log_odds: Doubles) -> Doubles:
    """Return the log-odds of any kind against people, from those of each kind, (n, COLUMNS)."""
    return np.asarray(np.logaddexp(log_odds[:, 0], log_odds[:, 1]))


def excess(data: OriginRows, log_odds: Doubles) -> float:
    """Return by how much log-odds have to be lowered, or may rise, until few people are called machines."""
    scores = made_log_odds(log_odds)
    people = [data.people & (data.corpus == corpus) for corpus in ALARM_CORPORA]
    return max(float(np.quantile(scores[own], 1 - MAX_FALSE_ALARMS)) for own in people if own.any())


class LeftOutMetrics(NamedTuple):
    """How well documents of a maker that nothing was fitted on are separated from those by people.

    auc, auc_of_corpus : against all documents by people, and against those of the same corpora
    found, missed : shares with a label of a machine or a spinner, and with that of people; the others have none
    """

    auc: float
    auc_of_corpus: float
    found: float
    missed: float


def label_documents(log_odds: Doubles, basis: Basis, side: Side) -> np.ndarray:
    """Return the labels of documents of one origin, (n,), from the log-odds of their words, (n, COLUMNS)."""
    shares = probabilities(np.array([split_kinds(own) for own in log_odds]))
    return np.array([choose_label(dict(zip(KINDS, own, strict=True)), basis, side) for own in shares.tolist()])


def measure_left_out(
    rows: RowsByBasis, basis: Basis, side: Side
) -> tuple[dict[str, LeftOutMetrics], dict[str, tuple[float, float]]]:
    """Return the metrics by maker, and by corpus the shares of people's documents called machine-made and human."""
    metrics, data = dict[str, LeftOutMetrics](), rows[basis, side]
    others = tuple(maker for maker in np.unique(data.maker).tolist() if maker.startswith(MEASURED_MAKERS))
    for group in (*GROUPS, others):
        makers = [maker for maker in group if (data.maker == maker).any()]
        if not makers:
            continue
        log_odds = calibrated_log_odds(rows, basis, side, group)
        scores, labels = made_log_odds(log_odds), label_documents(log_odds, basis, side)
        for maker in makers:
            own = data.maker == maker
            near = data.people & np.isin(data.corpus, np.unique(data.corpus[own]))
            areas = [_area(scores, own, people) for people in (data.people, near)]
            name = " ".join(dict.fromkeys((maker, *group))) if group != others else maker
            metrics[name] = LeftOutMetrics(areas[0], areas[1], *_shares(labels[own]))
    labels = label_documents(calibrated_log_odds(rows, basis, side), basis, side)
    people = {corpus: data.people & (data.corpus == corpus) for corpus in np.unique(data.corpus[data.people]).tolist()}
    return metrics, {corpus: _shares(labels[own]) for corpus, own in people.items()}


def _shares(labels: np.ndarray) -> tuple[float, float]:
    """Return the shares of labels of a machine or a spinner, and of people."""
    return float(np.isin(labels, MADE_KINDS).mean()), float((labels == KINDS[0]).mean())


def calibrated_log_odds(rows: RowsByBasis, basis: Basis, side: Side, left_out: Sequence[str] = ()) -> Doubles:
    """Return the log-odds of each kind as the product computes them, from models without some makers."""
    data = rows[basis, side]
    log_odds = held_out_log_odds(data, basis, left_out)
    if basis != "across":
        return log_odds - excess(data, log_odds) * AGAINST_PEOPLE
    joined = join_evidence(log_odds, _alone_of(rows, side, left_out))
    return joined - excess(data, joined) * AGAINST_PEOPLE


def _alone_of(rows: RowsByBasis, side: Side, left_out: Sequence[str] = ()) -> Doubles:
    """Return the log-odds of the documents that have a version in the other language, by their texts alone."""
    place = {int(number): index for index, number in enumerate(rows["alone", side].number)}
    chosen = [place[int(number)] for number in rows["across", side].number]
    return calibrated_log_odds(rows, "alone", side, left_out)[chosen]


def bias_shift(rows: RowsByBasis, basis: Basis, side: Side) -> float:
    """Return what is added to the bias of a model; next to the other language it is half of the joined evidence."""
    raw = held_out_log_odds(rows[basis, side], basis)
    if basis == "across":
        return -2 * excess(rows[basis, side], join_evidence(raw, _alone_of(rows, side)))
    return -excess(rows[basis, side], raw)


def _area(scores: Doubles, own: np.ndarray, people: np.ndarray) -> float:
    both = own | people
    return auc(scores[both], own[both].astype(float)) if people.any() and own.any() else float("nan")


def main() -> None:
    """Print left-out metrics, or write the model."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, help="write the model")
    parser.add_argument("--leave-out", action="store_true", help="print metrics of makers that are left out")
    options = parser.parse_args()
    documents = read_origin_documents(options.data)
    rows = read_rows(documents)
    if options.leave_out:
        for basis, side in sorted(rows):
            metrics, alarms = measure_left_out(rows, basis, side)
            for maker, own in metrics.items():
                print(f"{basis:7} {side} {maker:32}" + "".join(f"{value:8.3f}" for value in own), flush=True)
            people = (f"{name} {made:.3f} {human:.3f}" for name, (made, human) in alarms.items())
            print(f"{basis:7} {side} people called machine-made, human:", ", ".join(people))
    if options.output:
        write_model(options.output, documents, rows)


def write_model(folder: Path, documents: Sequence[VersionedDocument], rows: RowsByBasis) -> None:
    """Fit the weights of documents and of words, and write them."""
    model: dict[str, dict[str, object]] = {basis: {} for basis in SIZES}
    log_odds = dict[int, Doubles]()
    for (basis, side), data in rows.items():
        weights = fit(data.select(may_train(data)), RIDGES[basis])
        shift = bias_shift(rows, basis, side)
        model[basis][side] = _plain(weights._replace(bias=weights.bias + shift * AGAINST_PEOPLE))
    _write(folder / DOCUMENTS_FILE, model)
    for side in SIDES:
        data = rows["across", side]
        both = calibrated_log_odds(rows, "across", side)
        log_odds |= {
            int(number): own[: len(MADE_KINDS)]
            for number, own, known in zip(data.number, both, may_train(data), strict=True)
            if known
        }
    _write(
        folder / WORDS_FILE,
        {side: _plain(fit_words(words)) for side, words in label_words(documents, log_odds).items()},
    )


def _plain(weights: OriginWeights) -> dict[str, object]:
    return {name: np.round(value, 5).tolist() for name, value in weights._asdict().items()}


def _write(path: Path, model: Mapping[str, object]) -> None:
    path.write_text(json.dumps(model) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
