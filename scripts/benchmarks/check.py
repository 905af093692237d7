"""Time the detectors: all of them on news, compared with splitting the same texts into words."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator

from aligner.detectors import examine, examine_timed
from aligner.text.words.tokens import tokenize
from aligner.types import SIDES
from scripts.benchmarks.harness import Options, Row
from scripts.datasets.gold import sentence_pairs
from scripts.quality.artefacts import view_pairs

DOCUMENT_LINES = 20
REPEATS = 3  # of the baseline
MAX_NAMED = 5  # slowest detectors that get a row of their own


def time_check(options: Options) -> Iterator[Row]:
    """Yield pairs per second with all detectors on both sides, and the time of the slowest detectors."""
    pairs = sentence_pairs(options.data)["newstest"]
    for view in view_pairs(pairs[:DOCUMENT_LINES]):
        examine(view)  # loads what is loaded once
    starts = range(DOCUMENT_LINES, len(pairs), DOCUMENT_LINES)
    documents = [view_pairs(pairs[start : start + DOCUMENT_LINES]) for start in starts]
    begun = time.perf_counter()
    for _ in range(REPEATS):
        for pair in pairs[DOCUMENT_LINES:]:
            for side, text in zip(SIDES, pair, strict=True):
                tokenize(text, side)
    baseline = (time.perf_counter() - begun) / REPEATS
    seconds_by_detector = defaultdict[str, float](float)
    begun = time.perf_counter()
    for both in documents:
        for view in both:
            for name, spent in examine_timed(view).seconds.items():
                seconds_by_detector[name] += spent
    seconds = time.perf_counter() - begun
    yield {
        "what": "all detectors", "seconds": seconds, "pairs_per_second": (len(pairs) - DOCUMENT_LINES) / seconds,
        "baseline": baseline, "ratio": seconds / baseline,
    }  # fmt: skip
    for name, spent in sorted(seconds_by_detector.items(), key=lambda item: -item[1])[:MAX_NAMED]:
        yield {"what": f"of it {name}", "seconds": spent, "baseline": baseline, "ratio": spent / baseline}
