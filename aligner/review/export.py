"""The reviewed corpus in any format, with the names of those who reviewed each segment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aligner.review.dismissals import write_marks
from aligner.review.session import Session
from aligner.review.units import ACCEPTED, REJECTED, Unit
from aligner.types import Segment
from aligner.writers import check_names, write

FOLDER = "reviewed"


@dataclass(frozen=True, slots=True)
class _Segments:
    board: Session
    only: bool

    def __iter__(self) -> Iterator[Segment]:
        for _, table in self.board.tables():
            yield from reviewed(table.units, only=self.only)


def export(board: Session, formats: Sequence[str], *, only: bool = False) -> list[Path]:
    """Write the corpus as reviewed into the folder ``reviewed`` of the run.

    Parameters
    ----------
    formats : names of writers
    only : whether segments that nobody has judged are left out

    Returns
    -------
    list of Path
        The files written; ``findings.marks`` is among them where findings were called no errors.

    Raises
    ------
    UnknownNameError, OutputError
    """
    check_names(formats)
    corpus = replace(board.run.corpus, segments=_Segments(board, only))
    files: list[Path] = []
    for name in dict.fromkeys(formats):
        files += write(name, corpus, board.run.folder / FOLDER)
    return files + write_marks(board, board.run.folder / FOLDER)


def reviewed(units: Iterable[Unit], *, only: bool = False) -> Iterator[Segment]:
    """What is kept of some units: what was accepted, and unless `only`, what was kept before and is not rejected."""
    for unit in units:
        segment = unit.segment._replace(findings=unit.open, reviewed_by=unit.reviewers)
        if not (segment.en_text and segment.fr_text):
            why = "no French for it" if segment.en_text else "no English for it"
        elif unit.verdict == REJECTED:
            why = f"rejected by {unit.verdicts[-1][0]}"
        elif unit.verdict != ACCEPTED and only:
            why = "not reviewed"
        elif unit.verdict != ACCEPTED and not unit.changed:
            why = segment.why_dropped
        else:
            why = ""
        yield segment._replace(kept=not why, why_dropped=why)
