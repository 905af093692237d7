"""What the benchmark times: each function gives rows of figures, each beside a baseline of the same run."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.align import align
from aligner.alignment.realign import PreviousAlignment, realign, sentence_digests
from aligner.types import Sentence
from scripts.benchmarks import peers
from scripts.benchmarks.check import check
from scripts.benchmarks.clock import timed
from scripts.benchmarks.dedup import dedup
from scripts.benchmarks.encode import encode, score
from scripts.benchmarks.harness import ALIGNER, Options, Row, exponent, wall
from scripts.benchmarks.memory import peak
from scripts.datasets import laws

Floats = NDArray[np.float32]
HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SEEDS = ROOT / "seeds"
MODULES = "import sys, aligner.cli.main; print(len(sys.modules))"
WHERE = """
import sys, time
begun = time.perf_counter()
from aligner.pipeline import pair
imported = time.perf_counter()
pair.pair(sys.argv[1:2], sys.argv[2])
print(imported - begun, time.perf_counter() - imported)
"""
LARGE = """
import sys
from scripts.benchmarks.suite import _made, _sentences
from aligner import align
left, right = _made(int(sys.argv[1]))
align(_sentences(left), _sentences(right), (left, right))
"""


def startup(options: Options) -> Iterator[Row]:
    """`aligner --help` beside an interpreter that does nothing."""
    bare = wall([sys.executable, "-c", "pass"])
    ours = wall([*ALIGNER, "--help"])
    modules = subprocess.run([sys.executable, "-c", MODULES], check=True, capture_output=True, text=True).stdout
    yield {
        "what": "aligner --help", "seconds": ours, "baseline": bare, "ratio": ours / bare, "modules": int(modules),
    }  # fmt: skip


def seeds(options: Options) -> Iterator[Row]:
    """The five stories, as a whole process, and where its time goes."""
    with tempfile.TemporaryDirectory() as folder:
        bare = wall([sys.executable, "-c", "pass"])
        ours = wall([*ALIGNER, "pair", str(SEEDS), "-q", "-o", f"{folder}/a"])
        split = [sys.executable, "-c", WHERE, str(SEEDS), f"{folder}/b"]
        imports, work = map(float, subprocess.run(split, check=True, capture_output=True, text=True).stdout.split())
    yield {
        "what": "aligner pair seeds", "seconds": ours, "baseline": bare, "ratio": ours / bare,
        "import_seconds": imports, "work_seconds": work,
    }  # fmt: skip


def corpus(options: Options) -> Iterator[Row]:
    """The whole line on documents of the law, by number of pairs; linear growth has the exponent 1."""
    texts = laws.documents(options.data, None if options.whole else laws.LONGEST)
    sizes = [500, 1000, 2000, *([4000, len(texts)] if options.full else [])]
    characters, processor = [], []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            characters.append(laws.write(texts[:size], Path(folder) / "in"))
            out = Path(folder) / "out"
            used = peak([*ALIGNER, "pair", f"{folder}/in", "-q", "-o", str(out)])
            processor.append(used.processor)
            speed = 2 * size / used.seconds
            yield {
                "what": f"{size} document pairs", "seconds": used.seconds, "documents_per_second": speed,
                **_found(out, used.seconds), "processor_seconds": used.processor, "megabytes": used.megabytes,
            }  # fmt: skip
    # Processor time: what else the machine does falls on one size more than on another.
    growth = exponent([float(size) for size in characters], processor)
    yield {"what": "growth with the characters read", "exponent": growth}


def _found(out: Path, seconds: float) -> Row:
    """Sentences and pairs of a run; a document that was dropped as a copy or for its language has none to miss."""
    rows = {name: _rows(out / f"{name}.jsonl") for name in ("documents", "pairs", "duplicates")}
    ids = {str(row["id"]) for row in rows["documents"]} - {str(row["dropped"]) for row in rows["duplicates"]}
    gold = {id[:5] for id in ids if id[5:] == ".a.txt" and f"{id[:5]}.b.txt" in ids}
    pairs = [(str(row["en"])[:5], str(row["fr"])[:5]) for row in rows["pairs"]]
    right = sum(en == fr for en, fr in pairs)
    true = len(gold & {en for en, fr in pairs if en == fr})
    sentences = sum(len(row["sentences"]) for row in rows["documents"])
    return {
        "sentences_per_second": sentences / seconds,
        "precision": right / max(1, len(pairs)),
        "recall": true / max(1, len(gold)),
    }


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def search(options: Options) -> Iterator[Row]:
    """Alignment alone, on made vectors with 5 % of the sentences gone from either side, and beside other aligners'."""
    sizes = [1000, 4000, 16000, *([48000, 100_000] if options.full else [])]
    seconds = []
    for size in sizes:
        left, right = _made(size)
        seconds.append(timed(partial(align, _sentences(left), _sentences(right), (left, right))))
        row: Row = {"what": f"align {size} sentences", "seconds": seconds[-1]}
        if size == sizes[0]:
            bare = timed(partial(plain_search, left, right))
            row |= {"baseline": bare, "ratio": seconds[-1] / bare}
        if size <= peers.MOST:
            row |= peers.times(left, right, timed, seconds[-1])
        yield row
    yield {"what": "growth with the sentences", "exponent": exponent([float(size) for size in sizes], seconds)}
    left, right = _made(40)
    call = partial(align, _sentences(left), _sentences(right), (left, right))
    yield {"what": "align 40 sentences", "milliseconds": 1000 * timed(call, 50)}
    yield _again(2000, 5)
    if options.full:
        used = peak([sys.executable, "-c", LARGE, str(sizes[-1])], cwd=ROOT)
        yield {"what": f"memory for {sizes[-1]} sentences", "megabytes": used.megabytes}


def _again(size: int, edits: int) -> Row:
    """Aligning anew after some sentences were rewritten, beside aligning all of it."""
    sides = _made(size)
    en, fr = ([Sentence(f"{at:080}", 0, 80, 0) for at in range(len(side))] for side in sides)
    past = PreviousAlignment(tuple(align(en, fr, sides)), sentence_digests(en), sentence_digests(fr))
    new = [Sentence("x" * 80, 0, 80, 0) if at % (size // edits) == size // edits // 2 else s for at, s in enumerate(en)]
    whole = timed(partial(align, new, fr, sides))
    part = timed(partial(realign, past, new, fr, sides))
    return {
        "what": f"again after {edits} edits of {size}", "seconds": part, "baseline": whole, "ratio": part / whole,
    }  # fmt: skip


def _made(size: int, dim: int = 256) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(size)
    rows = rng.standard_normal((size, dim), dtype=np.float32)
    sides = [rows + 0.8 * rng.standard_normal(rows.shape, dtype=np.float32) for _ in range(2)]
    sides = [side[rng.random(size) >= 0.05] for side in sides]
    left, right = (side / np.linalg.norm(side, axis=1, keepdims=True) for side in sides)
    return left, right


def _sentences(rows: Floats) -> list[Sentence]:
    return [Sentence("x" * 80, 0, 80, 0)] * len(rows)


def plain_search(left: Floats, right: Floats) -> Floats:
    """The textbook's way: all cosines, then one table of one-to-one beads and nulls, a row at a time."""
    gain = np.maximum(left @ right.T, 0)
    table = np.zeros((len(left) + 1, len(right) + 1), np.float32)
    for row in range(len(left)):
        here = np.maximum(table[row, 1:], table[row, :-1] + gain[row])
        table[row + 1, 1:] = np.maximum.accumulate(here)
    return table


PARTS: dict[str, Callable[[Options], Iterator[Row]]] = {
    part.__name__: part for part in (startup, seeds, search, encode, score, corpus, dedup, check)
}
