"""What is known of the words of texts: the same as without what is kept, and no more of it than there is room for."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from conftest import CASES, ROOT
from hypothesis import given
from hypothesis import strategies as st

from aligner.confidence.features.surface import FEATURES, surface_features
from aligner.encoders import load_embedded
from aligner.text.entities.names import find as names
from aligner.text.entities.numbers import find as numbers
from aligner.text.words import word_table as vocabulary
from aligner.text.words.letters import BORROWED, find_letter_runs
from aligner.text.words.word_table import WordTableCache, load_word_table_cache
from aligner.types import SIDES, Side

FOLDER = CASES / "confidence"
SEEDS = sorted((ROOT / "seeds").iterdir())
ODD = (
    "", " ", "Oui.", "x" * 300, "1 234 567,8 €", "In 2010 000 of them", "中文 text", "\ud800 half",
    "e\u0301te\u0301 l’a-t-il", "\u200b", "İstanbul ıs", "tab\tand\nline", " lead and trail ", "10\u202f000\u00a0000",
)  # fmt: skip
PARTS = [
    "un",
    "une",
    "one",
    "million",
    "demi-million",
    "X",
    "e",
    "I",
    "century",
    "Paris",
    "l'",
    "–",
    "3",
    "dollar",
    "m",
    "%",
    "half",
    "a",
    "dozen",
    "St.",
    "“Oui",
    "J.",
    "et",
    "d'Orsay's",
    "US",
]


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]


def texts() -> list[str]:
    lines = [line for path in SEEDS for line in path.read_text("utf-8", "replace").splitlines()]
    return [*ODD, *lines]


@pytest.mark.parametrize("side", SIDES)
def test_words_are_those_of_the_encoder(side: Side) -> None:
    every = texts()
    read = load_word_table_cache().read([(text, text) for text in every])[SIDES.index(side)]
    ends = np.cumsum(read.sizes)
    for at, tokens in enumerate(load_embedded().encode_tokens(every)):
        own = slice(int(ends[at] - read.sizes[at]), int(ends[at]))
        count = min(len(tokens.starts), vocabulary.MAX_TOKENS)
        assert read.starts[own].tolist() == tokens.starts[:count].tolist(), every[at]
        assert read.stops[own].tolist() == tokens.ends[:count].tolist(), every[at]
        assert [read.kinds[kind] for kind in read.kind[own]] == list(tokens.ids[:count]), every[at]


def test_a_text_is_read_alike_whatever_was_read_before() -> None:
    pairs = [(text, text) for text in texts()]
    before, fresh = load_word_table_cache().read(pairs), WordTableCache().read(pairs[::-1])
    for one, two in zip(before, fresh, strict=True):
        assert one.sizes.tolist() == two.sizes[::-1].tolist()
        assert one.may_contain_number.tolist() == two.may_contain_number[::-1].tolist()
        assert one.may_name.tolist() == two.may_name[::-1].tolist()
        # Numbers differ, what they stand for does not.
        assert sorted(one.entries.tolist()) == sorted(two.entries.tolist())


def test_the_cache_is_bounded() -> None:
    small = WordTableCache(max_chunks=50)
    for at in range(5):
        left, _ = small.read([(f"word{at}x{n} and", f"mot{at}x{n} et") for n in range(60)])
        assert left.sizes.tolist() == [2] * 60
        assert len(left.spelt) <= 200


@pytest.mark.parametrize("side", SIDES)
def test_hints_miss_no_number_and_no_name(side: Side) -> None:
    folders = [CASES / name for name in ("confidence", "detectors", "text/entities")]
    paths = [path for folder in folders for path in sorted(folder.glob("*.jsonl"))]
    cases = [line for path in paths for line in path.read_text("utf-8").splitlines()]
    every = [text for line in cases for text in _strings(json.loads(line))] + texts()
    read = load_word_table_cache().read([(text, text) for text in every])[SIDES.index(side)]
    for text, may_count, may_name in zip(every, read.may_contain_number.tolist(), read.may_name.tolist(), strict=True):
        assert may_count or not numbers.find_numbers(text, side, bare=True), text
        assert may_name or not names.find_names(text, side), text


def _strings(value: object) -> list[str]:
    if isinstance(value, dict | list):
        return [text for each in (value.values() if isinstance(value, dict) else value) for text in _strings(each)]
    return [value] if isinstance(value, str) else []


@given(st.lists(st.sampled_from(PARTS), max_size=8))
def test_hints_miss_nothing_in_made_texts(words: list[str]) -> None:
    text = " ".join(words)
    for read, side in zip(load_word_table_cache().read([(text, text)]), SIDES, strict=True):
        assert read.may_contain_number[0] or not numbers.find_numbers(text, side, bare=True)
        assert read.may_name[0] or not names.find_names(text, side)


@pytest.mark.parametrize("case", rows("loops.jsonl"), ids=lambda case: case["text"][:30])
def test_loops(case: dict[str, Any]) -> None:
    pair = (case["text"], "") if case["side"] == "en" else ("", case["text"])
    read = load_word_table_cache().read([pair])
    found = surface_features([pair], read[0].letters, read[1].letters)[0]
    assert found[FEATURES.index(f"loops_{case['side']}")] == case["loops"]


@pytest.mark.parametrize("case", rows("borrowed.jsonl"), ids=lambda case: case["text"][:30])
def test_words_of_the_other_language(case: dict[str, Any]) -> None:
    found = [
        word
        for stretch in case["text"].split()
        for word, marks in find_letter_runs(stretch, case["side"])
        if marks & BORROWED
    ]
    assert found == case["borrowed"]


def test_threads_share_what_is_known() -> None:
    lines = [[(f"The {word}{at} stays", f"Le {word}{at} reste") for at in range(40)] for word in ("alpha", "beta") * 8]
    shared = WordTableCache()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(shared.read, lines))
    for pairs, read in zip(lines, found, strict=True):
        assert [side.sizes.tolist() for side in read] == [side.sizes.tolist() for side in WordTableCache().read(pairs)]
