"""Time a second run into a folder, after one more story, compared with the run of the whole archive before."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from scripts.benchmarks.archive import ArchiveOptions, make_archive, read_passages, write_archive
from scripts.benchmarks.harness import ALIGNER, Options, Row
from scripts.benchmarks.memory import ResourceUse, measure_command


def time_again(options: Options) -> Iterator[Row]:
    """Yield the processor time of a run after one more story, by the size of the archive; `ratio` to that of all."""
    passages = read_passages(options.data)
    for size in [500, *([4700] if options.full else [])]:
        archive = ArchiveOptions(stories=size)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            texts = write_archive(make_archive(passages, archive), folder)
            whole = _run(folder)
            write_archive(make_archive(passages, archive._replace(stories=size + 1), first=size), folder)
            again = _run(folder)
        yield {
            "what": f"one more of {size} stories", "texts": texts, "seconds": again.seconds,
            "processor_seconds": again.processor_seconds, "baseline": whole.processor_seconds,
            "ratio": again.processor_seconds / whole.processor_seconds, "megabytes": again.megabytes,
        }  # fmt: skip


def _run(folder: Path) -> ResourceUse:
    return measure_command([*ALIGNER, "pair", str(folder / "in"), "-q", "--jobs", "1", "-o", str(folder / "out")])
