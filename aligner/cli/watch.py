"""`aligner check --watch`: check what arrives in a folder, until the user stops it."""

from __future__ import annotations

import json
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from aligner.checking.arrivals import Arrival, Arrivals, Originals
from aligner.checking.check import check_files
from aligner.checking.describe import describe_counts
from aligner.checking.policy import Policy
from aligner.checking.results import CheckResult
from aligner.cli import console, findings
from aligner.documents.ingest import stamp
from aligner.documents.prepare import attempt
from aligner.errors import InputError, OutputError, UsageError
from aligner.messages import apply_in, message, reader
from aligner.parallel import one_pool, parallel_map
from aligner.types import Skipped
from aligner.version import __version__
from aligner.writers.atomic import advise
from aligner.writers.folders import make_folder
from aligner.writers.locks import lock_folder

Result = TypeVar("Result")
RECORD_NAME = ".aligner-watch.jsonl"  # in the folder of results: the stamp of each file that was checked
SUFFIXES = {"html": ".html", "sarif": ".sarif", "jsonl": ".jsonl", "mqm": ".tsv", "table": ".txt"}
PRINTED_FORMATS = ("jsonl", "table")  # that can be printed for one file after the other


class WatchRequest(NamedTuple):
    """What to watch.

    original : file or folder; None to compare arrivals with each other
    output : folder of results; None to print only
    every : seconds between two looks
    jobs : processes that check several stories at once when many arrive
    """

    folder: Path
    original: Path | None
    output: Path | None
    output_format: str | None
    every: float
    policy: Policy
    model: str
    quiet: bool
    jobs: int = 1


def watch(request: WatchRequest) -> None:
    """Check what arrives until Ctrl-C or SIGTERM, and print how much that was.

    Raises
    ------
    InputError, OutputError, UsageError, BusyError
    """
    _check_request(request)
    stop = _Stop()
    with stop, tempfile.TemporaryDirectory(prefix="aligner-") as work, _locked(request.output), one_pool():
        watcher = _Watcher(request, Path(work))
        with suppress(KeyboardInterrupt):
            if not request.quiet:
                console.print_notes([f"watching {request.folder}, stop with Ctrl-C"])
            while not stop.asked:
                watcher.look()
                time.sleep(request.every)
        if not request.quiet:
            console.print_notes([f"stopped: {watcher.checked} checked, {watcher.failed} not read"])


def _check_request(request: WatchRequest) -> None:
    """Raise an error if a request names what is not there, or cannot be met."""
    if request.output is None and request.output_format not in (None, *PRINTED_FORMATS):
        raise UsageError(f"{request.output_format} is one file for each story; give a folder with -o")
    for path in filter(None, (request.folder, request.original)):
        if not path.exists():
            raise InputError(f"{path}: there is no such file or folder; check the path")
    if not request.folder.is_dir():
        raise InputError(f"{request.folder} is a file; give the folder to watch")
    for path in filter(None, (request.output, request.original)):
        if request.folder.resolve().is_relative_to(path.resolve()):
            raise UsageError(
                f"what arrives in {request.folder} would not be read, as it is in {path}; give another folder"
            )


class _Stop(AbstractContextManager["_Stop"]):
    """Interrupt the block at Ctrl-C or SIGTERM, and note it: an interrupt may get lost in the code of a library."""

    def __init__(self) -> None:
        self.asked = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> _Stop:
        """Handle the signals, unless whoever started the process wants them ignored."""
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) != signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        """Handle them as before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _interrupt(self, *_: object) -> None:
        self.asked = True
        raise KeyboardInterrupt


@contextmanager
def _locked(output: Path | None) -> Iterator[None]:
    """Keep a folder of results for this process."""
    if output is not None:
        make_folder(output)
    with lock_folder(output, "run") if output is not None else nullcontext():
        yield


class _Task(NamedTuple):
    """A story to be checked, and what it is compared with, or why that cannot be found."""

    arrival: Arrival
    original: Path | Skipped | None
    policy: Policy
    model: str
    side_by_side: bool


class _Checked(NamedTuple):
    """A story with its results, or why there are none."""

    arrival: Arrival
    results: tuple[CheckResult, ...] | Skipped


def _check(task: _Task) -> _Checked:
    """Check a story, in any process."""
    arrival, original, policy, model, side_by_side = task
    if isinstance(original, Skipped):
        return _Checked(arrival, original)
    check = partial(check_files, original=original, model=model, policy=policy, side_by_side=side_by_side)
    return _Checked(arrival, _attempt(arrival, lambda: check([arrival.path]).results))


def _attempt(arrival: Arrival, function: Callable[[], Result]) -> Result | Skipped:
    """Return a result for a story, or why there is none."""
    try:
        return attempt(arrival.id, function)
    except InputError as error:
        return Skipped(arrival.id, str(error).removeprefix(f"{arrival.path.name}: "))


class _Watcher:
    """Check the files of a folder as they arrive."""

    def __init__(self, request: WatchRequest, work: Path) -> None:
        self.checked, self.failed = 0, 0
        self._request = request
        self._format = request.output_format or ("html" if request.output else "")
        apart = [request.output] if request.output else []
        self._arrivals = Arrivals(request.folder, request.original, apart)
        self._originals = Originals(request.folder, request.original, work / "stories.db")
        self._results = _Results(request.output, self._format, request) if request.output else None
        self._trouble = ""

    def look(self) -> None:
        """Check what has become complete; while the folder is not there, note that once and wait for it."""
        try:
            check = partial(apply_in, reader(), _check)
            for done in parallel_map(check, self._tasks(), self._request.jobs, chunk=1):
                self._take(done)
            self._trouble = ""
        except InputError as error:
            if str(error) != self._trouble:
                console.print_notes([str(error)])
            self._trouble = str(error)

    def _tasks(self) -> Iterator[_Task]:
        """Yield what is to be checked, in the order of arrival, with what it is compared with."""
        for item in self._arrivals.look():
            if isinstance(item, Skipped):
                self._report_failure(item)
                continue
            if not (self._results and self._results.has(item)):
                original = _attempt(item, partial(self._originals.find, item))
                policy, model = self._request.policy, self._request.model
                yield _Task(item, original, policy, model, self._format == "html")
            self._originals.add(item)

    def _take(self, done: _Checked) -> None:
        arrival, results = done
        if isinstance(results, Skipped):
            if self._results:
                self._results.remove(arrival)
            if arrival.path.exists():  # else it was moved on before it was read
                self._report_failure(results)
            return
        self.checked += 1
        if self._results:
            self._results.write(arrival, results)
        self._print(arrival, results)

    def _print(self, arrival: Arrival, results: Sequence[CheckResult]) -> None:
        if self._results is None and self._format in PRINTED_FORMATS:
            findings.show(results, self._format)
        elif not (self._results and self._request.quiet):
            console.print_lines(findings.printable(_line(arrival, result)) for result in results)
        sys.stdout.flush()

    def _report_failure(self, skipped: Skipped) -> None:
        self.failed += 1
        reason = message("not read: {reason}", reason=skipped.reason)
        console.print_notes([f"{skipped.source}: {reason}"])


def _line(arrival: Arrival, result: CheckResult) -> str:
    """Return the findings of a story in one line."""
    if result.reason:
        return f"{arrival.id}: {message('not read: {reason}', reason=result.reason)}"
    versions = ", ".join(version.document for version in result.versions)
    parts = (
        describe_counts(result),
        result.summary,
        message("compared with {versions}", versions=versions) if versions else result.no_version,
    )
    record = result.document.removeprefix(arrival.path.name)
    return f"{arrival.id}{record}: {'; '.join(filter(None, parts))}"


class _Results:
    """The files of results in a folder, and the stamps of what they were made of."""

    def __init__(self, folder: Path, output_format: str, request: WatchRequest) -> None:
        self._folder, self._format = folder, output_format
        marks = [f"{path} {stamp(path)}" for path in request.policy.marks]
        original = request.original.resolve().as_posix() if request.original else ""
        self._made_with = [
            __version__,
            output_format,
            reader(),
            request.model,
            original,
            *request.policy.ignore,
            *marks,
        ]
        self._record = folder / RECORD_NAME
        self._stamps = _read_record(self._record)

    def has(self, arrival: Arrival) -> bool:
        """Return whether there is an up-to-date result of a file."""
        return self._stamps.get(arrival.id) == self._stamp(arrival) and self._file(arrival).is_file()

    def write(self, arrival: Arrival, results: Sequence[CheckResult]) -> None:
        """Write the result of a file, then note that it is up to date."""
        findings.write_file(results, self._format, self._file(arrival))
        self._stamps[arrival.id] = self._stamp(arrival)
        line = json.dumps({"document": arrival.id, "stamp": self._stamp(arrival)})
        try:
            with self._record.open("a", encoding="utf-8") as handle:
                handle.write(line + "\n")
        except OSError as error:
            raise OutputError(f"cannot write {self._record}: {error.strerror or error}; {advise(error)}") from error

    def remove(self, arrival: Arrival) -> None:
        """Remove an earlier result of a file that can no longer be read."""
        with suppress(OSError):
            self._file(arrival).unlink()

    def _file(self, arrival: Arrival) -> Path:
        return self._folder / f"{arrival.id}{SUFFIXES[self._format]}"

    def _stamp(self, arrival: Arrival) -> str:
        return json.dumps([arrival.stamp, *self._made_with])


def _read_record(path: Path) -> dict[str, str]:
    """Return the stamps of a record; a line that was cut off when a process was killed does not count."""
    stamps: dict[str, str] = {}
    if path.is_file():
        for line in path.read_text("utf-8", errors="replace").splitlines():
            with suppress(ValueError, KeyError, TypeError):
                row = json.loads(line)
                stamps[str(row["document"])] = str(row["stamp"])
    return stamps
