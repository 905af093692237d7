"""Train the word error net and write models/word_errors/net.npz.

    python -m scripts.training.word_errors ../shared/data -o models/word_errors

Learnt from training pairs that the confidence is not fitted on, and from words that replace theirs
(scripts/datasets/replaced_words.py). Run it before scripts.training.confidence, which weighs its features.
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
from torch.nn.functional import binary_cross_entropy_with_logits, embedding_bag

from aligner.confidence.features.word_errors import (
    KINDS,
    MATCH_WINDOW,
    OWN_WINDOW,
    SCALARS,
    NetInput,
    TokenTable,
    bordered,
    net_input,
    word_positions,
)
from aligner.encoders import load_embedded
from aligner.encoders.tokenizer import concatenated_ranges
from aligner.evaluation.confidence_metrics import auc
from aligner.types import Ints
from scripts.datasets.replaced_words import Examples, make_examples

WIDTH, INNER, UNITS = 32, 64, 32  # of a word's vector, of the first and of the second layer
BATCH_SIZE = 256  # pairs
EPOCHS = 3
ROW_RATE, LAYER_RATE = 4e-3, 2e-3  # learning rates
WARMUP_STEPS = 200
MIN_RATE_SHARE = 0.02  # of the learning rates, at the end of their linear decay
WORD_WEIGHT = 4.0  # of the words' loss against that of the pairs
HELD_OUT_EVERY = 100  # pairs, one is held out
SEED = 17


class TrainableNet(nn.Module):
    """The net of aligner/confidence/features/word_errors.py in torch."""

    def __init__(self, pieces: int) -> None:
        super().__init__()
        self.rows = nn.Parameter(torch.randn(pieces, WIDTH) * 0.3)
        self.sides = nn.Parameter(torch.zeros(2, INNER))
        self.see = nn.Linear((len(OWN_WINDOW) + len(MATCH_WINDOW) + 2) * WIDTH + SCALARS, INNER)
        self.word, self.word_out = nn.Linear(INNER, UNITS), nn.Linear(UNITS, len(KINDS))
        self.pair, self.pair_out = nn.Linear(4 * UNITS, UNITS), nn.Linear(UNITS, len(KINDS) + 1)

    def forward(self, sides: list[BatchSide]) -> tuple[list[torch.Tensor], torch.Tensor]:
        """Return log-odds of the words of each side, (words, kinds), and of the pairs, (pairs, kinds + 1)."""
        tables = [self._table(side) for side in sides]
        logits, pooled = [], []
        for number, side in enumerate(sides):
            own = tables[number][torch.from_numpy(side.input.own)].flatten(1)
            there = tables[1 - number][torch.from_numpy(side.input.there)].flatten(1)
            inputs = torch.cat([own, there, torch.from_numpy(side.input.scalars)], 1)
            hidden = torch.relu(self.word(torch.relu(self.see(inputs) + self.sides[number])))
            logits.append(self.word_out(hidden))
            text, count = torch.from_numpy(side.text), len(side.sizes)
            most = torch.zeros(count, UNITS).scatter_reduce(0, text[:, None].expand_as(hidden), hidden, "amax")
            mean = torch.zeros(count, UNITS).index_add(0, text, hidden) / torch.from_numpy(side.sizes)[:, None]
            pooled += [most, mean]
        return logits, self.pair_out(torch.relu(self.pair(torch.cat(pooled, 1))))

    def _table(self, side: BatchSide) -> torch.Tensor:
        begins, count = bordered(side.sizes)
        text, index = word_positions(side.sizes)
        vectors = embedding_bag(torch.from_numpy(side.pieces), self.rows, torch.from_numpy(side.starts), mode="sum")
        return torch.zeros(count, WIDTH).index_copy(0, torch.from_numpy(begins[text] + index), vectors)


class BatchSide:
    """One side of some examples, as the net takes it."""

    def __init__(self, own: ExampleSide, other: ExampleSide, chosen: Ints) -> None:
        words, there = own.words(chosen), other.words(chosen)
        self.sizes = own.sizes[chosen]
        self.text = word_positions(self.sizes)[0]
        self.labels = own.labels[words]
        self.pieces = own.pieces[concatenated_ranges(own.first[words], own.counts[words])]
        self.starts = np.cumsum(own.counts[words]) - own.counts[words]
        self.input: NetInput = net_input(own.side(chosen, words), other.side(chosen, there))


class ExampleSide:
    """One side of all examples, with the start of each example's words."""

    def __init__(self, arrays: dict[str, NDArray[Any]]) -> None:
        self.sizes, self.counts, self.pieces = (arrays[name].astype(np.int64) for name in ("sizes", "counts", "pieces"))
        self.place, self.labels = arrays["place"], arrays["labels"]
        self.top, self.share, self.follows = (arrays[name] for name in ("top", "share", "follows"))
        self.starts = np.cumsum(self.sizes) - self.sizes
        self.first = np.cumsum(self.counts) - self.counts

    def words(self, chosen: Ints) -> Ints:
        """Return the indices of the words of some examples."""
        return concatenated_ranges(self.starts[chosen], self.sizes[chosen])

    def side(self, chosen: Ints, words: Ints) -> TokenTable:
        """Return the table that `net_input` reads, without the columns that it does not."""
        top, share, follows = (values[words].astype(np.float32) for values in (self.top, self.share, self.follows))
        kind, ends = np.zeros(0, np.int64), np.zeros(0, np.float32)
        return TokenTable((), kind, self.sizes[chosen], self.place[words].astype(np.int64), top, share, follows, ends)


def train(examples: Examples, pieces: int) -> TrainableNet:
    """Train the net and print its AUC on the held-out pairs."""
    torch.manual_seed(SEED)
    sides = [ExampleSide(side) for side in examples.sides]
    numbers = np.arange(len(examples.kinds))
    learnt, held = numbers[numbers % HELD_OUT_EVERY > 0], numbers[numbers % HELD_OUT_EVERY == 0]
    net = TrainableNet(pieces)
    rates = ROW_RATE, LAYER_RATE
    layers = [value for name, value in net.named_parameters() if name != "rows"]
    optimizer = torch.optim.Adam(
        [{"params": [net.rows], "lr": rates[0]}, {"params": layers, "lr": rates[1]}], betas=(0.9, 0.98)
    )
    rng = np.random.default_rng(SEED)
    order = np.concatenate([rng.permutation(learnt) for _ in range(EPOCHS)])
    steps, begun = len(order) // BATCH_SIZE, time.time()
    for step in range(steps):
        pace = min(1, (step + 1) / WARMUP_STEPS) * max(MIN_RATE_SHARE, 1 - step / steps)
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * pace
        loss = _loss(net, sides, examples.kinds, order[step * BATCH_SIZE : (step + 1) * BATCH_SIZE])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        if step % 500 == 499:
            print(f"{step + 1} of {steps}, {time.time() - begun:.0f} s, loss {loss.item():.3f}", flush=True)
    _print_auc(net, sides, examples.kinds, held)
    return net


def _loss(net: TrainableNet, sides: list[ExampleSide], kinds: NDArray[np.int8], chosen: Ints) -> torch.Tensor:
    batch = [BatchSide(sides[side], sides[1 - side], chosen) for side in (0, 1)]
    word_logits, pair_logits = net(batch)
    kind = kinds[chosen].astype(np.int64)
    wrong = kind >= 0
    pair_labels = np.zeros((len(kind), len(KINDS) + 1), np.float32)
    pair_labels[wrong, kind[wrong]] = pair_labels[wrong, len(KINDS)] = 1
    word_labels = []
    for side in batch:
        labels = np.zeros((len(side.text), len(KINDS)), np.float32)
        hit = np.flatnonzero((side.labels > 0) & wrong[side.text])
        labels[hit, kind[side.text[hit]]] = 1
        word_labels.append(labels)
    words = binary_cross_entropy_with_logits(torch.cat(word_logits), torch.from_numpy(np.concatenate(word_labels)))
    return WORD_WEIGHT * words + binary_cross_entropy_with_logits(pair_logits, torch.from_numpy(pair_labels))


def _print_auc(net: TrainableNet, sides: list[ExampleSide], kinds: NDArray[np.int8], held: Ints) -> None:
    """Print the AUC of held-out pairs of each kind against right ones."""
    parts = []
    with torch.no_grad():
        for first in range(0, len(held), BATCH_SIZE):
            chosen = held[first : first + BATCH_SIZE]
            parts.append(net([BatchSide(sides[side], sides[1 - side], chosen) for side in (0, 1)])[1].numpy())
    wrong, kind = np.concatenate(parts)[:, -1].astype(float), kinds[held]
    for number, name in enumerate(KINDS):
        chosen = (kind == number) | (kind < 0)
        truth = (kind[chosen] == number).astype(float)
        print(f"{name}: AUC {auc(wrong[chosen], truth):.4f}", flush=True)


def write_net(net: TrainableNet, path: Path) -> None:
    """Write the vectors as int8 rows with a scale each, the rest as float32."""
    values = {name: value.detach().numpy() for name, value in net.named_parameters()}
    rows = values.pop("rows")
    scale = np.maximum(np.abs(rows).max(axis=1), 1e-9) / 127
    layers = {name: value.T if name.endswith("weight") else value for name, value in values.items()}
    arrays = {name: np.ascontiguousarray(value) for name, value in layers.items()}
    arrays |= {"rows": np.round(rows / scale[:, None]).astype(np.int8), "scale": scale.astype(np.float16)}
    np.savez(path, **arrays)  # type: ignore[arg-type]


def main() -> None:
    """Make the examples, train the net and write it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/word_errors"))
    options = parser.parse_args()
    encoder = load_embedded()
    examples = make_examples(options.data, SEED)
    words = sum(len(side["labels"]) for side in examples.sides)
    print(f"{len(examples.kinds)} pairs, {words} words", flush=True)
    options.output.mkdir(parents=True, exist_ok=True)
    write_net(train(examples, encoder.vocabulary), options.output / "net.npz")


if __name__ == "__main__":
    main()
