"""Pairs in JSON, in two files and on standard input: every row is a pair or has a fault, whatever it holds."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES
from conftest import read as read_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError, UsageError
from aligner.readers import read
from aligner.readers.bitext import ReadOptions, read_pairs
from aligner.readers.files.capped import STDIN
from aligner.types import RawDocument, Skipped
from aligner.writers.escaping import json_line

RECORDS = read_cases(CASES / "readers" / "pair_records.jsonl")
HOSTILE = read_cases(CASES / "readers" / "hostile_records.jsonl")
PAIR = ("The ferry was late.", "Le bac était en retard.")
GOOD = json.dumps({"en": PAIR[0], "fr": PAIR[1]})
TMX = (
    '<?xml version="1.0"?><tmx version="1.4"><header/><body><tu><tuv xml:lang="en"><seg>The ferry was late.</seg></tuv>'
    '<tuv xml:lang="fr"><seg>Le bac était en retard.</seg></tuv></tu></body></tmx>'
)


class Stdin:
    """Standard input that holds some bytes."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BufferedReader(io.BytesIO(data))  # type: ignore[arg-type]


def hostile_line(case: dict[str, Any]) -> str:
    return (
        case["line"]
        .replace("DEEP", "[" * case.get("times", 0) + "]" * case.get("times", 0))
        .replace("DIGITS", "7" * case.get("times", 0))
    )


@pytest.mark.parametrize("case", RECORDS, ids=lambda case: case["why"])
@pytest.mark.parametrize("suffix", [".jsonl", ".json", ".NDJSON"])
def test_records_by_their_keys(
    case: dict[str, Any], suffix: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / f"m{suffix}"
    records = [json.dumps(record, ensure_ascii=False) for record in case["records"]]
    path.write_text("[" + ",".join(records) + "]" if suffix == ".json" else "\n".join(records), "utf-8")
    found = list(read_pairs([path], ReadOptions(case.get("keys", ""))))
    assert [[row.en, row.fr] if not row.fault else None for row in found] == case["pairs"]
    assert [row.record for row in found if not row.fault] == [
        record for record, pair in zip(case["records"], case["pairs"], strict=True) if pair
    ]
    notes = [record.getMessage() for record in caplog.records if "read so" in record.getMessage()]
    assert len(notes) == bool(case.get("note")) and all(case["note"] in note for note in notes)


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["why"])
def test_a_hostile_record_costs_its_row(case: dict[str, Any], tmp_path: Path) -> None:
    lines = [GOOD, hostile_line(case), GOOD]
    (tmp_path / "m.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    (tmp_path / "m.json").write_text("[" + ",\n".join(lines) + "]", "utf-8")
    for name in ("m.jsonl", "m.json"):
        found = list(read_pairs([tmp_path / name]))
        assert [row.number for row in found] == [1, 2, 3] and not found[0].fault and not found[2].fault
        assert bool(found[1].fault) == bool(case["says"]) and case["says"] in found[1].fault
        for row in found:
            written = json_line(dict(row.record or {}))
            written.encode("utf-8")
            assert "NaN" not in written and "Infinity" not in written


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["why"])
def test_a_hostile_story_stops_no_file(case: dict[str, Any], tmp_path: Path) -> None:
    story = '{"text": "A story."}'
    lines = [story, hostile_line(case).replace('"en"', '"text"'), story]
    (tmp_path / "s.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    (tmp_path / "s.json").write_text("[" + ",\n".join(lines) + "]", "utf-8")
    for name in ("s.jsonl", "s.json"):
        found = list(read(name, tmp_path / name))
        assert len(found) == 3 and isinstance(found[0], RawDocument) and isinstance(found[2], RawDocument)
        assert not isinstance(found[1], RawDocument) or found[1].text.encode("utf-8")


def test_a_list_cut_short_keeps_what_came_before(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('[{"text": "One [a, b] \\"c\\"."}, {"text": "Two."}, {"text": "Thr')
    one, two, three = read("s.json", tmp_path / "s.json")
    assert isinstance(one, RawDocument) and one.text == 'One [a, b] "c".'
    assert isinstance(two, RawDocument) and isinstance(three, Skipped) and three.source == "s.json#3"


@pytest.mark.parametrize("text", ["[]", "  \n", "[[", "{", "null"])
def test_json_without_a_story_is_refused_or_skipped(text: str, tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text(text)
    try:
        assert all(isinstance(item, Skipped) for item in read("s.json", tmp_path / "s.json"))
    except InputError as error:
        assert str(error).startswith("s.json: ") and "unexpected" not in str(error)


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        (GOOD, ""),
        ("\ufeff" + GOOD, ""),
        ("\n " + GOOD, ""),
        (f"[{GOOD}]", ""),
        (TMX, ""),
        (TMX[21:], ""),
        ("<!-- a memory -->" + TMX[21:], ""),
        ("\t".join(PAIR), ""),
        ("en,fr\n" + ",".join(PAIR), ""),
        (",".join(PAIR), ".csv"),
        (",".join(PAIR), "csv"),
        (GOOD, ".JSONL"),
        (TMX, ".tmx"),
    ],
)
@pytest.mark.parametrize("end", ["\n", ""])
def test_standard_input_shows_what_it_is(text: str, suffix: str, end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Stdin((text + end).encode()))
    found = [row for row in read_pairs([STDIN], ReadOptions(stdin_format=suffix)) if row.en]
    assert [(row.en, row.fr) for row in found] == [PAIR]


@pytest.mark.parametrize(
    "line", ["{name} was here.\tIl était là.", "[Music]\t[Musique]", "<b>It was</b>\t<b>C’était</b>"]
)
def test_a_table_that_begins_like_another_format(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Stdin(line.encode()))
    assert [[row.en, row.fr] for row in read_pairs([STDIN])] == [line.split("\t")]


@pytest.mark.parametrize("name", ["M.TMX", "m.Tmx", "m.tmx.GZ", "m.JSONL", "m.jsonl.gz"])
def test_suffixes_in_capitals(name: str, tmp_path: Path) -> None:
    data = (TMX if "tmx" in name.lower() else GOOD).encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.lower().endswith("gz") else data)
    assert [(row.en, row.fr) for row in read_pairs([tmp_path / name])] == [PAIR]


def test_moses_files_with_french_first(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for at, name in enumerate(("m.en", "m.fr")):
        (tmp_path / name).write_text(f"{PAIR[at]}\n" * 3, "utf-8")
    english_first, french_first = (
        list(read_pairs([tmp_path / name for name in names])) for names in (["m.en", "m.fr"], ["m.fr", "m.en"])
    )
    assert [row[:4] for row in english_first] == [row[:4] for row in french_first]
    assert [record.getMessage() for record in caplog.records] == ["m.fr is French and m.en English; read so"]


@pytest.mark.parametrize(
    ("name", "text"),
    [("m.tsv", "\ufeff"), ("m.jsonl", ""), ("m.json", "[]"), ("m.tmx", TMX[: TMX.index("<tu>")] + "</body></tmx>")],
)
def test_a_file_without_pairs_is_an_error(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(InputError, match=f"^{name}: "):
        list(read_pairs([tmp_path / name]))


def test_columns_of_a_tmx_cannot_be_chosen(tmp_path: Path) -> None:
    (tmp_path / "m.tmx").write_text(TMX, "utf-8")
    with pytest.raises(UsageError, match="only in a table or in JSON"):
        list(read_pairs([tmp_path / "m.tmx"], ReadOptions("1,2")))


@given(st.binary(max_size=120) | st.text(alphabet='{}[]",:en fr\\ud8NaI1e9\t\n', max_size=60).map(str.encode))
@settings(max_examples=300, derandomize=True, deadline=None)
def test_any_bytes_are_rows_or_an_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp()
    for name in ("any.tsv", "any.csv", "any.jsonl", "any.json"):
        (folder / name).write_bytes(data)
        try:
            for row in read_pairs([folder / name]):
                assert row.fault or (row.en.strip() and row.fr.strip())
                json_line(dict(row.record or {})).encode("utf-8")
        except InputError as error:
            assert str(error).startswith(f"{name}: ")
