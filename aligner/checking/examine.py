"""Examine documents alone and next to each of their versions, and judge their origin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple

from aligner.checking.jury import WHOLE_CODES, judge_copies
from aligner.checking.versions import Comparisons, Version
from aligner.detectors import Examination, View, document_codes, examine_timed
from aligner.documents.prepare import attempt
from aligner.messages import apply_in, reader
from aligner.parallel import parallel_map
from aligner.types import Document, Finding, Skipped
from aligner.verdict.judge import OriginVerdict, judge_origin

# Findings of words that differ between two versions: they count against the one that reads spun.
REWORDING_CODES = ("term.wrong", "name.reworded", "name.inconsistent", "quote.altered")
FIRST_PLACE = -1  # of an original in the order of documents


class ExaminedDocument(NamedTuple):
    """A document with its findings and its verdict.

    compared : id and confidence of the versions that it was compared with
    seconds : time that each detector took
    """

    document: Document
    findings: list[Finding]
    verdict: OriginVerdict
    compared: list[tuple[str, float]]
    seconds: Mapping[str, float]


class _Alone(NamedTuple):
    """What a document shows without its versions."""

    document: Document
    examination: Examination
    verdict: OriginVerdict


class _Compared(NamedTuple):
    """A document with its versions.

    compared : id and confidence of what it was compared with
    spun : how spun it and its versions read, by id
    order : their places among all documents, by id; originals come first
    """

    alone: _Alone
    versions: Sequence[Version]
    compared: list[tuple[str, float]]
    spun: Mapping[str, float]
    order: Mapping[str, int]


def examine_documents(
    documents: Sequence[Document], comparisons: Comparisons, jobs: int | None = 1
) -> list[ExaminedDocument | Skipped]:
    """Examine each document once alone, for its verdict, and once next to each of its versions."""
    alone = list(parallel_map(partial(apply_in, reader(), _attempt_alone), documents, jobs))
    spun = {own.document.id: own.verdict.spun or 0.0 for own in alone if isinstance(own, _Alone)}
    originals = {original.document for original in comparisons.originals.values()}
    order = {own.id: FIRST_PLACE if own.id in originals else place for place, own in enumerate(documents)}
    compared = (_compared(own, comparisons, spun, order) for own in alone if isinstance(own, _Alone))
    examined = parallel_map(partial(apply_in, reader(), _attempt_versions), compared, jobs)
    return [next(examined) if isinstance(own, _Alone) else own for own in alone]


def _compared(
    alone: _Alone, comparisons: Comparisons, spun: Mapping[str, float], order: Mapping[str, int]
) -> _Compared:
    id = alone.document.id
    versions = comparisons.versions.get(id, [])
    ids = {id, *(version.view.other.id for version in versions if version.view.other)}
    return _Compared(
        alone,
        versions,
        comparisons.compared(id),
        {key: spun[key] for key in ids & spun.keys()},
        {key: order[key] for key in ids & order.keys()},
    )


def _attempt_alone(document: Document) -> _Alone | Skipped:
    return attempt(document.id, partial(_examine_alone, document))


def _attempt_versions(item: _Compared) -> ExaminedDocument | Skipped:
    return attempt(item.alone.document.id, partial(_examine_versions, item))


def _examine_alone(document: Document) -> _Alone:
    examination = examine_timed(View(document))
    return _Alone(document, examination, judge_origin(document, examination.findings))


def _examine_versions(item: _Compared) -> ExaminedDocument:
    """Examine a document next to its versions."""
    alone, versions, compared, spun, order = item
    document = alone.document
    examinations = [examine_timed(version.view) for version in versions]
    judged: list[Sequence[Finding]] = [
        _within_reuse(version, own.findings) for version, own in zip(versions, examinations, strict=True)
    ]
    if sum(not version.view.across for version in versions) > 1:
        judged = judge_copies(document.id, versions, judged, order)
    if not versions or any(version.partial for version in versions):
        judged.append(alone.examination.findings)  # any other view of a document shows them as well
    unnamed = [version.view.other.id for version in versions if version.view.other and not version.named]
    findings = _merge(judged, may_be_reworded=all(spun[document.id] >= spun.get(id, 0.0) for id in unnamed))
    verdict = alone.verdict
    if versions and verdict.judged:
        verdict = judge_origin(document, alone.examination.findings, [version.view for version in versions])
    return ExaminedDocument(
        document,
        sorted(findings, key=lambda finding: (finding.start, finding.end, finding.code)),
        verdict,
        compared,
        total_seconds(examination.seconds for examination in (alone.examination, *examinations)),
    )


def _merge(examined: Iterable[Sequence[Finding]], *, may_be_reworded: bool) -> list[Finding]:
    """Return the findings of all views, each once.

    If the user does not name the original, reworded words of a copy that reads less spun than another are minor.
    """
    findings: dict[tuple[object, ...], Finding] = {}
    for finding in chain.from_iterable(examined):
        hint = not may_be_reworded and finding.code in REWORDING_CODES
        findings.setdefault(_key(finding), finding._replace(severity="minor") if hint else finding)
    return list(findings.values())


def _within_reuse(version: Version, findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings that count: of a story that has only stretches of the original, facts within them alone."""
    if not (version.partial and version.reuse):
        return list(findings)
    spans, whole = [here for here, _ in version.reuse.stretches], {*document_codes(), *WHOLE_CODES}
    return [
        finding
        for finding in findings
        if finding.code in whole or any(a <= finding.start and finding.end <= b for a, b in spans)
    ]


def total_seconds(timings: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Return the sum of timings by detector."""
    total = defaultdict[str, float](float)
    for seconds_by_detector in timings:
        for name, seconds in seconds_by_detector.items():
            total[name] += seconds
    return dict(total)


def _key(finding: Finding) -> tuple[object, ...]:
    """Return what identifies a finding, whatever its evidence."""
    return finding.code, finding.start, finding.end, finding.message
