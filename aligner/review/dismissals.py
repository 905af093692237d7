"""Write dismissed findings as the marks that `aligner check` reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from aligner.checking.annotated import AnnotatedText, Suppression
from aligner.checking.policy import add_mark
from aligner.review.session import Session
from aligner.review.units import Unit
from aligner.text.cleaning.edits import original_spans, undo
from aligner.types import Document, Finding

MARKS_NAME = "findings.marks"


def write_marks(session: Session, folder: Path) -> list[Path]:
    """Replace the file of marks by those of all dismissed findings; there is no file if there are none."""
    path = folder / MARKS_NAME
    path.unlink(missing_ok=True)
    for entry, state in session.states():
        if any(unit.dismissals for unit in state.units):
            documents = session.run.documents(entry)
            for finding in _dismissed(state.units):
                if finding.document in documents:
                    add_mark(path, _mark(documents[finding.document], finding), {"text": finding.text})
    return [path] if path.is_file() else []


def _dismissed(units: tuple[Unit, ...]) -> Iterator[Finding]:
    for unit in units:
        yield from (finding for finding in unit.segment.findings if unit.is_dismissed(finding))


def _mark(document: Document, finding: Finding) -> Suppression:
    """Return the mark of a finding, whose offsets are into the text as it was read."""
    spans = [(sentence.start, sentence.end) for sentence in document.sentences]
    sentences = tuple(original_spans(document.steps, spans))
    return AnnotatedText(document.id, undo(document.text, document.steps), sentences, ()).mark(finding)
