"""Read files into a store of documents, skipping those that have not changed since they were read last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from aligner.documents.prepare import Source, Task, tasks
from aligner.readers.files.capped import STDIN
from aligner.types import Skipped

Item = TypeVar("Item")
Kept = TypeVar("Kept", contravariant=True)
Progress = Callable[[str, int, int], None]


class Sink(Protocol[Kept]):
    """Where the documents of files are stored."""

    def has_source(self, source: Source, stamp: str) -> bool:
        """Return whether a file with this stamp has been read to its end."""

    def begin_source(self, source: Source) -> None:
        """Prepare for a file that has changed or is new."""

    def put(self, source: Source, item: Kept | Skipped) -> None:
        """Store a document of a file, or a part of it that was left out."""

    def end_source(self, source: Source, stamp: str) -> None:
        """Note that a file has been read to its end."""

    def commit(self) -> None:
        """Write everything to disk."""


def ingest(
    sources: Sequence[Source],
    sink: Sink[Item],
    process: Callable[[Iterable[Task]], Iterable[tuple[Source, Sequence[Item | Skipped]]]],
    progress: Progress,
) -> None:
    """Store the documents of all files that have changed.

    Parameters
    ----------
    process : yields the source and the documents of each task, in the order of the tasks
    progress : called with "read", the number of files done and the number of files
    """
    stamps = {source.id: stamp(source.path) for source in sources}
    changed = [source for source in sources if not (stamps[source.id] and sink.has_source(source, stamps[source.id]))]
    done = unchanged = len(sources) - len(changed)
    progress("read", done, len(sources))
    for source in changed:
        sink.begin_source(source)
    waiting = iter(changed)
    current = next(waiting, None)
    all_tasks = (task for source in changed for task in tasks(source, partial(sink.put, source)))
    for source, items in process(all_tasks):
        while current and current != source:  # the tasks of the files before are all done
            sink.end_source(current, stamps[current.id])
            current = next(waiting, None)
            done += 1
        for item in items:
            sink.put(source, item)
        progress("read", done, len(sources))
    for source in changed[done - unchanged :]:
        sink.end_source(source, stamps[source.id])
    sink.commit()
    progress("read", len(sources), len(sources))


def stamp(path: Path) -> str:
    """Return the size and the time of change of a file, "" if it has vanished or is standard input."""
    if path != STDIN:
        with suppress(OSError):
            state = path.stat()
            return f"{state.st_size} {state.st_mtime_ns}"
    return ""
