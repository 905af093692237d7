"""What every encoder promises, and that others' loaders agree with ours on the embedded one."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import CASES, ROOT, TEXTS, Run, read
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, pre_tokenizers

from aligner.encoders import load_encoder
from aligner.encoders.static import StaticEncoder
from aligner.encoders.tokenizer import COMMON_CHARACTERS, CachedTokenizer
from aligner.errors import ModelMissingError
from aligner.registry import Encoder
from aligner.weights import models_folder

MEMORY = """
import sys
import numpy, tokenizers
from aligner.encoders import load_encoder

def resident():
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS:"))

lines, before = sys.stdin.read().split("\\n"), resident()
encoder = load_encoder()
encoder.encode(lines)
print(resident() - before)
"""


@pytest.fixture(scope="module", params=["embedded", "transformer"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    return load_encoder(str(request.getfixturevalue("tiny")) if request.param == "transformer" else None)


def _static() -> StaticEncoder:
    return StaticEncoder(models_folder() / "encoder")


def test_shape_type_and_norm(encoder: Encoder) -> None:
    rows = encoder.encode(TEXTS)
    assert rows.shape == (len(TEXTS), encoder.dim) and rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert encoder.name and len(encoder.digest) == 64


def test_order_and_company_change_nothing(encoder: Encoder) -> None:
    rows = encoder.encode(TEXTS)
    assert np.allclose(encoder.encode(TEXTS[::-1])[::-1], rows, atol=1e-5)
    assert np.allclose(np.vstack([encoder.encode([text]) for text in TEXTS]), rows, atol=1e-5)


def test_again_gives_the_same_bytes(encoder: Encoder) -> None:
    assert encoder.encode(TEXTS).tobytes() == encoder.encode(TEXTS).tobytes()


def test_nothing_gives_no_rows(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dim) and encoder.encode([]).dtype == np.float32
    assert np.isfinite(encoder.encode(["", " ", "a", "Ω 汉字 🙂"])).all()


def test_a_text_without_words_is_a_row_of_zeros() -> None:
    rows = load_encoder().encode(["", TEXTS[0], ""])
    assert not rows[0].any() and not rows[2].any() and rows[1].any()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("9,400 people came.", "9400 people came."),
        ("1\u202f234\u00a0567 euros", "1234567 euros"),
        ("« Oui », dit-elle.", '"Oui", dit-elle.'),
        ("L’eau de l’œuf", "L'eau de l'oeuf"),
        ("La rivière gelée", "La rivie\u0300re gele\u0301e"),
    ],
    ids=["comma", "spaces", "quotes", "apostrophe and ligature", "accents apart"],
)
def test_the_same_written_otherwise(one: str, other: str) -> None:
    rows = load_encoder().encode([one, other])
    assert rows[0] @ rows[1] > 0.9999


def test_numbers_that_stand_side_by_side_stay_two() -> None:
    rows = load_encoder().encode(["en 2010 250 personnes", "en 2010250 personnes"])
    assert rows[0] @ rows[1] < 0.99


def test_half_a_surrogate_is_no_error() -> None:
    encoder, text = _static(), "Le pont\ud800 est fermé."
    (tokens,) = encoder.encode_tokens([text])
    assert encoder.encode([text]).any() and text[tokens.starts[-1] :] == "."


def test_a_batch_border_changes_nothing() -> None:
    from aligner.encoders.static import BATCH_SIZE

    rows = load_encoder().encode([TEXTS[at % 3] for at in range(BATCH_SIZE + 3)])
    assert all(np.array_equal(row, rows[at % 3]) for at, row in enumerate(rows))


def test_neighbours_change_not_a_bit() -> None:
    encoder = load_encoder()
    assert encoder.encode(TEXTS).tobytes() == b"".join(encoder.encode([text]).tobytes() for text in TEXTS)


@pytest.mark.parametrize("case", read(CASES / "encoders" / "tokens.jsonl"), ids=lambda case: case["what"])
def test_tokens_stand_where_they_are_said_to(case: dict[str, Any]) -> None:
    (found,) = _static().encode_tokens([case["text"]])
    texts = [case["text"][start:end] for start, end in zip(found.starts, found.ends, strict=True)]
    assert texts == case["tokens"] and found.vectors.shape == (len(texts), _static().dim)


def test_the_sum_of_its_tokens_is_the_text() -> None:
    from aligner.encoders.static import BATCH_SIZE

    texts = [*TEXTS, "Zbqxwvkrz-Kjhgfdsa a parlé", *[""] * BATCH_SIZE, TEXTS[1]]
    found = list(_static().encode_tokens(texts))
    assert len(found) == len(texts)
    sums = np.array([tokens.vectors.sum(axis=0) for tokens in found])
    unit = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    assert np.allclose(unit, _static().encode(texts), atol=1e-6)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc to read memory from")
def test_memory_of_a_loaded_model() -> None:
    known = list(json.loads((models_folder() / "encoder" / "tokenizer.json").read_text("utf-8"))["model"]["vocab"])
    text = "\n".join(" ".join(known[at : at + 6]) for at in range(0, len(known), 6))  # all rows of the table are read
    done = subprocess.run([sys.executable, "-c", MEMORY], input=text, capture_output=True, encoding="utf-8", check=True)
    assert 10 < float(done.stdout) < 80


def test_translations_are_alike() -> None:
    rows = load_encoder().encode(TEXTS)
    assert rows[0] @ rows[1] > 0.5 > rows[0] @ rows[2]


@pytest.mark.parametrize("loader", ["sentence_transformers", "model2vec"])
def test_others_load_it_too(loader: str) -> None:
    module = pytest.importorskip(loader)
    if loader == "model2vec":
        theirs = module.StaticModel.from_pretrained(str(ROOT / "models" / "encoder")).encode(TEXTS)
    else:
        theirs = module.SentenceTransformer(str(ROOT / "models" / "encoder"), device="cpu").encode(TEXTS)
    theirs = theirs / np.linalg.norm(theirs, axis=1, keepdims=True)
    # The last text is longer than what model2vec reads by default.
    assert ((theirs * load_encoder().encode(TEXTS)).sum(axis=1) > 0.99).all()


def test_a_folder_that_holds_no_model_is_said(tmp_path: Path) -> None:
    from aligner.encoders.static import StaticEncoder

    with pytest.raises(ModelMissingError, match=r"tokenizer\.json are expected there"):
        StaticEncoder(tmp_path)


def test_pair_with_another_model(tiny: Path, tmp_path: Path, aligner: Run) -> None:
    (tmp_path / "a.txt").write_text("The mayor spoke of the bridge in 2019. It rained on 3 May.", "utf-8")
    (tmp_path / "b.txt").write_text("Le maire a parlé du pont en 2019. Il a plu le 3 mai.", "utf-8")
    done = aligner("pair", "a.txt", "b.txt", "--model", tiny)
    assert done.returncode == 0 and not done.stderr, done.stderr
    assert len(read(tmp_path / "aligned" / "documents.jsonl")) == 2
    assert str(tiny) in (tmp_path / "aligned" / "manifest.json").read_text("utf-8")


def test_word_links_of_a_model_that_has_none(tiny: Path, aligner: Run) -> None:
    gold = [CASES / "text" / "word_alignment" / f"tiny.{kind}" for kind in ("src-tgt", "gold")]
    done = aligner("eval", "words", *gold, "--model", tiny)
    assert done.returncode == 3 and "no word vectors" in done.stderr and done.stderr.count("\n") == 1


# Words that are looked up once


@cache
def _tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(models_folder() / "encoder" / "tokenizer.json"))


common = st.text(COMMON_CHARACTERS, max_size=60)
spaced = st.lists(st.text("abéÉŒ0123,.'’«» \xa0\u202f", max_size=8), max_size=8).map(" ".join)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(common | spaced | st.text(max_size=20), max_size=5))
def test_words_are_split_as_the_tokenizer_splits_them(texts: list[str]) -> None:
    texts = [text.encode("utf-8", "replace").decode() for text in texts]
    pieces, tokenizer = CachedTokenizer(_tokenizer()), CachedTokenizer(_tokenizer(), fast=False)
    assert pieces.fast and not tokenizer.fast
    for _ in range(2):  # not known, then known
        assert list(pieces.ids(texts)) == list(tokenizer.ids(texts))
        assert list(pieces.words(texts)) == list(tokenizer.words(texts))


def test_a_tokenizer_that_splits_otherwise_is_asked_itself() -> None:
    other = Tokenizer.from_str(_tokenizer().to_str())
    other.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    text = "The mayor's bridge, again: l'été."
    assert list(CachedTokenizer(other).ids([text])) == [other.encode(text, add_special_tokens=False).ids]


def test_long_words_are_not_kept() -> None:
    pieces = CachedTokenizer(_tokenizer())
    before = pieces.cached_words
    assert len(list(pieces.words(["x" * 100, "y" * 5000]))) == 2 and pieces.cached_words == before
