"""Standard input, output and error: usable whatever the caller made of them."""

from __future__ import annotations

import errno
import io
import logging
import os
import sys

from aligner.errors import OutputError

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF}


class _VisibleFormatter(logging.Formatter):
    """A formatter that lets no control character of a file name or text reach the terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Format a record as one visible line, its traceback below it."""
        return visible_lines(super().format(record))


def visible_lines(text: str) -> str:
    """Return lines without control characters, which a terminal would obey."""
    from aligner.writers.escaping import visible

    return "\n".join(map(visible, text.split("\n")))


def prepare() -> None:
    """Make the standard streams usable.

    Text for programs is UTF-8; a terminal of another encoding shows replacements instead of failing. Descriptors
    that the caller closed are opened on the null device, so that no file of ours takes their number.

    Raises
    ------
    OutputError
        When standard output is closed.
    """
    closed = sys.stdout is None
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            null = os.open(os.devnull, os.O_RDWR)
            if null != number:
                os.dup2(null, number)
                os.close(null)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
    if closed:
        raise OutputError("standard output is closed; redirect it to a file or to /dev/null")


def finish() -> None:
    """Write what is still buffered.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.flush()


def output_failure(error: OSError) -> str:
    """Return why standard output could not be written, "" if this error has another cause."""
    if error.filename is not None or error.errno not in _NO_ROOM:
        return ""
    return f"cannot write to standard output: {error.strerror}; write to a file on a disk that has room"


def discard() -> None:
    """Discard what is still buffered, which Python would otherwise try to write again at exit, and fail."""
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(null, stream.fileno())
    os.close(null)


def configure_logging(level: int = logging.WARNING) -> None:
    """Send what is logged of this level or above to standard error: warnings are notes, info the stages of a run."""
    handler = logging.StreamHandler()
    handler.setFormatter(_VisibleFormatter("%(message)s"))
    logger = logging.getLogger("aligner")
    logger.handlers[:] = [handler]
    logger.setLevel(level)
