"""What a memory has besides its English and French texts comes out again: other languages, and its header."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES as ALL_CASES
from conftest import Run
from conftest import read as read_cases
from lxml import etree

from aligner.readers.bitext import read_pairs
from aligner.readers.memory.header import header_of_memories
from aligner.types import Bead, Corpus, Segment
from aligner.types.units import MemoryHeader, SourceText, SourceUnit, header_of, header_record
from aligner.writers import write

CASES = ALL_CASES / "writers" / "translation"
MEMORY = CASES / "languages.tmx"
DTD = etree.DTD(ALL_CASES / "writers" / "tmx14.dtd")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
KEPT = {
    "segtype": "paragraph", "o-tmf": "quay-db", "adminlang": "en-CA", "srclang": "fr-CA", "datatype": "html",
    "o-encoding": "iso-8859-15", "creationdate": "20210304T050607Z", "creationid": "MIREILLE",
    "changedate": "20240809T101112Z", "changeid": "OTTO",
}  # fmt: skip
NOTE = "Terms agreed with the harbour office & the pilots"
OTHERS = [["de-AT", "es-MX"], ["it"], [], ["pt"], []]


def parsed(path: Path) -> Any:
    tree = etree.parse(path)
    assert DTD.validate(tree), DTD.error_log
    return tree


def languages(tree: Any) -> list[list[str]]:
    """Return the other languages of each unit, in the order of the memory."""
    units = sorted(tree.findall(".//tu"), key=lambda unit: ORDER.index(unit.get("tuid")))
    return [[own for text in unit.iterfind("tuv") if (own := text.get(LANG))[:2] not in ("en", "fr")] for unit in units]


ORDER = ["gate", "two-french", "damaged", "plain"]


def kept_header(tree: Any) -> tuple[dict[str, str], list[str], list[str]]:
    header = tree.find("header")
    assert header.get("creationtool") == "aligner" and header.find("ude") is None
    props = [(prop.get("type"), prop.text) for prop in header.findall("prop")]
    assert [kind for kind, _ in props].count("x-signature") == 1 and (
        "x-signature",
        '{"of": "an earlier run"}',
    ) not in props
    own = {name: value for name, value in header.items() if not name.startswith("creationtool")}
    notes = [note.text for note in header.findall("note")]
    return own, notes, [text for kind, text in props if kind == "x-project"]


def corpus_of(path: Path = MEMORY, **rest: Any) -> Corpus:
    segments = [
        Segment("a", "b", Bead((0, 1), (0, 1), 1.0), row.en, row.fr, 0.9, unit=row.unit) for row in read_pairs([path])
    ]
    return replace(Corpus((), (), segments, (), (), (), {"version": "1"}, "", header_of_memories([path])), **rest)


def test_every_format_of_memories_keeps_other_languages_and_the_header(tmp_path: Path) -> None:
    for name, path in (("tmx", "corpus.tmx"), ("omegat", "omegat/tm/penalty-010/corpus.tmx")):
        write(name, corpus_of(), tmp_path)
        tree = parsed(tmp_path / path)
        assert languages(tree) == OTHERS
        assert kept_header(tree) == (KEPT, [NOTE], ["Tide tables", "Signs"])
    written, source = (next(each for each in t.findall(".//tuv") if each.get(LANG) == "de-AT")
                       for t in (tree, etree.parse(MEMORY)))  # fmt: skip
    written.tail = source.tail = None
    assert etree.tostring(written, method="c14n") == etree.tostring(source, method="c14n")


def test_a_second_pass_changes_nothing(tmp_path: Path) -> None:
    (first,) = write("tmx", corpus_of(), tmp_path / "1")
    (second,) = write("tmx", corpus_of(first), tmp_path / "2")
    assert first.read_bytes() == second.read_bytes()


def test_other_languages_come_through_json_lines_but_not_through_xliff(tmp_path: Path) -> None:
    (path,) = write("jsonl", corpus_of(), tmp_path)
    assert languages(parsed(write("tmx", corpus_of(path), tmp_path)[0])) == OTHERS
    (path,) = write("xliff", corpus_of(), tmp_path)
    assert not any(row.unit and row.unit.others for row in read_pairs([path]))


@pytest.mark.parametrize(
    "others",
    [
        [SourceText("de", text="a\x00b & <c>\ud800")],
        [SourceText("de!", text="a"), SourceText("", text="b"), SourceText('de" onload="x', text="c")],
        [SourceText("de", (("o-tmf", "\x01<"),), ("]]>",), (("x\n", "&bomb;"),), "a")],
    ],
)
def test_hostile_texts_in_other_languages_leave_a_valid_memory(others: list[SourceText], tmp_path: Path) -> None:
    row = Segment("a", "b", Bead((0, 1), (0, 1), 1.0), "Sea.", "Mer.", 0.9, unit=SourceUnit(others=tuple(others)))
    header = MemoryHeader((("segtype", "verse"), ("o-tmf", "\x02")), ("\x00<",), (("a&b", "\ud800"),))
    (path,) = write("tmx", replace(corpus_of(), segments=[row], memory=header), tmp_path)
    assert parsed(path).find("header").get("segtype") == "sentence"


# Headers


def memories(case: dict[str, Any], folder: Path) -> list[Path]:
    paths = [folder / f"{number}.tmx" for number in range(len(case["headers"]))]
    for path, header in zip(paths, case["headers"], strict=True):
        namespace = ' xmlns:t="x"' if "t:" in header else ""
        path.write_text(f"{case.get('doctype', '')}<tmx{namespace}>{header}<body><tu/></body></tmx>")
    return paths


@pytest.mark.parametrize("case", read_cases(CASES / "headers.jsonl"), ids=lambda case: case["why"].replace(" ", "-"))
def test_header_of_memories(case: dict[str, Any], tmp_path: Path) -> None:
    found = header_of_memories(memories(case, tmp_path))
    assert (dict(found.attributes), list(found.notes)) == (case["want"], case["notes"])
    assert [list(each) for each in found.properties] == case["props"]
    assert header_of(json.loads(json.dumps(header_record(found)))) == found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-15", "gzip"])
def test_a_header_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    text = f'<?xml version="1.0"?><tmx><header o-tmf="é"><note>œuvre</note></header><body>{"<tu/>" * 99}</body></tmx>'
    if encoding == "iso-8859-15":
        text = text.replace('"1.0"', f'"1.0" encoding="{encoding}"')
    data = gzip.compress(text.encode()) if encoding == "gzip" else text.encode(encoding)
    path = tmp_path / ("m.tmx.gz" if encoding == "gzip" else "m.tmx")
    path.write_bytes(data)
    assert header_of_memories([path]) == MemoryHeader((("o-tmf", "é"),), ("œuvre",))


def test_a_header_is_read_up_to_a_cap_and_other_files_have_none(tmp_path: Path) -> None:
    for name, text in (
        ("long.tmx", f"<tmx><header o-tmf='x'><note>{'a' * (1 << 18)}</note></header><body/></tmx>"),
        ("page.tmx", "<html><header o-tmf='x'/></html>"),
        ("empty.tmx", ""),
        ("binary.tmx", "\0\1\2" * 999),
        ("story.txt", "<tmx><header o-tmf='x'/></tmx>"),
    ):
        (tmp_path / name).write_text(text)
        assert header_of_memories([tmp_path / name, tmp_path / "missing.tmx"]) == MemoryHeader(), name


# The commands


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    return Path(shutil.copy(MEMORY, tmp_path))


def test_pair_score_and_review_keep_other_languages_and_the_header(memory: Path, tmp_path: Path, aligner: Run) -> None:
    run = ("pair", memory.name, "-o", "out", "--quiet", "--jobs", "1", "--min-confidence", "0")
    for options in (run, ("review", "out", "--export", "tmx"), ("score", memory.name, "-o", "scored.tmx")):
        assert aligner(*options).returncode == 0
    for path in ("out/corpus.tmx", "out/reviewed/corpus.tmx", "scored.tmx"):
        tree = parsed(tmp_path / path)
        assert languages(tree) == OTHERS, path
        assert kept_header(tree) == (KEPT, [NOTE], ["Tide tables", "Signs"]), path
    assert json.loads((tmp_path / "out" / "manifest.json").read_bytes())["memory"]["notes"] == [NOTE]


def test_a_memory_from_standard_input_keeps_its_header(memory: Path, tmp_path: Path) -> None:
    call = [sys.executable, "-m", "aligner", "score", "-", "--format", "tmx"]
    done = subprocess.run(call, stdin=memory.open("rb"), capture_output=True, cwd=tmp_path, check=True)
    tree = etree.ElementTree(etree.fromstring(done.stdout))
    assert languages(tree) == OTHERS and kept_header(tree)[0] == KEPT


def test_of_two_memories_only_what_both_have_is_kept(memory: Path, tmp_path: Path, aligner: Run) -> None:
    (tmp_path / "second.tmx").write_text(
        '<tmx><header o-tmf="quay-db" creationid="EVA" datatype="html" segtype="block" srclang="en"/><body>'
        '<tu tuid="9"><tuv xml:lang="en"><seg>The crane on the north quay was sold last week.</seg></tuv>'
        '<tuv xml:lang="fr"><seg>La grue du quai nord a été vendue la semaine dernière.</seg></tuv></tu></body></tmx>'
    )
    paths = (memory.name, "second.tmx")
    assert aligner("pair", *paths, "-o", "out", "-q", "--jobs", "1", "--min-confidence", "0").returncode == 0
    header = parsed(tmp_path / "out" / "corpus.tmx").find("header")
    assert [header.get(name) for name in ("o-tmf", "datatype", "segtype", "creationid")] == [
        "quay-db",
        "html",
        "sentence",
        None,
    ]
    assert header.get("srclang") == "en-CA" and header.find("note") is None


def test_mend_keeps_them_too(memory: Path, tmp_path: Path, aligner: Run) -> None:
    assert aligner("mend", memory.name, "-o", "mended.tmx", "-q").returncode == 0
    assert (tmp_path / "mended.tmx").read_bytes() == memory.read_bytes()
