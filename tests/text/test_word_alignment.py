"""Tests of word alignment: links of known pairs, invariants of all links, and their evaluation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import CASES, Run, read
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.encoders.static import StaticEncoder
from aligner.text.words.word_alignment import METHODS, align_words
from aligner.types import Floats
from aligner.weights import models_folder

HERE = CASES / "text" / "word_alignment"


@pytest.fixture(scope="module")
def encoder() -> StaticEncoder:
    return StaticEncoder(models_folder() / "encoder")


def _numbered(text: str, encoder: StaticEncoder) -> tuple[list[str], Floats]:
    """Return the tokens of a text, repeated ones numbered (`car@2`), and their vectors."""
    (tokens,) = encoder.encode_tokens([text])
    words = [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]
    numbered = [
        f"{word}@{words[: index + 1].count(word)}" if words.count(word) > 1 else word
        for index, word in enumerate(words)
    ]
    return numbered, tokens.vectors


@pytest.mark.parametrize("case", read(HERE / "links.jsonl"), ids=lambda case: case["what"])
@pytest.mark.parametrize("method", METHODS)
def test_links(case: dict[str, Any], method: str, encoder: StaticEncoder) -> None:
    (en, left), (fr, right) = (_numbered(case[side], encoder) for side in ("en", "fr"))
    links = [(en[link.en], fr[link.fr]) for link in align_words(left, right, method=method)]
    assert {tuple(link) for link in case["links"]} <= set(links), links


@st.composite
def sides(draw: st.DrawFn) -> tuple[Floats, Floats]:
    """Draw two sides of 0 to 12 words that share some, of any length."""
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    known = rng.standard_normal((8, 5)).astype(np.float32) * rng.uniform(0, 3, (8, 1)).astype(np.float32)
    left, right = (known[rng.integers(0, 8, draw(st.integers(0, 12)))] for _ in range(2))
    return left, right


@settings(max_examples=100, deadline=None)
@given(sides())
def test_invariants_of_links(pair: tuple[Floats, Floats]) -> None:
    en, fr = pair
    once, more = ([(link.en, link.fr) for link in align_words(en, fr, method=method)] for method in METHODS)
    assert len({i for i, _ in once}) == len({j for _, j in once}) == len(once)
    assert set(once) <= set(more)
    assert once == sorted(once) and more == sorted(more)
    assert all(0 <= i < len(en) and 0 <= j < len(fr) for i, j in more)
    assert sorted((i, j) for j, i, _ in align_words(fr, en)) == once
    assert [(link.en, link.fr) for link in align_words(4 * en, 4 * fr)] == once


def test_a_word_is_linked_near_its_neighbours() -> None:
    # Two clauses change places, and both contain the word 0.
    rows = np.eye(9, dtype=np.float32)
    en, fr = rows[[1, 2, 0, 3, 4, 5, 6, 0, 7, 8]], rows[[5, 6, 0, 7, 8, 1, 2, 0, 3, 4]]
    assert [link.fr for link in align_words(en, fr)] == [5, 6, 7, 8, 9, 0, 1, 2, 3, 4]


def test_itermax_finds_a_second_link() -> None:
    en, fr = np.eye(3, dtype=np.float32), np.eye(3, dtype=np.float32)[[0, 1, 1, 2]]
    counts = [len(align_words(en, fr, method=method)) for method in METHODS]
    assert counts == [3, 4]


def test_dissimilar_words_have_no_link() -> None:
    rows = np.eye(4, dtype=np.float32)
    assert not align_words(rows[:1], rows[1:2])
    assert [(link.en, link.fr) for link in align_words(rows[[0, 1]], rows[[1, 2]])] == [(1, 0)]


def test_words_after_the_limit_have_no_link() -> None:
    rows = np.eye(9, dtype=np.float32)
    assert [(link.en, link.fr) for link in align_words(rows, rows, max_words=4)] == [
        (index, index) for index in range(4)
    ]


def test_an_unknown_method_is_an_error() -> None:
    with pytest.raises(ValueError, match="argmax, itermax"):
        align_words(np.eye(2, dtype=np.float32), np.eye(2, dtype=np.float32), method="best")


def test_eval_words(aligner: Run, tmp_path: Path) -> None:
    done = aligner("eval", "words", HERE / "tiny.src-tgt", HERE / "tiny.gold")
    assert done.returncode == 0, done.stderr
    (tmp_path / "rows.jsonl").write_text(done.stdout, "utf-8")
    argmax, itermax = read(tmp_path / "rows.jsonl")
    # 1-1 and 2-2 are found in both lines: 3 of 4 links are right, 2 of 3 sure links are found; 1 - (2 + 3) / (4 + 3).
    right = {"aer": 0.2857, "precision": 0.75, "recall": 0.6667, "found": 4, "sure": 3}
    assert argmax == {"links": "argmax", **right} and itermax["links"] == "itermax"


@pytest.mark.parametrize(
    ("pairs", "gold", "message"),
    [
        ("a ||| b\n", "1-1\n1-1\n", "2 lines, but pairs has 1"),
        ("a b\n", "1-1\n", "line 1 is not english ||| french"),
        ("a ||| b\n", "1-1 x\n", "1-1 (sure) and 2p3 (possible)"),
    ],
)
def test_gold_that_does_not_fit_is_an_error(pairs: str, gold: str, message: str, aligner: Run, tmp_path: Path) -> None:
    (tmp_path / "pairs").write_text(pairs, "utf-8")
    (tmp_path / "gold").write_text(gold, "utf-8")
    done = aligner("eval", "words", "pairs", "gold")
    assert done.returncode == 3 and message in done.stderr and done.stderr.count("\n") == 1


def test_ties_are_broken_alike_from_either_side() -> None:
    rng = np.random.default_rng(3)
    for _ in range(50):
        en, fr = rng.normal(size=(1, 5)).astype(np.float32), rng.normal(size=(10, 5)).astype(np.float32)
        fr *= 0.1  # short, so that none of the others wins by its length
        fr[3] = fr[6] = en[0]  # equally far from the middle
        assert [link[:2] for link in align_words(en, fr)] == [(0, 3)]
        assert [link[:2] for link in align_words(fr, en)] == [(3, 0)]
