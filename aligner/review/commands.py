"""What `aligner review` is asked to do: serve, or take in, recalibrate and export what was decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from aligner.review.calibration import Calibration, fit
from aligner.review.export import export
from aligner.review.server import opened, serve
from aligner.review.session import PairState, Session
from aligner.review.units import ACCEPTED, Unit
from aligner.writers import check_names


class ReviewRequest(NamedTuple):
    """What to do with a folder; with none of the last four it is served."""

    port: int = 0
    formats: tuple[str, ...] = ()
    only: bool = False
    recalibrate: bool = False
    take: tuple[Path, ...] = ()


def run_request(folder: Path, request: ReviewRequest, told: Callable[[str], None]) -> None:
    """Do it, and tell what came of it, line by line.

    Raises
    ------
    BusyError, InputError, OutputError, UnknownNameError
    """
    check_names(request.formats)
    if request.take:
        with opened(folder) as board:
            for path in request.take:
                told(f"{path}: {board.log.take(path)} new decisions")
    if request.recalibrate:
        with opened(folder) as board:
            for line in recalibrate(board):
                told(line)
    with opened(folder) as board:
        for file in export(board, request.formats, only=request.only) if request.formats else ():
            told(str(file))
        if not (request.formats or request.recalibrate or request.take):
            serve(board, request.port, lambda address: told(f"Review at {address} (Ctrl-C stops it)"))


def recalibrate(board: Session) -> Iterator[str]:
    """Fit the confidence to the decisions, keep that in the folder, and say what it gains."""
    board.run.calibration = Calibration()  # the fit is to what the run said, not to the last fit
    confidences, right = [], []
    for found, table in board.tables():
        for confidence, good in judged(board.run.units(found), table):
            confidences.append(confidence)
            right.append(good)
    made = fit(confidences, right)
    path = made.write(board.run.folder)
    yield f"Decisions  {made.decisions}, of which {sum(right)} accepted as they stood"
    yield f"Before     calibration error {made.before:.4f}"
    yield f"After      calibration error {made.after:.4f}, on decisions left out of the fit"
    yield f"Kept in    {path}: log-odds times {made.slope:.3f}, and {made.offset:+.3f}"


def judged(base: tuple[Unit, ...], table: PairState) -> Iterator[tuple[float, bool]]:
    """Of each segment of the run that people have decided on: its confidence, and whether it was right as it stood.

    A null says nothing here: its confidence is on another thing. What was edited, cut or merged was not right.
    """
    now = {(unit.en, unit.fr): unit for unit in table.units}
    touched = {part for unit in table.units if unit.changed for part in (*unit.en, *unit.fr)}
    for unit in base:
        found = now.get((unit.en, unit.fr))
        if not (unit.segment.en_text and unit.segment.fr_text):
            continue
        if found is not None and not found.changed:
            if found.verdict:
                yield unit.segment.confidence, found.verdict == ACCEPTED
        elif found is not None or touched.intersection((*unit.en, *unit.fr)):
            yield unit.segment.confidence, False
