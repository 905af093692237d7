"""The run over an archive: sources -> runs -> shards -> copies -> proposals -> judged pairs -> the corpus.

This process only counts and orders; all texts are read and written by tasks, which an engine runs. Files that are
still what an earlier run made of the same input are not made again.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple

from aligner.archive.engines import Engine
from aligner.archive.figures import Totals, count_read, count_written, write_figures, write_unread
from aligner.archive.groups import chosen_rows, dropped_by_shard, groups_by_shard
from aligner.archive.parts import ArchiveFile, divide_files
from aligner.archive.shards import Shard, cut, day_of, neighbours
from aligner.archive.stages.align import align_pairs
from aligner.archive.stages.copies import find_copies
from aligner.archive.stages.drop import drop
from aligner.archive.stages.gather import gather
from aligner.archive.stages.propose import propose_pairs
from aligner.archive.stages.read import read_part
from aligner.archive.stages.select import find_repeats, key_segments
from aligner.archive.stages.write import write_shard
from aligner.archive.storage import DamagedShardError, FileRecord, Storage
from aligner.archive.tasks import FOLDER, Manifest, Output, Task, make_task
from aligner.archive.window import Reach
from aligner.deduplication.keep import rule_order
from aligner.documents.ingest import Progress
from aligner.errors import InterruptedRunError, OutputError
from aligner.pipeline.duplicates import DropOptions
from aligner.pipeline.pair import sign
from aligner.settings import Settings
from aligner.types import Skipped
from aligner.writers.atomic import advise
from aligner.writers.locks import lock_folder

MANIFEST_SECONDS = 2  # between writes of a manifest: what a killed run has to repeat, besides the tasks in flight
MAX_REPAIRS = 3  # damaged shards that are made again without asking
KEYS_IN_RANGE = 1 << 21  # of segments that are compared in memory
KEY_SPACE = 1 << 64
PLAN = f"{FOLDER}/plan.json"  # the shards
STAGES = ("read", "gather", "copies", "drop", "propose", "align", "keys", "repeats", "write")
log = logging.getLogger(__name__)


class ArchiveOptions(NamedTuple):
    """How an archive is cut and searched.

    window : days up to which two texts are compared; texts without a date are compared with all
    size : texts of a shard, about
    since : YYYY-MM-DD, the first day that is read; "" for all, and texts without a date are always read
    until : the last stage, "" for all
    """

    window: int = 30
    size: int = 10_000
    since: str = ""
    until: str = ""


class Outputs(NamedTuple):
    """What a stage has made, by the name of its task."""

    tasks: Mapping[str, Output]

    def file(self, task: str) -> list[FileRecord]:
        """Return the files of a task, none if it has made none or does not exist."""
        return list(self.tasks[task].files) if task in self.tasks else []

    def files(self, folder: str = "") -> list[FileRecord]:
        """Return the files of all tasks in a folder."""
        return [file for out in self.tasks.values() for file in out.files if file.name.startswith(folder)]


class ArchiveRun:
    """A run: where its files are, and what does its tasks."""

    def __init__(
        self, storage: Storage, engine: Engine, settings: Settings, options: ArchiveOptions, progress: Progress
    ) -> None:
        self.storage, self.engine, self.progress = storage, engine, progress
        self.settings, self.options = settings, options
        self.signature = sign(settings)
        self.first_day = day_of(options.since) if options.since else 0
        # What each file depends on besides its input; settings of later stages do not count.
        self.basis = {key: self.signature.get(key) for key in ("version", "encoder", "models", "context_model")}

    def stage(self, name: str, tasks: Sequence[Task]) -> Outputs:
        """Do the tasks of a stage that are not done, and forget those that are no more."""
        manifest = Manifest(self.storage, name)
        for gone in {*manifest.done} - {task.name for task in tasks}:
            manifest.forget(gone)
        missing = [task for task in tasks if manifest.find(task) is None]
        done = len(tasks) - len(missing)
        self.progress(name, done, len(tasks))
        written = started = time.monotonic()
        try:
            for each in self.engine.run(missing):
                if each.damaged:
                    raise DamagedShardError(each.damaged)
                manifest.put(each)
                done += 1
                self.progress(name, done, len(tasks))
                if time.monotonic() - written > MANIFEST_SECONDS:
                    manifest.write()
                    written = time.monotonic()
        finally:
            if missing or tasks:
                manifest.write()
        log.info("%s: %d of %d tasks done in %.1f s", name, len(missing), len(tasks), time.monotonic() - started)
        return Outputs({task.name: manifest.done[task.name][1] for task in tasks})

    def forget(self, file: str) -> None:
        """Forget the task that has made a damaged file."""
        for name in STAGES:
            manifest = Manifest(self.storage, name)
            if (task := manifest.makes(file)) is not None:
                manifest.forget(task)
                manifest.write()


def pair_archive(
    files: Sequence[ArchiveFile],
    output: str,
    settings: Settings,
    options: ArchiveOptions,
    engine: Engine,
    *,
    unread: Sequence[Skipped] = (),
    progress: Progress = lambda stage, done, total: None,
) -> Totals:
    """Find the versions of each story of an archive, align them and write the corpus.

    Parameters
    ----------
    output : folder or URL to write
    unread : files that were left out before

    Raises
    ------
    InputError, OutputError, ModelMissingError, UnknownNameError, BusyError
    InterruptedRunError
        After an interrupt, or when workers are lost; what was done is kept.
    DamagedShardError
        When files of the run are damaged again and again.
    """
    rule_order(settings.keep_rules)
    with _locked(output):
        run = ArchiveRun(Storage(output), engine, settings, options, progress)
        for repaired in range(MAX_REPAIRS + 1):
            try:
                return _run(run, files, unread)
            except DamagedShardError as error:
                run.forget(error.name)
                if repaired == MAX_REPAIRS:
                    raise
                log.warning("the shard %s is damaged or gone: it is made again", error.name)
            except KeyboardInterrupt as stop:
                message = f"stopped; what was done is kept in {output}; run the same command again to continue"
                raise InterruptedRunError(message) from stop
    raise AssertionError("not reached")


@contextmanager
def _locked(output: str) -> Iterator[None]:
    local = "://" not in output
    if local:
        _make_folder(output)
    with lock_folder(Path(output), "run") if local else nullcontext():
        yield


def _make_folder(output: str) -> None:
    try:
        Path(output).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write {output}/: {error.strerror or error}; {advise(error)}") from error


def _run(run: ArchiveRun, files: Sequence[ArchiveFile], unread: Sequence[Skipped]) -> Totals:
    storage, until = run.storage, run.options.until
    parts = list(divide_files(files))
    read = run.stage(
        "read",
        [make_task(part.name, read_part, storage, part, basis=[run.basis, part.contents]) for part in parts],
    )
    shards, gathered = _gather(run, read)
    totals = count_read(read.tasks.values(), run.first_day)
    totals = totals._replace(skipped=totals.skipped + len(unread), shards=len(shards))
    if until in ("read", "gather"):
        return totals
    reaches = {
        shard: Reach(tuple(neighbours(shard, shards, run.options.window)), run.options.window) for shard in shards
    }
    dropped, duplicates = _drop_copies(run, reaches, gathered)
    totals = totals._replace(duplicates=sum(file.rows for file in duplicates.files("duplicates/")))
    if until in ("copies", "drop"):
        return totals
    proposed = _propose(run, reaches, gathered, dropped)
    totals = totals._replace(proposed=sum(file.rows for file in proposed.files()))
    if until == "propose":
        return totals
    judged = _align(run, reaches, gathered, proposed)
    totals = totals._replace(skipped=totals.skipped + sum(output.note for output in judged.tasks.values()))
    written = _write(run, shards, judged)
    totals = count_written(totals, [*written.tasks.values()])
    made = [file for outputs in (read, duplicates, judged, written) for file in outputs.files()]
    shown = [file for file in made if not file.name.startswith(f"{FOLDER}/")]
    write_figures(storage, totals, [*write_unread(storage, unread), *shown], run.signature)
    return totals


def _gather(run: ArchiveRun, read: Outputs) -> tuple[list[Shard], Outputs]:
    """Cut the archive, as before if there is no reason to cut it otherwise, and gather the shards."""
    first = run.first_day
    runs = [
        (file, {int(day): count for day, count in days.items() if int(day) >= first})
        for out in read.tasks.values()
        for file, days in zip(out.files, out.note["runs"], strict=False)
    ]
    counts: dict[int, int] = {}
    for _, days in runs:
        for day, count in days.items():
            counts[day] = counts.get(day, 0) + count
    before = known_shards(run.storage)
    size = run.options.size
    shards = cut(counts, size, before[0].days if before else 0)
    run.storage.write_bytes(PLAN, json.dumps(shards).encode())
    tasks = []
    for shard in shards:
        own = [file for file, days in runs if any(shard.first_day <= day < shard.end_day for day in days)]
        names = [file.name for file in own]
        tasks.append(make_task(shard.name, gather, run.storage, shard, names, first, inputs=own, basis=[shard, first]))
    return shards, run.stage("gather", tasks)


def known_shards(storage: Storage) -> list[Shard]:
    """Return the shards of the last run, in order; none if there was none."""
    try:
        return [Shard(*map(int, shard)) for shard in json.loads(storage.read_bytes(PLAN) or b"[]")]
    except (TypeError, ValueError):  # damaged, or of another version
        return []


def _sketches_near(shard: Shard, reach: Reach, gathered: Outputs) -> list[FileRecord]:
    return [gathered.file(each.name)[0] for each in (shard, *reach.others)]


def _texts_near(shard: Shard, reach: Reach, gathered: Outputs) -> list[FileRecord]:
    return [file for each in (shard, *reach.others) for file in gathered.file(each.name)]


def _drop_copies(
    run: ArchiveRun, reaches: Mapping[Shard, Reach], gathered: Outputs
) -> tuple[dict[Shard, list[int]], Outputs]:
    """Return the numbers of the copies of each shard that are dropped."""
    near = run.settings.near
    copies = run.stage(
        "copies",
        [
            make_task(
                shard.name,
                find_copies,
                run.storage,
                shard,
                reach,
                near,
                inputs=_texts_near(shard, reach, gathered),
                basis=[run.basis, near, reach.days],
            )
            for shard, reach in reaches.items()
        ],
    )
    options = DropOptions(near, run.settings.keep_rules)
    tasks = []
    groups = groups_by_shard(run.storage, copies.files(), list(reaches))
    for shard, own in groups.items():
        around = sorted({each for group in own for each in group.shards})
        texts = [file for each in around for file in gathered.file(each.name)]
        links = [file for each in around for file in copies.file(each.name)]
        numbers = [group.numbers for group in own]
        tasks.append(
            make_task(
                shard.name,
                drop,
                run.storage,
                shard.name,
                numbers,
                [file.name for file in links],
                around,
                options,
                inputs=[*texts, *links],
                basis=[run.basis, options, numbers],
            )
        )
    duplicates = run.stage("drop", tasks)
    return dropped_by_shard(run.storage, duplicates.files(), list(reaches)), duplicates


def _propose(
    run: ArchiveRun, reaches: Mapping[Shard, Reach], gathered: Outputs, dropped: Mapping[Shard, list[int]]
) -> Outputs:
    tasks = []
    for shard, reach in reaches.items():
        without = [number for each in (shard, *reach.others) for number in dropped.get(each, ())]
        tasks.append(
            make_task(
                shard.name,
                propose_pairs,
                run.storage,
                shard,
                reach,
                without,
                inputs=_sketches_near(shard, reach, gathered),
                basis=[run.basis, reach.days, without],
            )
        )
    return run.stage("propose", tasks)


def _align(run: ArchiveRun, reaches: Mapping[Shard, Reach], gathered: Outputs, proposed: Outputs) -> Outputs:
    settings = run.settings
    basis = [run.basis, settings.context, settings.findings, settings.min_pair]
    tasks = []
    for shard, reach in reaches.items():
        files = [file for each in (shard, *reach.others) for file in proposed.file(each.name)]
        names = [file.name for file in files]
        inputs = [*_texts_near(shard, reach, gathered), *files]
        tasks.append(
            make_task(
                shard.name, align_pairs, run.storage, shard, names, reach.others, settings, inputs=inputs, basis=basis
            )
        )
    return run.stage("align", tasks)


def _write(run: ArchiveRun, shards: Sequence[Shard], judged: Outputs) -> Outputs:
    storage, settings = run.storage, run.settings
    chosen = chosen_rows(storage, shards, settings.min_pair)
    choosing = [settings.min_confidence, settings.keep_critical]
    own = [shard for shard in shards if chosen[shard]]
    keys = run.stage(
        "keys",
        [
            make_task(
                shard.name,
                key_segments,
                storage,
                shard,
                chosen[shard],
                number,
                settings,
                inputs=judged.file(shard.name)[:1],
                basis=[choosing, chosen[shard], number],
            )
            for number, shard in enumerate(own)
        ],
    )
    repeats = run.stage("repeats", list(_repeat_tasks(storage, keys.files())))
    later = [file.name for file in repeats.files()]
    tasks = []
    for number, shard in enumerate(own):
        name = f"train-{number:05}-of-{len(own):05}"
        tasks.append(
            make_task(
                name,
                write_shard,
                storage,
                shard,
                name,
                chosen[shard],
                number,
                later,
                settings,
                inputs=[*judged.file(shard.name)[:1], *repeats.files()],
                basis=[choosing, chosen[shard], number],
            )
        )
    return run.stage("write", tasks)


def _repeat_tasks(storage: Storage, keys: Sequence[FileRecord]) -> Iterator[Task]:
    """Yield a task for each range of keys; keys are hashes, evenly spread."""
    ranges = max(1, -(-sum(file.rows for file in keys) // KEYS_IN_RANGE))
    names = [file.name for file in keys]
    edges = [KEY_SPACE * number // ranges - KEY_SPACE // 2 for number in range(ranges + 1)]
    for number in range(ranges):
        bounds = edges[number], edges[number + 1]
        yield make_task(
            f"{number:05}-of-{ranges:05}",
            find_repeats,
            storage,
            f"{number:05}-of-{ranges:05}",
            names,
            *bounds,
            inputs=keys,
            basis=bounds,
        )
