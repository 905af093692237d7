"""Serve the review of one folder on one port of 127.0.0.1, under a secret address."""

from __future__ import annotations

import secrets
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from aligner.errors import BusyError
from aligner.review.app import make_app
from aligner.review.log import Log
from aligner.review.requests import ANYONE, Reader
from aligner.review.run_folder import RunFolder, require_run
from aligner.review.sample import Sample
from aligner.review.session import Session
from aligner.writers.locks import lock_folder

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
    require_run(folder)
    with lock_folder(folder, "review"):
        run = RunFolder(folder)
        with closing(Log(folder)) as log:
            yield Session(run, log)


def serve(
    session: Session, port: int, report: Callable[[str], None], sample: Sample | None = None, who: Reader = ANYONE
) -> None:
    """Serve a session until the process is interrupted.

    Parameters
    ----------
    port : 0 for any that is free
    report : called with the address when the server is about to answer
    sample : asked for on a page of its own, which is at the address then
    who : whose name and language are known

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
        make_app(session, token, port, sample, who),
        http="h11",  # one parser everywhere, whatever else is installed
        lifespan="off",
        ws="none",
        log_level="error",
        access_log=False,  # the address is a secret
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=2,
    )
    try:
        report(f"http://{HOST}:{port}/{token}/{'sample' if sample else ''}")
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
