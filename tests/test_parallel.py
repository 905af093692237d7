"""The pool of processes: what is said when the system kills one of them."""

from __future__ import annotations

import subprocess
import sys

# Kills the first of forty processes while the others are being started.
BREAK = """
import os, random, signal, sys, threading, time
from multiprocessing import active_children
from operator import pos
from aligner import engine
from aligner.errors import InterruptedRunError

def kill():
    while not (born := active_children()):
        time.sleep(0.0005)
    time.sleep(random.random() * 0.05)
    os.kill(born[0].pid, signal.SIGKILL)

sys.setswitchinterval(1e-6)  # threads take turns as often as can be
threading.Thread(target=kill).start()
try:
    list(engine.run(pos, range(20_000), 40))
except InterruptedRunError as stopped:
    print(stopped)
"""
TRIES = 12  # in one of twenty, more than a line was said


def test_a_process_killed_while_others_are_born_is_said_in_one_line() -> None:
    for _ in range(TRIES):
        done = subprocess.run([sys.executable, "-c", BREAK], capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stderr) == (0, "") and "memory" in done.stdout
