"""Who runs the pure stages: this process, or a pool of processes."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import chain, islice
from multiprocessing import active_children, get_context, parent_process
from typing import TypeVar

from threadpoolctl import ThreadpoolController, threadpool_limits

from aligner.errors import InterruptedRunError

Item = TypeVar("Item")
Result = TypeVar("Result")
PATIENCE = 1.5  # seconds of work before starting processes pays
FIRST = 16  # items before it does when somebody said how many
CHUNK = 8  # items handed to a process at a time, when they are short work
AHEAD = 4  # chunks in flight per worker: enough to keep them busy, few enough to hold in memory
# One core each: processes share the work, and sums do not depend on how many cores a machine has.
SINGLE = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(
    function: Callable[[Item], Result], items: Iterable[Item], jobs: int | None, *, chunk: int = CHUNK
) -> Iterator[Result]:
    """Apply a picklable function to every item and give the results in order.

    Items are drawn as they are needed, and results wait for nobody but the
    caller, so that neither need fit in memory.

    Parameters
    ----------
    jobs : int or None
        Processes; with 1 everything happens here. None takes one per core, once
        there has been enough work here to pay for starting them.

    Raises
    ------
    InterruptedRunError
        When the system kills a process, as it does when memory runs out.
    """
    coming = iter(items)
    yield from _here(function, coming, jobs)
    few = list(islice(coming, chunk))
    if not few:
        return
    chunks = chain([few], iter(lambda: list(islice(coming, chunk)), []))
    jobs = jobs or cores()
    others = set(active_children())
    # Workers are started afresh, not forked: threads of the tokenizer would not survive a fork.
    with (
        _environment(),
        _one_voice(),
        ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_follow_the_parent) as pool,
    ):
        waiting: deque[Future[list[Result]]] = deque()
        try:
            for part in chunks:
                waiting.append(_submit(pool, partial(_apply, function, part)))
                if len(waiting) >= jobs * AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool as error:
            # A process born just as the pool broke is not the pool's any more, and would wait for work for ever.
            for child in set(active_children()) - others:
                child.kill()
            raise InterruptedRunError(
                "a process was killed, likely for want of memory; run again with fewer --jobs"
            ) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _here(function: Callable[[Item], Result], coming: Iterator[Item], jobs: int | None) -> Iterator[Result]:
    """Results of the first items, or of all when there is one job."""
    # Held for each item alone: between them the caller may encode, with as many cores as there are.
    threads = ThreadpoolController()
    spent = 0.0
    for done, item in enumerate(coming, 1):
        begun = time.monotonic()
        with threads.limit(limits=1):
            result = function(item)
        spent += time.monotonic() - begun
        yield result
        if (jobs or cores()) > 1 and (spent > PATIENCE or (jobs and done >= FIRST)):
            return


def _submit(pool: ProcessPoolExecutor, call: Callable[[], Result]) -> Future[Result]:
    """Hand out a call; a process that this starts is deaf to Ctrl-C from birth: that is the parent's to answer."""
    if not hasattr(signal, "pthread_sigmask"):
        return pool.submit(call)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(call)
    except (OSError, ValueError, RuntimeError) as error:
        # None can be started, or one was killed while the next was being born: its pipes are gone, halfway or wholly.
        raise BrokenProcessPool(str(error)) from error
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _follow_the_parent() -> None:
    """Leave interrupts to the parent, and end when it does, be it by a kill that it cannot pass on."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _apply(function: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    with threadpool_limits(1):
        return [function(item) for item in items]


class _one_voice:
    """Of a pool that breaks while it starts processes, our line is all that is said.

    Its thread may stumble over the process that is just being added to its list (as in Python 3.11), which it then
    tells in a traceback of its own.
    """

    def __enter__(self) -> None:
        self._before = threading.excepthook
        threading.excepthook = self._hear

    def __exit__(self, error: object, *_: object) -> None:
        if error is None:  # else its thread may yet speak
            threading.excepthook = self._before

    def _hear(self, told: threading.ExceptHookArgs) -> None:
        stumbled = told.exc_type is RuntimeError and "changed size during iteration" in str(told.exc_value)
        if not (stumbled and type(told.thread).__module__ == ProcessPoolExecutor.__module__):
            self._before(told)


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
