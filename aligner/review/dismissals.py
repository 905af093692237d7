"""Findings that reviewers called no errors, as the marks that `aligner check` knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from aligner.checking.annotated import AnnotatedText, Region, Suppression
from aligner.checking.policy import add_mark
from aligner.review.session import Session
from aligner.review.units import Unit
from aligner.text.cleaning.clean import original_spans, undo
from aligner.types import Document, Finding

NAME = "findings.marks"


def write_marks(board: Session, folder: Path) -> list[Path]:
    """Write the marks of all dismissed findings anew; no file where there are none."""
    path = folder / NAME
    path.unlink(missing_ok=True)
    for found, table in board.tables():
        if any(unit.marks for unit in table.units):
            documents = board.run.documents(found)
            for finding in _dismissed(table.units):
                if finding.document in documents:
                    add_mark(path, _mark(documents[finding.document], finding), {"text": finding.text})
    return [path] if path.is_file() else []


def _dismissed(units: tuple[Unit, ...]) -> Iterator[Finding]:
    for unit in units:
        yield from (finding for finding in unit.segment.findings if unit.is_marked(finding))


def _mark(document: Document, finding: Finding) -> Suppression:
    """The mark of a finding, whose offsets are into the text as it was read."""
    spans = original_spans(document.steps, [(each.start, each.end) for each in document.sentences])
    sentences = tuple(Region(start, end) for start, end in spans)
    return AnnotatedText(document.id, undo(document.text, document.steps), sentences, ()).mark(finding)
