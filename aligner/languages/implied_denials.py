"""Words with which a sentence denies something without a word of negation."""

from __future__ import annotations

import re

from aligner.languages.denials import NEGATIVE_STEMS
from aligner.types import Side

# Beginnings of words: "remains to be seen", « se fait attendre », "the first to".
OPEN_STEMS: dict[Side, tuple[str, ...]] = {
    "en": (*NEGATIVE_STEMS["en"], "remain", "first", "suppos", "pending", "await", "turn", "still", "yet", "oppos"),
    "fr": (*NEGATIVE_STEMS["fr"], "premi", "rest", "attend", "encore", "toujours", "devai", "tour", "oppos"),
}
NEGATING_PREFIX: dict[Side, re.Pattern[str]] = {"en": re.compile("un|dis|in|im"), "fr": re.compile("in|im|dé|mé")}
