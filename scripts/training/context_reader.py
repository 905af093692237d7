"""Train the second reader of the extra `context` and write models/context/reader.npz.

    python -m scripts.training.context_reader ../shared/data -o models/context

It is a transformer of two small layers over the word vectors of `scripts.training.context_encoder`, which stay as they
are. It learns from pairs by the makers of scripts/datasets/damage whether a pair is right, and, at half weight, which
words differ from those of the right pair. What its log-odds add to those of the confidence is fitted, and measured, on
makers that neither has seen: the makers are divided into three groups, and a reader is trained without each.
Needs torch (the extra `transformer`).
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch

from aligner.confidence.context_reader import MAX_ABS_LOG_ODDS
from aligner.confidence.model import probability, segment_rows
from aligner.encoders.contextual import ContextualEncoder
from aligner.evaluation import confidence_metrics
from aligner.evaluation.confidence_metrics import RIGHT, Cases, Labels
from aligner.evaluation.corruptions import Pair, SourceDocument, corrupt_pairs
from aligner.types import Doubles, Floats
from scripts.datasets.damage.makers import FAITHFUL, Maker, folds, is_right, maker_weights, makers
from scripts.datasets.domains import DomainSplit, load_domains
from scripts.fitting.cross_encoder import Key, Lesson, Net, Texts, Vectors, arrays_of, judge, train
from scripts.fitting.logistic import fit_logistic
from scripts.quality.left_out import DOMAINS, LeftOut, fact_shares, fit_left_out
from scripts.training.confidence import FOLDS

MAX_RIGHT = 220  # right pairs of a domain that are learnt from, drawn by document
OWN_RIGHT = {"newstest": 450, "flores.dev": 450}
MADE_SHARE = 0.15  # of the pairs, for each maker
HELD_RIGHT, HELD_SHARE = 250, 0.18
GROUPS = 3  # of makers, each left out once
LAYER_RIDGE = 0.1
WORKERS = 2
SEED = 11
KEPT_APART = ("line", FAITHFUL)  # kinds of makers that change no single words
_SHARED: list[Any] = []


class Sample(NamedTuple):
    """Pairs with the names of their makers, and the right pair that each was made from."""

    texts: list[Pair]
    labels: Labels
    origins: list[Pair]


def draw(sources: Sequence[SourceDocument], max_right: int, share: float, all_makers: Mapping[str, Maker]) -> Sample:
    """Make pairs of some documents."""
    rng = np.random.default_rng(SEED)
    make = {name: maker.make for name, maker in all_makers.items()}
    texts: list[Pair] = []
    labels: list[str] = []
    origins: list[Pair] = []
    for index in rng.permutation(len(sources)):
        if labels.count(RIGHT) >= max_right:
            break
        for case in corrupt_pairs(sources[index], rng, share=share, corruptions=make):
            texts.append(case.pair)
            labels.append(case.corruption)
            origins.append(sources[index].pairs[case.position])
    return Sample(texts, np.array(labels), origins)


def together(samples: Sequence[Sample]) -> Sample:
    """Return the pairs of several samples."""
    labels = np.concatenate([sample.labels for sample in samples])
    texts, origins = ([pair for sample in samples for pair in sample[field]] for field in (0, 2))
    return Sample(texts, labels, origins)


def encode_all(encoder: ContextualEncoder, pairs: Texts) -> dict[Key, Floats]:
    """Encode the words of all different texts as 16-bit numbers, by side and text; those too long are missing."""
    keys = sorted({(side, text) for pair in pairs for side, text in enumerate(pair)})
    with workers(encoder) as pool:
        rows = list(pool.map(_encode_words, [text for _, text in keys], chunksize=100))
    return {key: own for key, own in zip(keys, rows, strict=True) if own is not None and len(own)}


def _encode_words(text: str) -> Floats | None:
    (encoder,) = _SHARED
    vectors = encoder.encode(text.split())
    return None if vectors is None else vectors.astype(np.float16)


def workers(*shared: Any) -> ProcessPoolExecutor:
    """Return processes that find large objects in `_SHARED`, without a copy."""
    return ProcessPoolExecutor(WORKERS, get_context("fork"), _share, shared)


def _share(*shared: Any) -> None:
    _SHARED[:] = shared
    torch.set_num_threads(1)


def side_means(vectors: Vectors, pairs: Texts) -> Floats:
    """Return the mean of the word vectors of each side, (2, dim)."""
    different = sorted({*pairs})
    chosen = [[vectors[side, pair[side]] for pair in different if (side, pair[side]) in vectors] for side in (0, 1)]
    return np.array([np.concatenate(own).astype(np.float32).mean(axis=0) for own in chosen])


def readable(sample: Sample, vectors: Vectors) -> Sample:
    """Return the pairs that have vectors on both sides."""
    kept = [all((side, text) in vectors for side, text in enumerate(pair)) for pair in sample.texts]
    texts, origins = ([pair for pair, good in zip(sample[field], kept, strict=True) if good] for field in (0, 2))
    return Sample(texts, sample.labels[kept], origins)


def train_without(left: Sequence[str]) -> Net:
    """Train a reader without some makers, on what `workers` share: a sample, its vectors and means, kinds of makers."""
    sample, vectors, means, kinds = _SHARED
    chosen = np.flatnonzero(~np.isin(sample.labels, left))
    labels = sample.labels[chosen]
    origins = [
        None if kinds.get(label) in KEPT_APART else sample.origins[row]
        for row, label in zip(chosen, labels, strict=True)
    ]
    truth, weights = is_right(labels, kinds).astype(float), maker_weights(labels, kinds)
    return train(Lesson([sample.texts[row] for row in chosen], truth, weights, origins), vectors, means)


class Reading(NamedTuple):
    """Held-out pairs with both log-odds of each, by models that have not seen its maker; right pairs are repeated."""

    logits: Doubles
    read: Doubles
    shares: Doubles
    labels: Labels


def read_unseen(
    cases: Cases, models: Sequence[LeftOut], readers: Sequence[tuple[Sequence[str], Net]], vectors: Vectors,
    means: Floats, kinds: Mapping[str, str],
) -> Reading:  # fmt: skip
    """Judge pairs by confidences and readers that were fitted without their makers."""
    pairs = [(en, fr) for en, fr in cases.texts.tolist()]
    right, shares = is_right(cases.corruptions, kinds), fact_shares(cases)
    by_reader = [judge(net, pairs, vectors, means) for _, net in readers]
    parts = []
    for makers_left, model in models:
        for (left, _), read in zip(readers, by_reader, strict=True):
            unseen = [name for name in makers_left if name in left]
            own = np.isin(cases.corruptions, unseen) | right & bool(unseen)
            rows = segment_rows(cases.rows[own], model.segment.names)
            parts.append(Reading(model.segment.logits(rows), read[own], shares[own], cases.corruptions[own]))
    return Reading(*map(np.concatenate, zip(*parts, strict=True)))


def fit_layer(readings: Sequence[Reading], kinds: Mapping[str, str]) -> Doubles:
    """Return slope, weight and offset of the log-odds of doubtful pairs: what both give together."""
    own = Reading(*map(np.concatenate, zip(*readings, strict=True)))
    doubtful = np.abs(own.logits) < MAX_ABS_LOG_ODDS
    rows, truth = np.column_stack([own.logits, own.read])[doubtful], is_right(own.labels[doubtful], kinds)
    fit = fit_logistic(rows, truth.astype(float), maker_weights(own.labels, kinds)[doubtful], LAYER_RIDGE)
    mean, scale, weights = (np.array(fit[name], float) for name in ("mean", "scale", "weights"))
    slopes = weights / scale
    return np.array([*slopes, float(str(fit["bias"])) - (slopes * mean).sum()])


def adjusted(reading: Reading, layer: Doubles) -> Doubles:
    """Return the confidence with the reader."""
    slope, weight, offset = layer
    logits = np.where(
        np.abs(reading.logits) < MAX_ABS_LOG_ODDS,
        slope * reading.logits + weight * reading.read + offset,
        reading.logits,
    )
    return probability(logits) * reading.shares


def print_gain(name: str, reading: Reading, layer: Doubles, kinds: Mapping[str, str]) -> None:
    """Print the AUC and the calibration error without and with the reader."""
    truth, weights = is_right(reading.labels, kinds).astype(float), maker_weights(reading.labels, kinds)
    figures = []
    for chances in (probability(reading.logits) * reading.shares, adjusted(reading, layer)):
        error = confidence_metrics.calibration_error(confidence_metrics.reliability(chances, truth, weights))
        figures.append(f"AUC {confidence_metrics.auc(chances, truth, weights):.4f} calibration error {error:.3f}")
    print(f"{name}: {figures[0]}, with the reader {figures[1]}", flush=True)


def held_cases(split: DomainSplit, all_makers: Mapping[str, Maker]) -> Cases:
    """Return some of the held-out pairs of a domain with their features."""
    make = {name: maker.make for name, maker in all_makers.items()}
    count = 1 + HELD_RIGHT // max(1, int(np.mean([len(source.pairs) for source in split.held])))
    rng = np.random.default_rng(SEED)
    return confidence_metrics.corrupt(split.held[:count], rng, share=HELD_SHARE, corruptions=make)


def main() -> None:
    """Train the readers, fit what they add, print the gain and write the one with all makers."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/context"))
    options = parser.parse_args()
    encoder = ContextualEncoder(options.output)
    splits, all_makers = load_domains(options.data), makers(options.data)
    kinds = {name: maker.kind for name, maker in all_makers.items()}
    sample = together([
        draw(split.train, OWN_RIGHT.get(name, MAX_RIGHT), MADE_SHARE, all_makers)
        for name, split in splits.items() if split.train
    ])  # fmt: skip
    vectors = encode_all(encoder, sample.texts)
    sample = readable(sample, vectors)
    means = side_means(
        vectors, [pair for pair, label in zip(sample.texts, sample.labels, strict=True) if label == RIGHT]
    )
    print(f"{len(sample.texts):,} pairs to learn from", flush=True)
    parts = folds(all_makers, FOLDS)  # as those of the confidence
    lefts = [list(chain(*parts[first::GROUPS])) for first in range(GROUPS)]
    with workers(sample, vectors, means, kinds) as pool:
        whole, *nets = pool.map(train_without, [[], *lefts])
    np.savez(options.output / "reader.npz", **arrays_of(whole, means, np.array([1.0, 0.25, 0.0])))  # type: ignore[arg-type]
    models = fit_left_out(splits, all_makers)
    readers = list(zip(lefts, nets, strict=True))
    readings = {}
    for name, split in splits.items():
        cases = held_cases(split, all_makers)
        vectors = encode_all(encoder, [(en, fr) for en, fr in cases.texts.tolist()])
        good = np.array(
            [all((side, text) in vectors for side, text in enumerate(pair)) for pair in cases.texts.tolist()]
        )
        readings[name] = read_unseen(cases.select(good), models, readers, vectors, means, kinds)
    layer = fit_layer([own for name, own in readings.items() if name not in DOMAINS], kinds)
    print("slope, weight and offset", layer.round(4).tolist())
    for name, own in readings.items():
        print_gain(name + ("" if name in DOMAINS else " (fitted)"), own, layer, kinds)
    np.savez(options.output / "reader.npz", **arrays_of(whole, means, layer))  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
