"""Write a folder of files that belong together: all are put in place when all are complete."""

from __future__ import annotations

import glob
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from aligner.errors import OutputError
from aligner.writers.atomic import advise, lock_file

_LOCK = ".lock"


@contextmanager
def open_folder(folder: Path, owned: Sequence[str]) -> Iterator[Path]:
    """Yield an empty folder whose files become those of `folder` when the block succeeds.

    Files of an earlier run that are not written again are removed, other files are left alone: a folder may be under
    version control.

    Parameters
    ----------
    owned : patterns of the files that runs write, relative to the folder, such as ``data/*.parquet``

    Raises
    ------
    OutputError
        For an OSError. Like any other exception it leaves no incomplete file.
    """
    part = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.part")
    try:
        _prepare(folder)
        part.mkdir(parents=True)
        with (part / _LOCK).open("x") as lock:
            with suppress(OSError):  # without locks in the file system, what a killed run leaves stays
                lock_file(lock)
            yield part
        (part / _LOCK).unlink()
        _put_in_place(part, folder, owned)
    except OSError as error:
        raise OutputError(
            f"cannot write {folder}: {error.strerror or error}; {advise(error)}, nothing half-written was left"
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def make_folder(folder: Path) -> None:
    """Make a folder, and those that it is in, unless it exists.

    Raises
    ------
    OutputError
        When it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write {folder}/: {error.strerror or error}; {advise(error)}") from error


def _prepare(folder: Path) -> None:
    """Raise an error now if the files cannot be put in place later, and remove what killed runs have left."""
    if folder.is_symlink():
        raise OutputError(f"cannot write {folder}: it is a link; remove it or choose another folder")
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.parent.glob(f".{glob.escape(folder.name)}.*.part"):
        # A folder without a lock is being made or removed this moment, if it is not of a killed run.
        with suppress(OSError), (left / _LOCK).open("r+") as lock:
            lock_file(lock)
            shutil.rmtree(left)


def _put_in_place(part: Path, folder: Path, owned: Sequence[str]) -> None:
    files = sorted(path.relative_to(part) for path in part.rglob("*") if path.is_file())
    for inner in sorted({file.parent for file in files}):
        if (folder / inner).is_symlink():
            raise OutputError(f"cannot write {folder / inner}: it is a link; remove it")
        (folder / inner).mkdir(parents=True, exist_ok=True)
    for file in files:
        (part / file).replace(folder / file)
    kept = {folder / file for file in files}
    for pattern in owned:
        for path in folder.glob(pattern):
            if path not in kept and path.is_file():
                path.unlink()


def files_of(folder: Path, names: Sequence[str]) -> list[Path]:
    """Return the files in `folder` that match the patterns `names`, sorted."""
    return sorted(path for name in names for path in folder.glob(name) if path.is_file())
