"""Train the net that tells suspect words and write models/word_errors/net.npz.

    python -m scripts.training.word_errors ../shared/data -o models/word_errors

Learnt from training pairs alone, none of which the confidence is fitted to: their words, and words put in their place
(suspect_data.py). Run it before scripts.training.confidence, which says what its figures are worth.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits as loss_of
from torch.nn.functional import embedding_bag

from aligner.confidence.features.word_errors import (
    KINDS,
    OWN,
    SCALARS,
    THERE,
    NetInput,
    TokenTable,
    bordered,
    net_input,
    numbered,
)
from aligner.encoders import load_embedded
from aligner.encoders.tokenizer import ranges
from scripts.datasets.replaced_words import Examples, examples
from scripts.fitting.logistic import auc

WIDTH, INNER, UNITS = 32, 64, 32  # of a word's vector, of what is seen of it, of what is made of that
BATCH = 256  # pairs
EPOCHS = 3
RATES = 4e-3, 2e-3  # of the vectors, of the rest
WARM = 200  # steps until the rate is reached, from which it falls to
COLD = 0.02  # of it
WORDS = 4.0  # times as much as pairs
HELD = 100  # of so many pairs one is held out
SEED = 17


class Shown(nn.Module):
    """The net of aligner/confidence/features/word_errors.py, as torch trains it."""

    def __init__(self, pieces: int) -> None:
        super().__init__()
        self.rows = nn.Parameter(torch.randn(pieces, WIDTH) * 0.3)
        self.sides = nn.Parameter(torch.zeros(2, INNER))
        self.see = nn.Linear((len(OWN) + len(THERE) + 2) * WIDTH + SCALARS, INNER)
        self.word, self.word_out = nn.Linear(INNER, UNITS), nn.Linear(UNITS, len(KINDS))
        self.pair, self.pair_out = nn.Linear(4 * UNITS, UNITS), nn.Linear(UNITS, len(KINDS) + 1)

    def forward(self, sides: list[Batch]) -> tuple[list[torch.Tensor], torch.Tensor]:
        """Log-odds of the words of each side, (words, kinds), and of the pairs, (pairs, kinds + 1)."""
        tables = [self._table(side) for side in sides]
        odds, pooled = [], []
        for at, side in enumerate(sides):
            near = tables[at][torch.from_numpy(side.seen.own)].flatten(1)
            there = tables[1 - at][torch.from_numpy(side.seen.there)].flatten(1)
            shown = torch.cat([near, there, torch.from_numpy(side.seen.scalars)], 1)
            hidden = torch.relu(self.word(torch.relu(self.see(shown) + self.sides[at])))
            odds.append(self.word_out(hidden))
            text, count = torch.from_numpy(side.text), len(side.sizes)
            most = torch.zeros(count, UNITS).scatter_reduce(0, text[:, None].expand_as(hidden), hidden, "amax")
            mean = torch.zeros(count, UNITS).index_add(0, text, hidden) / torch.from_numpy(side.sizes)[:, None]
            pooled += [most, mean]
        return odds, self.pair_out(torch.relu(self.pair(torch.cat(pooled, 1))))

    def _table(self, side: Batch) -> torch.Tensor:
        begins, count = bordered(side.sizes)
        text, at = numbered(side.sizes)
        vectors = embedding_bag(torch.from_numpy(side.pieces), self.rows, torch.from_numpy(side.starts), mode="sum")
        return torch.zeros(count, WIDTH).index_copy(0, torch.from_numpy(begins[text] + at), vectors)


class Batch:
    """One side of some examples."""

    def __init__(self, own: Rows, other: Rows, chosen: NDArray[np.int64]) -> None:
        words, there = own.words(chosen), other.words(chosen)
        self.sizes = own.sizes[chosen]
        self.text = numbered(self.sizes)[0]
        self.labels = own.labels[words]
        self.pieces = own.pieces[ranges(own.first[words], own.counts[words])]
        self.starts = np.cumsum(own.counts[words]) - own.counts[words]
        self.seen: NetInput = net_input(own.side(chosen, words), other.side(chosen, there))


class Rows:
    """One side of all examples, and where each example's words begin."""

    def __init__(self, found: dict[str, NDArray[Any]]) -> None:
        self.sizes, self.counts, self.pieces = (found[name].astype(np.int64) for name in ("sizes", "counts", "pieces"))
        self.place, self.labels = found["place"], found["labels"]
        self.top, self.share, self.follows = (found[name] for name in ("top", "share", "follows"))
        self.starts = np.cumsum(self.sizes) - self.sizes
        self.first = np.cumsum(self.counts) - self.counts

    def words(self, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
        """Places of the words of some examples."""
        return ranges(self.starts[chosen], self.sizes[chosen])

    def side(self, chosen: NDArray[np.int64], words: NDArray[np.int64]) -> TokenTable:
        """What `net_input` wants to know of them."""
        top, share, follows = (values[words].astype(np.float32) for values in (self.top, self.share, self.follows))
        kind, ends = np.zeros(0, np.int64), np.zeros(0, np.float32)  # of these it sees nothing, or elsewhere
        return TokenTable((), kind, self.sizes[chosen], self.place[words].astype(np.int64), top, share, follows, ends)


def train(found: Examples, pieces: int) -> Shown:
    """Three passes over all examples; prints what it tells of those held out."""
    torch.manual_seed(SEED)
    sides = [Rows(side) for side in found.sides]
    every = np.arange(len(found.kinds))
    learnt, held = every[every % HELD > 0], every[every % HELD == 0]
    net = Shown(pieces)
    rest = [value for name, value in net.named_parameters() if name != "rows"]
    optimizer = torch.optim.Adam(
        [{"params": [net.rows], "lr": RATES[0]}, {"params": rest, "lr": RATES[1]}], betas=(0.9, 0.98)
    )
    rng = np.random.default_rng(SEED)
    order = np.concatenate([rng.permutation(learnt) for _ in range(EPOCHS)])
    steps, begun = len(order) // BATCH, time.time()
    for step in range(steps):
        pace = min(1, (step + 1) / WARM) * max(COLD, 1 - step / steps)
        for group, rate in zip(optimizer.param_groups, RATES, strict=True):
            group["lr"] = rate * pace
        loss = _loss(net, sides, found.kinds, order[step * BATCH : (step + 1) * BATCH])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        if step % 500 == 499:
            print(f"{step + 1} of {steps}, {time.time() - begun:.0f} s, loss {loss.item():.3f}", flush=True)
    _report(net, sides, found.kinds, held)
    return net


def _loss(net: Shown, sides: list[Rows], kinds: NDArray[np.int8], chosen: NDArray[np.int64]) -> torch.Tensor:
    batch = [Batch(sides[at], sides[1 - at], chosen) for at in (0, 1)]
    odds, pairs = net(batch)
    kind = kinds[chosen].astype(np.int64)
    wrong = kind >= 0
    wanted = np.zeros((len(kind), len(KINDS) + 1), np.float32)
    wanted[wrong, kind[wrong]] = wanted[wrong, len(KINDS)] = 1
    marked = []
    for side in batch:
        labels = np.zeros((len(side.text), len(KINDS)), np.float32)
        hit = np.flatnonzero((side.labels > 0) & wrong[side.text])
        labels[hit, kind[side.text[hit]]] = 1
        marked.append(labels)
    words = loss_of(torch.cat(odds), torch.from_numpy(np.concatenate(marked)))
    return WORDS * words + loss_of(pairs, torch.from_numpy(wanted))


def _report(net: Shown, sides: list[Rows], kinds: NDArray[np.int8], held: NDArray[np.int64]) -> None:
    """Chance that a pair held out of a kind is told from a right one."""
    parts = []
    with torch.no_grad():
        for first in range(0, len(held), BATCH):
            chosen = held[first : first + BATCH]
            parts.append(net([Batch(sides[at], sides[1 - at], chosen) for at in (0, 1)])[1].numpy())
    wrong, kind = np.concatenate(parts)[:, -1].astype(float), kinds[held]
    for number, name in enumerate(KINDS):
        chosen = (kind == number) | (kind < 0)
        truth = (kind[chosen] == number).astype(float)
        print(f"{name}: AUC {auc(wrong[chosen], truth):.4f}", flush=True)


def write(net: Shown, path: Path) -> None:
    """The vectors as int8 rows with a scale each, the rest as float32."""
    values = {name: value.detach().numpy() for name, value in net.named_parameters()}
    rows = values.pop("rows")
    scale = np.maximum(np.abs(rows).max(axis=1), 1e-9) / 127
    layers = {name: value.T if name.endswith("weight") else value for name, value in values.items()}
    arrays = {name: np.ascontiguousarray(value) for name, value in layers.items()}
    arrays |= {"rows": np.round(rows / scale[:, None]).astype(np.int8), "scale": scale.astype(np.float16)}
    np.savez(path, **arrays)  # type: ignore[arg-type]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/word_errors"))
    options = parser.parse_args()
    encoder = load_embedded()
    found = examples(options.data, SEED)
    print(f"{len(found.kinds)} pairs, {sum(len(side['labels']) for side in found.sides)} words", flush=True)
    options.output.mkdir(parents=True, exist_ok=True)
    write(train(found, encoder.vocabulary), options.output / "net.npz")


if __name__ == "__main__":
    main()
