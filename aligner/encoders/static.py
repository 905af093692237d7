"""The embedded encoder: a sentence is the mean of its tokens' vectors.

No torch: a table of int8 rows with one scale each, memory-mapped, and the
tokenizers library. The folder is laid out as model2vec and
sentence-transformers have it, so that both load it too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.encoders.tokenizer import Ids, Pieces, Split, word_rows
from aligner.errors import ModelMissingError

BATCH = 256  # texts whose tokens are held at a time
TOGETHER = 8  # texts whose vectors are made in one go
LONGEST = 20_000  # characters of a sentence that are read: beyond, more text changes the mean no more


class Tokens(NamedTuple):
    """The words and marks of a text.

    A token is what the tokenizer splits off before it looks into words: a run
    of letters and figures, or one mark. Pieces of a rare word are put together
    again, their vectors summed.

    Attributes
    ----------
    starts, ends : (n,) int arrays
        Half-open offsets into the text as it was given, whatever its
        normal form; an accent that stands alone belongs to its letter.
    vectors : (n, dim) float32
        Not of unit length: their sum, scaled to length one, is the text's
        vector, so that a longer one says more. A token that is not known is
        a row of zeros.
    ids : of each token the numbers of its pieces
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    vectors: NDArray[np.float32]
    ids: Sequence[Ids] = ()


class StaticEncoder:
    """Sentence vectors from a folder that holds `tokenizer.json` and `model.safetensors`.

    Raises
    ------
    ModelMissingError
        When the folder is no such model.
    """

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        weights = folder / "model.safetensors"
        if not (weights.is_file() and (folder / "tokenizer.json").is_file()):
            raise ModelMissingError(f"no encoder in {folder}: model.safetensors and tokenizer.json are expected there")
        self.name = folder.name
        self._rows, self._scale = _tensors(weights)
        self._pieces = Pieces(Tokenizer.from_file(str(folder / "tokenizer.json")))
        self._weights = weights

    @property
    def dim(self) -> int:
        """Length of a sentence vector."""
        return int(self._rows.shape[1])

    @property
    def vocabulary(self) -> int:
        """How many pieces it knows."""
        return len(self._rows)

    @property
    def digest(self) -> str:
        """SHA-256 of the weights."""
        with self._weights.open("rb") as file:
            hasher = hashlib.sha256()
            while chunk := file.read(1 << 20):
                hasher.update(chunk)
        return hasher.hexdigest()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts as unit rows, (n, dim) float32; a text without a known token is a row of zeros."""
        sums = np.zeros((len(texts), self.dim), np.float32)
        for start in range(0, len(texts), BATCH):
            batch = [_readable(text) for text in texts[start : start + BATCH]]
            for row, pieces in enumerate(self._pieces.ids(batch), start):
                ids = np.array(pieces, np.intp)
                # A text at a time: its few rows stay in the cache, and its neighbours cannot change a bit of the sum.
                # einsum and no matrix product, for that one may split a long sum among threads.
                np.einsum("t,td->d", self._scale[ids], self._rows[ids].astype(np.float32), out=sums[row])
        sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        return sums

    def encode_tokens(self, texts: Sequence[str]) -> Iterator[Tokens]:
        """Encode the words and marks of each text, in order; of a text as much as `encode` reads."""
        for start in range(0, len(texts), BATCH):
            splits = list(self.words(texts[start : start + BATCH]))
            for first in range(0, len(splits), TOGETHER):
                yield from self._tokens(splits[first : first + TOGETHER])

    def words(self, texts: Sequence[str]) -> Iterator[Split]:
        """Where the words and marks of each text stand, and their pieces."""
        return self._pieces.words([_readable(text) for text in texts])

    def vectors(self, words: Sequence[Ids]) -> NDArray[np.float32]:
        """Vectors of words by their pieces, (words, dim), as in `Tokens`."""
        return word_rows(words, self._rows, self._scale)

    def _tokens(self, splits: Sequence[Split]) -> Iterator[Tokens]:
        vectors = self.vectors([ids for split in splits for ids in split.ids])
        end = 0
        for split in splits:
            begin, end = end, end + len(split.ids)
            starts, ends = np.array(split.starts, np.int64), np.array(split.ends, np.int64)
            yield Tokens(starts, ends, vectors[begin:end], split.ids)


def _readable(text: str) -> str:
    """What is read of a text; half of a pair of surrogates is no character, and stays one place."""
    text = text[:LONGEST]
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _tensors(path: Path) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Map the table and read its scales; only the rows that are used ever leave the disk."""
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        if size > 1_000_000:
            raise ModelMissingError(f"{path} is no safetensors file")
        header = json.loads(file.read(size))
    parts = {}
    for name, kind in (("embeddings", np.int8), ("weights", np.float32)):
        if name not in header:
            raise ModelMissingError(f"{path} has no {name!r}; this loader reads int8 rows with a scale each")
        part = header[name]
        offset = 8 + size + part["data_offsets"][0]
        # As a plain array: it is the same mapping, and indexing it costs less than indexing a memmap.
        parts[name] = np.asarray(np.memmap(path, dtype=kind, mode="r", offset=offset, shape=tuple(part["shape"])))
    return parts["embeddings"], np.array(parts["weights"], np.float32)
