"""The figures of a run, and the files that list them: the card of the data set and the manifest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from aligner.archive.shards import UNDATED
from aligner.archive.storage import FileRecord, Storage
from aligner.archive.tasks import Output
from aligner.writers.hugging_face import SEGMENTS, card
from aligner.writers.hugging_face.figures import SegmentCounts

FOLDERS = ("skipped", "duplicates", "data", "dropped", "pairs")  # of the output, besides the work


class Totals(NamedTuple):
    """Counts of a run, of the stages that were run.

    undated : documents without a date
    skipped : files and records that were left out, and pairs that could not be judged
    segments : those of the chosen pairs
    """

    documents: int = 0
    undated: int = 0
    skipped: int = 0
    shards: int = 0
    duplicates: int = 0
    proposed: int = 0
    pairs: int = 0
    segments: SegmentCounts = SegmentCounts()

    @property
    def kept(self) -> int:
        """The number of segments that were kept."""
        return self.segments.kept

    @property
    def why_dropped(self) -> dict[str, int]:
        """The number of dropped segments by reason."""
        return dict(sorted(self.segments.dropped.items()))

    @property
    def dropped(self) -> int:
        """The number of segments that were dropped."""
        return self.segments.dropped.total()


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
    counts = SegmentCounts()
    for _, note in outputs:
        counts.kept += note["kept"]
        counts.dropped.update(note["dropped"])
        for row, own in zip(counts.above, note["above"], strict=True):
            row[:] = [total + value for total, value in zip(row, own, strict=True)]
    return totals._replace(pairs=sum(note["pairs"] for _, note in outputs), segments=counts)


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
    figures = totals.segments.figures(totals.pairs, signature)
    digests = {file.name: f"{file.crc:08x}" for file in files}
    storage.write_bytes("README.md", card.text(figures, [SEGMENTS], digests).encode())
    counts = {name: value for name, value in totals._asdict().items() if name != "segments"}
    manifest = {
        "signature": signature,
        "counts": {**counts, "kept": totals.kept, "dropped": totals.dropped},
        "dropped": totals.why_dropped,
        "files": {file.name: {"rows": file.rows, "bytes": file.size, "crc32": f"{file.crc:08x}"} for file in files},
    }
    storage.write_bytes("manifest.json", (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode())
