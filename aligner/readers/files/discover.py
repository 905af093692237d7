"""Paths -> the files that can be read, each under a stable id."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import NamedTuple

from aligner.errors import InputError
from aligner.readers.files.compressed import COMPRESSIONS, without_compression
from aligner.types import Skipped

Skip = Callable[[Skipped], None]
NO_FILE = "has no file to read"  # of a folder
FOLDER_NOTES = ("README", "LICENSE", "LICENCE", "COPYING", "CHANGELOG")


class _Entry(NamedTuple):
    """A file or folder: the number of its argument, the path parts below the argument, and its path."""

    argument: int
    below: tuple[str, ...]
    path: Path


def walk(paths: Sequence[Path], skipped: Skip, *, suffixes: Collection[str]) -> Iterator[tuple[str, Path]]:
    """Find the files under files and folders, as ``(id, path)`` in the order of the arguments, sorted within each.

    An id is the POSIX path below the given folder, or the name of the given file. When
    ids of several arguments collide, all ids begin with as many parts of their argument's
    path as are needed to make them unique. Links are followed, after everything that is
    not a link, and nothing is read twice. Names that begin with a dot are ignored, as
    ``ls`` does, and the README or LICENSE of a folder is skipped.

    Parameters
    ----------
    skipped : callable
        Called with each file or folder that is left out, and the reason: also with a given folder that has no files.
    suffixes : collection of str
        Suffixes that can be read, in lower case; each may be followed by that of a compressed file.

    Raises
    ------
    InputError
        When one of `paths` does not exist.
    """
    for path in paths:
        try:
            path.stat()
        except OSError as error:
            raise InputError(f"{show_path(path)}: {error.strerror}; check the path") from error
    files = sorted(_files(paths, skipped, suffixes))
    for id, entry in zip(_unique_ids(paths, files), files, strict=True):
        yield id, entry.path


def check_found(paths: Sequence[Path], found: Collection[object], skipped: Iterable[Skipped]) -> None:
    """Raise InputError if no file was found under `paths`, not even one that was left out: they may be the wrong ones.

    Parameters
    ----------
    skipped : what `walk` left out
    """
    if not found and all(item.reason == NO_FILE for item in skipped):
        raise InputError(f"no story in {', '.join(map(show_path, paths))}; check the path")


def distinct_ids(ids: Sequence[str]) -> Iterator[str]:
    """Yield ids of files such that no two are equal, and none can be the id of a record of another file.

    A ``#`` after the id of another file is written ``%23``, and equal ids are followed by ``~``.
    """
    given, prefixes = set(ids), {prefix for id in ids for prefix in _prefixes(id)}
    taken: set[str] = set()
    for original in ids:
        id = original if given.isdisjoint(_prefixes(original)) else original.replace("#", "%23")
        while id in taken or (id != original and (id in given or id in prefixes)):
            id += "~"
        taken.add(id)
        yield id


def _prefixes(id: str) -> Iterator[str]:
    """Yield the ids of the files of which this may be a record."""
    at = id.find("#")
    while at >= 0:
        yield id[:at]
        at = id.find("#", at + 1)


def suffix_of(name: str) -> str:
    """Return the suffix that names the format, in lower case: ``.txt`` for ``Story.TXT.gz``."""
    return Path(without_compression(name)).suffix


def _files(paths: Sequence[Path], skipped: Skip, suffixes: Collection[str]) -> Iterator[_Entry]:
    """Yield the files to read, all others before links, so that a file's id is its real name."""
    entries = [_Entry(number, (), path) for number, path in enumerate(paths)][::-1]
    links: deque[_Entry] = deque()
    seen: dict[tuple[int, int], Path] = {}
    without_file = dict(enumerate(paths))
    while entries or links:
        entry = entries.pop() if entries else links.popleft()
        reason, children = _look_at(entry, seen, suffixes)
        if not reason and children is not None:
            links.extend(child for child in children if child.path.is_symlink())
            entries.extend(child for child in reversed(children) if not child.path.is_symlink())
            continue
        without_file.pop(entry.argument, None)
        if reason:
            skipped(Skipped(show_path(entry.path), reason))
        else:
            yield entry
    for path in without_file.values():
        skipped(Skipped(show_path(path), NO_FILE))


def _look_at(
    entry: _Entry, seen: dict[tuple[int, int], Path], suffixes: Collection[str]
) -> tuple[str, list[_Entry] | None]:
    """Return why a file or folder is left out, "" if it is not, and the entries of a folder, None of a file."""
    try:
        status = entry.path.stat()
        key = status.st_dev, status.st_ino
        reason = _refusal(entry, status.st_mode, suffixes)
        if key in seen and not _is_note(entry):
            kind = "folder" if S_ISDIR(status.st_mode) else "file"
            reason = f"same {kind} as {show_path(seen[key])}"
        if reason:
            return reason, None
        seen[key] = entry.path
        return "", _children(entry) if S_ISDIR(status.st_mode) else None
    except OSError as error:
        return _explain(entry.path, error), None


def _refusal(entry: _Entry, mode: int, suffixes: Collection[str]) -> str:
    """Return the reason why a file cannot be read, "" if it can; folders are only checked when they are listed."""
    path = entry.path
    if _is_note(entry):
        return f"{path.stem.upper()} of the folder, not a story; pass the file explicitly to read it"
    if S_ISDIR(mode):
        return ""
    if not S_ISREG(mode):
        return "not a regular file; give only files and folders"
    suffix = suffix_of(path.name)
    if suffix not in suffixes:
        name = f"the suffix {suffix}" if suffix else "a name without suffix"
        return f"no reader for {name}; known: {' '.join(sorted(suffixes))}, each also with {' '.join(COMPRESSIONS)}"
    return "" if os.access(path, os.R_OK) else "Permission denied; check that you may read it"


def _is_note(entry: _Entry) -> bool:
    return bool(entry.below) and Path(entry.path.name).stem.upper() in FOLDER_NOTES


def _children(entry: _Entry) -> list[_Entry]:
    names = sorted(path.name for path in entry.path.iterdir())
    return [
        _Entry(entry.argument, (*entry.below, name), entry.path / name) for name in names if not name.startswith(".")
    ]


def _explain(path: Path, error: OSError) -> str:
    if path.is_symlink():
        return f"a link that leads nowhere ({error.strerror}); repair or remove it"
    return f"{error.strerror}; check that you may read it"


def _unique_ids(paths: Sequence[Path], files: Sequence[_Entry]) -> list[str]:
    """Return an id per file: as few leading parts of its argument's path as make all unique, equally many for all."""
    roots = [Path(os.path.abspath(path)).parts[1:] for path in paths]  # noqa: PTH100 (a link keeps its own name)
    longest = max((len(root) for root in roots), default=0)
    ids: list[str] = []
    for depth in range(longest + 1):
        ids = [_id(roots[entry.argument], entry.below, depth) for entry in files]
        if len(set(ids)) == len(ids):
            break
    # Equal ones are left if the same paths are on two drives, or paths were made equal by escaping.
    return list(distinct_ids(ids))


def _id(root: tuple[str, ...], below: tuple[str, ...], depth: int) -> str:
    if not below:  # a file given by name
        depth += 1
    parts = root[max(0, len(root) - depth) :] if depth else ()
    return show_path(Path(*parts, *below))


def show_path(path: Path) -> str:
    r"""Return a path as text that UTF-8 can hold: undecodable bytes of a name are written ``\xNN``."""
    return path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
