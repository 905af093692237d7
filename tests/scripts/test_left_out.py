"""Figures of makers that a net has not seen: what facts leave of a confidence, and how pairs are judged."""

from __future__ import annotations

import numpy as np
import pytest

from aligner.confidence.features.extract import FEATURES
from aligner.confidence.model import load_model
from aligner.evaluation.confidence_metrics import RIGHT, Cases
from scripts.quality.left_out import LeftOut, fact_shares, judge

TEXTS = [
    ("The bridge at Montlieu cost 14 million euros.", "Le pont de Montlieu a coûté 14 millions d'euros.", 1.0),
    ("The bridge at Montlieu cost 14 million euros.", "Le pont de Montlieu a coûté 41 millions d'euros.", 0.5),
    ("The plant at Sarrey will not reopen before June.", "L'usine de Sarrey ne rouvrira pas avant juin.", 1.0),
    ("She runs a small bakery near the harbour.", "Elle tient une petite boulangerie près du port.", 1.0),
    ("The museum lost 300 visitors a day in July.", "Le musée a perdu 300 visiteurs par jour en janvier.", 0.5),
]


def cases(labels: list[str]) -> Cases:
    rows = np.zeros((len(TEXTS), len(FEATURES)))
    texts = np.array([pair[:2] for pair in TEXTS], object)
    return Cases(rows, np.array(labels), np.array([len(en) for en, _ in texts]), texts)


def test_a_changed_fact_leaves_a_part_of_the_confidence() -> None:
    assert fact_shares(cases([RIGHT] * len(TEXTS))).tolist() == [share for *_, share in TEXTS]


def test_each_pair_is_judged_by_the_nets_that_have_not_seen_its_maker() -> None:
    model = load_model()
    # Two nets that give every pair odds of 1 to 3, and of 3 to 1.
    low, high = (model.segment._replace(slope=0.0, offset=offset) for offset in (-float(np.log(3)), float(np.log(3))))
    models = [LeftOut([name], model._replace(segment=net)) for name, net in (("stub", low), ("cut", high))]
    kinds = {"stub": "cut", "cut": "cut", "lines_merged": "faithful"}
    judged = judge(cases(["stub", "cut", RIGHT, "lines_merged", "stub"]), models, kinds)
    found = sorted(zip(judged.makers.tolist(), judged.confidence.round(3).tolist(), strict=True))
    assert found == [
        ("cut", 0.375), ("lines_merged", 0.25), ("lines_merged", 0.75), (RIGHT, 0.25), (RIGHT, 0.75), ("stub", 0.125),
        ("stub", 0.25),
    ]  # fmt: skip


@pytest.mark.parametrize("field", ["rows", "corruptions", "lengths", "texts"])
def test_selected_cases_keep_all_their_fields(field: str) -> None:
    whole = cases([RIGHT, "cut", "cut", RIGHT, "stub"])
    chosen = whole.corruptions == "cut"
    assert getattr(whole.select(chosen), field).tolist() == getattr(whole, field)[chosen].tolist()
