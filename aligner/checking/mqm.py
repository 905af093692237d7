"""TSV of errors as the shared tasks on MQM write them: one a line, the span between <v> and </v>."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aligner.checking.annotated import AnnotatedText
from aligner.types import Finding

HEADER = ("system", "doc", "doc_id", "seg_id", "rater", "source", "target", "category", "severity")
SEVERITIES = {"critical": "Critical", "major": "Major", "minor": "Minor"}


def mqm(found: Iterable[AnnotatedText]) -> Iterator[str]:
    """Lines of the table, the header first; `source` is the evidence of the other version."""
    yield "\t".join(HEADER)
    for each in found:
        for finding in each.findings:
            yield "\t".join(map(_cell, _row(each, finding)))


def _row(text: AnnotatedText, finding: Finding) -> tuple[str, ...]:
    start, end = text.around(finding)
    target = f"{text.text[start : finding.start]}<v>{finding.text}</v>{text.text[finding.end : end]}"
    number = sum(each.end <= finding.start for each in text.sentences)
    source = str(finding.evidence.get("text", ""))
    category = f"{finding.category}/{finding.code}"
    severity = SEVERITIES[finding.severity]
    return "copy", text.document, text.document, str(number), "aligner", source, target, category, severity


def _cell(text: str) -> str:
    """On one line, in one cell."""
    return " ".join(text.split())
