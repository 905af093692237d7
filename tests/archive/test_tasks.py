"""What is known of the tasks of a stage is right after an interrupt at any point, and no file is left over."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pyarrow as pa
import pytest

from aligner.archive import tasks
from aligner.archive.storage import Storage
from aligner.archive.tasks import Manifest, Output, Task, do

STAGE = "work/made"
LINES = 40  # more than a change of a manifest has


def make(storage: Storage, *names: str) -> Output:
    return Output(
        tuple(storage.write(f"{STAGE}/{name}.parquet", pa.table({"name": [name]})) for name in names), [*names]
    )


def task(storage: Storage, name: str, key: str, *files: str) -> Task:
    return Task(name, key, partial(make, storage, *files))


class InterruptAt:
    """Raises KeyboardInterrupt at a line of the tasks' module, as a trace function."""

    def __init__(self, line: int) -> None:
        self.left = line

    def __call__(self, frame: FrameType, event: str, value: object) -> Any:
        """Count a line."""
        if frame.f_code.co_filename != tasks.__file__:
            return None
        if event == "line":
            self.left -= 1
            if self.left < 0:
                raise KeyboardInterrupt
        return self


def change(storage: Storage, interrupt: InterruptAt | None = None) -> None:
    """Do a task again that then makes other files, and forget another one."""
    manifest = Manifest(storage, "made")
    made = do(task(storage, "changed", "new", "b", "c"))
    before = sys.gettrace()
    sys.settrace(interrupt or before)
    try:
        manifest.put(made)
        manifest.forget("gone")
    except KeyboardInterrupt:
        assert interrupt
    finally:
        sys.settrace(before)
    manifest.write()


@pytest.mark.parametrize("line", range(LINES))
def test_an_interrupt_leaves_what_the_next_run_puts_right(line: int, tmp_path: Path) -> None:
    storage = Storage(str(tmp_path))
    first = Manifest(storage, "made")
    for each in (task(storage, "changed", "old", "a", "b"), task(storage, "gone", "old", "d")):
        first.put(do(each))
    first.write()
    change(storage, InterruptAt(line))
    change(storage)
    assert {path.stem for path in (tmp_path / STAGE).glob("*.parquet")} == {"b", "c"}
    rows = json.loads((tmp_path / STAGE / "manifest.json").read_bytes())
    assert [(row["task"], row["key"], row["note"], len(row["times"])) for row in rows] == [
        ("changed", "new", ["b", "c"], 2)
    ]


def test_a_task_whose_file_is_gone_is_done_again_and_leaves_none(tmp_path: Path) -> None:
    storage = Storage(str(tmp_path))
    made = task(storage, "changed", "same", "a", "b")
    first = Manifest(storage, "made")
    first.put(do(made))
    first.write()
    (tmp_path / STAGE / "b.parquet").unlink()
    again = Manifest(storage, "made")
    assert again.find(made) is None
    again.forget("changed")
    again.write()
    assert not [*(tmp_path / STAGE).glob("*.parquet")] and not Manifest(storage, "made").done
