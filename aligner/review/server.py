"""The review on this machine: one folder, one port of 127.0.0.1, one secret address."""

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
from aligner.review.run_folder import Run
from aligner.review.session import Session

LOCK = ".aligner-review.lock"
HOST = "127.0.0.1"


@contextmanager
def opened(folder: Path) -> Iterator[Session]:
    """The run and the decisions of a folder, for this process alone.

    Raises
    ------
    BusyError
        When another process has it.
    InputError, OutputError
    """
    run = Run(folder)
    lock = _own(folder)
    try:
        log = Log(folder)
        try:
            yield Session(run, log)
        finally:
            log.close()
    finally:
        (folder / LOCK).unlink(missing_ok=True)
        lock.close()


def serve(board: Session, port: int, told: Callable[[str], None]) -> None:
    """Serve a board until the process is interrupted.

    Parameters
    ----------
    port : 0 for any that is free
    told : is given the address, once it answers

    Raises
    ------
    BusyError
        When the port is in use.
    """
    import uvicorn

    listening = _listen(port)
    port = listening.getsockname()[1]
    token = secrets.token_urlsafe(24)
    config = uvicorn.Config(
        make_app(board, token, port),
        lifespan="off",
        ws="none",
        log_level="warning",
        access_log=False,  # the address is a secret
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=2,
    )
    try:
        told(f"http://{HOST}:{port}/{token}/")
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        pass  # that is how it is stopped
    finally:
        listening.close()


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there it would let two servers have one port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen()
    except (OSError, OverflowError) as error:
        listening.close()
        raise BusyError(f"port {port} cannot be had ({error}); choose another with --port, or 0 for any") from error
    return listening


def _own(folder: Path) -> IO[str]:
    """Hold a folder for one process: two would not see each other's decisions."""
    try:
        handle = (folder / LOCK).open("w")
    except OSError as error:
        raise OutputError(
            f"cannot write to {folder}: {error.strerror}; review a copy of it that you may write to"
        ) from error
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            handle.close()
            raise BusyError(
                f"{folder} is under review by another process; use its address, or stop it first"
            ) from error
    return handle
