"""Word vectors of the embedded encoder."""

from __future__ import annotations

from aligner.encoders import Words, load_embedded


def words_of(model: str) -> Words | None:
    """What gives vectors of words: the embedded encoder does, no other."""
    return None if model else embedded_words()


def embedded_words() -> Words:
    """The embedded encoder's vectors of words."""
    return load_embedded().encode_tokens
