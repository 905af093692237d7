"""`aligner pair`: the whole line, as a user runs it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, Run, contents, read
from lxml import etree

from aligner import load_encoder, pair
from aligner.alignment.align import align
from aligner.errors import InterruptedRunError
from aligner.text.segment import segment
from aligner.types import Document

KEYS = json.loads((CASES / "pipeline" / "pair" / "keys.json").read_text("utf-8"))
PAIR = ("000_33d2a17c1c41bb3d.txt", "001_a5c8f691cedf92bb.txt")
WORK = ".aligner-work.db"


@pytest.fixture(scope="module")
def seeds_run(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeds")
    subprocess.run([sys.executable, "-m", "aligner", "pair", seeds, "-o", "out", "-q"], cwd=folder, check=True)
    return folder / "out"


def told(folder: Path) -> tuple[list[Any], list[Any]]:
    """What a run found, whatever the files are called."""
    pairs = [(row["confidence"], row["evidence"]) for row in read(folder / "pairs.jsonl")]
    names = ("en", "fr", "en_text", "fr_text", "confidence", "reasons", "kept")
    return pairs, [[row[name] for name in names] for row in read(folder / "segments.jsonl")]


# What is found


def test_the_seeds_hold_one_pair(seeds_run: Path) -> None:
    assert [(row["en"], row["fr"]) for row in read(seeds_run / "pairs.jsonl")] == [PAIR]
    segments = read(seeds_run / "segments.jsonl")
    assert sum(row["kept"] for row in segments) >= 14
    # The English copy was spun: “no less than about fourteen days” for « d’ici deux semaines ».
    assert sum(row["why_dropped"].startswith("a critical change of fact") for row in segments) >= 4
    assert {row["id"]: row["side"] for row in read(seeds_run / "documents.jsonl")} == {
        f"{name}.txt": "fr" if name.startswith("001") else "en"
        for name in (
            "000_33d2a17c1c41bb3d", "001_a5c8f691cedf92bb", "002_0b144f0faadba97b",
            "003_5766bb2df33da97f", "004_b925e1a0205c40ab",
        )
    }  # fmt: skip
    for row in read(seeds_run / "rejected.jsonl"):
        assert row["confidence"] < 0.5 and PAIR[1] == row["fr"]


def test_every_sentence_is_in_one_segment(seeds_run: Path) -> None:
    documents = {row["id"]: row for row in read(seeds_run / "documents.jsonl")}
    segments = read(seeds_run / "segments.jsonl")
    for side, id in zip(("en", "fr"), PAIR, strict=True):
        sentences = documents[id]["sentences"]
        assert [at for row in segments for at in row[side]] == list(range(len(sentences)))
        assert all(documents[id]["text"][s["start"] : s["end"]] == s["text"] for s in sentences)
        for row in segments:
            assert row[f"{side}_text"] == " ".join(sentences[at]["text"] for at in row[side])
            assert row["kept"] == (not row["why_dropped"])


@pytest.mark.parametrize("name", KEYS)
def test_files_have_the_promised_keys(name: str, seeds_run: Path) -> None:
    rows = read(seeds_run / name)
    assert rows or name in ("duplicates.jsonl", "findings.jsonl", "skipped.jsonl")
    assert all(set(KEYS[name]) <= set(row) for row in rows)


def test_corpus_files_are_whole_and_agree(seeds_run: Path) -> None:
    kept = [(row["en_text"], row["fr_text"]) for row in read(seeds_run / "segments.jsonl") if row["kept"]]
    tree = etree.parse(seeds_run / "corpus.tmx")
    dtd = etree.DTD(CASES / "writers" / "tmx14.dtd")
    assert dtd.validate(tree), dtd.error_log
    assert [tuple(seg.text for seg in unit.iter("seg")) for unit in tree.iter("tu")] == kept
    lines = (seeds_run / "corpus.tsv").read_text("utf-8").splitlines()
    assert [tuple(line.split("\t")[:2]) for line in lines] == kept
    manifest = json.loads((seeds_run / "manifest.json").read_text("utf-8"))
    assert {"version", "encoder", "input"} <= set(manifest["signature"])
    assert len(manifest["signature"]["encoder"]["sha256"]) == 64
    assert manifest["counts"]["segments_kept"] == len(kept)


def test_names_and_places_of_files_mean_nothing(seeds: Path, seeds_run: Path, tmp_path: Path, aligner: Run) -> None:
    moved = ["z/fr/english.txt", "b/en.txt", "a.txt", "fr/c.txt", "fr/deep/er/d.txt"]
    for source, name in zip(sorted(seeds.glob("*.txt")), moved, strict=True):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, tmp_path / "in" / name)
    done = aligner("pair", "in")
    assert done.returncode == 0 and "z/fr/english.txt = b/en.txt" in done.stdout, done.stderr
    assert told(tmp_path / "aligned") == told(seeds_run)


def test_a_side_that_is_given_overrides_the_language(seeds: Path, tmp_path: Path, aligner: Run) -> None:
    (tmp_path / "in" / "en").mkdir(parents=True)
    for name in PAIR:
        shutil.copy(seeds / name, tmp_path / "in" / "en")
    assert aligner("pair", "in", "--fr", Path("in", "en", PAIR[0])).returncode == 0
    found = {row["id"]: row["side"] for row in read(tmp_path / "aligned" / "documents.jsonl")}
    assert found == {f"fr/{PAIR[0]}": "fr", f"en/{PAIR[1]}": "fr"}


def test_equal_ids_of_two_sources_lose_nothing(seeds: Path, tmp_path: Path, aligner: Run) -> None:
    for folder, name in (("in/en", PAIR[1]), ("other", PAIR[0])):
        (tmp_path / folder).mkdir(parents=True)
        shutil.copy(seeds / name, tmp_path / folder / "x.txt")
    assert aligner("pair", "in", "--en", "other/x.txt").returncode == 0
    found = {row["id"]: row["side"] for row in read(tmp_path / "aligned" / "documents.jsonl")}
    assert found == {"en/x.txt": "en", "en/x.txt~": "fr"}


@pytest.mark.parametrize("case", read(CASES / "pipeline" / "pair" / "aligned.jsonl"), ids=lambda case: case["name"])
def test_input_that_is_aligned_stays_so(case: dict[str, Any], tmp_path: Path, aligner: Run) -> None:
    (tmp_path / case["file"]).write_text(case["content"], "utf-8")
    assert aligner("pair", case["file"]).returncode == 0
    assert [[row["en"], row["fr"]] for row in read(tmp_path / "aligned" / "pairs.jsonl")] == case["pairs"]
    beads = [[row["en"], row["fr"]] for row in read(tmp_path / "aligned" / "segments.jsonl")]
    assert beads == [[[at], [at]] for at in range(case["beads"])]
    assert len(read(tmp_path / "aligned" / "documents.jsonl")) + len(read(tmp_path / "aligned" / "skipped.jsonl")) == 2


def test_standard_input_is_read(seeds: Path, seeds_run: Path, tmp_path: Path, aligner: Run) -> None:
    done = aligner("pair", "-", seeds / PAIR[1], input=(seeds / PAIR[0]).read_text("utf-8"))
    assert done.returncode == 0, done.stderr
    assert [(row["en"], row["fr"]) for row in read(tmp_path / "aligned" / "pairs.jsonl")] == [("-", PAIR[1])]
    assert told(tmp_path / "aligned")[1] == told(seeds_run)[1]


def test_what_a_run_wrote_is_not_read_by_the_next(seeds: Path, tmp_path: Path, aligner: Run) -> None:
    shutil.copytree(seeds, tmp_path / "in")
    assert aligner("pair", "in", "-o", "in/out", "--format", "moses", "--format", "jsonl").returncode == 0
    before = contents(tmp_path / "in" / "out")
    assert {"corpus.en", "corpus.fr", "corpus.jsonl"} <= set(before)
    assert aligner("pair", "in", "-o", "in/out", "--format", "moses", "--format", "jsonl").returncode == 0
    assert contents(tmp_path / "in" / "out") == before


def test_from_python(seeds: Path, seeds_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    corpus = pair([str(seeds)])
    assert [found.ids for found in corpus.pairs] == [PAIR]
    assert contents(tmp_path / "aligned") == contents(seeds_run)
    en, fr = (
        segment(Document("x", text, side)).sentences
        for side, text in (("en", "It rained. The match was cancelled."), ("fr", "Il a plu. Le match a été annulé."))
    )
    vectors = [load_encoder().encode([sentence.text for sentence in side]) for side in (en, fr)]
    assert [bead.spans for bead in align(en, fr, (vectors[0], vectors[1]))] == [((0, 1), (0, 1)), ((1, 2), (1, 2))]


@pytest.mark.parametrize("form", [str, Path])
def test_one_path_from_python(form: type, seeds: Path, seeds_run: Path, tmp_path: Path) -> None:
    pair(form(seeds), tmp_path / "out")
    assert contents(tmp_path / "out") == contents(seeds_run)


# The same bytes, whoever runs it, however often, and whatever stops it


@pytest.fixture(scope="module")
def villages_run(villages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "out"
    corpus = pair([villages], folder)
    assert [len(found) for found in (corpus.pairs, list(corpus.documents), corpus.skipped)] == [70, 140, 2]
    return folder


def test_the_number_of_processes_changes_nothing(
    villages: Path, villages_run: Path, tmp_path: Path, aligner: Run
) -> None:
    assert aligner("pair", villages, "-o", "out", "--jobs", 2).returncode == 0
    assert contents(tmp_path / "out") == contents(villages_run)


SOON = 5  # files, of 142: far from the end even where the machine is busy elsewhere


def begin(folder: Path, villages: Path, ready: Callable[[], bool]) -> subprocess.Popen[str]:
    """Start a run with two processes and come back when it has got so far."""
    command = [sys.executable, "-m", "aligner", "pair", str(villages), "-o", "out", "--jobs", "2"]
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    # Tests that a shell runs in the background are deaf to interrupts, and so would be what they start.
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    process = subprocess.Popen(command, cwd=folder, text=True, start_new_session=True, preexec_fn=heed, **streams)
    limit = time.monotonic() + 60
    while not ready() and process.poll() is None and time.monotonic() < limit:
        time.sleep(0.005)
    assert process.poll() is None, "it was too fast to be stopped"
    return process


def rows(folder: Path, table: str) -> int:
    try:
        db = sqlite3.connect(f"file:{folder}/out/{WORK}?mode=ro", uri=True)
        try:
            return int(db.execute(f"select count(*) from {table}").fetchone()[0])
        finally:
            db.close()
    except sqlite3.Error:
        return 0


def test_a_killed_run_goes_on(villages: Path, villages_run: Path, tmp_path: Path) -> None:
    process = begin(tmp_path, villages, lambda: rows(tmp_path, "source") > SOON)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=30)  # its processes end with it: they hold the pipe of its errors
    left = {path.name for path in (tmp_path / "out").iterdir()}
    assert left <= {WORK, f"{WORK}-wal", f"{WORK}-shm", ".aligner-work.lock"}, "no half file"
    assert rows(tmp_path, "source") > SOON
    pair([villages], tmp_path / "out")
    assert contents(tmp_path / "out") == contents(villages_run)


def test_an_interrupted_run_says_so_and_takes_up_a_changed_folder(villages: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(villages, tmp_path / "in"))
    process = begin(tmp_path, folder, lambda: rows(tmp_path, "source") > SOON)
    os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does: every process of the group is told
    _, said = process.communicate(timeout=30)
    assert process.returncode == 3
    assert len(said.splitlines()) == 1 and "files read" in said and "run the same command again to continue" in said
    (folder / "more.jsonl").unlink()
    (folder / "05.en.txt").write_text("It snowed in village number 5 and nobody came to the fair.", "utf-8")
    for output in ("out", "afresh"):
        pair([folder], tmp_path / output)
    assert contents(tmp_path / "out") == contents(tmp_path / "afresh")


@pytest.mark.parametrize("stage", ["read", "align", "write"])
def test_what_was_done_counts_only_while_its_files_are_there(stage: str, villages: Path, tmp_path: Path) -> None:
    def stop(now: str, done: int, total: int) -> None:
        if now == stage and done >= total - 1:
            raise KeyboardInterrupt

    folder = Path(shutil.copytree(villages, tmp_path / "in"))
    with pytest.raises(InterruptedRunError, match=r"files read and [0-9]+ pairs aligned are kept"):
        pair([folder], tmp_path / "out", progress=stop)
    (folder / "05.en.txt").unlink()
    (folder / "more.jsonl").unlink()
    for output in ("out", "afresh"):
        pair([folder], tmp_path / output)
    assert contents(tmp_path / "out") == contents(tmp_path / "afresh")


def test_a_process_that_is_killed_is_said(villages: Path, tmp_path: Path) -> None:
    def workers() -> list[int]:
        listed = subprocess.run(
            ["ps", "-eww", "-o", "pid,sess,args"], capture_output=True, text=True, check=True
        ).stdout
        own = [line.split(None, 2) for line in listed.splitlines()[1:]]
        return [int(pid) for pid, session, args in own if int(session) == process.pid and "spawn_main" in args]

    if shutil.which("ps") is None:
        pytest.skip("needs ps")
    process = begin(tmp_path, villages, lambda: rows(tmp_path, "run") > 0)
    while not (found := workers()) and process.poll() is None:
        time.sleep(0.01)
    os.kill(found[0], signal.SIGKILL)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 3 and len(said.splitlines()) == 1 and "memory" in said
