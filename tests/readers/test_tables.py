"""Tables of pairs and of stories: quotes, line ends, headers and columns, read the same by `pair` and `score`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, assert_linear_time
from conftest import read as read_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.readers import read
from aligner.readers.bitext import ReadOptions, read_pairs
from aligner.readers.files.capped import TextLine
from aligner.readers.tables.columns import find_columns
from aligner.readers.tables.spreadsheet import Form, read_rows
from aligner.types import RawDocument, Skipped

TABLES = read_cases(CASES / "readers" / "pair_tables.jsonl")
STORIES = read_cases(CASES / "readers" / "story_tables.jsonl")


def save(folder: Path, case: dict[str, Any]) -> Path:
    path = folder / case["name"]
    path.write_text(case["text"], "utf-8", newline="")
    return path


@pytest.mark.parametrize("case", TABLES, ids=lambda case: case["why"])
def test_score_reads_each_pair_with_its_line(
    case: dict[str, Any], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    found = list(read_pairs([save(tmp_path, case)]))
    assert [[row.number, row.en, row.fr] for row in found if not row.fault] == case["rows"]
    assert [row.number for row in found if row.fault] == [number for number, _ in case["faults"]]
    notes = [record.getMessage() for record in caplog.records if "read so" in record.getMessage()]
    assert len(notes) == bool(case["note"]) and all(case["note"] in note for note in notes)


@pytest.mark.parametrize("case", TABLES, ids=lambda case: case["why"])
def test_pair_reads_the_same_texts(case: dict[str, Any], tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    found = list(read(case["name"], save(tmp_path, case)))
    one, two = (each for each in found if isinstance(each, RawDocument))
    texts = {document.side or side: document for document, side in ((one, "en"), (two, "fr"))}
    pairs = zip(texts["en"].sentences, texts["fr"].sentences, strict=True)
    assert [[en.text, fr.text] for en, fr in pairs] == [texts for _, *texts in case["rows"]]
    skipped = [each for each in found if isinstance(each, Skipped)]
    expected = [(f"{case['name']}#{number}", says) for number, says in case["faults"] if says]
    assert [each.source for each in skipped] == [source for source, _ in expected]
    assert all(says in each.reason for each, (_, says) in zip(skipped, expected, strict=True))
    assert any("read so" in record.getMessage() for record in caplog.records) == bool(case["note"])


@pytest.mark.parametrize("case", STORIES, ids=lambda case: case["why"])
def test_stories_of_a_table(case: dict[str, Any], tmp_path: Path) -> None:
    found = list(read(case["name"], save(tmp_path, case)))
    assert [[each.id.partition("#")[2], each.text] for each in found if isinstance(each, RawDocument)] == case[
        "stories"
    ]
    assert [each.source.partition("#")[2] for each in found if isinstance(each, Skipped)] == case["skipped"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("m.csv", "en,fr\n"),
        ("m.tsv", "source\ttarget\n\n"),
        ("m.csv", "id,text\n"),
        ("m.csv", "id,price\n1,2\n"),
        ("m.csv", "x" * 200_000 + ",y\n"),
        ("m.csv", ",".join(f"w{number}" for number in range(100_000)) + "\n"),
        ("m.csv", "sep=;\n"),
        ("m.tsv", "One.\nTwo.\nThree.\n" + "It was the fox.\tC’était le renard.\n"),
    ],
    ids=[
        "pairs",
        "pairs and a blank line",
        "stories",
        "no texts",
        "huge cell",
        "100,000 columns",
        "delimiter",
        "one column",
    ],
)
def test_a_table_without_rows_is_refused(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(InputError, match=f"^{name}: ") as caught:
        list(read(name, tmp_path / name))
    assert "unexpected" not in str(caught.value)


@pytest.mark.parametrize("text", ["en,fr\n", "source\ttarget\n", "\ufeffen\tfr\r\n", "sep=;\n"])
def test_score_has_no_pair_in_a_header(text: str, tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"m\.csv: has no pair"):
        list(read_pairs([tmp_path / "m.csv"]))


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ("2,3", ("A fox.", "Un renard.")),
        ("3,2", ("Un renard.", "A fox.")),
        ("second,third", ("A fox.", "Un renard.")),
        (" Third , second", ("Un renard.", "A fox.")),
        ("second,3", ("A fox.", "Un renard.")),
    ],
)
def test_columns_are_chosen_by_number_and_name(columns: str, expected: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "m.tsv").write_text("first\tsecond\tthird\n7\tA fox.\tUn renard.\n")
    last = list(read_pairs([tmp_path / "m.tsv"], ReadOptions(columns)))[-1]
    assert (last.en, last.fr, last.number) == (*expected, 2)


def test_chosen_numbers_overrule_languages_and_skip_a_header(tmp_path: Path) -> None:
    (tmp_path / "m.tsv").write_text("en\tfr\nIt was the fox.\tC’était le renard.\n", "utf-8")
    (row,) = read_pairs([tmp_path / "m.tsv"], ReadOptions("2,1"))
    assert row.en == "C’était le renard."


@pytest.mark.parametrize("columns", ["1", "1,1", "0,1", "en,none", "1,2,3", "-1,2"])
def test_columns_that_are_not_there_are_refused(columns: str, tmp_path: Path) -> None:
    (tmp_path / "m.tsv").write_text("en\tfr\nA fox.\tUn renard.\n")
    with pytest.raises(InputError, match="no two of its columns; its first line has en, fr"):
        list(read_pairs([tmp_path / "m.tsv"], ReadOptions(columns)))


QUOTED = st.text(alphabet='ab",;\t\n', max_size=8)


@given(st.lists(st.tuples(QUOTED, QUOTED), min_size=1, max_size=6), st.sampled_from(["\t", ",", ";"]))
@settings(max_examples=300, derandomize=True, deadline=None)
def test_what_a_spreadsheet_writes_is_read_back(rows: list[tuple[str, str]], delimiter: str) -> None:
    cells = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows]
    lines = "\n".join(delimiter.join(row) for row in cells).split("\n")
    numbered = [TextLine(number, line, "utf-8") for number, line in enumerate(lines, 1)]
    found = [tuple(row.cells) for row in read_rows(numbered, Form(delimiter, quoted=True))]
    assert found == rows


@given(st.lists(st.text(alphabet='a",\t ', max_size=12), max_size=12), st.sampled_from(["\t", ","]), st.integers(0, 3))
@settings(max_examples=300, derandomize=True, deadline=None)
def test_every_line_is_in_one_row(lines: list[str], delimiter: str, width: int) -> None:
    numbered = [TextLine(number, line, "utf-8") for number, line in enumerate(lines, 1)]
    rows = list(read_rows(numbered, Form(delimiter, width)))
    assert [row.number for row in rows] == sorted({row.number for row in rows})
    letters = sum(line.count("a") for line in lines)
    assert sum(cell.count("a") for row in rows for cell in row.cells) == letters
    spanned = [1 + sum(cell.count("\n") for cell in row.cells) for row in rows]
    assert sum(spanned) == len(lines)


@pytest.mark.parametrize(
    ("before", "repeated", "after", "size"),
    [
        ("en,fr\n", '"open,x y\n', "", 40_000),
        (",".join(f"c{number}" for number in range(1000)) + "\n", 'b","c\n', "", 40_000),
        ('en,fr\n"', '""', '",x\n', 200_000),
        ("en,fr\n", '"a"b,', "\n", 80_000),
        ("en,fr\n", " , ", '"x\n', 100_000),
        ('en,fr\nx,"open\n', "b c\n", "", 60_000),
    ],
    ids=["open quotes", "chains", "doubled quotes", "closed early", "spaces", "one open quote"],
)
def test_quotes_are_read_in_linear_time(before: str, repeated: str, after: str, size: int, tmp_path: Path) -> None:
    def read_table(size: int) -> None:
        (tmp_path / "m.csv").write_text(before + repeated * size + after)
        assert list(read_pairs([tmp_path / "m.csv"]))

    assert_linear_time(read_table, size)


def test_a_wide_table_is_looked_at_in_part() -> None:
    assert_linear_time(lambda size: find_columns([["the cat and le chat"] * size] * 3), 100_000, most=4)
