"""The parts of the benchmark: each function yields rows of measurements with a baseline of the same run."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from aligner.alignment.align import align
from aligner.alignment.realign import PreviousAlignment, realign, sentence_digests
from aligner.types import Floats, Sentence
from scripts.benchmarks.again import time_again
from scripts.benchmarks.check import time_check
from scripts.benchmarks.dedup import time_dedup
from scripts.benchmarks.encode import time_encode, time_score
from scripts.benchmarks.harness import (
    ALIGNER,
    ROOT,
    Options,
    Row,
    growth_exponent,
    run_code,
    time_call,
    time_process,
)
from scripts.benchmarks.memory import measure_command
from scripts.benchmarks.peers import MAX_SENTENCES, time_peers
from scripts.benchmarks.scale import time_archives
from scripts.datasets import laws

SEEDS = ROOT / "seeds"
COUNT_MODULES = "import sys, aligner.cli.main; print(len(sys.modules))"
TIME_IMPORTS = """
import sys, time
begun = time.perf_counter()
from aligner.pipeline import pair
imported = time.perf_counter()
pair.pair(sys.argv[1:2], sys.argv[2])
print(imported - begun, time.perf_counter() - imported)
"""
ALIGN_LARGE = """
import sys
from scripts.benchmarks.suite import random_sides, equal_sentences
from aligner.alignment.align import align
left, right = random_sides(int(sys.argv[1]))
align(equal_sentences(left), equal_sentences(right), (left, right))
"""


def time_startup(options: Options) -> Iterator[Row]:
    """Yield the time of `aligner --help`, compared with an empty interpreter."""
    baseline = time_process([sys.executable, "-c", "pass"])
    ours = time_process([*ALIGNER, "--help"])
    yield {
        "what": "aligner --help", "seconds": ours, "baseline": baseline, "ratio": ours / baseline,
        "modules": int(run_code(COUNT_MODULES)),
    }  # fmt: skip


def time_seeds(options: Options) -> Iterator[Row]:
    """Yield the time of pairing the five stories as a whole process, split into imports and work."""
    with tempfile.TemporaryDirectory() as folder:
        baseline = time_process([sys.executable, "-c", "pass"])
        ours = time_process([*ALIGNER, "pair", str(SEEDS), "-q", "-o", f"{folder}/a"])
        imports, work = map(float, run_code(TIME_IMPORTS, SEEDS, f"{folder}/b").split())
    yield {
        "what": "aligner pair seeds", "seconds": ours, "baseline": baseline, "ratio": ours / baseline,
        "import_seconds": imports, "work_seconds": work,
    }  # fmt: skip


def time_corpus(options: Options) -> Iterator[Row]:
    """Yield the time of the whole pipeline on law documents by number of pairs; linear growth has the exponent 1."""
    texts = laws.law_documents(options.data, None if options.whole else laws.MAX_PARAGRAPHS)
    sizes = [500, 1000, 2000, *([4000, len(texts)] if options.full else [])]
    characters, processor = [], []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            characters.append(laws.write_documents(texts[:size], Path(folder) / "in"))
            out = Path(folder) / "out"
            used = measure_command([*ALIGNER, "pair", f"{folder}/in", "-q", "-o", str(out)])
            processor.append(used.processor_seconds)
            speed = 2 * size / used.seconds
            yield {
                "what": f"{size} document pairs", "seconds": used.seconds, "documents_per_second": speed,
                **_pairing_quality(out, used.seconds), "processor_seconds": used.processor_seconds,
                "megabytes": used.megabytes,
            }  # fmt: skip
    # Processor time: other load on the machine may fall on one size more than on another.
    growth = growth_exponent([float(size) for size in characters], processor)
    yield {"what": "growth with the characters read", "exponent": growth}


def _pairing_quality(out: Path, seconds: float) -> Row:
    """Return sentences per second, and precision and recall of the document pairs.

    A document that was dropped as a copy or because of its language has no counterpart that could be missed.
    """
    rows = {name: _read_rows(out / f"{name}.jsonl") for name in ("documents", "pairs", "duplicates")}
    ids = {str(row["id"]) for row in rows["documents"]} - {str(row["dropped"]) for row in rows["duplicates"]}
    gold = {id[:5] for id in ids if id[5:] == ".a.txt" and f"{id[:5]}.b.txt" in ids}
    pairs = [(str(row["en"])[:5], str(row["fr"])[:5]) for row in rows["pairs"]]
    right = sum(en == fr for en, fr in pairs)
    recalled = len(gold & {en for en, fr in pairs if en == fr})
    sentences = sum(len(row["sentences"]) for row in rows["documents"])
    return {
        "sentences_per_second": sentences / seconds,
        "precision": right / max(1, len(pairs)),
        "recall": recalled / max(1, len(gold)),
    }


def _read_rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def time_search(options: Options) -> Iterator[Row]:
    """Yield the time of alignment alone on random vectors without 5 % of each side, and of other aligners."""
    sizes = [1000, 4000, 16000, *([48000, 100_000] if options.full else [])]
    seconds = []
    for size in sizes:
        left, right = random_sides(size)
        seconds.append(time_call(partial(align, equal_sentences(left), equal_sentences(right), (left, right))))
        row: Row = {"what": f"align {size} sentences", "seconds": seconds[-1]}
        if size == sizes[0]:
            baseline = time_call(partial(textbook_search, left, right))
            row |= {"baseline": baseline, "ratio": seconds[-1] / baseline}
        if size <= MAX_SENTENCES:
            row |= time_peers(left, right, time_call, seconds[-1])
        yield row
    yield {"what": "growth with the sentences", "exponent": growth_exponent([float(size) for size in sizes], seconds)}
    left, right = random_sides(40)
    call = partial(align, equal_sentences(left), equal_sentences(right), (left, right))
    yield {"what": "align 40 sentences", "milliseconds": 1000 * time_call(call, 50)}
    yield _time_realignment(2000, 5)
    if options.full:
        used = measure_command([sys.executable, "-c", ALIGN_LARGE, str(sizes[-1])], cwd=ROOT)
        yield {"what": f"memory for {sizes[-1]} sentences", "megabytes": used.megabytes}


def _time_realignment(size: int, edits: int) -> Row:
    """Time the realignment of texts in which some sentences were rewritten, compared with aligning everything."""
    sides = random_sides(size)
    en, fr = ([Sentence(f"{number:080}", 0, 80, 0) for number in range(len(side))] for side in sides)
    previous = PreviousAlignment(tuple(align(en, fr, sides)), sentence_digests(en), sentence_digests(fr))
    period = size // edits
    edited = [Sentence("x" * 80, 0, 80, 0) if n % period == period // 2 else old for n, old in enumerate(en)]
    whole = time_call(partial(align, edited, fr, sides))
    part = time_call(partial(realign, previous, edited, fr, sides))
    return {
        "what": f"again after {edits} edits of {size}", "seconds": part, "baseline": whole, "ratio": part / whole,
    }  # fmt: skip


def random_sides(size: int, dim: int = 256) -> tuple[Floats, Floats]:
    """Return unit vectors of two sides that match row by row, but each lacks a random 5 % of the rows."""
    rng = np.random.default_rng(size)
    rows = rng.standard_normal((size, dim), dtype=np.float32)
    sides = [rows + 0.8 * rng.standard_normal(rows.shape, dtype=np.float32) for _ in range(2)]
    sides = [side[rng.random(size) >= 0.05] for side in sides]
    left, right = (side / np.linalg.norm(side, axis=1, keepdims=True) for side in sides)
    return left, right


def equal_sentences(rows: Floats) -> list[Sentence]:
    """Return one sentence of 80 characters for each row."""
    return [Sentence("x" * 80, 0, 80, 0)] * len(rows)


def textbook_search(left: Floats, right: Floats) -> Floats:
    """Compute all cosines, then one table of one-to-one beads and nulls, a row at a time."""
    gain = np.maximum(left @ right.T, 0)
    table = np.zeros((len(left) + 1, len(right) + 1), np.float32)
    for row in range(len(left)):
        best = np.maximum(table[row, 1:], table[row, :-1] + gain[row])
        table[row + 1, 1:] = np.maximum.accumulate(best)
    return table


PARTS: dict[str, Callable[[Options], Iterator[Row]]] = {
    "startup": time_startup,
    "seeds": time_seeds,
    "search": time_search,
    "encode": time_encode,
    "score": time_score,
    "corpus": time_corpus,
    "again": time_again,
    "archive": time_archives,
    "dedup": time_dedup,
    "check": time_check,
}
