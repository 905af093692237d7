"""The pool of processes: what is reported when the system kills one of them, and interrupts while one starts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from aligner.errors import InterruptedRunError
from aligner.parallel import _deferred_interrupts, one_pool, parallel_map

# Kills the first of forty processes while the others are being started.
BREAK = """
import os, random, signal, sys, threading, time
from multiprocessing import active_children
from operator import pos
from aligner.errors import InterruptedRunError
from aligner.parallel import parallel_map

def kill():
    while not (children := active_children()):
        time.sleep(0.0005)
    time.sleep(random.random() * 0.05)
    os.kill(children[0].pid, signal.SIGKILL)

sys.setswitchinterval(1e-6)  # threads take turns as often as possible
threading.Thread(target=kill).start()
try:
    list(parallel_map(pos, range(20_000), 40))
except InterruptedRunError as error:
    print(error)
"""
TRIES = 12  # one in twenty reported more than a line
# The pool's thread ends the processes so slowly that another one starts meanwhile.
SLOW_END = """
import time
from multiprocessing.context import SpawnProcess
terminate = SpawnProcess.terminate
SpawnProcess.terminate = lambda process: (time.sleep(0.3), terminate(process))
"""


def test_a_process_killed_while_others_are_started_is_reported_in_one_line() -> None:
    for _ in range(TRIES):
        done = subprocess.run([sys.executable, "-c", BREAK], capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stderr) == (0, "") and "memory" in done.stdout


def test_a_process_started_while_a_broken_pool_ends_the_others_is_not_reported() -> None:
    done = subprocess.run([sys.executable, "-c", SLOW_END + BREAK], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "") and "memory" in done.stdout


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals of threads are of POSIX")
def test_an_interrupt_that_another_thread_takes_waits_until_a_process_has_started() -> None:
    taker, done = threading.Event(), []
    thread = threading.Thread(target=taker.wait)
    thread.start()
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt), _deferred_interrupts():
            assert thread.ident is not None
            signal.pthread_kill(thread.ident, signal.SIGINT)
            time.sleep(0.05)
            done.append("started")
    finally:
        signal.signal(signal.SIGINT, before)
        taker.set()
    assert done == ["started"]


PROCESS = "__import__('os').getpid()"
ENDED = "__import__('os')._exit(9)"


def test_calls_in_one_pool_share_its_processes() -> None:
    own = os.getpid()
    with one_pool():
        first, second = (set(parallel_map(eval, [PROCESS] * 100, 2)) for _ in range(2))
    assert own in first and own not in second, "once they are started, processes have all the work"
    assert len(first | second) <= 3 and first & second  # of two that start, one may find all work done
    third = set(parallel_map(eval, [PROCESS] * 100, 2))
    assert own in third and third.isdisjoint(second)


def test_a_process_of_a_shared_pool_that_is_killed_is_reported_and_the_next_pool_works() -> None:
    with pytest.raises(InterruptedRunError, match="memory"), one_pool():
        assert len(list(parallel_map(eval, [PROCESS] * 100, 2))) == 100
        list(parallel_map(eval, [*[PROCESS] * 30, ENDED, *[PROCESS] * 30], 2))
    assert len(list(parallel_map(eval, [PROCESS] * 30, 2))) == 30


def test_a_call_in_one_pool_may_be_left_early() -> None:
    with one_pool():
        calls = parallel_map(eval, (PROCESS for _ in range(10_000)), 2)
        assert len([next(calls) for _ in range(40)]) == 40
        calls.close()  # type: ignore[attr-defined]  # it is a generator
        assert list(parallel_map(eval, ["1 + 1"] * 20, 2)) == [2] * 20
