"""The word error net."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import CASES

from aligner.confidence.features.extract import pair_tables
from aligner.confidence.features.word_errors import FEATURES, KINDS, WordErrorNet, WordErrorScores, load_net
from aligner.encoders import load_encoder
from aligner.encoders.static import StaticEncoder
from aligner.errors import ModelMissingError
from aligner.evaluation.corruptions import Pair

ROWS = [json.loads(line) for line in (CASES / "confidence" / "suspect.jsonl").read_text("utf-8").splitlines()]


def weighed(pairs: list[Pair]) -> WordErrorScores:
    return load_net().score(*pair_tables(pairs).tokens)


def odds(pair: Pair, side: int, word: str, kind: str) -> float:
    """Return the log-odds of a word that occurs once on its side."""
    at = pair_tables([pair]).sides[side].starts.tolist().index(pair[side].index(word))
    return float(weighed([pair]).words[side][at, KINDS.index(kind)])


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case["why"])
def test_a_replaced_word_is_more_suspect_than_the_right_one(case: dict[str, Any]) -> None:
    right: Pair = (case["en"], case["fr"])
    side = ("en", "fr").index(case["side"])
    text = right[side].replace(case["word"], case["instead"])
    wrong: Pair = (text, right[1]) if side == 0 else (right[0], text)
    assert text != right[side]
    names = [f"pair_{case['kind']}", "pair_wrong"]
    before, after = (weighed([pair]).features[0] for pair in (right, wrong))
    for name in names:
        assert after[FEATURES.index(name)] > before[FEATURES.index(name)] + case.get("least", 1), name
    if "shown" in case:
        here, there = (
            odds(pair, side, word, case["kind"]) for pair, word in ((right, case["word"]), (wrong, case["shown"]))
        )
        assert there > here + 1


def test_the_scores_of_a_pair_do_not_depend_on_others() -> None:
    pairs: list[Pair] = [(case["en"], case["fr"]) for case in ROWS]
    together = weighed(pairs)
    for at, pair in enumerate(pairs):
        alone = weighed([pair])
        np.testing.assert_allclose(alone.features[0], together.features[at], atol=2e-3)
        spans = pair_tables(pairs).spans(at)
        for own, other, span in zip(alone.words, together.words, spans, strict=True):
            np.testing.assert_allclose(own, other[span], atol=2e-3)


def test_texts_without_words_are_scored_too() -> None:
    pairs = [("", ""), ("Yes.", ""), ("", "Oui."), ("Yes.", "Oui.")]
    found = weighed(pairs)
    assert found.features.shape == (4, len(FEATURES))
    assert np.isfinite(found.features).all()
    assert [side.sizes.tolist() for side in pair_tables(pairs).sides] == [[0, 2, 0, 2], [0, 0, 2, 2]]
    assert [own.shape for own in found.words] == [(4, len(KINDS))] * 2
    assert weighed([]).features.shape == (0, len(FEATURES))


@pytest.mark.parametrize("bytes_", [b"", b"PK\x03\x04 no archive"])
def test_a_file_without_a_net_is_reported(bytes_: bytes, tmp_path: Path) -> None:
    path = tmp_path / "net.npz"
    path.write_bytes(bytes_)
    with pytest.raises(ModelMissingError, match=r"training\.word_errors"):
        WordErrorNet(path)
    with pytest.raises(ModelMissingError, match=r"training\.word_errors"):
        WordErrorNet(tmp_path / "missing.npz")


def test_the_words_of_the_net_are_those_of_the_encoder() -> None:
    encoder = load_encoder()
    assert isinstance(encoder, StaticEncoder)
    assert load_net().vocabulary == encoder.vocabulary
