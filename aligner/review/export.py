"""Export the reviewed corpus, with the names of the reviewers of each segment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aligner.detectors.facts import CHANGED_FACT, weigh_facts, why_doubted
from aligner.review.dismissals import write_marks
from aligner.review.session import Session
from aligner.review.units import ACCEPTED, REJECTED, Unit
from aligner.types import Segment
from aligner.writers import check_names, write

FOLDER = "reviewed"


@dataclass(frozen=True, slots=True)
class _ReviewedSegments:
    session: Session
    reviewed_only: bool

    def __iter__(self) -> Iterator[Segment]:
        for _, state in self.session.states():
            yield from reviewed_segments(state.units, reviewed_only=self.reviewed_only)


def export(
    session: Session, formats: Sequence[str], locales: Mapping[str, str] | None = None, *, reviewed_only: bool = False
) -> list[Path]:
    """Write the reviewed corpus into the folder ``reviewed`` of the run.

    Parameters
    ----------
    formats : names of writers
    locales : language tags of the texts under "en_locale" and "fr_locale", if not those of the run
    reviewed_only : leave out segments that nobody has accepted

    Returns
    -------
    list of Path
        The files written; ``findings.marks`` is among them if findings were dismissed.

    Raises
    ------
    UnknownNameError, OutputError
    """
    check_names(formats)
    corpus = session.run.corpus
    signature = {**corpus.signature, **(locales or {})}
    corpus = replace(corpus, segments=_ReviewedSegments(session, reviewed_only), signature=signature)
    files: list[Path] = []
    for name in dict.fromkeys(formats):
        files += write(name, corpus, session.run.folder / FOLDER)
    return files + write_marks(session, session.run.folder / FOLDER)


def reviewed_segments(units: Iterable[Unit], *, reviewed_only: bool = False) -> Iterator[Segment]:
    """Yield the segments of units, kept if accepted, or (unless `reviewed_only`) if kept before and not rejected."""
    for unit in units:
        segment = weigh_facts(unit.segment._replace(findings=unit.open_findings, reviewed_by=unit.reviewers))
        if not (segment.en_text and segment.fr_text):
            why = "no French for it" if segment.en_text else "no English for it"
        elif unit.verdict == REJECTED:
            why = f"rejected by {unit.verdicts[-1][0]}"
        elif unit.verdict != ACCEPTED and reviewed_only:
            why = "not reviewed"
        elif unit.verdict != ACCEPTED and not unit.changed_by:
            dismissed = segment.why_dropped.startswith(CHANGED_FACT) and not why_doubted(segment)
            why = "" if dismissed else segment.why_dropped
        else:
            why = ""
        yield segment._replace(kept=not why, why_dropped=why)
