"""Who runs the pure stages: this process, or a pool of processes."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context
from typing import TypeVar

from threadpoolctl import threadpool_limits

Item = TypeVar("Item")
Result = TypeVar("Result")
WORTH_A_POOL = 64  # items from which starting processes pays
CHUNK = 8  # items handed to a process at a time
AHEAD = 4  # chunks in flight per worker: enough to keep them busy, few enough to hold in memory
# One core each: processes share the work, and sums do not depend on how many cores a machine has.
SINGLE = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(function: Callable[[Item], Result], items: Iterable[Item], jobs: int) -> Iterator[Result]:
    """Apply a picklable function to every item and give the results in order.

    Items are drawn as they are needed, and results wait for nobody but the
    caller, so that neither need fit in memory.

    Parameters
    ----------
    jobs : int
        Processes; with 1, or for few items, everything happens here.
    """
    coming = iter(items)
    few = list(islice(coming, WORTH_A_POOL))
    if jobs <= 1 or len(few) < WORTH_A_POOL:
        with threadpool_limits(1):
            yield from map(function, chain(few, coming))
        return
    coming = chain(few, coming)
    chunks = iter(lambda: list(islice(coming, CHUNK)), [])
    # Workers are started afresh, not forked: threads of the tokenizer would not survive a fork.
    with (
        _environment(),
        ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_leave_interrupts_to_the_parent) as pool,
    ):
        waiting: deque[Future[list[Result]]] = deque()
        try:
            for part in chunks:
                waiting.append(pool.submit(_apply, function, part))
                if len(waiting) >= jobs * AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _apply(function: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    with threadpool_limits(1):
        return [function(item) for item in items]


class _environment:
    """Variables for the processes started meanwhile."""

    def __enter__(self) -> None:
        self._before = {name: os.environ.get(name) for name in SINGLE}
        os.environ.update(SINGLE)

    def __exit__(self, *_: object) -> None:
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
