"""Compare the output of `aligner archive` or `aligner pair` with what `scripts.benchmarks.archive` knows of the texts.

python -m scripts.benchmarks.archive_truth ARCHIVE OUTPUT
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from aligner.archive.plans import known_shards
from aligner.archive.stages.gather import sketch_file
from aligner.archive.storage import Storage

Pair = tuple[str, str]


class ArchiveTruth(NamedTuple):
    """What is known of the texts of an archive.

    Attributes
    ----------
    story : number of the story of each text, by its id
    side : language of each text, by its id
    """

    story: dict[str, int]
    side: dict[str, str]


def read_truth(archive: Path) -> ArchiveTruth:
    """Read the truth of an archive."""
    truth = ArchiveTruth({}, {})
    with (archive / "families.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            family = json.loads(line)
            truth.story.update((text["id"], family["story"]) for text in family["texts"])
            truth.side.update((text["id"], text["side"]) for text in family["texts"])
    return truth


class Found(NamedTuple):
    """What a command found, by the ids of the texts: all that it read, and pairs of them."""

    texts: list[str]
    dropped: list[Pair]
    proposed: list[Pair]
    paired: list[Pair]


def compare(archive: Path, output: Path) -> dict[str, float]:
    """Return the precision and the recall of duplicates, of proposals and, if there are any, of pairs.

    A pair or a duplicate is right if both texts are of one story. Recall is the share of the stories in both languages
    that have a right pair; texts that were not read do not count.
    """
    truth = read_truth(archive)
    found = _read_archive(output) if (output / "work").is_dir() else _read_pair(output)
    sides = {(truth.story[own], truth.side[own]) for own in map(_own_id, found.texts)}
    both = {story for story, side in sides if side == "en"} & {story for story, side in sides if side == "fr"}
    dropped, proposed, paired = ([_stories(truth, *pair) for pair in pairs] for pairs in found[1:])
    figures = {"texts": float(len(found.texts)), "stories": float(len(both)), "dropped": float(len(dropped))}
    figures["dropped_right"] = sum(one == other for one, other in dropped) / max(len(dropped), 1)
    figures["proposal_recall"] = len({one for one, other in proposed if one == other} & both) / max(len(both), 1)
    if paired:
        right = [one for one, other in paired if one == other]
        figures["precision"] = len(right) / len(paired)
        figures["recall"] = len({*right} & both) / max(len(both), 1)
    return figures


def _stories(truth: ArchiveTruth, one: str, other: str) -> tuple[int, int]:
    return truth.story[_own_id(one)], truth.story[_own_id(other)]


def _own_id(id: str) -> str:
    return id.rpartition("#")[2]


def _read_archive(output: Path) -> Found:
    storage = Storage(str(output))
    names = {
        shard.first_number + row: id
        for shard in known_shards(storage)
        for row, id in enumerate(storage.read(sketch_file(shard), ["id"]).column("id").to_pylist())
    }
    proposed = [(names[en], names[fr]) for en, fr in _columns(output / "work/propose", "en", "fr")]
    pairs = _columns(output / "pairs", "en", "fr")
    return Found([*names.values()], [*_columns(output / "duplicates", "kept", "dropped")], proposed, [*pairs])


def _columns(folder: Path, *columns: str) -> Iterator[tuple[Any, Any]]:
    for path in sorted(folder.glob("*.parquet")):
        yield from zip(*pq.read_table(path, columns=list(columns)).to_pydict().values(), strict=True)


def _read_pair(output: Path) -> Found:
    pairs, rejected = (list(_values(output / f"{name}.jsonl", "en", "fr")) for name in ("pairs", "rejected"))
    texts = [id for id, _ in _values(output / "documents.jsonl", "id", "side")]
    return Found(texts, [*_values(output / "duplicates.jsonl", "kept", "dropped")], [*pairs, *rejected], pairs)


def _values(path: Path, one: str, other: str) -> Iterator[Pair]:
    with path.open(encoding="utf-8") as lines:
        yield from ((row[one], row[other]) for row in map(json.loads, lines))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("output", type=Path)
    given = parser.parse_args()
    for name, value in compare(given.archive, given.output).items():
        print(f"{name:16} {value:.4f}")


if __name__ == "__main__":
    main()
