"""What is kept of a corpus, and why the rest is not: the only place that drops."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Mapping

import numpy as np

from aligner.settings import Settings
from aligner.types import Segment, SegmentLocation

REPEATED = "stands elsewhere too, and counts there"
Repeats = Mapping[int, tuple[SegmentLocation, ...]]


def select(segment: Segment, settings: Settings, repeats: Repeats | None = None) -> Segment:
    """Mark a segment kept or dropped; of those in `repeats` the first place counts, and all are named."""
    why = _why_dropped(segment, settings)
    places = repeats.get(_key(segment), ()) if repeats and not why else ()
    if places and place_of(segment) != places[0]:
        why = REPEATED
    return segment._replace(kept=not why, why_dropped=why, sources=places)


def repeated(segments: Iterable[Segment], settings: Settings) -> Repeats:
    """The places of each segment that would be kept in several, by key; read twice, and held as one number each."""
    keys = np.array(array("q", (_key(each) for each in segments if not _why_dropped(each, settings))), np.int64)
    values, counts = np.unique(keys, return_counts=True)
    several = {int(key): [] for key in values[counts > 1]} if len(keys) else dict[int, list[SegmentLocation]]()
    for segment in segments if several else ():
        if not _why_dropped(segment, settings) and (key := _key(segment)) in several:
            several[key].append(place_of(segment))
    return {key: tuple(places) for key, places in several.items()}


def place_of(segment: Segment) -> SegmentLocation:
    """Where a segment stands."""
    return SegmentLocation(segment.en_doc, segment.fr_doc, *segment.bead[:2])


def _key(segment: Segment) -> int:
    texts = "\n".join(" ".join(text.split()) for text in (segment.en_text, segment.fr_text))
    digest = hashlib.blake2b(texts.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _why_dropped(segment: Segment, settings: Settings) -> str:
    if not segment.fr_text:
        return "no French for it"
    if not segment.en_text:
        return "no English for it"
    if segment.confidence < settings.min_confidence:
        return f"confidence below {settings.min_confidence:g}"
    return ""
