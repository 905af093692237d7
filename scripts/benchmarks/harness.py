"""Rows, options and timers shared by all benchmarks."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import numpy as np
from threadpoolctl import threadpool_limits

ROOT = Path(__file__).resolve().parents[2]
ALIGNER = [sys.executable, "-m", "aligner"]
Row = dict[str, object]  # `what` was measured, and its numbers by name


class Options(NamedTuple):
    """Options of a benchmark run."""

    data: Path
    full: bool  # the largest sizes too
    whole: bool  # documents uncut


def time_process(command: list[str], times: int = 5) -> float:
    """Return the median seconds of a whole process."""
    return statistics.median(_time_once(command) for _ in range(times))


def _time_once(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - begun


def time_call(call: Callable[[], object], times: int = 3) -> float:
    """Return the median seconds of a call in this process, on one core."""
    seconds = []
    with threadpool_limits(1), patch.dict(os.environ, TOKENIZERS_PARALLELISM="false"):
        for _ in range(times):
            begun = time.perf_counter()
            call()
            seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)


def run_code(code: str, *arguments: object, stdin: str | None = None) -> str:
    """Run Python code in a process of its own, in the repository's root, and return what it prints."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, input=stdin, check=True, capture_output=True, encoding="utf-8", cwd=ROOT)
    return done.stdout


def growth_exponent(sizes: list[float], seconds: list[float]) -> float:
    """Fit seconds ~ size ** exponent by least squares on logarithms and return the exponent."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])
