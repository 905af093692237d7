"""Gate parts of the duplicates: copies found by corruption, false copies, and whole families.

Measured on the half of the stories that `scripts.training.families` does not fit on.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from aligner.deduplication.add import open_index
from aligner.deduplication.find import find_families, group_stories
from aligner.deduplication.index.link_new import link_copies
from aligner.deduplication.index.store import File
from aligner.deduplication.keep import rule_order
from aligner.deduplication.record import Story
from scripts.datasets.story_copies import (
    CopyCase,
    StoryCache,
    StoryText,
    half_of_stories,
    load_substitutes,
    make_cases,
    make_copies,
)

REPORTED_HALF = 1
SEEDS = Path(__file__).resolve().parents[2] / "seeds"
COPIES = 4  # of each version of a story in a corpus, by corruptions drawn at random


def measure_families(data: Path) -> dict[str, float]:
    """Return recall and false alarms of copies by corruption, and the agreement of families with the truth (ARI)."""
    cache = StoryCache()
    results: dict[str, list[bool]] = defaultdict(list)
    for case in make_cases(data, REPORTED_HALF):
        results[_metric_name(case)].append(cache.match(case.one, case.other) is not None)
    metrics = {f"families.{name}": float(np.mean(called)) for name, called in results.items()}
    return metrics | _measure_grouping(data, cache) | _measure_seeds()


def _metric_name(case: CopyCase) -> str:
    return f"{case.corruption}.{'recall' if case.copy else 'false_alarms'}"


def _measure_grouping(data: Path, cache: StoryCache) -> dict[str, float]:
    """Group a corpus of all stories in both languages and copies of each, as the command does."""
    rng = np.random.default_rng(REPORTED_HALF)
    stories = half_of_stories(data, REPORTED_HALF)
    copies: dict[str, list[StoryText]] = defaultdict(list)
    for one, other in make_copies(stories, load_substitutes(data), rng):
        if other.corruption != "brief":  # it comes with a text that contains two other stories
            copies[one.story].append(other)
    corpus: list[StoryText] = []
    for name, pair in stories.items():
        corpus += [StoryText(name, side, "", text) for side, text in zip(("en", "fr"), pair, strict=True)]
        corpus += [copies[name][index] for index in rng.choice(len(copies[name]), 2 * COPIES, replace=False)]
    truth = [text.story for text in corpus]
    records = [
        cache.record_of(text)._replace(id=f"{number:05}.{text.story}.{text.side}.{text.corruption}")
        for number, text in enumerate(corpus)
    ]
    labels = _family_labels(records)
    return {"families.pairs.recall": _pair_recall(truth, labels), "families.ari": rand_index(truth, labels)}


def _family_labels(corpus: Sequence[Story]) -> list[str]:
    """Return for each story the one that is kept of its family."""
    with tempfile.TemporaryDirectory() as folder, open_index(Path(folder) / "stories.db") as store:
        store.add([File(story.id, "", [(story, story.id, 0)]) for story in corpus])
        link_copies(store, False, 1, lambda stage, done, total: None)
        found = group_stories(store, rule_order())
    label = {story.id: story.id for story in corpus}
    label |= {copy.dropped: family.kept for family in found.families for copy in family.copies}
    return [label[story.id] for story in corpus]


def _pair_recall(truth: Sequence[str], labels: Sequence[str]) -> float:
    """Return the share of pairs of one story that are in one family."""
    both, right = (_count_pairs(rows) for rows in (list(zip(truth, labels, strict=True)), truth))
    return both / right


def rand_index(truth: Sequence[str], labels: Sequence[str]) -> float:
    """Return the adjusted Rand index (Hubert and Arabie 1985): 1 for equal groupings, 0 for agreement by chance."""
    both = _count_pairs(list(zip(truth, labels, strict=True)))
    one, other, total = _count_pairs(truth), _count_pairs(labels), len(truth) * (len(truth) - 1) / 2
    expected = one * other / total
    return (both - expected) / ((one + other) / 2 - expected)


def _count_pairs(rows: Sequence[object]) -> float:
    counts: dict[object, int] = defaultdict(int)
    for row in rows:
        counts[row] += 1
    return sum(count * (count - 1) / 2 for count in counts.values())


def _measure_seeds() -> dict[str, float]:
    found = find_families([SEEDS])
    members = [{family.kept[:3], *(copy.dropped[:3] for copy in family.copies)} for family in found.families]
    return {"families.seeds.right": float(members == [{"000", "001"}] and len(found.alone) == 3)}
