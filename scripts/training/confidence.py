"""Train the models of the confidence and write models/confidence/weights.json.

    python -m scripts.training.confidence ../shared/data -o models/confidence

Right pairs are human translations; wrong ones are made from them by the
corruptions of aligner/evaluation/corruptions.py and fragments.py, and by those
of scripts/datasets/short_corruptions.py from words, phrases and names. A second, small model adds the
features of the alignment; it is fitted to the beads of documents whose truth is
known. The split is by document and by domain: one document in five and two
corpora are held out.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

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
from aligner.evaluation.fragments import FRAGMENTS
from aligner.pipeline.judge import PAIR_NAMES
from aligner.types import Doubles
from scripts.datasets.damaged_documents import (
    BeadCases,
    cases_of_documents,
    cases_of_novels,
    cases_of_unrelated,
    concatenate_cases,
)
from scripts.datasets.domains import HELD_OUT_DOMAIN, DomainSplit, load_domains
from scripts.datasets.short_corruptions import SHORT_CORRUPTIONS
from scripts.datasets.short_pairs import load_short_pairs
from scripts.fitting.logistic import fit_logistic, predict, print_metrics
from scripts.fitting.net import fit_net
from scripts.training.document_pairs import fit_pair_model

CORRUPTED_SHARE = 1.0  # of the pairs, for each corruption
MAX_SHORT_CHARS = 70  # of the English text of pairs that the net of short ones is fitted on
MADE_SHARE = 0.4  # weight of the words, phrases and names, relative to running text
FRAGMENT_SHARE = 0.35  # weight of a way of cutting or patching a text, relative to other corruptions
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


def corrupt_split(
    split: DomainSplit, corruptions: Mapping[str, Corruption] = CORRUPTIONS | FRAGMENTS
) -> tuple[Cases | None, Cases | None]:
    """Make cases of the documents to train on, and of those held out."""
    train, held = (
        confidence_metrics.corrupt(sources, np.random.default_rng(SEED), share=CORRUPTED_SHARE, corruptions=corruptions)
        if sources
        else None
        for sources in split
    )
    return train, held


def fit_segment_model(domains: CasesByDomain) -> dict[str, object]:
    """Fit the net of pairs of any length."""

    def read(cases: Cases | None) -> Cases | None:
        return cases and cases._replace(rows=segment_rows(cases.rows))

    chosen = {name: (read(train), read(held)) for name, (train, held) in domains.items()}
    return _fit_calibrated(SEGMENT_NAMES, chosen, dict.fromkeys(domains, 1.0), SEGMENT_RIDGE)


def fit_short_model(domains: CasesByDomain, segment: ConfidenceNet) -> dict[str, object]:
    """Fit the net of short pairs, which corrects that of pairs of any length.

    It learns from texts that are somewhat longer, too, because few news sentences are short.
    """

    def read(cases: Cases | None, chosen: NDArray[np.bool_]) -> Cases | None:
        if cases is None or not (cases.corruptions[chosen] == RIGHT).any():
            return None
        own = cases.rows[chosen]
        rows = short_rows(own, segment.logits(segment_rows(own)))
        return Cases(rows, cases.corruptions[chosen], cases.lengths[chosen])

    place = FEATURES.index("short")
    short = {
        name: (
            train and read(train, (train.lengths <= MAX_SHORT_CHARS) | (train.rows[:, place] > 0)),
            held and read(held, held.rows[:, place] > 0),
        )
        for name, (train, held) in domains.items()
    }
    shares = {name: MADE_SHARE if name in SHORT_CORRUPTIONS else 1.0 for name in domains}
    return _fit_calibrated(SHORT_NAMES, short, shares, SHORT_RIDGE)


def _fit_calibrated(
    names: Sequence[str], domains: CasesByDomain, shares: Mapping[str, float], ridge: float
) -> dict[str, object]:
    """Fit a net on the training documents, calibrate it on held-out ones of the same domains, report on all.

    Parameters
    ----------
    names : of the features
    shares : weight of the cases of each domain
    """
    rows, truth, weights = _concatenate((train, shares[name]) for name, (train, _) in domains.items() if train)
    model = {"names": list(names), **fit_net(rows, truth, weights, ridge)}
    calibration = [
        (_without_fragments(held), shares[name]) for name, (train, held) in domains.items() if train and held
    ]
    rows, truth, weights = _concatenate(calibration)
    platt = fit_logistic(parse_net(model).logits(rows)[:, None], truth, weights)
    slope = float(platt["weights"][0]) / float(platt["scale"][0])  # type: ignore[index]
    model |= {"slope": round(slope, 5), "offset": round(float(str(platt["bias"])) - slope * float(platt["mean"][0]), 5)}  # type: ignore[index]
    for name, (_, cases) in domains.items():
        if cases:
            print_held_out(name, probability(parse_net(model).logits(cases.rows)), cases)
    return model


def _without_fragments(cases: Cases) -> Cases:
    """Return the cases that the confidence is calibrated on: most cut or patched texts differ by a few words only."""
    chosen = ~np.isin(cases.corruptions, list(FRAGMENTS))
    return Cases(cases.rows[chosen], cases.corruptions[chosen], cases.lengths[chosen])


def _concatenate(weighted: Iterable[tuple[Cases, float]]) -> tuple[Doubles, Doubles, Doubles]:
    """Return the features, the truth and the weights of cases of several domains."""
    parts = [
        (cases.rows, (cases.corruptions == RIGHT).astype(float), share * _weights(cases.corruptions))
        for cases, share in weighted
    ]
    rows, truth, weights = (np.concatenate(column) for column in zip(*parts, strict=True))
    return rows, truth, weights


def _weights(corruptions: Labels) -> Doubles:
    """Return weights like those of `balance`, with less for cut and patched texts: many differ by a few words only."""
    weights, right = balance(corruptions), corruptions == RIGHT
    weights[np.isin(corruptions, list(FRAGMENTS))] *= FRAGMENT_SHARE
    weights[right] *= weights[~right].sum() / max(weights[right].sum(), 1e-9)
    return weights


def print_held_out(name: str, chances: Doubles, cases: Cases) -> None:
    """Print the metrics of one domain."""
    truth, weights = (cases.corruptions == RIGHT).astype(float), balance(cases.corruptions)
    bins = confidence_metrics.reliability(chances, truth, weights)
    recall = confidence_metrics.recall_by_corruption(chances, cases.corruptions)
    print(
        f"{name} (held out): AUC {confidence_metrics.auc(chances, truth, weights):.4f}",
        f"ECE {confidence_metrics.calibration_error(bins):.4f}",
        f"median of the right {np.median(chances[truth > 0.5]):.3f}, caught",
        ", ".join(f"{corruption} {share:.2f}" for corruption, (share, _) in recall.items()),
        flush=True,
    )


def fit_bead_models(data: Path, splits: dict[str, DomainSplit]) -> dict[str, object]:
    """Fit the models that add the features of the alignment, of beads and of nulls."""
    rng = np.random.default_rng(SEED)
    cases: dict[str, BeadCases] = {}
    for name in BEAD_DOMAINS:
        sources = splits[name].train + splits[name].held
        documents = [source.pairs for source in sources]
        half = len(documents) // 2
        parts = [cases_of_documents(sources, rng)]
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

    if options.only in (None, "segment", "short"):
        cases = {name: corrupt_split(split) for name, split in splits.items()}
        if options.only != "short":
            models["segment"] = fit_segment_model(cases)
        for name, split in load_short_pairs(options.data, splits).items():
            cases[name] = corrupt_split(split, SHORT_CORRUPTIONS[name])
        models["short"] = fit_short_model(cases, parse_net(models["segment"]))
        write()
    if options.only in (None, "bead"):
        models |= fit_bead_models(options.data, splits)
        write()
    if options.only in (None, "pair"):
        models["pair"] = UNFITTED_PAIR_MODEL  # the old model may expect other features
        write()
        models["pair"] = fit_pair_model(options.data, np.random.default_rng(SEED))
        write()


if __name__ == "__main__":
    main()
