"""Train the models of the confidence and write models/confidence/weights.json.

    python -m scripts.training.confidence ../shared/data -o models/confidence/weights.json

Right pairs are human translations; wrong ones are made of them by the recipes
of aligner/evaluation/corruptions.py. On what the alignment adds, a second, small
model is fitted to what it finds in documents whose truth is known. Split by
document and by domain: one document in five and two corpora are held out.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from aligner.confidence.features.extract import NAMES
from aligner.confidence.model import load_model, net, probability
from aligner.confidence.score import BEAD_NAMES, NULL_NAMES
from aligner.evaluation import confidence_metrics as measure
from aligner.evaluation.confidence_metrics import RIGHT, Cases
from aligner.pipeline.judge import PAIR_NAMES
from scripts.datasets import damaged_documents as bead_cases
from scripts.datasets.damaged_documents import BeadCases
from scripts.datasets.domains import HELD_DOMAIN, Split, domains
from scripts.fitting.arrays import Rows
from scripts.fitting.logistic import apply, fit, report
from scripts.fitting.net import fit_net
from scripts.training.document_pairs import pair_model

SHARE = 1.0  # of the pairs, for each recipe
SEED = 5
BLANK = {"mean": [0.0], "scale": [1.0], "weights": [1.0], "bias": 0.0}
FLAT = {"names": list(PAIR_NAMES), "bias": 0.0} | {
    name: [value] * len(PAIR_NAMES) for name, value in (("mean", 0.0), ("scale", 1.0), ("weights", 1.0))
}
Made = dict[str, tuple[Cases | None, Cases | None]]


def made_of(split: Split) -> tuple[Cases | None, Cases | None]:
    """Cases of the documents to train on, and of those held out."""
    made = [
        measure.corrupt(part, np.random.default_rng(SEED), share=SHARE)
        if part else None
        for part in split
    ]  # fmt: skip
    return made[0], made[1]


def segment_model(made: Made) -> dict[str, object]:
    """Fit the net on the training documents, calibrate it on held out ones of the same domains, report on all."""
    train = [part for part, _ in made.values() if part]
    rows = np.concatenate([part.rows for part in train])
    truth = np.concatenate([part.recipes == RIGHT for part in train]).astype(float)
    weights = np.concatenate([measure.balance(part.recipes) for part in train])
    model = fit_net(rows, truth, weights)
    held = [part for trained, part in made.values() if trained and part]
    logits = np.concatenate([net({**model, "names": NAMES}).logits(part.rows) for part in held])
    right = np.concatenate([part.recipes == RIGHT for part in held]).astype(float)
    platt = fit(logits[:, None], right, np.concatenate([measure.balance(part.recipes) for part in held]))
    slope = float(platt["weights"][0]) / float(platt["scale"][0])  # type: ignore[index]
    model |= {"slope": round(slope, 5), "offset": round(float(str(platt["bias"])) - slope * float(platt["mean"][0]), 5)}  # type: ignore[index]
    named = {"names": list(NAMES), **model}
    for name, (_, part) in made.items():
        if part:
            show(name, probability(net(named).logits(part.rows)), part)
    return named


def show(name: str, chance: Rows, part: Cases) -> None:
    """Print how well the cases of one domain are told apart."""
    truth, weights = (part.recipes == RIGHT).astype(float), measure.balance(part.recipes)
    bins = measure.reliability(chance, truth, weights)
    print(
        f"{name} (held out): AUC {measure.auc(chance, truth, weights):.4f}",
        f"ECE {measure.calibration_error(bins):.4f} median of the right {np.median(chance[truth > 0.5]):.3f}, caught",
        ", ".join(
            f"{kind} {share:.2f}" for kind, (share, _) in measure.recall_by_corruption(chance, part.recipes).items()
        ),
        flush=True,
    )


def bead_models(data: Path, splits: dict[str, Split]) -> dict[str, object]:
    """Fit what the alignment adds, of beads and of nulls."""
    rng = np.random.default_rng(SEED)
    cases: dict[str, BeadCases] = {}
    for name in ("flores.dev", "newstest", "dialogue", "flores.devtest", HELD_DOMAIN):
        sources = splits[name].train + splits[name].held
        documents = [source.pairs for source in sources]
        half = len(documents) // 2
        parts = [bead_cases.of_documents(sources, rng)]
        parts.append(bead_cases.of_strangers(documents[:half:4], documents[half::4]))
        cases[name] = bead_cases.joined(parts)
    cases["novels"] = bead_cases.of_novels(data)
    train = [case for name, case in cases.items() if name not in ("flores.devtest", HELD_DOMAIN)]
    models: dict[str, object] = {}
    for kind, names, part in (("bead", BEAD_NAMES, 0), ("null", NULL_NAMES, 2)):
        # Each text counts alike, however long.
        weights = np.concatenate([np.full(len(case[part]), 1000 / len(case[part])) for case in train])
        every = bead_cases.joined(train)
        model = fit(every[part], every[part + 1], weights)
        for name, case in cases.items():
            truth = case[part + 1]
            report(f"{kind}s of {name}", apply(model, case[part]), truth, np.ones(len(truth)), ["wrong"] * len(truth))
        models[kind] = {"names": list(names), **model}
    return models


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/confidence/weights.json"))
    parser.add_argument("--only", choices=["segment", "bead", "pair"], help="fit one part anew")
    options = parser.parse_args()
    output = json.loads(options.output.read_text()) if options.output.exists() else {}
    output = {
        "segment": {},
        "bead": BLANK | {"names": ["logit"]},
        "null": BLANK | {"names": ["rival"]},
        "pair": FLAT,
    } | output
    splits = domains(options.data)

    def write() -> None:
        options.output.write_text(json.dumps(output) + "\n")
        load_model.cache_clear()  # each part rests on those before it

    if options.only in (None, "segment"):
        output["segment"] = segment_model({name: made_of(split) for name, split in splits.items()})
        write()
    if options.only in (None, "bead"):
        output |= bead_models(options.data, splits)
        write()
    if options.only in (None, "pair"):
        output["pair"] = FLAT  # that of other figures would not fit those of today
        write()
        output["pair"] = pair_model(options.data, np.random.default_rng(SEED))
        write()


if __name__ == "__main__":
    main()
