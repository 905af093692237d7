"""Fit the pair model of the confidence: the probability that two documents are versions of one story.

Cases are what pairing really proposes: stories are put into corpora of many
sizes in which some lack a version, and every proposal is scored.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from aligner.documents.prepare import Prepared
from aligner.pipeline.judge import PAIR_NAMES
from aligner.types import SIDES, Doubles
from scripts.datasets.document_pairs import judge_proposals, prepare_story, story_number
from scripts.datasets.gold import StoryPair, blog_stories, draw_orphans, news_stories, sibling_stories
from scripts.datasets.laws import law_documents
from scripts.datasets.machine_texts import spin
from scripts.fitting.logistic import fit_logistic, predict, print_metrics

CORPUS_SIZES = (3, 10, 40, 200)  # stories
ORPHAN_SHARE = 1 / 3  # of the stories of a corpus have one version only
CUT_SHARE = 0.15  # of the stories have a version that is cut short
SPUN_SHARE = 0.1  # of the stories have a spun version
MAX_LAWS = 400
RIDGE = 10.0  # the features are correlated: without it one of them gets a weight of the wrong sign


def fit_pair_model(data: Path, rng: np.random.Generator) -> dict[str, object]:
    """Fit on blog, news and law stories; report on each kind a model fitted on the others."""
    kinds = {
        "blog": blog_stories(data),
        "news": news_stories(data),
        "siblings": sibling_stories(data),
        "laws": law_documents(data)[:MAX_LAWS],
    }
    cases = {name: proposal_cases(stories, rng) for name, stories in kinds.items()}
    for name, (rows, truth) in cases.items():
        others = _fit([case for other, case in cases.items() if other != name])
        labels = ["wrong"] * len(truth)
        print_metrics(f"{name} pairs, learnt from others", predict(others, rows), truth, _balance_truth(truth), labels)
    return {"names": list(PAIR_NAMES), **_fit(list(cases.values()))}


def _fit(cases: Sequence[tuple[Doubles, Doubles]]) -> dict[str, object]:
    rows, truth = (np.concatenate([case[column] for case in cases]) for column in (0, 1))
    weights = np.concatenate([_balance_truth(case[1]) / len(case[1]) for case in cases]) * len(truth)
    return fit_logistic(rows, truth, weights, RIDGE)


def _balance_truth(truth: Doubles) -> Doubles:
    """Return weights that give right and wrong pairs the same total."""
    right = truth.mean()
    weights: Doubles = np.where(truth > 0.5, 0.5 / right, 0.5 / (1 - right))
    return weights


def proposal_cases(stories: Sequence[StoryPair], rng: np.random.Generator) -> tuple[Doubles, Doubles]:
    """Return features and truth of all pairs that are proposed in corpora of these stories."""
    rows: list[list[float]] = []
    truth: list[bool] = []
    ready = [
        item for number, story in enumerate(stories) for item in prepare_story(number, _shorten_or_spin(story, rng))
    ]
    for size in CORPUS_SIZES:
        order = rng.permutation(len(stories))
        for numbers in (order[first : first + size] for first in range(0, len(order), size)):
            chosen = _draw_documents(ready, set(numbers.tolist()), rng)
            for judged in judge_proposals(chosen, {}):
                rows.append([judged.evidence[name] for name in PAIR_NAMES])
                truth.append(story_number(judged.en) == story_number(judged.fr))
    return np.array(rows), np.array(truth, float)


def _shorten_or_spin(story: StoryPair, rng: np.random.Generator) -> StoryPair:
    """Cut some stories short on one side, as newspapers do, and spin some."""
    sides = list(story)
    if rng.random() < CUT_SHARE:
        side = int(rng.integers(2))
        lines = sides[side].split("\n")
        sides[side] = "\n".join(lines[: max(3, int(len(lines) * rng.uniform(0.3, 1)))])
    if rng.random() < SPUN_SHARE:
        side = int(rng.integers(2))
        sides[side] = "\n".join(spin(line, SIDES[side], rng) for line in sides[side].split("\n"))
    return sides[0], sides[1]


def _draw_documents(ready: Sequence[Prepared], stories: set[int], rng: np.random.Generator) -> list[Prepared]:
    """Return the documents of some stories without the versions that are drawn to be missing."""
    numbers = sorted(stories)
    absent = draw_orphans(len(numbers), ORPHAN_SHARE, rng)
    gone = {f"{numbers[index]:05}.{side}" for side, own in zip(SIDES, absent, strict=True) for index in own}
    return [item for item in ready if story_number(item.document.id) in stories and item.document.id not in gone]
