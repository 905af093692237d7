"""Corpus files: whole or not there, equal for equal runs, and read back as they were written."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tracemalloc
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

import pytest
from conftest import CASES as ALL_CASES
from conftest import ROOT, contents
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from aligner.errors import InputError, OutputError, UnknownNameError
from aligner.readers import read
from aligner.types import (
    Bead,
    Corpus,
    Document,
    DocumentPair,
    DocumentSpan,
    Duplicate,
    Finding,
    RawDocument,
    Reason,
    ReasonCode,
    Segment,
    SegmentLocation,
    Sentence,
    SideSpan,
    Skipped,
    Step,
)
from aligner.types.units import Code, MemoryHeader, SourceText, SourceUnit
from aligner.writers import WRITERS, manifest, records, write
from aligner.writers.atomic import open_atomic, open_atomic_group
from aligner.writers.escaping import decimal, json_line, one_line

CASES = ALL_CASES / "writers"
GOLDEN = CASES / "golden"
quick = settings(max_examples=40, deadline=None, derandomize=True)


def cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]


def corpus_of(segments: Iterable[Segment], **signature: object) -> Corpus:
    return Corpus((), (), segments, (), (), (), signature)


def segment(en: str, fr: str, confidence: float = 0.5, **rest: Any) -> Segment:
    return Segment("en/a.txt", "fr/a.txt", Bead((0, 1), (0, 1), 1.0), en, fr, confidence, **rest)


# Golden files


def test_a_run_is_written_as_the_golden_one(tmp_path: Path) -> None:
    corpus = records.read_corpus(GOLDEN)
    files = [path for name in ("jsonl", "moses", "tmx", "tsv") for path in write(name, corpus, tmp_path)]
    files += records.write(corpus, tmp_path)
    manifest.write(corpus, tmp_path, files)
    assert contents(tmp_path) == contents(GOLDEN)


def test_a_run_may_be_written_over_the_one_it_is_read_from(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(GOLDEN, tmp_path / "run"))
    records.write(records.read_corpus(folder), folder)
    assert (folder / "segments.jsonl").read_bytes() == (GOLDEN / "segments.jsonl").read_bytes()


def test_manifest_lists_files_and_counts() -> None:
    found = manifest.read(GOLDEN)
    for name, entry in found["files"].items():
        assert manifest.file_digest(GOLDEN / name) == entry["sha256"], name
        assert (GOLDEN / name).stat().st_size == entry["bytes"], name
    assert set(found["files"]) == {path.name for path in GOLDEN.iterdir()} - {"manifest.json"}
    assert found["counts"] == {
        "documents": 3,
        "documents_en": 1,
        "documents_fr": 2,
        "pairs": 1,
        "segments": 4,
        "segments_kept": 3,
        "segments_dropped": 1,
        "duplicates": 1,
        "skipped": 1,
    }


# Characters and numbers


@pytest.mark.parametrize("case", cases("one_line"), ids=lambda case: repr(case["text"]))
def test_one_line(case: dict[str, str]) -> None:
    assert one_line(case["text"]) == case["line"]


@quick
@given(st.text(st.characters(codec=None)))
def test_one_line_is_one_line_for_everyone(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1 and "\t" not in line
    assert one_line(line) == line
    etree.Element("seg").text = line
    line.encode()


@quick
@given(st.dictionaries(st.text(), st.text(st.characters(codec=None))))
def test_json_line_is_one_line_for_everyone(record: dict[str, str]) -> None:
    line = json_line({"record": record})
    assert len(line.splitlines()) == 1 and line.endswith("\n")
    line.encode()


def test_json_line_has_json_numbers_only() -> None:
    numpy = pytest.importorskip("numpy")
    record = {"a": numpy.float32(0.1), "b": numpy.int64(3), "c": -0.00001, "d": True, "e": (None, 1 / 3)}
    assert json_line(record) == '{"a": 0.1, "b": 3, "c": 0.0, "d": true, "e": [null, 0.3333]}\n'
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_line({"a": float("nan")})
    with pytest.raises(TypeError, match="set has no form in JSON"):
        json_line({"a": {1}})


@quick
@given(st.floats(0, 1))
def test_confidence_has_the_same_digits_from_memory_and_from_disk(confidence: float) -> None:
    assert decimal(confidence) == decimal(json.loads(json_line({"confidence": confidence}))["confidence"])


# TMX


def units(path: Path) -> list[tuple[str | None, str, str]]:
    """Return confidence and texts as read by expat, a parser other than the one that wrote them."""
    found = []
    for unit in ElementTree.parse(path).getroot().iter("tu"):
        texts = {variant.get("{http://www.w3.org/XML/1998/namespace}lang"): variant for variant in unit.iter("tuv")}
        found.append((unit.findtext("prop"), texts["en"].findtext("seg") or "", texts["fr"].findtext("seg") or ""))
    return found


def test_dtd_refuses_what_is_no_tmx() -> None:
    dtd = etree.DTD(CASES / "tmx14.dtd")
    assert not dtd.validate(etree.XML('<tmx version="1.4"><body/></tmx>'))
    tree = etree.parse(GOLDEN / "corpus.tmx")
    assert dtd.validate(tree), dtd.error_log
    tree.find(".//seg").addprevious(etree.Element("seg"))
    assert not dtd.validate(tree)


texts = st.text(st.characters(codec=None), max_size=40)


@quick
@given(st.lists(st.tuples(texts, texts, st.floats(0, 1)), max_size=5))
def test_tmx_is_valid_and_reads_back(rows: list[tuple[str, str, float]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        [path] = write("tmx", corpus_of([segment(en, fr, p) for en, fr, p in rows], odd=rows), Path(folder))
        dtd = etree.DTD(CASES / "tmx14.dtd")
        assert dtd.validate(etree.parse(path)), dtd.error_log
        assert units(path) == [(decimal(p), one_line(en), one_line(fr)) for en, fr, p in rows]


def test_tmx_names_its_dtd_and_its_signature() -> None:
    tree = etree.parse(GOLDEN / "corpus.tmx")
    assert tree.docinfo.doctype == '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
    signature = json.loads(tree.findtext("header/prop"))
    assert signature["version"] == tree.find("header").get("creationtoolversion") == "0.1.0"
    assert signature["inputs"].startswith("sha256:"), "a long value stands as its digest"


# Round trips

words = st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), min_size=1, max_size=20)


@quick
@given(st.lists(st.tuples(texts, texts), max_size=5))
def test_plain_formats_read_back(rows: list[tuple[str, str]]) -> None:
    lines = [(one_line(en), one_line(fr)) for en, fr in rows]
    corpus = corpus_of([segment(en, fr) for en, fr in rows])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        [tsv], [jsonl], (en, fr, confidence) = (write(kind, corpus, folder) for kind in ("tsv", "jsonl", "moses"))
        assert [tuple(line.split("\t")[:2]) for line in tsv.read_text("utf-8").splitlines()] == lines
        assert list(zip(en.read_text("utf-8").splitlines(), fr.read_text("utf-8").splitlines(), strict=True)) == lines
        assert confidence.read_text("utf-8") == "0.500\n" * len(rows)
        whole = [json.loads(line) for line in jsonl.read_text("utf-8").splitlines()]
        assert [(row["en"], row["fr"]) for row in whole] == [(scalar(en), scalar(fr)) for en, fr in rows]


def scalar(text: str) -> str:
    return "".join("\N{REPLACEMENT CHARACTER}" if "\ud800" <= letter <= "\udfff" else letter for letter in text)


# The readers leave out a row with a blank side, and say so; select has dropped such rows before.
seen = words.filter(lambda text: one_line(text).strip() != "")


@pytest.mark.parametrize("name", ["tmx", "tsv"])
@quick
@given(rows=st.lists(st.tuples(seen, seen), min_size=1, max_size=5))
def test_our_own_readers_read_it_back(name: str, rows: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        [path] = write(name, corpus_of([segment(en, fr) for en, fr in rows]), Path(folder))
        en, fr = read(path.name, path)
    assert isinstance(en, RawDocument) and isinstance(fr, RawDocument)
    assert [sentence.text for sentence in en.sentences] == [one_line(text) for text, _ in rows]
    assert [sentence.text for sentence in fr.sentences] == [one_line(text) for _, text in rows]


places = st.integers(0, 10**6)
fractions = st.floats(-100, 100).map(lambda number: round(number, 4) + 0.0)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | fractions | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=5,
)
sides = st.sampled_from(["en", "fr"])
findings = st.builds(
    Finding, words, sides, words, st.just("minor"), words, places, places, words, words,
    st.dictionaries(words, json_values, max_size=3), words,
)  # fmt: skip
ranges = st.tuples(places, st.integers(0, 4)).map(lambda pair: (pair[0], sum(pair)))
codes = st.sampled_from(get_args(ReasonCode))
reasons = st.builds(Reason, codes, words, st.lists(st.builds(SideSpan, sides, places, places), max_size=2).map(tuple))
pieces = st.lists(words, max_size=2).map(tuple)
named = st.lists(st.tuples(words, words), max_size=2).map(tuple)
dated = st.sampled_from([(), (("creationdate", "20240102T030405Z"),), (("changeid", "eva"), ("o-tmf", "x"))])
source_texts = st.builds(
    lambda language, attributes, notes, properties, text: SourceText(
        language, attributes, notes, properties, text, (Code(0, 0, "<ph/>"), Code(len(text), len(text), "<x"))
    ),
    words, dated, pieces, named, words,
)  # fmt: skip
source_units = st.builds(
    SourceUnit, words, dated, pieces, named, source_texts, st.just(SourceText()), st.booleans(),
    st.lists(source_texts, max_size=2).map(tuple),
)  # fmt: skip
segments = st.builds(
    Segment, words, words, st.builds(Bead, ranges, ranges, fractions, fractions, st.booleans()), words, words,
    fractions, st.lists(reasons, max_size=3).map(tuple), st.lists(findings, max_size=2).map(tuple), st.booleans(),
    words, st.lists(st.builds(SegmentLocation, words, words, ranges, ranges), max_size=2).map(tuple), pieces,
    st.none() | source_units,
)  # fmt: skip
documents = st.builds(
    Document,
    id=words,
    text=words,
    side=sides,
    language_confidence=fractions,
    sentences=st.lists(st.builds(Sentence, words, places, places, places, st.none()), max_size=3).map(tuple),
    steps=st.lists(st.builds(Step, words, words, words, places), max_size=3).map(tuple),
    meta=st.dictionaries(st.just("sha256") | words, words, max_size=3),
    aligned=st.none() | words,
)
spans = st.builds(DocumentSpan, words, places, places)
duplicates = st.builds(
    Duplicate, words, words, fractions, words, st.lists(st.tuples(spans, spans), max_size=2).map(tuple), words,
    st.tuples(fractions, fractions), words, st.lists(words, max_size=2).map(tuple),
)  # fmt: skip
pairs = st.lists(
    st.builds(DocumentPair, words, words, fractions, st.dictionaries(words, fractions, max_size=2)), max_size=2
).map(tuple)
corpora = st.builds(
    Corpus,
    documents=st.lists(documents, max_size=3),
    pairs=pairs,
    segments=st.lists(segments, max_size=3),
    duplicates=st.lists(duplicates, max_size=2).map(tuple),
    rejected=pairs,
    skipped=st.lists(st.builds(Skipped, words, words), max_size=2).map(tuple),
    signature=st.dictionaries(words, json_values, max_size=3),
    date=st.sampled_from(["", "20240102T030405Z"]),
    memory=st.builds(MemoryHeader, st.sampled_from([(), (("creationid", "eva"), ("srclang", "*all*"))]), pieces, named),
)


@settings(quick, max_examples=60)
@given(corpora)
def test_a_run_written_then_read_is_the_same(corpus: Corpus) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        manifest.write(corpus, folder, records.write(corpus, folder))
        stored = records.read_corpus(folder)
        for _ in range(2):  # a corpus may be iterated more than once
            whole = replace(stored, documents=list(stored.documents), segments=list(stored.segments))
            assert whole == corpus
        found = (folder / "findings.jsonl").read_text("utf-8").splitlines()
        assert len(found) == sum(len(segment.findings) for segment in corpus.segments)


# What is refused


@pytest.mark.parametrize("case", cases("refused"), ids=lambda case: case["name"])
def test_a_damaged_file_is_refused(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "segments.jsonl"
    path.write_text(case.get("content") or "[" * case["nested"])
    with pytest.raises(InputError, match=r"^cannot read .*segments\.jsonl: line 1 is damaged; run aligner pair again$"):
        list(records.read_segments(path))


def test_a_missing_or_damaged_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        manifest.read(tmp_path)
    for content in ("", "{", "[]", "{}", '{"signature": 1}'):
        (tmp_path / "manifest.json").write_text(content)
        with pytest.raises(InputError, match="run aligner pair again"):
            manifest.read(tmp_path)


def test_an_unknown_format_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"no writers called 'exel'; .*jsonl, moses,"):
        write("exel", corpus_of([]), tmp_path)


# Whole or not at all


@pytest.mark.parametrize("name", sorted(WRITERS))
@pytest.mark.parametrize("error", [KeyboardInterrupt, InputError, OSError(errno.ENOSPC, "No space left on device")])
def test_whatever_stops_it_leaves_what_was_there(name: str, error: Any, tmp_path: Path) -> None:
    def stopped() -> Iterator[Segment]:
        yield segment("new", "neuf")
        raise error

    before = write(name, corpus_of([segment("old", "vieux")]), tmp_path)
    old = contents(tmp_path)
    with pytest.raises(OutputError if isinstance(error, OSError) else error):
        write(name, corpus_of(stopped()), tmp_path)
    assert contents(tmp_path) == old and len(old) == len(before)


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_an_empty_corpus_and_a_new_folder(name: str, tmp_path: Path) -> None:
    dropped = segment("a", "b", kept=False, why_dropped="low confidence")
    paths = write(name, corpus_of([dropped]), tmp_path / "deep" / "new")
    assert all(path.read_bytes() == b"" for path in paths) or name not in ("jsonl", "moses", "tsv")
    assert len(contents(tmp_path / "deep" / "new")) == len(paths)


def test_places_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "corpus.fr").mkdir()
    with pytest.raises(OutputError, match=r"^cannot write .*: Not a directory; choose a folder whose path"):
        write("tsv", corpus_of([]), tmp_path / "file" / "under")
    with pytest.raises(OutputError, match=r"File exists; choose a folder whose path holds no file"):
        write("tsv", corpus_of([]), tmp_path / "file")
    with pytest.raises(OutputError, match=r"Is a directory; move that folder away"):
        write("moses", corpus_of([]), tmp_path)
    os.mkfifo(tmp_path / "corpus.tmx")
    with pytest.raises(OutputError, match=r"it is a device or a pipe; choose another folder"):
        write("tmx", corpus_of([]), tmp_path)
    (tmp_path / "corpus.tmx").unlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus.fr", "file"], "no corpus.en without corpus.fr"


def test_two_runs_at_once_never_mix(tmp_path: Path) -> None:
    path = tmp_path / "corpus.tsv"
    with open_atomic(path) as first:
        first.write("first\n" * 1000)
        first.flush()
        with open_atomic(path) as second:
            second.write("second\n" * 1000)
        assert path.read_text() == "second\n" * 1000
    assert path.read_text() == "first\n" * 1000
    assert list(tmp_path.iterdir()) == [path]


def test_files_that_belong_together_appear_together(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    with open_atomic_group(one, two) as (a, b):
        a.write("1")
        a.flush()
        b.write("2")
        assert not one.exists() and not two.exists()
    assert (one.read_text(), two.read_text()) == ("1", "2")
    assert one.stat().st_mode & 0o777 == 0o666 & ~umask(), "readable as any other file of the user"


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


# Real disks and real kills; the programs run in processes of their own

PROGRAM = str(CASES / "write.py")


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="needs resource limits")
@pytest.mark.parametrize("name", sorted(WRITERS))
def test_a_file_that_may_grow_no_further(name: str, tmp_path: Path) -> None:
    write(name, corpus_of([segment("old", "vieux")]), tmp_path)
    old = contents(tmp_path)
    done = run([sys.executable, PROGRAM, name, str(tmp_path), "2000", "0", "65536"])
    assert done.returncode == 3, done.stderr
    assert done.stdout.count("\n") == 1 and "File too large; raise the limit" in done.stdout
    assert contents(tmp_path) == old


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs a mount namespace of its own")
@pytest.mark.parametrize("name", ["moses", "tmx", "tsv"])
def test_a_full_disk(name: str, tmp_path: Path) -> None:
    program = [sys.executable, PROGRAM, name, str(tmp_path), "1000", "0", "0"]
    done = run(["unshare", "--mount", "--map-root-user", "sh", str(CASES / "full_disk.sh"), str(tmp_path), *program])
    if done.returncode in (1, 77):
        pytest.skip(f"may not mount here: {done.stderr.strip()}")
    assert done.returncode == 3, done.stderr
    assert "No space left on device; free some space and run again, nothing half-written was left\n" in done.stdout
    assert done.stdout.count("old\n") == 3
    assert done.stdout.endswith("corpus.en\ncorpus.tmx\ncorpus.tsv\n"), "nothing beside the old files"


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("name", ["moses", "tmx"])
def test_a_killed_run_leaves_no_half_file_and_the_next_one_cleans_up(name: str, tmp_path: Path) -> None:
    command = [sys.executable, PROGRAM, name, str(tmp_path), "100000", "0.0005", "0"]
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT)}) as process:
        limit = time.monotonic() + 30
        while not any(path.stat().st_size for path in tmp_path.iterdir()) and time.monotonic() < limit:
            time.sleep(0.01)
        living = sorted(tmp_path.iterdir())
        written = write(name, corpus_of([segment("a", "b")]), tmp_path)
        assert sorted(tmp_path.iterdir()) == sorted([*living, *written]), "what a living run writes is left alone"
        for path in written:
            path.unlink()
        process.send_signal(signal.SIGKILL)
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left and all(part.startswith(".corpus.") and part.endswith(".part") for part in left)
    written = write(name, corpus_of([segment("a", "b")]), tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(written)


@dataclass
class Lines:
    """Segments that are made each time they are iterated, as those of a run are read."""

    count: int

    def __iter__(self) -> Iterator[Segment]:
        for number in range(self.count):
            yield segment(f"line {number} " * 20, "ligne " * 20)._replace(en_doc=f"en/{number // 50}.txt")


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_memory_stays_flat(name: str, tmp_path: Path) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        write(name, corpus_of(Lines(count)), tmp_path)
        return (tracemalloc.get_traced_memory()[1], tracemalloc.stop())[0]

    peak(10)
    assert peak(3000) < peak(300) + 1_000_000, "more than what Python keeps for reuse"
