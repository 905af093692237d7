"""Segments -> the corpus: rows as Hugging Face's data sets have them, and apart what was left out, with the reason."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from aligner.archive.shards import Shard
from aligner.archive.stages.select import chosen_segments
from aligner.archive.storage import Storage
from aligner.archive.tasks import Output
from aligner.pipeline.select import REPEATED, select
from aligner.settings import Settings
from aligner.types import Segment
from aligner.writers.escaping import valid
from aligner.writers.hugging_face import SCHEMA, segment_row
from aligner.writers.hugging_face.figures import SegmentCounts
from aligner.writers.translation_units import segment_id

PAIRS = pa.schema([("en", pa.string()), ("fr", pa.string()), ("confidence", pa.float64())])
DROPPED = pa.schema(
    [
        ("id", pa.string()),
        ("en", pa.string()),
        ("fr", pa.string()),
        ("en_doc", pa.string()),
        ("fr_doc", pa.string()),
        ("confidence", pa.float64()),
        ("why", pa.string()),
    ]
)


class PairMeta:
    """The metadata of the documents of one pair."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        en, fr = json.loads(row["meta"])
        self._meta = {row["fr_id"]: fr, row["en_id"]: en}

    def meta(self, id: str, key: str) -> str | None:
        """Return a value of a document's metadata, None if it has none."""
        value = self._meta[id].get(key)
        return None if value is None else valid(str(value))


def write_shard(
    storage: Storage,
    shard: Shard,
    name: str,
    pairs: Sequence[int],
    number: int,
    repeats: Sequence[str],
    settings: Settings,
) -> Output:
    """Write the rows of a shard's chosen pairs.

    Parameters
    ----------
    name : of the files, such as ``train-00000-of-00002``
    pairs, number : as in `aligner.archive.stages.select.key_segments`
    repeats : names of the files with the numbers of the segments that repeat another one

    Returns
    -------
    Output
        Its note has the counts that the card of the data set shows.
    """
    low = number << 32
    later = {n - low for file in repeats for n in _numbers(storage, file, low, low + (1 << 32))}
    rows, dropped, listed = [], [], {}
    counts = SegmentCounts()
    for place, (row, found) in enumerate(chosen_segments(storage, shard, pairs)):
        segment = select(found, settings)
        if segment.kept and place in later:
            segment = segment._replace(kept=False, why_dropped=REPEATED)
        counts.add(segment)
        listed[row["en"], row["fr"]] = {"en": row["en_id"], "fr": row["fr_id"], "confidence": row["confidence"]}
        if segment.kept:
            rows.append(segment_row(segment, PairMeta(row)))
        else:
            dropped.append(_dropped_row(segment))
    files = [
        storage.write(f"{folder}/{name}.parquet", pa.Table.from_pylist(own, schema))
        for folder, own, schema in (("data", rows, SCHEMA), ("dropped", dropped, DROPPED))
    ]
    files.append(storage.write(f"pairs/{name}.parquet", pa.Table.from_pylist([*listed.values()], PAIRS)))
    note = {"pairs": len(listed), "kept": counts.kept, "dropped": dict(sorted(counts.dropped.items()))}
    return Output(tuple(files), {**note, "above": counts.above})


def _numbers(storage: Storage, file: str, low: int, high: int) -> list[int]:
    values = storage.read_range(file, "number", low, high).column("number").to_numpy()
    found: list[int] = values[(values >= low) & (values < high)].tolist()
    return found


def _dropped_row(segment: Segment) -> dict[str, object]:
    return {
        "id": segment_id(segment),
        "en": valid(segment.en_text),
        "fr": valid(segment.fr_text),
        "en_doc": valid(segment.en_doc),
        "fr_doc": valid(segment.fr_doc),
        "confidence": segment.confidence,
        "why": segment.why_dropped,
    }
