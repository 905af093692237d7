"""The encoder of the extra `context`: vectors of words in their sentence, by a transformer that numpy computes.

Its weights are multilingual-e5-small (Wang et al. 2024), cut to English and French and to its first layers, in 4 bits.
`scripts.training.context_encoder` makes them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.encoders.tokenizer import PieceIds
from aligner.types import Floats, Ints
from aligner.weights import model_arrays, reading_model

if TYPE_CHECKING:
    from tokenizers import Tokenizer

SCRIPT = "scripts.training.context_encoder"
PREFIX = "query:"  # before each text, as the encoder was trained
BEGIN, END = "<s>", "</s>"
GROUP_SIZE = 32  # weights with one scale
ZERO = 8  # the 4-bit integer of a weight of zero
MAX_PIECES = 320  # of a text with those around it; a longer one is not read
MAX_TEXT_CHARS = 2000
MAX_CACHED_WORDS = 100_000
Norm = tuple[Floats, Floats]  # factors and summands of a layer norm, (dim,) each


class _Layer(NamedTuple):
    """The weights of a layer; matrices are (inputs, outputs)."""

    qkv: Floats
    qkv_bias: Floats
    attended: Floats
    attended_bias: Floats
    attended_norm: Norm
    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: Floats
    outer_norm: Norm


class ContextualEncoder:
    """Encode the words of a text.

    Each text is computed alone, so that its vectors do not depend on others.

    Raises
    ------
    ModelMissingError
        When the folder has no such model.
    """

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        self._words: dict[str, PieceIds] = {}
        weights, pieces = folder / "encoder.npz", folder / "tokenizer.json"
        with reading_model(f"no tokenizer in {pieces}", SCRIPT):
            self._tokenizer: Tokenizer = Tokenizer.from_file(str(pieces))
            begin, end = (int(self._tokenizer.token_to_id(piece)) for piece in (BEGIN, END))  # type: ignore[arg-type]
            self._begin, self._end = (begin, *self._pieces(PREFIX)), (end,)
        with model_arrays(weights, f"no contextual encoder in {weights}", SCRIPT) as arrays:
            self._heads, self._epsilon = int(arrays["heads"].item()), np.float32(arrays["epsilon"].item())
            width = len(arrays["norm.w"])
            self._norm = _vectors(arrays, "norm", width)
            self._rows = arrays["pieces.pairs"].reshape(-1, width // 2), arrays["pieces.scales"]
            if self._tokenizer.get_vocab_size() > len(self._rows[0]) or width % self._heads:
                raise ValueError("its parts do not fit each other")
            self._places = arrays["places"].astype(np.float32).reshape(MAX_PIECES, width)
            count = 1 + max(int(name.split(".")[0]) for name in arrays if name[0].isdigit())
            self._layers = [_layer(arrays, f"{index}.", width) for index in range(count)]

    @property
    def dim(self) -> int:
        """Length of a word vector."""
        return len(self._norm[0])

    def encode(self, words: Sequence[str]) -> Floats | None:
        """Encode the words of a text in their context.

        Parameters
        ----------
        words : sequence of str
            The text, split at white space.

        Returns
        -------
        (words, dim) float32 or None
            The mean of the vectors of each word's pieces, zeros for a word without any; None for a text of more than
            `MAX_PIECES` pieces.
        """
        if sum(map(len, words)) > MAX_TEXT_CHARS:
            return None
        pieces = [self._pieces(word) for word in words]
        ids = [*self._begin, *(piece for word in pieces for piece in word), *self._end]
        if len(ids) > MAX_PIECES:
            return None
        ends: Ints = len(self._begin) + np.cumsum([0, *map(len, pieces)])
        sums = np.concatenate([np.zeros((1, self.dim)), np.cumsum(self._encode_pieces(ids), axis=0, dtype=np.float64)])
        sizes = np.maximum(np.diff(ends), 1)[:, None]
        return np.asarray((sums[ends[1:]] - sums[ends[:-1]]) / sizes, np.float32)

    def _pieces(self, word: str) -> PieceIds:
        if len(self._words) > MAX_CACHED_WORDS:
            self._words.clear()
        if word not in self._words:
            readable = word.encode("utf-8", "replace").decode()  # without lone surrogates
            self._words[word] = tuple(self._tokenizer.encode(readable, add_special_tokens=False).ids)
        return self._words[word]

    def _encode_pieces(self, ids: Sequence[int]) -> Floats:
        """Return the output of the last layer, (pieces, dim)."""
        pairs, scales = self._rows
        groups = self.dim // GROUP_SIZE
        chosen = scales.reshape(-1, groups)[ids]
        hidden = _unpack(pairs[ids].reshape(-1, GROUP_SIZE // 2), chosen.reshape(-1)).reshape(len(ids), -1)
        hidden = layer_norm(hidden + self._places[: len(ids)], self._norm, self._epsilon)
        for layer in self._layers:
            attended = attend(hidden @ layer.qkv + layer.qkv_bias, self._heads) @ layer.attended
            hidden = layer_norm(hidden + attended + layer.attended_bias, layer.attended_norm, self._epsilon)
            inner = _gelu(hidden @ layer.inner + layer.inner_bias) @ layer.outer
            hidden = layer_norm(hidden + inner + layer.outer_bias, layer.outer_norm, self._epsilon)
        return hidden


def attend(qkv: Floats, heads: int) -> Floats:
    """Return the values that each row attends to, (rows, dim), given its queries, keys and values, (rows, 3 * dim)."""
    count = len(qkv)
    queries, keys, values = qkv.reshape(count, 3, heads, -1).transpose(1, 2, 0, 3)
    scores = queries @ keys.transpose(0, 2, 1) * np.float32(1 / sqrt(queries.shape[-1]))
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    return np.asarray((scores @ values).transpose(1, 0, 2).reshape(count, -1), np.float32)


def layer_norm(rows: Floats, norm: Norm, epsilon: np.float32) -> Floats:
    """Return rows of mean 0 and variance 1, times the factors and plus the summands of a norm."""
    rest: Floats = np.asarray(rows - rows.mean(axis=1, keepdims=True), np.float32)
    variance = np.einsum("nd,nd->n", rest, rest) / np.float32(rows.shape[1])
    rest /= np.asarray(np.sqrt(variance + epsilon), np.float32)[:, None]
    rest *= norm[0]
    rest += norm[1]
    return rest


def _gelu(values: Floats) -> Floats:
    """Return x Φ(x), by the approximation of the error function of Abramowitz & Stegun (1964, 7.1.26)."""
    size = np.abs(values) * np.float32(1 / sqrt(2))
    part = 1 / (1 + np.float32(0.3275911) * size)
    series = part * np.float32(1.061405429)
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series += np.float32(factor)
        series *= part
    np.multiply(size, -size, out=size)
    series *= np.exp(size, size)
    error = np.copysign(1 - series, values)
    error += 1
    error *= values
    error *= np.float32(0.5)
    return error


def _unpack(pairs: NDArray[np.uint8], scales: NDArray[np.float16]) -> Floats:
    """Return 4-bit weights as numbers, (groups, GROUP_SIZE), the first halves of all bytes before the second."""
    integers = np.concatenate([pairs & 15, pairs >> 4], axis=1).astype(np.float32) - ZERO
    return integers * scales.astype(np.float32)[:, None]


def _matrix(arrays: Mapping[str, NDArray[Any]], name: str, columns: int) -> Floats:
    rows = _unpack(arrays[f"{name}.pairs"], arrays[f"{name}.scales"]).reshape(-1, columns)
    if not np.isfinite(rows).all():
        raise ValueError("its numbers are not finite")
    return rows


def _vectors(arrays: Mapping[str, NDArray[Any]], name: str, size: int) -> Norm:
    factors, summands = (arrays[f"{name}.{part}"].astype(np.float32).reshape(size) for part in "wb")
    return factors, summands


def _layer(arrays: Mapping[str, NDArray[Any]], prefix: str, width: int) -> _Layer:
    inner_width = len(arrays[f"{prefix}fi.b"])
    qkv, attended, inner, outer = (
        np.ascontiguousarray(_matrix(arrays, f"{prefix}{name}.w", columns).T)
        for name, columns in (("qkv", width), ("ao", width), ("fi", width), ("fo", inner_width))
    )
    biases = (arrays[f"{prefix}{name}.b"].astype(np.float32) for name in ("qkv", "ao", "fi", "fo"))
    qkv_bias, attended_bias, inner_bias, outer_bias = biases
    return _Layer(
        qkv, qkv_bias, attended, attended_bias, _vectors(arrays, f"{prefix}aln", width),
        inner, inner_bias, outer, outer_bias, _vectors(arrays, f"{prefix}oln", width),
    )  # fmt: skip
