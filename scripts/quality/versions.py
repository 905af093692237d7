"""Gate part of versions in time: versions ordered right; corrections, newer versions and follow-ups called so.

    python -m scripts.quality.versions [DATA] --table

Measured on generated running stories, and on stories written by hand, of which only those with odd numbers count.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from aligner.deduplication.match import FOLLOW_UP, match_stories
from aligner.deduplication.record import Story, make_story
from aligner.deduplication.version_order import compare_versions
from aligner.deduplication.versions import CORRECTION, NEWER, relate
from aligner.documents.prepare import Prepared, make_ready
from aligner.encoders import load_encoder
from aligner.types import RawDocument, Side
from scripts.datasets.event_cases import SEED, draw_relations
from scripts.datasets.wire_styles import Version
from scripts.quality.relations import REPORTED_HALF, ROOT, group_by

WRITTEN = ROOT / "tests" / "cases" / "deduplication" / "versions"
VERSIONS = frozenset({"first", NEWER, CORRECTION})


class Outcome(NamedTuple):
    """How two stories are related, what they are called, and whether they were ordered right; None for follow-ups."""

    part: str
    relation: str
    called: str
    ordered: bool | None


def measure_versions(data: Path) -> dict[str, float]:
    """Return the metrics of versions."""
    return summarise(list(measure(data)))


def measure(data: Path, half: int = REPORTED_HALF) -> Iterator[Outcome]:
    """Order and relate the versions of the generated and the written stories, the older one as the kept one."""
    pairs = _generated(data, half), _written(half)
    for part, own in zip(("generated", "written"), pairs, strict=True):
        for relation, older, newer in own:
            if relation == FOLLOW_UP:
                match = match_stories(older, newer, topic=True)
                yield Outcome(part, relation, match.level if match else "", None)
            else:
                yield Outcome(part, relation, relate(older, newer), compare_versions(newer, older) > 0)


def _generated(data: Path, half: int) -> Iterator[tuple[str, Story, Story]]:
    stories: dict[Version, Story] = {}
    for relation in draw_relations(data, half, np.random.default_rng(SEED + half)):
        if relation.relation in (NEWER, CORRECTION, FOLLOW_UP):
            texts = (relation.one, relation.other) if relation.newer == "other" else (relation.other, relation.one)
            for text in texts:
                if text not in stories:
                    stories[text] = make_version(text.id, text.text, text.side, {"date": text.date})
            yield relation.relation, stories[texts[0]], stories[texts[1]]


def _written(half: int) -> Iterator[tuple[str, Story, Story]]:
    for path in sorted(WRITTEN.glob("*.jsonl")):
        if int(path.stem) % 2 == half:
            yield from written_pairs(path)
            yield from _written_follow_ups(path)


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _written_follow_ups(path: Path) -> Iterator[tuple[str, Story, Story]]:
    rows = {row["id"]: row for row in _rows(path)}
    for row in rows.values():
        if row["what"] == FOLLOW_UP:
            yield FOLLOW_UP, written_story(path.parent, rows[row["of"]]), written_story(path.parent, row)


def written_pairs(path: Path) -> Iterator[tuple[str, Story, Story]]:
    """Yield the versions of a story in one language in pairs: relation, older, newer."""
    rows = _rows(path)
    for side in ("en", "fr"):
        versions = [row for row in rows if row["language"] == side and row["what"] in VERSIONS]
        stories = [written_story(path.parent, row) for row in versions]
        for (older, one), (newer, other) in combinations(zip(versions, stories, strict=True), 2):
            corrects = newer["what"] == CORRECTION and newer["of"] == older["id"]
            yield CORRECTION if corrects else NEWER, one, other


def written_story(folder: Path, row: dict[str, str]) -> Story:
    """Return a version of a story written by hand; `row` is its line in the story's list."""
    text = (folder / row["file"]).read_text(encoding="utf-8")
    side: Side = "fr" if row["language"] == "fr" else "en"
    return make_version(row["id"], text, side, {name: row[name] for name in ("date", "title")})


def make_version(id: str, text: str, side: Side, meta: Mapping[str, str] = MappingProxyType({})) -> Story:
    """Return a text as a version of a story, with what is known of its time."""
    known = {name: value for name, value in meta.items() if value}
    item = make_ready(RawDocument(id, text, meta=known), side, load_encoder())
    assert isinstance(item, Prepared), item
    return make_story(item.document, item.vectors, item.sketch)


def summarise(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return the share of versions ordered right, and of each relation the share that is called by its name."""
    ordered = [outcome.ordered for outcome in outcomes if outcome.ordered is not None]
    metrics = {"versions.ordered": float(np.mean(ordered))}
    for relation, own in group_by(outcomes, "relation").items():
        name = re.sub(r"\W", "_", relation)
        metrics[f"versions.{name}"] = float(np.mean([outcome.called == relation for outcome in own]))
    return metrics


def main() -> int:
    """Measure, and print the metrics of the whole or of both parts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, nargs="?", default=ROOT.parent / "shared" / "data")
    parser.add_argument("--half", type=int, choices=[0, 1], default=REPORTED_HALF, help="0 is for fitting")
    parser.add_argument("--table", action="store_true", help="print the metrics of both parts, too")
    options = parser.parse_args()
    with threadpool_limits(1):
        outcomes = list(measure(options.data, options.half))
    parts = group_by(outcomes, "part") if options.table else {}
    for part, own in {**parts, "all": outcomes}.items():
        print("\n".join(f"{part:12}{metric:32}{value:8.4f}  of {len(own)}" for metric, value in summarise(own).items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
