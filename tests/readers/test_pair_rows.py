"""Rows of pairs and of stories in Parquet, JSON lines and JSON, read the same by `pair` and `score`."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, Run
from conftest import read as read_cases

from aligner.errors import InputError, PackageMissingError
from aligner.readers import read
from aligner.readers.bitext import ReadOptions, read_pairs
from aligner.types import RawDocument, Skipped

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")
Rows = list[dict[str, Any]]


def as_parquet(rows: Rows, folder: Path) -> Path:
    names = dict.fromkeys(name for row in rows for name in row)
    table = pa.table({name: [row.get(name) for row in rows] for name in names})
    parquet.write_table(table, folder / "rows.parquet")
    return folder / "rows.parquet"


def as_lines(rows: Rows, folder: Path) -> Path:
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return folder / "rows.jsonl"


def as_list(rows: Rows, folder: Path) -> Path:
    (folder / "rows.json").write_text(json.dumps(rows), "utf-8")
    return folder / "rows.json"


# Other names show nothing, and the texts of one record are too little to see their languages.
NAMED = [
    case
    for case in read_cases(CASES / "readers" / "pair_records.jsonl")
    if "keys" not in case and "left" not in case["records"][0]
]
FORMS = (as_parquet, as_lines, as_list)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
@pytest.mark.parametrize("case", NAMED, ids=lambda case: case["why"])
def test_pairs_under_known_names(case: dict[str, Any], form: Callable[[Rows, Path], Path], tmp_path: Path) -> None:
    path = form(case["records"], tmp_path)
    assert [None if row.fault else [row.en, row.fr] for row in read_pairs([path])] == case["pairs"]
    found = list(read(path.name, path))
    en, fr = (each for each in found if isinstance(each, RawDocument))
    assert (en.side, fr.side, en.aligned, fr.aligned) == ("en", "fr", fr.id, en.id)
    pairs = [[one.text, two.text] for one, two in zip(en.sentences, fr.sentences, strict=True)]
    assert pairs == [pair for pair in case["pairs"] if pair]
    skipped = [each.source for each in found if isinstance(each, Skipped)]
    assert skipped == [f"{path.name}#{number}" for number, pair in enumerate(case["pairs"], 1) if not pair]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_stories_are_no_pairs(form: Callable[[Rows, Path], Path], tmp_path: Path) -> None:
    rows = [{"id": "a", "title": "Tide", "Text": "The tide is out.", "source": "Example Press", "target": "web"}]
    [story] = read("rows", form(rows, tmp_path))
    assert isinstance(story, RawDocument) and story.text == "The tide is out."
    assert story.id == "rows#a" and story.meta["agency"] == "Example Press"


def test_columns_can_be_chosen(tmp_path: Path) -> None:
    rows = [{"one": "Seule.", "two": "The tide is out.", "three": "La marée est basse."}]
    [row] = read_pairs([as_parquet(rows, tmp_path)], ReadOptions("two,three"))
    assert (row.en, row.fr) == ("The tide is out.", "La marée est basse.")


def test_what_json_has_no_form_for_is_written_as_text_or_left_out(tmp_path: Path, aligner: Run) -> None:
    made = datetime(2031, 3, 4, 5, 6, tzinfo=timezone.utc)
    row = {
        "en": "The tide is out.",
        "fr": "La marée est basse.",
        "day": date(2031, 3, 4),
        "made": [made],
        "raw": b"\xff",
    }
    as_parquet([row], tmp_path)
    scored = json.loads(aligner("score", "rows.parquet", "--no-findings").stdout)
    assert (scored["day"], scored["made"], scored["raw"]) == ("2031-03-04", ["2031-03-04T05:06:00+00:00"], None)


@pytest.mark.parametrize("spoil", [lambda data: data[:-20], lambda data: b"PAR1 and words", lambda data: b""])
def test_damage_is_a_line(spoil: Callable[[bytes], bytes], tmp_path: Path) -> None:
    path = as_parquet([{"en": "a", "fr": "b"}], tmp_path)
    path.write_bytes(spoil(path.read_bytes()))
    for reading in (read("rows.parquet", path), read_pairs([path])):
        with pytest.raises(InputError, match="damaged Parquet data") as caught:
            list(reading)
        assert "\n" not in str(caught.value)


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    table = pa.table({"en": ["x" * 1000] * 200_000, "fr": ["y"] * 200_000})
    parquet.write_table(table, tmp_path / "rows.parquet", use_dictionary=False, compression="zstd")
    with pytest.raises(InputError, match="like a bomb"):
        list(read("rows.parquet", tmp_path / "rows.parquet"))


def test_without_pyarrow_the_command_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = as_parquet([{"en": "a", "fr": "b"}], tmp_path)
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(PackageMissingError, match="python -m pip install pyarrow"):
        list(read("rows.parquet", path))
