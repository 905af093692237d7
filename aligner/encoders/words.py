"""Word vectors of the embedded encoder."""

from __future__ import annotations

from aligner.encoders import WordVectors, load_embedded


def words_of(model: str) -> WordVectors | None:
    """Return the word encoder of `model`, or None: only the embedded encoder, whose name is "", has one."""
    return None if model else embedded_words()


def embedded_words() -> WordVectors:
    """Return the word encoder of the embedded encoder."""
    return load_embedded().encode_tokens
