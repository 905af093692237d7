"""What the confidence makes of damage that it has not seen: each maker is judged by a net that was fitted without it.

    python -m scripts.quality.left_out ../shared/data

The makers of scripts/datasets/damage are divided into groups in which hardly two share a kind; for each group a net is
fitted to all others, and calibrated on others, as scripts.training.confidence does. Judged are documents that no net
was fitted to. The changes of fact that the rules find lower the confidence as `aligner score` does. The word error net
has learnt from some of the makers; those are marked.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.confidence.model import ConfidenceModel, ConfidenceNet, load_model, probability, segment_rows
from aligner.detectors.attach import attach
from aligner.evaluation import confidence_metrics
from aligner.evaluation.confidence_metrics import RIGHT, Cases, Labels, balance
from aligner.evaluation.corruptions import CORRUPTIONS
from aligner.text.entities.numbers.compare import compare_numbers
from aligner.types import SIDES, Bead, Document, Doubles, Segment, Sentence, Side
from scripts.datasets.damage.makers import FAITHFUL, KIND_SHARES, Maker, is_right, maker_weights, makers
from scripts.datasets.damaged_documents import cases_of_documents, concatenate_cases, local_makers
from scripts.datasets.domains import DomainSplit, load_domains
from scripts.datasets.replaced_words import CORRUPTION_KINDS
from scripts.training.confidence import concatenate, corrupt_split, everyday_platt, judge_unseen

DOMAINS = ("flores.devtest", "commentary", "newstest")
TRAIN_SHARE, HELD_SHARE = 0.2, 0.3  # of the pairs, for each maker
DAMAGED_SHARE = 0.2  # of the lines of a document
BATCH_PAIRS = 500  # pairs whose facts are compared together
SEED = 8


class Judged(NamedTuple):
    """The pairs of a domain with the confidence by nets that have not seen their makers; right ones repeat."""

    confidence: Doubles
    makers: Labels


class LeftOut(NamedTuple):
    """A group of makers, and a model that was fitted without them."""

    makers: list[str]
    model: ConfidenceModel


def fit_left_out(splits: dict[str, DomainSplit], all_makers: dict[str, Maker]) -> list[LeftOut]:
    """Fit a model without each group of makers."""
    make = {name: maker.make for name, maker in all_makers.items()}
    cases = {name: corrupt_split(split, make, TRAIN_SHARE) for name, split in splits.items() if split.train}
    train = concatenate(own for own, _ in cases.values())
    held = concatenate(own for name, (_, own) in cases.items() if name not in DOMAINS)
    groups = judge_unseen(train, held, all_makers, fits=2)
    models = []
    for group in groups:
        platt = everyday_platt([other for other in groups if other is not group])
        net = group.net._replace(slope=platt.slope, offset=platt.offset)
        models.append(LeftOut(group.makers, load_model()._replace(segment=net)))
    return models


def judge(cases: Cases, models: Sequence[LeftOut], kinds: dict[str, str]) -> Judged:
    """Judge cases by the models that have not seen their makers."""
    shares, right = fact_shares(cases), is_right(cases.corruptions, kinds)
    parts = []
    for left, model in models:
        own = right | np.isin(cases.corruptions, left)
        parts.append((own, probability(_logits(model.segment, cases.rows[own])) * shares[own]))
    confidence = np.concatenate([chances for _, chances in parts])
    return Judged(confidence, np.concatenate([cases.corruptions[own] for own, _ in parts]))


def _logits(net: ConfidenceNet, rows: Doubles) -> Doubles:
    return net.logits(segment_rows(rows, net.names))


def fact_shares(cases: Cases) -> Doubles:
    """Return which share of the confidence of each pair the changes of fact leave."""
    order = np.random.default_rng(SEED).permutation(len(cases.rows))  # so that neighbours are of other documents
    shares = np.ones(len(order))
    for first in range(0, len(order), BATCH_PAIRS):
        rows = order[first : first + BATCH_PAIRS]
        shares[rows] = _fact_shares([(en, fr) for en, fr in cases.texts[rows].tolist()])
    return shares


def _fact_shares(texts: Sequence[tuple[str, str]]) -> list[float]:
    beads = [Bead((row, row + 1), (row, row + 1), 1.0) for row in range(len(texts))]
    segments = [Segment("en", "fr", bead, *pair, 1.0, ()) for bead, pair in zip(beads, texts, strict=True)]
    en, fr = (_document(side, [pair[column] for pair in texts]) for column, side in enumerate(SIDES))
    numbers = [compare_numbers(*pair).unmatched for pair in texts]
    return [segment.confidence for segment in attach(en, fr, segments, numbers, only_facts=True)]


def _document(side: Side, texts: Sequence[str]) -> Document:
    starts = np.cumsum([0, *(len(text) + 1 for text in texts)]).tolist()
    rows = enumerate(zip(texts, starts[:-1], strict=True))
    sentences = tuple(Sentence(text, start, start + len(text), row) for row, (text, start) in rows)
    return Document(side, "\n".join(texts), side, 1.0, sentences)


def measure_left_out(data: Path) -> dict[str, float]:
    """Return metrics of the confidence on makers that it has not seen, by domain and kind of damage."""
    kinds = {name: maker.kind for name, maker in makers(data).items()}
    metrics: dict[str, float] = {}
    for domain, table, overall in _tables(data):
        metrics |= {f"left_out.{domain}.{name}": value for name, value in overall.items()}
        for kind in KIND_SHARES:
            areas = [area for name, (_, area) in table.items() if kinds[name] == kind]
            metrics[f"left_out.{domain}.{kind}"] = float(np.mean(areas))
    return metrics


def _tables(data: Path) -> Iterator[tuple[str, dict[str, tuple[float, float]], dict[str, float]]]:
    """Yield for each domain the share caught and the AUC of each maker, and metrics of all."""
    splits, all_makers = load_domains(data), makers(data)
    kinds = {name: maker.kind for name, maker in all_makers.items()}
    make = {name: maker.make for name, maker in all_makers.items()}
    models = fit_left_out(splits, all_makers)
    for domain in DOMAINS:
        rng = np.random.default_rng(SEED)
        cases = confidence_metrics.corrupt(splits[domain].held, rng, share=HELD_SHARE, corruptions=make)
        judged = judge(cases, models, kinds)
        overall = _summary(judged, kinds) | _measure_beads(splits[domain], models, all_makers)
        yield domain, confidence_metrics.recall_by_corruption(judged.confidence, judged.makers), overall


def _summary(judged: Judged, kinds: dict[str, str]) -> dict[str, float]:
    """Return metrics of all pairs, and of those with everyday damage, on which the confidence is calibrated."""
    everyday = np.isin(judged.makers, [RIGHT, *CORRUPTIONS])
    usual = Judged(judged.confidence[everyday], judged.makers[everyday])
    metrics = {"median": float(np.median(judged.confidence[judged.makers == RIGHT]))}
    for name, (chances, labels), weights in (
        ("", judged, maker_weights(judged.makers, kinds)),
        ("everyday_", usual, balance(usual.makers)),
    ):
        truth = is_right(labels, kinds).astype(float)
        bins = confidence_metrics.reliability(chances, truth, weights)
        metrics[f"{name}auc"] = confidence_metrics.auc(chances, truth, weights)
        metrics[f"{name}ece"] = confidence_metrics.calibration_error(bins)
    return metrics


def _measure_beads(split: DomainSplit, models: Sequence[LeftOut], all_makers: dict[str, Maker]) -> dict[str, float]:
    """Return metrics of the beads of documents of which a fifth of the lines are damaged by makers that are new."""
    parts = []
    for left, model in models:
        local = local_makers({name: all_makers[name] for name in left})
        rng = np.random.default_rng(SEED)
        cases = cases_of_documents(split.held, rng, local, shares=(DAMAGED_SHARE,), model=model)
        parts.append(cases)
    together = concatenate_cases(parts)
    chances, truth = load_model().bead.probability(together.beads), together.right
    bins = confidence_metrics.reliability(chances, truth, np.ones(len(truth)))
    error = confidence_metrics.calibration_error(bins)
    return {"aligned_auc": confidence_metrics.auc(chances, truth), "aligned_ece": error}


def main() -> None:
    """Print the figures as a Markdown table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    options = parser.parse_args()
    all_makers = makers(options.data)
    found = {domain: (table, overall) for domain, table, overall in _tables(options.data)}
    print(f"| kind | maker | {' | '.join(found)} |\n|---|---|{'---|' * len(found)}")
    for name, maker in sorted(all_makers.items(), key=lambda item: (item[1].kind == FAITHFUL, item[1].kind, item[0])):
        rows = [table.get(name) for table, _ in found.values()]
        cells = [f"{row[1]:.3f} / {row[0]:.2f}" if row else "–" for row in rows]
        print(f"| {maker.kind} | {name}{' *' if name in CORRUPTION_KINDS else ''} | {' | '.join(cells)} |")
    for metric in next(iter(found.values()))[1]:
        print(f"| all | {metric} | {' | '.join(f'{overall[metric]:.3f}' for _, overall in found.values())} |")


if __name__ == "__main__":
    main()
