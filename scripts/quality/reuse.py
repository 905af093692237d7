"""Gate part of reuse: the counted sentences of an original, chance, and unrelated stories that are not compared.

    python -m scripts.quality.reuse [DATA]

Sentences are counted on the pairs written by hand whose numbers are odd, and chance on pairs of stories of the half
that no score was fitted to. A desk is a folder of such stories and of templated ones, each about an event of its own
and of a genre that nothing was fitted to.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from aligner.checking.check import check_files
from aligner.comparison.reuse import Reuse, find_reuse
from aligner.types import SIDES, Side
from scripts.datasets.event_cases import SEED
from scripts.datasets.story_copies import half_of_stories, make_cases
from scripts.datasets.templated_stories import HELD_OUT_GENRES, TEMPLATES, write_story
from scripts.datasets.templates import draw_event, load_genres
from scripts.quality.relations import REPORTED_HALF, ROOT
from scripts.quality.republications import PAIRS
from scripts.training.reuse import CHANCE_CASES, TextEncoder

MAX_DIFFERENCE = 2  # sentences, which the labels divide by other rules
DESK_STORIES = 500


def measure_reuse(data: Path) -> dict[str, float]:
    """Return the share of counts that are right, and the shares of other stories with a stretch or a comparison."""
    encoder = TextEncoder()
    texts = list(one_of_each_story(data))
    unrelated = [find_reuse(encoder.read(*one), encoder.read(*other)) for one, other in pairwise(texts)]
    cases = (case for case in make_cases(data, REPORTED_HALF, unrelated=0) if case.corruption in CHANCE_CASES)
    same_topic = [find_reuse(*encoder.read_case(case)) for case in cases]
    return {
        "reuse.counted": float(np.mean(list(counts(encoder)))),
        "reuse.unrelated.false_alarms": _share_found(unrelated),
        "reuse.same_topic.false_alarms": _share_found(same_topic),
    } | {f"reuse.desk.{kind}.false_alarms": float(count) for kind, count in compared_on_desk(data).items()}


def _share_found(found: Iterable[Reuse]) -> float:
    return float(np.mean([bool(reuse.stretches) for reuse in found]))


def counts(encoder: TextEncoder, half: int = REPORTED_HALF) -> Iterator[bool]:
    """Yield whether the sentences that a copy has of its original are counted as labelled."""
    for line in (PAIRS / "pairs.jsonl").read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        if int(pair["id"]) % 2 == half:
            copy, original = (
                encoder.read((PAIRS / f"{pair['id']}.{name}.txt").read_text(encoding="utf-8"), pair["language"])
                for name in ("copy", "original")
            )
            yield abs(len(find_reuse(copy, original).sentences) - pair["from_original"]) <= MAX_DIFFERENCE


def one_of_each_story(data: Path) -> Iterator[tuple[str, Side]]:
    """Yield the stories of the half for reporting, in the two languages by turns."""
    for number, pair in enumerate(half_of_stories(data, REPORTED_HALF).values()):
        yield pair[number % 2], SIDES[number % 2]


def templated_stories() -> Iterator[str]:
    """Yield templated stories without end, in the two languages by turns, each about an event of its own."""
    rng, genres = np.random.default_rng(SEED + REPORTED_HALF), load_genres(TEMPLATES)
    layouts = [(genres[own], layout) for own in sorted(HELD_OUT_GENRES) for layout in range(len(genres[own].layouts))]
    while True:
        for number, (genre, layout) in enumerate(layouts):
            yield write_story(draw_event(genre, layout, rng), SIDES[number % 2]).text


def compared_on_desk(data: Path) -> dict[str, int]:
    """Return how many stories of each kind `aligner check` compares with another one on a desk."""
    stories = [("human", text) for text, _ in one_of_each_story(data)]
    stories += [("templated", text) for text in islice(templated_stories(), DESK_STORIES - len(stories))]
    with tempfile.TemporaryDirectory() as folder:
        for number, (kind, text) in enumerate(stories):
            Path(folder, f"{kind}{number:03}.txt").write_text(text, encoding="utf-8")
        compared = [result.document for result in check_files([Path(folder)]).results if result.versions]
    return {kind: sum(kind in Path(id).name for id in compared) for kind in ("human", "templated")}


def main() -> None:
    """Measure, and print the metrics."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, nargs="?", default=ROOT.parent / "shared" / "data")
    options = parser.parse_args()
    with threadpool_limits(1):
        metrics = measure_reuse(options.data)
    print("\n".join(f"{metric:42}{value:10.4f}" for metric, value in metrics.items()))


if __name__ == "__main__":
    main()
