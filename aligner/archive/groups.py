"""What only the whole archive shows: which documents are linked, which are dropped, and which pairs are chosen.

This works on numbers alone: some 300 bytes for a link or a pair.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.archive.columns import vectors_of
from aligner.archive.shards import Shard, by_number, shard_of
from aligner.archive.stages.gather import sketch_file
from aligner.archive.storage import FileRecord, Storage
from aligner.archive.tasks import FOLDER
from aligner.pipeline.choose import choose
from aligner.pipeline.duplicates import connected
from aligner.types import DocumentPair, Floats, Ints

SHARDS_IN_MEMORY = 8  # whose vectors are kept


class Group(NamedTuple):
    """Documents that are linked, directly or not, and the shards that they are in."""

    numbers: list[int]
    shards: list[Shard]


def groups_by_shard(storage: Storage, files: Sequence[FileRecord], shards: Sequence[Shard]) -> dict[Shard, list[Group]]:
    """Return the groups from which a copy may be dropped, by the shard of their first document.

    Parameters
    ----------
    files : with the links
    """
    one, other, repeated = (_column(storage, files, name) for name in ("one", "other", "repeats"))
    numbers = np.unique(np.concatenate([one, other]))
    pairs = np.stack([np.searchsorted(numbers, one), np.searchsorted(numbers, other)], 1)
    component = np.array(connected(len(numbers), pairs.tolist()), np.int64)
    wanted = np.unique(component[pairs[:, 0][repeated.astype(bool)]]) if len(pairs) else np.zeros(0, np.int64)
    chosen = np.flatnonzero(np.isin(component, wanted))
    chosen = chosen[np.argsort(component[chosen], kind="stable")]
    edges = np.flatnonzero(np.diff(component[chosen])) + 1
    known = by_number(shards)
    groups: dict[Shard, list[Group]] = defaultdict(list)
    for places in np.split(chosen, edges) if len(chosen) else ():
        own = numbers[places].tolist()
        around = list(dict.fromkeys(shard_of(number, known) for number in own))
        groups[around[0]].append(Group(own, around))
    return dict(sorted(groups.items()))


def _column(storage: Storage, files: Sequence[FileRecord], name: str) -> Ints:
    tables = [storage.read(file.name, [name]).column(0).to_numpy() for file in files]
    return np.concatenate(tables).astype(np.int64) if tables else np.zeros(0, np.int64)


def dropped_by_shard(storage: Storage, files: Sequence[FileRecord], shards: Sequence[Shard]) -> dict[Shard, list[int]]:
    """Return the numbers of the copies that are dropped, by shard."""
    known = by_number(shards)
    found: dict[Shard, list[int]] = defaultdict(list)
    for number in np.sort(_column(storage, files, "dropped_number")).tolist():
        found[shard_of(number, known)].append(number)
    return found


def chosen_rows(storage: Storage, shards: Sequence[Shard], min_confidence: float) -> dict[Shard, list[int]]:
    """Return the rows of the judged pairs of each shard that are versions of one story, see `choose`.

    Most pairs are the only one of both documents, and are chosen; only the others are looked at one by one.
    """
    if not shards:
        return {}
    tables = [
        storage.read(f"{FOLDER}/align/{shard.name}.parquet", ["en", "fr", "confidence"]).to_pydict() for shard in shards
    ]
    en, fr = (np.concatenate([np.array(table[side], np.int64) for table in tables]) for side in ("en", "fr"))
    confidence = np.concatenate([np.array(table["confidence"], float) for table in tables])
    ends = np.cumsum([len(table["en"]) for table in tables])
    sure = np.flatnonzero(confidence >= min_confidence)
    alone = _occurs_once(en[sure]) & _occurs_once(fr[sure])
    contested = sure[~alone]
    # Numbers of one length sort as numbers do; ids are not needed.
    names = {(f"{en[place]:020}", f"{fr[place]:020}"): int(place) for place in contested}
    pairs = [DocumentPair(*ids, float(confidence[place]), {}) for ids, place in names.items()]
    vectors = _Vectors(storage, shards)
    accepted, _ = choose(pairs, lambda one, other: float(vectors(int(one)) @ vectors(int(other))), min_confidence)
    chosen = np.sort(np.concatenate([sure[alone], np.array([names[pair.ids] for pair in accepted], np.int64)]))
    edges = [0, *np.searchsorted(chosen, ends).tolist()]
    starts = [0, *ends.tolist()]
    return {
        shard: (chosen[edges[place] : edges[place + 1]] - starts[place]).tolist() for place, shard in enumerate(shards)
    }


def _occurs_once(values: Ints) -> NDArray[np.bool_]:
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray(counts[places] == 1)


class _Vectors:
    """The vectors of documents, by number."""

    def __init__(self, storage: Storage, shards: Sequence[Shard]) -> None:
        self._storage, self._shards = storage, by_number(shards)
        self._read = lru_cache(SHARDS_IN_MEMORY)(self._of_shard)

    def _of_shard(self, shard: Shard) -> Floats:
        return vectors_of(self._storage.read(sketch_file(shard), ["vector"]))

    def __call__(self, number: int) -> Floats:
        """Return the vector of a document."""
        shard = shard_of(number, self._shards)
        return np.asarray(self._read(shard)[number - shard.first_number], np.float32)
