"""Write findings as a TSV of MQM errors, as shared tasks do: one error a line, its span between <v> and </v>."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aligner.checking.annotated import AnnotatedText
from aligner.types import Finding

HEADER = ("system", "doc", "doc_id", "seg_id", "rater", "source", "target", "category", "severity")


def mqm(texts: Iterable[AnnotatedText]) -> Iterator[str]:
    """Yield the lines of the table, the header first; `source` is the evidence of the other version."""
    yield "\t".join(HEADER)
    for text in texts:
        for finding in text.findings:
            yield "\t".join(map(_cell, _row(text, finding)))


def _row(text: AnnotatedText, finding: Finding) -> tuple[str, ...]:
    start, end = text.around(finding)
    target = f"{text.text[start : finding.start]}<v>{finding.text}</v>{text.text[finding.end : end]}"
    number = sum(end <= finding.start for _, end in text.sentences)
    source = str(finding.evidence.get("text", ""))
    category = f"{finding.category}/{finding.code}"
    severity = finding.severity.capitalize()
    return "copy", text.document, text.document, str(number), "aligner", source, target, category, severity


def _cell(text: str) -> str:
    """Return a text without tabs and line breaks."""
    return " ".join(text.split())
