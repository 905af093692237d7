"""The net that tells which words of a pair are suspect."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import CASES

from aligner.confidence.features.extract import read
from aligner.confidence.features.word_errors import FIGURES, KINDS, WordErrorNet, WordErrorScores, load_net
from aligner.encoders import load_encoder
from aligner.encoders.static import StaticEncoder
from aligner.errors import ModelMissingError
from aligner.evaluation.corruptions import Pair

ROWS = [json.loads(line) for line in (CASES / "confidence" / "suspect.jsonl").read_text("utf-8").splitlines()]


def weighed(pairs: list[Pair]) -> WordErrorScores:
    return load_net().weigh(*read(pairs).words)


def odds(pair: Pair, side: int, word: str, kind: str) -> float:
    """Log-odds of a word that stands once in its side."""
    at = read([pair]).sides[side].starts.tolist().index(pair[side].index(word))
    return float(weighed([pair]).words[side][at, KINDS.index(kind)])


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case["why"])
def test_a_word_put_in_the_place_of_another_is_the_more_suspect(case: dict[str, Any]) -> None:
    right: Pair = (case["en"], case["fr"])
    side = ("en", "fr").index(case["side"])
    text = right[side].replace(case["word"], case["instead"])
    wrong: Pair = (text, right[1]) if side == 0 else (right[0], text)
    assert text != right[side]
    names = [f"pair_{case['kind']}", "pair_wrong"]
    before, after = (weighed([pair]).figures[0] for pair in (right, wrong))
    for name in names:
        assert after[FIGURES.index(name)] > before[FIGURES.index(name)] + case.get("least", 1), name
    if "shown" in case:
        here, there = (
            odds(pair, side, word, case["kind"]) for pair, word in ((right, case["word"]), (wrong, case["shown"]))
        )
        assert there > here + 1


def test_what_stands_beside_a_pair_does_not_change_what_is_said_of_it() -> None:
    pairs: list[Pair] = [(case["en"], case["fr"]) for case in ROWS]
    together = weighed(pairs)
    for at, pair in enumerate(pairs):
        alone = weighed([pair])
        np.testing.assert_allclose(alone.figures[0], together.figures[at], atol=2e-3)
        spans = read(pairs).spans(at)
        for own, other, span in zip(alone.words, together.words, spans, strict=True):
            np.testing.assert_allclose(own, other[span], atol=2e-3)


def test_texts_without_words_are_weighed_too() -> None:
    pairs = [("", ""), ("Yes.", ""), ("", "Oui."), ("Yes.", "Oui.")]
    found = weighed(pairs)
    assert found.figures.shape == (4, len(FIGURES))
    assert np.isfinite(found.figures).all()
    assert [side.sizes.tolist() for side in read(pairs).sides] == [[0, 2, 0, 2], [0, 0, 2, 2]]
    assert [own.shape for own in found.words] == [(4, len(KINDS))] * 2
    assert weighed([]).figures.shape == (0, len(FIGURES))


@pytest.mark.parametrize("bytes_", [b"", b"PK\x03\x04 no archive"])
def test_a_file_that_holds_no_net_is_said_to(bytes_: bytes, tmp_path: Path) -> None:
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
