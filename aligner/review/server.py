"""Serve the review of one folder on one port of 127.0.0.1, under a secret address."""

from __future__ import annotations

import secrets
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from aligner.errors import BusyError, OutputError
from aligner.review.app import make_app
from aligner.review.log import Log
from aligner.review.run_folder import RunFolder
from aligner.review.session import Session
from aligner.writers.atomic import lock_file

LOCK_NAME = ".aligner-review.lock"
HOST = "127.0.0.1"


@contextmanager
def open_session(folder: Path) -> Iterator[Session]:
    """Open the run and the decisions of a folder, locked for this process.

    Raises
    ------
    BusyError
        When another process has it open.
    InputError, OutputError
    """
    run = RunFolder(folder)
    lock = _lock(folder)
    try:
        log = Log(folder)
        try:
            yield Session(run, log)
        finally:
            log.close()
    finally:
        (folder / LOCK_NAME).unlink(missing_ok=True)
        lock.close()


def serve(session: Session, port: int, report: Callable[[str], None]) -> None:
    """Serve a session until the process is interrupted.

    Parameters
    ----------
    port : 0 for any that is free
    report : called with the address when the server is about to answer

    Raises
    ------
    BusyError
        When the port is in use.
    """
    import uvicorn

    listener = _listen(port)
    port = listener.getsockname()[1]
    token = secrets.token_urlsafe(24)
    config = uvicorn.Config(
        make_app(session, token, port),
        lifespan="off",
        ws="none",
        log_level="warning",
        access_log=False,  # the address is a secret
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=2,
    )
    try:
        report(f"http://{HOST}:{port}/{token}/")
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        pass  # Ctrl-C is how it is stopped
    finally:
        listener.close()


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there this option would let two servers share a port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        raise BusyError(
            f"port {port} is not available ({error}); choose another with --port, or 0 for any free one"
        ) from error
    return listener


def _lock(folder: Path) -> IO[str]:
    """Lock a folder, because two processes would not see each other's decisions."""
    try:
        handle = (folder / LOCK_NAME).open("w")
    except OSError as error:
        raise OutputError(
            f"cannot write to {folder}: {error.strerror}; review a copy of it that you may write to"
        ) from error
    try:
        lock_file(handle)
    except BlockingIOError as error:
        handle.close()
        raise BusyError(f"{folder} is under review by another process; use its address, or stop it first") from error
    return handle
