"""Keep a folder for one process at a time, and follow no link of a folder that somebody else may have made.

The lock is a file that its holder makes, so that a lock never changes a file that was there before. A killed process
leaves the file, without a lock on it; the next process removes it.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from aligner.errors import BusyError, OutputError
from aligner.writers.atomic import advise, lock_file

LOCK_NAME = ".aligner-work.lock"
MAX_PURPOSE_BYTES = 20
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL
# A FIFO would wait for a writer. Windows has neither of these flags.
_OLD = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_HELD = {
    b"review": "{} is under review by another process; use its address, or stop it first",
    b"run": "another run is writing to {}; wait for it, or choose another folder with -o",
}


@contextmanager
def lock_folder(folder: Path, purpose: str) -> Iterator[None]:
    """Hold a folder for this process, so that no other one writes the same files or reads half of them.

    Parameters
    ----------
    purpose : "run" or "review", for the message that another process gives

    Raises
    ------
    BusyError
        When another process holds it.
    OutputError
        When its lock cannot be made.
    """
    path = folder / LOCK_NAME
    try:
        handle = _take(path, purpose.encode())
    except OSError as error:
        raise OutputError(f"cannot write to {folder}: {error.strerror or error}; {advise(error)}") from error
    try:
        yield
    finally:
        _discard(path, handle)


def require_plain_file(path: Path) -> None:
    """Raise OutputError if a path that is to be written in place is a link or no regular file.

    A link could lead to any file of the user. SQLite damages a database that has two names.
    """
    try:
        status = path.lstat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}; {advise(error)}") from error
    if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
        raise OutputError(f"cannot write {path}: it is a link or no plain file; remove it or put a copy in its place")


def _take(path: Path, purpose: bytes) -> IO[bytes]:
    """Make the file and lock it; again if another process removed it, as abandoned, between these two steps."""
    while True:
        try:
            handle = os.fdopen(os.open(path, _NEW, 0o666), "r+b", buffering=0)
        except FileExistsError:
            _remove_abandoned(path)
            continue
        try:
            lock_file(handle)
        except BlockingIOError:
            handle.close()
            continue
        if _is_at(path, handle):
            with suppress(OSError):  # it is for a message only, and the disk may be full
                handle.write(purpose)
            return handle
        handle.close()


def _remove_abandoned(path: Path) -> None:
    """Remove the file of a killed process; raise BusyError if its process is alive."""
    require_plain_file(path)
    try:
        handle = os.fdopen(os.open(path, _OLD), "r+b", buffering=0)
    except FileNotFoundError:
        return
    try:
        lock_file(handle)
    except BlockingIOError as error:
        with handle:
            message = _HELD.get(handle.read(MAX_PURPOSE_BYTES), _HELD[b"run"])
        raise BusyError(message.format(path.parent)) from error
    if _is_at(path, handle):
        _discard(path, handle)
    handle.close()


def _is_at(path: Path, handle: IO[bytes]) -> bool:
    """Return whether an open file still has its name."""
    try:
        return os.path.samestat(path.lstat(), os.fstat(handle.fileno()))
    except FileNotFoundError:
        return False


def _discard(path: Path, handle: IO[bytes]) -> None:
    if sys.platform == "win32":  # an open file cannot be removed there
        handle.close()
    path.unlink(missing_ok=True)
    handle.close()
