"""Train the embedded English-French sentence encoder and write its folder.

    python -m scripts.training.encoder ../shared/data -o models/encoder

One command, fixed seed, no accelerator. The encoder is *static*: a sentence is
the mean of its tokens' vectors, so encoding costs a table look-up per token.
Vectors are learnt with a symmetric InfoNCE loss over in-batch negatives (van
den Oord et al. 2018) from which a margin is asked (additive margin softmax,
Yang et al. 2019), by rows that tokens share (token_rows.py), then cut to their
principal axes and stored (encoder_folder.py). What else was tried, and what it
gave, stands in encoder_ablation.tsv and in the model's card.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from torch.nn import functional

from aligner.evaluation.gold import top1
from scripts.datasets import gold as goldsets
from scripts.datasets.corpora import MIXTURE, Pairs, read_corpora
from scripts.training.encoder_export import cut, quantize, write
from scripts.training.encoder_rows import TokenRows, aliases, slices

Table = NDArray[np.float32]
Tokens = tuple[NDArray[np.int64], NDArray[np.int64]]  # flat token ids; (n + 1,) where each text's begin
LONGEST = 128  # tokens of a training sentence that are read
# A space, point or comma between groups of three figures: 9 400, 9,400 and 9400 are one number.
GROUPS = r"(?<=\b\d|\b\d\d|\b\d\d\d)[ \u00a0\u202f\u2009,.](?=\d{3}(?!\d))"


def train_tokenizer(corpora: dict[str, Pairs], vocabulary: int) -> Tokenizer:
    """Learn one WordPiece vocabulary for both languages, lower-cased, of texts in the mixture they are trained in."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=64))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Replace(Regex(GROUPS), ""), normalizers.BertNormalizer(lowercase=True, strip_accents=False)]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    trainer = trainers.WordPieceTrainer(
        vocab_size=vocabulary, special_tokens=["[PAD]", "[UNK]"], limit_alphabet=600, show_progress=False
    )
    texts = (
        side
        for name, pairs in corpora.items()
        for pair in pairs[: round(min(1, MIXTURE[name].times) * len(pairs))]
        for side in pair
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def token_ids(tokenizer: Tokenizer, texts: list[str]) -> Tokens:
    """Tokenize into one flat id array and the (n + 1,) offsets of each text in it."""
    flat: list[NDArray[np.int64]] = []
    lengths = [0]
    for start in range(0, len(texts), 20_000):
        for encoding in tokenizer.encode_batch_fast(texts[start : start + 20_000], add_special_tokens=False):
            ids = np.array(encoding.ids[:LONGEST], dtype=np.int64)
            flat.append(ids)
            lengths.append(len(ids))
    return np.concatenate(flat), np.cumsum(lengths)


def renamed(tokens: Tokens, names: NDArray[np.int64]) -> Tokens:
    """The tokens under other numbers."""
    return names[tokens[0]], tokens[1]


def taken(tokens: Tokens, rows: NDArray[np.int64]) -> Tokens:
    """The tokens of some texts."""
    return slices(*tokens, rows)


class Mixture:
    """Pairs of all corpora, drawn anew for each epoch: a corpus in part, or more than once."""

    def __init__(self, sizes: dict[str, int], seed: int) -> None:
        self._sizes, self._rng = sizes, np.random.default_rng(seed)

    def epoch(self) -> NDArray[np.int64]:
        """Numbers of the pairs of an epoch, shuffled."""
        parts, first = [], 0
        for name, size in self._sizes.items():
            whole, rest = divmod(MIXTURE[name].times, 1)
            some = self._rng.choice(size, int(size * rest), replace=False)
            parts += [first + np.arange(size)] * int(whole) + [first + some]
            first += size
        order: NDArray[np.int64] = self._rng.permutation(np.concatenate(parts))
        return order


def train(
    sides: tuple[Tokens, Tokens], mixture: Mixture, rows: TokenRows, options: argparse.Namespace,
    report: Callable[[int], object],
) -> None:  # fmt: skip
    """Learn the rows; `report` is told of each epoch that is over."""
    order = mixture.epoch()
    steps = options.epochs * (len(order) // options.batch)
    step, started = 0, time.time()
    for epoch in range(options.epochs):
        for batch in order[: len(order) // options.batch * options.batch].reshape(-1, options.batch):
            loss = _loss([taken(side, batch) for side in sides], rows, options)
            loss.backward()  # type: ignore[no-untyped-call]
            step += 1
            rows.step(options.rate * min(1, step / 50) * (1 - step / steps))
            if step % 100 == 0:
                print(f"step {step}/{steps} loss {loss.item():.3f} {time.time() - started:.0f} s", flush=True)
        report(epoch + 1)
        order = mixture.epoch()


def _loss(sides: list[Tokens], rows: TokenRows, options: argparse.Namespace) -> torch.Tensor:
    used, places = np.unique(np.concatenate([flat for flat, _ in sides]), return_inverse=True)
    table = rows.take(used)
    cosines = (
        _unit(table, places[: len(sides[0][0])], sides[0][1]) @ _unit(table, places[len(sides[0][0]) :], sides[1][1]).T
    )
    labels = torch.arange(len(cosines))
    scores = (cosines - options.margin * torch.eye(len(cosines))) * options.scale
    return (functional.cross_entropy(scores, labels) + functional.cross_entropy(scores.T, labels)) / 2


def _unit(table: torch.Tensor, places: NDArray[np.int64], offsets: NDArray[np.int64]) -> torch.Tensor:
    sums = functional.embedding_bag(torch.from_numpy(places), table, torch.from_numpy(offsets[:-1]), mode="sum")
    return functional.normalize(sums, dim=1)


def encode(table: Table, tokenizer: Tokenizer, texts: list[str]) -> Table:
    """Unit rows, (n, dim), by a table that is not yet stored."""
    flat, offsets = token_ids(tokenizer, texts)
    sums = np.add.reduceat(np.vstack([table[flat], np.zeros((1, table.shape[1]), table.dtype)]), offsets[:-1])
    return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9), np.float32)


def evaluate(table: Table, tokenizer: Tokenizer, data: Path) -> dict[str, dict[str, float]]:
    """Top-1 on the development sets, by cosine and by margin, in per cent."""
    figures = {}
    for name, pairs in goldsets.news(data).items():
        en, fr = (encode(table, tokenizer, [pair[side] for pair in pairs]) for side in (0, 1))
        figures[name] = {key: round(100 * value, 2) for key, value in top1(en, fr).items()}
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/encoder"))
    parser.add_argument("--vocabulary", type=int, default=64_000)
    parser.add_argument("--train-dim", type=int, default=320)
    parser.add_argument("--dim", type=int, default=320)
    parser.add_argument("--batch", type=int, default=2048)
    parser.add_argument("--rate", type=float, default=0.02)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--scale", type=float, default=20.0, help="inverse temperature")
    parser.add_argument("--margin", type=float, default=0.3, help="by which a pair is to beat the others")
    parser.add_argument("--seed", type=int, default=13)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    started = time.time()
    corpora = read_corpora(options.data, options.seed)
    tokenizer = train_tokenizer(corpora, options.vocabulary)
    pairs = [pair for some in corpora.values() for pair in some]
    same = aliases(tokenizer)
    en, fr = (renamed(token_ids(tokenizer, [pair[side] for pair in pairs]), same) for side in (0, 1))
    rows = TokenRows(tokenizer, options.train_dim, torch.Generator().manual_seed(options.seed))
    print(f"{len(pairs)} pairs, {len(en[0])} + {len(fr[0])} tokens, {tokenizer.get_vocab_size()} rows", flush=True)

    def told(what: object, table: Table) -> dict[str, dict[str, float]]:
        figures = evaluate(table, tokenizer, options.data)
        print(f"{what}: { {name: row['top1'] for name, row in figures.items()} }", flush=True)
        return figures

    sizes = {name: len(some) for name, some in corpora.items()}
    mixture = Mixture(sizes, options.seed)
    train((en, fr), mixture, rows, options, lambda epoch: told(f"epoch {epoch}", rows.table()[same]))
    counts = np.bincount(np.concatenate([en[0], fr[0]]), minlength=tokenizer.get_vocab_size())
    table, scale = quantize(cut(rows.table()[same], options.dim, counts))
    figures = told("int8", table.astype(np.float32) * scale[:, None])
    minutes = round((time.time() - started) / 60, 1)
    facts = {**vars(options), "figures": figures, "sizes": sizes, "minutes": minutes}
    write(options.output, tokenizer, (table, scale), facts)


if __name__ == "__main__":
    main()
