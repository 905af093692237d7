"""The text of the slips in each format: what is in step stays byte for byte, all else is written with its partner."""

from __future__ import annotations

import gzip
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

import pytest
from click.testing import CliRunner
from conftest import CASES, read

from aligner.cli.main import cli
from aligner.errors import AlignerError, InputError, UsageError
from aligner.pipeline.mend import MendOptions, mend_files
from aligner.readers.files.capped import STDIN

TEXT = [line.split("\t") for line in (CASES / "alignment" / "slips" / "text.tsv").read_text("utf-8").splitlines()]
ENGLISH, FRENCH = ([pair[side] for pair in TEXT] for side in (0, 1))
MISSING = 11  # the French line, from 0, that is taken out
SLIPPED = [*FRENCH[:MISSING], *FRENCH[MISSING + 1 :], ""]


class Format(NamedTuple):
    """A format: how a row is written, with its number, and what is before and after the rows."""

    suffix: str
    row: Callable[[int, str, int, str], str]
    head: str = ""
    tail: str = ""
    columns: str = ""


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def json_row(number: int, en: str, _: int, fr: str) -> str:
    own = {"id": f"é{number}", "translation": {"en": en, "fr": fr}, "score": 0.5}
    return json.dumps(own, ensure_ascii=number % 2 == 0, separators=(",", ": ")) + "\n"


def tmx_row(number: int, en: str, other: int, fr: str) -> str:
    french = f'  <tuv xml:lang="fr-CA" changeid="f{other}"><note>n{other}</note><seg>{escape(fr)}</seg></tuv>\n'
    english = f'  <tuv xml:lang="en-GB"><seg><bpt i="1">&lt;b></bpt>{escape(en)}<ept i="1">&lt;/b></ept></seg></tuv>\n'
    return (
        f'<tu tuid="{number}" changedate="20200101T000000Z"><prop type="x">p{number}</prop>\n{english}{french}</tu>\n'
    )


TMX_HEAD = '<?xml version="1.0"?>\n<tmx version="1.4"><header srclang="en"/><!-- <tu> of ours -->\n<body>\n'
FORMATS = {
    "plain": Format(".tsv", lambda _, en, other, fr: f"{en}\t{fr}\n"),
    "columns": Format(".tsv", lambda n, en, _, fr: f"{n}\t{fr}\tx{n} y\t{en}\r\n", "id\tfrançais\tnote\tanglais\r\n"),
    "quoted": Format(".csv", lambda n, en, _, fr: f"{n},{quoted(en)},{quoted(fr)}\r\n", "id,english,french\r\n"),
    "semicolon": Format(".csv", lambda n, en, _, fr: f"{en};{n};{fr}\n", "\ufeffen;number;fr\n"),
    "json": Format(".jsonl", json_row),
    "tmx": Format(".tmx", tmx_row, TMX_HEAD, "</body></tmx>\n"),
}


def written(form: Format, french: list[str], partners: list[int]) -> str:
    """Return a corpus in which English line n has the French line with its partner's number."""
    rows = (form.row(line, ENGLISH[line], other, french[other]) for line, other in enumerate(partners) if other >= 0)
    return form.head + "".join(rows) + form.tail


@pytest.mark.parametrize("name", FORMATS)
def test_rows_out_of_step_get_their_partner_and_others_stay(name: str, tmp_path: Path) -> None:
    form = FORMATS[name]
    source, output = tmp_path / f"in{form.suffix}", tmp_path / f"out{form.suffix}"
    source.write_bytes(written(form, SLIPPED, list(range(len(TEXT)))).encode())
    mended = mend_files([source], output)
    partners = [*range(MISSING), -1, *range(MISSING, len(TEXT) - 1)]
    assert output.read_bytes().decode() == written(form, SLIPPED, partners)
    (row,) = mended.report
    assert read(tmp_path / f"out{form.suffix}.report.jsonl") == [row]
    begin = MISSING + 1 + (form.head.count("\n") if form.suffix != ".tmx" else 0)
    assert (row["first"], row["what"], row["shift"]) == (begin, "missing line in French", -1)
    assert row["left_out"] == [{"side": "en", "row": begin, "text": ENGLISH[MISSING]}]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gzip"])
def test_a_corpus_in_step_stays_byte_for_byte(name: str, encoding: str, tmp_path: Path) -> None:
    form = FORMATS[name]
    text = written(form, FRENCH, list(range(len(TEXT)))).rstrip("\r\n")  # the last line may have no end
    data = gzip.compress(text.encode(), 1) if encoding == "gzip" else text.removeprefix("\ufeff").encode(encoding)
    ending = form.suffix + (".gz" if encoding == "gzip" else "")
    source, output = tmp_path / f"in{ending}", tmp_path / f"out{ending}"
    source.write_bytes(data)
    assert not mend_files([source], output).report
    assert output.read_bytes() == data
    assert (tmp_path / f"out{ending}.report.jsonl").read_bytes() == b""


def test_split_lines_are_joined_in_every_format(tmp_path: Path) -> None:
    words = FRENCH[23].split(" ")
    halves = [" ".join(words[:5]), " ".join(words[5:])]
    french = [*FRENCH[:23], *halves, *FRENCH[24:]]
    for form in FORMATS.values():
        source, output = tmp_path / f"in{form.suffix}", tmp_path / f"out{form.suffix}"
        english = [*ENGLISH, "The end."]
        rows = (form.row(line, english[line], line, french[line]) for line in range(len(french)))
        source.write_bytes((form.head + "".join(rows) + form.tail).encode())
        mend_files([source], output)
        assert form.row(23, ENGLISH[23], 23, FRENCH[23]) in output.read_bytes().decode()


@pytest.mark.parametrize("names", [("x.en", "x.fr"), ("x.fr", "x.en"), ("a.txt", "b.txt"), ("x.en.gz", "x.fr.gz")])
def test_moses_files_of_unequal_length(names: tuple[str, str], tmp_path: Path) -> None:
    texts = [ENGLISH, SLIPPED[:-1]] if names[0] != "x.fr" else [SLIPPED[:-1], ENGLISH]
    for name, lines in zip(names, texts, strict=True):
        opened = gzip.open if name.endswith(".gz") else open
        with opened(tmp_path / name, "wt", encoding="utf-8", newline="") as file:
            file.write("\r\n".join(lines))  # the last line has no end
    mend_files([tmp_path / name for name in names], tmp_path / "out")
    right = {"en": [text for line, text in enumerate(ENGLISH) if line != MISSING], "fr": SLIPPED[:-1]}
    for side, lines in right.items():
        path = tmp_path / (f"out.{side}.txt" if "a.txt" in names else f"out.{side}" + names[0][4:])
        data = path.read_bytes()
        assert (gzip.decompress(data) if path.suffix == ".gz" else data).decode() == "\r\n".join(lines)


def test_lines_that_are_no_rows_stay_where_they_are(tmp_path: Path) -> None:
    source, output = tmp_path / "in.tsv", tmp_path / "out.tsv"
    rows = [f"{en}\t{fr}" for en, fr in zip(ENGLISH, SLIPPED, strict=True)]
    rows[5:5] = ["", "a comment without a translation"]
    source.write_text("\n".join(rows) + "\n", "utf-8")
    mend_files([source], output)
    lines = output.read_text("utf-8").split("\n")
    assert lines[:7] == rows[:7]
    assert lines[13] == f"{ENGLISH[12]}\t{FRENCH[12]}"


UNRELATED = [f"Il y a {number} pommes rouges dans le panier numéro {number * 7}." for number in range(40)]


@pytest.mark.parametrize(
    ("fr", "message"),
    [([""] * 40, "there is no French text"), (UNRELATED, "hardly translations of each other: 1 of 40 rows")],
)
def test_what_cannot_be_mended_is_refused(fr: list[str], message: str, tmp_path: Path) -> None:
    source, output = tmp_path / "in.tsv", tmp_path / "out.tsv"
    source.write_text("".join(f"{en}\t{text}\n" for en, text in zip(ENGLISH, fr, strict=True)), "utf-8")
    with pytest.raises(InputError, match=message):
        mend_files([source], output, MendOptions("1,2"))
    assert [path.name for path in tmp_path.iterdir()] == ["in.tsv"]


@pytest.mark.parametrize(
    ("files", "output", "message"),
    [
        (["in.tsv"], "in.tsv", "the output is the corpus itself"),
        (["in.json"], "out.json", "cannot be mended; convert it"),
        (["in.en", "in.fr"], "-", "two files cannot be written to standard output"),
        (["in.tsv"], "out.tsv.xz", "is not written compressed"),
    ],
)
def test_what_does_not_go_together_is_refused(files: list[str], output: str, message: str, tmp_path: Path) -> None:
    for name in files:
        (tmp_path / name).write_text("".join(f"{en}\t{fr}\n" for en, fr in TEXT), "utf-8")
    with pytest.raises(UsageError, match=message):
        mend_files([tmp_path / name for name in files], Path("-") if output == "-" else tmp_path / output)
    assert {path.name for path in tmp_path.iterdir()} == set(files)


@pytest.mark.parametrize("content", ["", "\n", "en\tfr\n"])
def test_a_corpus_without_rows(content: str, tmp_path: Path) -> None:
    (tmp_path / "in.tsv").write_text(content, "utf-8")
    with pytest.raises(AlignerError):
        mend_files([tmp_path / "in.tsv"], tmp_path / "out.tsv")
    assert not (tmp_path / "out.tsv").exists()


def test_three_rows(tmp_path: Path) -> None:
    (tmp_path / "in.tsv").write_text("".join(f"{en}\t{fr}\n" for en, fr in TEXT[:3]), "utf-8")
    assert not mend_files([tmp_path / "in.tsv"], tmp_path / "out.tsv").report
    assert (tmp_path / "out.tsv").read_bytes() == (tmp_path / "in.tsv").read_bytes()


def test_command(tmp_path: Path) -> None:
    source, output = tmp_path / "in.tsv", tmp_path / "out.tsv"
    source.write_text("".join(f"{en}\t{fr}\n" for en, fr in zip(ENGLISH, SLIPPED, strict=True)), "utf-8")
    shown = CliRunner().invoke(cli, ["mend", str(source), "--dry-run", "-o", str(output), "-q"])
    assert shown.exit_code == 0
    assert json.loads(shown.output)["first"] == MISSING + 1
    assert not output.exists()
    table = CliRunner().invoke(cli, ["mend", str(source), "--format", "table", "-q"]).output
    assert "missing line in French" in table
    assert ENGLISH[MISSING] not in table
    done = CliRunner().invoke(cli, ["mend", str(source), "-o", str(output), "--report", str(tmp_path / "r.jsonl")])
    assert done.output.endswith("40 rows slipped in 1 place; 39 rows now, 1 line without a translation left out\n")
    assert len(read(tmp_path / "r.jsonl")) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.tsv", "out.tsv", "r.jsonl"]
    again = CliRunner().invoke(cli, ["mend", str(output), "-o", str(tmp_path / "twice.tsv")])
    assert again.output.endswith("39 rows are in step; nothing was changed\n")
    assert (tmp_path / "twice.tsv").read_bytes() == output.read_bytes()


def test_standard_input_and_output(monkeypatch: pytest.MonkeyPatch) -> None:
    data = "".join(f"{en}\t{fr}\n" for en, fr in zip(ENGLISH, SLIPPED, strict=True)).encode()
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out))
    mend_files([STDIN], STDIN)
    assert out.getvalue().decode().split("\n")[MISSING] == f"{ENGLISH[MISSING + 1]}\t{FRENCH[MISSING + 1]}"
