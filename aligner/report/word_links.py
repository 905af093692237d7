"""Links between the words of a segment, by which the page highlights the translation of a word."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from aligner.types import Floats, Reason, Segment

MAX_LINKED_SEGMENTS = 2000  # segments of a report whose words are linked, at about half a millisecond each
MAX_REASON_SPANS = 20  # spans of one reason
MAX_LINKED_CHARS = 2000  # characters of a side
BATCH_SIZE = 256  # segments whose words are read at a time


def links(en: str, fr: str) -> str:
    """Return pairs ``start-end:start-end`` of linked words, English first, as UTF-16 offsets, which browsers use."""
    return next(iter(links_of([(en, fr)])))


def links_of(pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the `links` of many pairs of texts."""
    from aligner.text.words.segment_words import word_vectors
    from aligner.text.words.word_alignment import align_words
    from aligner.text.words.word_table import load_word_table_cache, span_of

    for first in range(0, len(pairs), BATCH_SIZE):
        batch = [pair if _is_linked(*pair) else ("", "") for pair in pairs[first : first + BATCH_SIZE]]
        tables = load_word_table_cache().read(batch)
        vectors = word_vectors(tables)
        for index, texts in enumerate(batch):
            spans: list[list[str]] = []
            rows: list[Floats] = []
            for text, table, kinds in zip(texts, tables, vectors, strict=True):
                own = span_of(table, index)
                spans.append(_spans(text, table.starts[own].tolist(), table.stops[own].tolist()))
                rows.append(kinds[table.kind[own]])
            yield " ".join(f"{spans[0][link.en]}:{spans[1][link.fr]}" for link in align_words(rows[0], rows[1]))


def spots_of(segment: Segment, reason: Reason) -> str:
    """Return the spans of a reason, as ``side:start-end`` in UTF-16 offsets."""
    texts = {"en": segment.en_text, "fr": segment.fr_text}
    return " ".join(
        f"{spot.side}:{_spans(texts[spot.side], [spot.start], [spot.end])[0]}"
        for spot in reason.spots[:MAX_REASON_SPANS]
    )


def _is_linked(en: str, fr: str) -> bool:
    return bool(en and fr) and max(len(en), len(fr)) <= MAX_LINKED_CHARS


def _spans(text: str, starts: Sequence[int], ends: Sequence[int]) -> list[str]:
    """Convert offsets to UTF-16, in which some characters take two units."""
    wide = [index for index, letter in enumerate(text) if letter > "\uffff"] if max(text, default="") > "\uffff" else []
    if not wide:
        return [f"{start}-{end}" for start, end in zip(starts, ends, strict=True)]
    return [
        f"{start + bisect_left(wide, start)}-{end + bisect_left(wide, end)}"
        for start, end in zip(starts, ends, strict=True)
    ]
