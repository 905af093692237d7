"""Seconds of a call in this process."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from unittest.mock import patch

from threadpoolctl import threadpool_limits


def timed(call: Callable[[], object], times: int = 3) -> float:
    """Median seconds of a call in this process, on one core."""
    seconds = []
    with threadpool_limits(1), patch.dict(os.environ, TOKENIZERS_PARALLELISM="false"):
        for _ in range(times):
            begun = time.perf_counter()
            call()
            seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)
