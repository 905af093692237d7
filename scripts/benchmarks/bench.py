"""Measure speed against baselines of the same run, and append the results to bench.jsonl.

    python -m scripts.benchmarks.bench [DATA] [--only corpus] [--full] [--whole]

Compare ratios rather than seconds: the baseline runs on the same machine under the same load.
`--full` adds the largest corpus sizes, `--whole` leaves the documents uncut.
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
from scripts.benchmarks.harness import ROOT, Options, Row
from scripts.benchmarks.suite import PARTS


def describe_machine() -> dict[str, object]:
    """Return the Python version, the machine type, the number of cores and the load."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None
    return {"python": platform.python_version(), "machine": platform.machine(), "cores": cores, "load": load}


def format_row(row: Row) -> str:
    """Format a row for people: what was measured, then its numbers."""
    numbers = [f"{name} {_format_number(value)}" for name, value in row.items() if name != "what"]
    return f"  {row['what']!s:34}" + "  ".join(numbers)


def _format_number(value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:.0f}" if value >= 1000 else f"{value:.1f}" if value >= 100 else f"{value:.3g}"


def main() -> None:
    """Run the chosen benchmarks, print their rows and append them to the output."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, nargs="?", default=ROOT.parent / "shared/data")
    parser.add_argument("--only", choices=list(PARTS), help="run one part")
    parser.add_argument("--full", action="store_true", help="add the largest sizes")
    parser.add_argument("--whole", action="store_true", help="leave documents uncut; some have a thousand paragraphs")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "bench.jsonl")
    options = parser.parse_args()
    signature = {**sign(Settings()), **describe_machine(), "when": time.strftime("%Y-%m-%dT%H:%M:%S%z")}
    for name, part in PARTS.items():
        if options.only in (None, name):
            print(name, flush=True)
            for row in part(Options(options.data, options.full, options.whole)):
                print(format_row(row), flush=True)
                with options.output.open("a", encoding="utf-8") as file:
                    file.write(json.dumps({"part": name, **row, "signature": signature}) + "\n")


if __name__ == "__main__":
    main()
