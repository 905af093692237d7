"""Documents and segments of a run, read from its workspace whenever they are iterated.

The corpus of a run is iterated about eight times: twice to find repeated
segments, and once or more by the records, by each format and by the report.
Each iteration of a large corpus parses the records in the workspace again, so
that memory does not grow with the corpus.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from aligner.pipeline.select import find_repeats, select
from aligner.pipeline.workspace import Workspace
from aligner.settings import Settings
from aligner.types import Document, DocumentPair, Segment

MAX_CHARS_IN_MEMORY = 24_000_000  # characters of both sides, about 80,000 segments or 200 MB


@dataclass(frozen=True, slots=True)
class StoredDocuments:
    """The documents of a workspace, sorted by id."""

    work: Workspace

    def __iter__(self) -> Iterator[Document]:
        """Yield the documents."""
        return self.work.documents()


@dataclass(frozen=True, slots=True)
class JudgedSegments:
    """The segments of some pairs as they were judged."""

    work: Workspace
    pairs: Sequence[DocumentPair]

    def __iter__(self) -> Iterator[Segment]:
        """Yield the segments, pair by pair."""
        for pair in self.pairs:
            yield from self.work.judged.segments(pair.en, pair.fr)


class SelectedSegments:
    """The segments of some pairs, each marked kept or dropped; of repeated ones only the first is kept.

    The segments of a small corpus are parsed once and kept in memory.
    """

    def __init__(
        self,
        work: Workspace,
        pairs: Sequence[DocumentPair],
        settings: Settings,
        *,
        max_chars: int = MAX_CHARS_IN_MEMORY,
    ) -> None:
        stored = JudgedSegments(work, pairs)
        parsed = _read_small(stored, max_chars)
        self._segments: Iterable[Segment] = stored if parsed is None else parsed
        self._settings, self._repeats = settings, find_repeats(self._segments, settings)
        if parsed is not None:
            self._segments = list(self._select())

    def __iter__(self) -> Iterator[Segment]:
        """Yield the segments, pair by pair."""
        return iter(self._segments) if isinstance(self._segments, list) else self._select()

    def _select(self) -> Iterator[Segment]:
        for segment in self._segments:
            yield select(segment, self._settings, self._repeats)


def _read_small(segments: Iterable[Segment], max_chars: int) -> list[Segment] | None:
    """Return the segments as a list, or None if they have more characters than `max_chars`."""
    read = []
    for segment in segments:
        read.append(segment)
        max_chars -= len(segment.en_text) + len(segment.fr_text)
        if max_chars < 0:
            return None
    return read
