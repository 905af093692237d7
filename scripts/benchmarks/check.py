"""How fast artefacts are looked for: all detectors on news, beside splitting the same texts into words."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aligner.detectors import examine
from aligner.text.words.tokens import tokens
from aligner.types import SIDES
from scripts.datasets.gold import news
from scripts.quality.artefacts import aligned

if TYPE_CHECKING:
    from scripts.benchmarks.harness import Options, Row

LINES = 20  # of a document
DEAREST = 5  # detectors that are named


def check(options: Options) -> Iterator[Row]:
    """Pairs a second with all detectors on both sides, and what the dearest detectors take of it."""
    pairs = news(options.data)["newstest"]
    for view in aligned(pairs[:LINES]):
        examine(view)  # what is loaded once
    seen = [aligned(pairs[at : at + LINES]) for at in range(LINES, len(pairs), LINES)]
    begun = time.perf_counter()
    for _ in range(3):
        for pair in pairs[LINES:]:
            for side, text in zip(SIDES, pair, strict=True):
                tokens(text, side)
    bare = (time.perf_counter() - begun) / 3
    costs = defaultdict[str, float](float)
    begun = time.perf_counter()
    for both in seen:
        for view in both:
            examine(view, costs)
    seconds = time.perf_counter() - begun
    rate = (len(pairs) - LINES) / seconds
    yield {
        "what": "all detectors",
        "seconds": seconds,
        "pairs_per_second": rate,
        "baseline": bare,
        "ratio": seconds / bare,
    }
    for name, spent in sorted(costs.items(), key=lambda each: -each[1])[:DEAREST]:
        yield {"what": f"of it {name}", "seconds": spent, "baseline": bare, "ratio": spent / bare}
