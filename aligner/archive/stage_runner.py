"""Run the tasks of a stage that are not done yet, and note those that are."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import NamedTuple

from aligner.archive.engines import Engine
from aligner.archive.shards import day_of
from aligner.archive.storage import DamagedShardError, Storage
from aligner.archive.tasks import Manifest, Outputs, Task
from aligner.documents.ingest import Progress
from aligner.pipeline.pair import sign
from aligner.settings import Settings

MANIFEST_SECONDS = 2  # between writes of a manifest: what a killed run has to repeat, besides the tasks in flight
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
        """Run the tasks of a stage that are not done, and forget those that no longer exist."""
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
            if tasks:
                manifest.write()
        log.info("%s: %d of %d tasks done in %.1f s", name, len(missing), len(tasks), time.monotonic() - started)
        return Outputs({task.name: manifest.done[task.name].output for task in tasks})

    def forget(self, file: str) -> None:
        """Forget the task that has made a damaged file."""
        for name in STAGES:
            manifest = Manifest(self.storage, name)
            if (task := manifest.makes(file)) is not None:
                manifest.forget(task)
                manifest.write()
