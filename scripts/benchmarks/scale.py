"""Time runs of `aligner archive` over archives of several sizes, on each engine, and compare them with the truth."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from scripts.benchmarks.archive import ArchiveOptions, make_archive, read_passages, write_archive
from scripts.benchmarks.archive_truth import compare
from scripts.benchmarks.harness import ALIGNER, Options, Row, growth_exponent
from scripts.benchmarks.memory import ResourceUse, measure_command

DAILY = 100.0  # stories: shards of 10,000 texts are then of two months, in an archive of any size
SIZES = (1000, 4000)  # stories, of which each has about two texts
FULL_SIZES = (*SIZES, 16_000, 45_000)
ENGINE_SHARD_SIZE = 1000  # texts: several shards for each worker
STAGES = ("read", "gather", "copies", "drop", "propose", "write")


def time_archives(options: Options) -> Iterator[Row]:
    """Yield the processor time of each stage by the size of the archive, with the exponent of its growth.

    `texts_per_second` is by processor time: two cores read twice as many.
    """
    passages = read_passages(options.data)
    spent: dict[str, list[float]] = {stage: [] for stage in (*STAGES, "all")}
    sizes: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        for stories in FULL_SIZES if options.full else SIZES:
            folder = Path(name) / str(stories)
            made = make_archive(passages, ArchiveOptions(stories=stories, daily=DAILY))
            texts = write_archive(made, folder, monthly=True)
            sizes.append(texts)
            used = [_run(folder, "out", "--jobs", "2", "--until", stage) for stage in STAGES]
            for stage, use in zip(STAGES, used, strict=True):
                spent[stage].append(use.processor_seconds)
            spent["all"].append(sum(use.processor_seconds for use in used))
            yield {
                "what": f"archive of {stories} stories", "texts": texts,
                "seconds": sum(use.seconds for use in used), "processor_seconds": spent["all"][-1],
                "texts_per_second": texts / spent["all"][-1], "megabytes": max(use.megabytes for use in used),
                **{f"{stage}_seconds": values[-1] for stage, values in spent.items() if stage != "all"},
                **compare(folder, folder / "out"),
            }  # fmt: skip
        for stage, values in spent.items():
            yield {"what": f"growth of {stage}", "exponent": growth_exponent(sizes, values)}
        yield from _time_engines(Path(name) / str(SIZES[-1]))


def _time_engines(folder: Path) -> Iterator[Row]:
    """Yield the time of the same run on both engines; `ratio` is to the local engine with as many processes."""
    local: dict[int, float] = {}
    for engine in ("local", "ray"):
        for jobs in (1, 2):
            use = _run(folder, engine, "--jobs", str(jobs), "--engine", engine, "--shard-size", str(ENGINE_SHARD_SIZE))
            local.setdefault(jobs, use.seconds)
            yield {
                "what": f"{engine}, {jobs} workers", "seconds": use.seconds, "baseline": local[jobs],
                "ratio": use.seconds / local[jobs], "speedup": local[1] / use.seconds, "megabytes": use.megabytes,
            }  # fmt: skip
            shutil.rmtree(folder / engine)


def _run(folder: Path, output: str, *options: str) -> ResourceUse:
    command = [*ALIGNER, "archive", str(folder / "in"), "-o", str(folder / output), "-q", "--no-findings", *options]
    return measure_command(command)
