"""XLIFF of both versions: every segment is a row, with its codes as TMX has them, and damage costs its unit."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, read

from aligner.errors import InputError
from aligner.readers import read as read_file
from aligner.readers.bitext import read_pairs
from aligner.readers.files.capped import STDIN
from aligner.readers.memory.units import Unit
from aligner.readers.xliff import SUFFIXES, read_units
from aligner.types import RawDocument, Skipped
from aligner.types.units import marked_up

UNITS = read(CASES / "readers" / "xliff" / "units.jsonl")
PAIR = '<unit id="u"><segment><source>Sea.</source><target>Mer.</target></segment></unit>'


def xliff(body: str, version: str = "2.0", languages: tuple[str | None, str | None] = ("en", "fr")) -> str:
    names = ("srcLang", "trgLang") if version > "2" else ("source-language", "target-language")
    given = " ".join(f'{name}="{tag}"' for name, tag in zip(names, languages, strict=True) if tag)
    namespace = "2.0" if version > "2" else "1.2"
    root = f'<xliff xmlns="urn:oasis:names:tc:xliff:document:{namespace}" version="{version}"'
    if version > "2":
        return f'{root} {given}><file id="f">{body}</file></xliff>'
    return f'{root}><file original="a" {given}><body>{body}</body></file></xliff>'


def units_of(path: Path, text: str) -> list[Unit]:
    path.write_text(text, "utf-8")
    return list(read_units(path.name, path))


@pytest.mark.parametrize("case", UNITS, ids=lambda case: case["why"].replace(" ", "-"))
def test_units_have_these_rows_and_faults(case: dict[str, Any], tmp_path: Path) -> None:
    text = xliff(case["body"], case["version"], tuple(case.get("languages", ("en", "fr"))))
    units = units_of(tmp_path / "a.xlf", case.get("doctype", "") + text)
    rows = [row for unit in units for row in unit.rows]
    found = [[row.unit.id, row.left, row.right, marked_up(row.left, row.unit.en.codes)] for row in rows if row.unit]
    assert found == case["rows"]
    faults = [(unit.number, fault) for unit in units for fault in unit.faults]
    assert [number for number, _ in faults] == [number for number, _ in case["faults"]]
    assert all(expected in fault for (_, fault), (_, expected) in zip(faults, case["faults"], strict=True))


def test_notes_states_and_languages_are_kept(tmp_path: Path) -> None:
    unit = (
        '<unit id="u"><notes><note appliesTo="target">short</note><note>general</note></notes>'
        '<segment state="final"><source>Sea.</source><target>Mer.</target></segment></unit>'
    )
    (row,) = units_of(tmp_path / "a.xlf", xliff(unit, "2.1", ("en-GB", "fr-CA")))[0].rows
    assert row.unit is not None
    assert (row.unit.notes, row.unit.fr.notes, row.unit.properties) == (
        ("general",),
        ("short",),
        (("x-state", "final"),),
    )
    assert (row.unit.en.language, row.unit.fr.language) == ("en-GB", "fr-CA")
    target = '<target state="new">Mer.</target><note annotates="source">hm</note>'
    old = f'<trans-unit id="1"><source>Sea.</source>{target}</trans-unit>'
    (row,) = units_of(tmp_path / "b.xlf", xliff(old, "1.2"))[0].rows
    assert row.unit is not None
    assert (row.unit.notes, row.unit.en.notes, row.unit.properties) == ((), ("hm",), (("x-state", "new"),))


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".XLF", ".xlf.gz"])
def test_every_suffix_is_read_by_both_ways(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"memory{suffix}"
    data = xliff(PAIR).encode()
    path.write_bytes(gzip.compress(data) if suffix.endswith("gz") else data)
    en, fr = read_file(path.name, path)
    assert isinstance(en, RawDocument) and isinstance(fr, RawDocument) and (en.text, fr.text) == ("Sea.", "Mer.")
    assert [(row.en, row.fr) for row in read_pairs([path])] == [("Sea.", "Mer.")]


def test_files_of_two_targets_are_refused(tmp_path: Path) -> None:
    unit = '<trans-unit id="1"><source>Sea.</source><target>Mer.</target></trans-unit>'
    one, two = (xliff(unit, "1.2", ("en", target)) for target in ("fr", "de"))
    with pytest.raises(InputError, match="has texts in fr and de; split it into a file for each"):
        units_of(tmp_path / "a.xlf", one.replace("</xliff>", "") + two[two.index("<file") :])
    same = xliff(unit, "1.2", ("en", "fr-CA"))
    with pytest.raises(InputError, match="has texts in fr and fr-CA"):
        units_of(tmp_path / "b.xlf", one.replace("</xliff>", "") + same[same.index("<file") :])


@pytest.mark.parametrize(
    ("text", "reason"), [("<tmx><tu/></tmx>", "root <tmx>"), ("<xliff/>", "no translation unit"), ("Sea.", "not XLIFF")]
)
def test_what_is_no_xliff_is_refused(text: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=reason):
        units_of(tmp_path / "a.xlf", text)


def test_a_file_that_was_cut_keeps_what_came_before(tmp_path: Path) -> None:
    text = xliff(PAIR * 3)
    path = tmp_path / "a.xlf"
    path.write_text(text[: text.rindex("<target>")], "utf-8")
    found = list(read_file("a.xlf", path))
    assert [type(item) for item in found] == [Skipped, RawDocument, RawDocument]
    assert isinstance(found[1], RawDocument) and len(found[1].sentences) == 2


def test_elements_nested_too_deep_cost_their_unit(tmp_path: Path) -> None:
    deep = "<mrk>" * 5000 + "Sea." + "</mrk>" * 5000
    body = f"<unit id='d'><segment><source>{deep}</source><target>Mer.</target></segment></unit>{PAIR}"
    one, two = units_of(tmp_path / "a.xlf", xliff(body))
    assert not one.rows and one.faults and len(two.rows) == 1
    middle = "<mrk>" * 150 + "Sea." + "</mrk>" * 150
    body = f"<unit id='d'><segment><source>{middle}</source><target>Mer.</target></segment></unit>"
    assert [row.left for row in units_of(tmp_path / "b.xlf", xliff(body))[0].rows] == ["Sea."]


def test_standard_input_shows_that_it_is_xliff(monkeypatch: pytest.MonkeyPatch) -> None:
    data = io.BytesIO(f'<?xml version="1.0"?>\n{xliff(PAIR)}'.encode())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(data)))  # type: ignore[type-var]
    assert [(row.en, row.fr) for row in read_pairs([STDIN])] == [("Sea.", "Mer.")]
