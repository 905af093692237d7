"""Carry out `aligner review`: serve, or import, recalibrate and export decisions, and draw a sample."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from aligner.messages import messages_in
from aligner.review.answers import check_suffix
from aligner.review.calibration import Calibration, fit_calibration
from aligner.review.decision import clean_name
from aligner.review.exchange import exchange
from aligner.review.export import export
from aligner.review.judged import judged_pairs
from aligner.review.requests import Reader
from aligner.review.sample import Sample
from aligner.review.server import open_session, serve
from aligner.review.session import Session
from aligner.review.units import Unit
from aligner.types import Side
from aligner.writers import check_names


class ReviewRequest(NamedTuple):
    """What to do with a folder; it is served only if there is nothing to export, recalibrate, import or write.

    port : to serve on, 0 for any that is free
    formats : names of writers to export with
    en_locale, fr_locale : language tags of the texts in the export, "" for those of the run
    reviewed_only : export only segments that were accepted
    recalibrate : fit the confidence to the decisions
    logs : other logs whose decisions are imported
    judged : a sample with answers, which are imported
    sample : pairs to ask for, 0 to show the whole corpus
    sample_file : to write the sample to, instead of asking
    at_most_wrong : share of wrong pairs that the sample is for, None for that of the run
    reviewer : who decides, "" to ask for the name
    language : of the pages and of what is printed of a sample, None for the one that the browser prefers and that of
        the run
    """

    port: int = 0
    formats: tuple[str, ...] = ()
    en_locale: str = ""
    fr_locale: str = ""
    reviewed_only: bool = False
    recalibrate: bool = False
    logs: tuple[Path, ...] = ()
    judged: Path | None = None
    sample: int = 0
    sample_file: Path | None = None
    at_most_wrong: float | None = None
    reviewer: str = ""
    language: Side | None = None

    @property
    def is_served(self) -> bool:
        """Whether nothing else is requested."""
        return not (self.formats or self.recalibrate or self.logs or self.judged or self.sample_file)


def run_request(folder: Path, request: ReviewRequest, report: Callable[[str], None]) -> None:
    """Do what is requested, and report the results line by line.

    Raises
    ------
    BusyError, InputError, OutputError, PackageMissingError, UnknownNameError, UsageError
    """
    check_names(request.formats)
    if request.sample_file:
        check_suffix(request.sample_file)
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
        is_sampled = request.sample or request.judged
        sample = Sample(session, request.at_most_wrong or 0.0, request.sample) if is_sampled else None
        with messages_in(request.language or session.run.language):
            for line in exchange(sample, request.judged, request.sample_file) if sample else ():
                report(line)
        if request.is_served:
            who = Reader(request.reviewer and clean_name(request.reviewer), request.language)
            serve(session, request.port, lambda at: report(f"Review at {at} (Ctrl-C stops it)"), sample, who)


def recalibrate(session: Session) -> Iterator[str]:
    """Fit the confidence to the decisions, store the fit in the folder, and describe it in lines."""
    session.run.calibration = Calibration()  # the fit is to the confidence of the run, not to the last fit
    confidences, right = [], []
    judged = judged_pairs(session.history.active())
    for entry in session.run.pairs:
        for confidence, accepted in judged_confidences(session.run.units(entry), judged):
            confidences.append(confidence)
            right.append(accepted)
    calibration = fit_calibration(confidences, right)
    path = calibration.write(session.run.folder)
    yield f"Decisions  {calibration.decisions}, {sum(right)} of them accepted unchanged"
    yield f"Before     calibration error {calibration.before:.4f}"
    yield f"After      calibration error {calibration.after:.4f}, on decisions held out of the fit"
    yield f"Written to {path}: log-odds times {calibration.slope:.3f}, plus {calibration.offset:+.3f}"


def judged_confidences(base: tuple[Unit, ...], judged: Mapping[str, bool]) -> Iterator[tuple[float, bool]]:
    """Yield the confidence of each judged segment of a pair, and whether it was right unchanged.

    Nulls are left out, because their confidence has another meaning.

    Parameters
    ----------
    base : the units of the pair before any decision
    judged : as `judged_pairs` returns it
    """
    for unit in base:
        if unit.segment.en_text and unit.segment.fr_text and unit.key in judged:
            yield unit.segment.confidence, judged[unit.key]
