"""Time and memory of a command and all the processes it starts."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

INTERVAL_SECONDS = 0.2  # between two samples of memory


class ResourceUse(NamedTuple):
    """Wall-clock and processor seconds, and the peak memory of all processes together."""

    seconds: float
    processor_seconds: float
    megabytes: float


def measure_command(command: list[str], cwd: Path | None = None) -> ResourceUse:
    """Run a command and measure it.

    Memory is proportional set size, so that shared pages count once; it is 0 where there is no /proc.
    """
    begun, before = time.perf_counter(), os.times()
    megabytes = 0.0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=cwd) as process:
        while process.poll() is None:
            megabytes = max(megabytes, sum(_megabytes(pid) for pid in process_tree(process.pid)))
            time.sleep(INTERVAL_SECONDS)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} exited with {process.returncode}")
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return ResourceUse(time.perf_counter() - begun, processor, megabytes)


def process_tree(pid: int) -> list[int]:
    """Return a process and all that it has started, directly or not."""
    children = _read_text(Path(f"/proc/{pid}/task/{pid}/children")).split()
    # Threads of a pool may have started a process too.
    for task in Path(f"/proc/{pid}/task").glob("*") if Path(f"/proc/{pid}").exists() else ():
        children += _read_text(task / "children").split()
    return [pid, *(inner for child in {int(name) for name in children} for inner in process_tree(child))]


def _megabytes(pid: int) -> float:
    for line in _read_text(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _read_text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # the process has ended meanwhile
        return ""
