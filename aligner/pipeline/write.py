"""Write the corpus of a run: its records, the formats asked for, the report and the manifest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from aligner import report
from aligner.documents.ingest import Progress
from aligner.pipeline.stored_results import StoredResults
from aligner.pipeline.workspace import Workspace
from aligner.types import Corpus
from aligner.writers import manifest, records, write


def write_corpus(corpus: Corpus, output: Path, work: Workspace, formats: Sequence[str], progress: Progress) -> None:
    """Write all files; sections of the report that are as they were are taken from the workspace."""
    steps = len(formats) + 2
    progress("write", 0, steps)
    files = records.write(corpus, output)
    for step, name in enumerate(formats, 1):
        progress("write", step, steps)
        files += write(name, corpus, output)
    progress("write", steps - 1, steps)
    sections = StoredResults(work, "sections")
    files += report.write_report(corpus, output, remember=sections.remember)
    sections.prune()
    manifest.write(corpus, output, files)
    progress("write", steps, steps)
