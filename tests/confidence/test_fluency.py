"""Fluency: human text scores higher than the same text with synonyms or in random order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import CASES, read

from aligner.confidence.features.fluency import Fluency, load_fluency
from aligner.encoders.words import embedded_words
from aligner.errors import ModelMissingError
from aligner.types import SIDES


def ratios(texts: list[str], side: str) -> list[np.ndarray]:
    ids = [tokens.ids for tokens in embedded_words()(texts)]
    sizes = np.array(list(map(len, ids)), np.int64)
    words = [word for own in ids for word in own]
    logarithms, ends = load_fluency().ratios(words, np.arange(len(words)), sizes, SIDES.index(side))
    assert len(ends) == len(texts) and len(logarithms) == sizes.sum()
    return np.split(logarithms, np.cumsum(sizes)[:-1])


@pytest.mark.parametrize("case", read(CASES / "confidence" / "fluency.jsonl"), ids=lambda case: case["bad"][:30])
def test_human_text_is_more_fluent(case: dict[str, Any]) -> None:
    good, bad = (np.minimum(own, 0).mean() for own in ratios([case["good"], case["bad"]], case["side"]))
    assert good > bad + 0.05


def test_the_fluency_of_a_text_does_not_depend_on_others() -> None:
    texts = ["He came home.", "", "It rained, and then it snowed."]
    together = ratios(texts, "en")
    for text, own in zip(texts, together, strict=True):
        assert np.array_equal(ratios([text], "en")[0], own)


def test_a_file_that_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "classes.npz").write_bytes(b"PK")
    with pytest.raises(ModelMissingError, match=r"training\.fluency"):
        Fluency(tmp_path / "classes.npz")
