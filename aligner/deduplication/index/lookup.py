"""Search the rows of an index for candidates: a part saved on disk, memory-mapped, and the stories added since.

The part on disk is derived from the rows and can be rebuilt from them. It is a
folder next to the index, complete under a new name before the index refers to
it. Its files have checksums, and a part with a file that has changed is not used.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np

from aligner.deduplication.candidates import NEIGHBOURS, find_by_keys, index_rows, is_candidate
from aligner.deduplication.index.store import Store
from aligner.deduplication.record import Rows
from aligner.documents.search import Postings, centre, exact_index, nearest, shrunk_mean
from aligner.types import SIDES, Floats, Ints

MIN_CLUSTERED = 4000  # vectors from which they are clustered; fewer are all compared
MIN_CELL_VECTORS = 40  # of a cluster: with fewer k-means warns
PROBED_CELLS = 8  # clusters searched for a query
MIN_UNSAVED = 5000  # stories since the index was last saved, or a tenth of all, after which it is saved again
SCREENED_PAIRS = 1 << 14  # pairs of rows in memory at a time
ABANDONED_AFTER_SECONDS = 3600  # a folder of that age that is not in use was left by a killed process
PART_NAME = re.compile(r"[0-9a-f]{16}")  # of a folder
SUMS_NAME = "sums.json"  # sizes and checksums of the other files
READ_ERRORS = (OSError, ValueError, RuntimeError, TypeError, AttributeError, SyntaxError)  # of damaged files
log = logging.getLogger(__name__)


class LookupPart(NamedTuple):
    """Some stories and what they are found by; `vectors` has a FAISS index per side, None without stories of it."""

    numbers: Ints
    rows: Rows
    postings: Postings
    means: Floats
    vectors: tuple[Any, Any]

    def candidates(self, rows: Rows) -> Iterator[tuple[Ints, Ints]]:
        """Yield rows among the queries with numbers of stories, those found by keys and those found by vectors."""
        for query, similar in find_by_keys(rows, self.postings):
            yield np.full(len(similar), query), self.numbers[similar]
        for side in (0, 1):
            own = np.flatnonzero(rows["side"] == side)
            queries = _centred(rows[own], self.means)
            for other, index in enumerate(self.vectors):
                if index is not None and len(own):
                    searched, neighbours = nearest(index, queries, NEIGHBOURS + (side == other))
                    members = np.flatnonzero(self.rows["side"] == other)
                    yield own[searched], self.numbers[members[neighbours]]


def make_part(numbers: Sequence[int], rows: Rows) -> LookupPart:
    """Index rows."""
    vectors = [rows["vector"][rows["side"] == side] for side in (0, 1)]
    means = np.stack([shrunk_mean(table) for table in vectors])
    indexes = tuple(_vector_index(_centred(rows[rows["side"] == side], means)) for side in (0, 1))
    return LookupPart(np.array(numbers, np.int64), rows, index_rows(rows), means, (indexes[0], indexes[1]))


def _centred(rows: Rows, means: Floats) -> Floats:
    return centre(rows["vector"].astype(np.float32), means[rows["side"]])


def _vector_index(vectors: Floats) -> Any:
    import faiss

    if not len(vectors):
        return None
    if len(vectors) < MIN_CLUSTERED:
        return exact_index(vectors)
    cells = min(int(4 * np.sqrt(len(vectors))), len(vectors) // MIN_CELL_VECTORS)
    kind, metric = faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    quantizer = faiss.IndexFlatIP(vectors.shape[1])
    index: Any = faiss.IndexIVFScalarQuantizer(quantizer, vectors.shape[1], cells, kind, metric)
    index.nprobe = PROBED_CELLS
    index.train(vectors[:: max(1, len(vectors) // (MIN_CELL_VECTORS * cells))])
    index.add(vectors)
    return index


class Lookup:
    """Search the stories of a store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.parts = [part for part in (_load(store),) if part is not None]
        last = int(self.parts[0].numbers[-1]) if self.parts else 0
        numbers, rows = store.rows(above=last)
        if numbers:
            self.parts.append(make_part(numbers, rows))

    def candidates(self, rows: Rows, numbers: Sequence[int] = ()) -> list[tuple[int, list[int]]]:
        """Return for each row, by its index, the numbers of the stories that are worth comparing with it.

        Parameters
        ----------
        numbers : those of the rows if they are stories of the index themselves, in ascending order
            A pair of two of them is returned once, with the larger number.
        """
        own = np.array(numbers, np.int64)
        parts = [np.stack(pairs, 1) for part in self.parts for pairs in part.candidates(rows)]
        pairs = np.concatenate(parts) if parts else np.zeros((0, 2), np.int64)
        if len(own) and len(pairs):
            one, other = own[pairs[:, 0]], pairs[:, 1]
            swap = (other > one) & np.isin(other, own)
            one, other = np.where(swap, other, one), np.where(swap, one, other)
            pairs = np.stack([np.searchsorted(own, one), other], 1)[one != other]
        return self._screened(rows, np.unique(pairs, axis=0))

    def _screened(self, rows: Rows, pairs: Ints) -> list[tuple[int, list[int]]]:
        candidates: dict[int, list[int]] = {}
        for start in range(0, len(pairs), SCREENED_PAIRS):
            block = pairs[start : start + SCREENED_PAIRS]
            block = block[is_candidate(rows[block[:, 0]], self._rows(block[:, 1]))]
            for index, other in block.tolist():
                candidates.setdefault(index, []).append(other)
        return sorted(candidates.items())

    def _rows(self, numbers: Ints) -> Rows:
        result = np.zeros(len(numbers), self.parts[0].rows.dtype)
        for part in self.parts:
            index = np.minimum(np.searchsorted(part.numbers, numbers), len(part.numbers) - 1)
            inside = part.numbers[index] == numbers
            result[inside] = part.rows[index[inside]]
        return result

    def save(self, *, always: bool = False) -> None:
        """Save the search structures to disk if many stories were added since the last time."""
        fresh = len(self.parts[-1].numbers) if self.parts else 0
        if not always and (fresh <= MIN_UNSAVED or (len(self.parts) > 1 and 10 * fresh < len(self.parts[0].numbers))):
            return
        numbers, rows = self.store.rows()
        if numbers:
            _write(make_part(numbers, rows), self.store)
        else:
            self.store.base("")
            _remove_all(self.store)


def _folders(store: Store) -> Path:
    return store.path.with_name(f"{store.path.name}.lookup")


def _write(part: LookupPart, store: Store) -> None:
    import faiss

    name = secrets.token_hex(8)
    folder = _folders(store) / name
    try:
        if folder.parent.is_symlink():
            raise OSError(f"{folder.parent} is a link")  # to what may be any folder of the user
        folder.mkdir(parents=True)
        np.save(folder / "numbers.npy", part.numbers)
        np.save(folder / "rows.npy", part.rows)
        np.save(folder / "entries.npy", part.postings.entries)
        np.save(folder / "means.npy", part.means)
        for side, index in zip(SIDES, part.vectors, strict=True):
            if index is not None:
                faiss.write_index(index, str(folder / f"{side}.faiss"))
        sums = {path.name: (path.stat().st_size, _checksum(path)) for path in folder.iterdir()}
        (folder / SUMS_NAME).write_text(json.dumps(sums), encoding="utf-8")
    except OSError as error:
        log.warning("cannot write %s: %s; the index works, but opens more slowly", folder, error)
        return
    before = store.base()
    store.base(name)
    for other in _parts_on_disk(store):
        with suppress(OSError):
            if other.name == before or (
                other.name != name and time.time() - other.stat().st_mtime > ABANDONED_AFTER_SECONDS
            ):
                shutil.rmtree(other)


def _remove_all(store: Store) -> None:
    for folder in _parts_on_disk(store):
        shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        _folders(store).rmdir()


def _parts_on_disk(store: Store) -> list[Path]:
    """Return the folders that `_write` made: nothing else is ever removed."""
    if _folders(store).is_symlink() or not _folders(store).is_dir():
        return []
    return [path for path in _folders(store).iterdir() if PART_NAME.fullmatch(path.name) and not path.is_symlink()]


def _load(store: Store) -> LookupPart | None:
    """Return the part on disk; None if there is none or it is damaged, and it must be rebuilt from the rows."""
    import faiss

    name = store.base()
    folder = _folders(store) / name
    if not PART_NAME.fullmatch(name):
        return None
    try:
        sums = json.loads((folder / SUMS_NAME).read_text(encoding="utf-8"))
        if any((folder / name).stat().st_size != size for name, (size, _) in sums.items()):
            raise ValueError("it is incomplete")
        if any(_checksum(folder / name) != checksum for name, (_, checksum) in sums.items()):
            raise ValueError("it has changed")
        tables = {
            name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
            for name in ("numbers", "rows", "entries", "means")
        }
        vectors = [faiss.read_index(str(folder / f"{s}.faiss")) if f"{s}.faiss" in sums else None for s in SIDES]
    except READ_ERRORS as error:
        log.warning("%s is lost (%s) and will be rebuilt", folder, error)
        return None
    index = Postings(tables["entries"], len(tables["numbers"]))
    return LookupPart(tables["numbers"], tables["rows"], index, tables["means"], (vectors[0], vectors[1]))


def _checksum(path: Path) -> int:
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        return crc32(content)
