"""Train the embedded English-French sentence encoder and write its folder.

    python scripts/train_encoder.py ../shared/data -o models/encoder

One command, fixed seed, no accelerator. The encoder is *static*: a sentence is
the mean of its tokens' vectors, so encoding costs a table look-up per token.
Vectors are learnt with a symmetric InfoNCE loss over in-batch negatives
(van den Oord et al. 2018; Reimers & Gurevych's static embedding recipe), then
rotated onto their principal axes, cut to `--dim`, and stored as int8 rows with
one float scale each. The scale sits in the `weights` tensor, where model2vec
and sentence-transformers both multiply it back in.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

Table = NDArray[np.float32]
Tokens = tuple[NDArray[np.int32], NDArray[np.int64]]  # flat token ids; (n + 1,) where each text's begin
Report = Callable[[int, Table], None]


class Corpus(NamedTuple):
    """How much of a file is taken, how often, and whose it is."""

    most: int
    times: int
    source: str
    licence: str


# Law is 60 % of the pairs: uncapped it drowns the rest.
MIXTURE = {
    "laws_ca_acts_frag": Corpus(70_000, 1, "Justice Canada, consolidated acts", "Open Government Licence - Canada"),
    "laws_ca_regs_frag": Corpus(80_000, 1, "Justice Canada, regulations", "Open Government Licence - Canada"),
    "laws_ca_annual_frag": Corpus(50_000, 1, "Justice Canada, annual statutes", "Open Government Licence - Canada"),
    "tatoeba_anki": Corpus(200_000, 1, "Tatoeba", "CC BY 2.0 FR"),
    "php_docs": Corpus(60_000, 1, "PHP manual", "CC BY 3.0"),
    "python_docs": Corpus(30_000, 1, "Python documentation, French translation", "CC0"),
    "cds_blog_sent": Corpus(10_000, 2, "Canadian Digital Service blog", "MIT"),
    "literary_bilinguator": Corpus(10_000, 2, "bilinguator/aligned-texts", "MIT"),
    "gc_a11y_sent": Corpus(10_000, 2, "Government of Canada, accessibility", "MIT"),
    "gnome_docs": Corpus(10_000, 1, "GNOME user documentation", "CC BY-SA 3.0"),
    "europarl_small": Corpus(10_000, 3, "Europarl", "no restriction stated by Europarl"),
}
LEXICON = Corpus(200_000, 1, "English and French Wiktionary", "CC BY-SA 3.0")
LONGEST = 128  # tokens of a training sentence that are read


def read_rows(path: Path) -> list[tuple[str, ...]]:
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        return [tuple(line.rstrip("\n").split("\t")) for line in lines]


def training_pairs(data: Path, rng: random.Random) -> list[tuple[str, str]]:
    """Read the capped, de-duplicated mixture of sentence pairs and lexicon entries."""
    pairs: list[tuple[str, str]] = []
    for name, corpus in MIXTURE.items():
        rows = sorted({(row[0], row[1]) for row in read_rows(data / "train" / f"{name}.tsv.xz")})
        rng.shuffle(rows)
        kept = rows[: corpus.most]
        print(f"{name}: {len(kept)} of {len(rows)} pairs, {corpus.times}x", flush=True)
        pairs += kept * corpus.times
    lexicon = sorted({(row[0], row[1]) for row in read_rows(data / "lexicon" / "wiktionary.en-fr.tsv.xz")})
    print(f"lexicon: {len(lexicon)} pairs", flush=True)
    return pairs + lexicon


def train_tokenizer(pairs: list[tuple[str, str]], vocabulary: int) -> Tokenizer:
    """Learn one WordPiece vocabulary for both languages, lower-cased and without accents."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=64))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    trainer = trainers.WordPieceTrainer(
        vocab_size=vocabulary, special_tokens=["[PAD]", "[UNK]"], limit_alphabet=600, show_progress=False
    )
    tokenizer.train_from_iterator((side for pair in pairs for side in pair), trainer)
    return tokenizer


def token_ids(tokenizer: Tokenizer, texts: list[str]) -> Tokens:
    """Tokenize into one flat id array and the (n + 1,) offsets of each text in it."""
    flat: list[NDArray[np.int32]] = []
    lengths = [0]
    for start in range(0, len(texts), 20_000):
        for encoding in tokenizer.encode_batch_fast(texts[start : start + 20_000], add_special_tokens=False):
            ids = np.array(encoding.ids[:LONGEST], dtype=np.int32)
            flat.append(ids)
            lengths.append(len(ids))
    return np.concatenate(flat), np.cumsum(lengths)


def take(tokens: Tokens, rows: NDArray[np.int64]) -> tuple[torch.Tensor, torch.Tensor]:
    flat, offsets = tokens
    pieces = [flat[offsets[r] : offsets[r + 1]] for r in rows]
    starts = np.cumsum([0] + [len(piece) for piece in pieces[:-1]])
    return torch.from_numpy(np.concatenate(pieces)).long(), torch.from_numpy(starts)


def retrieval(vectors_en: Table, vectors_fr: Table) -> float:
    """Mean over both directions of cosine top-1 accuracy."""
    scores = vectors_en @ vectors_fr.T
    gold = np.arange(len(scores))
    return float(((scores.argmax(1) == gold).mean() + (scores.argmax(0) == gold).mean()) / 2)


def encode(table: Table, tokenizer: Tokenizer, texts: list[str]) -> Table:
    flat, offsets = token_ids(tokenizer, texts)
    sums = np.add.reduceat(np.vstack([table[flat], np.zeros((1, table.shape[1]), table.dtype)]), offsets[:-1])
    return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9), np.float32)


def evaluate(table: Table, tokenizer: Tokenizer, data: Path) -> dict[str, float]:
    figures = {}
    for name in ("tatoeba", "flores200.dev", "flores200.devtest"):
        lines = (data / "dev" / "retrieval" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
        rows = [line.split("\t")[:2] for line in lines]
        en, fr = (encode(table, tokenizer, [row[side] for row in rows]) for side in (0, 1))
        figures[name] = round(100 * retrieval(en, fr), 2)
    return figures


def train(sides: tuple[Tokens, Tokens], vocabulary: int, options: argparse.Namespace, report: Report) -> Table:
    generator = torch.Generator().manual_seed(options.seed)
    bag = torch.nn.EmbeddingBag(vocabulary, options.train_dim, mode="mean", padding_idx=1)
    with torch.no_grad():
        bag.weight.normal_(0.0, 0.1, generator=generator)
        bag.weight[:2] = 0.0  # [PAD] and [UNK] say nothing
    count = len(sides[0][1]) - 1
    steps = options.epochs * (count // options.batch)
    optimizer = torch.optim.Adam(bag.parameters(), lr=options.rate, fused=True)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / 50) * max(0.0, 1 - step / steps)
    )
    labels = torch.arange(options.batch)
    step, started = 0, time.time()
    for epoch in range(options.epochs):
        order = torch.randperm(count, generator=generator).numpy()
        for start in range(0, count - options.batch + 1, options.batch):
            rows = order[start : start + options.batch]
            en = torch.nn.functional.normalize(bag(*take(sides[0], rows)), dim=1)
            fr = torch.nn.functional.normalize(bag(*take(sides[1], rows)), dim=1)
            scores = en @ fr.T * options.scale
            loss = (
                torch.nn.functional.cross_entropy(scores, labels) + torch.nn.functional.cross_entropy(scores.T, labels)
            ) / 2
            optimizer.zero_grad(set_to_none=False)
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            rate.step()
            step += 1
            if step % 100 == 0:
                print(f"step {step}/{steps} loss {loss.item():.3f} {time.time() - started:.0f} s", flush=True)
        report(epoch, bag.weight.detach().numpy())
    return bag.weight.detach().numpy().copy()


def cut(table: Table, dim: int, counts: NDArray[np.int64]) -> Table:
    """Rotate onto the principal axes of the running text's tokens and keep the first `dim`."""
    weight = np.sqrt(np.minimum(counts, 10_000))[:, None]  # a few function words must not choose the axes
    _, vectors = np.linalg.eigh((table * weight).T @ (table * weight))
    return np.ascontiguousarray(table @ vectors[:, ::-1][:, :dim], dtype=np.float32)


def quantize(table: Table) -> tuple[NDArray[np.int8], Table]:
    """Int8 rows and the float32 scale of each."""
    scale = np.maximum(np.abs(table).max(axis=1), 1e-9) / 127
    return np.rint(table / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def write(
    folder: Path, tokenizer: Tokenizer, quantized: tuple[NDArray[np.int8], Table], figures: dict[str, Any]
) -> None:
    rows, scale = quantized
    folder.mkdir(parents=True, exist_ok=True)
    save_file({"embeddings": rows, "weights": scale}, folder / "model.safetensors")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    config = {"model_type": "model2vec", "architectures": ["StaticModel"], "normalize": True, "max_length": None,
              "hidden_dim": int(rows.shape[1]), "embedding_dtype": "int8"}  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    modules = [
        {"idx": 0, "name": "0", "path": ".", "type": "sentence_transformers.models.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
    ]
    (folder / "modules.json").write_text(json.dumps(modules, indent=1) + "\n")
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    (folder / "README.md").write_text(card(rows.shape, digest, figures), encoding="utf-8")


def card(shape: tuple[int, ...], digest: str, figures: dict[str, Any]) -> str:
    """The model card: what it is, of what it was made, and how well it does."""
    corpora = [*MIXTURE.items(), ("wiktionary.en-fr", LEXICON)]
    table = "\n".join(f"| {name} | {c.most:,} | {c.times} | {c.source} | {c.licence} |" for name, c in corpora)
    top1 = "\n".join(f"| {name} | {value} |" for name, value in figures["top1"].items())
    return CARD.format(**{**figures, "rows": shape[0], "digest": digest, "table": table, "top1": top1})


CARD = """---
license: cc-by-sa-4.0
language: [en, fr]
library_name: model2vec
tags: [sentence-similarity, static-embeddings, sentence-transformers]
---
# Static English-French sentence encoder

A sentence is the mean of its tokens' vectors: {rows:,} WordPiece tokens (lower case, no accents) of {dim}
dimensions, int8 rows with one float32 scale each. `aligner` reads it with numpy and tokenizers;
`sentence_transformers.SentenceTransformer(folder)` and `model2vec.StaticModel.from_pretrained(folder)` read it too.

Made by `{command}` in {minutes} minutes on two cores, seed {seed}.
SHA-256 of `model.safetensors`: `{digest}`

## Figures
Cosine top-1, mean of both directions, in per cent, on sets that no training pair is in:

| set | top-1 |
|---|---|
{top1}

## Training data
At most so many distinct pairs of each, repeated so often:

| corpus | pairs | times | source | licence |
|---|---|---|---|---|
{table}

The weights are derived from corpora under share-alike licences among others and are given under CC BY-SA 4.0.
Symmetric InfoNCE, in-batch negatives, batch {batch}, temperature 1/{scale}, Adam {rate} with linear decay,
{epochs} epochs, {train_dim} dimensions cut to {dim} on their principal axes.

## Limits
Word order and negation are invisible to a mean of vectors, and rare names fall into pieces. It knows no other language.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/encoder"))
    parser.add_argument("--vocabulary", type=int, default=64_000)
    parser.add_argument("--train-dim", type=int, default=512)
    parser.add_argument("--dim", type=int, default=320)
    parser.add_argument("--batch", type=int, default=2048)
    parser.add_argument("--rate", type=float, default=0.02)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--scale", type=float, default=20.0, help="inverse temperature")
    parser.add_argument("--seed", type=int, default=13)
    options = parser.parse_args()
    started = time.time()
    pairs = training_pairs(options.data, random.Random(options.seed))
    tokenizer = train_tokenizer(pairs, options.vocabulary)
    en, fr = (token_ids(tokenizer, [pair[side] for pair in pairs]) for side in (0, 1))
    vocabulary = tokenizer.get_vocab_size()
    print(f"{len(pairs)} pairs, {len(en[0])} + {len(fr[0])} tokens, {vocabulary} rows", flush=True)

    def report(epoch: int, table: np.ndarray) -> None:
        print(f"epoch {epoch + 1}: {evaluate(table, tokenizer, options.data)}", flush=True)

    table = train((en, fr), vocabulary, options, report)
    counts = np.bincount(np.concatenate([en[0], fr[0]]), minlength=vocabulary)
    small = cut(table, options.dim, counts)
    print(f"cut to {options.dim}: {evaluate(small, tokenizer, options.data)}", flush=True)
    rows, scale = quantize(small)
    top1 = evaluate(rows.astype(np.float32) * scale[:, None], tokenizer, options.data)
    print(f"int8: {top1}", flush=True)
    minutes = round((time.time() - started) / 60, 1)
    command = f"python scripts/train_encoder.py {options.data}"
    write(
        options.output,
        tokenizer,
        (rows, scale),
        {**vars(options), "top1": top1, "minutes": minutes, "command": command},
    )


if __name__ == "__main__":
    main()
