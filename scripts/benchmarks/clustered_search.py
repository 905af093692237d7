"""Compare the proposals of a clustered search with those of an exact one, on the texts of an archive.

python -m scripts.benchmarks.clustered_search OUTPUT --texts 100000

OUTPUT is what `aligner archive` wrote; the texts are those of as many of its shards as are needed.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from aligner.archive.columns import sketches
from aligner.archive.plans import known_shards
from aligner.archive.stages.gather import sketch_file
from aligner.archive.storage import Storage
from aligner.pipeline import candidates
from aligner.types import Sketch

DEFAULT_TEXTS = 100_000


class ClusteredSearch(NamedTuple):
    """How a clustered search compares with an exact one.

    Attributes
    ----------
    recall : share of the proposals of the exact search that the clustered one has, too
    best_recall : the same of the best proposal of each English text
    seconds, exact_seconds : wall-clock time, of all steps of proposing
    """

    texts: int
    recall: float
    best_recall: float
    seconds: float
    exact_seconds: float


def read_sketches(output: Path, texts: int) -> list[Sketch]:
    """Return the sketches of the first texts of an archive that was gathered."""
    storage = Storage(str(output))
    tables = (storage.read(sketch_file(shard)) for shard in known_shards(storage))
    return list(islice((sketch for table in tables for sketch in sketches(table)), texts))


def compare(found: Sequence[Sketch]) -> ClusteredSearch:
    """Propose the pairs of texts by both searches."""
    exact, exact_seconds = _propose(found, len(found) + 1)
    clustered, seconds = _propose(found, 0)
    pairs = {(pair.en, pair.fr) for pair in clustered}
    best = {pair.en: pair for pair in sorted(exact, key=lambda pair: pair.cosine + pair.shared)}
    return ClusteredSearch(
        len(found),
        sum((pair.en, pair.fr) in pairs for pair in exact) / max(len(exact), 1),
        sum((pair.en, pair.fr) in pairs for pair in best.values()) / max(len(best), 1),
        seconds,
        exact_seconds,
    )


def _propose(found: Sequence[Sketch], min_clustered: int) -> tuple[list[candidates.Proposal], float]:
    begun = time.perf_counter()
    with patch.object(candidates, "MIN_CLUSTERED", min_clustered):
        proposed = candidates.propose(found)
    return proposed, time.perf_counter() - begun


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--texts", type=int, default=DEFAULT_TEXTS)
    options = parser.parse_args()
    for name, value in compare(read_sketches(options.output, options.texts))._asdict().items():
        print(f"{name:16} {value:.4f}")


if __name__ == "__main__":
    main()
