"""Tests of the sentences that a copy has of its original, on republications written by hand."""

from __future__ import annotations

import json

import pytest
from conftest import CASES

from aligner.comparison.reuse import find_reuse
from aligner.documents.prepare import Prepared, make_ready, unit_rows
from aligner.encoders import load_encoder
from aligner.encoders.encoded import EncodedDocument
from aligner.types import RawDocument

FOLDER = CASES / "deduplication" / "republications"
MAX_DIFFERENCE = 2  # sentences, which the labels divide by other rules
PAIRS = [json.loads(line) for line in (FOLDER / "pairs.jsonl").read_text(encoding="utf-8").splitlines()]


def read(name: str) -> EncodedDocument:
    """Return a story with its vectors."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    item = make_ready(RawDocument(name, text), "", load_encoder())
    assert isinstance(item, Prepared), item
    return EncodedDocument(item.document, unit_rows(item.vectors))


@pytest.mark.parametrize("pair", PAIRS[1::2], ids=lambda pair: pair["id"])
def test_sentences_of_the_original_are_counted(pair: dict[str, object]) -> None:
    """The sentences that come from the original are as many as the labels count; quotations in common are none."""
    copy, original = (read(f"{pair['id']}.{name}.txt") for name in ("copy", "original"))
    reuse = find_reuse(copy, original)
    assert isinstance(pair["from_original"], int)
    assert abs(len(reuse.sentences) - pair["from_original"]) <= MAX_DIFFERENCE, (reuse, pair)
    if pair["how"] == "quotations only":
        assert not reuse.stretches
