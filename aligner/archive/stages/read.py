"""Files -> sorted runs of documents: read, cleaned, segmented, encoded and sketched.

The vectors of sentences are not kept: it takes less to compute them again, where they are needed, than to write and
read them.
"""

from __future__ import annotations

from collections import Counter

from aligner.archive.columns import document_table
from aligner.archive.parts import Part
from aligner.archive.skipped import write_skipped
from aligner.archive.storage import FileRecord, Storage
from aligner.archive.tasks import FOLDER, Output
from aligner.documents.prepare import Prepared, divide, encode_together, tasks
from aligner.encoders import load_encoder
from aligner.types import Skipped

RUN_DOCUMENTS = 8192  # sorted in memory


def read_part(storage: Storage, part: Part) -> Output:
    """Read the documents of some files.

    Returns
    -------
    Output
        Its note has for each run the number of documents of each day, and the number of files and records left out.
    """
    skipped: list[Skipped] = []
    waiting: list[Prepared] = []
    files: list[FileRecord] = []
    runs: list[dict[str, int]] = []

    def write_run() -> None:
        table = document_table(waiting)
        files.append(storage.write(f"{FOLDER}/read/{part.name}-{len(runs):04}.parquet", table))
        days = Counter(place >> 32 for place in table.column("place").to_pylist())
        runs.append({str(day): count for day, count in sorted(days.items())})
        waiting.clear()

    all_tasks = (task for source in part.sources() for task in tasks(source, skipped.append))
    for _, items in encode_together(map(divide, all_tasks), load_encoder().encode):
        for item in items:
            (skipped if isinstance(item, Skipped) else waiting).append(item)  # type: ignore[arg-type]
            if len(waiting) >= RUN_DOCUMENTS:
                write_run()
    if waiting:
        write_run()
    files += write_skipped(storage, part.name, skipped)
    return Output(tuple(files), {"runs": runs, "skipped": len(skipped)})
