"""Save what the stories of an index are found by in shards: folders next to the index that are mapped into memory.

A shard holds the stories of a range of numbers, hence of a span of time: adding writes the last one, and expiring
removes the first ones. It is derived from the rows of the stories and can be made again from them. It is complete
under a new name before the index refers to it; its files have checksums, and a shard is not used if one has changed.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np

from aligner.deduplication.index.store import Store
from aligner.deduplication.search import LookupPart
from aligner.documents.search import Postings
from aligner.types import SIDES

ABANDONED_AFTER_SECONDS = 3600  # a folder of that age that is not in use was left by a killed process
NAME = re.compile(r"[0-9a-f]{16}")  # of a folder
SHARD = re.compile(r"([0-9a-f]{16}):(\d{1,18})-(\d{1,18})")
SUCCESSOR = re.compile(r"\+(\d{1,18})")
SUMS_NAME = "sums.json"  # the range of numbers, and sizes and checksums of the other files
READ_ERRORS = (OSError, ValueError, RuntimeError, TypeError, AttributeError, KeyError, SyntaxError)  # of damaged files
log = logging.getLogger(__name__)


class Shard(NamedTuple):
    """A folder with the stories of a range of numbers, from the one after `above` to `end`."""

    name: str
    above: int
    end: int


class ShardList(NamedTuple):
    """The shards of an index, in order of their numbers.

    successors : stories that are in no shard because an earlier one had the same words, which has been deleted since
    """

    shards: tuple[Shard, ...]
    successors: frozenset[int] = frozenset()

    @property
    def names(self) -> set[str]:
        """The names of the shards."""
        return {shard.name for shard in self.shards}

    def text(self) -> str:
        """Return the list as the index keeps it."""
        names = [f"{name}:{above}-{end}" for name, above, end in self.shards]
        return " ".join([*names, *(f"+{number}" for number in sorted(self.successors))])


def listed_shards(store: Store) -> ShardList:
    """Return the shards that an index refers to; none if that cannot be read."""
    words = store.shards().split()
    shards = tuple(Shard(match[1], int(match[2]), int(match[3])) for match in map(SHARD.fullmatch, words) if match)
    limits = [limit for shard in shards for limit in shard[1:]]
    successors = frozenset(int(match[1]) for match in map(SUCCESSOR.fullmatch, words) if match)
    return ShardList(shards if limits == sorted(limits) else (), successors)


def replace_shards(store: Store, before: ShardList, after: ShardList) -> bool:
    """Let an index refer to other shards, and remove the folders that it does not need any more.

    Returns
    -------
    bool
        False if another process has replaced them meanwhile; the folders of `after` are of no use then.
    """
    with store.writing():
        now = listed_shards(store)
        replaced = now.shards == before.shards
        if replaced:
            # What has been deleted meanwhile may have left successors that are in no new shard.
            later = now.successors - before.successors
            store.put_shards(after._replace(successors=after.successors | later).text())
    kept = (after if replaced else now).names
    _remove_folders(store, gone=(before.names | after.names) - kept, kept=kept)
    return replaced


def drop_empty_shards(store: Store) -> None:
    """Remove the shards whose stories have all been deleted."""
    before = listed_shards(store)
    kept = tuple(shard for shard in before.shards if store.count_range(shard.above, shard.end, limit=1))
    if len(kept) < len(before.shards):
        replace_shards(store, before, before._replace(shards=kept))


def write_shard(store: Store, part: LookupPart, above: int) -> Shard | None:
    """Write all stories after a number into a new folder; return None, after a warning, if it cannot be written."""
    import faiss

    shard = Shard(secrets.token_hex(8), above, int(part.numbers[-1]))
    folder = _folders(store) / shard.name
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
        files = {path.name: (path.stat().st_size, _checksum(path)) for path in folder.iterdir()}
        (folder / SUMS_NAME).write_text(json.dumps({"range": shard[1:], "files": files}), encoding="utf-8")
    except OSError as error:
        log.warning("cannot write %s: %s; the index works, but opens more slowly", folder, error)
        return None
    return shard


def load_shard(store: Store, shard: Shard) -> LookupPart | None:
    """Map a shard into memory; return None, after a warning, if it is gone or damaged."""
    folder = _folders(store) / shard.name
    try:
        return _load(folder, shard)
    except READ_ERRORS as error:
        log.warning("%s is lost (%s) and will be rebuilt", folder, error)
        return None


def _load(folder: Path, shard: Shard) -> LookupPart:
    import faiss

    sums = json.loads((folder / SUMS_NAME).read_text(encoding="utf-8"))
    files = sums["files"]
    if any((folder / name).stat().st_size != size for name, (size, _) in files.items()):
        raise ValueError("it is incomplete")
    changed = any(_checksum(folder / name) != checksum for name, (_, checksum) in files.items())
    if changed or sums["range"] != [*shard[1:]]:
        raise ValueError("it has changed")
    tables = {
        name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        for name in ("numbers", "rows", "entries", "means")
    }
    vectors = [faiss.read_index(str(folder / f"{side}.faiss")) if f"{side}.faiss" in files else None for side in SIDES]
    postings = Postings(tables["entries"], len(tables["numbers"]))
    return LookupPart(tables["numbers"], tables["rows"], postings, tables["means"], (vectors[0], vectors[1]))


def _checksum(path: Path) -> int:
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        return crc32(content)


def _folders(store: Store) -> Path:
    return store.path.with_name(f"{store.path.name}.lookup")


def _remove_folders(store: Store, *, gone: set[str], kept: set[str]) -> None:
    """Remove the folders of some shards, and those that no process can be about to use."""
    for folder in _folders_on_disk(store):
        with suppress(OSError):
            abandoned = time.time() - folder.stat().st_mtime > ABANDONED_AFTER_SECONDS
            if folder.name in gone or (folder.name not in kept and abandoned):
                shutil.rmtree(folder)
    if not kept:
        with suppress(OSError):
            _folders(store).rmdir()


def _folders_on_disk(store: Store) -> Iterator[Path]:
    """Yield the folders that `write_shard` made: nothing else is ever removed."""
    if _folders(store).is_symlink() or not _folders(store).is_dir():
        return
    for path in list(_folders(store).iterdir()):
        if NAME.fullmatch(path.name) and not path.is_symlink():
            yield path
