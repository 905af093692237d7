"""Tab-separated lines: English, French, confidence, and the two documents; no header, no quoting.

A segment that people have reviewed has their names in a sixth column.
"""

from __future__ import annotations

from pathlib import Path

from aligner.types import Corpus
from aligner.writers.atomic import atomic
from aligner.writers.escaping import decimal, one_line


def write(corpus: Corpus, folder: Path) -> list[Path]:
    """Write the kept segments to ``corpus.tsv``, the texts first so that two-column readers work."""
    path = folder / "corpus.tsv"
    with atomic(path) as handle:
        for segment in corpus.segments:
            if segment.kept:
                cells = [segment.en_text, segment.fr_text, decimal(segment.confidence), segment.en_doc, segment.fr_doc]
                if segment.reviewed_by:
                    cells.append(", ".join(segment.reviewed_by))
                handle.write("\t".join(map(one_line, cells)) + "\n")
    return [path]
