"""Apply a pure function to many items, in this process or in a pool of processes."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import partial
from itertools import chain, islice
from multiprocessing import active_children, get_context, parent_process
from typing import TypeVar

from threadpoolctl import ThreadpoolController, threadpool_limits

from aligner.errors import InterruptedRunError

Item = TypeVar("Item")
Result = TypeVar("Result")
POOL_AFTER_SECONDS = 1.5  # of work in this process, after which starting others pays
POOL_AFTER_ITEMS = 16  # in this process, when the number of processes was given
CHUNK_ITEMS = 8  # handed to a process at a time, when they are short work
CHUNKS_AHEAD = 4  # in flight per process: enough to keep it busy, few enough to hold in memory
# One thread per process: processes share the cores, and sums do not depend on how many cores a machine has.
SINGLE_THREADED = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)


def core_count() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def parallel_map(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    jobs: int | None,
    *,
    chunk: int = CHUNK_ITEMS,
    long: bool = False,
) -> Iterator[Result]:
    """Apply a picklable function to every item and yield the results in order.

    Items are drawn when they are needed, and only a few results wait for the caller, so
    that neither need fit in memory.

    Parameters
    ----------
    jobs : int or None
        Number of processes; with 1 everything runs in this process. None takes one per
        core, once there has been enough work here to pay for starting them.
    chunk : int
        Items handed to a process at a time.
    long : bool
        Whether an item is work of minutes: with several jobs, none is done in this process.

    Raises
    ------
    InterruptedRunError
        When the system kills a process, as it does when memory runs out.
    """
    remaining = iter(items)
    shared = _shared.get()
    if (shared is None or shared.pool is None) and not (long and (jobs or core_count()) > 1):
        yield from _map_here(function, remaining, jobs)
    first_chunk = list(islice(remaining, chunk))
    if not first_chunk:
        return
    chunks = chain([first_chunk], iter(lambda: list(islice(remaining, chunk)), []))
    jobs = jobs or core_count()
    earlier_children = set(active_children())
    with _single_threaded_children(), _silent_pool_thread(), nullcontext(shared) if shared else _processes() as own:
        pool = own.start(jobs)
        futures: deque[Future[list[Result]]] = deque()
        try:
            for part in chunks:
                futures.append(_submit(pool, partial(_map_chunk, function, part)))
                if len(futures) >= jobs * (2 if long else CHUNKS_AHEAD):
                    yield from futures.popleft().result()
            while futures:
                yield from futures.popleft().result()
        except BrokenProcessPool as error:
            # The pool no longer knows a process that was started just as it broke, and which would wait for ever.
            for child in set(active_children()) - earlier_children:
                child.kill()
            raise InterruptedRunError(
                "a process was killed, probably because memory ran out; run again with fewer --jobs"
            ) from error
        finally:
            for future in futures:
                future.cancel()


class _Processes:
    """A pool of processes that is started when it is needed first."""

    def __init__(self) -> None:
        self.pool: ProcessPoolExecutor | None = None

    def start(self, jobs: int) -> ProcessPoolExecutor:
        """Return the pool; only the first call decides how many processes it has."""
        # Processes are spawned, not forked: the tokenizer's threads would not survive a fork.
        self.pool = self.pool or ProcessPoolExecutor(
            jobs, mp_context=get_context("spawn"), initializer=_follow_parent, initargs=gc.get_threshold()
        )
        return self.pool


_shared: ContextVar[_Processes | None] = ContextVar("shared", default=None)


@contextmanager
def one_pool() -> Iterator[None]:
    """Let all calls of `parallel_map` in the block share their processes, each of which takes a second to start."""
    with _processes() as processes:
        token = _shared.set(processes)
        try:
            yield
        finally:
            _shared.reset(token)


@contextmanager
def _processes() -> Iterator[_Processes]:
    processes = _Processes()
    try:
        yield processes
    finally:
        if processes.pool is not None:
            processes.pool.shutdown(wait=False, cancel_futures=True)


def join_pools() -> None:
    """Wait for the threads of pools that have ended.

    The interpreter waits for them, too, but first wakes them through pipes that they may be closing: an error on exit.
    """
    for thread in threading.enumerate():
        if _is_of_pool(thread):
            thread.join()


def _is_of_pool(thread: threading.Thread | None) -> bool:
    return type(thread).__module__ == ProcessPoolExecutor.__module__


def _map_here(function: Callable[[Item], Result], items: Iterator[Item], jobs: int | None) -> Iterator[Result]:
    """Yield the results of the first items, or of all if there is one job."""
    # Limited for each item separately: between them the caller may encode with all cores.
    threads = ThreadpoolController()
    seconds = 0.0
    for done, item in enumerate(items, 1):
        start = time.monotonic()
        with threads.limit(limits=1):
            result = function(item)
        seconds += time.monotonic() - start
        yield result
        if (jobs or core_count()) > 1 and (seconds > POOL_AFTER_SECONDS or (jobs and done >= POOL_AFTER_ITEMS)):
            return


def _submit(pool: ProcessPoolExecutor, call: Callable[[], Result]) -> Future[Result]:
    """Submit a call; a process that this starts ignores Ctrl-C from the beginning, because the parent handles it."""
    try:
        with _deferred_interrupts():
            return pool.submit(call)
    except (OSError, ValueError, RuntimeError) as error:
        # No process can be started, or one was killed while the next was being started, whose pipes are then closed.
        raise BrokenProcessPool(str(error)) from error


@contextmanager
def _deferred_interrupts() -> Iterator[None]:
    """Block interrupts in processes that are started, and handle one in this process afterwards.

    Blocking alone does not defer it here: another thread may take the signal, and Python then raises in the main one,
    which would leave a process that has just started without its instructions.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    pending: list[int] = []
    handler = signal.getsignal(signal.SIGINT) if threading.current_thread() is threading.main_thread() else None
    if handler is not None:
        signal.signal(signal.SIGINT, lambda number, _: pending.append(number))
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if handler is not None:
            signal.signal(signal.SIGINT, handler)
        if pending:
            signal.raise_signal(signal.SIGINT)


def _follow_parent(*gc_threshold: int) -> None:
    """Leave interrupts to the parent, collect garbage as rarely, and end when it ends, even if it was killed."""
    gc.set_threshold(*gc_threshold)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _map_chunk(function: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    with threadpool_limits(1):
        return [function(item) for item in items]


@contextmanager
def _silent_pool_thread() -> Iterator[None]:
    """Suppress the traceback of the pool's thread when the pool breaks while it starts processes.

    While the thread iterates over the pool's processes to end them, another one may be
    added (python/cpython#87664, which was mended in one of three loops). The error that
    follows is reported by `parallel_map`.
    """
    before = threading.excepthook

    def report(error: threading.ExceptHookArgs) -> None:
        if not _is_pool_race(error):
            before(error)

    threading.excepthook = report
    yield
    threading.excepthook = before  # not after an error: the thread may still be running then


def _is_pool_race(error: threading.ExceptHookArgs) -> bool:
    """Return whether the pool's thread failed while it ended the processes of a broken pool."""
    frames = traceback.extract_tb(error.exc_traceback)
    return (
        error.exc_type is RuntimeError
        and _is_of_pool(error.thread)
        and any(frame.name.endswith("terminate_broken") for frame in frames)
    )


@contextmanager
def _single_threaded_children() -> Iterator[None]:
    """Set the variables that limit the threads of processes started in the meantime.

    The environment is the only way: numerical libraries read it when they are loaded,
    which is before an initializer runs.
    """
    before = {name: os.environ.get(name) for name in SINGLE_THREADED}
    os.environ.update(SINGLE_THREADED)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
