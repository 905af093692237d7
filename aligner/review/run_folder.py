"""The run that is reviewed: its pairs, and their offsets in its files."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from aligner.errors import InputError
from aligner.messages import language_of_run
from aligner.report.rows import make_row
from aligner.review.calibration import Calibration
from aligner.review.units import Unit, build_units
from aligner.types import Corpus, Document, DocumentPair, Segment, Side
from aligner.version import __version__
from aligner.writers import manifest
from aligner.writers.plain_data import document_of, segment_of
from aligner.writers.records import read_corpus

Ids = tuple[str, str]


class PairEntry(NamedTuple):
    """A pair of documents in the files of a run.

    offset : of its first segment in segments.jsonl, in bytes
    segments : how many it has
    doubtful : how many of them a person should look at
    doubt : 1 minus the mean confidence of its segments
    """

    pair: DocumentPair
    offset: int
    segments: int
    doubtful: int
    doubt: float

    @property
    def ids(self) -> Ids:
        """Return the ids of its documents."""
        return self.pair.en, self.pair.fr


def require_run(folder: Path) -> None:
    """Raise InputError unless `aligner pair` wrote a folder to its end."""
    if not os.path.isfile(folder / "manifest.json"):  # noqa: PTH113 (that of Path raises errors for long names)
        reason = "it holds no complete run" if os.path.isdir(folder) else "there is no such folder"  # noqa: PTH112
        raise InputError(f"{folder}: {reason}; give the folder that aligner pair wrote (its -o)")


class RunFolder:
    """Open a folder that `aligner pair` wrote; the texts of one pair are read at a time.

    Raises
    ------
    InputError
        When it is no such folder, or a version of another format wrote it.
    """

    def __init__(self, folder: Path) -> None:
        require_run(folder)
        self.folder = folder
        self.calibration = Calibration.read(folder)
        version = manifest.read(folder)["signature"].get("version")
        try:
            self.corpus: Corpus = read_corpus(folder)
            self._documents = {record["id"]: offset for offset, record in _lines(folder / "documents.jsonl")}
            self.pairs = list(self._index())
            for entry in self.pairs[:1]:
                self.units(entry)
        except (InputError, KeyError, TypeError, ValueError, IndexError) as error:
            if version != __version__:
                raise InputError(
                    f"{folder}: aligner {version} wrote it in another format than {__version__} does; "
                    "run aligner pair again, and decisions are found again by the texts they are on"
                ) from error
            if isinstance(error, InputError):
                raise
            raise InputError(f"{folder}: its files are damaged ({error}); run aligner pair again") from error

    @property
    def language(self) -> Side:
        """The language of its findings and reasons."""
        return language_of_run(self.corpus.signature)

    def segments(self, entry: PairEntry) -> Iterator[Segment]:
        """Yield the segments of a pair, with their confidence calibrated."""
        return map(self.calibration.adjust, self.stored_segments(entry))

    def stored_segments(self, entry: PairEntry) -> Iterator[Segment]:
        """Yield the segments of a pair as the run wrote them."""
        for _, record in islice(_lines(self.folder / "segments.jsonl", entry.offset), entry.segments):
            yield segment_of(record)

    def documents(self, entry: PairEntry) -> dict[str, Document]:
        """Return the two documents of a pair, by id."""
        documents = {}
        for id in entry.ids:
            if id not in self._documents:
                raise InputError(f"{self.folder}: there is no document {id}; run aligner pair again")
            _, record = next(_lines(self.folder / "documents.jsonl", self._documents[id]))
            documents[id] = document_of(record)
        return documents

    def units(self, entry: PairEntry) -> tuple[Unit, ...]:
        """Return the units of a pair before any decision."""
        return build_units(self.segments(entry), self.documents(entry))

    def _index(self) -> Iterator[PairEntry]:
        """Yield the pairs in the order of the file, where the segments of a pair are adjacent."""
        known = {pair.ids: pair for pair in self.corpus.pairs}
        entry: PairEntry | None = None
        for offset, record in _lines(self.folder / "segments.jsonl"):
            segment = self.calibration.adjust(segment_of(record))
            ids = segment.ids
            if entry is None or entry.ids != ids:
                if entry:
                    yield entry
                entry = PairEntry(known.get(ids) or DocumentPair(*ids, 0.0, {}), offset, 0, 0, 0.0)
            entry = entry._replace(
                segments=entry.segments + 1,
                doubtful=entry.doubtful + make_row(1, segment).doubtful,
                doubt=(entry.doubt * entry.segments + 1 - segment.confidence) / (entry.segments + 1),
            )
        if entry:
            yield entry


def _lines(path: Path, offset: int = 0) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the byte offset of each line and the object in it."""
    try:
        with path.open("rb") as handle:
            handle.seek(offset)
            while line := handle.readline():
                yield offset, json.loads(line)
                offset += len(line)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}; run aligner pair again to make it") from error
    except ValueError as error:
        raise InputError(f"cannot read {path}: it is damaged; run aligner pair again") from error
