"""Other aligners' searches on the vectors that ours is timed on, where they are installed.

`pip install sentalign` brings Vecalign's search (Thompson & Koehn 2019) without its encoder, `pip install
bertalign` (Python 3.12) Bertalign's two passes (Liu & Zhu 2022). Neither is needed for anything else. Each runs
once before it is timed, so that what it compiles is not counted, and both get the merged sentences' vectors ready
made, which ours sums while it searches.
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
from numpy.typing import NDArray

Floats = NDArray[np.float32]
MOST = 16_000  # sentences: Bertalign compares each with every other
# Merged sentences of a side, and both sides of a bead: their own defaults.
OVERLAPS = {"vecalign": 8, "bertalign": 4}


def times(left: Floats, right: Floats, timed: Callable[[Callable[[], object]], float], ours: float) -> dict[str, float]:
    """Seconds of every peer that is installed, and what ours took as a share of that."""
    row: dict[str, float] = {}
    for name, search in (("vecalign", _vecalign), ("bertalign", _bertalign)):
        if find_spec("sentalign" if name == "vecalign" else name):
            sides = [_merged(unit, OVERLAPS[name]) for unit in (left, right)]
            call = partial(search, *sides)
            call()
            row[name] = timed(call)
            row[f"of_{name}"] = ours / row[name]
    return row


def _merged(unit: Floats, most: int) -> Floats:
    """(most, n, d): unit vectors of the last 1, 2 … sentences up to each, or its own where there are not so many."""
    merged = np.repeat(unit[None], most, axis=0)
    for size in range(1, min(most, len(unit)) + 1):
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
    kinds = core.get_alignment_types(2)
    width, path = core.find_first_search_path(n, m)
    first = core.first_back_track(n, m, core.first_pass_align(n, m, width, path, kinds, *nearest), path, kinds)
    kinds = core.get_alignment_types(5)
    width, path = core.find_second_search_path(first, 5, n, m)
    lengths = [np.full(side.shape[:2], 80) for side in (left, right)]
    marks = core.second_pass_align(
        left, right, *lengths, width, path, kinds, 1.0, -0.1, margin=True, len_penalty=True
    )  # fmt: skip
    return core.second_back_track(n, m, marks, path, kinds)


def _bertalign_core() -> ModuleType:
    """Bertalign's search by itself: its package would load a language identifier and a splitter."""
    name = "bertalign_corelib"
    if name not in sys.modules:
        package = find_spec("bertalign")
        assert package is not None and package.submodule_search_locations
        spec = spec_from_file_location(name, Path(package.submodule_search_locations[0]) / "corelib.py")
        assert spec is not None and spec.loader is not None
        sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]
