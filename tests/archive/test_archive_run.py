"""A run over an archive finds what is in it, does only what is new, and mends what is damaged, with the same bytes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import archives
import pyarrow.parquet as pq
import pytest

from aligner.archive.engines import LocalEngine
from aligner.archive.run import pair_archive
from aligner.archive.sources import find_archive_files
from aligner.archive.stage_runner import ArchiveOptions
from aligner.archive.tasks import Done, Task
from aligner.pipeline.pair import pair
from scripts.benchmarks.archive_truth import compare
from scripts.benchmarks.faults import contents

SEED_PAIR = ("000_33d2a17c1c41bb3d.txt", "001_a5c8f691cedf92bb.txt")


class CountingEngine:
    """Counts the tasks of each stage."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Run tasks here."""
        for done in LocalEngine(1).run(tasks):
            self.calls.append(done.task.call.func.__name__)  # type: ignore[attr-defined]
            yield done


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the stories in "in" and the run over them in "out"."""
    folder = tmp_path_factory.mktemp("archive")
    archives.write_stories(folder)
    archives.run(folder, folder / "out")
    return folder


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    """Return a copy of that folder, whose files have the times of the originals."""
    shutil.copytree(made, tmp_path / "archive", copy_function=shutil.copy2)
    return tmp_path / "archive"


def table(output: Path, folder: str) -> list[dict[str, Any]]:
    return [row for path in sorted((output / folder).glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def test_finds_the_versions_and_copies_of_the_truth(made: Path) -> None:
    figures = compare(made, made / "out")
    assert figures["stories"] == 20 and figures["dropped"] >= 8
    assert {figures[name] for name in ("precision", "recall", "proposal_recall", "dropped_right")} == {1.0}


def test_reasons_are_in_the_language_of_the_reader(seeds: Path, tmp_path: Path) -> None:
    files, _ = find_archive_files([str(seeds / name) for name in SEED_PAIR], str(tmp_path / "out"))
    found = {}
    for language, stages in (("fr", {"align_pairs", "read_part"}), ("en", {"align_pairs"})):
        engine, settings = CountingEngine(), replace(archives.SETTINGS, language=language)
        pair_archive(files, str(tmp_path / "out"), settings, archives.OPTIONS, engine)
        assert {*engine.calls} & {"align_pairs", "read_part"} == stages
        found[language] = {reason for row in table(tmp_path / "out", "data") for reason in row["reasons"]}
    assert any(reason.startswith("non traduit en anglais") for reason in found["fr"])
    assert any(reason.startswith("not translated in English") for reason in found["en"])
    assert not found["fr"] & found["en"]


def test_the_figures_are_those_of_the_files(made: Path) -> None:
    manifest = json.loads((made / "out/manifest.json").read_bytes())
    rows = {folder: table(made / "out", folder) for folder in ("pairs", "data", "dropped", "duplicates")}
    counts = manifest["counts"]
    assert [len(rows[name]) for name in rows] == [counts[name] for name in ("pairs", "kept", "dropped", "duplicates")]
    assert sum(manifest["dropped"].values()) == counts["dropped"] > 0
    assert all(row["why"] for row in rows["dropped"])
    files = {file: row["bytes"] for file, row in manifest["files"].items()}
    assert files == {
        path.relative_to(made / "out").as_posix(): path.stat().st_size
        for folder in ("pairs", "data", "dropped", "duplicates", "skipped")
        for path in (made / "out" / folder).glob("*")
    }


def test_the_data_set_is_read_by_datasets(made: Path, tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    shutil.copytree(made / "out", tmp_path / "set", ignore=shutil.ignore_patterns("work"))
    loaded = datasets.load_dataset(str(tmp_path / "set"), split="train", cache_dir=str(tmp_path / "cache"))
    assert len(loaded) == len(table(made / "out", "data"))
    assert {*loaded[0]["translation"]} == {"en", "fr"} and loaded[0]["en_date"]


def test_finds_the_pairs_and_segments_of_aligner_pair(made: Path, tmp_path: Path) -> None:
    corpus = pair(made / "in", tmp_path / "whole", archives.SETTINGS)
    assert {pair.ids for pair in corpus.pairs} == {(row["en"], row["fr"]) for row in table(made / "out", "pairs")}
    assert compare(made, tmp_path / "whole") == compare(made, made / "out")
    assert {(copy.kept, copy.dropped) for copy in corpus.duplicates} == {
        (row["kept"], row["dropped"]) for row in table(made / "out", "duplicates")
    }
    kept = {(s.en_doc, s.fr_doc, s.en_text, s.fr_text) for s in corpus.segments if s.kept}
    # Of a repeated segment the first one is kept, and documents are not in the order of their names here.
    assert len({texts[2:] for texts in kept}) == len(kept) == len(table(made / "out", "data"))


@pytest.mark.parametrize("size", [8, 1000])
def test_the_size_of_a_shard_changes_nothing_that_is_found(made: Path, size: int, tmp_path: Path) -> None:
    totals = archives.run(made, tmp_path, options=archives.OPTIONS._replace(size=size))
    assert totals.shards > 12 if size == 8 else totals.shards == 1
    for folder, columns in (("pairs", ("en", "fr", "confidence")), ("duplicates", ("kept", "dropped", "why"))):
        found, expected = (
            sorted(tuple(row[name] for name in columns) for row in table(output, folder))
            for output in (tmp_path, made / "out")
        )
        assert [row[:2] for row in found] == [row[:2] for row in expected]


def test_texts_without_a_date_are_compared_with_all(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "archive", ignore=shutil.ignore_patterns("out"))
    for place, path in enumerate(sorted((tmp_path / "archive/in").rglob("*.jsonl"))):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        for number, row in enumerate(rows):
            if place % 2 or number % 2:
                del row["date"]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    output = tmp_path / "out"
    totals = archives.run(tmp_path / "archive", output, options=archives.OPTIONS._replace(size=8))
    assert 10 < totals.undated < totals.documents
    figures = compare(tmp_path / "archive", output)
    assert (figures["precision"], figures["recall"], figures["dropped_right"]) == (1.0, 1.0, 1.0)


def test_the_same_command_again_does_nothing(copy: Path) -> None:
    before = contents(copy / "out")
    engine = CountingEngine()
    archives.run(copy, copy / "out", engine)
    assert engine.calls == []
    assert contents(copy / "out") == before


def test_only_what_is_new_is_done_and_what_expires_is_dropped(copy: Path, tmp_path: Path) -> None:
    archives.write_stories(copy, 42, 40)
    engine = CountingEngine()
    archives.run(copy, copy / "out", engine)
    shards = len([*(copy / "out/work/gather").glob("*-texts.parquet")])
    assert engine.calls.count("read_part") <= 2
    assert 0 < engine.calls.count("align_pairs") < shards
    archives.run(copy, tmp_path / "whole")
    assert contents(copy / "out") == contents(tmp_path / "whole")
    engine = CountingEngine()
    late = archives.OPTIONS._replace(since="2010-03-01")
    totals = archives.run(copy, copy / "out", engine, late)
    assert totals.documents < 70 and "read_part" not in engine.calls
    assert all(str(row["en_date"]) >= "2010-03" for row in table(copy / "out", "data"))
    archives.run(copy, tmp_path / "late", options=late)
    assert contents(copy / "out") == contents(tmp_path / "late")


def damage_bytes(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0x41
    path.write_bytes(data)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize(
    ("folder", "damage"),
    [
        ("work/read", damage_bytes), ("work/gather", truncate), ("work/propose", Path.unlink),
        ("work/align", damage_bytes), ("work/repeats", Path.unlink), ("data", truncate),
    ],
)  # fmt: skip
def test_a_damaged_shard_is_made_again(folder: str, damage: object, copy: Path) -> None:
    before = contents(copy / "out")
    paths = sorted((copy / "out" / folder).glob("*.parquet"))
    damage(paths[len(paths) // 2])  # type: ignore[operator]
    archives.run(copy, copy / "out")
    assert contents(copy / "out") == before


class DamagingEngine(CountingEngine):
    """Damages a file before the tasks that read it, once."""

    def __init__(self, path: Path, before: str) -> None:
        super().__init__()
        self.path, self.before = path, before

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Run tasks here."""
        tasks = list(tasks)
        if any(self.before == task.call.func.__name__ for task in tasks) and self.before:  # type: ignore[attr-defined]
            self.before = ""
            damage_bytes(self.path)
        yield from super().run(tasks)


@pytest.mark.parametrize(("file", "stage"), [("gather/*-texts", "align_pairs"), ("propose/*", "align_pairs")])
def test_a_shard_that_is_damaged_meanwhile_is_made_again(file: str, stage: str, copy: Path) -> None:
    before = contents(copy / "out")
    shutil.rmtree(copy / "out/work/align")
    path = sorted((copy / "out/work").glob(f"{file}.parquet"))[0]
    engine = DamagingEngine(path, stage)
    archives.run(copy, copy / "out", engine)
    assert engine.before == "" and contents(copy / "out") == before


def test_stops_after_a_stage(made: Path, tmp_path: Path) -> None:
    options = ArchiveOptions(window=30, size=40, until="propose")
    totals = archives.run(made, tmp_path / "out", options=options)
    assert totals.proposed > 0 and totals.pairs == 0
    assert not (tmp_path / "out/manifest.json").exists()


def test_an_archive_without_a_story_says_why(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/broken.jsonl").write_text('{"text": 1}\n')
    (tmp_path / "in/picture.png").write_bytes(b"\x89PNG")
    files, unread = find_archive_files([str(tmp_path / "in")], str(tmp_path / "out"))
    totals = pair_archive(
        files, str(tmp_path / "out"), archives.SETTINGS, archives.OPTIONS, LocalEngine(1), unread=unread
    )
    assert (totals.documents, totals.pairs, totals.skipped) == (0, 0, 2)
    names = {Path(str(row["source"])).name for row in table(tmp_path / "out", "skipped")}
    assert names == {"broken.jsonl#1", "picture.png"}
