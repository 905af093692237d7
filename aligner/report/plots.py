"""What is drawn of an alignment: the path of its beads, and where moved passages lead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from aligner.report.rows import Row

SIZE = 200  # of the picture, in its own units


class Plot(NamedTuple):
    """A dot-plot as SVG paths: English sentences from left to right, French ones from top to bottom.

    beads, moved : rectangles
    nulls : ticks at the edges where a sentence of that side has no partner
    """

    beads: str
    moved: str
    nulls: str


def plot(rows: Sequence[Row]) -> Plot:
    """The picture of some rows of one pair."""
    beads = [row.segment.bead for row in rows]
    en, fr = _range([bead.en for bead in beads]), _range([bead.fr for bead in beads])
    across, down = SIZE / max(1, en[1] - en[0]), SIZE / max(1, fr[1] - fr[0])
    straight, moved, nulls = list[str](), list[str](), list[str]()
    for bead in beads:
        x, y = (bead.en[0] - en[0]) * across, (bead.fr[0] - fr[0]) * down
        wide, high = (bead.en[1] - bead.en[0]) * across, (bead.fr[1] - bead.fr[0]) * down
        if wide and high:
            (moved if bead.moved else straight).append(f"M{x:.1f} {y:.1f}h{wide:.1f}v{high:.1f}h{-wide:.1f}z")
        elif wide:
            nulls.append(f"M{x:.1f} {SIZE}h{wide:.1f}v5h{-wide:.1f}z")
        else:
            nulls.append(f"M{SIZE} {y:.1f}h5v{high:.1f}h-5z")
    return Plot("".join(straight), "".join(moved), "".join(nulls))


def _range(spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return min((span[0] for span in spans), default=0), max((span[1] for span in spans), default=1)


def crossings(rows: Iterable[Row]) -> dict[int, int]:
    """Of each moved row the row behind which its French stands, by their numbers; 0 is before the first."""
    rows = list(rows)
    holder = {at: row.number for row in rows if not row.segment.bead.moved for at in range(*row.segment.bead.fr)}
    found = {}
    for row in rows:
        if row.segment.bead.moved:
            at = row.segment.bead.fr[0] - 1
            while at >= 0 and at not in holder:
                at -= 1
            found[row.number] = holder.get(at, 0)
    return found
