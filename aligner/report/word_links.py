"""Which words of a segment belong together, for a page that lights a word's counterpart."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from aligner.types import Reason, Segment

if TYPE_CHECKING:
    from aligner.encoders.static import Tokens

MOST = 2000  # segments of a report whose words are linked: it takes about a millisecond each
SPOTS = 20  # of one reason
LONGEST = 2000  # characters of a side


def links(en: str, fr: str) -> str:
    """Pairs ``start-end:start-end`` of linked words, English first, as offsets that a browser counts (UTF-16)."""
    from aligner.encoders.words import embedded_words
    from aligner.text.words.word_alignment import align_words

    if not (en and fr) or max(len(en), len(fr)) > LONGEST:
        return ""
    left, right = (next(iter(embedded_words()([text]))) for text in (en, fr))
    wide = _wide(en), _wide(fr)
    return " ".join(
        f"{_span(left, link.en, wide[0])}:{_span(right, link.fr, wide[1])}"
        for link in align_words(left.vectors, right.vectors)
    )


def links_of(segment: Segment) -> str:
    """The links of a segment's texts."""
    return links(segment.en_text, segment.fr_text)


def spots_of(segment: Segment, reason: Reason) -> str:
    """Where a reason shows, as ``side:start-end`` that a browser counts."""
    wide = {"en": _wide(segment.en_text), "fr": _wide(segment.fr_text)}
    return " ".join(
        f"{spot.side}:{_units(spot.start, wide[spot.side])}-{_units(spot.end, wide[spot.side])}"
        for spot in reason.spots[:SPOTS]
    )


def _wide(text: str) -> list[int]:
    return [at for at, letter in enumerate(text) if letter > "\uffff"]


def _units(at: int, wide: Sequence[int]) -> int:
    """An offset in UTF-16: each letter before it that takes two units moves it on by one."""
    return at + bisect_left(wide, at)


def _span(tokens: Tokens, number: int, wide: Sequence[int]) -> str:
    """Where a word stands."""
    return f"{_units(int(tokens.starts[number]), wide)}-{_units(int(tokens.ends[number]), wide)}"
