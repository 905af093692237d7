"""What the gate holds of duplicates: copies found by recipe, others left alone, families whole and apart.

Measured on the half of the stories that `train_families.py` does not fit to.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from aligner.deduplication.candidates import worth
from aligner.deduplication.find import compare, find_families, group, open_index
from aligner.deduplication.index.store import File
from aligner.deduplication.keep import order
from aligner.deduplication.match import match
from aligner.deduplication.record import Story
from scripts.datasets import story_copies
from scripts.datasets.story_copies import Case, Stories, Text

Figures = dict[str, float]
HELD = 1  # the half that is reported on
SEEDS = Path(__file__).resolve().parents[2] / "seeds"
COPIES = 4  # of each version of a story in a corpus, by recipes drawn at random


def families(data: Path) -> Figures:
    """Recall of copies and share of false ones by recipe; agreement of families with what is true (ARI)."""
    stories = Stories()
    told: dict[str, list[bool]] = defaultdict(list)
    for case in story_copies.cases(data, HELD):
        told[_name(case)].append(_judged(case, stories))
    figures = {f"families.{name}": float(np.mean(found)) for name, found in told.items()}
    return figures | _grouped(data, stories) | _seeds()


def _name(case: Case) -> str:
    return f"{case.recipe}.{'recall' if case.copy else 'false_alarms'}"


def _judged(case: Case, stories: Stories) -> bool:
    one, other = (stories.of(text) for text in (case.one, case.other))
    rows = np.array([one.row]), np.array([other.row])
    same = one.row["digest"] == other.row["digest"]
    return bool(same or worth(*rows)[0]) and match(one, other) is not None


def _grouped(data: Path, stories: Stories) -> Figures:
    """A corpus of all stories in both languages with copies of each, found and grouped as the command does."""
    rng = np.random.default_rng(HELD)
    held = story_copies.stories(data, HELD)
    texts: dict[str, list[Text]] = defaultdict(list)
    for one, other in story_copies.copies(held, story_copies.vocabulary(data), rng):
        if other.recipe != "brief":  # it comes with a text that holds two other stories
            texts[one.story].append(other)
    corpus: list[Text] = []
    for name, story in held.items():
        corpus += [Text(name, side, "", text) for side, text in zip(("en", "fr"), story, strict=True)]
        corpus += [texts[name][at] for at in rng.choice(len(texts[name]), 2 * COPIES, replace=False)]
    truth = [text.story for text in corpus]
    labels = _labels(
        [
            stories.of(text)._replace(id=f"{at:05}.{text.story}.{text.side}.{text.recipe}")
            for at, text in enumerate(corpus)
        ]
    )
    return {"families.pairs.recall": _together(truth, labels), "families.ari": rand_index(truth, labels)}


def _labels(corpus: Sequence[Story]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder, open_index(Path(folder) / "stories.db") as store:
        store.add([File(story.id, "", [(story, story.id, 0)]) for story in corpus])
        compare(store, False, 1, lambda stage, done, total: None)
        found = group(store, order())
    label = {story.id: story.id for story in corpus}
    label |= {copy.dropped: family.kept for family in found.families for copy in family.copies}
    return [label[story.id] for story in corpus]


def _together(truth: Sequence[str], labels: Sequence[str]) -> float:
    """Share of pairs of one story that are in one family."""
    one, other = (_pairs(rows) for rows in (list(zip(truth, labels, strict=True)), truth))
    return one / other


def rand_index(truth: Sequence[str], labels: Sequence[str]) -> float:
    """Adjusted Rand index (Hubert and Arabie 1985): 1 where two groupings are the same, 0 as by chance."""
    both = _pairs(list(zip(truth, labels, strict=True)))
    one, other, every = _pairs(truth), _pairs(labels), len(truth) * (len(truth) - 1) / 2
    chance = one * other / every
    return (both - chance) / ((one + other) / 2 - chance)


def _pairs(rows: Sequence[object]) -> float:
    counts: dict[object, int] = defaultdict(int)
    for row in rows:
        counts[row] += 1
    return sum(count * (count - 1) / 2 for count in counts.values())


def _seeds() -> Figures:
    found = find_families([SEEDS])
    members = [{family.kept[:3], *(copy.dropped[:3] for copy in family.copies)} for family in found.families]
    return {"families.seeds.right": float(members == [{"000", "001"}] and len(found.alone) == 3)}


if __name__ == "__main__":
    import sys

    for name, value in families(Path(sys.argv[1])).items():
        print(f"{name:40} {value:.4f}")
