"""Trainable token vectors: each token's own row, and rows it shares with tokens that begin alike.

`parlait` and `parlons` are rare beside `parler`; what they share, `parl`, is
learnt from all three. That is fastText's idea (Bojanowski et al. 2017), with
beginnings in place of all n-grams, which French and English inflection makes
enough. Sharing costs nothing later: the rows are added up once, when training
is over.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from scripts.datasets.corpora import bare

Ids = NDArray[np.int64]
BEGINNINGS = (3, 4, 5, 6, 7, 8)  # letters
BETAS = (0.9, 0.999)
SAME = str.maketrans(
    {**dict.fromkeys("«»“”„", '"'), **dict.fromkeys("‘’", "'"), "–": "-", "—": "-", "œ": "oe", "æ": "ae"}
)
SILENT = 2  # the first rows, [PAD] and [UNK], say nothing


class Rows:
    """A table of which each step moves the rows it used, by Adam, and no others.

    Adam as it stands would move the momentum of all 64,000 rows at every step:
    six times the memory traffic, for no better vectors.
    """

    def __init__(self, count: int, dim: int, spread: float, generator: torch.Generator) -> None:
        self.values = torch.empty(count, dim).normal_(0, spread, generator=generator)
        self._mean, self._square = torch.zeros(2, count, dim)
        self._used, self._steps = torch.empty(0, dtype=torch.long), 0

    def take(self, ids: Ids) -> torch.Tensor:
        """Rows to learn in this step, each once."""
        self._used = torch.from_numpy(ids)
        self._taken = self.values[self._used].requires_grad_()
        return self._taken

    @torch.no_grad()
    def step(self, rate: float) -> None:
        """Move the rows taken last against their gradient."""
        self._steps += 1
        slope, used = self._taken.grad, self._used
        assert slope is not None
        mean = self._mean[used].lerp_(slope, 1 - BETAS[0])
        square = self._square[used].mul_(BETAS[1]).addcmul_(slope, slope, value=1 - BETAS[1])
        self._mean[used], self._square[used] = mean, square
        steady = [1 - beta**self._steps for beta in BETAS]
        self.values[used] = self._taken.detach() - rate * (mean / steady[0]) / ((square / steady[1]).sqrt() + 1e-8)


class TokenRows:
    """Rows of a tokenizer's vocabulary: a token's own plus the mean of those of its beginnings."""

    def __init__(self, tokenizer: Tokenizer, dim: int, generator: torch.Generator) -> None:
        names = [tokenizer.id_to_token(id) or "" for id in range(tokenizer.get_vocab_size())]
        self._shared, self._offsets, count = _beginnings(names)
        # Near nothing at first: a token that is hardly seen is to say what its beginnings say, not noise.
        self._own = Rows(len(names), dim, 0.02, generator)
        self._own.values[:SILENT] = 0
        self._common = Rows(count, dim, 0.1, generator)

    def take(self, ids: Ids) -> torch.Tensor:
        """Rows of distinct tokens, (n, dim), to learn in this step."""
        flat, offsets = slices(self._shared, self._offsets, ids)
        used, places = np.unique(flat, return_inverse=True)
        return self._own.take(ids) + _means(self._common.take(used), places, offsets)

    def step(self, rate: float) -> None:
        """Learn from the gradients of the rows taken last."""
        self._own.step(rate)
        self._common.step(rate)
        self._own.values[:SILENT] = 0

    @torch.no_grad()
    def table(self) -> NDArray[np.float32]:
        """All rows as they are now, own and shared in one."""
        rows: NDArray[np.float32] = (
            self._own.values + _means(self._common.values, self._shared, self._offsets)
        ).numpy()
        return rows


def aliases(tokenizer: Tokenizer) -> Ids:
    """For each token the one whose row it takes: a mark or ligature that is the same, written otherwise.

    French quotation marks stand in some sources and not in others, so their own rows would tell of the source.
    The tokenizer could write them alike, at half its speed.
    """
    known = tokenizer.get_vocab()
    same = np.arange(tokenizer.get_vocab_size())
    for name, id in known.items():
        symbol = name[2:] if len(name) == 3 and name.startswith("##") and not name[2].isalnum() else name
        same[id] = known.get(symbol.translate(SAME), id)
    return same


def _beginnings(names: list[str]) -> tuple[Ids, Ids, int]:
    """Ids of each token's beginnings in one flat array, where each token's start, and how many there are."""
    known: dict[str, int] = {}
    flat: list[int] = []
    offsets = [0]
    for name in names:
        flat += [known.setdefault(part, len(known)) for part in beginnings(name)]
        offsets.append(len(flat))
    return np.array(flat, np.int64), np.array(offsets, np.int64), len(known)


def beginnings(name: str) -> list[str]:
    """What a token shares: its first letters, without accents; a piece within a word shares with such pieces alone."""
    inside = name.startswith("##")
    word = bare(name[2:] if inside else name)
    if not word.isalpha():
        return []
    return [("+" if inside else "<") + word[:size] for size in BEGINNINGS if size <= len(word)]


def slices(flat: Ids, offsets: Ids, rows: Ids) -> tuple[Ids, Ids]:
    """Of runs in a flat array, some: their values, flat again, and where each begins."""
    starts = offsets[rows]
    lengths = offsets[rows + 1] - starts
    ends = np.concatenate([[0], np.cumsum(lengths)])
    return flat[np.arange(ends[-1]) + np.repeat(starts - ends[:-1], lengths)], ends


def _means(rows: torch.Tensor, flat: Ids, offsets: Ids) -> torch.Tensor:
    return torch.nn.functional.embedding_bag(torch.from_numpy(flat), rows, torch.from_numpy(offsets[:-1]), mode="mean")
