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
from collections.abc import Sequence
from contextlib import suppress
from mmap import ACCESS_READ, mmap
from pathlib import Path
from zlib import crc32

import numpy as np

from aligner.deduplication.index.store import Store
from aligner.deduplication.record import Rows
from aligner.deduplication.search import Candidates, LookupPart, find_candidates, make_part
from aligner.documents.search import Postings
from aligner.types import SIDES

MIN_UNSAVED = 5000  # stories since the index was last saved, or a tenth of all, after which it is saved again
ABANDONED_AFTER_SECONDS = 3600  # a folder of that age that is not in use was left by a killed process
PART_NAME = re.compile(r"[0-9a-f]{16}")  # of a folder
SUMS_NAME = "sums.json"  # sizes and checksums of the other files
READ_ERRORS = (OSError, ValueError, RuntimeError, TypeError, AttributeError, SyntaxError)  # of damaged files
log = logging.getLogger(__name__)


class Lookup:
    """Search the stories of a store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.parts = [part for part in (_load(store),) if part is not None]
        last = int(self.parts[0].numbers[-1]) if self.parts else 0
        numbers, rows = store.rows(above=last)
        if numbers:
            self.parts.append(make_part(numbers, rows))

    def candidates(self, rows: Rows, numbers: Sequence[int] = ()) -> list[Candidates]:
        """Return for each row the stories that are worth comparing with it; see `find_candidates`."""
        return find_candidates(self.parts, rows, numbers)

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
