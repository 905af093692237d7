"""Transcriptions of names from other scripts, which differ between languages: Khrushchev, Khrouchtchev."""

from __future__ import annotations

import re
from functools import lru_cache

from aligner.text.entities.names.proper_words import CACHED_WORDS

MIN_TRANSCRIBED_LETTERS = 4
# Letters that transcriptions choose between.
_TRANSCRIBED = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        ("shch|chtch", "c"), ("tch|tsch|dzh|dj|tj|cz|ch|sch|sh|zh|j", "c"), ("ph", "f"), ("kh|ck|q|c(?=[aou])", "k"),
        ("ou|oo|w", "u"), ("[yi]+", "i"), (r"(?:ev|ov|eff|off)\Z", "v"), (r"(.)\1+", r"\1"), ("[eh']", ""), ("z", "s"),
    )
)  # fmt: skip


@lru_cache(CACHED_WORDS)
def transcribe(plain: str) -> str:
    """Return a folded word without what transcriptions choose between."""
    for pattern, to in _TRANSCRIBED:
        plain = pattern.sub(to, plain)
    return plain
