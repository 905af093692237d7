"""Decide which segments of a corpus are kept, and why the others are not: the only place that drops segments."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping

import numpy as np

from aligner.detectors.facts import is_sound_otherwise, why_doubted
from aligner.settings import Settings
from aligner.types import Segment, SegmentLocation

REPEATED = "repeats a segment that is kept elsewhere"
KEEP_NOTHING = 2.0  # a confidence that no segment has, for a promise that no threshold keeps
MAX_LISTED_LOCATIONS = 1000  # of a segment; all others are known from its repeats, each of which refers to it
Repeats = Mapping[int, tuple[SegmentLocation, ...]]


def select(segment: Segment, settings: Settings, repeats: Repeats | None = None) -> Segment:
    """Mark a segment kept or dropped; of repeated ones the first is kept and lists the others, which refer to it."""
    why = _why_dropped(segment, settings)
    locations = repeats.get(_key(segment), ()) if repeats and not why else ()
    if locations and (own := location_of(segment)) != locations[0]:
        why, locations = REPEATED, (locations[0], own)
    return segment._replace(kept=not why, why_dropped=why, sources=locations)


def find_repeats(segments: Iterable[Segment], settings: Settings) -> Repeats:
    """Return the first locations of each segment that would be kept more than once, by key.

    The segments are iterated twice, and each takes the memory of one number.
    """
    kept_keys = (_key(segment) for segment in segments if not _why_dropped(segment, settings))
    keys = np.array(array("q", kept_keys), np.int64)
    values, counts = np.unique(keys, return_counts=True)
    repeats = {int(key): [] for key in values[counts > 1]} if len(keys) else dict[int, list[SegmentLocation]]()
    for segment in segments if repeats else ():
        locations = None if _why_dropped(segment, settings) else repeats.get(_key(segment))
        if locations is not None and len(locations) < MAX_LISTED_LOCATIONS:
            locations.append(location_of(segment))
    return {key: tuple(locations) for key, locations in repeats.items()}


def location_of(segment: Segment) -> SegmentLocation:
    """Return the location of a segment."""
    return SegmentLocation(segment.en_doc, segment.fr_doc, *segment.bead.spans)


def repeated_text(segment: Segment) -> str:
    """Return what is equal in a segment and in those that repeat it: both texts, whatever their spacing."""
    return "\n".join(" ".join(text.split()) for text in (segment.en_text, segment.fr_text))


def _key(segment: Segment) -> int:
    """Return a hash of both texts, which differs between processes."""
    return hash(repeated_text(segment))


def _why_dropped(segment: Segment, settings: Settings) -> str:
    if not segment.fr_text:
        return "no French for it"
    if not segment.en_text:
        return "no English for it"
    doubt = why_doubted(segment)
    if doubt and is_sound_otherwise(segment, settings.min_confidence):
        return "" if settings.keep_critical else doubt
    if settings.min_confidence >= KEEP_NOTHING:
        return "no confidence keeps the promise"
    if segment.confidence < settings.min_confidence:
        return f"confidence below {settings.min_confidence:g}"
    return ""
