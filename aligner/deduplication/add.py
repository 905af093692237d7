"""Add the stories of files to an index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from aligner.deduplication.index.store import File, Store
from aligner.deduplication.record import Story, make_story
from aligner.documents.ingest import Progress, ingest
from aligner.documents.prepare import Prepared, Source, Task, attempt, prepare
from aligner.encoders import load_encoder
from aligner.parallel import parallel_map
from aligner.types import Skipped

IndexedStory = tuple[Story, str, int]  # with the digest of its text and the number of its artefacts
Indexed = tuple[Source, list[IndexedStory | Skipped]]
BATCH_SIZE = 256  # stories of a transaction


@contextmanager
def open_index(path: Path, *, change: bool = True) -> Iterator[Store]:
    """Open an index, which is created if it does not exist.

    Parameters
    ----------
    change : whether it may be changed, which needs a disk that can be written to

    Raises
    ------
    InputError, OutputError
    """
    encoder = load_encoder()
    store = Store(path, encoder.digest, encoder.dim, change=change)
    try:
        yield store
    finally:
        store.close()


def add_files(sources: Sequence[Source], sink: StorySink, jobs: int | None, progress: Progress) -> None:
    """Add the stories of files to the index of `sink`; files that have not changed are not read again."""
    ingest(sources, sink, lambda tasks: parallel_map(index_task, tasks, jobs), progress)


def index_task(task: Task) -> Indexed:
    """Prepare the documents of a task, and extract what is compared."""
    source, items = prepare(task)
    return source, [item if isinstance(item, Skipped) else _indexed(item) for item in items]


def _indexed(item: Prepared) -> IndexedStory | Skipped:
    digest = str(item.document.meta.get("sha256", ""))
    story = attempt(item.document.id, lambda: make_story(item.document, item.vectors, item.sketch))
    return story if isinstance(story, Skipped) else (story, digest, item.sketch.artefacts)


class StorySink:
    """Write stories to an index in transactions of many.

    Parameters
    ----------
    batch_size : stories in memory at a time
    """

    def __init__(self, store: Store, batch_size: int = BATCH_SIZE) -> None:
        self.skipped: list[Skipped] = []
        self._store, self._batch_size = store, batch_size
        self._files: list[File] = []
        self._stories: list[IndexedStory] = []
        self._written: dict[str, str] = {}

    def has_source(self, source: Source, stamp: str) -> bool:
        """Return whether a file with this stamp has been added as a whole."""
        return self._store.has(source.id, stamp)

    def begin_source(self, source: Source) -> None:
        """Do nothing: the earlier stories of a file stay until it has been read again."""

    def put(self, source: Source, item: IndexedStory | Skipped) -> None:
        """Add a story."""
        if isinstance(item, Skipped):
            self.skipped.append(item)
            return
        if len(self._stories) >= self._batch_size:  # a large file does not fit in memory
            self._store.begin(source.id, self._stories)
            self._written.update((story.id, digest) for story, digest, _ in self._stories)
            self._stories = []
        self._stories.append(item)

    def end_source(self, source: Source, stamp: str) -> None:
        """Note that a file has been read to its end."""
        self._files.append(File(source.id, stamp, self._stories, self._written))
        self._stories, self._written = [], {}
        if sum(len(file.stories) for file in self._files) >= self._batch_size:
            self.commit()

    def commit(self) -> None:
        """Write the files that have been read."""
        self._store.add(self._files)
        self._files = []
