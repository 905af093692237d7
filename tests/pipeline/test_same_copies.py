"""`aligner pair` and `aligner dedup` agree on copies: which texts are copies, of which level, and which one is kept."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from conftest import CASES

from aligner import pair
from aligner.deduplication.find import find_families
from aligner.settings import Settings
from aligner.types import Duplicate

FOLDER = CASES / "deduplication" / "versions"
Copy = tuple[str, str, str, float, tuple[float, float], str]


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Versions of running stories in both languages, dated in some, each with copies: identical, trimmed, retitled."""
    folder = tmp_path_factory.mktemp("stories")
    for path in sorted(FOLDER.glob("*[02468].v*.txt")):
        lines = path.read_text("utf-8").splitlines()
        rng = random.Random(path.name)
        texts = {
            "same": lines,
            "trimmed": lines[: max(2, len(lines) - 1)],
            "titled": [" ".join(rng.sample(lines[0].split(), len(lines[0].split()))), *lines[1:]],
        }
        for name, copy in texts.items():
            (folder / f"{path.stem}.{name}.txt").write_text("\n".join(copy), "utf-8")
        (folder / f"{path.stem}.txt").write_text("\n".join(lines), "utf-8")
    return folder


def described(copy: Duplicate) -> Copy:
    return copy.kept, copy.dropped, copy.how, copy.score, copy.coverage, copy.why


@pytest.mark.parametrize("keep", ["", "latest", "complete,clean", "first"])
def test_pair_drops_what_dedup_calls_exact_and_near_copies(stories: Path, tmp_path: Path, keep: str) -> None:
    corpus = pair(stories, tmp_path / "out", Settings(keep_rules=keep))
    sides = {document.id: document.side for document in corpus.documents}
    found = {described(copy): copy for copy in corpus.duplicates}
    families = find_families([stories], keep=keep).families
    expected = {
        described(copy)
        for family in families
        for copy in family.copies
        if copy.how in ("exact", "near") and copy.matched == copy.kept and sides[copy.kept] == sides[copy.dropped]
    }
    kept = {family.kept for family in families}
    assert len(expected) > 20
    assert {copy for copy in found if copy[0] in kept} <= expected
    # A near copy that repeats too few words in a row stays.
    assert all(copy[2] == "near" for copy in expected - {*found})
    # Within a family, copies of a version that is no near copy of the kept one are dropped as well.
    members = [{family.kept, *(copy.dropped for copy in family.copies)} for family in families]
    assert all(any({copy[0], copy[1]} <= own for own in members) for copy in found)
    rows = [json.loads(line) for line in (tmp_path / "out" / "duplicates.jsonl").read_text("utf-8").splitlines()]
    assert [row["dropped"] for row in rows] == [copy.dropped for copy in corpus.duplicates]
    left = set(sides) - {row["dropped"] for row in rows}
    assert {row["kept"] for row in rows} <= left


def test_what_is_dropped_does_not_depend_on_processes(stories: Path, tmp_path: Path) -> None:
    runs = [pair(stories, tmp_path / str(jobs), jobs=jobs).duplicates for jobs in (1, 2)]
    assert runs[0] == runs[1] != ()
