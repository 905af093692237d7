"""JSON lines: one object per segment, with verbatim texts."""

from __future__ import annotations

from pathlib import Path

from aligner.types import Corpus
from aligner.types.units import unit_record
from aligner.writers.atomic import open_atomic
from aligner.writers.escaping import json_line


def write(corpus: Corpus, folder: Path) -> list[Path]:
    """Write the kept segments to ``corpus.jsonl``: en, fr, confidence, en_doc, fr_doc, reasons.

    Those that were reviewed or are from a translation memory have reviewed_by and unit.
    """
    path = folder / "corpus.jsonl"
    with open_atomic(path) as handle:
        for segment in corpus.segments:
            if segment.kept:
                record = {
                    "en": segment.en_text,
                    "fr": segment.fr_text,
                    "confidence": segment.confidence,
                    "en_doc": segment.en_doc,
                    "fr_doc": segment.fr_doc,
                    "reasons": [reason.text for reason in segment.reasons],
                }
                if segment.reviewed_by:
                    record["reviewed_by"] = list(segment.reviewed_by)
                if segment.unit:
                    record["unit"] = unit_record(segment.unit)
                handle.write(json_line(record))
    return [path]
