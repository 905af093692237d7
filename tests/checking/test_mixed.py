"""Documents joined of parts by people, by a translation machine and by a thesaurus: the parts are found and placed."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import CASES
from conftest import read as read_cases

from aligner.checking.check import check_files
from aligner.checking.results import CheckResult
from aligner.cli.findings import result_lines
from aligner.messages import messages_in
from scripts.quality.marked_stories import HUMAN_NAME, STORIES, read_marked

ROWS = read_cases(CASES / "checking" / "mixed.jsonl")
MAX_MISPLACED_SENTENCES = 2  # of a joint
KINDS = {"story": "human", "machine": "machine_translation", "spun": "spun"}


class Joined(NamedTuple):
    """A joined document as it was checked: its sentences, and the kind of each."""

    text: str
    sentences: list[str]
    kinds: list[str]
    result: CheckResult


@cache
def story(name: str, side: str) -> list[str]:
    return read_marked((STORIES / f"{name}.{side}.txt").read_text("utf-8"))[0].splitlines()


def check_joined(row: dict[str, Any], folder: Path) -> Joined:
    sentences, kinds, there = list[str](), list[str](), list[str]()
    other = "fr" if row["side"] == "en" else "en"
    for name, first, last in row["parts"]:
        sentences += story(name, row["side"])[first:last]
        there += story(HUMAN_NAME + name[-1], other)[first:last]
        kinds += [KINDS[name[:-1]]] * (last - first)
    # Cleaning removes the tabs, so that offsets into the text as read are others than those into the cleaned text.
    copy, original = folder / "copy.txt", folder / "original.txt"
    text = "\n\n".join(f"\t{sentence}" for sentence in sentences) + "\n"
    copy.write_text(text, "utf-8")
    original.write_text("\n\n".join(there) + "\n", "utf-8")
    (found,) = check_files([copy], original=None if row["alone"] else original).results
    assert found.text == text
    return Joined(text, sentences, kinds, found)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['side']}-{row['why'].replace(' ', '-')}")
def test_parts_of_a_document(row: dict[str, Any], tmp_path: Path) -> None:
    text, sentences, kinds, result = check_joined(row, tmp_path)
    verdict = result.verdict
    assert (verdict.label == "mixed") == row["mixed"], verdict
    assert ((verdict.mixed or 0) > 0.5) == row["mixed"]
    if not row["mixed"]:
        assert not verdict.passages
        return
    found = []
    for sentence in sentences:
        at = text.index(sentence)
        found += [next((passage.kind for passage in verdict.passages if passage.start <= at < passage.end), "")]
    joints = sum(one != other for one, other in pairwise(kinds))
    assert len(verdict.passages) == joints + 1
    assert sum(one != other for one, other in zip(kinds, found, strict=True)) <= joints * MAX_MISPLACED_SENTENCES
    for passage in verdict.passages:
        assert passage.probability > 0.5
        assert text[passage.start : passage.end].lstrip().startswith(passage.text.rstrip("…"))
    assert [passage.start for passage in verdict.passages] == sorted(passage.start for passage in verdict.passages)


def test_passages_are_shown_and_written(tmp_path: Path) -> None:
    checked = check_joined(ROWS[0], tmp_path)
    row = checked.result.to_dict()["verdict"]
    assert isinstance(row, dict) and (row["label"], row["basis"]) == ("mixed", "across")
    assert [passage["kind"] for passage in row["passages"]] == ["human", "machine_translation"]
    json.dumps(row)
    with messages_in("fr"):
        shown = "\n".join(map(str, result_lines(checked.result)))
    assert "mixte : " in shown and f"traduit par machine, du caractère {row['passages'][1]['start']} à" in shown
    assert all(passage["text"] in shown for passage in row["passages"])
