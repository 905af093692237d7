"""Errors that a user can fix. Each message is one line with what happened and what to do about it.

AlignerError               exit code 3
├── InputError             a file that is not text, damaged, empty or missing
│   └── IndexDamagedError  an index of stories that is damaged, or of another version or encoder
├── OutputError            a folder or disk that cannot be written to
├── ModelMissingError      a model that is not on this machine
├── PackageMissingError    a package that a format needs, and that is not installed
├── BusyError              a port or folder in use by another process
├── ConflictError          a reviewer's decision that can no longer be applied
├── FaultError             a fault of ours that one story brought to light
├── InterruptedRunError    a run that the user stopped
├── UnknownNameError       a reader, writer, detector, encoder or rule that does not exist; exit code 2
└── UsageError             options that do not go together; exit code 2

Any other exception is a fault of ours. Where one story can fail without the others, `error_line` makes it the reason
why that story was left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

REPORT_REQUEST = "please report it"  # ends the line of a fault of ours
MAX_MESSAGE_CHARS = 200  # of an exception of others, which may quote a whole text
_PACKAGE = Path(__file__).parent


class AlignerError(Exception):
    """An error that a user can fix; the command line prints it and exits with `exit_code`."""

    exit_code = 3


class InputError(AlignerError):
    """A file that is not text, is damaged, empty or missing."""


class IndexDamagedError(InputError):
    """An index of stories that is damaged, or of another version or encoder."""


class OutputError(AlignerError):
    """A folder or disk that cannot be written to."""


class ModelMissingError(AlignerError):
    """A model that is not on this machine and cannot be fetched."""


class UnknownNameError(AlignerError):
    """The name of a reader, writer, detector, encoder or rule that does not exist."""

    exit_code = 2


class PackageMissingError(AlignerError):
    """A package that a format needs, and that is not installed."""


class BusyError(AlignerError):
    """A port or folder in use by another process."""


class ConflictError(AlignerError):
    """A reviewer's decision that can no longer be applied: its subject is gone or has changed."""


class FaultError(AlignerError):
    """A fault of ours that one story brought to light; its message is that of `one_line`."""


class InterruptedRunError(AlignerError):
    """A run that was interrupted; its results so far are kept."""


class UsageError(AlignerError):
    """Options that do not go together."""

    exit_code = 2


def unknown_name(what: str, name: str, known: Iterable[str]) -> str:
    """Return the message for a name that does not exist, with the most similar one and all that there are."""
    from difflib import get_close_matches

    names = list(known)
    close = get_close_matches(name.lower(), names, 1)
    listed = f"here are {', '.join(names)}"
    return f"no {what} called {name!r}; " + (f"did you mean {close[0]!r}? T{listed}" if close else f"t{listed}")


def error_line(error: BaseException) -> str:
    """Return an exception as one printable line: its message, and of a fault of ours its name and place in the code."""
    if isinstance(error, AlignerError):
        return _printable(str(error))
    if isinstance(error, MemoryError):
        return f"does not fit into memory ({place_of(error)}); split it"
    message = _printable(str(error))
    short = message if len(message) <= MAX_MESSAGE_CHARS else message[:MAX_MESSAGE_CHARS] + "…"
    return f"unexpected {type(error).__name__} at {place_of(error)}{short and f' ({short})'}; {REPORT_REQUEST}"


def message_of(error: BaseException) -> str:
    """Return the message of an exception of others on one short line, its name if it has none."""
    return " ".join(str(error).split())[:MAX_MESSAGE_CHARS] or type(error).__name__


def place_of(error: BaseException) -> str:
    """Return the file and line below the function that caught an exception where it was raised.

    That is the innermost place in this package, or the innermost one of all if a part of another package failed.
    """
    caught = error.__traceback__
    below = caught and (caught.tb_next or caught)
    places: list[tuple[Path, int]] = []
    while below:
        places.append((Path(below.tb_frame.f_code.co_filename), below.tb_lineno))
        below = below.tb_next
    own = [(path.relative_to(_PACKAGE.parent), line) for path, line in places if _PACKAGE in path.parents]
    innermost = own[-1:] or [(Path(path.name), line) for path, line in places[-1:]]
    return "".join(f"{path.as_posix()}:{line}" for path, line in innermost) or "an unknown place"


def _printable(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
