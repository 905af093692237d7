"""The figures of a run, and the files that list them: the card of the data set and the manifest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from aligner.archive.shards import UNDATED
from aligner.archive.storage import FileRecord, Storage
from aligner.archive.tasks import Output
from aligner.types import THRESHOLDS, Skipped
from aligner.writers.hugging_face import SEGMENTS, card
from aligner.writers.hugging_face.figures import Figures

FOLDERS = ("skipped", "duplicates", "data", "dropped", "pairs")  # of the output, besides the work


class Totals(NamedTuple):
    """Counts of a run, of the stages that were run.

    undated : documents without a date
    skipped : files and records that were left out, and pairs that could not be judged
    why_dropped : number of dropped segments by reason
    above : by threshold, the number of kept segments of at least this confidence, and the sum of their confidence
    """

    documents: int = 0
    undated: int = 0
    skipped: int = 0
    shards: int = 0
    duplicates: int = 0
    proposed: int = 0
    pairs: int = 0
    kept: int = 0
    why_dropped: Mapping[str, int] = {}
    above: tuple[tuple[float, float], ...] = ()

    @property
    def dropped(self) -> int:
        """The number of segments that were dropped."""
        return sum(self.why_dropped.values())


def count_read(outputs: Iterable[Output], first_day: int) -> Totals:
    """Count the documents that were read, from some day on."""
    documents = undated = skipped = 0
    for _, note in outputs:
        skipped += note["skipped"]
        for days in note["runs"]:
            documents += sum(count for day, count in days.items() if int(day) >= first_day)
            undated += days.get(str(UNDATED), 0)
    return Totals(documents, undated, skipped)


def count_written(totals: Totals, outputs: Sequence[Output]) -> Totals:
    """Add the counts of the segments that were written."""
    dropped = Counter[str]()
    above = np.zeros((len(THRESHOLDS), 2))
    for _, note in outputs:
        dropped.update(note["dropped"])
        above += np.array(note["above"])
    return totals._replace(
        pairs=sum(note["pairs"] for _, note in outputs),
        kept=sum(note["kept"] for _, note in outputs),
        why_dropped=dict(sorted(dropped.items())),
        above=tuple((count, total) for count, total in above.tolist()),
    )


def write_unread(storage: Storage, unread: Sequence[Skipped]) -> list[FileRecord]:
    """Write the files that were left out before any was read."""
    if not unread:
        return []
    table = pa.table({"source": [item.source for item in unread], "reason": [item.reason for item in unread]})
    return [storage.write("skipped/files.parquet", table)]


def write_figures(
    storage: Storage, totals: Totals, files: Sequence[FileRecord], signature: Mapping[str, object]
) -> None:
    """Write the card of the data set and the manifest, and remove what earlier runs have left.

    The manifest is written last: where it is, the run was complete.
    """
    known = {file.name for file in files}
    for folder in FOLDERS:
        for name in storage.names(folder):
            if name not in known:
                storage.remove(name)
    figures = Figures(
        kept=totals.kept,
        documents=totals.pairs,
        dropped=totals.why_dropped,
        above={
            least: (int(count), total / count)
            for least, (count, total) in zip(THRESHOLDS, totals.above, strict=False)
            if count
        },
        licence=str(signature.get("licence", "")),
        version=str(signature.get("version", "")),
    )
    digests = {file.name: f"{file.crc:08x}" for file in files}
    storage.write_bytes("README.md", card.text(figures, [SEGMENTS], digests).encode())
    counts = {name: value for name, value in totals._asdict().items() if name not in ("why_dropped", "above")}
    manifest = {
        "signature": signature,
        "counts": {**counts, "dropped": totals.dropped},
        "dropped": totals.why_dropped,
        "files": {file.name: {"rows": file.rows, "bytes": file.size, "crc32": f"{file.crc:08x}"} for file in files},
    }
    storage.write_bytes("manifest.json", (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode())
