"""Paths -> the files that can be read, each under a stable id."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import NamedTuple

from aligner.errors import InputError
from aligner.types import Skipped

Skip = Callable[[Skipped], None]
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
        Called with each file or folder that is left out, and the reason.
    suffixes : collection of str
        Suffixes that can be read, in lower case; each may be followed by ``.gz``.

    Raises
    ------
    InputError
        When one of `paths` does not exist.
    """
    for path in paths:
        try:
            path.stat()
        except OSError as error:
            raise InputError(f"{_show(path)}: {error.strerror}; check the path") from error
    files = sorted(_files(paths, skipped, suffixes))
    for id, entry in zip(_unique_ids(paths, files), files, strict=True):
        yield id, entry.path


def suffix_of(name: str) -> str:
    """Return the suffix that names the format, in lower case: ``.txt`` for ``Story.TXT.gz``."""
    return Path(name.lower().removesuffix(".gz")).suffix


def _files(paths: Sequence[Path], skipped: Skip, suffixes: Collection[str]) -> Iterator[_Entry]:
    """Yield the files to read, all others before links, so that a file's id is its real name."""
    entries = [_Entry(number, (), path) for number, path in enumerate(paths)][::-1]
    links: deque[_Entry] = deque()
    seen: dict[tuple[int, int], Path] = {}
    while entries or links:
        entry = entries.pop() if entries else links.popleft()
        try:
            status = entry.path.stat()
        except OSError as error:
            skipped(Skipped(_show(entry.path), _explain(entry.path, error)))
            continue
        key = status.st_dev, status.st_ino
        reason = _refusal(status.st_mode, entry.path, suffixes)
        if key in seen:
            kind = "folder" if S_ISDIR(status.st_mode) else "file"
            reason = f"same {kind} as {_show(seen[key])}"
        if entry.below and (note := Path(entry.path.name).stem.upper()) in FOLDER_NOTES:
            reason = f"{note} of the folder, not a story; pass the file explicitly to read it"
        if reason:
            skipped(Skipped(_show(entry.path), reason))
            continue
        seen[key] = entry.path
        if S_ISREG(status.st_mode):
            yield entry
            continue
        children = _children(entry, skipped)
        links.extend(child for child in children if child.path.is_symlink())
        entries.extend(child for child in reversed(children) if not child.path.is_symlink())


def _refusal(mode: int, path: Path, suffixes: Collection[str]) -> str:
    """Return the reason why a file cannot be read, "" if it can; folders are only checked when they are listed."""
    if S_ISDIR(mode):
        return ""
    if not S_ISREG(mode):
        return "not a regular file; give only files and folders"
    suffix = suffix_of(path.name)
    if suffix not in suffixes:
        name = f"the suffix {suffix}" if suffix else "a name without suffix"
        return f"no reader for {name}; known: {' '.join(sorted(suffixes))}, each also with .gz"
    return "" if os.access(path, os.R_OK) else "Permission denied; check that you may read it"


def _children(entry: _Entry, skipped: Skip) -> list[_Entry]:
    try:
        names = sorted(path.name for path in entry.path.iterdir())
    except OSError as error:
        skipped(Skipped(_show(entry.path), _explain(entry.path, error)))
        return []
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
            return ids
    # The same paths on two drives, or paths made equal by escaping.
    counts = Counter(ids)
    return [f"{id}~{number}" if counts[id] > 1 else id for number, id in enumerate(ids, 1)]


def _id(root: tuple[str, ...], below: tuple[str, ...], depth: int) -> str:
    if not below:  # a file given by name
        depth += 1
    parts = root[max(0, len(root) - depth) :] if depth else ()
    return _show(Path(*parts, *below))


def _show(path: Path) -> str:
    r"""Return a path as text that UTF-8 can hold: undecodable bytes of a name are written ``\xNN``."""
    return path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
