"""Time and memory of a command and all the processes it starts."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

EVERY = 0.2  # seconds between looks


class Used(NamedTuple):
    """Wall and processor seconds, and the most memory that all processes held at one time, in megabytes."""

    seconds: float
    processor: float
    megabytes: float


def peak(command: list[str], cwd: Path | None = None) -> Used:
    """Run a command to its end; memory is proportional (shared pages count once), 0 where there is no /proc."""
    begun, before = time.perf_counter(), os.times()
    most = 0.0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=cwd) as process:
        while process.poll() is None:
            most = max(most, sum(_held(each) for each in _family(process.pid)))
            time.sleep(EVERY)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} exited with {process.returncode}")
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Used(time.perf_counter() - begun, processor, most)


def _family(pid: int) -> list[int]:
    children = _read(Path(f"/proc/{pid}/task/{pid}/children")).split()
    # Threads of a pool may have started a process too.
    for task in Path(f"/proc/{pid}/task").glob("*") if Path(f"/proc/{pid}").exists() else ():
        children += _read(task / "children").split()
    return [pid, *(each for child in {int(name) for name in children} for each in _family(child))]


def _held(pid: int) -> float:
    for line in _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has ended meanwhile
        return ""
