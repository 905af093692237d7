"""Write files that appear complete or not at all, whatever happens meanwhile."""

from __future__ import annotations

import errno
import glob
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import IO, TextIO

from aligner.errors import OutputError

_ADVICE = {
    errno.ENOSPC: "free some space and run again",
    errno.EDQUOT: "free some space and run again",
    errno.EFBIG: "raise the limit on file size (ulimit -f) or write to another disk",
    errno.EACCES: "choose a folder that you may write to",
    errno.EPERM: "choose a folder that you may write to",
    errno.EROFS: "choose a folder that you may write to",
    errno.ENOTDIR: "choose a folder whose path holds no file",
    errno.EEXIST: "choose a folder whose path holds no file",
    errno.EISDIR: "move that folder away or choose another",
    errno.ENAMETOOLONG: "choose a shorter path",
}
MAX_STEM_BYTES = 200  # of the name of a file in that of its part; file systems allow 255 bytes in all


@contextmanager
def open_atomic(path: Path) -> Iterator[TextIO]:
    """Yield a text handle on the file that becomes `path` when the block succeeds; see `open_atomic_group`."""
    with open_atomic_group(path) as (handle,):
        yield handle


@contextmanager
def open_atomic_group(*paths: Path) -> Iterator[tuple[TextIO, ...]]:
    r"""Yield text handles on files that belong together and get their names when all are complete.

    Each is written under its own hidden name (``.NAME.TOKEN.part``, a long NAME cut) in the same folder,
    so that two runs on one folder never mix in one file: the one that ends last wins.
    Missing folders are created. Text is UTF-8 with ``\n``; write bytes to ``handle.buffer``.

    Raises
    ------
    OutputError
        For an OSError of these files. Like any other exception it removes the
        incomplete files and leaves the existing ones unchanged.
    """
    parts = [path.with_name(f".{_part_stem(path)}.{secrets.token_hex(4)}.part") for path in paths]
    try:
        for path in paths:
            _prepare(path)
        with ExitStack() as stack:
            handles = tuple(stack.enter_context(_open_part(part)) for part in parts)
            yield handles
            for handle in handles:
                handle.flush()
                os.fsync(handle.fileno())
        for part, path in zip(parts, paths, strict=True):
            part.replace(path)
    except OSError as error:
        raise OutputError(_explain(paths, error)) from error
    finally:
        for part in parts:
            with suppress(OSError):
                part.unlink()


def _prepare(path: Path) -> None:
    """Create the folder of `path`, fail now if renaming would fail later, and remove the parts of killed runs.

    A running writer holds the lock on its part, a killed one does not, so parts
    that can be locked are abandoned.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is a device or a pipe")  # renaming would replace it by a file
    for part in path.parent.glob(f".{glob.escape(_part_stem(path))}.*.part"):
        with suppress(OSError), part.open("r+b") as handle:
            lock_file(handle)
            part.unlink()


def _part_stem(path: Path) -> str:
    """Return the name of a file; of a long one, as much as leaves room for an ending, and its hash."""
    name = os.fsencode(path.name)
    if len(name) <= MAX_STEM_BYTES:
        return path.name
    start = name[: MAX_STEM_BYTES // 2].decode("utf-8", "ignore")
    return f"{start}~{sha256(name).hexdigest()[:16]}"


def _open_part(part: Path) -> TextIO:
    handle = part.open("x", encoding="utf-8", newline="\n")
    # Without locks in the file system the file is written all the same, and its leftovers stay.
    with suppress(OSError):
        lock_file(handle)
    return handle


def lock_file(handle: IO[str] | IO[bytes]) -> None:
    """Lock an open file for this process, until it is closed.

    Raises
    ------
    BlockingIOError
        When another process has locked it.
    """
    # Windows has no such lock and needs none: it refuses to remove a file that is open.
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _explain(paths: tuple[Path, ...], error: OSError) -> str:
    names = ", ".join(str(path) for path in paths)
    return f"cannot write {names}: {error.strerror or error}; {advise(error)}, nothing half-written was left"


def advise(error: OSError) -> str:
    """Return what to do about a file that could not be written."""
    return _ADVICE.get(error.errno or 0, "choose another folder or run again")
