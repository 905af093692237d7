"""Find the stories that arrive in a folder, and the original of each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from aligner.checking.policy import MARKS_SUFFIX, marks_file
from aligner.deduplication.manage import add_stories, query_index
from aligner.documents.ingest import stamp
from aligner.readers import find_files
from aligner.readers.files.discover import NO_FILE, suffix_of
from aligner.types import Skipped

# How programs call a file that they have not finished writing; names that begin with a dot are never read.
PARTIAL_SUFFIXES = frozenset({
    ".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".download", ".opdownload", ".swp", ".lock",
    ".writing",
})  # fmt: skip
_LOCK_PREFIX = "~"  # of files that an office program keeps next to one that is open: ~$story.docx


class Arrival(NamedTuple):
    """A file that is complete: two looks found the same stamp.

    id : its path below the folder
    stamp : size and time of change of the file, of its marks, and of the original that is named for it
    """

    id: str
    path: Path
    stamp: str


class Arrivals:
    """The files of a folder that are new or were replaced.

    Parameters
    ----------
    original : file or folder of originals, which are no arrivals themselves
    apart : further files and folders below the folder that are not read
    """

    def __init__(self, folder: Path, original: Path | None, apart: Sequence[Path] = ()) -> None:
        self._folder, self._original = folder, original
        self._apart = [path.resolve() for path in (*apart, *filter(None, [original]))]
        self._seen: dict[Path, str] = {}
        self._taken: dict[Path, str] = {}
        self._refused = set[Skipped]()

    def look(self) -> Iterator[Arrival | Skipped]:
        """Yield the files that have become complete since the last look, the oldest first, and once what has no reader.

        Raises
        ------
        InputError
            When the folder is not there.
        """
        skipped, before = list[Skipped](), self._seen
        found = {
            path: Arrival(id, path, self._stamp(id, path)) for id, path in find_files([self._folder], skipped.append)
        }
        self._seen = {path: arrival.stamp for path, arrival in found.items()}
        refused = {item for item in skipped if item.reason != NO_FILE and not self._is_expected(Path(item.source))}
        yield from sorted(refused - self._refused)
        self._refused = refused
        for path, arrival in sorted(found.items(), key=_changed):
            is_new = before.get(path) == arrival.stamp != self._taken.get(path)
            if is_new and not path.name.startswith(_LOCK_PREFIX) and not self._is_apart(path):
                self._taken[path] = arrival.stamp
                yield arrival

    def _stamp(self, id: str, path: Path) -> str:
        original = self._original and (self._original / id if self._original.is_dir() else self._original)
        return " ".join(stamp(file) for file in (path, marks_file(path), *filter(None, [original])))

    def _is_expected(self, path: Path) -> bool:
        """Return whether it is no trouble that a file has no reader."""
        return _is_partial(path.name) or self._is_apart(path)

    def _is_apart(self, path: Path) -> bool:
        return any(path.resolve().is_relative_to(apart) for apart in self._apart)


def _changed(item: tuple[Path, Arrival]) -> tuple[float, str]:
    """Return when a file was last changed, 0 if it has vanished, and its id."""
    path, arrival = item
    try:
        return path.stat().st_mtime, arrival.id
    except OSError:
        return 0.0, arrival.id


def _is_partial(name: str) -> bool:
    return suffix_of(name) in {*PARTIAL_SUFFIXES, MARKS_SUFFIX} or name.startswith(_LOCK_PREFIX) or name.endswith("~")


class Originals:
    """The stories that the arrivals in a folder are compared with.

    Parameters
    ----------
    original : the original of all, or a folder of originals; without it an arrival is compared with earlier ones
    index : file of the index of stories in which originals are sought, made if it is needed
    """

    def __init__(self, folder: Path, original: Path | None, index: Path) -> None:
        self._root, self._original, self._index = original or folder, original, index
        self._earlier: list[Path] = []

    def add(self, arrival: Arrival) -> None:
        """Let later arrivals be compared with this one, if there is no other original."""
        if self._original is None:
            self._earlier.append(arrival.path)

    def find(self, arrival: Arrival) -> Path | None:
        """Return what an arrival is compared with: the original at the same path, else the surest of its versions."""
        if self._original is not None and not self._original.is_dir():
            return self._original
        if self._original is not None and (self._original / arrival.id).is_file():
            return self._original / arrival.id
        new = [path for path in self._earlier if path.is_file()] if self._original is None else [self._original]
        self._earlier = []
        if new:
            add_stories(self._index, new)
        return next(self._versions(arrival), None) if self._index.exists() else None

    def _versions(self, arrival: Arrival) -> Iterator[Path]:
        """Yield the files that are versions of an arrival, the surest first; records of larger files do not count."""
        own, root = arrival.path.resolve(), self._root.resolve()
        for copy in query_index(self._index, [arrival.path]).related:
            path = Path(copy.kept)
            if path != own and path.is_file():
                yield self._root / path.relative_to(root) if path.is_relative_to(root) else path
