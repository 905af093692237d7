"""Engines: what runs the tasks of a stage, in whatever order, with the same result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple, Protocol

from aligner.archive.tasks import Done, Task, do
from aligner.parallel import one_pool, parallel_map


class Engine(Protocol):
    """Runs tasks."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Yield each task when it has been done, in any order.

        Raises
        ------
        InterruptedRunError
            When workers are lost and tasks cannot be done elsewhere.
        """


@contextmanager
def start_processes(jobs: int | None) -> Iterator[LocalEngine]:
    """Yield an engine of this machine that keeps its processes, with the models that they have loaded."""
    with one_pool():
        yield LocalEngine(jobs)


class LocalEngine(NamedTuple):
    """Runs tasks in processes of this machine.

    jobs : number of processes, None for one per core
    """

    jobs: int | None = None

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Yield the tasks in order."""
        return parallel_map(do, tasks, self.jobs, chunk=1, long=True)
