"""Gate part of the relations between stories: templates kept apart, copies found, follow-ups, roundups, versions.

    python -m scripts.quality.relations [DATA] --table [--show 20] [--kind same_subject]

Prints a table by kind of pair and by genre: the number of pairs, the share that is called a copy, and at which levels.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
from threadpoolctl import threadpool_limits

from aligner.deduplication.match import COPY_LEVELS
from scripts.datasets.event_cases import (
    COPY_RELATIONS,
    EVENTS,
    SEED,
    draw_relations,
    human_sentences,
    story_text,
)
from scripts.datasets.running_stories import StoryRelation
from scripts.datasets.story_copies import StoryCache
from scripts.datasets.templated_stories import (
    HELD_OUT_GENRES,
    TEMPLATES,
    TemplatedPair,
    TemplatedStory,
    make_pairs,
)
from scripts.datasets.templates import load_genres
from scripts.datasets.wire_styles import Version

ROOT = Path(__file__).resolve().parents[2]
Grouped = TypeVar("Grouped")
REPORTED_HALF = 1
NO_LEVEL = "apart"
UNRELATED_PAIRS = 1000  # of templated stories of two genres


class Outcome(NamedTuple):
    """How two texts are related, and the level at which they are called copies, or NO_LEVEL.

    Attributes
    ----------
    part : what is measured, such as "templates.fitted"
    group : the genre of templated stories; empty for others
    copy : whether one is a copy of the other
    """

    part: str
    kind: str
    group: str
    copy: bool
    level: str
    ids: tuple[str, str]

    @property
    def called_copy(self) -> bool:
        """Whether the two are called copies."""
        return self.level in COPY_LEVELS

    @property
    def right(self) -> bool:
        """Whether they are called what they are."""
        return self.called_copy == self.copy


def measure_relations(data: Path) -> dict[str, float]:
    """Return the metrics of all relations."""
    return summarise(measure(data))


def measure(data: Path, half: int = REPORTED_HALF) -> list[Outcome]:
    """Compare the pairs of all generators."""
    rng, cache = np.random.default_rng(SEED + half), StoryCache()
    pairs = list(make_pairs(load_genres(TEMPLATES), EVENTS, human_sentences(data, half), SEED + half))
    outcomes = [_templated_outcome(pair, cache) for pair in pairs]
    outcomes += _unrelated_outcomes([pair.one for pair in pairs], cache, rng)
    return outcomes + list(_relation_outcomes(draw_relations(data, half, rng), cache))


def _level(one: TemplatedStory | Version, other: TemplatedStory | Version, cache: StoryCache) -> str:
    match = cache.match(story_text(one), story_text(other))
    return match.level if match else NO_LEVEL


def _templated_outcome(pair: TemplatedPair, cache: StoryCache) -> Outcome:
    genre = pair.one.genre
    part = f"templates.{'held_out' if genre in HELD_OUT_GENRES else 'fitted'}"
    level = _level(pair.one, pair.other, cache)
    return Outcome(part, pair.kind, genre, pair.copy, level, (pair.one.id, pair.other.id))


def _unrelated_outcomes(
    stories: Sequence[TemplatedStory], cache: StoryCache, rng: np.random.Generator
) -> Iterator[Outcome]:
    """Yield the outcomes of pairs of stories of two genres."""
    left = UNRELATED_PAIRS
    while left:
        one, other = (stories[number] for number in rng.integers(len(stories), size=2))
        if one.genre != other.genre:
            yield Outcome("unrelated", "two genres", "", False, _level(one, other, cache), (one.id, other.id))
            left -= 1


_PARTS = {
    "identical": "copies",
    "near copy": "copies",
    "translation": "copies",
    "newer version": "versions",
    "correction": "versions",
    "follow-up": "follow_ups",
    "contained": "roundups",
    "same template": "press_releases",
    "same topic": "same_topic",
    "unrelated": "unrelated",
}


def _relation_outcomes(relations: Iterable[StoryRelation], cache: StoryCache) -> Iterator[Outcome]:
    for relation in relations:
        one, other = relation.one, relation.other
        part, copy = _PARTS[relation.relation], relation.relation in COPY_RELATIONS
        kind = f"{relation.relation}, {relation.kind}"
        yield Outcome(part, kind, "", copy, _level(one, other, cache), (one.id, other.id))


def summarise(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return the metrics of outcomes: shares kept apart, shares found, and false alarms among unrelated pairs."""
    metrics: dict[str, float] = {}
    for part, own in group_by(outcomes, "part").items():
        for copy, name in ((False, "apart"), (True, "found")):
            if right := [outcome.right for outcome in own if outcome.copy == copy]:
                metrics[f"relations.{part}.{name}"] = float(np.mean(right))
        if part.startswith("templates."):
            genres = group_by((outcome for outcome in own if not outcome.copy), "group")
            metrics[f"relations.{part}.worst_kind"] = min(map(_share_right, group_by(own, "kind").values()))
            metrics[f"relations.{part}.worst_genre"] = min(map(_share_right, genres.values()))
        if part == "roundups":
            metrics["relations.roundups.contained"] = float(np.mean([outcome.level == "contained" for outcome in own]))
    metrics["relations.unrelated.false_alarms"] = 1 - metrics.pop("relations.unrelated.apart")
    return metrics


def group_by(outcomes: Iterable[Grouped], by: str) -> dict[str, list[Grouped]]:
    """Group outcomes by an attribute."""
    groups: dict[str, list[Grouped]] = defaultdict(list)
    for outcome in outcomes:
        groups[getattr(outcome, by)].append(outcome)
    return groups


def _share_right(outcomes: Iterable[Outcome]) -> float:
    return float(np.mean([outcome.right for outcome in outcomes]))


def format_table(outcomes: Sequence[Outcome]) -> str:
    """Format the outcomes by part and kind, and those of templates by genre."""
    lines = [f"{'part':20}{'kind':30}{'pairs':>6}{'right':>7}  levels"]
    for part, own in group_by(outcomes, "part").items():
        lines += [f"{part:20}{_format_row(kind, of)}" for kind, of in group_by(own, "kind").items()]
    templated = [outcome for outcome in outcomes if outcome.group]
    for part, own in group_by(templated, "part").items():
        lines += [f"{part:20}{_format_row(genre, of)}" for genre, of in group_by(own, "group").items()]
    return "\n".join(lines)


def _format_row(name: str, outcomes: Sequence[Outcome]) -> str:
    levels = Counter(outcome.level for outcome in outcomes).most_common()
    shown = ", ".join(f"{level} {count}" for level, count in levels)
    return f"{name:30}{len(outcomes):6}{_share_right(outcomes):7.3f}  {shown}"


def main() -> int:
    """Measure, and print a table and the pairs that are called what they are not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, nargs="?", default=ROOT.parent / "shared" / "data")
    parser.add_argument("--half", type=int, choices=[0, 1], default=REPORTED_HALF, help="0 is for fitting")
    parser.add_argument("--table", action="store_true", help="print a table by kind and by genre")
    parser.add_argument("--kind", default="", help="show only pairs of this kind")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N pairs that are called wrong")
    options = parser.parse_args()
    begun = time.perf_counter()
    with threadpool_limits(1):
        outcomes = measure(options.data, options.half)
    if options.table:
        print(format_table(outcomes))
    wrong = [outcome for outcome in outcomes if not outcome.right and options.kind in ("", outcome.kind)]
    for outcome in wrong[: options.show]:
        print(f"  {outcome.part} {outcome.kind}: {outcome.level}: {' and '.join(outcome.ids)}")
    print("\n".join(f"{metric:42}{value:10.4f}" for metric, value in summarise(outcomes).items()))
    print(f"relations: {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
