"""All rows of an index, ready to be asked for candidates: a part on disk that is mapped, and what came since.

What lies on disk is made of the rows and can be made of them again: a folder
beside the index, written whole under a new name before the index points to it.
"""

from __future__ import annotations

import json
import logging
import secrets
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.deduplication.candidates import NEAREST, Postings, postings, sharing, worth
from aligner.deduplication.index.store import Store
from aligner.deduplication.record import Floats, Rows
from aligner.types import SIDES

SMALL = 4000  # vectors that are compared one by one; more are sorted into cells first
CROWD = 40  # vectors of a cell at least: with fewer k-means warns
PROBES = 8  # cells that are looked into
TAIL = 5000  # stories since the last writing, or a tenth of all, after which it is written anew
SCREENED = 1 << 14  # pairs of rows that are held at a time
LEFT = 3600  # seconds after which a folder that nothing points to was left by a killed process
log = logging.getLogger(__name__)


class Part(NamedTuple):
    """Stories with what they are found by; `vectors` has an index per side, or None where that side is not there."""

    numbers: NDArray[np.int64]
    rows: Rows
    postings: Postings
    means: Floats
    vectors: tuple[Any, Any]

    def candidates(self, rows: Rows) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Places among the queries and numbers of stories, those found by keys and those found by vectors."""
        for at, found in sharing(rows, self.postings):
            yield np.full(len(found), at), self.numbers[found]
        for side in (0, 1):
            own = np.flatnonzero(rows["side"] == side)
            queries = _centred(rows[own], self.means)
            for other, index in enumerate(self.vectors):
                if index is not None and len(own):
                    _, found = index.search(queries, NEAREST + (side == other))
                    places = np.flatnonzero(self.rows["side"] == other)
                    hit = found >= 0
                    yield np.repeat(own, hit.sum(axis=1)), self.numbers[places[found[hit]]]


def make_part(numbers: Sequence[int], rows: Rows) -> Part:
    """Index rows."""
    means = np.zeros((2, rows["vector"].shape[1]), np.float32)
    for side in (0, 1):
        own = rows["vector"][rows["side"] == side]
        # The mean of few documents is mostly those documents.
        means[side] = own.sum(axis=0, dtype=np.float32) / (len(own) + 20)
    vectors = tuple(_neighbours(_centred(rows[rows["side"] == side], means)) for side in (0, 1))
    return Part(np.array(numbers, np.int64), rows, postings(rows), means, (vectors[0], vectors[1]))


def _centred(rows: Rows, means: Floats) -> Floats:
    """Unit rows less what the texts of their language have in common."""
    table = rows["vector"].astype(np.float32) - means[rows["side"]]
    return np.asarray(table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9), np.float32)


def _neighbours(table: Floats) -> Any:
    import faiss

    if not len(table):
        return None
    index: Any = faiss.IndexFlatIP(table.shape[1])
    if len(table) >= SMALL:
        cells = min(int(4 * np.sqrt(len(table))), len(table) // CROWD)
        kind = faiss.ScalarQuantizer.QT_fp16
        index = faiss.IndexIVFScalarQuantizer(index, table.shape[1], cells, kind, faiss.METRIC_INNER_PRODUCT)
        index.nprobe = PROBES
        index.train(table[:: max(1, len(table) // (CROWD * cells))])
    index.add(table)
    return index


class Lookup:
    """What the stories of a store are found by."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.parts = [part for part in (_load(store),) if part is not None]
        last = int(self.parts[0].numbers[-1]) if self.parts else 0
        numbers, rows = store.rows(above=last)
        if numbers:
            self.parts.append(make_part(numbers, rows))

    def candidates(self, rows: Rows, numbers: Sequence[int] = ()) -> list[tuple[int, list[int]]]:
        """Of each of these rows, by its place, the stories that are worth comparing with it.

        Parameters
        ----------
        numbers : those of the rows where they are stories of the index themselves, rising
            A pair of two of them is given once, under the greater.
        """
        own = np.array(numbers, np.int64)
        found = [np.stack(pair, 1) for part in self.parts for pair in part.candidates(rows)]
        pairs = np.concatenate(found) if found else np.zeros((0, 2), np.int64)
        if len(own) and len(pairs):
            one, other = own[pairs[:, 0]], pairs[:, 1]
            swap = (other > one) & np.isin(other, own)
            one, other = np.where(swap, other, one), np.where(swap, one, other)
            pairs = np.stack([np.searchsorted(own, one), other], 1)[one != other]
        return self._screened(rows, np.unique(pairs, axis=0))

    def _screened(self, rows: Rows, pairs: NDArray[np.int64]) -> list[tuple[int, list[int]]]:
        found: dict[int, list[int]] = {}
        for start in range(0, len(pairs), SCREENED):
            some = pairs[start : start + SCREENED]
            some = some[worth(rows[some[:, 0]], self._rows(some[:, 1]))]
            for place, other in some.tolist():
                found.setdefault(place, []).append(other)
        return sorted(found.items())

    def _rows(self, numbers: NDArray[np.int64]) -> Rows:
        out = np.zeros(len(numbers), self.parts[0].rows.dtype)
        for part in self.parts:
            at = np.minimum(np.searchsorted(part.numbers, numbers), len(part.numbers) - 1)
            here = part.numbers[at] == numbers
            out[here] = part.rows[at[here]]
        return out

    def save(self, *, always: bool = False) -> None:
        """Write what is found by to disk once much has come since the last time."""
        fresh = len(self.parts[-1].numbers) if self.parts else 0
        if not always and (fresh <= TAIL or (len(self.parts) > 1 and 10 * fresh < len(self.parts[0].numbers))):
            return
        numbers, rows = self.store.rows()
        if numbers:
            _write(make_part(numbers, rows), self.store)


def _folders(store: Store) -> Path:
    return store.path.with_name(f"{store.path.name}.lookup")


def _write(part: Part, store: Store) -> None:
    import faiss

    name = secrets.token_hex(8)
    folder = _folders(store) / name
    try:
        folder.mkdir(parents=True)
        np.save(folder / "numbers.npy", part.numbers)
        np.save(folder / "rows.npy", part.rows)
        np.save(folder / "entries.npy", part.postings.entries)
        np.save(folder / "means.npy", part.means)
        for side, index in zip(SIDES, part.vectors, strict=True):
            if index is not None:
                faiss.write_index(index, str(folder / f"{side}.faiss"))
        sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
        (folder / "sizes.json").write_text(json.dumps(sizes), encoding="utf-8")
    except OSError as error:
        log.warning("cannot write %s: %s; the index is as good, but slower to open", folder, error)
        return
    before = store.base()
    store.base(name)
    for other in folder.parent.iterdir():
        with suppress(OSError):
            if other.name == before or (other.name != name and time.time() - other.stat().st_mtime > LEFT):
                shutil.rmtree(other)


def _load(store: Store) -> Part | None:
    """The part on disk; None where there is none, or it is not whole: it is made of the rows then."""
    import faiss

    folder = _folders(store) / store.base()
    try:
        sizes = json.loads((folder / "sizes.json").read_text(encoding="utf-8"))
        if any((folder / name).stat().st_size != size for name, size in sizes.items()):
            raise ValueError("it is not whole")
        tables = {
            name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
            for name in ("numbers", "rows", "entries", "means")
        }
        vectors = [faiss.read_index(str(folder / f"{s}.faiss")) if f"{s}.faiss" in sizes else None for s in SIDES]
    except (OSError, ValueError, RuntimeError) as error:
        if store.base():
            log.warning("%s is lost (%s) and is made again", folder, error)
        return None
    index = Postings(tables["entries"], len(tables["numbers"]))
    return Part(tables["numbers"], tables["rows"], index, tables["means"], (vectors[0], vectors[1]))
