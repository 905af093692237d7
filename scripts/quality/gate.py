"""Measure quality on development data and fail if a metric is worse than its pinned limit.

    python -m scripts.quality.gate [DATA] [--only segment] [--update] [--lower NAME]

Exits with 1 when a metric is worse than scripts/quality/gate.json allows, or is pinned but was not measured.
`--update` pins metrics that have improved; a limit is relaxed only by name.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from threadpoolctl import threadpool_limits

HERE = Path(__file__).resolve().parent
SLACK = 0.002  # by which a metric may differ between machines
LOWER_IS_BETTER = ("aer", "ece", "false_alarms", "faults", "other_pairs")  # endings of names
Metrics = Mapping[str, float]


class LimitCheck(NamedTuple):
    """A metric, its pinned limit, and whether it keeps to it."""

    name: str
    measured: float | None
    limit: float | None
    ok: bool


def lower_is_better(name: str) -> bool:
    """Return whether a lower value of this metric is better."""
    return name.endswith(LOWER_IS_BETTER)


def is_worse(name: str, value: float, than: float) -> bool:
    """Return whether a value of a metric is worse than another."""
    return value > than if lower_is_better(name) else value < than


def compare_with_limits(measured: Metrics, limits: Metrics) -> list[LimitCheck]:
    """Compare all metrics, measured or pinned; a new one passes, a missing one fails."""
    rows = []
    for name in dict.fromkeys([*measured, *limits]):
        value, limit = measured.get(name), limits.get(name)
        ok = value is not None and (limit is None or not is_worse(name, value, limit))
        rows.append(LimitCheck(name, value, limit, ok))
    return rows


def update_limits(measured: Metrics, limits: Metrics, lower: Iterable[str]) -> dict[str, float]:
    """Return the limits with improved metrics pinned, and those named in `lower` pinned whatever they are."""
    updated = dict(limits)
    for name, value in measured.items():
        # Counts do not differ between machines.
        slack = 0.0 if float(value).is_integer() and value != 1 else SLACK if lower_is_better(name) else -SLACK
        limit = round(max(0.0, value + slack), 4)
        if name in lower or name not in limits or is_worse(name, limits[name], limit):
            updated[name] = limit
    return updated


def format_table(rows: Iterable[LimitCheck]) -> str:
    """Format metrics and limits as columns."""
    lines = [f"{'metric':42}{'measured':>10}  {'pinned':>9}"]
    for row in rows:
        measured = "-" if row.measured is None else f"{row.measured:.4f}"
        limit = "-" if row.limit is None else f"{'≤' if lower_is_better(row.name) else '≥'}{row.limit:.4f}"
        lines.append(f"{row.name:42}{measured:>10}  {limit:>9}  {'ok' if row.ok else 'WORSE'}")
    return "\n".join(lines)


def measure(data: Path, only: str) -> dict[str, float]:
    """Measure the parts that have metrics whose names start with `only`."""
    # Imported here because comparing measured metrics needs no models.
    from scripts.quality.metrics import PARTS

    metrics: dict[str, float] = {}
    with threadpool_limits(1):
        for name, part in PARTS.items():
            if not only or name == only.split(".")[0]:
                begun = time.perf_counter()
                try:
                    metrics |= part(data)
                except FileNotFoundError as error:  # its metrics are missing then, and the gate fails
                    print(f"{name}: not measured: {error}", file=sys.stderr)
                else:
                    print(f"{name}: {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    return {name: round(value, 5) for name, value in metrics.items() if name.startswith(only)}


def _read_metrics(path: Path) -> dict[str, float]:
    return {name: float(value) for name, value in json.loads(path.read_text(encoding="utf-8")).items()}


def _write_metrics(path: Path, metrics: Metrics) -> None:
    path.write_text(json.dumps(dict(metrics), indent=1) + "\n", encoding="utf-8")


def main() -> int:
    """Measure, compare with the limits, print the table and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, nargs="?", default=HERE.parents[2] / "shared/data")
    parser.add_argument("--only", default="", metavar="NAME", help="metrics whose names start with NAME")
    parser.add_argument("--update", action="store_true", help="pin metrics that have improved")
    parser.add_argument("--lower", action="append", default=[], metavar="NAME", help="pin NAME although it is worse")
    parser.add_argument("--floors", type=Path, default=HERE / "gate.json", metavar="FILE", help="the pinned limits")
    parser.add_argument("--measured", type=Path, metavar="FILE", help="compare these metrics instead of measuring")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write the measured metrics")
    options = parser.parse_args()
    measured = _read_metrics(options.measured) if options.measured else measure(options.data, options.only)
    if unknown := set(options.lower) - set(measured):
        parser.error(f"not measured: {', '.join(sorted(unknown))}")
    if options.save:
        _write_metrics(options.save, measured)
    limits = _read_metrics(options.floors) if options.floors.exists() else {}
    if options.update or options.lower:
        changed = measured if options.update else {name: measured[name] for name in options.lower}
        limits = update_limits(changed, limits, options.lower)
        _write_metrics(options.floors, limits)
    pinned = {name: limit for name, limit in limits.items() if name.startswith(options.only)}
    rows = compare_with_limits(measured, pinned)
    print(format_table(rows))
    return 0 if all(row.ok for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
