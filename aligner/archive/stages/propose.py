"""Shards -> proposals: the pairs that the documents of a shard propose."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from aligner.archive.shards import Shard
from aligner.archive.storage import Storage
from aligner.archive.tasks import FOLDER, Output
from aligner.archive.window import Reach, windows
from aligner.pipeline.candidates import Proposal, Similarities, aligned_pairs, best_pairs, similar_pairs

PROPOSALS = pa.schema([("en", pa.int64()), ("fr", pa.int64()), ("cosine", pa.float64()), ("shared", pa.float64())])


def propose_pairs(storage: Storage, shard: Shard, reach: Reach, dropped: Sequence[int]) -> Output:
    """Propose the pairs worth aligning of the documents of a shard with those around it.

    Parameters
    ----------
    dropped : numbers of the documents, of this shard and those around it, that are not paired
    """
    table: Similarities = {}
    own: set[str] = set()
    found: list[Proposal] = []
    for window in windows(storage, shard, reach):
        numbered = window.sketches(np.array(dropped, np.int64))
        # Ids of files in different folders of a cluster may be equal; numbers are not.
        names = {sketch.id: str(number) for number, sketch in numbered}
        known = [
            sketch._replace(id=str(number), aligned=names.get(sketch.aligned) if sketch.aligned else None)
            for number, sketch in numbered
        ]
        own |= {*map(str, window.numbers[: window.own].tolist())}
        found += (pair for pair in aligned_pairs(known) if window.is_first and pair.en in own)
        for pair, similarity in similar_pairs(known, own).items():
            table.setdefault(pair, similarity)
    found += best_pairs(table, own)
    if not found:
        return Output(())
    rows = [{"en": int(p.en), "fr": int(p.fr), "cosine": p.cosine, "shared": p.shared} for p in found]
    table = pa.Table.from_pylist(rows, PROPOSALS).sort_by([("en", "ascending"), ("fr", "ascending")])
    return Output((storage.write(f"{FOLDER}/propose/{shard.name}.parquet", table),))
