"""The parts of a long text have the same counterparts of names as passages of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from aligner.text.entities.names.counterparts import counterparts
from aligner.text.entities.names.text_parts import text_parts
from aligner.text.entities.names.words import NamePassage

TEXTS = sorted((ROOT / "seeds").glob("*.txt"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name[:3])
def test_parts_share_vectors_and_find_the_same(path: Path) -> None:
    text = path.read_text("utf-8")
    texts = [text[start : start + 900] for start in range(0, min(len(text), 3600), 900)]
    own = NamePassage(TEXTS[0].read_text("utf-8")[:1500], "en")
    for part, passage in zip(text_parts(texts, "fr"), [NamePassage(each, "fr") for each in texts], strict=True):
        for index in range(0, len(own.words), 3):
            assert counterparts(own, index, part) == counterparts(own, index, passage)


def test_a_text_without_words_has_no_counterparts() -> None:
    (part,) = text_parts([""], "fr")
    assert counterparts(NamePassage("Brest waits", "en"), 0, part) == []
