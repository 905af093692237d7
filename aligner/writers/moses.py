"""Moses: plain text files whose lines correspond by number."""

from __future__ import annotations

from pathlib import Path

from aligner.types import Corpus
from aligner.writers.atomic import open_atomic_group
from aligner.writers.escaping import decimal, one_line


def write(corpus: Corpus, folder: Path) -> list[Path]:
    """Write the kept segments to ``corpus.en``, ``corpus.fr`` and ``corpus.confidence``."""
    paths = [folder / f"corpus.{name}" for name in ("en", "fr", "confidence")]
    with open_atomic_group(*paths) as (en, fr, confidence):
        for segment in corpus.segments:
            if segment.kept:
                en.write(one_line(segment.en_text) + "\n")
                fr.write(one_line(segment.fr_text) + "\n")
                confidence.write(decimal(segment.confidence) + "\n")
    return paths
