"""Every engine gives the same bytes, also after processes were killed, and names a package that it lacks."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import archives
import pytest

from aligner.archive.stage_runner import ArchiveOptions
from aligner.archive.tasks import Done, Task
from scripts.benchmarks.faults import contents, kill_at_random
from scripts.benchmarks.harness import ALIGNER

STORIES = 20
# The pool's thread closes its pipe between the question whether it is closed and the use of it, as it may at any exit.
SLOW_WAKEUP = """
import threading, time
from concurrent.futures import process
def wakeup(self):
    if not self._closed:
        time.sleep(pause[0])
        self._writer.send_bytes(b"")
pause = [0]
process._ThreadWakeup.wakeup = wakeup
threading._register_atexit(lambda: pause.__setitem__(0, 3))
from aligner.cli.main import main
main()
"""
OPTIONS = ArchiveOptions(size=100)
COMMAND = ["archive", "in", "-o", "out", "--no-findings", "--shard-size", "100", "--jobs", "2"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with stories in "in", and a run over them in "out"."""
    folder = tmp_path_factory.mktemp("archive")
    archives.write_stories(folder, STORIES)
    archives.run(folder, folder / "out", options=OPTIONS)
    return folder


def test_a_killed_run_is_continued_with_the_same_bytes(made: Path) -> None:
    report = kill_at_random(made, 2, COMMAND[4:], alone=made / "out")
    assert report.same and report.first == report.workers == 1
    assert all("a process was killed" in line and "run again" in line for line in report.lines)


def test_a_full_disk_gives_a_line_and_loses_nothing(made: Path, tmp_path: Path) -> None:
    (tmp_path / "in").symlink_to(made / "in")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000))

    command = [*ALIGNER, *COMMAND]
    failed = subprocess.run(command, cwd=tmp_path, preexec_fn=limit, capture_output=True, text=True)
    assert failed.returncode == 3
    assert failed.stderr.startswith("aligner: cannot write ") and failed.stderr.count("\n") == 1
    archives.run(made, tmp_path / "out", options=OPTIONS)
    assert contents(made / "out") == contents(tmp_path / "out")


class ClusterEngine:
    """Runs tasks on Ray, and after some of them does something to its cluster."""

    def __init__(self, engine: object, after: int, action: object) -> None:
        self.engine, self.after, self.action = engine, after, action

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Run tasks on Ray."""
        for done in self.engine.run(tasks):  # type: ignore[attr-defined]
            self.after -= 1
            if not self.after:
                self.action()  # type: ignore[operator]
            yield done


def test_a_ray_cluster_that_loses_and_gains_machines_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray")
    from ray.cluster_utils import Cluster

    from aligner.archive.ray_engine import OBJECT_STORE_BYTES, connect

    handler = signal.getsignal(signal.SIGTERM)
    node = {"num_cpus": 1, "object_store_memory": OBJECT_STORE_BYTES}
    cluster = Cluster(initialize_head=True, head_node_args={**node, "include_dashboard": False})
    try:
        cluster.add_node(**node)

        def exchange() -> None:
            cluster.remove_node(next(iter(cluster.worker_nodes)), allow_graceful=False)
            cluster.add_node(**node)

        with connect(cluster.address, None) as engine:
            options = OPTIONS._replace(until="propose")
            archives.run(made, tmp_path / "out", ClusterEngine(engine, 3, exchange), options)
    finally:
        cluster.shutdown()
        signal.signal(signal.SIGTERM, handler)  # a cluster of the tests replaces it, too
    archives.run(made, tmp_path / "here", options=options)
    assert contents(tmp_path / "here") == contents(tmp_path / "out")


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--engine", "rya"], "'rya' is not one of"),
        (["--ray-address", "auto"], "--ray-address is for --engine ray"),
        (["--since", "yesterday"], "'yesterday' does not match the format"),
    ],
)
def test_options_that_are_wrong_are_refused(options: list[str], line: str) -> None:
    done = subprocess.run([*ALIGNER, "archive", "in", *options], capture_output=True, text=True)
    assert done.returncode == 2 and line in done.stderr


def test_an_engine_that_is_not_installed_is_named(tmp_path: Path) -> None:
    archives.write_stories(tmp_path, 1)
    code = "import sys; sys.modules['ray'] = None; from aligner.cli.main import main; main()"
    command = [sys.executable, "-c", code, *COMMAND, "--engine", "ray"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 3 and "pip install 'news-aligner[ray]'" in done.stderr


def test_an_interrupt_ends_a_run_that_the_next_one_continues(made: Path, tmp_path: Path) -> None:
    (tmp_path / "in").symlink_to(made / "in")
    process = subprocess.Popen([*ALIGNER, *COMMAND], cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    while not [*tmp_path.glob("out/work/read/*.parquet")]:
        assert process.poll() is None
    os.kill(process.pid, signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode == 3 and errors.count("\n") == 1 and "run the same command again" in errors
    archives.run(made, tmp_path / "out", options=OPTIONS)
    assert contents(made / "out") == contents(tmp_path / "out")


def test_a_run_ends_without_an_error_of_its_pool(made: Path, tmp_path: Path) -> None:
    (tmp_path / "in").symlink_to(made / "in")
    command = [sys.executable, "-c", SLOW_WAKEUP, *COMMAND, "-q", "--until", "read"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
