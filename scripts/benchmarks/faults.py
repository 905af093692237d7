"""Kill the processes of runs over an archive at random, and count what is lost: nothing, if the bytes are equal.

python -m scripts.benchmarks.faults ARCHIVE [--kills 30] [--engine local] [--shard-size 100] [--seed 0]

ARCHIVE is a folder that `scripts.benchmarks.archive` has made. In turn, the first process of a run, which then takes
its workers along, or one of the workers is killed; the same command then continues the run.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from scripts.benchmarks.harness import ROOT
from scripts.benchmarks.memory import process_tree

MAX_RUNS_PER_KILL = 4
USUAL_SECONDS = 6.0  # of a run over a few stories


class FaultReport(NamedTuple):
    """What became of runs whose processes were killed.

    Attributes
    ----------
    first, workers : kills of the first process of a run and of its workers
    survived : runs that ended well although a worker was killed
    lines : what runs printed that ended for it
    same : whether the output has the bytes of a run that was left alone
    """

    first: int
    workers: int
    survived: int
    lines: list[str]
    same: bool


def kill_at_random(
    archive: Path, kills: int, options: Sequence[str] = (), seed: int = 0, alone: Path | None = None
) -> FaultReport:
    """Run over an archive until as many processes have been killed, then once more.

    Parameters
    ----------
    alone : output of a run with the same options that was left alone, None to make it
    """
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seconds = USUAL_SECONDS
        if alone is None:
            begun = time.monotonic()
            _finish(_start(archive, folder / "alone", options))
            seconds = time.monotonic() - begun
        first = workers = survived = runs = 0
        lines = []
        while first + workers < kills and runs < kills * MAX_RUNS_PER_KILL:
            runs += 1
            process = _start(archive, folder / "killed", options)
            # A run that is nearly done ends before that: then the next one starts from nothing.
            if not _is_running_after(process, rng.uniform(0.5, seconds)):
                _finish(process)
                shutil.rmtree(folder / "killed")
                continue
            workers_alive = process_tree(process.pid)[1:]
            if workers_alive and (first > workers):
                with suppress(ProcessLookupError):
                    os.kill(rng.choice(workers_alive), signal.SIGKILL)
                    workers += 1
                code, line = _finish(process, check=False)
                survived += code == 0
                lines += [line] if code else []
            else:
                process.kill()
                first += 1
                _finish(process, check=False)
        _finish(_start(archive, folder / "killed", options))
        same = contents(alone or folder / "alone") == contents(folder / "killed")
        return FaultReport(first, workers, survived, lines, same)


def _start(archive: Path, output: Path, options: Sequence[str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "aligner", "archive", str(archive / "in"), "-o", str(output), "-q", *options]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def _is_running_after(process: subprocess.Popen[str], seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return True
    return False


def _finish(process: subprocess.Popen[str], *, check: bool = True) -> tuple[int, str]:
    _, errors = process.communicate()
    if check and process.returncode:
        raise SystemExit(f"exited with {process.returncode}: {errors}")
    return process.returncode, errors.strip()


def contents(output: Path) -> dict[str, bytes]:
    """Return the files of a run by name, without the manifests of its stages, which have the times of files."""
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file() and not (path.name == "manifest.json" and "work" in path.parts)
    }


def main() -> None:
    """Print what became of the runs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--engine", default="local")
    parser.add_argument("--shard-size", default="100")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    options = ["--engine", given.engine, "--shard-size", given.shard_size, "--jobs", "2", "--no-findings"]
    report = kill_at_random(given.archive, given.kills, options, given.seed)
    print(f"killed {report.first} runs and {report.workers} workers, of which {report.survived} were made good at once")
    print(*sorted({*report.lines}), sep="\n")
    print("the same bytes" if report.same else "OTHER BYTES")


if __name__ == "__main__":
    main()
