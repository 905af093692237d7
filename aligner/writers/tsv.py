"""Tab-separated lines: English, French, confidence, and the two documents; no header, no quoting.

Reviewed segments have the names of their reviewers in a sixth column.
"""

from __future__ import annotations

from pathlib import Path

from aligner.types import Corpus
from aligner.writers.atomic import open_atomic
from aligner.writers.escaping import decimal, one_line


def write(corpus: Corpus, folder: Path) -> list[Path]:
    """Write the kept segments to ``corpus.tsv``, with the texts first for programs that read two columns."""
    path = folder / "corpus.tsv"
    with open_atomic(path) as handle:
        for segment in corpus.segments:
            if segment.kept:
                cells = [segment.en_text, segment.fr_text, decimal(segment.confidence), segment.en_doc, segment.fr_doc]
                if segment.reviewed_by:
                    cells.append(", ".join(segment.reviewed_by))
                handle.write("\t".join(map(one_line, cells)) + "\n")
    return [path]
