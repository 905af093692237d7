"""What the second reader adds to the confidence, on documents that neither was fitted to."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from aligner.confidence.context_reader import load_context_reader
from aligner.confidence.model import load_model, probability
from aligner.evaluation import confidence_metrics
from scripts.datasets.damage.makers import is_right, maker_weights, makers
from scripts.datasets.domains import load_domains

DOMAINS = ("flores.devtest", "commentary", "newstest")
DOCUMENTS = 3
MADE_SHARE = 0.1  # of the pairs, for each maker
SEED = 12


def measure_context(data: Path) -> dict[str, float]:
    """Return the AUC of the confidence with the reader, and what it gained.

    Both know the makers of the damage; the card of the model has the gain on makers that neither knows.
    """
    all_makers = makers(data)
    kinds = {name: maker.kind for name, maker in all_makers.items()}
    make = {name: maker.make for name, maker in all_makers.items()}
    splits = load_domains(data)
    metrics: dict[str, float] = {}
    for domain in DOMAINS:
        rng = np.random.default_rng(SEED)
        held = splits[domain].held
        cases = confidence_metrics.corrupt(held[:: len(held) // DOCUMENTS], rng, share=MADE_SHARE, corruptions=make)
        truth, weights = is_right(cases.corruptions, kinds).astype(float), maker_weights(cases.corruptions, kinds)
        logits = load_model().logits(cases.rows)
        adjusted = load_context_reader().adjust([(en, fr) for en, fr in cases.texts.tolist()], logits)
        plain, with_reader = (confidence_metrics.auc(probability(own), truth, weights) for own in (logits, adjusted))
        metrics |= {f"context.{domain}.auc": with_reader, f"context.{domain}.gain": with_reader - plain}
    return metrics
