"""Fixtures of the pipeline tests: the command in its own process, the seeds, a folder large enough for a pool."""

from __future__ import annotations

import gc
import io
import json
import logging
import os
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from aligner.cli.main import main
from aligner.errors import InputError
from aligner.readers import read as read_file

os.environ["LC_ALL"] = "C.UTF-8"  # the messages that tests expect are English
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # as in the background of a script
    signal.signal(signal.SIGINT, signal.default_int_handler)
ROOT = Path(__file__).parents[1]
CASES = Path(__file__).parent / "cases"
# Texts for encoders; the last is longer than most models read.
TEXTS = [
    "The mayor said the bridge would be repaired before winter.",
    "Le maire a déclaré que le pont serait réparé avant l’hiver.",
    "Il pleut.",
    "7,5 %",
    "word " * 300,
]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@contextmanager
def restored_logging() -> Iterator[None]:
    """Restore where and from which level the library logs, which a command sets for its whole process."""
    logger = logging.getLogger("aligner")
    handlers, level = logger.handlers[:], logger.level
    try:
        yield
    finally:
        logger.handlers[:] = handlers
        logger.setLevel(level)


@pytest.fixture(autouse=True)
def _restored_logging() -> Iterator[None]:
    with restored_logging():
        yield


@pytest.fixture(scope="session")
def seeds() -> Path:
    return ROOT / "seeds"


@pytest.fixture
def aligner(tmp_path: Path) -> Run:
    """Run the command in another folder, in this process or, with options of a process, in its own one.

    This process has the models already. A traceback fails the test.
    """

    def run(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
        words, text, folder = list(map(str, arguments)), options.pop("input", ""), options.pop("cwd", tmp_path)
        done = run_process(words, text, folder, **options) if options else run_here(words, text, folder)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


def run_process(
    arguments: list[str], text: str, folder: Path, before: Sequence[object] = (), **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run the command in its own process, at the end of the command line `before`."""
    command = [*map(str, before), sys.executable, "-m", "aligner", *arguments]
    options = {"timeout": 120, "encoding": "utf-8", **options}
    return subprocess.run(command, input=text, cwd=folder, capture_output=True, check=False, **options)


def run_here(
    arguments: list[str], text: str, folder: Path, *, merged: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run the command in this process, with its own streams, and restore what it sets for a whole process.

    With `merged`, errors go where the output goes, in the order in which they are written.
    """
    streams = [io.TextIOWrapper(io.BytesIO(data), encoding="utf-8") for data in (text.encode(), b"", b"")]
    if merged:
        streams[2] = streams[1]
    threshold = gc.get_threshold()
    try:
        with restored_logging(), pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            patch.setattr(sys, "argv", ["aligner", *arguments])
            for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
                patch.setattr(sys, name, stream)
            with pytest.raises(SystemExit) as stopped:
                main()
    finally:
        gc.set_threshold(*threshold)
    output, errors = (stream.buffer.getvalue().decode() for stream in streams[1:])
    return subprocess.CompletedProcess(arguments, stopped.value.code, output, errors)


@pytest.fixture(scope="session")
def villages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write seventy stories in both languages, sixty of them in files of their own, a bad record and a bad file."""
    folder = tmp_path_factory.mktemp("villages")
    cases = CASES / "pipeline" / "pair"
    lines, names = read(cases / "village.jsonl"), read(cases / "names.jsonl")
    records = []
    for number, name in enumerate(names):
        for side in ("en", "fr"):
            text = "\n".join(line[side] for line in lines).format(**name)
            if number < 60:
                (folder / f"{number:02}.{side}.txt").write_text(text, "utf-8")
            else:
                records.append({"id": f"{number}{side}", "text": text})
    rows = [json.dumps(record) for record in records]
    (folder / "more.jsonl").write_text("\n".join([*rows[:5], "{", *rows[5:]]) + "\n", "utf-8")
    (folder / "damaged.docx").write_bytes(b"no archive")
    return folder


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Create a sentence-transformers model of two layers with random weights."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    torch = pytest.importorskip("torch")
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    path = tmp_path_factory.mktemp("model")
    os.environ["ALIGNER_CACHE"] = str(path / "cache")
    letters = "abcdefghijklmnopqrstuvwxyzéèàç’'.,:%0123456789"
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    (path / "vocab.txt").write_text("\n".join(vocabulary), "utf-8")
    BertTokenizerFast(str(path / "vocab.txt"), model_max_length=64).save_pretrained(path / "bert")
    torch.manual_seed(1)
    shape = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    BertModel(BertConfig(vocab_size=len(vocabulary), **shape)).save_pretrained(path / "bert")
    SentenceTransformer(modules=[Transformer(str(path / "bert")), Pooling(32)]).save(str(path / "whole"))
    return path / "whole"


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder, without what a run keeps for the next one."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".aligner-work")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def assert_linear_time(work: Callable[[int], object], size: int, most: float = 24) -> None:
    """Assert that eight times the size takes less than `most` times as long; quadratic work takes 64 times.

    The shortest of three tries counts, without collections of garbage, so that nothing else on the machine does.
    """

    def seconds(size: int) -> float:
        gc.collect()
        gc.disable()
        started = time.process_time()
        try:
            work(size)
        finally:
            gc.enable()
        return time.process_time() - started

    seconds(size // 8)
    ratios = []
    for _ in range(3):
        part, whole = seconds(size // 8), seconds(size)
        ratios.append(whole / max(part, 0.01))
        if ratios[-1] < most:
            return
    pytest.fail(f"eight times the size takes {ratios} times as long")


def assert_quick_refusal(path: Path, says: str, most_bytes: int) -> None:
    """Assert that a file is refused within two seconds and with less memory than that."""
    tracemalloc.start()
    started = time.monotonic()
    with pytest.raises(InputError, match=says):
        list(read_file(path.name, path))
    seconds, (_, most) = time.monotonic() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 2 and most < most_bytes
