"""Carry out `aligner review`: serve, or import, recalibrate and export decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from aligner.review.calibration import Calibration, fit_calibration
from aligner.review.export import export
from aligner.review.server import open_session, serve
from aligner.review.session import PairState, Session
from aligner.review.units import ACCEPTED, Unit
from aligner.writers import check_names


class ReviewRequest(NamedTuple):
    """What to do with a folder; it is served only if there is nothing to export, recalibrate or import.

    port : to serve on, 0 for any that is free
    formats : names of writers to export with
    en_locale, fr_locale : language tags of the texts in the export, "" for those of the run
    reviewed_only : export only segments that were accepted
    recalibrate : fit the confidence to the decisions
    logs : other logs whose decisions are imported
    """

    port: int = 0
    formats: tuple[str, ...] = ()
    en_locale: str = ""
    fr_locale: str = ""
    reviewed_only: bool = False
    recalibrate: bool = False
    logs: tuple[Path, ...] = ()


def run_request(folder: Path, request: ReviewRequest, report: Callable[[str], None]) -> None:
    """Do what is requested, and report the results line by line.

    Raises
    ------
    BusyError, InputError, OutputError, UnknownNameError
    """
    check_names(request.formats)
    if request.logs:
        with open_session(folder) as session:
            for path, count in zip(request.logs, session.log.import_logs(request.logs), strict=True):
                report(f"{path}: {count} new decisions")
    if request.recalibrate:
        with open_session(folder) as session:
            for line in recalibrate(session):
                report(line)
    with open_session(folder) as session:
        if request.formats:
            locales = {name: tag for name in ("en_locale", "fr_locale") if (tag := getattr(request, name))}
            for file in export(session, request.formats, locales, reviewed_only=request.reviewed_only):
                report(str(file))
        if not (request.formats or request.recalibrate or request.logs):
            serve(session, request.port, lambda address: report(f"Review at {address} (Ctrl-C stops it)"))


def recalibrate(session: Session) -> Iterator[str]:
    """Fit the confidence to the decisions, store the fit in the folder, and describe it in lines."""
    session.run.calibration = Calibration()  # the fit is to the confidence of the run, not to the last fit
    confidences, right = [], []
    for entry, state in session.states():
        for confidence, accepted in judged_confidences(session.run.units(entry), state):
            confidences.append(confidence)
            right.append(accepted)
    calibration = fit_calibration(confidences, right)
    path = calibration.write(session.run.folder)
    yield f"Decisions  {calibration.decisions}, {sum(right)} of them accepted unchanged"
    yield f"Before     calibration error {calibration.before:.4f}"
    yield f"After      calibration error {calibration.after:.4f}, on decisions held out of the fit"
    yield f"Written to {path}: log-odds times {calibration.slope:.3f}, plus {calibration.offset:+.3f}"


def judged_confidences(base: tuple[Unit, ...], state: PairState) -> Iterator[tuple[float, bool]]:
    """Yield the confidence of each judged segment of a pair, and whether it was right unchanged.

    Nulls are left out, because their confidence has another meaning. A segment that was edited, split or merged
    was not right.

    Parameters
    ----------
    base : the units of the pair before any decision
    """
    current = {(unit.en, unit.fr): unit for unit in state.units}
    touched = {part for unit in state.units if unit.changed_by for part in (*unit.en, *unit.fr)}
    for unit in base:
        now = current.get((unit.en, unit.fr))
        if not (unit.segment.en_text and unit.segment.fr_text):
            continue
        if now is not None and not now.changed_by:
            if now.verdict:
                yield unit.segment.confidence, now.verdict == ACCEPTED
        elif now is not None or touched.intersection((*unit.en, *unit.fr)):
            yield unit.segment.confidence, False
