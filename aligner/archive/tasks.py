"""Tasks: calls of pure functions that make files of others, each done again only if what it depends on has changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
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


class Entry(NamedTuple):
    """A task that has been done, as a manifest knows it.

    key : of the task, "" if its files were changed or removed since
    output : what it has made
    times : when each of its files was changed
    """

    key: str
    output: Output
    times: tuple[int, ...]


class Manifest:
    """The tasks of a stage that have been done, with the files that they have made.

    Files that were changed or removed since count as not made. An interrupt at any point leaves entries that are whole.
    """

    def __init__(self, storage: Storage, stage: str) -> None:
        self.storage = storage
        self.name = f"{FOLDER}/{stage}/{MANIFEST}"
        self.done: dict[str, Entry] = {}
        for row in self._read():
            output = Output(tuple(FileRecord(*file) for file in row["files"]), row["note"])
            times = tuple(row["times"])
            whole = all(self._is_whole(file, time) for file, time in zip(output.files, times, strict=True))
            self.done[row["task"]] = Entry(row["key"] if whole else "", output, times)

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
        entry = self.done.get(task.name)
        return entry.output if entry and entry.key == task.key else None

    def put(self, done: Done) -> None:
        """Note that a task has been done, and remove the files that only an earlier call has made."""
        task, output, _ = done
        names = {file.name for file in output.files}
        self._remove(file for file in self._files(task.name) if file not in names)
        states = [self.storage.state(file.name) for file in output.files]
        self.done[task.name] = Entry(task.key, output, tuple(state[1] if state else 0 for state in states))

    def forget(self, name: str) -> None:
        """Remove a task and its files."""
        self._remove(self._files(name))
        self.done.pop(name, None)  # last: the next run knows the files that an interrupt has left

    def _files(self, name: str) -> list[str]:
        return [file.name for file in self.done[name].output.files] if name in self.done else []

    def _remove(self, files: Iterable[str]) -> None:
        for file in files:
            self.storage.remove(file)

    def makes(self, file: str) -> str | None:
        """Return the task that has made a file."""
        return next(
            (name for name, entry in self.done.items() if any(own.name == file for own in entry.output.files)), None
        )

    def write(self) -> None:
        """Write the manifest."""
        rows = [
            {
                "task": name,
                "key": key,
                "files": [list(file) for file in output.files],
                "times": times,
                "note": output.note,
            }
            for name, (key, output, times) in sorted(self.done.items())
        ]
        lines = ",\n".join(json.dumps(row) for row in rows)
        self.storage.write_bytes(self.name, f"[\n{lines}\n]\n".encode())
