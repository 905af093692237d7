"""Measure speed beside baselines of the same run, and append the figures to bench.jsonl.

    python -m scripts.benchmarks.bench [DATA] [--only corpus] [--full] [--whole]

A ratio says more than seconds: the baseline shares the machine and its load.
`--full` takes the corpus to its largest sizes, `--whole` takes its documents uncut.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from pathlib import Path

from aligner.pipeline.pair import sign
from aligner.settings import Settings
from scripts.benchmarks.harness import Options, Row
from scripts.benchmarks.suite import PARTS

HERE = Path(__file__).resolve().parent


def machine() -> dict[str, object]:
    """What the figures were measured on and with."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None
    return {"python": platform.python_version(), "machine": platform.machine(), "cores": cores, "load": load}


def shown(row: Row) -> str:
    """A row for people: its name, then its figures."""
    figures = [f"{name} {_short(value)}" for name, value in row.items() if name != "what"]
    return f"  {row['what']!s:34}" + "  ".join(figures)


def _short(value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:.0f}" if value >= 1000 else f"{value:.1f}" if value >= 100 else f"{value:.3g}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, nargs="?", default=HERE.parents[2] / "shared/data")
    parser.add_argument("--only", choices=list(PARTS), help="one part")
    parser.add_argument("--full", action="store_true", help="the largest sizes too")
    parser.add_argument("--whole", action="store_true", help="documents uncut, some of a thousand paragraphs")
    parser.add_argument("-o", "--output", type=Path, default=HERE.parents[1] / "bench.jsonl")
    options = parser.parse_args()
    signature = {**sign(Settings()), **machine(), "when": time.strftime("%Y-%m-%dT%H:%M:%S%z")}
    for name, part in PARTS.items():
        if options.only in (None, name):
            print(name, flush=True)
            for row in part(Options(options.data, options.full, options.whole)):
                print(shown(row), flush=True)
                with options.output.open("a", encoding="utf-8") as file:
                    file.write(json.dumps({"part": name, **row, "signature": signature}) + "\n")


if __name__ == "__main__":
    main()
