"""What a user can put right. Each message is one line that says what happened and what to do.

AlignerError
├── Busy             a port or a folder that another process holds
├── CannotRead       a file that is no text, damaged, empty, or not there
├── CannotWrite      the output folder or disk refuses
├── ModelMissing     an encoder that is not on this machine
├── Refused          a decision of a reviewer that cannot be carried out
├── Stopped          the user stopped a run
└── UnknownName      a reader, writer or encoder that does not exist
"""


class AlignerError(Exception):
    """Something a user can put right; the command line prints it and exits with 3."""


class Busy(AlignerError):
    """A port or a folder that another process holds."""


class CannotRead(AlignerError):
    """A source that cannot be read as text."""


class CannotWrite(AlignerError):
    """A place that cannot be written to."""


class ModelMissing(AlignerError):
    """An encoder that is neither a folder nor to be had."""


class Refused(AlignerError):
    """A decision of a reviewer that cannot be carried out: what it speaks of is not there, or has changed."""


class Stopped(AlignerError):
    """A run that was interrupted; what it did so far is kept."""


class UnknownName(AlignerError):
    """A name that is in no table."""
