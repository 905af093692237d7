"""Tasks: calls of pure functions that make files of others, each done again only if what it depends on has changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Any, NamedTuple

from aligner.archive.storage import DamagedShardError, FileRecord, Storage

FOLDER = "work"  # of the files between the stages
MANIFEST = "manifest.json"


class Output(NamedTuple):
    """What a task has made.

    files : that it has written
    note : what the stages after it need to know, plain data
    """

    files: tuple[FileRecord, ...]
    note: Any = None


class Outputs(NamedTuple):
    """What a stage has made, by the name of its task."""

    tasks: Mapping[str, Output]

    def file(self, task: str) -> list[FileRecord]:
        """Return the files of a task, none if it has made none or does not exist."""
        return list(self.tasks[task].files) if task in self.tasks else []

    def files(self) -> list[FileRecord]:
        """Return the files of all tasks."""
        return [file for out in self.tasks.values() for file in out.files]


class Task(NamedTuple):
    """A task of a stage.

    name : unique in its stage
    key : hash of all that its output depends on
    call : the function with its parameters; picklable
    """

    name: str
    key: str
    call: Callable[[], Output]


class Done(NamedTuple):
    """A task that has been done, or the damaged file that it needs."""

    task: Task
    output: Output
    damaged: str = ""


def make_task(
    name: str, function: Callable[..., Output], *values: Any, inputs: Iterable[FileRecord] = (), basis: object = ""
) -> Task:
    """Return a task.

    Parameters
    ----------
    values : parameters of the function; what its output depends on is in `inputs` and `basis`, too
    inputs : the files that it reads
    basis : all else that its output depends on, plain data
    """
    contents = [[file.name, file.rows, file.size, file.crc] for file in inputs]
    text = json.dumps([function.__qualname__, name, contents, basis], sort_keys=True)
    return Task(name, sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), partial(function, *values))


def do(task: Task) -> Done:
    """Run a task, and report a damaged file that it needs instead of raising the error."""
    try:
        return Done(task, task.call())
    except DamagedShardError as error:
        return Done(task, Output(()), error.name)


class Manifest:
    """The tasks of a stage that have been done, with the files that they have made.

    Files that were changed or removed since count as not made.
    """

    def __init__(self, storage: Storage, stage: str) -> None:
        self.storage = storage
        self.name = f"{FOLDER}/{stage}/{MANIFEST}"
        self.done: dict[str, tuple[str, Output]] = {}
        self.times: dict[str, int] = {}
        for row in self._read():
            output = Output(tuple(FileRecord(*file) for file in row["files"]), row["note"])
            times = dict(zip((file.name for file in output.files), row["times"], strict=True))
            if all(self._is_whole(file, times[file.name]) for file in output.files):
                self.done[row["task"]] = row["key"], output
                self.times |= times

    def _read(self) -> list[dict[str, Any]]:
        try:
            rows: list[dict[str, Any]] = json.loads(self.storage.read_bytes(self.name) or b"[]")
            return rows
        except ValueError:  # another version, or damaged: all is made again
            return []

    def _is_whole(self, file: FileRecord, time: int) -> bool:
        state = self.storage.state(file.name)
        if state is None or state[0] != file.size:
            return False
        return state[1] == time or self.storage.crc(file.name) == file.crc

    def find(self, task: Task) -> Output | None:
        """Return the output of a task, if it has been done."""
        key, output = self.done.get(task.name, ("", None))
        return output if key == task.key else None

    def put(self, done: Done) -> None:
        """Note that a task has been done."""
        self.forget(done.task.name, done.output.files)
        self.done[done.task.name] = done.task.key, done.output
        for file in done.output.files:
            state = self.storage.state(file.name)
            self.times[file.name] = state[1] if state else 0

    def forget(self, name: str, kept: Sequence[FileRecord] = ()) -> None:
        """Remove a task and its files."""
        _, output = self.done.pop(name, ("", Output(())))
        names = {file.name for file in kept}
        for file in output.files:
            self.times.pop(file.name, None)
            if file.name not in names:
                self.storage.remove(file.name)

    def makes(self, file: str) -> str | None:
        """Return the task that has made a file."""
        return next((name for name, (_, out) in self.done.items() if any(own.name == file for own in out.files)), None)

    def write(self) -> None:
        """Write the manifest."""
        rows = [
            {
                "task": name,
                "key": key,
                "files": [list(file) for file in output.files],
                "times": [self.times[file.name] for file in output.files],
                "note": output.note,
            }
            for name, (key, output) in sorted(self.done.items())
        ]
        lines = ",\n".join(json.dumps(row) for row in rows)
        self.storage.write_bytes(self.name, f"[\n{lines}\n]\n".encode())
