"""Trainable token vectors: each token's own row, and rows shared by tokens with the same beginning.

`parlait` and `parlons` are rare compared with `parler`; what they share, `parl`, is
learnt from all three. This is fastText's idea (Bojanowski et al. 2017) with
prefixes instead of all n-grams, which is enough for French and English
inflection. Sharing costs nothing at run time: the rows are added up once, after
training.
"""

from __future__ import annotations

import numpy as np
import torch
from tokenizers import Tokenizer

from aligner.types import Floats, Ints
from scripts.datasets.corpora import drop_accents

PREFIX_LETTERS = (3, 4, 5, 6, 7, 8)
BETAS = (0.9, 0.999)  # of Adam
EQUAL_MARKS = str.maketrans(
    {**dict.fromkeys("«»“”„", '"'), **dict.fromkeys("‘’", "'"), "–": "-", "—": "-", "œ": "oe", "æ": "ae"}
)
SPECIAL_TOKENS = 2  # the first rows, [PAD] and [UNK], stay zero
OWN_SPREAD, SHARED_SPREAD = 0.02, 0.1  # standard deviations of the first values of both kinds of rows


class SparseAdamTable:
    """A table in which each Adam step moves the rows it used, and no others.

    Plain Adam would move the momentum of all 64,000 rows at every step: six times the memory traffic, for no better
    vectors.
    """

    def __init__(self, count: int, dim: int, spread: float, generator: torch.Generator) -> None:
        self.values = torch.empty(count, dim).normal_(0, spread, generator=generator)
        self._mean, self._square = torch.zeros(2, count, dim)
        self._used, self._steps = torch.empty(0, dtype=torch.long), 0

    def take(self, ids: Ints) -> torch.Tensor:
        """Return the rows of distinct ids, to learn in this step."""
        self._used = torch.from_numpy(ids)
        self._taken = self.values[self._used].requires_grad_()
        return self._taken

    @torch.no_grad()
    def step(self, rate: float) -> None:
        """Move the rows taken last against their gradient."""
        self._steps += 1
        gradient, used = self._taken.grad, self._used
        assert gradient is not None
        mean = self._mean[used].lerp_(gradient, 1 - BETAS[0])
        square = self._square[used].mul_(BETAS[1]).addcmul_(gradient, gradient, value=1 - BETAS[1])
        self._mean[used], self._square[used] = mean, square
        correction = [1 - beta**self._steps for beta in BETAS]
        change = rate * (mean / correction[0]) / ((square / correction[1]).sqrt() + 1e-8)
        self.values[used] = self._taken.detach() - change


class TokenRows:
    """Rows of a tokenizer's vocabulary: a token's own plus the mean of those of its prefixes."""

    def __init__(self, tokenizer: Tokenizer, dim: int, generator: torch.Generator) -> None:
        names = [tokenizer.id_to_token(id) or "" for id in range(tokenizer.get_vocab_size())]
        self._shared, self._offsets, count = _number_prefixes(names)
        # Near zero at first: a rare token should mean what its prefixes mean, not noise.
        self._own = SparseAdamTable(len(names), dim, OWN_SPREAD, generator)
        self._own.values[:SPECIAL_TOKENS] = 0
        self._common = SparseAdamTable(count, dim, SHARED_SPREAD, generator)

    def take(self, ids: Ints) -> torch.Tensor:
        """Return the rows of distinct tokens, (n, dim), to learn in this step."""
        flat, offsets = slices(self._shared, self._offsets, ids)
        used, positions = np.unique(flat, return_inverse=True)
        return self._own.take(ids) + _means(self._common.take(used), positions, offsets)

    def step(self, rate: float) -> None:
        """Learn from the gradients of the rows taken last."""
        self._own.step(rate)
        self._common.step(rate)
        self._own.values[:SPECIAL_TOKENS] = 0

    @torch.no_grad()
    def table(self) -> Floats:
        """Return all rows as they are now, own and shared added up."""
        rows: Floats = (self._own.values + _means(self._common.values, self._shared, self._offsets)).numpy()
        return rows


def aliases(tokenizer: Tokenizer) -> Ints:
    """Map each token to the one whose row it uses: variants of a mark or ligature share a row.

    Some sources have French quotation marks and others not, so rows of their own would encode the source. The
    tokenizer could normalise them, at half its speed.
    """
    known = tokenizer.get_vocab()
    same = np.arange(tokenizer.get_vocab_size())
    for name, id in known.items():
        symbol = name[2:] if len(name) == 3 and name.startswith("##") and not name[2].isalnum() else name
        same[id] = known.get(symbol.translate(EQUAL_MARKS), id)
    return same


def _number_prefixes(names: list[str]) -> tuple[Ints, Ints, int]:
    """Return the ids of each token's prefixes in one flat array, the start of each token's, and the number of ids."""
    known: dict[str, int] = {}
    flat: list[int] = []
    offsets = [0]
    for name in names:
        flat += [known.setdefault(prefix, len(known)) for prefix in prefixes(name)]
        offsets.append(len(flat))
    return np.array(flat, np.int64), np.array(offsets, np.int64), len(known)


def prefixes(name: str) -> list[str]:
    """Return the prefixes of a token without accents; pieces within a word share only with each other."""
    inside = name.startswith("##")
    word = drop_accents(name[2:] if inside else name)
    if not word.isalpha():
        return []
    return [("+" if inside else "<") + word[:size] for size in PREFIX_LETTERS if size <= len(word)]


def slices(flat: Ints, offsets: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Select some runs of a flat array; return their values, flat again, and the (n + 1,) start of each."""
    starts = offsets[rows]
    lengths = offsets[rows + 1] - starts
    ends = np.concatenate([[0], np.cumsum(lengths)])
    return flat[np.arange(ends[-1]) + np.repeat(starts - ends[:-1], lengths)], ends


def _means(rows: torch.Tensor, flat: Ints, offsets: Ints) -> torch.Tensor:
    return torch.nn.functional.embedding_bag(torch.from_numpy(flat), rows, torch.from_numpy(offsets[:-1]), mode="mean")
