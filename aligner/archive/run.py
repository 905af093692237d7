"""The run over an archive: files -> sorted runs -> shards -> copies -> proposals -> judged pairs -> the corpus.

This process only counts and orders; all texts are read and written by tasks, which an engine runs. Files that are
still what an earlier run made of the same input are not made again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from aligner.archive.engines import Engine
from aligner.archive.figures import Totals, count_read, count_written, write_figures
from aligner.archive.parts import ArchiveFile
from aligner.archive.plans import (
    align_all,
    drop_linked,
    gather_shards,
    link_copies,
    propose_all,
    reaches_of,
    read_files,
    write_corpus,
)
from aligner.archive.skipped import write_skipped
from aligner.archive.stage_runner import ArchiveOptions, ArchiveRun
from aligner.archive.storage import DamagedShardError, Storage
from aligner.archive.tasks import FOLDER
from aligner.deduplication.keep import rule_order
from aligner.documents.ingest import Progress
from aligner.errors import InterruptedRunError
from aligner.settings import Settings
from aligner.types import Skipped
from aligner.writers.folders import make_folder
from aligner.writers.locks import lock_folder

MAX_REPAIRS = 3  # damaged shards that are made again without asking
log = logging.getLogger(__name__)


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
        make_folder(Path(output))
    with lock_folder(Path(output), "run") if local else nullcontext():
        yield


def _run(run: ArchiveRun, files: Sequence[ArchiveFile], unread: Sequence[Skipped]) -> Totals:
    until = run.options.until
    read = read_files(run, files)
    totals = count_read(read.tasks.values(), run.first_day)
    totals = totals._replace(skipped=totals.skipped + len(unread))
    if until == "read":
        return totals
    shards, gathered = gather_shards(run, read)
    totals = totals._replace(shards=len(shards))
    if until == "gather":
        return totals
    reaches = reaches_of(run, shards)
    copies = link_copies(run, reaches, gathered)
    if until == "copies":
        return totals
    dropped, duplicates = drop_linked(run, reaches, gathered, copies)
    totals = totals._replace(duplicates=sum(file.rows for file in duplicates.files()))
    if until == "drop":
        return totals
    proposed = propose_all(run, reaches, gathered, dropped)
    totals = totals._replace(proposed=sum(file.rows for file in proposed.files()))
    if until == "propose":
        return totals
    judged = align_all(run, reaches, gathered, proposed)
    totals = totals._replace(skipped=totals.skipped + sum(output.note for output in judged.tasks.values()))
    written = write_corpus(run, shards, judged)
    totals = count_written(totals, [*written.tasks.values()])
    made = [file for outputs in (read, duplicates, judged, written) for file in outputs.files()]
    shown = [file for file in made if not file.name.startswith(f"{FOLDER}/")]
    write_figures(run.storage, totals, [*write_skipped(run.storage, "files", unread), *shown], run.signature)
    return totals
