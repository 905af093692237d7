"""Train the embedded English-French sentence encoder and write its folder.

    python -m scripts.training.encoder ../shared/data -o models/encoder

One command, fixed seed, no accelerator. The encoder is *static*: a sentence is
the mean of its tokens' vectors, so encoding costs one table look-up per token.
The vectors are learnt with a symmetric InfoNCE loss over in-batch negatives
(van den Oord et al. 2018) with an additive margin (additive margin softmax,
Yang et al. 2019). Tokens share rows (encoder_rows.py). The table is then
projected on its principal axes and stored (encoder_export.py).
encoder_ablation.tsv and the model card list what was tried, with results.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from torch.nn import functional

from aligner.evaluation.gold import top1_accuracy
from aligner.types import Floats, Ints
from scripts.datasets.corpora import MIXTURE, Pairs, read_corpora
from scripts.datasets.gold import sentence_pairs
from scripts.training.encoder_export import cut_dimensions, quantize, write_folder
from scripts.training.encoder_rows import TokenRows, aliases, slices

Tokens = tuple[Ints, Ints]  # flat token ids; (n + 1,) start of each text in them
MAX_TOKENS = 128  # of a training sentence
TOKENIZE_BATCH = 20_000
WARMUP_STEPS = 50
# A space, point or comma between groups of three digits: 9 400, 9,400 and 9400 are one number.
GROUPS = r"(?<=\b\d|\b\d\d|\b\d\d\d)[ \u00a0\u202f\u2009,.](?=\d{3}(?!\d))"


def train_tokenizer(corpora: dict[str, Pairs], vocabulary: int) -> Tokenizer:
    """Learn one lower-case WordPiece vocabulary for both languages, from texts in the proportions of the mixture."""
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
    """Tokenize into one flat id array and the (n + 1,) start of each text in it."""
    flat: list[Ints] = []
    lengths = [0]
    for start in range(0, len(texts), TOKENIZE_BATCH):
        batch = texts[start : start + TOKENIZE_BATCH]
        for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
            ids = np.array(encoding.ids[:MAX_TOKENS], dtype=np.int64)
            flat.append(ids)
            lengths.append(len(ids))
    return np.concatenate(flat), np.cumsum(lengths)


def replace_ids(tokens: Tokens, new_ids: Ints) -> Tokens:
    """Replace every token id by another."""
    return new_ids[tokens[0]], tokens[1]


class Mixture:
    """Numbers of the pairs of all corpora, drawn again for each epoch: part of a corpus, or several times all of it."""

    def __init__(self, sizes: dict[str, int], seed: int) -> None:
        self._sizes, self._rng = sizes, np.random.default_rng(seed)

    def draw_epoch(self) -> Ints:
        """Draw the pairs of an epoch and shuffle them."""
        parts, first = [], 0
        for name, size in self._sizes.items():
            whole, rest = divmod(MIXTURE[name].times, 1)
            sample = self._rng.choice(size, int(size * rest), replace=False)
            parts += [first + np.arange(size)] * int(whole) + [first + sample]
            first += size
        order: Ints = self._rng.permutation(np.concatenate(parts))
        return order


def train(
    sides: tuple[Tokens, Tokens], mixture: Mixture, rows: TokenRows, options: argparse.Namespace,
    report: Callable[[int], object],
) -> None:  # fmt: skip
    """Learn the rows; `report` is called with the number of each finished epoch."""
    order = mixture.draw_epoch()
    steps = options.epochs * (len(order) // options.batch)
    step, started = 0, time.time()
    for epoch in range(options.epochs):
        for batch in order[: len(order) // options.batch * options.batch].reshape(-1, options.batch):
            loss = _loss([slices(*side, batch) for side in sides], rows, options)
            loss.backward()  # type: ignore[no-untyped-call]
            step += 1
            rows.step(options.rate * min(1, step / WARMUP_STEPS) * (1 - step / steps))
            if step % 100 == 0:
                print(f"step {step}/{steps} loss {loss.item():.3f} {time.time() - started:.0f} s", flush=True)
        report(epoch + 1)
        order = mixture.draw_epoch()


def _loss(sides: list[Tokens], rows: TokenRows, options: argparse.Namespace) -> torch.Tensor:
    used, positions = np.unique(np.concatenate([flat for flat, _ in sides]), return_inverse=True)
    table = rows.take(used)
    en_positions, fr_positions = np.split(positions, [len(sides[0][0])])
    cosines = _unit_sums(table, en_positions, sides[0][1]) @ _unit_sums(table, fr_positions, sides[1][1]).T
    labels = torch.arange(len(cosines))
    scores = (cosines - options.margin * torch.eye(len(cosines))) * options.scale
    return (functional.cross_entropy(scores, labels) + functional.cross_entropy(scores.T, labels)) / 2


def _unit_sums(table: torch.Tensor, positions: Ints, offsets: Ints) -> torch.Tensor:
    sums = functional.embedding_bag(torch.from_numpy(positions), table, torch.from_numpy(offsets[:-1]), mode="sum")
    return functional.normalize(sums, dim=1)


def encode(table: Floats, tokenizer: Tokenizer, texts: list[str]) -> Floats:
    """Encode texts to unit rows, (n, dim), with a table that is not yet stored."""
    flat, offsets = token_ids(tokenizer, texts)
    sums = np.add.reduceat(np.vstack([table[flat], np.zeros((1, table.shape[1]), table.dtype)]), offsets[:-1])
    return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9), np.float32)


def evaluate(table: Floats, tokenizer: Tokenizer, data: Path) -> dict[str, dict[str, float]]:
    """Return top-1 on the development sets, by cosine and by margin, in per cent."""
    metrics = {}
    for name, pairs in sentence_pairs(data).items():
        en, fr = (encode(table, tokenizer, [pair[side] for pair in pairs]) for side in (0, 1))
        metrics[name] = {key: round(100 * value, 2) for key, value in top1_accuracy(en, fr).items()}
    return metrics


def main() -> None:
    """Train the tokenizer and the table, evaluate and write the folder."""
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
    parser.add_argument("--margin", type=float, default=0.3, help="by which the right pair must win")
    parser.add_argument("--seed", type=int, default=13)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    started = time.time()
    corpora = read_corpora(options.data, options.seed)
    tokenizer = train_tokenizer(corpora, options.vocabulary)
    pairs = [pair for own in corpora.values() for pair in own]
    same = aliases(tokenizer)
    en, fr = (replace_ids(token_ids(tokenizer, [pair[side] for pair in pairs]), same) for side in (0, 1))
    rows = TokenRows(tokenizer, options.train_dim, torch.Generator().manual_seed(options.seed))
    print(f"{len(pairs)} pairs, {len(en[0])} + {len(fr[0])} tokens, {tokenizer.get_vocab_size()} rows", flush=True)

    def report(stage: object, table: Floats) -> dict[str, dict[str, float]]:
        metrics = evaluate(table, tokenizer, options.data)
        print(f"{stage}: { {name: row['top1'] for name, row in metrics.items()} }", flush=True)
        return metrics

    sizes = {name: len(own) for name, own in corpora.items()}
    mixture = Mixture(sizes, options.seed)
    train((en, fr), mixture, rows, options, lambda epoch: report(f"epoch {epoch}", rows.table()[same]))
    counts = np.bincount(np.concatenate([en[0], fr[0]]), minlength=tokenizer.get_vocab_size())
    table, scale = quantize(cut_dimensions(rows.table()[same], options.dim, counts))
    metrics = report("int8", table.astype(np.float32) * scale[:, None])
    minutes = round((time.time() - started) / 60, 1)
    facts = {**vars(options), "metrics": metrics, "sizes": sizes, "minutes": minutes}
    write_folder(options.output, tokenizer, (table, scale), facts)


if __name__ == "__main__":
    main()
