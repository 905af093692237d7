"""Dot-plots of alignments, and the positions of moved passages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from aligner.report.rows import Row
from aligner.types import Span

PLOT_SIZE = 200  # width and height, in SVG units


class Plot(NamedTuple):
    """A dot-plot as SVG paths: English sentences from left to right, French ones from top to bottom.

    beads, moved : rectangles
    nulls : ticks at the edges for sentences without a translation
    """

    beads: str
    moved: str
    nulls: str


def draw_plot(rows: Sequence[Row]) -> Plot:
    """Draw the dot-plot of rows of one pair."""
    beads = [row.segment.bead for row in rows]
    en, fr = _range([bead.en for bead in beads]), _range([bead.fr for bead in beads])
    x_scale, y_scale = PLOT_SIZE / max(1, en[1] - en[0]), PLOT_SIZE / max(1, fr[1] - fr[0])
    straight, moved, nulls = list[str](), list[str](), list[str]()
    for bead in beads:
        x, y = (bead.en[0] - en[0]) * x_scale, (bead.fr[0] - fr[0]) * y_scale
        width, height = (bead.en[1] - bead.en[0]) * x_scale, (bead.fr[1] - bead.fr[0]) * y_scale
        if width and height:
            (moved if bead.moved else straight).append(f"M{x:.1f} {y:.1f}h{width:.1f}v{height:.1f}h{-width:.1f}z")
        elif width:
            nulls.append(f"M{x:.1f} {PLOT_SIZE}h{width:.1f}v5h{-width:.1f}z")
        else:
            nulls.append(f"M{PLOT_SIZE} {y:.1f}h5v{height:.1f}h-5z")
    return Plot("".join(straight), "".join(moved), "".join(nulls))


def _range(spans: Sequence[Span]) -> Span:
    return min((span[0] for span in spans), default=0), max((span[1] for span in spans), default=1)


def find_crossings(rows: Iterable[Row]) -> dict[int, int]:
    """Map each moved row to the row that its French text follows, by their numbers; 0 is before the first."""
    rows = list(rows)
    in_order = [row for row in rows if not row.segment.bead.moved]
    row_of = {sentence: row.number for row in in_order for sentence in range(*row.segment.bead.fr)}
    positions = {}
    for row in rows:
        if row.segment.bead.moved:
            sentence = row.segment.bead.fr[0] - 1
            while sentence >= 0 and sentence not in row_of:
                sentence -= 1
            positions[row.number] = row_of.get(sentence, 0)
    return positions
