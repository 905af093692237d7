"""Examine documents alone and next to each of their versions, and judge their origin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from aligner.checking.jury import judge_copies
from aligner.checking.verdict import OriginVerdict, judge_origin, update_with_rewording
from aligner.checking.versions import Version, VersionsById
from aligner.detectors import Examination, View, examine_timed
from aligner.detectors.one_change import unmirrored
from aligner.documents.prepare import attempt
from aligner.types import Document, Finding, Skipped

# Findings of words that differ between two versions: they count against the one that reads spun.
REWORDING_CODES = ("term.wrong", "name.reworded", "name.inconsistent", "quote.altered")


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


def examine_documents(documents: Sequence[Document], versions: VersionsById) -> list[ExaminedDocument | Skipped]:
    """Examine each document once alone, for its verdict, and once next to each of its versions."""
    alone = [attempt(document.id, partial(_examine_alone, document)) for document in documents]
    spun = {own.document.id: own.verdict.spun or 0.0 for own in alone if isinstance(own, _Alone)}
    order = {document.id: place for place, document in enumerate(documents)}
    examined = [
        attempt(own.document.id, partial(_examine_versions, own, versions.get(own.document.id, []), spun, order))
        if isinstance(own, _Alone)
        else own
        for own in alone
    ]
    return _without_mirrored(examined)


def _examine_alone(document: Document) -> _Alone:
    examination = examine_timed(View(document))
    return _Alone(document, examination, judge_origin(document, examination.findings))


def _examine_versions(
    alone: _Alone, versions: Sequence[Version], spun: Mapping[str, float], order: Mapping[str, int]
) -> ExaminedDocument:
    """Examine a document next to its versions.

    Parameters
    ----------
    spun : how spun each document reads, by id
    order : the place of each document, by id
    """
    document = alone.document
    copies = [view.other.id for view, _ in versions if view.other and not view.original]
    reads_most_spun = all(spun[document.id] >= spun.get(copy, 0.0) for copy in copies)
    examinations = [examine_timed(view) for view, _ in versions]
    if versions:  # every view of a document shows what the document alone shows
        judged = judge_copies(document.id, versions, [examination.findings for examination in examinations], order)
        findings = _merge(versions, judged, reads_most_spun=reads_most_spun)
    else:
        findings = list({_key(finding): finding for finding in alone.examination.findings}.values())
    reworded = sum(finding.code in REWORDING_CODES and finding.severity != "minor" for finding in findings)
    return ExaminedDocument(
        document,
        sorted(findings, key=lambda finding: (finding.start, finding.end, finding.code)),
        update_with_rewording(alone.verdict, reworded / max(1, len(document.sentences))),
        [(view.other.id, confidence) for view, confidence in versions if view.other],
        total_seconds(examination.seconds for examination in (alone.examination, *examinations)),
    )


def _without_mirrored(examined: Sequence[ExaminedDocument | Skipped]) -> list[ExaminedDocument | Skipped]:
    """Return documents without the findings that mirror one of their version in the other language."""
    between: dict[frozenset[str], list[Finding]] = defaultdict(list)
    for item in examined:
        for finding in item.findings if isinstance(item, ExaminedDocument) else ():
            between[frozenset({finding.document, str(finding.evidence.get("document"))})].append(finding)
    kept = {id(finding) for findings in between.values() for finding in unmirrored(findings)}
    return [
        item._replace(findings=[finding for finding in item.findings if id(finding) in kept])
        if isinstance(item, ExaminedDocument)
        else item
        for item in examined
    ]


def total_seconds(timings: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Return the sum of timings by detector."""
    total = defaultdict[str, float](float)
    for seconds_by_detector in timings:
        for name, seconds in seconds_by_detector.items():
            total[name] += seconds
    return dict(total)


def _merge(
    versions: Sequence[Version], examined: Sequence[Sequence[Finding]], *, reads_most_spun: bool
) -> list[Finding]:
    """Return the findings of all views, each once.

    Of two copies it is not known which one was reworded, so reworded words of the one that reads less spun are minor.
    """
    findings: dict[tuple[object, ...], Finding] = {}
    for version, own in zip(versions, examined, strict=True):
        for finding in own:
            hint = not reads_most_spun and not version.view.original and finding.code in REWORDING_CODES
            findings.setdefault(_key(finding), finding._replace(severity="minor") if hint else finding)
    return list(findings.values())


def _key(finding: Finding) -> tuple[object, ...]:
    """Return what identifies a finding, whatever its evidence."""
    return finding.code, finding.start, finding.end, finding.message
