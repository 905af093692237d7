"""Tests of tokens and the lexicon: splitting, translations, and the coverage of words by the other side."""

from __future__ import annotations

import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import CASES, assert_linear_time, read
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import ModelMissingError
from aligner.text.words.lexicon import (
    MIN_TRANSLATION_PROBABILITY,
    TABLE_FILE,
    Lexicon,
    WordCoverage,
    load_lexicon,
)
from aligner.text.words.tokens import Word, fold_case, is_content, strip_accents, tokenize
from aligner.types import SIDES, Side
from aligner.weights import models_folder

HERE = CASES / "text" / "lexicon"
TRANSLATIONS = [line.split("\t") for line in (HERE / "translations.tsv").read_text("utf-8").splitlines()]


def _coverage(en: str, fr: str) -> WordCoverage:
    return load_lexicon().coverage(tokenize(en, "en"), tokenize(fr, "fr"))


@pytest.mark.parametrize("case", read(HERE / "tokens.jsonl"), ids=lambda case: case["text"][:20])
def test_words_of_a_text(case: dict[str, Any]) -> None:
    words = tokenize(case["text"], case["side"])
    assert [word.folded for word in words] == case["words"]
    assert all(case["text"][word.start : word.end] == word.text for word in words)


@pytest.mark.parametrize("case", TRANSLATIONS, ids=lambda case: f"{case[0]}-{case[1]}")
def test_likely_translations(case: list[str]) -> None:
    side, word, *wanted = case
    rows = load_lexicon().translations(tokenize(word, "en" if side == "en" else "fr")[0].folded, side)  # type: ignore[arg-type]
    assert {name for name, _ in rows} & set(wanted), rows
    probabilities = [probability for _, probability in rows]
    assert probabilities == sorted(probabilities, reverse=True)
    assert all(0 < probability <= 1 for probability in probabilities)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("word", ["", "x", "nigatthaya", "qqqqqs", "1234", "the", "les", "\ud800", "a" * 10_000])
def test_unknown_words_have_no_translations(word: str, side: Side) -> None:
    if (side, word) not in {("en", "les"), ("fr", "the")}:  # a word of the other language may also be one of this
        assert load_lexicon().translations(word, side) == []


def test_number_of_translations() -> None:
    rows = load_lexicon().translations("run", "en", 50)
    assert len(rows) > 5 and load_lexicon().translations("run", "en", 3) == rows[:3]
    assert load_lexicon().translations("run", "en", 0) == []


@pytest.mark.parametrize("case", read(HERE / "covered.jsonl"), ids=lambda case: case["what"])
def test_covered_words(case: dict[str, Any]) -> None:
    coverage = _coverage(case["en"], case["fr"])
    for side, shares in zip(SIDES, coverage, strict=True):
        covered = {word.text: float(share) for word, share in zip(tokenize(case[side], side), shares, strict=True)}
        for word in case.get(f"{side}_yes", []):
            assert covered[word] >= MIN_TRANSLATION_PROBABILITY, (word, covered)
        for word in case.get(f"{side}_no", []):
            assert covered[word] < MIN_TRANSLATION_PROBABILITY, (word, covered)
        for word in case.get(f"{side}_unknown", []):
            assert np.isnan(covered[word]), (word, covered)


WORDS = [row[1] for row in TRANSLATIONS] + ["the", "les", "Zelensky", "Zelenskyy", "l'", "'", "12", "été", "\u0301"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join),) * 2), max_size=5))
def test_coverage_of_many_pairs_equals_that_of_each_alone(texts: list[tuple[str, str]]) -> None:
    pairs = [(tokenize(en, "en"), tokenize(fr, "fr")) for en, fr in texts]
    many = load_lexicon().coverage_of_pairs(pairs)
    assert len(many) == len(pairs)
    for pair, coverage in zip(pairs, many, strict=True):
        alone = load_lexicon().coverage(*pair)
        for shares, again, words in zip(coverage, alone, pair, strict=True):
            assert shares.dtype == np.float32 and shares.shape == (len(words),)
            np.testing.assert_array_equal(shares, again)
            known = shares[~np.isnan(shares)]
            assert ((known >= 0) & (known <= 1)).all()


def test_coverage_is_the_best_of_the_translations() -> None:
    """Check the bulk join against a lookup word by word."""
    lex = load_lexicon()
    en, fr = tokenize("minister court run fire school year", "en"), tokenize("cour feu année ministre ministre", "fr")
    coverage = lex.coverage(en, fr)
    for own, other, shares, side in ((en, fr, coverage.en, "en"), (fr, en, coverage.fr, "fr")):
        names = {word.folded for word in other}
        for word, share in zip(own, shares.tolist(), strict=True):
            rows = lex.translations(word.folded, side, 10_000)  # type: ignore[arg-type]
            best = max((probability for name, probability in rows if name in names), default=0.0)
            assert share == pytest.approx(best, abs=1e-3), word


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.sampled_from(SIDES))
def test_offsets_hold_for_any_text(text: str, side: Side) -> None:
    words = tokenize(text, side)
    assert all(text[word.start : word.end] == word.text and word.folded for word in words)
    assert all(one.end <= other.start for one, other in pairwise(words))
    assert all(fold_case(word.folded) == word.folded for word in words)


def test_content_words() -> None:
    content = [
        word.text
        for word in tokenize("The mayor of the city will have been in his office", "en")
        if is_content(word, "en")
    ]
    assert content == ["mayor", "city", "office"]
    content = [
        word.text
        for word in tokenize("L’avocat n'est pas dans la ville qu'il a quittée", "fr")
        if is_content(word, "fr")
    ]
    assert content == ["avocat", "ville", "quittée"]


def test_frequencies_order_words() -> None:
    lex = load_lexicon()
    assert lex.frequency("year", "en") > lex.frequency("mayor", "en") > lex.frequency("burgomaster", "en") >= 0
    assert lex.frequency("nigatthaya", "en") == 0


@pytest.mark.parametrize(
    "piece", ["The mayor’s well-known plan of 25 years. ", "a", "9", "'", "l'", "é", "\u0301", "-"]
)
def test_time_is_linear_in_the_length_of_a_text(piece: str) -> None:
    def read_words(size: int) -> None:
        text = (piece * (size // len(piece) + 1))[:size]
        load_lexicon().coverage(tokenize(text, "en"), tokenize(text, "fr"))

    assert_linear_time(read_words, 1_000_000)


SCRIPT = """
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.tokens import tokenize
lex = load_lexicon()
text = "The minister denied the attack and Zelensky won the election"
print([lex.translations(word.folded, "en") for word in tokenize(text, "en")])
print(lex.coverage(tokenize(text, "en"), tokenize("Le ministre a nié l'attaque et gagné", "fr")))
"""


def test_results_are_the_same_in_every_process() -> None:
    runs = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_a_full_cache_is_emptied() -> None:
    lex = Lexicon(models_folder() / "lexicon", cache_size=3)
    words = [row[1] for row in TRANSLATIONS if row[0] == "en"]
    assert [lex.entry_id(fold_case(word), "en") for word in words] == [
        load_lexicon().entry_id(fold_case(word), "en") for word in words
    ]


def test_a_missing_and_a_damaged_lexicon_are_reported(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match="no lexicon in"):
        Lexicon(tmp_path)
    shutil.copytree(models_folder() / "lexicon", tmp_path / "damaged")
    (tmp_path / "damaged" / TABLE_FILE).write_bytes(b"no archive")
    with pytest.raises(ModelMissingError, match="damaged"):
        Lexicon(tmp_path / "damaged")
    shutil.copytree(models_folder() / "lexicon", tmp_path / "short")
    (tmp_path / "short" / "words.fr.txt").write_text("un\n", "utf-8")
    with pytest.raises(ModelMissingError, match="do not belong together"):
        Lexicon(tmp_path / "short")


def test_lists_of_words_are_folded_and_sorted() -> None:
    for side in SIDES:
        names = (models_folder() / "lexicon" / f"words.{side}.txt").read_text("utf-8").splitlines()
        assert names == sorted(set(names))
        assert all(fold_case(name) == name and strip_accents(name) for name in names)


def test_words_made_by_hand_are_covered() -> None:
    coverage = load_lexicon().coverage([Word("", "minister", 0, 0)], [Word("", "ministre", 0, 0)])
    assert coverage.en[0] > 0.5 and coverage.fr[0] > 0.5
