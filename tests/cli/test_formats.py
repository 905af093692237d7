"""The formats of other aligners that `aligner align` writes, its anchors and its alternatives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, Run, read

from aligner.alignment.anchors import read_anchors
from aligner.errors import InputError
from aligner.types import Bead, Segment
from aligner.writers.bead_formats import FORMATS

FOLDER = CASES / "alignment"
EN = "The bridge reopened on Monday.\nIt cost four million euros.\n\nThe mayor cut the ribbon.\n"
FR = "Le pont a rouvert lundi.\nIl a coûté quatre millions d’euros.\n\nLe maire a coupé le ruban.\n"


@pytest.mark.parametrize("case", read(FOLDER / "formats.jsonl"), ids=lambda case: case["name"])
def test_formats(case: dict[str, Any]) -> None:
    segments = [
        Segment("e", "f", Bead(tuple(en), tuple(fr), 0.5, moved=moved), en_text, fr_text, confidence)
        for en, fr, en_text, fr_text, confidence, moved in case["segments"]
    ]
    for name, lines in case["lines"].items():
        assert "".join(FORMATS[name](segments)).splitlines() == lines


@pytest.mark.parametrize("case", read(FOLDER / "anchors.jsonl"), ids=lambda case: case["name"])
def test_anchors_are_read(case: dict[str, Any]) -> None:
    if "error" in case:
        with pytest.raises(InputError) as caught:
            read_anchors(case["lines"], "anchors.tsv", (10, 8))
        assert case["error"] in str(caught.value) and str(caught.value).startswith("anchors.tsv: line")
    else:
        assert read_anchors(case["lines"], "anchors.tsv", (10, 8)) == [tuple(each) for each in case["anchors"]]


@pytest.fixture
def story(tmp_path: Path) -> Path:
    for side, text in (("en", EN), ("fr", FR)):
        (tmp_path / f"a.{side}").write_text(text, "utf-8")
    return tmp_path


def test_anchors_are_kept(story: Path, aligner: Run) -> None:
    (story / "anchors.tsv").write_text("# wrong, to see that it is followed\n0\t1\n0\t2\n", "utf-8")
    done = aligner("align", "a.en", "a.fr", "--segmented", "--anchors", "anchors.tsv", "--format", "vecalign")
    assert done.returncode == 0 and not done.stderr
    beads = [tuple(line.split(":")[:2]) for line in done.stdout.splitlines()]
    assert ("[0]", "[1, 2]") in beads, "lines that share a sentence are one bead"
    assert ("[]", "[0]") in beads
    for side, count in ((0, 3), (1, 3)):
        assert sorted(number for bead in beads for number in json.loads(bead[side])) == list(range(count))


def test_an_anchor_beyond_the_text_is_said(story: Path, aligner: Run) -> None:
    (story / "anchors.tsv").write_text("0\t3\n", "utf-8")
    done = aligner("align", "a.en", "a.fr", "--segmented", "--anchors", "anchors.tsv")
    assert done.returncode == 3 and "line 1: there is no French sentence 3" in done.stderr and not done.stdout
    missing = aligner("align", "a.en", "a.fr", "--anchors", "nowhere.tsv")
    assert missing.returncode == 3 and "nowhere.tsv" in missing.stderr


def test_alternatives_are_other_beads_of_the_same_sentences(seeds: Path, aligner: Run) -> None:
    files = [seeds / name for name in ("000_33d2a17c1c41bb3d.txt", "001_a5c8f691cedf92bb.txt")]
    plain, asked = (aligner("align", *files, *more).stdout for more in ((), ("--alternatives", "2")))
    rows = [json.loads(line) for line in asked.splitlines()]
    others = [row.pop("alternatives") for row in rows]
    assert rows == [json.loads(line) for line in plain.splitlines()]
    assert any(others) and max(map(len, others)) <= 2
    for row, found in zip(rows, others, strict=True):
        for other in found:
            assert set(other["en"]) & set(row["en"]) or set(other["fr"]) & set(row["fr"])
            assert (other["en"], other["fr"]) != (row["en"], row["fr"]) and 0 < other["posterior"] <= 1
    refused = aligner("align", *files, "--alternatives", "2", "--format", "ladder")
    assert refused.returncode == 2 and "ladder has no place" in refused.stderr
