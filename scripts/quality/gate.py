"""Measure quality on development data and refuse to fall below the pinned floors.

    python -m scripts.quality.gate [DATA] [--only segment] [--update] [--lower NAME]

Exits with 1 when a figure is worse than scripts/quality/gate.json allows, or is pinned
but was not measured. `--update` pins what has become better; a pinned figure is
made laxer only by name.
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
SLACK = 0.002  # by which a figure may waver from one machine to the next
AT_MOST = ("aer", "ece", "false_alarms", "other_pairs")  # of these less is better
Figures = Mapping[str, float]


class Row(NamedTuple):
    """A figure beside its pinned limit."""

    name: str
    measured: float | None
    limit: float | None
    ok: bool


def at_most(name: str) -> bool:
    """Whether less of this figure is better."""
    return name.endswith(AT_MOST)


def worse(name: str, value: float, than: float) -> bool:
    """Whether a value is worse than another."""
    return value > than if at_most(name) else value < than


def compare(measured: Figures, limits: Figures) -> list[Row]:
    """All figures, measured or pinned; a new one is fine, a missing one is not."""
    rows = []
    for name in dict.fromkeys([*measured, *limits]):
        value, limit = measured.get(name), limits.get(name)
        ok = value is not None and (limit is None or not worse(name, value, limit))
        rows.append(Row(name, value, limit, ok))
    return rows


def pinned(measured: Figures, limits: Figures, lower: Iterable[str]) -> dict[str, float]:
    """The limits once what is better has been pinned, and the figures named in `lower` whatever they are."""
    out = dict(limits)
    for name, value in measured.items():
        # Counts are whole and do not waver.
        slack = 0.0 if float(value).is_integer() and value != 1 else SLACK if at_most(name) else -SLACK
        limit = round(max(0.0, value + slack), 4)
        if name in lower or name not in limits or worse(name, limits[name], limit):
            out[name] = limit
    return out


def table(rows: Iterable[Row]) -> str:
    """Figures and limits in columns."""
    lines = [f"{'figure':42}{'measured':>10}  {'pinned':>9}"]
    for row in rows:
        measured = "-" if row.measured is None else f"{row.measured:.4f}"
        limit = "-" if row.limit is None else f"{'≤' if at_most(row.name) else '≥'}{row.limit:.4f}"
        lines.append(f"{row.name:42}{measured:>10}  {limit:>9}  {'ok' if row.ok else 'WORSE'}")
    return "\n".join(lines)


def measure(data: Path, only: str) -> dict[str, float]:
    """Run the parts whose name starts figure names that start with `only`."""
    from scripts.quality.figures import PARTS

    found: dict[str, float] = {}
    with threadpool_limits(1):
        for name, part in PARTS.items():
            if _selected(name, only):
                begun = time.perf_counter()
                found |= part(data)
                print(f"{name}: {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    return {name: round(value, 5) for name, value in found.items() if name.startswith(only)}


def _selected(part: str, only: str) -> bool:
    return not only or part == only.split(".")[0]


def _read(path: Path) -> dict[str, float]:
    return {name: float(value) for name, value in json.loads(path.read_text(encoding="utf-8")).items()}


def _write(path: Path, figures: Figures) -> None:
    path.write_text(json.dumps(dict(figures), indent=1) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, nargs="?", default=HERE.parents[2] / "shared/data")
    parser.add_argument("--only", default="", metavar="NAME", help="figures whose name starts so")
    parser.add_argument("--update", action="store_true", help="pin what has become better")
    parser.add_argument("--lower", action="append", default=[], metavar="NAME", help="pin this one though it is worse")
    parser.add_argument("--floors", type=Path, default=HERE / "gate.json", metavar="FILE")
    parser.add_argument("--measured", type=Path, metavar="FILE", help="compare these figures instead of measuring")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write the figures measured")
    options = parser.parse_args()
    measured = _read(options.measured) if options.measured else measure(options.data, options.only)
    if unknown := set(options.lower) - set(measured):
        parser.error(f"not measured: {', '.join(sorted(unknown))}")
    if options.save:
        _write(options.save, measured)
    limits = _read(options.floors) if options.floors.exists() else {}
    if options.update or options.lower:
        changed = measured if options.update else {name: measured[name] for name in options.lower}
        limits = pinned(changed, limits, options.lower)
        _write(options.floors, limits)
    rows = compare(measured, {name: limit for name, limit in limits.items() if name.startswith(options.only)})
    print(table(rows))
    return 0 if all(row.ok for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
