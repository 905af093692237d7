"""Scored pairs as a corpus that any writer takes: kept in a temporary file, because writers may read it twice."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from aligner.errors import OutputError
from aligner.pipeline.score import ScoredRow, join_rows
from aligner.readers.aligned_rows import MAX_PART_ROWS
from aligner.readers.files.capped import STDIN
from aligner.readers.memory.header import header_of_memories
from aligner.types import Bead, Corpus, Document, DocumentPair, Segment
from aligner.version import __version__
from aligner.weights import model_digests
from aligner.writers.atomic import advise
from aligner.writers.escaping import json_line
from aligner.writers.plain_data import segment_record
from aligner.writers.records import Stored, read_segments
from aligner.writers.translation_units import input_date


@contextmanager
def scored_corpus(rows: Iterable[ScoredRow], paths: Sequence[Path], settings: Mapping[str, object]) -> Iterator[Corpus]:
    """Yield the corpus of the rows that are pairs.

    Parameters
    ----------
    paths : the files that the rows are from; the documents have their names, as in `aligner.readers.aligned_rows`
    settings : options that the output depends on, with "en_locale" and "fr_locale"

    Raises
    ------
    OutputError
        When the temporary file cannot be written.
    """
    memory = header_of_memories(paths)  # before the rows are read, which may come from standard input
    changed = (path.stat().st_mtime for path in paths if path != STDIN and path.is_file())
    pairs: dict[tuple[str, str], DocumentPair] = {}
    with tempfile.TemporaryDirectory(prefix="aligner-") as folder:
        path = Path(folder) / "segments.jsonl"
        try:
            with path.open("w", encoding="utf-8", newline="\n") as file:
                for segment in _segments(rows, [path.name for path in paths]):
                    pairs.setdefault(segment.ids, DocumentPair(*segment.ids, 1.0, {}))
                    file.write(json_line(segment_record(segment)))
        except OSError as error:
            raise OutputError(f"cannot write {path}: {error.strerror or error}; {advise(error)}") from error
        segments = Stored(path, read_segments)
        yield Corpus(
            documents=_Documents(segments),
            pairs=tuple(pairs.values()),
            segments=segments,
            duplicates=(),
            rejected=(),
            skipped=(),
            signature={"version": __version__, "models": model_digests(), **settings},
            date=input_date(changed),
            memory=memory,
        )


def _segments(rows: Iterable[ScoredRow], names: Sequence[str]) -> Iterator[Segment]:
    kept = ((row, row.confidence) for row in rows if row.confidence is not None)
    for number, (row, confidence) in enumerate(kept):
        part, at = divmod(number, MAX_PART_ROWS)
        # Two files are a document each; one file gives two, as it does to `aligner pair`.
        first, second = (part + 1, part + 1) if len(names) > 1 else (2 * part + 1, 2 * part + 2)
        yield Segment(
            f"{names[0]}#{first}",
            f"{names[-1]}#{second}",
            Bead((at, at + 1), (at, at + 1), 0.0),
            row.line.en,
            row.line.fr,
            confidence,
            row.reasons,
            row.findings or (),
            unit=row.line.unit,
        )


@dataclass(frozen=True, slots=True)
class _Documents:
    """The documents of segments that are in the order of their documents and sentences."""

    segments: Iterable[Segment]

    def __iter__(self) -> Iterator[Document]:
        for (en, fr), own in groupby(self.segments, key=lambda segment: segment.ids):
            texts = [(segment.en_text, segment.fr_text) for segment in own]
            yield join_rows(en, "en", [text for text, _ in texts])
            yield join_rows(fr, "fr", [text for _, text in texts])
