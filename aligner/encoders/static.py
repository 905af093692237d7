"""The embedded encoder: a sentence vector is the mean of its tokens' vectors.

It needs no torch, only a memory-mapped table of int8 rows with one scale each and the
tokenizers library. Its folder has the layout of model2vec and sentence-transformers,
so that both can load it too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.encoders.tokenizer import CachedTokenizer, PieceIds, WordSplit, sum_piece_rows
from aligner.errors import ModelMissingError
from aligner.types import Floats, Ints
from aligner.weights import reading_model

BATCH_SIZE = 256  # texts whose tokens are in memory at a time
TOKEN_BATCH_SIZE = 8  # texts whose token vectors are computed at once
MAX_TEXT_CHARS = 20_000  # of a sentence; longer text does not change the mean any more


class Tokens(NamedTuple):
    """The words and marks of a text.

    A token is what the tokenizer's first step splits off: a run of letters and digits,
    or one mark. The pieces of a rare word are joined again and their vectors summed.

    Attributes
    ----------
    starts, ends : (n,) int arrays
        Half-open offsets into the text as it was given, whatever its normal form; a
        combining accent belongs to its letter.
    vectors : (n, dim) float32
        Not of unit length: their sum, scaled to unit length, is the vector of the text,
        so longer vectors have more weight. An unknown token is a row of zeros.
    ids : sequence of tuples
        The piece ids of each token.
    """

    starts: Ints
    ends: Ints
    vectors: Floats
    ids: Sequence[PieceIds] = ()


class StaticEncoder:
    """Encode sentences with the `tokenizer.json` and `model.safetensors` of a folder.

    Raises
    ------
    ModelMissingError
        When the folder holds no such model.
    """

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        weights, pieces = folder / "model.safetensors", folder / "tokenizer.json"
        if not (weights.is_file() and pieces.is_file()):
            raise ModelMissingError(f"no encoder in {folder}: model.safetensors and tokenizer.json are expected there")
        self.name = folder.name
        self._weights = weights
        with reading_model(f"no vectors in {weights}", "scripts.training.encoder"):
            self._rows, self._scale = _tensors(weights)
        with reading_model(f"no tokenizer in {pieces}", "scripts.training.encoder"):
            tokenizer = Tokenizer.from_file(str(pieces))
            if tokenizer.get_vocab_size() > len(self._rows):
                raise ValueError("its tokenizer has pieces without a vector")
            self._tokenizer = CachedTokenizer(tokenizer)

    @property
    def dim(self) -> int:
        """Length of a sentence vector."""
        return int(self._rows.shape[1])

    @property
    def vocabulary(self) -> int:
        """Number of pieces in its vocabulary."""
        return len(self._rows)

    @property
    def digest(self) -> str:
        """SHA-256 of the weights."""
        with self._weights.open("rb") as file:
            hasher = hashlib.sha256()
            while chunk := file.read(1 << 20):
                hasher.update(chunk)
        return hasher.hexdigest()

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode texts as unit rows, (n, dim) float32; a text without any known token is a row of zeros."""
        sums = np.zeros((len(texts), self.dim), np.float32)
        for start in range(0, len(texts), BATCH_SIZE):
            batch = [_readable(text) for text in texts[start : start + BATCH_SIZE]]
            for row, pieces in enumerate(self._tokenizer.ids(batch), start):
                ids = np.array(pieces, np.intp)
                # One text at a time: its few rows stay in the CPU cache, and other texts cannot change its sum.
                # einsum rather than a matrix product, which may split a long sum among threads.
                np.einsum("t,td->d", self._scale[ids], self._rows[ids].astype(np.float32), out=sums[row])
        sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        return sums

    def encode_words(self, words: Sequence[str]) -> Floats:
        """Encode words as `encode` does, up to rounding, all at once, since they have few pieces."""
        pieces = list(map(tuple, self._tokenizer.ids([_readable(word) for word in words])))
        known = [index for index, ids in enumerate(pieces) if ids]
        sums = np.zeros((len(words), self.dim), np.float32)
        if known:
            sums[known] = self.vectors([pieces[index] for index in known])
        sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        return sums

    def encode_tokens(self, texts: Sequence[str]) -> Iterator[Tokens]:
        """Encode the words and marks of each text in order; like `encode` it reads `MAX_TEXT_CHARS` of a text."""
        for start in range(0, len(texts), BATCH_SIZE):
            splits = list(self.words(texts[start : start + BATCH_SIZE]))
            for first in range(0, len(splits), TOKEN_BATCH_SIZE):
                yield from self._tokens(splits[first : first + TOKEN_BATCH_SIZE])

    def words(self, texts: Sequence[str]) -> Iterator[WordSplit]:
        """Split each text into words and marks, with offsets and piece ids."""
        return self._tokenizer.words([_readable(text) for text in texts])

    def word_ids(self, words: Sequence[str]) -> list[PieceIds]:
        """Return the piece ids of single words of common letters."""
        return self._tokenizer.word_ids(words)

    def vectors(self, words: Sequence[PieceIds]) -> Floats:
        """Return the vectors of words given by their pieces, (words, dim), as in `Tokens`."""
        return sum_piece_rows(words, self._rows, self._scale)

    def _tokens(self, splits: Sequence[WordSplit]) -> Iterator[Tokens]:
        vectors = self.vectors([ids for split in splits for ids in split.ids])
        end = 0
        for split in splits:
            begin, end = end, end + len(split.ids)
            starts, ends = np.array(split.starts, np.int64), np.array(split.ends, np.int64)
            yield Tokens(starts, ends, vectors[begin:end], split.ids)


def _readable(text: str) -> str:
    """Return the part of a text that is read, with lone surrogates replaced by one character each."""
    text = text[:MAX_TEXT_CHARS]
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _tensors(path: Path) -> tuple[NDArray[np.int8], Floats]:
    """Map the table into memory and read its scales; only rows that are used are read from disk."""
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        if size > 1_000_000:
            raise ModelMissingError(f"{path} is not a safetensors file")
        header = json.loads(file.read(size))
    parts = {}
    for name, kind in (("embeddings", np.int8), ("weights", np.float32)):
        if name not in header:
            raise ModelMissingError(f"{path} has no {name!r}; expected int8 rows with a scale each")
        part = header[name]
        offset = 8 + size + part["data_offsets"][0]
        # A plain array is the same mapping, and faster to index than a memmap.
        parts[name] = np.asarray(np.memmap(path, dtype=kind, mode="r", offset=offset, shape=tuple(part["shape"])))
    rows, scale = parts["embeddings"], np.array(parts["weights"], np.float32)
    if rows.ndim != 2 or scale.shape != rows.shape[:1] or not np.isfinite(scale).all():
        raise ModelMissingError(f"{path} has no scale for each of its rows")
    return rows, scale
