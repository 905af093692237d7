"""Time other aligners' searches, where they are installed, on the vectors that ours is timed on.

`pip install sentalign` brings Vecalign's search (Thompson & Koehn 2019) without its encoder, `pip install
bertalign` (Python 3.12) brings Bertalign's two passes (Liu & Zhu 2022). Nothing else needs them. Each runs once
before it is timed, so that compilation does not count. Both receive the vectors of merged sentences; our search
computes these while it runs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from aligner.types import Floats

MAX_SENTENCES = 16_000  # Bertalign compares each with every other
# Merged sentences of a side, and both sides of a bead: their own defaults.
OVERLAPS = {"vecalign": 8, "bertalign": 4}


def time_peers(
    left: Floats, right: Floats, time_call: Callable[[Callable[[], object]], float], ours: float
) -> dict[str, float]:
    """Return the seconds of every peer that is installed, and ours as a share of them.

    Parameters
    ----------
    left, right : unit vectors of the sentences, (n, d) and (m, d)
    time_call : measures the seconds of a call
    ours : seconds of our search on the same vectors
    """
    row: dict[str, float] = {}
    for name, search in (("vecalign", _vecalign), ("bertalign", _bertalign)):
        if find_spec("sentalign" if name == "vecalign" else name):
            sides = [_merge(unit, OVERLAPS[name]) for unit in (left, right)]
            call = partial(search, *sides)
            call()
            row[name] = time_call(call)
            row[f"of_{name}"] = ours / row[name]
    return row


def _merge(unit: Floats, max_sentences: int) -> Floats:
    """Return unit vectors of the last 1, 2 … sentences up to each, (max_sentences, n, d).

    The first sentences, which have too few predecessors, keep their own vectors.
    """
    merged = np.repeat(unit[None], max_sentences, axis=0)
    for size in range(1, min(max_sentences, len(unit)) + 1):
        rows = merged[size - 2, size - 2 : -1] + unit[size - 1 :] if size > 1 else unit
        merged[size - 1, size - 1 :] = rows
    lengths = np.linalg.norm(merged, axis=2, keepdims=True)
    return np.asarray(merged / np.maximum(lengths, 1e-9), np.float32)


def _vecalign(left: Floats, right: Floats) -> object:
    module: Any = import_module("sentalign.dp_utils")
    return module.vecalign(
        left, right, module.make_alignment_types(8), del_percentile_frac=0.2, width_over2=9, max_size_full_dp=300,
        costs_sample_size=20_000, num_samps_for_norm=100,
    )  # fmt: skip


def _bertalign(left: Floats, right: Floats) -> object:
    core: Any = _bertalign_core()
    n, m = left.shape[1], right.shape[1]
    nearest = core.find_top_k_sents(left[0], right[0], k=3)
    types = core.get_alignment_types(2)
    width, path = core.find_first_search_path(n, m)
    first = core.first_back_track(n, m, core.first_pass_align(n, m, width, path, types, *nearest), path, types)
    types = core.get_alignment_types(5)
    width, path = core.find_second_search_path(first, 5, n, m)
    lengths = [np.full(side.shape[:2], 80) for side in (left, right)]
    pointers = core.second_pass_align(
        left, right, *lengths, width, path, types, 1.0, -0.1, margin=True, len_penalty=True
    )  # fmt: skip
    return core.second_back_track(n, m, pointers, path, types)


def _bertalign_core() -> ModuleType:
    """Import Bertalign's search alone: its package would load a language identifier and a splitter."""
    name = "bertalign_corelib"
    if name not in sys.modules:
        package = find_spec("bertalign")
        assert package is not None and package.submodule_search_locations
        spec = spec_from_file_location(name, Path(package.submodule_search_locations[0]) / "corelib.py")
        assert spec is not None and spec.loader is not None
        sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]
