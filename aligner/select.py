"""What is kept of a corpus, and why the rest is not: the only place that drops."""

from __future__ import annotations

from aligner.settings import Settings
from aligner.types import Segment


def select(segment: Segment, settings: Settings) -> Segment:
    """Mark a segment kept or dropped."""
    why = _why_dropped(segment, settings)
    return segment._replace(kept=not why, why_dropped=why)


def _why_dropped(segment: Segment, settings: Settings) -> str:
    if not segment.fr_text:
        return "no French for it"
    if not segment.en_text:
        return "no English for it"
    if segment.confidence < settings.min_confidence:
        return f"confidence below {settings.min_confidence:g}"
    return ""
