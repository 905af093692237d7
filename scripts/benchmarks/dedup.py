"""Time duplicates: signing and querying, whole corpora and how time grows, opening an index.

Datasketch's MinHashLSH runs on the same texts where it is installed (`pip install datasketch`).
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from aligner.deduplication.add import open_index
from aligner.deduplication.index.link_new import link_copies
from aligner.deduplication.index.lookup import Lookup
from aligner.deduplication.index.serialize import read_story
from aligner.deduplication.index.store import File, Store
from aligner.deduplication.match import match_stories
from aligner.deduplication.record import make_story
from aligner.documents.prepare import Prepared, make_ready
from aligner.documents.rare_words import WORD_PATTERN
from aligner.documents.sketch import make_sketch
from aligner.encoders import load_encoder
from aligner.languages.function_words import COMMON_WORDS
from aligner.types import RawDocument
from aligner.weights import models_folder
from scripts.benchmarks.harness import ALIGNER, Options, Row, run_code
from scripts.benchmarks.memory import ResourceUse, measure_command

COPY_SHARE = 0.2  # of the stories are copies
CHANGED_SHARE = 0.1  # of the words of a copy are changed
SENTENCE_WORDS, STORY_SENTENCES = 14, 10
DATASKETCH_THRESHOLD, DATASKETCH_PERMUTATIONS = 0.5, 128
INDEXED_STORIES, QUERIED_STORIES = 10_000, 2000
HOURLY_STORIES = 500  # that are added to an index
BATCH_SIZE = 250  # stories that a process takes at once
OPEN_INDEX = """
import sys, time
from pathlib import Path
from aligner.encoders import load_encoder
from aligner.deduplication.index.store import Store
begun = time.perf_counter()
encoder = load_encoder()
store = Store(Path(sys.argv[1]), encoder.digest, encoder.dim)
count = store.count()
print(time.perf_counter() - begun)
"""


def time_dedup(options: Options) -> Iterator[Row]:
    """Yield stories signed and queried per second on two cores, whole corpora by size, and the growth of time."""
    yield _time_queries()
    sizes = [1000, 10_000, *([100_000] if options.full else [])]
    processor = []
    for size in sizes:
        texts = list(synthetic_stories(size))
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "in.jsonl"
            _write_stories(source, texts)
            index = Path(folder) / "stories.db"
            used = measure_command([*ALIGNER, "index", "add", str(index), str(source), "-o", f"{folder}/out"])
            copies = sum(1 for _ in (Path(folder) / "out/duplicates.jsonl").open(encoding="utf-8"))
            opening = float(run_code(OPEN_INDEX, index))
            more = _add_more(Path(folder), index)
        processor.append(used.processor_seconds)
        yield {
            "what": f"{size} stories", "seconds": used.seconds, "stories_per_second": size / used.seconds,
            "processor_seconds": used.processor_seconds, "megabytes": used.megabytes, "copies": copies,
            "opening_seconds": opening, "more_seconds": more.seconds, "more_megabytes": more.megabytes,
            **_time_datasketch(texts),
        }  # fmt: skip
    # Of the two largest: the cost of starting weighs on the small one.
    logs = [size * np.log(size) for size in sizes]
    yield {
        "what": "growth with the stories", "times": processor[-1] / processor[-2], "n_log_n": logs[-1] / logs[-2],
    }  # fmt: skip


def _add_more(folder: Path, index: Path) -> ResourceUse:
    """Add the stories of an hour to an index, and measure it."""
    source = folder / "hour.jsonl"
    _write_stories(source, synthetic_stories(HOURLY_STORIES))
    return measure_command([*ALIGNER, "index", "add", str(index), str(source), "-o", str(folder / "more")])


def _write_stories(path: Path, texts: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps({"id": str(number), "text": text}) + "\n" for number, text in enumerate(texts))


def synthetic_stories(count: int) -> Iterator[str]:
    """Yield random stories; some are copies of earlier ones in which a tenth of the words are changed."""
    rng = np.random.default_rng(count)
    vocabulary = _vocabulary()
    probabilities = 1 / np.arange(20, len(vocabulary) + 20)
    probabilities /= probabilities.sum()
    common = np.array(
        ["the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "was", "on", "with", "as", "by", "at", "from"]
    )
    earlier: list[Any] = []
    size = SENTENCE_WORDS * STORY_SENTENCES
    for _ in range(count):
        if earlier and rng.random() < COPY_SHARE:
            words = earlier[int(rng.integers(len(earlier)))].copy()
            changed = rng.random(size) < CHANGED_SHARE
        else:
            words = rng.choice(common, size).astype(object)
            changed = rng.random(size) < 0.6
            earlier = [*earlier[-1000:], words]
        words[changed] = rng.choice(vocabulary, changed.sum(), p=probabilities)
        yield "\n".join(" ".join(line).capitalize() + "." for line in words.reshape(STORY_SENTENCES, SENTENCE_WORDS))


def _vocabulary() -> Any:
    """Return the whole words of the encoder's vocabulary in its order, without French function words."""
    tokenizer = json.loads((models_folder() / "encoder/tokenizer.json").read_text(encoding="utf-8"))
    entries = tokenizer["model"]["vocab"]
    words = [word for word in entries if word.isalpha() and len(word) > 3 and word not in COMMON_WORDS["fr"]]
    return np.array(words, object)


def _time_queries() -> Row:
    texts = list(synthetic_stories(INDEXED_STORIES + QUERIED_STORIES))
    encoder = load_encoder()
    ready = [make_ready(RawDocument(str(number), text), "en", encoder) for number, text in enumerate(texts)]
    items = [item for item in ready if isinstance(item, Prepared)]
    with tempfile.TemporaryDirectory() as folder, open_index(Path(folder) / "stories.db") as store:
        indexed = [make_story(item.document, item.vectors, item.sketch) for item in items[:INDEXED_STORIES]]
        store.add([File(entry.id, "", [(entry, entry.id, 0)]) for entry in indexed])
        link_copies(store, False, 1, lambda stage, done, total: None)
        Lookup(store).save(always=True)
        starts = range(INDEXED_STORIES, len(items), BATCH_SIZE)
        batches = [items[start : start + BATCH_SIZE] for start in starts]
        call = partial(_query, path=store.path)
        with ProcessPoolExecutor(2, get_context("spawn"), initializer=_use_one_thread) as pool:
            list(pool.map(call, batches))  # starts the processes and opens the index in each
            begun = time.perf_counter()
            results = list(pool.map(call, batches))
            seconds = time.perf_counter() - begun
    matches, processor = (sum(column) for column in zip(*results, strict=True))
    return {
        "what": "sign and ask, two processes", "stories_per_second": QUERIED_STORIES / seconds,
        "stories_per_processor_second": QUERIED_STORIES / processor, "found": matches,
    }  # fmt: skip


def _use_one_thread() -> None:
    threadpool_limits(1)


@cache
def _open_once(path: Path) -> tuple[Store, Lookup]:
    encoder = load_encoder()
    store = Store(path, encoder.digest, encoder.dim)
    return store, Lookup(store)


def _query(items: list[Prepared], *, path: Path) -> tuple[int, float]:
    """Sign stories and look them up in the index; return the number of matches and the processor seconds."""
    begun = time.process_time()
    store, lookup = _open_once(path)
    signed = []
    for item in items:
        vectors = item.vectors.astype(np.float32)
        signed.append(make_story(item.document, item.vectors, make_sketch(item.document, item.document.side, vectors)))
    matches = 0
    for found in lookup.candidates(np.array([entry.row for entry in signed])):
        for number in found.numbers:
            other = read_story(store.db, number, store.dim)
            matches += bool(other and match_stories(signed[found.row], other))
    return matches, time.process_time() - begun


def _time_datasketch(texts: list[str]) -> Row:
    """Time MinHash signatures of word 3-grams that are added to an index and looked up in it."""
    if not find_spec("datasketch"):
        return {}
    from datasketch import MinHash, MinHashLSH

    begun = time.perf_counter()
    index = MinHashLSH(threshold=DATASKETCH_THRESHOLD, num_perm=DATASKETCH_PERMUTATIONS)
    copies = 0
    for number, text in enumerate(texts):
        words = WORD_PATTERN.findall(text.casefold())
        signature = MinHash(num_perm=DATASKETCH_PERMUTATIONS)
        signature.update_batch([" ".join(words[start : start + 3]).encode() for start in range(len(words) - 2)])
        copies += bool(index.query(signature))
        index.insert(number, signature)
    return {"datasketch_seconds": time.perf_counter() - begun, "datasketch_copies": copies}
