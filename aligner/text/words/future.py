"""Recognise French verbs in the future, for which English has "will"."""

from __future__ import annotations

import re
from functools import lru_cache

from aligner.text.words.lexicon import load_lexicon

FRENCH_FUTURE = re.compile(r"(?<!\w)[^\W\d_]+r(?:a|ont)(?!\w)")
_IRREGULAR = re.compile(
    r"(?:s|ser|aur|fer|verr|ir|viendr|tiendr|devr|saur|voudr|faudr|vaudr|cevr|enverr|mourr|courr|querr)(?:a|ont)"
)
_CACHED_WORDS = 4096


@lru_cache(_CACHED_WORDS)
def is_french_future(folded: str) -> bool:
    """Return whether a word that `FRENCH_FUTURE` matches is a verb in the future: its infinitive is a known word."""
    if _IRREGULAR.search(folded):
        return True
    stem = folded.removesuffix("ont").removesuffix("a")
    infinitives = stem, f"{stem}e", f"{stem.removesuffix('er')}ir"
    return any(load_lexicon().entry_id(word, "fr") >= 0 for word in infinitives)
