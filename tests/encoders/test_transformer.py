"""Any sentence-transformers model in the encoder's place, and the cache of what it has encoded."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import CASES, ROOT, TEXTS, Run, contents, read
from threadpoolctl import threadpool_info, threadpool_limits

from aligner import load_encoder, pair
from aligner.checking.check import check_files
from aligner.encoders.cache import CACHE_FILE, VectorCache, cache_folder
from aligner.encoders.model_folder import digest_of, prompt_of
from aligner.errors import ModelMissingError
from aligner.evaluation.gold import retrieval_rows
from aligner.parallel import parallel_map
from aligner.pipeline.align import AlignOptions, align_files
from aligner.pipeline.pair import load_transformer
from aligner.registry import Encoder
from aligner.settings import Settings

HERE = CASES / "encoders" / "transformer"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the cache file of a test and of the processes it starts."""
    load_transformer.cache_clear()  # what is loaded refers to the cache of an earlier test
    monkeypatch.setenv("ALIGNER_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / CACHE_FILE


def kept(path: Path) -> int:
    """Return the number of vectors in a cache, read as by another process."""
    try:
        db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=10)
        try:
            return int(db.execute("select count(*) from vector").fetchone()[0])
        finally:
            db.close()
    except sqlite3.OperationalError:  # not there yet, or without its table
        return 0


def whole(path: Path) -> bool:
    db = sqlite3.connect(path)
    try:
        return bool(db.execute("pragma integrity_check").fetchone() == ("ok",))
    finally:
        db.close()


def numbered_texts(first: int, end: int) -> list[str]:
    """Return the texts that fill.py encodes."""
    return [f"the bridge of village {number} was mended" for number in range(first, end)]


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    limit = time.monotonic() + 90
    while not ready() and process.poll() is None and time.monotonic() < limit:
        time.sleep(0.002)
    assert process.poll() is None, "it was too fast to be stopped"


# What every encoder promises


@pytest.fixture(params=["tiny", "static", "half"])
def encoder(request: pytest.FixtureRequest, tiny: Path) -> Encoder:
    folder = ROOT / "models" / "encoder" if request.param == "static" else tiny
    return load_encoder(str(folder), half=request.param == "half")


def test_shape_type_norm_and_order(encoder: Encoder, cache: Path) -> None:
    rows = encoder.encode([*TEXTS, "", TEXTS[0], " \n"])
    assert rows.shape == (len(TEXTS) + 3, encoder.dim) and rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), [1, 1, 1, 1, 1, 0, 1, 0], atol=1e-5)
    assert np.array_equal(rows[0], rows[6]) and kept(cache) == len(TEXTS), "each text is encoded once"
    assert encoder.encode([]).shape == (0, encoder.dim) and encoder.encode([]).dtype == np.float32
    cache.unlink()
    alone = np.vstack([encoder.encode([text]) for text in TEXTS])
    assert np.allclose(alone, rows[: len(TEXTS)], atol=3e-3 if rows.shape[1] == 32 else 1e-5)
    assert np.isfinite(encoder.encode(["a", "Ω 汉字 🙂", "half of a \ud83d pair", "long " * 20_000])).all()


@pytest.mark.parametrize("file", ["model.safetensors", "pytorch_model.bin"])
def test_vectors_are_those_of_the_model(file: str, tiny: Path, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file
    from sentence_transformers import SentenceTransformer

    folder = Path(shutil.copytree(tiny, tmp_path / "multilingual-e5-tiny"))
    if file == "pytorch_model.bin":
        torch.save(load_file(folder / "model.safetensors"), folder / file)
        (folder / "model.safetensors").unlink()
    texts = [f"{text} {number}" for number in range(80) for text in TEXTS]  # several batches, and writes
    theirs = SentenceTransformer(str(tiny)).encode([f"query: {text}" for text in texts], normalize_embeddings=True)
    assert np.allclose(load_encoder(str(folder)).encode(texts), theirs, atol=1e-5)


@pytest.mark.parametrize("case", read(HERE / "prompts.jsonl"), ids=lambda case: case["name"])
def test_prompts(case: dict[str, Any], tmp_path: Path) -> None:
    if case["declared"] is not None:
        (tmp_path / "config_sentence_transformers.json").write_text(json.dumps(case["declared"]), "utf-8")
    assert prompt_of(tmp_path, case["name"]) == case["prompt"]


def test_a_hash_tells_models_prompts_and_precision_apart(tiny: Path, tmp_path: Path) -> None:
    def copy(name: str) -> Path:
        return Path(shutil.copytree(tiny, tmp_path / name))

    same, e5, other = copy("same"), copy("e5"), copy("other")
    (same / "README.md").write_text("Another word on the card changes no vector.", "utf-8")
    weights = bytearray((other / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (other / "model.safetensors").write_bytes(weights)
    digests = [load_encoder(str(folder)).digest for folder in (tiny, same, e5, other)]
    digests.append((half := load_encoder(str(tiny), half=True)).digest)
    assert not np.array_equal(half.encode(TEXTS), load_encoder(str(tiny)).encode(TEXTS)), "it does compute in half"
    assert digests[0] == digests[1] and len(set(digests)) == 4 and all(len(digest) == 64 for digest in digests)


# What cannot be used


@pytest.mark.parametrize("case", read(HERE / "broken.jsonl"), ids=lambda case: case["name"])
def test_a_broken_folder_is_said_in_a_line(case: dict[str, Any], tiny: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny, tmp_path / "broken"))
    (folder / "mine.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')", "utf-8")
    file, change = folder / case["file"], case["change"]
    content = file.read_bytes()
    file.unlink()
    file = folder / case.get("to", case["file"])
    if isinstance(change, dict):
        file.write_text(json.dumps(json.loads(content) | change), "utf-8")
    elif isinstance(change, list):
        file.write_text(json.dumps(change), "utf-8")
    elif change != "remove":
        file.write_bytes(content[: len(content) // 2] if change == "cut" else b"junk" * 100)
    with pytest.raises(ModelMissingError) as told:
        load_encoder(str(folder)).encode(TEXTS)
    said = str(told.value)
    assert case["said"] in said and str(folder) in said and len(said.splitlines()) == 1
    assert not (tmp_path / "run").exists(), "code of a model's own was run"


def test_a_module_of_its_own_is_refused_before_anything_is_loaded(tiny: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny, tmp_path / "own"))
    (folder / "modules.json").write_text('[{"idx": 0, "name": "0", "path": "", "type": "mine.Model"}]', "utf-8")
    with pytest.raises(ModelMissingError, match="code of its own"):
        load_encoder(str(folder))


def test_a_pickle_that_would_run_code_does_not(tiny: Path, tmp_path: Path) -> None:
    import torch

    class Evil:
        def __reduce__(self) -> tuple[object, ...]:
            return os.system, (f"touch {tmp_path / 'run'}",)

    folder = Path(shutil.copytree(tiny, tmp_path / "evil"))
    (folder / "model.safetensors").unlink()
    torch.save({"weights": Evil()}, folder / "pytorch_model.bin")
    with pytest.raises(ModelMissingError, match="code of its own"):
        load_encoder(str(folder)).encode(TEXTS)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(("factor", "said"), [(float("nan"), "not finite"), (0.0, "the same vector")])
def test_weights_that_say_nothing_are_no_model(factor: float, said: str, tiny: Path, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    folder = Path(shutil.copytree(tiny, tmp_path / "empty"))
    weights = {name: tensor * factor for name, tensor in load_file(folder / "model.safetensors").items()}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelMissingError, match=said):
        load_encoder(str(folder)).encode(TEXTS)


def test_a_folder_without_a_model_and_a_name_without_one(tmp_path: Path) -> None:
    for name, said in ((str(tmp_path), "neither modules.json nor config.json"), ("a b/c", "cannot be downloaded")):
        with pytest.raises(ModelMissingError, match=said):
            load_encoder(name)


def test_a_hub_that_is_out_of_reach_is_said_at_once(tmp_path: Path, aligner: Run) -> None:
    (tmp_path / "a.tsv").write_text("It rains.\tIl pleut.\n", "utf-8")
    # A closed port, and no word of being off line: asking again and again takes over a minute.
    closed = {**os.environ, "HF_ENDPOINT": "http://127.0.0.1:9", "HF_HUB_OFFLINE": "0", "HF_HOME": str(tmp_path / "hf")}
    done = aligner("eval", "retrieval", "a.tsv", "--model", "nobody/nothing", env=closed, timeout=30)
    assert done.returncode == 3 and len(done.stderr.splitlines()) == 1 and "give a folder" in done.stderr


def test_without_sentence_transformers_the_extra_is_named(tiny: Path, tmp_path: Path) -> None:
    pairs = tmp_path / "a.tsv"
    pairs.write_text("It rains.\tIl pleut.\n", "utf-8")
    code = "import sys; sys.modules['sentence_transformers'] = None; "
    code += f"sys.argv[1:] = ['eval', 'retrieval', {str(pairs)!r}, '--model', {str(tiny)!r}]"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; from aligner.cli.main import main; main()"],
        capture_output=True, text=True, cwd=ROOT, check=False, input="",
    )  # fmt: skip
    assert (
        done.returncode == 3
        and len(done.stderr.splitlines()) == 1
        and "python -m pip install sentence-transformers" in done.stderr
    )


# A name on the hub


@pytest.fixture
def hub(tiny: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Return a hub that has the model in three formats, two of them for other frameworks."""
    folder = Path(shutil.copytree(tiny, tmp_path / "hub"))
    for extra in ("pytorch_model.bin", "onnx/model.onnx", "tf_model.h5"):
        (folder / extra).parent.mkdir(exist_ok=True)
        (folder / extra).write_bytes(b"more of the same")
    process = start("hub.py", folder, "someone/tiny")
    yield process
    process.kill()
    process.communicate()


def test_a_name_is_fetched_once_and_only_what_is_used(
    hub: subprocess.Popen[str], tiny: Path, tmp_path: Path, aligner: Run
) -> None:
    assert hub.stdout
    endpoint = f"http://127.0.0.1:{hub.stdout.readline().strip()}"
    away = {**os.environ, "HF_ENDPOINT": endpoint, "HF_HOME": str(tmp_path / "hf"), "HF_HUB_OFFLINE": "0"}
    (tmp_path / "a.tsv").write_text("It rains.\tIl pleut.\n", "utf-8")
    first = aligner("eval", "retrieval", "a.tsv", "--model", "someone/tiny", env=away)
    assert first.returncode == 0 and not first.stderr, first.stderr
    hub.kill()
    given = hub.communicate()[0].split()
    used = {path.relative_to(tiny).as_posix() for path in tiny.rglob("*") if path.is_file() and path.suffix != ".md"}
    assert set(given) == used
    again = aligner("eval", "retrieval", "a.tsv", "--model", "someone/tiny", env=away)
    assert again.returncode == 0 and again.stdout == first.stdout and not again.stderr, again.stderr
    snapshot = next((tmp_path / "hf").rglob("modules.json")).parent
    before = digest_of(snapshot)
    weights = snapshot / "model.safetensors"
    (weights.resolve().parent / "another").write_bytes(weights.read_bytes()[:-1] + b"!")
    weights.unlink()
    weights.symlink_to(os.path.relpath(snapshot.parents[1] / "blobs" / "another", snapshot))
    assert digest_of(snapshot) != before, "the name is the same, the weights are not"


# The cache


def test_what_is_known_is_not_encoded_again(tiny: Path, tmp_path: Path, cache: Path) -> None:
    outputs = [tmp_path / "first.npy", tmp_path / "second.npy"]
    loaded = [start("fill.py", tiny, 0, 300, output).communicate()[0].strip() for output in outputs]
    assert loaded == ["True", "False"], "torch is not even loaded the second time"
    assert outputs[0].read_bytes() == outputs[1].read_bytes() and kept(cache) == 300
    # Were anything computed, it would not be these rows.
    mark = np.eye(1, 32, 5, dtype=np.float32)
    with sqlite3.connect(cache) as db:
        db.execute("update vector set row = ?", (mark.tobytes(),))
    assert start("fill.py", tiny, 0, 300, outputs[1]).wait() == 0
    assert (np.load(outputs[1]) == mark).all()


def test_two_runs_fill_one_cache_and_agree(tiny: Path, tmp_path: Path, cache: Path) -> None:
    runs = [start("fill.py", tiny, first, first + 1500, tmp_path / f"{first}.npy") for first in (0, 500)]
    assert [process.wait(timeout=100) for process in runs] == [0, 0], [process.communicate() for process in runs]
    one, two = (np.load(tmp_path / f"{first}.npy") for first in (0, 500))
    assert one[500:].tobytes() == two[:1000].tobytes(), "each text has one vector, whoever computed it"
    assert kept(cache) == 2000 and whole(cache)


def test_of_two_who_compute_one_text_the_first_counts(tmp_path: Path) -> None:
    one, two = VectorCache(tmp_path / CACHE_FILE), VectorCache(tmp_path / CACHE_FILE)
    mine, theirs = np.full(8, 1, np.float32), np.full(8, 1 + 1e-6, np.float32)
    assert np.array_equal(one.put({b"a": mine})[b"a"], mine)
    assert np.array_equal(two.put({b"a": theirs, b"b": theirs})[b"a"], mine)


def test_many_runs_may_create_the_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "new" / CACHE_FILE
    writers = [start("put.py", path, number * 1000) for number in range(6)]
    for writer in writers:
        assert writer.stdout and writer.stdout.readline()
    for writer in writers:
        writer.kill()
    assert not any(writer.communicate()[1] for writer in writers), "nobody was turned away"
    assert whole(path)


def test_a_kill_while_writing_leaves_it_whole(tmp_path: Path) -> None:
    path = tmp_path / CACHE_FILE
    for number in range(8):
        writer = start("put.py", path, number * 1000)
        assert writer.stdout and writer.stdout.readline()
        time.sleep(0.03 + 0.011 * number)
        writer.kill()
        told = [number * 1000, *map(int, writer.communicate()[0].split())][-1]
        assert whole(path)
        keys = [f"{at}".encode() for at in range(told * 500, told * 500 + 1500)]
        found = VectorCache(path).get(keys)
        assert set(keys[:500]) <= set(found), "what was said to be kept is kept"
        assert len(found) % 500 == 0, "a write is there whole or not at all"
        assert all((row == int(key)).all() and row.shape == (256,) for key, row in found.items())


def test_a_run_that_was_killed_goes_on_with_what_it_kept(
    tiny: Path, tmp_path: Path, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    killed = start("fill.py", tiny, 10_000, 16_000, tmp_path / "vectors.npy")
    wait_until(lambda: kept(cache) > 0, killed)
    killed.kill()
    killed.communicate()
    before = kept(cache)
    assert whole(cache) and 0 < before < 6000
    with caplog.at_level("INFO", "aligner"):
        load_encoder(str(tiny)).encode(numbered_texts(10_000, 16_000))
    assert f"{6000 - before} texts to encode, {before} in" in caplog.text and kept(cache) == 6000


def test_the_oldest_go_when_it_is_full(tmp_path: Path) -> None:
    small = VectorCache(tmp_path / CACHE_FILE, size=1_000_000)
    for number in range(40):
        rows = {f"{number} {at}".encode(): np.full(128, number, np.float32) for at in range(100)}
        assert set(small.put(rows)) == set(rows)
    assert (tmp_path / CACHE_FILE).stat().st_size < 1_300_000
    assert len(small.get(rows)) == 100 and not small.get([b"0 0"]) and whole(tmp_path / CACHE_FILE)


@pytest.mark.parametrize("place", ["a file", "a damaged file", "a folder"])
def test_a_cache_that_cannot_be_used_is_said_and_done_without(
    place: str, tiny: Path, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    expected = load_encoder(str(tiny)).encode(TEXTS)
    shutil.rmtree(cache.parent)
    if place == "a file":
        cache.parent.write_text("", "utf-8")
    elif place == "a folder":
        cache.mkdir(parents=True)
    else:
        cache.parent.mkdir()
        cache.write_bytes(b"no database " * 1000)
    encoder = load_encoder(str(tiny))
    assert np.array_equal(encoder.encode(TEXTS), expected) and np.array_equal(encoder.encode(TEXTS), expected)
    assert [record.getMessage().count("set ALIGNER_CACHE") for record in caplog.records] == [1]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other places")
@pytest.mark.parametrize("case", read(HERE / "places.jsonl"), ids=lambda case: case["folder"])
def test_where_it_lies(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ALIGNER_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in case["set"].items():
        monkeypatch.setenv(name, value)
    assert cache_folder() == Path(case["folder"])


def test_the_embedded_encoder_needs_none(cache: Path) -> None:
    load_encoder().encode(TEXTS)
    assert not cache.parent.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
def test_a_bar_on_a_terminal_when_it_takes_long(tiny: Path) -> None:
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def read_all() -> bytes:
        shown = b""
        with suppress(OSError):  # how Linux says that the other end is closed
            while part := os.read(ours, 4096):
                shown += part
        return shown

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read_all)
        with os.fdopen(theirs, "w") as terminal, redirect_stderr(terminal):
            load_encoder(str(tiny)).encode(numbered_texts(0, 12_000))
        shown = reading.result()
    os.close(ours)
    assert b"Encoding" in shown and b"12000" in shown


# In the embedded encoder's place


@pytest.fixture
def stories(tmp_path: Path) -> tuple[Path, Path]:
    en, fr = tmp_path / "a.txt", tmp_path / "b.txt"
    en.write_text("The mayor spoke of the bridge in 2019. It rained on 3 May.", "utf-8")
    fr.write_text("Le maire a parlé du pont en 2019. Il a plu le 3 mai.", "utf-8")
    return en, fr


def test_align_check_and_eval_take_any_model(tiny: Path, stories: tuple[Path, Path], tmp_path: Path) -> None:
    rows = list(align_files(*stories, AlignOptions(model=str(tiny))))
    assert sorted(at for row in rows for at in range(*row.segment.bead.en)) == [0, 1]
    (tmp_path / "a.tsv").write_text("It rains.\tIl pleut.\nIt snows.\tIl neige.\n", "utf-8")
    assert len(check_files([stories[0]], original=stories[1], model=str(tiny)).results) == 1
    assert [row["pairs"] for row in retrieval_rows([tmp_path / "a.tsv"], model=str(tiny))] == [2]


def test_pair_encodes_many_documents_in_one_call_and_nothing_twice(
    tiny: Path, seeds: Path, tmp_path: Path, cache: Path, aligner: Run
) -> None:
    said = []
    for output, jobs in (("first", 1), ("second", 2)):
        done = aligner("pair", seeds, "-o", output, "--model", tiny, "--jobs", jobs, "-v")
        assert done.returncode == 0, done.stderr
        said.append([line for line in done.stderr.splitlines() if "texts to encode" in line])
    assert [len(lines) for lines in said] == [1, 1]
    assert said[0][0].startswith(f"{kept(cache)} texts to encode, 0 in")
    assert said[1][0].startswith(f"0 texts to encode, {kept(cache)} in")
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
    signature = json.loads((tmp_path / "first" / "manifest.json").read_text("utf-8"))["signature"]
    assert signature["encoder"] == {"name": str(tiny), "sha256": load_encoder(str(tiny)).digest}


def test_half_precision_is_another_run(tiny: Path, stories: tuple[Path, Path], tmp_path: Path, cache: Path) -> None:
    signatures = []
    for half in (False, True):
        pair(stories, tmp_path / "out", Settings(model=str(tiny), half=half))
        manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
        signatures.append((manifest["signature"]["half"], manifest["signature"]["encoder"]["sha256"]))
    assert [half for half, _ in signatures] == [False, True] and signatures[0][1] != signatures[1][1]
    assert kept(cache) == 8


def test_a_killed_pair_goes_on(tiny: Path, villages: Path, tmp_path: Path, cache: Path) -> None:
    command = [sys.executable, "-m", "aligner", "pair", villages, "-o", "out", "--model", tiny, "--jobs", "2"]
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    process = subprocess.Popen(list(map(str, command)), cwd=tmp_path, text=True, **streams)
    wait_until(lambda: kept(cache) > 0, process)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=30)
    for output in ("out", "afresh"):
        pair([villages], tmp_path / output, Settings(model=str(tiny)))
    assert contents(tmp_path / "out") == contents(tmp_path / "afresh")


def test_a_process_that_shares_the_work_loads_no_model(villages: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from aligner.documents.prepare import Source, Task, divide; "
        f"source, found = divide(Task(Source('a', Path({str(villages / '00.en.txt')!r})))); "
        "print(len(found[0].sentences) > 3, 'torch' in sys.modules, 'tokenizers' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["True", "False", "False"]


def test_a_stage_leaves_the_cores_to_who_takes_its_results() -> None:
    def threads(_: int) -> list[int]:
        return [pool["num_threads"] for pool in threadpool_info()]

    with threadpool_limits(2):
        before = threads(0)
        assert before and max(before) == 2
        for inside in parallel_map(threads, range(3), 1):
            assert set(inside) == {1} and threads(0) == before
