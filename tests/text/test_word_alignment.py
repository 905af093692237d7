"""Links between words: who is linked with whom, what holds for all links, and how they are measured."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import CASES, Run, read
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from aligner.encoders.static import StaticEncoder
from aligner.text.words import word_alignment as words
from aligner.text.words.word_alignment import METHODS, align_words
from aligner.weights import models_folder

HERE = CASES / "words"
Floats = NDArray[np.float32]


@pytest.fixture(scope="module")
def encoder() -> StaticEncoder:
    return StaticEncoder(models_folder() / "encoder")


def _numbered(text: str, encoder: StaticEncoder) -> tuple[list[str], Floats]:
    """The tokens of a text, told apart by their count (`car@2`) where there are several, and their vectors."""
    (found,) = encoder.encode_tokens([text])
    plain = [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)]
    many = [f"{word}@{plain[: at + 1].count(word)}" if plain.count(word) > 1 else word for at, word in enumerate(plain)]
    return many, found.vectors


@pytest.mark.parametrize("case", read(HERE / "links.jsonl"), ids=lambda case: case["what"])
@pytest.mark.parametrize("method", METHODS)
def test_links(case: dict[str, Any], method: str, encoder: StaticEncoder) -> None:
    (en, left), (fr, right) = (_numbered(case[side], encoder) for side in ("en", "fr"))
    found = [(en[link.en], fr[link.fr]) for link in align_words(left, right, method=method)]
    assert {tuple(link) for link in case["links"]} <= set(found), found


@st.composite
def sides(draw: st.DrawFn) -> tuple[Floats, Floats]:
    """Two sides of 0 to 12 words that share some, of any length."""
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    known = rng.standard_normal((8, 5)).astype(np.float32) * rng.uniform(0, 3, (8, 1)).astype(np.float32)
    left, right = (known[rng.integers(0, 8, draw(st.integers(0, 12)))] for _ in range(2))
    return left, right


@settings(max_examples=100, deadline=None)
@given(sides())
def test_what_holds_for_all_links(pair: tuple[Floats, Floats]) -> None:
    en, fr = pair
    once, more = ([(link.en, link.fr) for link in align_words(en, fr, method=method)] for method in METHODS)
    assert len({i for i, _ in once}) == len({j for _, j in once}) == len(once)
    assert set(once) <= set(more)
    assert once == sorted(once) and more == sorted(more)
    assert all(0 <= i < len(en) and 0 <= j < len(fr) for i, j in more)
    assert sorted((i, j) for j, i, _ in align_words(fr, en)) == once
    assert [(link.en, link.fr) for link in align_words(4 * en, 4 * fr)] == once


def test_a_word_goes_with_its_neighbours() -> None:
    # Two clauses change places, and the word 0 stands in the midst of both.
    rows = np.eye(9, dtype=np.float32)
    en, fr = rows[[1, 2, 0, 3, 4, 5, 6, 0, 7, 8]], rows[[5, 6, 0, 7, 8, 1, 2, 0, 3, 4]]
    assert [link.fr for link in align_words(en, fr)] == [5, 6, 7, 8, 9, 0, 1, 2, 3, 4]


def test_itermax_finds_a_second_link() -> None:
    en, fr = np.eye(3, dtype=np.float32), np.eye(3, dtype=np.float32)[[0, 1, 1, 2]]
    counts = [len(align_words(en, fr, method=method)) for method in METHODS]
    assert counts == [3, 4]


def test_words_unlike_all_others_have_no_link() -> None:
    rows = np.eye(4, dtype=np.float32)
    assert not align_words(rows[:1], rows[1:2])
    assert [(link.en, link.fr) for link in align_words(rows[[0, 1]], rows[[1, 2]])] == [(1, 0)]


def test_a_long_side_is_read_to_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "MOST", 4)
    rows = np.eye(9, dtype=np.float32)
    assert [(link.en, link.fr) for link in align_words(rows, rows)] == [(at, at) for at in range(4)]


def test_an_unknown_method_is_said() -> None:
    with pytest.raises(ValueError, match="argmax, itermax"):
        align_words(np.eye(2, dtype=np.float32), np.eye(2, dtype=np.float32), method="best")


def test_eval_words(aligner: Run, tmp_path: Path) -> None:
    done = aligner("eval", "words", HERE / "tiny.src-tgt", HERE / "tiny.gold")
    assert done.returncode == 0, done.stderr
    (tmp_path / "rows.jsonl").write_text(done.stdout, "utf-8")
    argmax, itermax = read(tmp_path / "rows.jsonl")
    # Found 1-1 and 2-2 in both: of 4 links 3 are right, of 3 sure ones 2 are found; 1 - (2 + 3) / (4 + 3).
    right = {"aer": 0.2857, "precision": 0.75, "recall": 0.6667, "found": 4, "sure": 3}
    assert argmax == {"links": "argmax", **right} and itermax["links"] == "itermax"


@pytest.mark.parametrize(
    ("pairs", "gold", "says"),
    [
        ("a ||| b\n", "1-1\n1-1\n", "2 lines for the 1 of"),
        ("a b\n", "1-1\n", "line 1 is not english ||| french"),
        ("a ||| b\n", "1-1 x\n", "1-1 (sure) and 2p3 (possible)"),
    ],
)
def test_gold_that_does_not_fit_is_said(pairs: str, gold: str, says: str, aligner: Run, tmp_path: Path) -> None:
    (tmp_path / "pairs").write_text(pairs, "utf-8")
    (tmp_path / "gold").write_text(gold, "utf-8")
    done = aligner("eval", "words", "pairs", "gold")
    assert done.returncode == 3 and says in done.stderr and done.stderr.count("\n") == 1


def test_of_equal_words_the_same_is_taken_from_either_side() -> None:
    rng = np.random.default_rng(3)
    for _ in range(50):
        en, fr = rng.normal(size=(1, 5)).astype(np.float32), rng.normal(size=(10, 5)).astype(np.float32)
        fr *= 0.1  # short: none of the others is to win by its length
        fr[3] = fr[6] = en[0]  # as far from the middle
        assert [link[:2] for link in align_words(en, fr)] == [(0, 3)]
        assert [link[:2] for link in align_words(fr, en)] == [(3, 0)]
