"""What the benchmark times of texts one by one: encoding, beside tokenizing alone and a transformer, and scoring."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tokenizers import Tokenizer

from aligner.encoders.static import StaticEncoder
from aligner.pipeline.score import score_files
from aligner.weights import models_folder
from scripts.benchmarks.clock import timed
from scripts.datasets.gold import boundary_lines, news

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from scripts.benchmarks.harness import Options, Row

LOADED = """
import sys, time
import numpy, tokenizers
from aligner.encoders import load_encoder

def resident():
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS:"))

lines, before, begun = sys.stdin.read().split("\\n"), resident(), time.perf_counter()
encoder = load_encoder()
loaded = time.perf_counter() - begun
encoder.encode(lines)
print(loaded, resident() - before)
"""
TRANSFORMED = 200  # sentences that the transformer encodes


def encode(options: Options) -> Iterator[Row]:
    """Sentences a second on one core, beside tokenizing alone and a transformer; time and memory to load."""
    lines = [line for sides in boundary_lines(options.data).values() for side in sides for line in side]
    encoders = [StaticEncoder(models_folder() / "encoder") for _ in range(5)]
    tokenizer = Tokenizer.from_file(str(models_folder() / "encoder" / "tokenizer.json"))
    bare = timed(partial(_token_ids, tokenizer, lines), 5)
    first = min(timed(partial(encoder.encode, lines), 1) for encoder in encoders)
    encoder = encoders[0]
    ours = timed(partial(encoder.encode, lines), 5)
    tokens = sum(map(len, _token_ids(tokenizer, lines)))
    for what, seconds in (("encode, every word new", first), ("encode, its words known", ours)):
        yield {
            "what": what, "seconds": seconds, "sentences_per_second": len(lines) / seconds, "baseline": bare,
            "ratio": seconds / bare, "tokens": tokens,
        }  # fmt: skip
    words = timed(lambda: deque(encoder.encode_tokens(lines), 0))
    yield {"what": "with a vector for each word", "seconds": words, "sentences_per_second": len(lines) / words}
    some = lines[:: len(lines) // TRANSFORMED][:TRANSFORMED]
    with tempfile.TemporaryDirectory() as folder:
        network = _network(Path(folder))
    slow = timed(lambda: network.encode(some, show_progress_bar=False), 1)
    here = timed(lambda: encoder.encode(some), 50)
    yield {
        "what": "a transformer like LaBSE", "seconds": slow, "sentences_per_second": len(some) / slow,
        "baseline": here, "ratio": slow / here,
    }  # fmt: skip
    loaded = subprocess.run(
        [sys.executable, "-c", LOADED], input="\n".join(lines), check=True, capture_output=True, encoding="utf-8"
    ).stdout.split()
    yield {"what": "loading the encoder", "seconds": float(loaded[0]), "megabytes": float(loaded[1])}


def score(options: Options) -> Iterator[Row]:
    """Pairs of an existing corpus that are given their confidence in a second on one core, beside tokenizing alone."""
    pairs = news(options.data)["newstest"]
    tokenizer = Tokenizer.from_file(str(models_folder() / "encoder" / "tokenizer.json"))
    bare = timed(partial(_token_ids, tokenizer, [text for pair in pairs for text in pair]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.tsv"
        path.write_text("".join(f"{en}\t{fr}\n" for en, fr in pairs), "utf-8")
        seconds = timed(lambda: deque(score_files([path], prior=0.5), 0))
    yield {
        "what": "score", "seconds": seconds, "pairs_per_second": len(pairs) / seconds, "baseline": bare,
        "ratio": seconds / bare,
    }  # fmt: skip


def _token_ids(tokenizer: Tokenizer, lines: list[str]) -> list[list[int]]:
    """Tokenization alone: the numbers of the tokens, and nothing made of them."""
    return [encoding.ids for encoding in tokenizer.encode_batch_fast(lines, add_special_tokens=False)]


def _network(folder: Path) -> SentenceTransformer:
    """A transformer of LaBSE's shape (12 layers of 768, 12 heads) with random weights, on our tokens."""
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.set_num_threads(1)
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_file=str(models_folder() / "encoder" / "tokenizer.json"), pad_token="[PAD]", unk_token="[UNK]"
    )
    tokenizer.save_pretrained(folder)
    BertModel(BertConfig(vocab_size=len(tokenizer))).save_pretrained(folder)
    return SentenceTransformer(str(folder), device="cpu")  # of a folder that is no more than a network, it takes means
