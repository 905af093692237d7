"""Train the models of the confidence and write models/confidence/weights.json.

    python -m scripts.training.confidence ../shared/data -o models/confidence

Right pairs are human translations; wrong ones are made from them by the makers of scripts/datasets/damage, and by those
of scripts/datasets/short_corruptions.py from words, phrases and names. A second, small model adds the features of the
alignment; it is fitted to the beads of documents whose truth is known. One document in five and two corpora are kept
for measuring. The probabilities are calibrated on makers that the net has not seen: the makers are divided into groups,
and each group is judged by a net that was fitted without it. scripts.quality.left_out measures that.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.features.extract import FEATURES
from aligner.confidence.model import (
    SEGMENT_NAMES,
    SHORT_NAMES,
    ConfidenceNet,
    load_model,
    parse_net,
    probability,
    segment_rows,
    short_rows,
)
from aligner.confidence.score import BEAD_FEATURES, NULL_FEATURES
from aligner.evaluation import confidence_metrics
from aligner.evaluation.confidence_metrics import RIGHT, Cases, Labels, balance
from aligner.evaluation.corruptions import CORRUPTIONS, Corruption
from aligner.pipeline.judge import PAIR_NAMES
from aligner.types import Doubles
from scripts.datasets.damage.makers import Maker, folds, is_right, maker_weights, makers
from scripts.datasets.damaged_documents import (
    BeadCases,
    cases_of_documents,
    cases_of_novels,
    cases_of_unrelated,
    concatenate_cases,
    local_makers,
)
from scripts.datasets.domains import HELD_OUT_DOMAIN, DomainSplit, load_domains
from scripts.datasets.short_corruptions import SHORT_CORRUPTIONS
from scripts.datasets.short_pairs import load_short_pairs
from scripts.fitting.logistic import fit_logistic, predict, print_metrics
from scripts.fitting.net import FITS, fit_net
from scripts.training.document_pairs import fit_pair_model

MADE_SHARE = 0.5  # of the pairs, for each maker
MAX_SHORT_CHARS = 70  # of the English text of pairs that the net of short ones is fitted on
SHORT_SHARE = 2.0  # weight of the words, phrases and names, relative to running text
FOLDS = 10  # groups of makers, in none of which two are of a kind
SEGMENT_RIDGE = 3e-4
SHORT_RIDGE = 1e-3
SEED = 5
BEAD_DOMAINS = ("flores.dev", "newstest", "dialogue", "flores.devtest", HELD_OUT_DOMAIN)
# Models that change nothing, until the right ones are fitted.
IDENTITY = {"mean": [0.0], "scale": [1.0], "weights": [1.0], "bias": 0.0}
UNFITTED_PAIR_MODEL = {"names": list(PAIR_NAMES), "bias": 0.0} | {
    name: [value] * len(PAIR_NAMES) for name, value in (("mean", 0.0), ("scale", 1.0), ("weights", 1.0))
}
CasesByDomain = dict[str, tuple[Cases | None, Cases | None]]  # to train on, and held out


class Learnable(NamedTuple):
    """What a net is fitted to: features, truth and weight of each pair."""

    rows: Doubles
    truth: Doubles
    weights: Doubles


class Platt(NamedTuple):
    """The parameters of Platt scaling."""

    slope: float
    offset: float


class Unseen(NamedTuple):
    """A group of makers, a net that was fitted without them, and how it judges their pairs and right ones."""

    makers: list[str]
    net: ConfidenceNet
    logits: Doubles
    labels: Labels


def corrupt_split(
    split: DomainSplit, corruptions: Mapping[str, Corruption], share: float = 1.0
) -> tuple[Cases | None, Cases | None]:
    """Make cases of the documents to train on, and of those held out."""
    train, held = (
        confidence_metrics.corrupt(sources, np.random.default_rng(SEED), share=share, corruptions=corruptions)
        if sources
        else None
        for sources in split
    )
    return train, held


def concatenate(cases: Iterable[Cases | None]) -> Cases:
    """Return the cases of several domains."""
    return Cases(*(np.concatenate(column) for column in zip(*filter(None, cases), strict=True)))


def without(cases: Cases, names: Sequence[str]) -> Cases:
    """Return the cases of other makers."""
    return cases.select(~np.isin(cases.corruptions, names))


def learnable(cases: Cases, kinds: Mapping[str, str]) -> Learnable:
    """Return what the net of pairs of any length is fitted to."""
    truth = is_right(cases.corruptions, kinds).astype(float)
    return Learnable(segment_rows(cases.rows), truth, maker_weights(cases.corruptions, kinds))


def fit_uncalibrated(cases: Cases, kinds: Mapping[str, str], fits: int = FITS) -> ConfidenceNet:
    """Fit the net of pairs of any length, without calibration."""
    return parse_net({"names": list(SEGMENT_NAMES), **fit_net(*learnable(cases, kinds), SEGMENT_RIDGE, fits)})


def judge_unseen(train: Cases, held: Cases, all_makers: Mapping[str, Maker], fits: int = 1) -> list[Unseen]:
    """Judge held-out pairs with everyday damage by nets that have not seen the makers, group by group."""
    kinds = {name: maker.kind for name, maker in all_makers.items()}
    groups = []
    for left in folds(all_makers, FOLDS):
        net = fit_uncalibrated(without(train, left), kinds, fits)
        own = held.select(np.isin(held.corruptions, [RIGHT, *(name for name in left if name in CORRUPTIONS)]))
        groups.append(Unseen(left, net, net.logits(segment_rows(own.rows)), own.corruptions))
    return groups


def everyday_platt(groups: Sequence[Unseen]) -> Platt:
    """Return the calibration on everyday damage that nets have not seen."""
    labels = np.concatenate([group.labels for group in groups])
    logits = np.concatenate([group.logits for group in groups])
    return platt_scaling(logits, (labels == RIGHT).astype(float), balance(labels))


def fit_segment_model(domains: CasesByDomain, all_makers: Mapping[str, Maker]) -> dict[str, object]:
    """Fit the net of pairs of any length, calibrated on makers that it has not seen."""
    kinds = {name: maker.kind for name, maker in all_makers.items()}
    train = concatenate(own for own, _ in domains.values())
    calibration = concatenate(held for own, held in domains.values() if own)
    model = {"names": list(SEGMENT_NAMES), **fit_net(*learnable(train, kinds), SEGMENT_RIDGE)}
    return model | everyday_platt(judge_unseen(train, calibration, all_makers))._asdict()


def platt_scaling(logits: Doubles, truth: Doubles, weights: Doubles) -> Platt:
    """Return what turns log-odds into calibrated ones."""
    fit = fit_logistic(logits[:, None], truth, weights)
    slope = float(fit["weights"][0]) / float(fit["scale"][0])  # type: ignore[index]
    offset = float(str(fit["bias"])) - slope * float(fit["mean"][0])  # type: ignore[index]
    return Platt(round(slope, 5), round(offset, 5))


def fit_short_model(
    domains: CasesByDomain, made: CasesByDomain, segment: ConfidenceNet, kinds: Mapping[str, str]
) -> dict[str, object]:
    """Fit the net of short pairs, which corrects that of pairs of any length.

    It learns from texts that are somewhat longer, too, because few news sentences are short.

    Parameters
    ----------
    domains : running text
    made : words, phrases and names
    """
    place = FEATURES.index("short")

    def read(cases: Cases, weights: Doubles, truth: NDArray[np.bool_]) -> Learnable:
        rows = short_rows(cases.rows, segment.logits(segment_rows(cases.rows)))
        return Learnable(rows, truth.astype(float), weights)

    def running(cases: Cases) -> Learnable:
        return read(cases, maker_weights(cases.corruptions, kinds), is_right(cases.corruptions, kinds))

    def of_words(cases: Cases) -> Learnable:
        return read(cases, SHORT_SHARE * balance(cases.corruptions), cases.corruptions == RIGHT)

    train, held = (concatenate(split[part] for split in domains.values() if split[0]) for part in (0, 1))
    train = train.select((train.lengths <= MAX_SHORT_CHARS) | (train.rows[:, place] > 0))
    held = held.select(held.rows[:, place] > 0)
    parts = [
        [running(cases), *(of_words(split[part]) for split in made.values() if split[part])]  # type: ignore[arg-type]
        for part, cases in enumerate((train, held))
    ]
    learnt, calibration = (Learnable(*map(np.concatenate, zip(*part, strict=True))) for part in parts)
    model = {"names": list(SHORT_NAMES), **fit_net(*learnt, SHORT_RIDGE)}
    logits = parse_net(model).logits(calibration.rows)
    return model | platt_scaling(logits, calibration.truth, calibration.weights)._asdict()


def print_held_out(name: str, net: ConfidenceNet, cases: Cases, kinds: Mapping[str, str]) -> None:
    """Print the metrics of one domain."""
    chances = probability(net.logits(segment_rows(cases.rows)))
    truth, weights = is_right(cases.corruptions, kinds).astype(float), maker_weights(cases.corruptions, kinds)
    bins = confidence_metrics.reliability(chances, truth, weights)
    recall = confidence_metrics.recall_by_corruption(chances, cases.corruptions)
    print(
        f"{name} (held out): AUC {confidence_metrics.auc(chances, truth, weights):.4f}",
        f"ECE {confidence_metrics.calibration_error(bins):.4f}",
        f"median of the right {np.median(chances[truth > 0.5]):.3f}, caught",
        ", ".join(f"{corruption} {share:.2f}" for corruption, (share, _) in recall.items()),
        flush=True,
    )


def fit_bead_models(data: Path, splits: dict[str, DomainSplit], all_makers: Mapping[str, Maker]) -> dict[str, object]:
    """Fit the models that add the features of the alignment, to documents with everyday damage."""
    rng = np.random.default_rng(SEED)
    everyday = local_makers({name: maker for name, maker in all_makers.items() if name in CORRUPTIONS})
    cases: dict[str, BeadCases] = {}
    for name in BEAD_DOMAINS:
        sources = splits[name].train + splits[name].held
        documents = [source.pairs for source in sources]
        half = len(documents) // 2
        parts = [cases_of_documents(sources, rng, everyday)]
        parts.append(cases_of_unrelated(documents[:half:4], documents[half::4]))
        cases[name] = concatenate_cases(parts)
    cases["novels"] = cases_of_novels(data)
    train = [own for name, own in cases.items() if name not in ("flores.devtest", HELD_OUT_DOMAIN)]
    models: dict[str, object] = {}
    for kind, names, field in (("bead", BEAD_FEATURES, 0), ("null", NULL_FEATURES, 2)):
        # Each corpus has the same weight, however long.
        weights = np.concatenate([np.full(len(own[field]), 1000 / len(own[field])) for own in train])
        together = concatenate_cases(train)
        model = fit_logistic(together[field], together[field + 1], weights)
        for name, own in cases.items():
            truth = own[field + 1]
            labels = ["wrong"] * len(truth)
            print_metrics(f"{kind}s of {name}", predict(model, own[field]), truth, np.ones(len(truth)), labels)
        models[kind] = {"names": list(names), **model}
    return models


def main() -> None:
    """Fit the chosen models and write them with those that the file has."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/confidence"))
    parser.add_argument("--only", choices=["segment", "short", "bead", "pair"], help="refit one part")
    options = parser.parse_args()
    path = options.output / "weights.json"
    models = json.loads(path.read_text()) if path.exists() else {}
    models = {
        "segment": {},
        "short": {},
        "bead": IDENTITY | {"names": ["logit"]},
        "null": IDENTITY | {"names": ["rival"]},
        "pair": UNFITTED_PAIR_MODEL,
    } | models
    splits = load_domains(options.data)
    options.output.mkdir(parents=True, exist_ok=True)

    def write() -> None:
        path.write_text(json.dumps(models) + "\n")
        load_model.cache_clear()  # each part builds on those before it

    all_makers = makers(options.data)
    kinds = {name: maker.kind for name, maker in all_makers.items()}
    if options.only in (None, "segment", "short"):
        make = {name: maker.make for name, maker in all_makers.items()}
        cases = {name: corrupt_split(split, make, MADE_SHARE) for name, split in splits.items()}
        if options.only != "short":
            models["segment"] = fit_segment_model(cases, all_makers)
        for name, (_, held) in cases.items():
            if held:
                print_held_out(name, parse_net(models["segment"]), held, kinds)
        made = {
            name: corrupt_split(split, SHORT_CORRUPTIONS[name])
            for name, split in load_short_pairs(options.data, splits).items()
        }
        models["short"] = fit_short_model(cases, made, parse_net(models["segment"]), kinds)
        write()
    if options.only in (None, "bead"):
        models |= fit_bead_models(options.data, splits, all_makers)
        write()
    if options.only in (None, "pair"):
        models["pair"] = UNFITTED_PAIR_MODEL  # the old model may expect other features
        write()
        models["pair"] = fit_pair_model(options.data, np.random.default_rng(SEED))
        write()


if __name__ == "__main__":
    main()
