"""Word tables of English and French, and tables of characters."""

from __future__ import annotations

from aligner.languages.en import ENGLISH
from aligner.languages.fr import FRENCH
from aligner.languages.language import Language
from aligner.types import Side

__all__ = ["LANGUAGES", "Language"]

LANGUAGES: dict[Side, Language] = {"en": ENGLISH, "fr": FRENCH}
