"""A second reader of doubtful pairs, from the extra `context`: a small cross-encoder over word vectors in context.

It reads the words of both sides with their best matches on the other side, and gives the log-odds that the pair is
right. `scripts.training.context_reader` makes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from aligner.encoders.cache import VectorCache, cache_folder
from aligner.encoders.contextual import ContextualEncoder, attend, layer_norm
from aligner.types import Doubles, Floats
from aligner.weights import context_folder, model_arrays

SCRIPT = "scripts.training.context_reader"
FILES = ("encoder.npz", "reader.npz", "tokenizer.json")
CACHE_NAME = "context.db"
MAX_CACHE_BYTES = 256 << 20  # some two million pairs
UNREAD = 65536.0  # in the cache, of a pair that cannot be read
PAIRS_PER_WRITE = 200  # to the cache: a killed run repeats at most these
MAX_ABS_LOG_ODDS = 3.0  # of a pair that is read: others are sure enough
VECTOR_SCALE = 10.0  # of unit vectors, whose numbers are small
MAX_JUMP = 4  # words, to which the distance between the matches of neighbours is clipped
FIGURES = 9  # of each word, see `_word_input`
EPSILON = np.float32(1e-5)  # of the layer norms
NORMS = ("first", "second")  # of a layer: before attention, and before the rest


class WordInput(NamedTuple):
    """What the reader gets to know about the words of one side.

    Attributes
    ----------
    own : (words, d) unit vectors
    match : (words, d) unit vectors of the best matches
    figures : (words, FIGURES)
    """

    own: Floats
    match: Floats
    figures: Floats


def word_inputs(left: Floats, right: Floats) -> tuple[WordInput, WordInput]:
    """Return the input for both sides, given the unit vectors of their words; neither has none."""
    cosines = left @ right.T
    return _word_input(left, right, cosines), _word_input(right, left, cosines.T)


def _word_input(own: Floats, other: Floats, cosines: Floats) -> WordInput:
    """Return the input for one side.

    The figures of a word are the cosine with its best match, the lead of that over the second best, the best cosine of
    the match itself; how much later the match comes, also without sign; the cosine with the word before; the distance
    between the matches of the two, also without sign; its place.
    """
    match = cosines.argmax(axis=1)
    best = cosines.max(axis=1)
    second = np.partition(cosines, -2, axis=1)[:, -2] if cosines.shape[1] > 1 else best
    place = np.arange(len(own)) / len(own)
    later = match / len(other) - place
    near = np.concatenate([np.zeros(1), np.einsum("nd,nd->n", own[1:], own[:-1])])
    jump = np.concatenate([np.zeros(1), np.clip(np.diff(match) - 1, -MAX_JUMP, MAX_JUMP) / MAX_JUMP])
    figures = best, best - second, cosines.max(axis=0)[match], later, np.abs(later), near, jump, np.abs(jump), place
    return WordInput(own, other[match], np.column_stack(figures).astype(np.float32))


class ContextReader:
    """Read pairs a second time.

    Attributes
    ----------
    digest : SHA-256 of its files

    Raises
    ------
    ModelMissingError
        When the extra is not installed, or damaged.
    """

    def __init__(self, folder: Path) -> None:
        self.encoder = ContextualEncoder(folder)
        weights = folder / "reader.npz"
        with model_arrays(weights, f"no second reader in {weights}", SCRIPT) as arrays:
            self._weights: dict[str, Floats] = {name: _finite(arrays[name]) for name in arrays}
            own = self._weights
            if own["mean"].shape != (2, self.encoder.dim) or own["figures"].shape[0] != FIGURES:
                raise ValueError("it belongs to another encoder")
            self._layers = sum(name.endswith("qkv") for name in own)
            self._heads = int(own["heads"].item())
            # Everything is used once, so that a damaged file fails here.
            unit = np.eye(2, self.encoder.dim, dtype=np.float32)
            self.logit(unit, unit)
        parts = (sha256((folder / name).read_bytes()).digest() for name in FILES)
        self.digest = sha256(b"".join(parts)).hexdigest()
        self._cache = VectorCache(cache_folder() / CACHE_NAME, MAX_CACHE_BYTES)

    def adjust(self, texts: Sequence[tuple[str, str]], logits: Doubles) -> Doubles:
        """Return the log-odds of pairs with those of the doubtful ones corrected by what a second reading shows.

        Parameters
        ----------
        logits : (pairs,) log-odds by the features of the pair

        Returns
        -------
        (pairs,)
        """
        doubtful = [row for row in np.flatnonzero(np.abs(logits) < MAX_ABS_LOG_ODDS).tolist() if all(texts[row])]
        read = self.read([texts[row] for row in doubtful])
        slope, weight, offset = self._weights["layer"].astype(np.float64)
        adjusted = logits.copy()
        for row, own in zip(doubtful, read, strict=True):
            if own is not None:
                adjusted[row] = slope * logits[row] + weight * own + offset
        return adjusted

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[float | None]:
        """Return the log-odds that each pair is right, None for one that is too long or has no words on a side."""
        if not pairs:
            return []
        keys = [self._key(pair) for pair in pairs]
        known = self._cache.get(dict.fromkeys(keys))
        new = {key: pair for key, pair in zip(keys, pairs, strict=True) if key not in known}
        for first in range(0, len(new), PAIRS_PER_WRITE):
            part = list(new.items())[first : first + PAIRS_PER_WRITE]
            with threadpool_limits(1):  # a sum of several threads has other last digits
                rows = {key: np.array([self._read_pair(pair)], np.float32) for key, pair in part}
            known |= self._cache.put(rows)
        values = [float(known[key][0]) for key in keys]
        return [None if value == UNREAD else value for value in values]

    def _key(self, pair: tuple[str, str]) -> bytes:
        texts = (sha256(text.encode("utf-8", "surrogatepass")).digest() for text in pair)
        return sha256(self.digest.encode() + b"".join(texts)).digest()

    def _read_pair(self, pair: tuple[str, str]) -> float:
        left, right = (self.words(text, side) for side, text in enumerate(pair))
        return UNREAD if left is None or right is None else self.logit(left, right)

    def words(self, text: str, side: int) -> Floats | None:
        """Return the unit vectors of the words of a text less the mean of its side, None if it cannot be read."""
        vectors = self.encoder.encode(text.split())
        if vectors is None or not len(vectors):
            return None
        return centred(vectors, self._weights["mean"][side])

    def logit(self, left: Floats, right: Floats) -> float:
        """Return the log-odds that a pair is right, given the unit vectors of its words."""
        own = self._weights
        parts = [
            (side.own @ own["own"] + side.match @ own["match"]) * np.float32(VECTOR_SCALE)
            + side.figures @ own["figures"]
            + own["side"][index]
            for index, side in enumerate(word_inputs(left, right))
        ]
        hidden = np.concatenate(parts)
        for layer in range(self._layers):
            hidden = self._transform(hidden, f"{layer}.")
        sides = hidden[: len(left)], hidden[len(left) :]
        pooled = np.concatenate([pool for side in sides for pool in (side.mean(axis=0), side.max(axis=0))])
        wrong = [(side @ own["word"] + own["word_bias"])[:, 0].astype(np.float64) for side in sides]
        counts = [figure for logits in wrong for figure in (np.logaddexp.reduce(logits), _sigmoid(logits).mean())]
        inner = np.maximum(pooled @ own["inner"] + own["inner_bias"], 0)
        return float(inner @ own["outer"][:, 0] + np.array(counts) @ own["counts"][:, 0] + own["bias"][0])

    def _transform(self, hidden: Floats, prefix: str) -> Floats:
        """Return the output of a layer, whose norms come before its parts."""
        own = {name: self._weights[prefix + name] for name in ("qkv", "attended", "inner", "outer")}
        bias = {name: self._weights[f"{prefix}{name}_bias"] for name in own}
        first, second = ((norm[0], norm[1]) for norm in (self._weights[f"{prefix}{name}_norm"] for name in NORMS))
        qkv = layer_norm(hidden, first, EPSILON) @ own["qkv"] + bias["qkv"]
        hidden = hidden + attend(qkv, self._heads) @ own["attended"] + bias["attended"]
        inner = np.maximum(layer_norm(hidden, second, EPSILON) @ own["inner"] + bias["inner"], 0)
        return np.asarray(hidden + inner @ own["outer"] + bias["outer"], np.float32)


@cache
def load_context_reader() -> ContextReader:
    """Load the second reader once.

    Raises
    ------
    ModelMissingError
        When the extra is not installed, or damaged.
    """
    return ContextReader(context_folder())


def centred(vectors: Floats, mean: Floats) -> Floats:
    """Return word vectors less their mean in texts of the side, at unit length."""
    rest = vectors - mean
    return np.asarray(rest / np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-6), np.float32)


def _sigmoid(logits: Doubles) -> Doubles:
    return np.asarray(1 / (1 + np.exp(-logits)))


def _finite(array: NDArray[Any]) -> Floats:
    numbers = array.astype(np.float32)
    if not np.isfinite(numbers).all():
        raise ValueError("its numbers are not finite")
    return numbers
