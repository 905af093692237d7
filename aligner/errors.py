"""Errors that a user can fix. Each message is one line with what happened and what to do about it.

AlignerError               exit code 3
├── InputError             a file that is not text, damaged, empty or missing
│   └── IndexDamagedError  an index of stories that is damaged, or of another version or encoder
├── OutputError            a folder or disk that cannot be written to
├── ModelMissingError      a model that is not on this machine
├── UnknownNameError       a reader, writer, detector or encoder that does not exist
├── BusyError              a port or folder in use by another process
├── ConflictError          a reviewer's decision that can no longer be applied
├── InterruptedRunError    a run that the user stopped
└── UsageError             options that do not go together; exit code 2
"""


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
    """The name of a reader, writer, detector or encoder that does not exist."""


class BusyError(AlignerError):
    """A port or folder in use by another process."""


class ConflictError(AlignerError):
    """A reviewer's decision that can no longer be applied: its subject is gone or has changed."""


class InterruptedRunError(AlignerError):
    """A run that was interrupted; its results so far are kept."""


class UsageError(AlignerError):
    """Options that do not go together."""

    exit_code = 2
