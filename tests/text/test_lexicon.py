"""The word lexicon: how texts are split, what words mean, which words of a pair the other side says."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import CASES, read
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.errors import ModelMissingError
from aligner.text.words import lexicon
from aligner.text.words.lexicon import Coverage, Lexicon, alike, load_lexicon
from aligner.text.words.tokens import Word, fold_case, is_content, strip_accents, tokens
from aligner.types import SIDES, Side
from aligner.weights import models_folder

HERE = CASES / "lexicon"
USUAL = [line.split("\t") for line in (HERE / "translations.tsv").read_text("utf-8").splitlines()]
THRESHOLD = lexicon.LITTLE


def _covered(en: str, fr: str) -> Coverage:
    return load_lexicon().covered(tokens(en, "en"), tokens(fr, "fr"))


@pytest.mark.parametrize("case", read(HERE / "tokens.jsonl"), ids=lambda case: case["text"][:20])
def test_words_of_a_text(case: dict[str, Any]) -> None:
    found = tokens(case["text"], case["side"])
    assert [word.folded for word in found] == case["words"]
    assert all(case["text"][word.start : word.end] == word.text for word in found)


@pytest.mark.parametrize("case", USUAL, ids=lambda case: f"{case[0]}-{case[1]}")
def test_usual_translations(case: list[str]) -> None:
    side, word, *wanted = case
    rows = load_lexicon().translations(tokens(word, "en" if side == "en" else "fr")[0].folded, side)  # type: ignore[arg-type]
    assert {name for name, _ in rows} & set(wanted), rows
    chances = [chance for _, chance in rows]
    assert chances == sorted(chances, reverse=True) and all(0 < chance <= 1 for chance in chances)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("word", ["", "x", "nigatthaya", "qqqqqs", "1234", "the", "les", "\ud800", "a" * 10_000])
def test_what_it_does_not_know(word: str, side: Side) -> None:
    if (side, word) not in {("en", "les"), ("fr", "the")}:  # a word of the other language may well be one of this
        assert load_lexicon().translations(word, side) == []


def test_as_many_as_are_asked_for() -> None:
    rows = load_lexicon().translations("run", "en", 50)
    assert len(rows) > 5 and load_lexicon().translations("run", "en", 3) == rows[:3]
    assert load_lexicon().translations("run", "en", 0) == []


@pytest.mark.parametrize("case", read(HERE / "covered.jsonl"), ids=lambda case: case["what"])
def test_covered_words(case: dict[str, Any]) -> None:
    coverage = _covered(case["en"], case["fr"])
    for side, shares in zip(SIDES, coverage, strict=True):
        told = {word.text: float(share) for word, share in zip(tokens(case[side], side), shares, strict=True)}
        for word in case.get(f"{side}_yes", []):
            assert told[word] >= THRESHOLD, (word, told)
        for word in case.get(f"{side}_no", []):
            assert told[word] < THRESHOLD, (word, told)
        for word in case.get(f"{side}_unknown", []):
            assert np.isnan(told[word]), (word, told)


WORDS = [row[1] for row in USUAL] + ["the", "les", "Zelensky", "Zelenskyy", "l'", "'", "12", "été", "\u0301"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join),) * 2), max_size=5))
def test_many_pairs_are_each_as_alone(texts: list[tuple[str, str]]) -> None:
    pairs = [(tokens(en, "en"), tokens(fr, "fr")) for en, fr in texts]
    many = load_lexicon().covered_many(pairs)
    assert len(many) == len(pairs)
    for pair, found in zip(pairs, many, strict=True):
        alone = load_lexicon().covered(*pair)
        for shares, again, words in zip(found, alone, pair, strict=True):
            assert shares.dtype == np.float32 and shares.shape == (len(words),)
            np.testing.assert_array_equal(shares, again)
            known = shares[~np.isnan(shares)]
            assert ((known >= 0) & (known <= 1)).all()


def test_coverage_is_the_best_of_the_translations() -> None:
    """The join in bulk says what a look into the table word by word says."""
    lex = load_lexicon()
    en, fr = tokens("minister court run fire school year", "en"), tokens("cour feu année ministre ministre", "fr")
    found = lex.covered(en, fr)
    for own, other, shares, side in ((en, fr, found.en, "en"), (fr, en, found.fr, "fr")):
        names = {word.folded for word in other}
        for word, share in zip(own, shares.tolist(), strict=True):
            rows = lex.translations(word.folded, side, 10_000)  # type: ignore[arg-type]
            best = max((chance for name, chance in rows if name in names), default=0.0)
            assert share == pytest.approx(best, abs=1e-3), word


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.sampled_from(SIDES))
def test_offsets_hold_for_any_text(text: str, side: Side) -> None:
    found = tokens(text, side)
    assert all(text[word.start : word.end] == word.text and word.folded for word in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(fold_case(word.folded) == word.folded for word in found)


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        ("zelensky", "zelenskyy", True), ("commission", "commissaire", True), ("economist", "economiste", True),
        ("commerce", "comment", False), ("president", "presence", False), ("north", "nord", False),
        ("cat", "car", False), ("table", "tables", True), ("paris", "paris", True), ("beijing", "pekin", False),
    ],
)  # fmt: skip
def test_spellings_that_are_alike(left: str, right: str, told: bool) -> None:
    assert alike(left, right) is alike(right, left) is told


def test_words_that_say_nothing_by_themselves() -> None:
    said = [
        word.text
        for word in tokens("The mayor of the city will have been in his office", "en")
        if is_content(word, "en")
    ]
    assert said == ["mayor", "city", "office"]
    said = [
        word.text for word in tokens("L’avocat n'est pas dans la ville qu'il a quittée", "fr") if is_content(word, "fr")
    ]
    assert said == ["avocat", "ville", "quittée"]


def test_frequent_words_are_told_from_rare_ones() -> None:
    lex = load_lexicon()
    assert lex.frequency("year", "en") > lex.frequency("mayor", "en") > lex.frequency("burgomaster", "en") >= 0
    assert lex.frequency("nigatthaya", "en") == 0


@pytest.mark.parametrize(
    "piece", ["The mayor’s well-known plan of 25 years. ", "a", "9", "'", "l'", "é", "\u0301", "-"]
)
def test_long_texts_take_time_by_their_length(piece: str) -> None:
    """Eight times the text takes hardly more than eight times as long; a pattern that looks back takes 64 times."""

    def seconds(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        begun = time.process_time()
        load_lexicon().covered(tokens(text, "en"), tokens(text, "fr"))
        return time.process_time() - begun

    seconds(1_000)
    assert seconds(1_000_000) < 30 * seconds(125_000) + 0.5


READ = """
from aligner.lexicon import load_lexicon
from aligner.tokens import tokens
lex = load_lexicon()
text = "The minister denied the attack and Zelensky won the election"
print([lex.translations(word.folded, "en") for word in tokens(text, "en")])
print(lex.covered(tokens(text, "en"), tokens("Le ministre a nié l'attaque et gagné", "fr")))
"""


def test_reading_is_the_same_in_every_process() -> None:
    runs = {
        subprocess.run(
            [sys.executable, "-c", READ], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_a_full_memory_of_words_is_emptied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "REMEMBERED", 3)
    lex = Lexicon(models_folder() / "lexicon")
    words = [row[1] for row in USUAL if row[0] == "en"]
    assert [lex.number(fold_case(word), "en") for word in words] == [
        load_lexicon().number(fold_case(word), "en") for word in words
    ]


def test_no_lexicon_and_a_damaged_one_are_said(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match="no lexicon in"):
        Lexicon(tmp_path)
    shutil.copytree(models_folder() / "lexicon", tmp_path / "damaged")
    (tmp_path / "damaged" / lexicon.TABLE).write_bytes(b"no archive")
    with pytest.raises(ModelMissingError, match="damaged"):
        Lexicon(tmp_path / "damaged")
    shutil.copytree(models_folder() / "lexicon", tmp_path / "short")
    (tmp_path / "short" / "words.fr.txt").write_text("un\n", "utf-8")
    with pytest.raises(ModelMissingError, match="do not belong together"):
        Lexicon(tmp_path / "short")


def test_the_lists_of_words_are_folded_and_in_order() -> None:
    for side in SIDES:
        names = (models_folder() / "lexicon" / f"words.{side}.txt").read_text("utf-8").splitlines()
        assert names == sorted(set(names))
        assert all(fold_case(name) == name and strip_accents(name) for name in names)


def test_a_word_by_hand_does_as_well() -> None:
    found = load_lexicon().covered([Word("", "minister", 0, 0)], [Word("", "ministre", 0, 0)])
    assert found.en[0] > 0.5 and found.fr[0] > 0.5
