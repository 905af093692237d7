"""Every file, record and document of a run is in its output: as a document, or left out with a reason."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, Run, read

from aligner.checking import examine
from aligner.checking.check import check_files
from aligner.deduplication.find import find_families
from aligner.deduplication.manage import add_stories, list_stories
from aligner.documents import prepare
from aligner.errors import error_line
from aligner.pipeline import pair as pipeline
from aligner.pipeline.pair import pair
from aligner.pipeline.select import MAX_LISTED_LOCATIONS, REPEATED
from aligner.readers.files.discover import distinct_ids
from aligner.report.summary import summarise
from aligner.writers import records

ACCOUNTED = CASES / "pipeline" / "accounted"
NO_STORY = read(ACCOUNTED / "no_story.jsonl")
STORY = "The ferry to Osmund left at noon with {} passengers on board. The harbour office counted them twice."
# A reader of another package: it raises what the file names, after as many documents as the file asks for.
READER = """
import csv, lzma, zlib
from aligner.types import RawDocument

def read(id, path):
    documents, what = path.read_text().split(" ", 1)
    for number in range(int(documents)):
        yield RawDocument(f"{id}#{number}", f"The mayor of Aldmere opened bridge number {number + 21} on Friday.")
    if what == "recursion":
        read_deeper = lambda: read_deeper()
        read_deeper()
    if what == "ids":
        for name in ("own", "own", id, id, f"{id}#own", "own~2"):
            yield RawDocument(name, f"The mayor of Aldmere spoke of {name} and of {number} bridges.")
    elif what != "nothing":
        raise eval(what)
"""
RAISED = [
    "0 ValueError('a cell')", "0 KeyError('seg')", "0 TypeError()", "0 AttributeError('x')", "0 EOFError()",
    "0 AssertionError()", "0 MemoryError()", "0 zlib.error('invalid code')", "0 lzma.LZMAError()", "0 csv.Error('NUL')",
    "0 OSError(5, 'Input/output error')", "0 UnicodeDecodeError('utf-8', b'x', 0, 1, 'bad')", "0 StopIteration()",
    "0 ValueError('two\\nlines, \\x1b[31m ' + 'and many words ' * 900)", "0 recursion", "0 nothing", "2 EOFError()",
    "0 NotImplementedError()", "0 IndexError()", "0 SystemError()", "0 UnboundLocalError()",
]  # fmt: skip


@pytest.fixture
def plugin(tmp_path: Path) -> dict[str, str]:
    """Return the environment of a process in which another package reads ``.odd`` files."""
    folder = tmp_path / "plugins"
    about = folder / "odd-1.0.dist-info"
    about.mkdir(parents=True)
    (folder / "odd_reader.py").write_text(READER, "utf-8")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1.0\n", "utf-8")
    (about / "entry_points.txt").write_text("[aligner.readers]\n.odd = odd_reader:read\n", "utf-8")
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(folder), str(Path(records.__file__).parents[2])])}


def write(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("command", ["pair", "dedup", "check", "index"])
def test_whatever_a_reader_raises_costs_its_file_alone(
    command: str, plugin: dict[str, str], tmp_path: Path, aligner: Run
) -> None:
    names = [f"{number:02}.odd" for number in range(len(RAISED))]
    write(tmp_path / "in", dict(zip(names, RAISED, strict=True)) | {"good.txt": STORY.format(412)})
    arguments = {"index": ["index", "add", "desk.db", "in"], "pair": ["pair", "in"]}.get(command, [command, "in"])
    done = aligner(*arguments, env=plugin)
    assert done.returncode == 0, done.stderr
    if command == "pair":
        reasons = {row["source"]: row["reason"] for row in read(tmp_path / "aligned" / "skipped.jsonl")}
        ids = [row["id"] for row in read(tmp_path / "aligned" / "documents.jsonl")]
        assert sorted(ids) == ["16.odd#0", "16.odd#1", "good.txt"]
    elif command == "check":
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        reasons = {row["document"]: row["verdict"]["reason"] for row in rows if row["document"] in names}
    else:
        reasons = dict(line.split(": ", 1) for line in done.stderr.splitlines() if ".odd: " in line)
    assert len(reasons) == len(names)
    for reason in reasons.values():
        assert reason.isprintable() and len(reason) < 400
    if command == "pair":
        faults = [reason for reason in reasons.values() if reason.startswith("unexpected ")]
        assert len(faults) == len(names) - 3, "all but the error of the disk, of the memory and the file without story"
        assert [reason for reason in faults if ".py:" not in reason or "please report" not in reason] == []


def test_ids_of_another_package_are_made_unique(plugin: dict[str, str], tmp_path: Path, aligner: Run) -> None:
    write(tmp_path / "in", {"a.odd": "1 ids"})
    assert aligner("pair", "in", "-q", env=plugin).returncode == 0
    ids = [row["id"] for row in read(tmp_path / "aligned" / "documents.jsonl")]
    assert len(ids) == len(set(ids)) == 7
    assert all(id == "a.odd" or id.startswith("a.odd#") for id in ids)


def test_the_place_of_a_fault_of_ours_is_in_the_package() -> None:
    try:
        prepare.make_ready(None, "", None)  # type: ignore[arg-type]
    except AttributeError as error:
        line = error_line(error)
        assert line.startswith("unexpected AttributeError at aligner/documents/prepare.py:") and "please report" in line


@pytest.fixture(scope="module")
def run_without_story(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("none")
    source = write(folder / "in", {case["name"]: case["text"] for case in NO_STORY})
    pair([source], folder / "out")
    return source, folder / "out"


@pytest.mark.parametrize("case", NO_STORY, ids=lambda case: case["name"])
def test_a_file_without_story_is_left_out_with_a_reason(
    case: dict[str, Any], run_without_story: tuple[Path, Path]
) -> None:
    output = run_without_story[1]
    rows = [row for row in read(output / "skipped.jsonl") if row["source"].split("#")[0] == case["name"]]
    assert len(rows) == 1 and case["reason"] in rows[0]["reason"]
    assert not read(output / "documents.jsonl")


def test_strict_sees_files_without_story(run_without_story: tuple[Path, Path], tmp_path: Path, aligner: Run) -> None:
    done = aligner("pair", run_without_story[0], "--strict")
    assert done.returncode == 3 and f"{len(NO_STORY)} skipped" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "arguments", [["check"], ["check", "--fail-on", "minor"], ["pair"], ["dedup"], ["index", "add", "desk.db"]]
)
@pytest.mark.parametrize("hidden", [False, True])
def test_a_folder_without_files_is_no_success(arguments: list[str], hidden: bool, tmp_path: Path, aligner: Run) -> None:
    write(tmp_path / "void", {".notes.txt": "The pier is closed."} if hidden else {})
    (tmp_path / "void" / "below").mkdir()
    done = aligner(*arguments, "void")
    assert done.returncode == 3 and not done.stdout
    assert done.stderr == "aligner: no story in void; check the path\n"


def test_one_folder_of_several_without_files_is_counted(tmp_path: Path, aligner: Run) -> None:
    write(tmp_path / "void", {})
    write(tmp_path / "full", {"a.txt": STORY.format(77)})
    done = aligner("pair", "void", "full", "--strict")
    assert done.returncode == 3 and "1 skipped" in done.stdout
    assert read(tmp_path / "aligned" / "skipped.jsonl") == [{"source": "void", "reason": "has no file to read"}]


@pytest.mark.parametrize("case", read(ACCOUNTED / "same_ids.jsonl"), ids=lambda case: case["name"])
def test_no_record_is_lost_by_its_id(case: dict[str, Any], tmp_path: Path) -> None:
    source, number = tmp_path / "in", 0
    source.mkdir()
    for name, ids in case["files"].items():
        lines = []
        for id in ids or [""]:
            number += 1
            text = f"In case {number} the court of Bramfield heard {number + 30} witnesses about {number + 70} boats."
            lines.append(json.dumps({"id": id, "text": text}) if name.endswith(("l", "1")) or ids else text)
        (source / name).write_text("\n".join(lines) + "\n", "utf-8")
    runs = [pair([source], tmp_path / "out", jobs=jobs) for jobs in (1, 1)]
    ids = [[document.id for document in run.documents] for run in runs]
    assert ids[0] == ids[1] and len(set(ids[0])) == len(ids[0])
    assert len(ids[0]) + len(runs[0].skipped) == number
    add_stories(tmp_path / "desk.db", [source])
    assert len(list_stories(tmp_path / "desk.db")) == len(ids[0])


@pytest.mark.parametrize(
    ("ids", "wanted"),
    [
        (["a", "a#b"], ["a", "a%23b"]),
        (["a#b", "a"], ["a%23b", "a"]),
        (["a#b", "c"], ["a#b", "c"]),
        (["a", "a", "a~"], ["a", "a~~", "a~"]),
        (["a", "a#b", "a%23b"], ["a", "a%23b~", "a%23b"]),
        (["a", "a", "a~#b"], ["a", "a~~", "a~#b"]),
    ],
)
def test_ids_of_files_are_distinct(ids: list[str], wanted: list[str]) -> None:
    assert list(distinct_ids(ids)) == wanted


def fail_on(marker: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that fails on documents that contain a marker."""

    def failing(document: Any, *rest: Any) -> Any:
        if marker in document.text:
            raise IndexError("out of range")
        return function(document, *rest)

    return failing


@pytest.mark.parametrize("stage", ["clean", "assign_side", "segment", "make_sketch"])
def test_a_document_that_makes_us_fail_costs_itself_alone(
    stage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [json.dumps({"id": name, "text": STORY.format(name)}) for name in ("61", "SEVENTY", "82")]
    source = write(tmp_path / "in", {"desk.jsonl": "\n".join(lines)})
    monkeypatch.setattr(prepare, stage, fail_on("SEVENTY", getattr(prepare, stage)))
    [paired] = pair([source], tmp_path / "out").skipped
    [alone] = find_families([source]).skipped
    [checked] = [result for result in check_files([source]).results if result.reason]
    for reason in (paired.reason, alone.reason, checked.reason):
        assert reason.startswith("unexpected IndexError at ") and "out of range" in reason
    assert (paired.source, checked.document) == ("desk.jsonl#SEVENTY", "desk.jsonl#SEVENTY")


def test_a_document_that_cannot_be_examined_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write(tmp_path / "in", {"a.txt": STORY.format(61), "b.txt": STORY.format("SEVENTY")})
    monkeypatch.setattr(examine, "judge_origin", fail_on("SEVENTY", examine.judge_origin))
    reasons = {result.document: result.reason for result in check_files([source]).results}
    assert not reasons["a.txt"] and reasons["b.txt"].startswith("unexpected IndexError at ")


def test_a_pair_that_cannot_be_judged_is_reported(seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(pipeline, "judge", fail)
    corpus = pair([seeds], tmp_path / "out")
    failed = [row.reason for row in corpus.skipped if " = " in row.source]
    assert failed and not corpus.pairs
    assert all(reason.startswith("unexpected ZeroDivisionError at ") for reason in failed)


def test_two_documents_of_one_id_are_never_merged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write(tmp_path / "in", {"a.txt": STORY.format(61), "b.txt": STORY.format(62)})
    monkeypatch.setattr(prepare, "clean", lambda document: document.__class__("same", document.text))
    with pytest.raises(Exception, match="UNIQUE"):
        pair([source], tmp_path / "out")


def memory(count: int) -> str:
    """Return a translation memory of so many equal units."""
    unit = "".join(
        f'<tuv xml:lang="{side}"><seg>{text}</seg></tuv>'
        for side, text in (
            ("en", "The council of Marlow opened the new library on Tuesday."),
            ("fr", "Le conseil de Marlow a ouvert la nouvelle bibliothèque mardi."),
        )
    )
    return f'<tmx version="1.4"><header/><body>{f"<tu>{unit}</tu>" * count}</body></tmx>'


def test_equal_segments_are_written_in_linear_size(tmp_path: Path) -> None:
    count = MAX_LISTED_LOCATIONS + 200
    sizes = []
    for units in (count, 2 * count):
        source = write(tmp_path / f"in{units}", {"memory.tmx": memory(units)})
        corpus = pair([source], tmp_path / "out")
        sizes.append((tmp_path / "out" / "segments.jsonl").stat().st_size)
    assert sizes[1] < 2.1 * sizes[0] and sizes[1] < 2000 * 2 * count
    first, *repeats = corpus.segments
    assert first.kept and len(first.sources) == MAX_LISTED_LOCATIONS
    assert {segment.why_dropped for segment in repeats} == {REPEATED}
    assert all(len(segment.sources) == 2 and segment.sources[0] == first.sources[0] for segment in repeats)
    assert len({segment.sources[1] for segment in repeats}) == len(repeats) == 2 * count - 1
    summary = summarise(corpus)
    assert summary.thresholds[0].kept == summary.kept == 1 and sum(summary.histogram) == 1


def test_the_summary_counts_what_is_kept(tmp_path: Path, aligner: Run) -> None:
    write(tmp_path / "in", {"memory.tmx": memory(30)})
    lines = aligner("pair", "in").stdout.splitlines()
    [kept] = [line.split()[1] for line in lines if line.startswith("Segments")]
    [at_least] = [line.split()[1] for line in lines if line.startswith(" segments")]
    assert kept == at_least == "1"


def test_a_very_long_document_is_stored_in_parts_and_written_as_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seeds: Path
) -> None:
    pair([seeds], tmp_path / "whole")
    for module, name, value in (
        ("aligner.pipeline.stored_rows", "PART_SIZE", 1000),
        ("aligner.writers.records", "BLOCK_SENTENCES", 2),
        ("aligner.documents.sketch", "BLOCK_WORDS", 5),
        ("aligner.text.blocks", "BLOCK_CHARS", 40),
    ):
        monkeypatch.setattr(sys.modules[module], name, value)
    pair([seeds], tmp_path / "parts")
    for name in ("documents.jsonl", "segments.jsonl", "pairs.jsonl", "corpus.tsv", "report.html"):
        assert (tmp_path / "parts" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    monkeypatch.setattr(prepare, "MAX_ENCODED_TEXTS", 4)
    corpus = pair([seeds], tmp_path / "encoded")
    assert len(corpus.pairs) == 1
