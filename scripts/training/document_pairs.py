"""The pair half of the confidence: how likely two documents are versions of one story.

Cases are what pairing really proposes: stories are put into corpora of many
sizes in which some lack a version, and every proposal is judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from aligner.pipeline.judge import PAIR_NAMES
from aligner.pipeline.prepare import Prepared
from aligner.types import SIDES
from scripts.datasets import gold as goldsets
from scripts.datasets import laws
from scripts.datasets.document_pairs import judged_pairs, prepared, story_of
from scripts.datasets.gold import Story
from scripts.datasets.machine_texts import spin
from scripts.fitting.arrays import Rows
from scripts.fitting.logistic import apply, fit, report

SIZES = (3, 10, 40, 200)  # stories of a corpus
LACKING = 1 / 3  # of its stories that have one version only
CUT = 0.15  # of the versions are cut short
SPUN = 0.1  # of the stories have a version that was spun
LAWS = 400
RIDGE = 10.0  # the features say much the same: without it one takes a weight against its meaning


def pair_model(data: Path, rng: np.random.Generator) -> dict[str, object]:
    """Fit on blog, news and law stories; report on each kind what was learnt from the others."""
    kinds = {
        "blog": goldsets.blog(data),
        "news": goldsets.news_stories(data),
        "siblings": goldsets.siblings(data),
        "laws": laws.documents(data)[:LAWS],
    }
    cases = {name: pair_cases(stories, rng) for name, stories in kinds.items()}
    for name, (rows, truth) in cases.items():
        others = _fit([case for other, case in cases.items() if other != name])
        weights = _even(truth)
        report(f"{name} pairs, learnt from others", apply(others, rows), truth, weights, ["wrong"] * len(truth))
    return {"names": list(PAIR_NAMES), **_fit(list(cases.values()))}


def _fit(cases: Sequence[tuple[Rows, Rows]]) -> dict[str, object]:
    rows, truth = (np.concatenate([case[part] for case in cases]) for part in (0, 1))
    weights = np.concatenate([_even(case[1]) / len(case[1]) for case in cases]) * len(truth)
    return fit(rows, truth, weights, RIDGE)


def _even(truth: Rows) -> Rows:
    """Weights by which right and wrong count alike."""
    right = truth.mean()
    weights: Rows = np.where(truth > 0.5, 0.5 / right, 0.5 / (1 - right))
    return weights


def pair_cases(stories: Sequence[Story], rng: np.random.Generator) -> tuple[Rows, Rows]:
    """Features and truth of all that is proposed in corpora made of these stories."""
    rows: list[list[float]] = []
    truth: list[bool] = []
    ready = [item for number, story in enumerate(stories) for item in prepared(number, _copied(story, rng))]
    for size in SIZES:
        order = rng.permutation(len(stories))
        for part in (order[at : at + size] for at in range(0, len(order), size)):
            chosen = _some(ready, set(part.tolist()), rng)
            for judged in judged_pairs(chosen, {}):
                rows.append([judged.evidence[name] for name in PAIR_NAMES])
                truth.append(story_of(judged.en) == story_of(judged.fr))
    return np.array(rows), np.array(truth, float)


def _copied(story: Story, rng: np.random.Generator) -> Story:
    """Some stories are cut on one side, as papers do, and some are spun."""
    sides = list(story)
    if rng.random() < CUT:
        side = int(rng.integers(2))
        lines = sides[side].split("\n")
        sides[side] = "\n".join(lines[: max(3, int(len(lines) * rng.uniform(0.3, 1)))])
    if rng.random() < SPUN:
        side = int(rng.integers(2))
        sides[side] = "\n".join(spin(line, SIDES[side], rng) for line in sides[side].split("\n"))
    return sides[0], sides[1]


def _some(ready: Sequence[Prepared], part: set[int], rng: np.random.Generator) -> list[Prepared]:
    numbers = sorted(part)
    absent = goldsets.orphaned(len(numbers), LACKING, rng)
    gone = {f"{numbers[at]:05}.{side}" for side, some in zip(SIDES, absent, strict=True) for at in some}
    return [item for item in ready if story_of(item.document.id) in part and item.document.id not in gone]
