"""The cross-encoder of the second reader in torch: its shape, its training, and its parameters as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits

from aligner.confidence.context_reader import FIGURES, VECTOR_SCALE, WordInput, centred, word_inputs
from aligner.evaluation.corruptions import Pair
from aligner.types import Doubles, Floats

WIDTH, LAYERS, HEADS = 96, 2, 4
DROPOUT = 0.1
EPOCHS, LEARNING_RATE, WEIGHT_DECAY, BATCH_SIZE = 5, 0.002, 0.05, 32
WARM_UP_STEPS = 100
WORD_LOSS_WEIGHT = 0.5
LENGTH_NOISE = 4.0  # words, by which the lengths vary that batches are sorted by
MATRICES = ("own", "match", "figures", "word", "inner", "outer", "counts")
SEED = 11
Texts = Sequence[Pair]
Key = tuple[int, str]  # side and text
Vectors = Mapping[Key, Floats]


class Lesson(NamedTuple):
    """What a net learns from.

    texts : pairs
    truth, weights : (pairs,), whether each is right, and how much it counts
    origins : the right pair that each was made from; None if it does not show which words are wrong
    """

    texts: Texts
    truth: Doubles
    weights: Doubles
    origins: Sequence[Pair | None]


class Sides(NamedTuple):
    """A batch of one side: padded input of the words, (pairs, words, …), and which are words."""

    own: Tensor
    match: Tensor
    figures: Tensor
    mask: Tensor


class Net(nn.Module):
    """The reader; `ContextReader.logit` computes the same."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.own, self.match = nn.Linear(dim, WIDTH), nn.Linear(dim, WIDTH, bias=False)
        self.figures = nn.Linear(FIGURES, WIDTH, bias=False)
        self.side = nn.Parameter(torch.randn(2, WIDTH) * 0.02)
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(WIDTH, HEADS, 2 * WIDTH, DROPOUT, batch_first=True, norm_first=True)
            for _ in range(LAYERS)
        )
        self.word = nn.Linear(WIDTH, 1)
        self.inner, self.outer = nn.Linear(4 * WIDTH, WIDTH), nn.Linear(WIDTH, 1)
        self.drop, self.counts = nn.Dropout(DROPOUT), nn.Linear(4, 1)

    def forward(self, sides: Sequence[Sides]) -> tuple[Tensor, list[Tensor]]:
        """Return the log-odds that each pair is right, and per side those that each word is wrong."""
        parts = [
            self.own(side.own * VECTOR_SCALE) + self.match(side.match * VECTOR_SCALE) + self.figures(side.figures) + own
            for side, own in zip(sides, self.side, strict=True)
        ]
        hidden, mask = torch.cat(parts, 1), torch.cat([side.mask for side in sides], 1)
        for layer in self.layers:
            hidden = layer(hidden, src_key_padding_mask=~mask)
        words = parts[0].shape[1]
        pooled, counts, wrong = [], [], []
        for rows, side in zip((hidden[:, :words], hidden[:, words:]), sides, strict=True):
            kept = side.mask[..., None]
            pooled += [(rows * kept).sum(1) / kept.sum(1), rows.masked_fill(~kept, -1e4).max(1).values]
            logits = self.word(rows)[..., 0]
            wrong.append(logits)
            share = (torch.sigmoid(logits) * side.mask).sum(1) / side.mask.sum(1)
            counts += [torch.logsumexp(logits.masked_fill(~side.mask, -1e4), 1), share]
        inner = self.drop(torch.relu(self.inner(torch.cat(pooled, 1))))
        return (self.outer(inner) + self.counts(torch.stack(counts, 1)))[:, 0], wrong


def wrong_words(own: str, right: str) -> Floats:
    """Return which words of a text differ from those of the right one."""
    words = own.lower().split()
    wrong = np.zeros(len(words), np.float32)
    for tag, _, _, start, stop in SequenceMatcher(None, right.lower().split(), words, autojunk=False).get_opcodes():
        wrong[start:stop] = tag != "equal"
    return wrong


def batch_of(pairs: Texts, vectors: Vectors, means: Floats) -> list[Sides]:
    """Return the input of some pairs, padded."""
    inputs = [
        word_inputs(*(centred(vectors[side, text].astype(np.float32), means[side]) for side, text in enumerate(pair)))
        for pair in pairs
    ]
    return [_padded([pair[side] for pair in inputs]) for side in (0, 1)]


def _padded(inputs: Sequence[WordInput]) -> Sides:
    size = max(len(own.own) for own in inputs)
    mask = torch.zeros(len(inputs), size, dtype=torch.bool)
    fields = [torch.zeros(len(inputs), size, part.shape[1]) for part in inputs[0]]
    for row, own in enumerate(inputs):
        mask[row, : len(own.own)] = True
        for field, part in zip(fields, own, strict=True):
            field[row, : len(part)] = torch.from_numpy(part)
    return Sides(fields[0], fields[1], fields[2], mask)


def batches(pairs: Texts, noise: np.random.Generator | None = None) -> Iterator[NDArray[np.intp]]:
    """Yield rows of pairs of about the same length, in random order if there is noise."""
    lengths = np.array([sum(len(text.split()) for text in pair) for pair in pairs], float)
    order = np.argsort(lengths + (noise.normal(0, LENGTH_NOISE, len(pairs)) if noise else 0), kind="stable")
    starts = np.arange(0, len(pairs), BATCH_SIZE)
    for start in noise.permutation(starts) if noise else starts:
        yield order[start : start + BATCH_SIZE]


def train(lesson: Lesson, vectors: Vectors, means: Floats) -> Net:
    """Train a net."""
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    texts = lesson.texts
    truth, weights = (torch.tensor(values, dtype=torch.float32) for values in (lesson.truth, lesson.weights))
    net = Net(means.shape[1])
    optimiser = torch.optim.AdamW(net.parameters(), LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    steps = EPOCHS * -(-len(texts) // BATCH_SIZE)
    for step, rows in enumerate(rows for _ in range(EPOCHS) for rows in batches(texts, rng)):
        for group in optimiser.param_groups:
            group["lr"] = LEARNING_RATE * min(1, step / WARM_UP_STEPS) * (1 - step / steps) + 1e-6
        sides = batch_of([texts[row] for row in rows], vectors, means)
        logits, wrong = net(sides)
        loss = binary_cross_entropy_with_logits(logits, truth[rows], weights[rows])
        known = [index for index, row in enumerate(rows) if lesson.origins[row] is not None]
        for side, (own, words) in enumerate(zip(wrong, sides, strict=True)):
            goal = torch.zeros_like(own)
            for index in known:
                text, origin = texts[rows[index]][side], lesson.origins[rows[index]]
                differ = wrong_words(text, origin[side] if origin else text)
                goal[index, : len(differ)] = torch.from_numpy(differ)
            mask = words.mask[known]
            loss = loss + WORD_LOSS_WEIGHT * binary_cross_entropy_with_logits(own[known][mask], goal[known][mask])
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
    return net.eval()


@torch.inference_mode()
def judge(net: Net, pairs: Texts, vectors: Vectors, means: Floats) -> Doubles:
    """Return the log-odds of pairs."""
    out = np.zeros(len(pairs))
    for rows in batches(pairs):
        out[rows] = net(batch_of([pairs[row] for row in rows], vectors, means))[0].numpy()
    return out


def arrays_of(net: Net, means: Floats, layer: Doubles) -> dict[str, NDArray[np.float32]]:
    """Return the parameters under the names that `ContextReader` reads, matrices as (inputs, outputs)."""
    own = {name: value.detach().numpy() for name, value in net.state_dict().items()}
    arrays = {"mean": means, "layer": layer, "heads": np.array(HEADS)}
    arrays |= {
        name: own[f"{name}.weight"].T for name in ("own", "match", "figures", "word", "inner", "outer", "counts")
    }
    arrays |= {"side": own["side"] + own["own.bias"], "word_bias": own["word.bias"], "inner_bias": own["inner.bias"]}
    arrays["bias"] = own["outer.bias"] + own["counts.bias"]
    parts = {"qkv": "self_attn.in_proj_", "attended": "self_attn.out_proj.", "inner": "linear1.", "outer": "linear2."}
    for index in range(LAYERS):
        for name, theirs in parts.items():
            arrays[f"{index}.{name}"] = own[f"layers.{index}.{theirs}weight"].T
            arrays[f"{index}.{name}_bias"] = own[f"layers.{index}.{theirs}bias"]
        for name, theirs in (("first_norm", "norm1"), ("second_norm", "norm2")):
            norm = (own[f"layers.{index}.{theirs}.{part}"] for part in ("weight", "bias"))
            arrays[f"{index}.{name}"] = np.stack(list(norm))
    return {name: np.ascontiguousarray(value, np.float32) for name, value in arrays.items()}
