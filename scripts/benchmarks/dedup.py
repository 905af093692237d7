"""What the benchmark times of duplicates: signing and asking, whole corpora and how time grows, opening an index.

Datasketch's MinHashLSH runs on the same texts where it is installed (`pip install datasketch`).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from threadpoolctl import threadpool_limits

from aligner.deduplication.find import compare, open_index
from aligner.deduplication.index.lookup import Lookup
from aligner.deduplication.index.serialize import read_story
from aligner.deduplication.index.store import File, Store
from aligner.deduplication.match import match
from aligner.deduplication.record import WORD, story
from aligner.encoders import load_encoder
from aligner.languages.function_words import FRENCH_TOO
from aligner.pipeline.prepare import Prepared, make_ready
from aligner.pipeline.sketch import sketch
from aligner.types import Document
from scripts.benchmarks.memory import peak

if TYPE_CHECKING:
    from scripts.benchmarks.harness import Options, Row

ALIGNER = [sys.executable, "-m", "aligner"]
COPIES, CHANGED = 0.2, 0.1  # share of the stories that are copies, and of their words that are changed
WORDS, SENTENCES = 14, 10  # of a sentence, of a story
THRESHOLD, PERMUTATIONS = 0.5, 128  # of datasketch's index
KNOWN, ASKED = 10_000, 2000  # stories of the index, and those that are signed and asked
TOGETHER = 250  # stories that a process takes at a time
OPEN = """
import sys, time
from pathlib import Path
from aligner.encoders import load_encoder
from aligner.dedup.store import Store
begun = time.perf_counter()
encoder = load_encoder()
store = Store(Path(sys.argv[1]), encoder.digest, encoder.dim)
count = store.count()
print(time.perf_counter() - begun)
"""


def dedup(options: Options) -> Iterator[Row]:
    """Stories a second to sign and ask on two cores; corpora from small to large; an index opened."""
    yield _signed_and_asked()
    sizes = [1000, 10_000, *([100_000] if options.full else [])]
    processor = []
    for size in sizes:
        made = list(texts(size))
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "in.jsonl"
            with source.open("w", encoding="utf-8") as file:
                file.writelines(json.dumps({"id": str(at), "text": text}) + "\n" for at, text in enumerate(made))
            index = Path(folder) / "stories.db"
            used = peak([*ALIGNER, "dedup", str(source), "--index", str(index), "-o", f"{folder}/out"])
            found = sum(1 for _ in (Path(folder) / "out/duplicates.jsonl").open(encoding="utf-8"))
            opening = subprocess.run(
                [sys.executable, "-c", OPEN, str(index)], check=True, capture_output=True, text=True
            )
        processor.append(used.processor)
        yield {
            "what": f"{size} stories", "seconds": used.seconds, "stories_per_second": size / used.seconds,
            "processor_seconds": used.processor, "megabytes": used.megabytes, "copies": found,
            "opening_seconds": float(opening.stdout), **_datasketch(made),
        }  # fmt: skip
    # Of the two largest: what starting costs is in the small one.
    logs = [size * np.log(size) for size in sizes]
    yield {
        "what": "growth with the stories", "times": processor[-1] / processor[-2], "n_log_n": logs[-1] / logs[-2],
    }  # fmt: skip


def texts(count: int) -> Iterator[str]:
    """Made stories, some of them copies of earlier ones with a tenth of the words changed."""
    rng = np.random.default_rng(count)
    vocabulary = _vocabulary()
    chances = 1 / np.arange(20, len(vocabulary) + 20)
    chances /= chances.sum()
    common = np.array(
        ["the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "was", "on", "with", "as", "by", "at", "from"]
    )
    known: list[Any] = []
    size = WORDS * SENTENCES
    for _ in range(count):
        if known and rng.random() < COPIES:
            words = known[int(rng.integers(len(known)))].copy()
            changed = rng.random(size) < CHANGED
        else:
            words = rng.choice(common, size).astype(object)
            changed = rng.random(size) < 0.6
            known = [*known[-1000:], words]
        words[changed] = rng.choice(vocabulary, changed.sum(), p=chances)
        yield "\n".join(" ".join(line).capitalize() + "." for line in words.reshape(SENTENCES, WORDS))


def _vocabulary() -> Any:
    """Whole words that the encoder knows, in its order, but those that tell of French: the stories are English."""
    tokenizer = json.loads((Path(__file__).parent.parent / "models/encoder/tokenizer.json").read_text(encoding="utf-8"))
    every = tokenizer["model"]["vocab"]
    words = [word for word in every if word.isalpha() and len(word) > 3 and word not in FRENCH_TOO]
    return np.array(words, object)


def _signed_and_asked() -> Row:
    made = list(texts(KNOWN + ASKED))
    encoder = load_encoder()
    ready = [make_ready(Document(str(at), text), "en", encoder) for at, text in enumerate(made)]
    items = [item for item in ready if isinstance(item, Prepared)]
    with tempfile.TemporaryDirectory() as folder, open_index(Path(folder) / "stories.db") as store:
        known = [story(item.document, item.vectors, item.sketch) for item in items[:KNOWN]]
        store.add([File(each.id, "", [(each, each.id, 0)]) for each in known])
        compare(store, False, 1, lambda stage, done, total: None)
        Lookup(store).save(always=True)
        asked = [items[at : at + TOGETHER] for at in range(KNOWN, len(items), TOGETHER)]
        call = partial(_asked, path=store.path)
        with ProcessPoolExecutor(2, get_context("spawn"), initializer=_single) as pool:
            list(pool.map(call, asked))  # the processes have started, and opened the index
            begun = time.perf_counter()
            done = list(pool.map(call, asked))
            seconds = time.perf_counter() - begun
    found, processor = (sum(part) for part in zip(*done, strict=True))
    return {
        "what": "sign and ask, two processes", "stories_per_second": ASKED / seconds,
        "stories_per_processor_second": ASKED / processor, "found": found,
    }  # fmt: skip


def _single() -> None:
    threadpool_limits(1)


@cache
def _index(path: Path) -> tuple[Store, Lookup]:
    encoder = load_encoder()
    store = Store(path, encoder.digest, encoder.dim)
    return store, Lookup(store)


def _asked(items: list[Prepared], *, path: Path) -> tuple[int, float]:
    """Sign stories and ask for what they are copies of; gives how many matches there are, and processor seconds."""
    begun = time.process_time()
    store, lookup = _index(path)
    signed = []
    for item in items:
        vectors = item.vectors.astype(np.float32)
        signed.append(story(item.document, item.vectors, sketch(item.document, item.document.side or "en", vectors)))
    found = 0
    for place, numbers in lookup.candidates(np.array([each.row for each in signed])):
        for number in numbers:
            other = read_story(store.db, number, store.dim)
            found += bool(other and match(signed[place], other))
    return found, time.process_time() - begun


def _datasketch(made: list[str]) -> Row:
    """Seconds of MinHash signatures of word 3-grams, put into an index that is asked for each."""
    if not find_spec("datasketch"):
        return {}
    from datasketch import MinHash, MinHashLSH

    begun = time.perf_counter()
    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    found = 0
    for number, text in enumerate(made):
        words = WORD.findall(text.casefold())
        signature = MinHash(num_perm=PERMUTATIONS)
        signature.update_batch([" ".join(words[at : at + 3]).encode() for at in range(len(words) - 2)])
        found += bool(index.query(signature))
        index.insert(number, signature)
    return {"datasketch_seconds": time.perf_counter() - begun, "datasketch_copies": found}
