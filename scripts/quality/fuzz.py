"""Read damaged files of all formats, and report every one that is not read or skipped as it should be.

    python -m scripts.quality.fuzz [--count 20000] [--runs 5] [--seed 1] [--only .docx] [--keep FOLDER]

Each input is a sample file of the tests damaged at random, under 1 MB; its number and the seed make it again.
It is read, cleaned and split as `aligner pair` does; what `aligner score` also reads is scored if it is small. A fault
is an exception, an input without a document and without a reason, more than 10 s of processor time, more than 1 GB of
memory, or a dead process. Then folders of such inputs are given to runs of `pair`, `dedup` and `check`, which must
end well and account for every file. Needs Linux.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple

from aligner.documents.prepare import Source, divide, tasks
from aligner.errors import REPORT_REQUEST, InputError
from aligner.pipeline.score import score_files
from aligner.types import Skipped
from scripts.quality.mutations import mutate

CASES = Path(__file__).resolve().parents[2] / "tests/cases"
SEEDS = CASES.parents[1] / "seeds"
GOOD_PAIR = SEEDS / "000_33d2a17c1c41bb3d.txt", SEEDS / "001_a5c8f691cedf92bb.txt"
SAMPLE_FOLDERS = CASES / "readers/samples", CASES / "scripts/fuzz"
MAX_CPU_SECONDS = 10
MAX_WALL_SECONDS = 120  # of an input that waits for something
MAX_MEMORY_KIB = 1 << 20
SCORED_SUFFIXES = (".tsv", ".csv", ".jsonl", ".tmx", ".xlf")
MAX_SCORED_BYTES = 20_000
GATE_COUNT, GATE_RUNS = 20_000, 5
RUN_INPUTS = 100  # of a whole run, without the large ones, which only take time in the stages after reading
MAX_RUN_BYTES = 50_000
RUN_TIMEOUT_SECONDS = 600


class Outcome(NamedTuple):
    """What became of an input: its documents and rows, the records that were skipped, and the fault, "" if none."""

    number: int
    name: str
    kept: int = 0
    skipped: int = 0
    fault: str = ""
    seconds: float = 0.0
    memory_kib: int = -1  # that the process took, -1 if it died


class Worker(NamedTuple):
    """A process that reads inputs, and the connection to it."""

    process: BaseProcess
    connection: Connection[int, Outcome]


@cache
def samples(only: str = "") -> list[tuple[str, bytes]]:
    """Return name and bytes of the files that are damaged, those of one suffix if `only` names one."""
    paths = sorted(path for folder in SAMPLE_FOLDERS for path in folder.iterdir())
    return [(path.name, path.read_bytes()) for path in paths if path.name.endswith(only)]


def make_input(seed: int, number: int, only: str = "") -> tuple[str, bytes]:
    """Return the name and the bytes of input `number`; the formats take turns."""
    draw = random.Random(f"{seed}:{number}")
    pool = samples(only)
    names = sorted({Path(name).suffix for name, _ in pool})
    suffix = names[number % len(names)]
    name, data = draw.choice([sample for sample in pool if sample[0].endswith(suffix)])
    damaged = mutate(draw, data, [other for _, other in pool], suffix)
    return f"{number}-{name}", damaged


def read_input(path: Path) -> tuple[int, int]:
    """Return how many documents and pairs of a file were kept, and how many records were skipped.

    Raises
    ------
    RuntimeError
        When nothing accounts for the file, or an unexpected error was turned into a reason.
    """
    skipped: list[Skipped] = []
    kept = 0
    source = Source(path.name, path)
    for task in tasks(source, skipped.append):
        for item in divide(task)[1]:
            if isinstance(item, Skipped):
                skipped.append(item)
            else:
                kept += 1
    if not kept and not skipped:
        raise RuntimeError("neither a document nor a reason")
    for item in skipped:
        _raise_fault_of_ours(item.reason)
    return kept, len(skipped)


def score_rows(path: Path) -> tuple[int, int]:
    """Return how many rows of a corpus were scored and how many were bad."""
    good = bad = 0
    try:
        for row in score_files([path], prior=0.5, findings=True):
            good, bad = good + (not row.line.fault), bad + bool(row.line.fault)
    except InputError as error:
        _raise_fault_of_ours(str(error))
        bad += 1
    return good, bad


def _raise_fault_of_ours(reason: str) -> None:
    """Raise RuntimeError if a reason is an unexpected error that was caught."""
    if REPORT_REQUEST in reason:
        raise RuntimeError(reason)


def _examine(folder: Path, seed: int, number: int, only: str, inherited_kib: int) -> Outcome:
    name, data = make_input(seed, number, only)
    path = folder / name
    path.write_bytes(data)
    started = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, MAX_CPU_SECONDS)  # its signal ends the process, even within a library
    fault, kept, left_out = "", 0, 0
    try:
        kept, left_out = read_input(path)
        if path.suffix in SCORED_SUFFIXES and len(data) <= MAX_SCORED_BYTES:
            good, bad = score_rows(path)
            kept, left_out = kept + good, left_out + bad
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        fault = f"{type(error).__name__}: {str(error)[:200]} ({Path(place.filename).name}:{place.lineno})"
    signal.setitimer(signal.ITIMER_PROF, 0)
    path.unlink()
    memory = _peak_kib() - inherited_kib
    if memory > MAX_MEMORY_KIB:
        fault = fault or f"{memory >> 10} MiB of memory"
    return Outcome(number, name, kept, left_out, fault, time.process_time() - started, memory)


def _peak_kib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _work(connection: Connection, folder: str, seed: int, only: str) -> None:
    """Examine the inputs whose numbers arrive, until the connection is closed."""
    logging.disable(logging.CRITICAL)
    own = Path(folder) / str(os.getpid())
    own.mkdir()
    inherited = _peak_kib()  # a fork begins with the peak of its parent
    while True:
        try:
            number = connection.recv()
        except EOFError:
            return
        outcome = _examine(own, seed, number, only, inherited)
        connection.send(outcome)
        if outcome.memory_kib > MAX_MEMORY_KIB:
            return  # the peak of a process never falls, so another one goes on


def fuzz(count: int, *, seed: int = 1, only: str = "", jobs: int = 2, first: int = 0) -> Iterator[Outcome]:
    """Examine `count` inputs from number `first` on, in `jobs` processes, and yield their outcomes as they come."""
    numbers = iter(range(first, first + count))
    with tempfile.TemporaryDirectory(prefix="aligner-fuzz-") as folder:
        running: dict[Connection, tuple[Worker, int, float]] = {}

        def start(worker: Worker | None) -> None:
            number = next(numbers, None)
            if number is None:
                if worker is not None:
                    worker.connection.close()
                return
            worker = worker or _start_worker(folder, seed, only)
            worker.connection.send(number)
            running[worker.connection] = worker, number, time.monotonic()

        for _ in range(jobs):
            start(None)
        while running:
            ready = set(wait(list(running), timeout=1))
            for connection in [own for own in running if own in ready]:
                worker, number, _ = running.pop(connection)
                outcome = _receive(worker, number, seed, only)
                yield outcome
                alive = 0 <= outcome.memory_kib <= MAX_MEMORY_KIB
                start(worker if alive else None)
            for worker, _, begun in running.values():
                if time.monotonic() - begun > MAX_WALL_SECONDS:
                    worker.process.kill()


def _start_worker(folder: str, seed: int, only: str) -> Worker:
    context = get_context("fork")
    own, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, folder, seed, only), daemon=True)
    process.start()
    theirs.close()
    return Worker(process, own)


def _receive(worker: Worker, number: int, seed: int, only: str) -> Outcome:
    """Return the outcome that a worker sent, or how the worker died."""
    try:
        outcome: Outcome = worker.connection.recv()
        return outcome
    except (EOFError, OSError):
        worker.process.join()
        code = worker.process.exitcode or 0
        fault = f"more than {MAX_CPU_SECONDS} s" if code == -signal.SIGPROF else f"the process died ({code})"
        return Outcome(number, make_input(seed, number, only)[0], fault=fault)


def fuzz_runs(runs: int, *, seed: int = 1) -> Iterator[str]:
    """Give `runs` folders of damaged inputs and a good pair to `pair`, `dedup` and `check`, and yield the faults."""
    for run in range(runs):
        with tempfile.TemporaryDirectory(prefix="aligner-fuzz-") as name:
            folder = Path(name)
            stories = folder / "in"
            stories.mkdir()
            for number in range(run * RUN_INPUTS, (run + 1) * RUN_INPUTS):
                own, data = make_input(seed + 1, number)
                if len(data) <= MAX_RUN_BYTES:
                    (stories / own).write_bytes(data)
            for path in GOOD_PAIR:
                shutil.copy(path, stories)
            for fault in _faults_of_run(folder):
                yield f"run {run}: {fault}"


def _faults_of_run(folder: Path) -> Iterator[str]:
    for arguments in (["pair", "in", "-o", "out"], ["dedup", "in"], ["check", "in"]):
        command = [sys.executable, "-m", "aligner", *arguments]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=RUN_TIMEOUT_SECONDS)
        printed = (done.stdout + done.stderr).decode("utf-8", "replace")
        if done.returncode or "Traceback" in printed or REPORT_REQUEST in printed:
            yield f"{arguments[0]} ends with {done.returncode}: {printed.strip().splitlines()[-1:]}"
    names = [row["id"] for row in _rows(folder / "out/documents.jsonl")]
    names += [row["source"].removeprefix("in/") for row in _rows(folder / "out/skipped.jsonl")]
    seen = {name.partition("#")[0] for name in names}
    for path in sorted((folder / "in").iterdir()):
        if path.name not in seen:
            yield f"{path.name} is neither read nor skipped"
    pairs = [(row["en"], row["fr"]) for row in _rows(folder / "out/pairs.jsonl")]
    if tuple(path.name for path in GOOD_PAIR) not in pairs:
        yield "the good pair is not found"


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def measure_fuzz(_: Path) -> dict[str, float]:
    """Return how many damaged inputs were examined, and how many faults they and whole runs had."""
    outcomes = list(fuzz(GATE_COUNT, jobs=os.cpu_count() or 1))
    return {
        "fuzz.inputs": float(len(outcomes)),
        "fuzz.faults": float(sum(bool(outcome.fault) for outcome in outcomes)),
        "fuzz.runs.faults": float(len(list(fuzz_runs(GATE_RUNS)))),
    }


def _report(outcomes: Sequence[Outcome]) -> None:
    faults = [outcome for outcome in outcomes if outcome.fault]
    kinds = Counter(Path(outcome.name).suffix for outcome in outcomes)
    for suffix, number in sorted(kinds.items()):
        of_kind = [outcome for outcome in outcomes if outcome.name.endswith(suffix)]
        slowest = max(outcome.seconds for outcome in of_kind)
        read = sum(bool(outcome.kept) for outcome in of_kind)
        wrong = sum(bool(outcome.fault) for outcome in of_kind)
        print(f"{suffix:10}{number:7} inputs{read:7} read{wrong:5} faults  slowest {slowest:.2f} s")
    peak = max(outcome.memory_kib for outcome in outcomes) >> 10
    print(f"{len(outcomes):,} inputs, {len(faults)} faults, at most {peak} MiB")


def main() -> int:
    """Examine inputs, print the faults and a summary, and return 1 if there was a fault."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=GATE_COUNT, metavar="N")
    parser.add_argument("--runs", type=int, default=GATE_RUNS, metavar="N", help="folders given to whole commands")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="number of the first input")
    parser.add_argument("--only", default="", metavar="SUFFIX", help="samples with this suffix")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write the inputs with faults here")
    options = parser.parse_args()
    outcomes = []
    for outcome in fuzz(options.count, seed=options.seed, only=options.only, jobs=options.jobs, first=options.first):
        outcomes.append(outcome)
        if outcome.fault:
            print(f"{outcome.name}: {outcome.fault}", flush=True)
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                name, data = make_input(options.seed, outcome.number, options.only)
                (options.keep / name).write_bytes(data)
    faults = list(fuzz_runs(options.runs, seed=options.seed))
    print(*faults, sep="\n", end="\n" if faults else "")
    if outcomes:
        _report(outcomes)
    print(f"{options.runs} whole runs, {len(faults)} faults")
    return int(bool(faults) or any(outcome.fault for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
