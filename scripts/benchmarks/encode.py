"""Time single texts: encoding, compared with tokenization alone and with a transformer, and scoring."""

from __future__ import annotations

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
from scripts.benchmarks.harness import Options, Row, run_code, time_call
from scripts.datasets.gold import boundary_lines, sentence_pairs

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

LOAD_ENCODER = """
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
TRANSFORMER_SENTENCES = 200  # that the transformer encodes


def time_encode(options: Options) -> Iterator[Row]:
    """Yield sentences per second on one core, the baselines, and the time and memory of loading the encoder."""
    lines = [line for sides in boundary_lines(options.data).values() for side in sides for line in side]
    encoders = [StaticEncoder(models_folder() / "encoder") for _ in range(5)]
    tokenizer = Tokenizer.from_file(str(models_folder() / "encoder" / "tokenizer.json"))
    tokenization = time_call(partial(_token_ids, tokenizer, lines), 5)
    first = min(time_call(partial(encoder.encode, lines), 1) for encoder in encoders)
    encoder = encoders[0]
    repeated = time_call(partial(encoder.encode, lines), 5)
    tokens = sum(map(len, _token_ids(tokenizer, lines)))
    for what, seconds in (("encode, every word new", first), ("encode, its words known", repeated)):
        yield {
            "what": what, "seconds": seconds, "sentences_per_second": len(lines) / seconds, "baseline": tokenization,
            "ratio": seconds / tokenization, "tokens": tokens,
        }  # fmt: skip
    words = time_call(lambda: deque(encoder.encode_tokens(lines), 0))
    yield {"what": "with a vector for each word", "seconds": words, "sentences_per_second": len(lines) / words}
    sample = lines[:: len(lines) // TRANSFORMER_SENTENCES][:TRANSFORMER_SENTENCES]
    with tempfile.TemporaryDirectory() as folder:
        transformer = _random_transformer(Path(folder))
    slow = time_call(lambda: transformer.encode(sample, show_progress_bar=False), 1)
    fast = time_call(lambda: encoder.encode(sample), 50)
    yield {
        "what": "a transformer like LaBSE", "seconds": slow, "sentences_per_second": len(sample) / slow,
        "baseline": fast, "ratio": slow / fast,
    }  # fmt: skip
    loading, megabytes = map(float, run_code(LOAD_ENCODER, stdin="\n".join(lines)).split())
    yield {"what": "loading the encoder", "seconds": loading, "megabytes": megabytes}


def time_score(options: Options) -> Iterator[Row]:
    """Yield the pairs of an existing corpus scored per second on one core, compared with tokenization alone."""
    pairs = sentence_pairs(options.data)["newstest"]
    tokenizer = Tokenizer.from_file(str(models_folder() / "encoder" / "tokenizer.json"))
    tokenization = time_call(partial(_token_ids, tokenizer, [text for pair in pairs for text in pair]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.tsv"
        path.write_text("".join(f"{en}\t{fr}\n" for en, fr in pairs), "utf-8")
        seconds = time_call(lambda: deque(score_files([path], prior=0.5), 0))
    yield {
        "what": "score", "seconds": seconds, "pairs_per_second": len(pairs) / seconds, "baseline": tokenization,
        "ratio": seconds / tokenization,
    }  # fmt: skip


def _token_ids(tokenizer: Tokenizer, lines: list[str]) -> list[list[int]]:
    """Tokenize only: return the token ids, and compute nothing from them."""
    return [encoding.ids for encoding in tokenizer.encode_batch_fast(lines, add_special_tokens=False)]


def _random_transformer(folder: Path) -> SentenceTransformer:
    """Create a transformer of LaBSE's shape (12 layers of 768, 12 heads) with random weights and our tokenizer."""
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
    # A folder that holds nothing but a transformer gets mean pooling.
    return SentenceTransformer(str(folder), device="cpu")
