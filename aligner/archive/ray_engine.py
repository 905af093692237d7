"""Tasks on Ray, on this machine or on a cluster whose machines all reach the sources and the output.

Ray sends calls and counts of rows, never texts: tasks exchange all else through files.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, NamedTuple

from threadpoolctl import threadpool_limits

from aligner.archive.tasks import Done, Task, do
from aligner.errors import InterruptedRunError, PackageMissingError, UsageError, message_of
from aligner.parallel import SINGLE_THREADED

MAX_RETRIES = 8  # of a task whose worker or machine is lost
TASKS_AHEAD = 2  # handed over per core: enough to keep it busy, few enough for a cluster that shrinks
OBJECT_STORE_BYTES = 128 << 20  # the least that Ray takes without a warning: nothing large goes through it


class RayEngine(NamedTuple):
    """Runs tasks on the Ray cluster that this process is connected to."""

    remote: Any

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Yield tasks as they are done; those of a lost worker are done again elsewhere."""
        import ray

        remaining, waiting = iter(tasks), list[Any]()
        while True:
            cores = int(ray.cluster_resources().get("CPU", 1))  # machines come and go
            room = max(0, cores * TASKS_AHEAD - len(waiting))
            waiting += [self.remote.remote(task) for task in islice(remaining, room)]
            if not waiting:
                return
            finished, waiting = ray.wait(waiting, num_returns=1, timeout=10)
            for reference in finished:
                try:
                    yield ray.get(reference)
                except ray.exceptions.RayTaskError as error:
                    raise error.cause from None
                except ray.exceptions.RayError as error:
                    message = f"Ray has lost a task {MAX_RETRIES} times ({message_of(error)}); run again to continue"
                    raise InterruptedRunError(message) from error


@contextmanager
def connect(address: str, jobs: int | None) -> Iterator[RayEngine]:
    """Connect to a Ray cluster, or start one of this machine alone for the duration of the block.

    Parameters
    ----------
    address : of a cluster, "" to start one
    jobs : cores of a cluster that is started, None for all

    Raises
    ------
    PackageMissingError
        When Ray is not installed.
    UsageError
        When there is no cluster at the address.
    """
    try:
        import ray
    except ModuleNotFoundError as error:
        raise PackageMissingError("--engine ray needs Ray: python -m pip install 'news-aligner[ray]'") from error
    before = signal.getsignal(signal.SIGTERM)  # Ray replaces it
    own: dict[str, Any] = {"num_cpus": jobs, "object_store_memory": OBJECT_STORE_BYTES, "include_dashboard": False}
    quiet = {"log_to_driver": False, "logging_level": "ERROR"}
    try:
        ray.init(**({"address": address} if address else own), **quiet)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise UsageError(f"cannot reach a Ray cluster at {address or 'this machine'}: {message_of(error)}") from error
    try:
        yield RayEngine(ray.remote(num_cpus=1, max_retries=MAX_RETRIES)(_do_alone))
    finally:
        ray.shutdown()
        signal.signal(signal.SIGTERM, before)


def _do_alone(task: Task) -> Done:
    """Run a task with one thread, because tasks share the cores; a runtime environment would take seconds to make."""
    os.environ.update(SINGLE_THREADED)
    with threadpool_limits(1):
        return do(task)
