"""The result of a check: what is reported of each document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from aligner.checking.annotated import AnnotatedText
from aligner.checking.summary import change_rows, summarise
from aligner.checking.verdict import OriginVerdict
from aligner.types import SEVERITIES, Finding, Severity, Span


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
    """

    document: str
    text: str
    findings: tuple[Finding, ...] = ()
    versions: tuple[ComparedVersion, ...] = ()
    reason: str = ""
    verdict: OriginVerdict = OriginVerdict(reason="not read")
    sentences: tuple[Span, ...] = ()
    suppressed: tuple[Finding, ...] = ()

    def annotated(self) -> AnnotatedText:
        """Return the text with its findings, from which all formats are written."""
        return AnnotatedText(self.document, self.text, self.sentences, self.findings)

    @property
    def summary(self) -> str:
        """What the document changed of its versions, in one line; "" without a version."""
        return summarise(self.findings) if self.versions else ""


class CheckReport(NamedTuple):
    """The results of all documents, and the seconds that each detector took."""

    results: tuple[CheckResult, ...]
    seconds: Mapping[str, float]


def result_row(result: CheckResult) -> dict[str, object]:
    """Return a result as plain data."""
    verdict = result.verdict._replace(reason=result.reason) if result.reason else result.verdict
    return {
        "document": result.document,
        "verdict": verdict._asdict(),
        "summary": result.summary,
        "versions": [version._asdict() for version in result.versions],
        "findings": [finding._asdict() for finding in result.findings],
        "changes": change_rows(result.findings),
        "suppressed": len(result.suppressed),
    }


def reaches(results: Iterable[CheckResult], severity: Severity) -> bool:
    """Return whether a finding is at least this severe."""
    severe = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return any(finding.severity in severe for result in results for finding in result.findings)
