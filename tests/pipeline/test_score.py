"""Pairs of an existing corpus, in every form they come in: order kept, bad rows said and kept, nothing held back."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any
from xml.sax.saxutils import escape

import pytest
from conftest import CASES, ROOT, Run, read

from aligner.pipeline import score as scoring
from aligner.pipeline.score import BATCH_ROWS

ROWS = read(CASES / "pipeline" / "score" / "rows.jsonl")
TEXTS = [(row["en"] * row.get("times", 1), row["fr"]) for row in ROWS]
WRONG = [row["wrong"] for row in ROWS]


def _tsv(folder: Path) -> list[Path]:
    (folder / "memory.tsv").write_text("".join(f"{en}\t{fr}\n" for en, fr in TEXTS), "utf-8")
    return [folder / "memory.tsv"]


def _jsonl(folder: Path) -> list[Path]:
    lines = "".join(json.dumps({"en": en, "fr": fr, "id": at}) + "\n" for at, (en, fr) in enumerate(TEXTS))
    (folder / "memory.jsonl").write_text(lines, "utf-8")
    return [folder / "memory.jsonl"]


def _moses(folder: Path) -> list[Path]:
    for at, side in enumerate(("en", "fr")):
        (folder / f"memory.{side}").write_text("".join(pair[at] + "\n" for pair in TEXTS), "utf-8")
    return [folder / "memory.en", folder / "memory.fr"]


def _tmx(folder: Path) -> list[Path]:
    """The rows that XML can hold."""
    units = "".join(
        f'<tu><tuv xml:lang="en"><seg>{escape(en)}</seg></tuv><tuv xml:lang="fr"><seg>{escape(fr)}</seg></tuv></tu>'
        for en, fr in TEXTS
        if "\0" not in en
    )
    header = '<header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en" srclang="en"'
    text = f'<tmx version="1.4">{header} datatype="plaintext"/><body>{units}</body></tmx>'
    (folder / "memory.tmx").write_text(text, "utf-8")
    return [folder / "memory.tmx"]


def scored(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("make", [_tsv, _jsonl, _moses])
def test_every_row_comes_out_in_its_place(make: Callable[[Path], list[Path]], tmp_path: Path, aligner: Run) -> None:
    done = aligner("score", *make(tmp_path))
    assert done.returncode == 0
    found = scored(done)
    assert [row["reasons"][0] if row["confidence"] is None else "" for row in found] == WRONG
    said = [line.removeprefix("aligner: ") for line in done.stderr.splitlines()]
    assert said == [f"line {at}: {wrong}" for at, wrong in enumerate(WRONG, 1) if wrong]
    assert all(0 <= row["confidence"] <= 1 for row, wrong in zip(found, WRONG, strict=True) if not wrong)


def test_packed_pairs(tmp_path: Path, aligner: Run) -> None:
    line = "The mayor cut the ribbon.\tLe maire a coupé le ruban.\n"
    (tmp_path / "memory.tsv").write_text(line, "utf-8")
    (tmp_path / "memory.tsv.gz").write_bytes(gzip.compress(line.encode()))
    assert aligner("score", "memory.tsv.gz").stdout == aligner("score", "memory.tsv").stdout != ""


def test_the_units_of_a_tmx(tmp_path: Path, aligner: Run) -> None:
    found = scored(aligner("score", *_tmx(tmp_path)))
    pairs = scored(aligner("score", *_tsv(tmp_path)))
    assert len(found) == len(TEXTS) - 1
    assert [row["confidence"] is None for row in found] == [bool(wrong) for wrong in WRONG if "NUL" not in wrong]
    assert found[0]["confidence"] == pairs[0]["confidence"]


def test_all_forms_say_the_same(tmp_path: Path, aligner: Run) -> None:
    one, two, three = (scored(aligner("score", *make(tmp_path))) for make in (_tsv, _moses, _jsonl))
    assert one == two
    assert [row.pop("id") for row in three] == list(range(len(TEXTS))), "what stood in the row stays"
    assert one == [{key: value for key, value in row.items() if key not in ("en", "fr")} for row in three]


def test_a_file_of_nothing_but_bad_rows(tmp_path: Path, aligner: Run) -> None:
    (tmp_path / "memory.tsv").write_text("alone\nYes.\t\n", "utf-8")
    done = aligner("score", "memory.tsv")
    assert done.returncode == 0 and [row["confidence"] for row in scored(done)] == [None, None]


def test_two_processes_say_what_one_says(tmp_path: Path) -> None:
    path = tmp_path / "memory.tsv"
    path.write_text("".join(f"{en}\t{fr}\n" for en, fr in TEXTS * 12), "utf-8")  # more batches than are done at once
    options = {"prior": 0.5, "findings": True, "batch_rows": len(TEXTS) // 2}
    one, two = (list(scoring.score_files([path], jobs=jobs, **options)) for jobs in (1, 2))
    assert len(one) == 12 * len(TEXTS) and one == two


def test_strict_exits_with_3(tmp_path: Path, aligner: Run) -> None:
    done = aligner("score", "--strict", *_tsv(tmp_path))
    assert done.returncode == 3 and len(scored(done)) == len(TEXTS)
    assert done.stderr.splitlines()[-1] == "aligner: 4 rows are no pairs, the first is line 2"
    (tmp_path / "good.tsv").write_text("Yes.\tOui.\n", "utf-8")
    assert aligner("score", "--strict", "good.tsv").returncode == 0


def test_columns_are_added_to_the_rows_as_they_stood(tmp_path: Path, aligner: Run) -> None:
    lines = ["It cost 14.2 million euros.\tIl a coûté 31,7 millions d’euros.\t7\tx y", "alone", "Yes.\tOui."]
    (tmp_path / "memory.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    done = aligner("score", "--format", "tsv", "memory.tsv")
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert [row[:-2] for row in rows] == [line.split("\t") for line in lines]
    assert float(rows[0][-2]) < 0.5 and "14.2" in rows[0][-1]
    assert rows[1][-2:] == ["", "one column where two are needed"]
    assert float(rows[2][-2]) > 0.5


@pytest.mark.parametrize(
    ("name", "text", "options"),
    [
        ("memory.tsv", "The bridge reopened.\tLe pont a rouvert.\n", []),
        ("memory.tsv", "en\tfr\nThe bridge reopened.\tLe pont a rouvert.\n", []),
        ("memory.tsv", "id\tsource\ttarget\n1\tThe bridge reopened.\tLe pont a rouvert.\n", []),
        ("memory.tsv", "Le pont a rouvert.\tThe bridge reopened.\n", []),
        ("memory.tsv", "Le pont a rouvert.\tThe bridge reopened.\n", ["--columns", "2,1"]),
        ("memory.csv", 'French;English\n"Le pont a rouvert.";"The bridge reopened."\n', []),
        ("memory.csv", "x;y\nLe pont a rouvert.;The bridge reopened.\n", ["--columns", "y,x"]),
        ("memory.jsonl", '{"translation": {"en": "The bridge reopened.", "fr": "Le pont a rouvert."}}\n', []),
        ("memory.jsonl", '{"y": "The bridge reopened.", "x": "Le pont a rouvert."}\n', ["--keys", "y,x"]),
    ],
)
@pytest.mark.parametrize("piped", [False, True], ids=["file", "stdin"])
def test_the_texts_are_found_wherever_they_are(
    name: str, text: str, options: list[str], piped: bool, tmp_path: Path, aligner: Run
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    more = [*options, "--no-findings", "--stdin-format", Path(name).suffix]
    done = aligner("score", "-", *more, input=text) if piped else aligner("score", name, *more)
    (row,) = scored(done)
    assert done.returncode == 0 and row["confidence"] > 0.9
    notes = [line for line in done.stderr.splitlines() if "--columns EN,FR" in line]
    guessed = not options and text.startswith(("id", "Le"))
    assert len(notes) == len(done.stderr.splitlines()) == guessed


def test_rows_over_lines_are_written_on_one(tmp_path: Path, aligner: Run) -> None:
    (tmp_path / "memory.tsv").write_text('"It rained.\nIt froze."\t"Il a plu.\nIl a gelé."\nNo.\tNon.\n', "utf-8")
    lines = aligner("score", "--format", "tsv", "memory.tsv").stdout.splitlines()
    assert [line.split("\t")[:2] for line in lines] == [
        ["It rained. It froze.", "Il a plu. Il a gelé."],
        ["No.", "Non."],
    ]


@pytest.mark.parametrize("text", ["en\tfr\n", ""])
def test_a_file_without_pairs_exits_with_3(text: str, tmp_path: Path, aligner: Run) -> None:
    (tmp_path / "memory.tsv").write_text(text)
    done = aligner("score", "memory.tsv")
    assert done.returncode == 3 and not done.stdout
    assert done.stderr.startswith("aligner: memory.tsv: ") and done.stderr.count("\n") == 1


def test_columns_that_do_not_exist_exit_with_3(tmp_path: Path, aligner: Run) -> None:
    (tmp_path / "memory.tsv").write_text("No.\tNon.\n")
    done = aligner("score", "--columns", "en,fr", "memory.tsv")
    assert done.returncode == 3 and "en,fr are no two of its columns; its first line has No., Non." in done.stderr


def test_the_spots_of_a_reason_lie_in_its_text(tmp_path: Path, aligner: Run) -> None:
    pair = ("It cost 14.2 million euros.", "Il a coûté 31,7 millions d’euros.")
    (tmp_path / "memory.tsv").write_text("\t".join(pair) + "\n", "utf-8")
    (row,) = scored(aligner("score", "memory.tsv"))
    shown = {
        reason: [pair[spot["side"] == "fr"][spot["start"] : spot["end"]] for spot in spots]
        for reason, spots in zip(row["reasons"], row["reason_spots"], strict=True)
    }
    assert any("14.2" in text for texts in shown.values() for text in texts)


def test_findings_stand_in_their_row(tmp_path: Path, aligner: Run) -> None:
    pairs = [("Yes.", "Oui."), ("He paid 14 million euros .", "Il a payé 17 millions d’euros.")] * 2
    (tmp_path / "memory.tsv").write_text("".join("\t".join(pair) + "\n" for pair in pairs), "utf-8")
    found = scored(aligner("score", "memory.tsv"))
    assert [bool(row["findings"]) for row in found] == [False, True] * 2
    assert found[1]["findings"] == found[3]["findings"]
    numbers = [each for each in found[3]["findings"] if each["code"].startswith("number.")]
    assert numbers and numbers[0]["severity"] == "critical"
    for each in found[3]["findings"]:
        own, other = pairs[3] if each["side"] == "en" else pairs[3][::-1]
        assert own[each["start"] : each["end"]] == each["text"]
        proof = each["evidence"]
        assert "start" not in proof or other[proof["start"] : proof["end"]] == proof["text"]
    bare = scored(aligner("score", "--no-findings", "memory.tsv"))
    assert bare == [{key: value for key, value in row.items() if key != "findings"} for row in found]


def test_a_prior_moves_all_and_turns_no_order(tmp_path: Path, aligner: Run) -> None:
    (path,) = _tsv(tmp_path)
    (path.parent / "more.tsv").write_text(
        path.read_text("utf-8") + "The lake froze last night near the town.\tLe lac a gelé hier soir.\n", "utf-8"
    )
    found = [
        [row["confidence"] for row in scored(aligner("score", "--prior", prior, "more.tsv")) if row["confidence"]]
        for prior in ("0.05", "0.5", "0.95")
    ]
    assert all(low < middle < high for low, middle, high in zip(*found, strict=True))
    order = sorted(range(len(found[0])), key=found[0].__getitem__)
    for some in found[1:]:
        assert [some[at] for at in order] == sorted(some), "but for what is rounded"


def test_moses_files_of_two_lengths_are_refused(tmp_path: Path, aligner: Run) -> None:
    en, fr = _moses(tmp_path)
    fr.write_text(fr.read_text("utf-8") + "Une ligne de trop.\n", "utf-8")
    done = aligner("score", en, fr)
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1] == f"aligner: memory.en: ends at line {len(TEXTS)}, before the other file"


def test_rows_come_out_while_others_are_still_to_come() -> None:
    """Of a stream that never ends, what was read is said."""
    command = [sys.executable, "-m", "aligner", "score", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, encoding="utf-8") as run:
        assert run.stdin and run.stdout
        lines = f"{TEXTS[0][0]}\t{TEXTS[0][1]}\n" * BATCH_ROWS
        writer = Thread(target=lambda: run.stdin and (run.stdin.write(lines), run.stdin.flush()))
        writer.start()  # both pipes are small
        for _ in range(BATCH_ROWS // 2):
            assert json.loads(run.stdout.readline())["confidence"] > 0.5
        run.kill()
        writer.join()
