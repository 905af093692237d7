"""Paths -> the files that can be read, each under a stable name."""

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
NOTES = ("README", "LICENSE", "LICENCE", "COPYING", "CHANGELOG")


class _Place(NamedTuple):
    """Where the walk stands: the argument's number, the parts below it, and the path."""

    argument: int
    below: tuple[str, ...]
    path: Path


def walk(paths: Sequence[Path], skipped: Skip, *, suffixes: Collection[str]) -> Iterator[tuple[str, Path]]:
    """Walk files and folders; ``(id, path)`` in the order of the arguments, sorted within each.

    An id is the POSIX path below the folder given, or the name of the file given;
    when arguments collide, all ids begin with as much of the argument's own path
    as tells them apart. Links are followed, after all that is no link, and nothing
    is read twice. Names that begin with a dot are passed over, as ``ls`` does, and a
    folder's README or LICENSE is skipped.

    Parameters
    ----------
    skipped : callable
        Told of each file or folder left out, and why.
    suffixes : collection of str
        Suffixes that can be read, in small letters; ``.gz`` may follow each.

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
    found = sorted(_places(paths, skipped, suffixes))
    for id, place in zip(_names(paths, found), found, strict=True):
        yield id, place.path


def suffix_of(name: str) -> str:
    """The suffix that tells the format, in small letters: ``.txt`` of ``Story.TXT.gz``."""
    return Path(name.lower().removesuffix(".gz")).suffix


def _places(paths: Sequence[Path], skipped: Skip, suffixes: Collection[str]) -> Iterator[_Place]:
    """The files to read; whatever is no link comes before any link, so that ids are the real names."""
    entries = [_Place(number, (), path) for number, path in enumerate(paths)][::-1]
    links: deque[_Place] = deque()
    seen: dict[tuple[int, int], Path] = {}
    while entries or links:
        place = entries.pop() if entries else links.popleft()
        try:
            status = place.path.stat()
        except OSError as error:
            skipped(Skipped(_show(place.path), _why(place.path, error)))
            continue
        key = status.st_dev, status.st_ino
        reason = _refusal(status.st_mode, place.path, suffixes)
        if key in seen:
            kind = "folder" if S_ISDIR(status.st_mode) else "file"
            reason = f"same {kind} as {_show(seen[key])}"
        if place.below and Path(place.path.name).stem.upper() in NOTES:
            reason = "tells of its folder and is no story; give it by name to read it"
        if reason:
            skipped(Skipped(_show(place.path), reason))
            continue
        seen[key] = place.path
        if S_ISREG(status.st_mode):
            yield place
            continue
        below = _entries(place, skipped)
        links.extend(entry for entry in below if entry.path.is_symlink())
        entries.extend(entry for entry in reversed(below) if not entry.path.is_symlink())


def _refusal(mode: int, path: Path, suffixes: Collection[str]) -> str:
    if S_ISDIR(mode):
        return ""  # listing it tells
    if not S_ISREG(mode):
        return "is no ordinary file; give files and folders only"
    suffix = suffix_of(path.name)
    if suffix not in suffixes:
        said = f"the suffix {suffix}" if suffix else "a name without suffix"
        return f"no reader for {said}; known: {' '.join(sorted(suffixes))}, each also with .gz"
    return "" if os.access(path, os.R_OK) else "Permission denied; check that it is yours to read"


def _entries(place: _Place, skipped: Skip) -> list[_Place]:
    try:
        names = sorted(entry.name for entry in place.path.iterdir())
    except OSError as error:
        skipped(Skipped(_show(place.path), _why(place.path, error)))
        return []
    return [
        _Place(place.argument, (*place.below, name), place.path / name) for name in names if not name.startswith(".")
    ]


def _why(path: Path, error: OSError) -> str:
    if path.is_symlink():
        return f"a link that leads nowhere ({error.strerror}); repair or remove it"
    return f"{error.strerror}; check that it is yours to read"


def _names(paths: Sequence[Path], found: Sequence[_Place]) -> list[str]:
    """Unique ids: as few of the arguments' own path parts in front as make them so, equally many for all."""
    roots = [Path(os.path.abspath(path)).parts[1:] for path in paths]  # noqa: PTH100 (a link keeps its own name)
    longest = max((len(root) for root in roots), default=0)
    names: list[str] = []
    for depth in range(longest + 1):
        names = [_name(roots[place.argument], place.below, depth) for place in found]
        if len(set(names)) == len(names):
            return names
    # The same names on two drives, or made equal by escaping.
    times = Counter(names)
    return [f"{name}~{number}" if times[name] > 1 else name for number, name in enumerate(names, 1)]


def _name(root: tuple[str, ...], below: tuple[str, ...], depth: int) -> str:
    if not below:  # a file given by name
        depth += 1
    parts = root[max(0, len(root) - depth) :] if depth else ()
    return _show(Path(*parts, *below))


def _show(path: Path) -> str:
    """A path as text that UTF-8 can hold: bytes of a name that are no UTF-8 are written ``\\xNN``."""
    return path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
