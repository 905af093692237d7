"""Rows, options and timers that all benchmarks share."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

Row = dict[str, object]


ALIGNER = [sys.executable, "-m", "aligner"]


class Options(NamedTuple):
    """Where the data lies, and whether to take the time for the largest sizes."""

    data: Path
    full: bool
    whole: bool


def wall(command: list[str], times: int = 5) -> float:
    """Median seconds of a whole process."""
    return statistics.median(_once(command) for _ in range(times))


def _once(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begun


def exponent(sizes: list[float], seconds: list[float]) -> float:
    """How time grows: seconds ~ size ** exponent, least squares on logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])
