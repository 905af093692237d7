"""The embedded encoder: a sentence is the mean of its tokens' vectors.

No torch: a table of int8 rows with one scale each, memory-mapped, and the
tokenizers library. The folder is laid out as model2vec and
sentence-transformers have it, so that both load it too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aligner.errors import ModelMissing

BATCH = 2048  # sentences whose token vectors are held at a time
LONGEST = 20_000  # characters of a sentence that are read: beyond, more text changes the mean no more


class StaticEncoder:
    """Sentence vectors from a folder that holds `tokenizer.json` and `model.safetensors`.

    Raises
    ------
    ModelMissing
        When the folder is no such model.
    """

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        weights = folder / "model.safetensors"
        if not (weights.is_file() and (folder / "tokenizer.json").is_file()):
            raise ModelMissing(f"no encoder in {folder}: model.safetensors and tokenizer.json are expected there")
        self.name = folder.name
        self._rows, self._scale = _tensors(weights)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._weights = weights

    @property
    def dim(self) -> int:
        """Length of a sentence vector."""
        return int(self._rows.shape[1])

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
        out = np.zeros((len(texts), self.dim), np.float32)
        for start in range(0, len(texts), BATCH):
            batch = [text[:LONGEST] for text in texts[start : start + BATCH]]
            encodings = self._tokenizer.encode_batch_fast(batch, add_special_tokens=False)
            out[start : start + BATCH] = self._means([encoding.ids for encoding in encodings])
        return out

    def _means(self, ids: list[list[int]]) -> NDArray[np.float32]:
        counts = np.array([len(row) for row in ids])
        flat = np.fromiter((token for row in ids for token in row), np.int64, int(counts.sum()))
        vectors = self._rows[flat] * self._scale[flat][:, None]
        sums = np.zeros((len(ids), self.dim), np.float32)
        some = np.flatnonzero(counts)
        if len(some):
            starts = np.concatenate([[0], np.cumsum(counts[some])[:-1]])
            sums[some] = np.add.reduceat(vectors, starts, axis=0)
        unit: NDArray[np.float32] = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        return unit


def _tensors(path: Path) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Map the table and read its scales; only the rows that are used ever leave the disk."""
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        if size > 1_000_000:
            raise ModelMissing(f"{path} is no safetensors file")
        header = json.loads(file.read(size))
    parts = {}
    for name, kind in (("embeddings", np.int8), ("weights", np.float32)):
        if name not in header:
            raise ModelMissing(f"{path} has no {name!r}; this loader reads int8 rows with a scale each")
        part = header[name]
        offset = 8 + size + part["data_offsets"][0]
        parts[name] = np.memmap(path, dtype=kind, mode="r", offset=offset, shape=tuple(part["shape"]))
    return parts["embeddings"], np.array(parts["weights"], np.float32)
