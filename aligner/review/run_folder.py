"""The run that is reviewed: which pairs it has, and where in its files each stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from aligner.errors import InputError
from aligner.report.rows import row
from aligner.review.calibration import Calibration
from aligner.review.units import Unit, units_of
from aligner.types import Corpus, Document, DocumentPair, Segment
from aligner.version import __version__
from aligner.writers import manifest, records

Ids = tuple[str, str]


class PairEntry(NamedTuple):
    """A pair of documents: its place in segments.jsonl, its segments, and those of them that a person should see.

    doubt : mean over its segments of what their confidence lacks
    """

    pair: DocumentPair
    offset: int
    segments: int
    doubtful: int
    doubt: float

    @property
    def ids(self) -> Ids:
        """Its two documents."""
        return self.pair.en, self.pair.fr


class Run:
    """Open the folder that `aligner pair` wrote; of its texts only those of a pair are read at a time.

    Raises
    ------
    InputError
        When it is no such folder, or of a version that wrote it in another way.
    """

    def __init__(self, folder: Path) -> None:
        if not (folder / "manifest.json").is_file():
            there = "it holds no whole run" if folder.is_dir() else "there is no such folder"
            raise InputError(f"{folder}: {there}; give the folder that aligner pair wrote (its -o)")
        self.folder = folder
        self.calibration = Calibration.read(folder)
        version = manifest.read(folder)["signature"].get("version")
        try:
            self.corpus: Corpus = records.read_corpus(folder)
            self._documents = {record["id"]: at for at, record in _lines(folder / "documents.jsonl")}
            self.pairs = list(self._index())
            for found in self.pairs[:1]:
                self.units(found)
        except (InputError, KeyError, TypeError, ValueError, IndexError) as error:
            if version != __version__:
                raise InputError(
                    f"{folder}: aligner {version} wrote it in another way than {__version__} does; "
                    "run aligner pair again, decisions are found again by the texts they are on"
                ) from error
            if isinstance(error, InputError):
                raise
            raise InputError(f"{folder}: its files are damaged ({error}); run aligner pair again") from error

    def segments(self, found: PairEntry) -> Iterator[Segment]:
        """The segments of a pair, their confidence as the decisions have calibrated it."""
        for _, record in islice(_lines(self.folder / "segments.jsonl", found.offset), found.segments):
            yield self.calibration.adjust(records.segment_of(record))

    def documents(self, found: PairEntry) -> dict[str, Document]:
        """The two documents of a pair."""
        made = {}
        for id in found.ids:
            if id not in self._documents:
                raise InputError(f"{self.folder}: there is no document {id}; run aligner pair again")
            _, record = next(_lines(self.folder / "documents.jsonl", self._documents[id]))
            made[id] = records.document_of(record)
        return made

    def units(self, found: PairEntry) -> tuple[Unit, ...]:
        """The units of a pair as nobody has touched them."""
        return units_of(self.segments(found), self.documents(found))

    def _index(self) -> Iterator[PairEntry]:
        """The pairs in the order of the file, in which the segments of one stand together."""
        known = {pair[:2]: pair for pair in self.corpus.pairs}
        found: PairEntry | None = None
        for at, record in _lines(self.folder / "segments.jsonl"):
            segment = self.calibration.adjust(records.segment_of(record))
            ids = segment[:2]
            if found is None or found.ids != ids:
                if found:
                    yield found
                found = PairEntry(known.get(ids) or DocumentPair(*ids, 0.0, {}), at, 0, 0, 0.0)
            found = found._replace(
                segments=found.segments + 1,
                doubtful=found.doubtful + row(1, segment).doubtful,
                doubt=(found.doubt * found.segments + 1 - segment.confidence) / (found.segments + 1),
            )
        if found:
            yield found


def _lines(path: Path, offset: int = 0) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each line's place in the file and what it holds."""
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
