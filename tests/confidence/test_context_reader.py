"""The second reader of doubtful pairs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.confidence.context_reader import ContextReader, load_context_reader
from aligner.encoders.contextual import MAX_PIECES, ContextualEncoder
from aligner.errors import ModelMissingError
from aligner.weights import context_folder

RIGHT = ("The river rose by two metres in one night.", "La rivière est montée de deux mètres en une nuit.")
DOUBTFUL = [
    RIGHT,
    ("The river rose by two metres in one night.", "La rivière est montée de deux mètres en une nuit, et la route"),
    ("She sold the house to her brother last spring.", "Elle a vendu la maison à son voisin l'automne dernier."),
    ("The bakery opens at six, except on Mondays.", "Le lundi, la boulangerie ouvre à six heures, sauf exception."),
    ("Nobody was hurt.", "Aucun blessé n'est à déplorer."),
]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a cache of its own."""
    monkeypatch.setenv("ALIGNER_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "context.db"


@pytest.fixture
def reader(cache: Path) -> ContextReader:
    return ContextReader(context_folder())


def test_a_word_is_encoded_in_its_sentence() -> None:
    encoder = load_context_reader().encoder
    river, money = (
        encoder.encode(text.split()) for text in ("They sat on the bank of the river.", "The bank raised its rates.")
    )
    assert river is not None and money is not None
    assert river.shape == (8, encoder.dim)
    assert cosine(river[4], money[1]) < 0.95
    again = encoder.encode(["They", "sat", "on", "the", "bank", "of", "the", "river."])
    assert np.array_equal(river, again)


def test_translations_of_words_are_near_each_other() -> None:
    reader = load_context_reader()
    en, fr = (reader.words(text, side) for side, text in enumerate(RIGHT))
    assert en is not None and fr is not None
    matches = (en @ fr.T).argmax(axis=1)
    words = {word: RIGHT[1].split()[match] for word, match in zip(RIGHT[0].split(), matches, strict=True)}
    assert words["river"] == "rivière" and words["metres"] == "mètres" and words["night."] == "nuit."


@pytest.mark.parametrize("text", ["", "   ", "word " * (MAX_PIECES + 1), "x" * 100_000])
def test_what_cannot_be_read_leaves_the_pair_as_it_is(text: str, reader: ContextReader) -> None:
    logits = np.array([0.5, -0.5])
    assert reader.adjust([(RIGHT[0], text), (text, RIGHT[1])], logits).tolist() == logits.tolist()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_read(en: str, fr: str) -> None:
    reader = load_context_reader()
    sides = [reader.words(text, side) for side, text in enumerate((en, fr))]
    if all(side is not None for side in sides):
        assert np.isfinite(reader.logit(*sides))  # type: ignore[arg-type]


def test_only_doubtful_pairs_are_read(reader: ContextReader) -> None:
    logits = np.array([3.5, 1.0, -1.0, 0.0, -6.0])
    adjusted = reader.adjust(DOUBTFUL, logits)
    assert (adjusted != logits).tolist() == [False, True, True, True, False]


def test_a_pair_does_not_depend_on_others_or_on_the_cache(reader: ContextReader, cache: Path) -> None:
    alone = [reader.read([pair])[0] for pair in DOUBTFUL]
    cache.unlink()
    assert reader.read(DOUBTFUL[::-1])[::-1] == alone
    assert cache.stat().st_size and reader.read(DOUBTFUL) == alone


def test_translations_are_likelier_than_what_was_damaged(reader: ContextReader) -> None:
    damaged = [RIGHT[1] + " et la route", "Le maire a fermé le marché pour deux jours.", RIGHT[1] + " La nuit"]
    right, *wrong = (logit or 0.0 for logit in reader.read([RIGHT, *((RIGHT[0], text) for text in damaged)]))
    assert right > 0 and all(right > other + 1 for other in wrong)


def test_numpy_computes_what_was_trained(tmp_path: Path, cache: Path) -> None:
    torch = pytest.importorskip("torch")
    from scripts.fitting.cross_encoder import Net, arrays_of, batch_of

    torch.manual_seed(0)
    encoder = load_context_reader().encoder
    net, means = Net(encoder.dim).eval(), np.zeros((2, encoder.dim), np.float32)
    for name in ("encoder.npz", "tokenizer.json"):
        shutil.copy(context_folder() / name, tmp_path)
    np.savez(tmp_path / "reader.npz", **arrays_of(net, means, np.array([1.0, 1.0, 0.0])))
    vectors = {(side, text): encoder.encode(text.split()) for pair in DOUBTFUL for side, text in enumerate(pair)}
    with torch.inference_mode():
        theirs = net(batch_of(DOUBTFUL, vectors, means))[0].tolist()
    assert ContextReader(tmp_path).read(DOUBTFUL) == pytest.approx(theirs, abs=1e-3)


def test_a_folder_without_the_weights_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match=str(tmp_path)):
        ContextualEncoder(tmp_path)


def test_score_reads_doubtful_pairs_again(tmp_path: Path, aligner: Run, cache: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("".join(f"{en}\t{fr}\n" for en, fr in DOUBTFUL), encoding="utf-8")
    plain, again, cached = (
        [json.loads(line)["confidence"] for line in aligner("score", path, *options).stdout.splitlines()]
        for options in ((), ("--context",), ("--context",))
    )
    assert len(plain) == len(DOUBTFUL) and again != plain and again == cached


def test_a_run_depends_neither_on_processes_nor_on_the_cache(
    tmp_path: Path, aligner: Run, cache: Path, seeds: Path
) -> None:
    for jobs in (1, 2):
        done = aligner("pair", seeds, "-o", f"out{jobs}", "--context", "--jobs", jobs, "-q", timeout=300)
        assert done.returncode == 0, done.stderr
        cache.unlink(missing_ok=True)
    first, second = (tmp_path / f"out{jobs}" for jobs in (1, 2))
    for name in ("segments.jsonl", "corpus.tmx", "manifest.json"):
        assert (first / name).read_bytes() == (second / name).read_bytes()
    signature = json.loads((first / "manifest.json").read_text("utf-8"))["signature"]
    assert signature["context"] is True and signature["context_model"] == load_context_reader().digest


def cosine(one: np.ndarray, two: np.ndarray) -> float:  # type: ignore[type-arg]
    return float(one @ two / np.linalg.norm(one) / np.linalg.norm(two))
