"""The result of a check: what is reported of each document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from aligner.checking.annotated import AnnotatedText
from aligner.checking.original import TakenOriginal
from aligner.checking.side_by_side import SideBySide
from aligner.checking.summary import change_rows, is_change, summarise
from aligner.checking.versions import ReusedText
from aligner.types import SEVERITIES, Finding, Severity, Span
from aligner.verdict.judge import OriginVerdict


class ComparedVersion(NamedTuple):
    """A document that another was compared with, and the confidence that both are versions of one story."""

    document: str
    confidence: float


class CheckResult(NamedTuple):
    """A document as it was read, with its findings and its verdict.

    versions : the versions of its story that it was compared with
    reason : why it was not checked, "" if it was
    sentences : spans of its sentences
    suppressed : findings that the policy or a mark suppresses
    original : the version that was taken for the original of its story, which may be itself
    reuse : what it has of that version
    no_version : why it was not compared with the original that the user names
    both : it and what it was compared with, if that was asked for
    """

    document: str
    text: str
    findings: tuple[Finding, ...] = ()
    versions: tuple[ComparedVersion, ...] = ()
    reason: str = ""
    verdict: OriginVerdict = OriginVerdict(reason="not read")
    sentences: tuple[Span, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    original: TakenOriginal | None = None
    reuse: ReusedText | None = None
    no_version: str = ""
    both: SideBySide | None = None

    @property
    def is_original(self) -> bool:
        """Whether it was itself taken for the original."""
        return self.original is not None and self.original.document == self.document

    def annotated(self) -> AnnotatedText:
        """Return the text with its findings, from which all formats are written."""
        return AnnotatedText(self.document, self.text, self.sentences, self.findings)

    @property
    def summary(self) -> str:
        """What the document changed of its versions, in one line; "" without a version."""
        if not self.versions or (self.is_original and not any(map(is_change, self.findings))):
            return ""
        return summarise(self.findings)

    def to_dict(self) -> dict[str, object]:
        """Return the row that `aligner check` prints."""
        verdict = self.verdict._replace(reason=self.reason) if self.reason else self.verdict
        return {
            "document": self.document,
            "verdict": verdict.to_dict(),
            "summary": self.summary,
            "versions": [version._asdict() for version in self.versions],
            "original": _original_row(self.original),
            "reuse": _reuse_row(self.reuse),
            "no_version": self.no_version,
            "findings": [finding._asdict() for finding in self.findings],
            "changes": change_rows(self.findings),
            "suppressed": len(self.suppressed),
        }


class CheckReport(NamedTuple):
    """The results of all documents, and the seconds that each detector took."""

    results: tuple[CheckResult, ...]
    seconds: Mapping[str, float]


def _original_row(original: TakenOriginal | None) -> dict[str, str] | None:
    return {"document": original.document, "why": original.why} if original else None


def _reuse_row(reuse: ReusedText | None) -> dict[str, object] | None:
    """Return what a document has of its original as plain data; the ranges are of both texts as read."""
    if reuse is None:
        return None
    stretches = [
        {"start": here[0], "end": here[1], "original_start": there[0], "original_end": there[1]}
        for here, there in reuse.stretches
    ]
    return {"document": reuse.document, "sentences": reuse.sentences, "of": reuse.of, "stretches": stretches}


def reaches(results: Iterable[CheckResult], severity: Severity) -> bool:
    """Return whether a finding is at least this severe."""
    severe = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return any(finding.severity in severe for result in results for finding in result.findings)
