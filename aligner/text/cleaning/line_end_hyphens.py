"""Decide whether a hyphen at the end of a wrapped line belongs to the word: "tram-/way" or "well-/known"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from aligner.languages.inflection import FUNCTION_WORDS
from aligner.text.identify import identify
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.tokens import MAX_INFLECTED_LETTERS, fold_case
from aligner.types import SIDES, Side

MAX_VOCABULARY_CHARS = 1_000_000  # of the text that are searched for the word in one line
MIN_SECOND_LETTERS = 4  # of a word that may follow a hyphen whatever is before it: "Quesnel-based"
_SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_HEAD = re.compile(r"[\w-]*[^\W_]$")
_TAIL = re.compile(r"[^\W_][\w-]*")
_COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class LineEndHyphens:
    """The hyphens at line ends of a text; its other words show how a word is spelled that no dictionary has."""

    def __init__(self, text: str) -> None:
        self._text = text

    def mark(self, before: str, after: str) -> str:
        """Return what remains of the hyphen between two pieces of text: "" or a hyphen.

        Parameters
        ----------
        before, after : the end of a line with its hyphen, and the beginning of the next one
        """
        if before.endswith(_SOFT_HYPHEN):
            return ""
        head, tail = _HEAD.search(before[:-1]), _TAIL.match(after)
        if head is None or tail is None:
            return "-"
        *compound, first = head[0].split("-")
        second, *rest = tail[0].split("-")
        if rest or not (second.islower() or (first + second).isupper()) or not (first + second).isalpha():
            return "-"
        whole = f"{first}-{second}".lower() in self._vocabulary, (first + second).lower() in self._vocabulary
        if whole[0] != whole[1]:
            return "-" if whole[0] else ""
        if not compound and _is_word(first + second, self._own):
            return ""
        if fold_case(second) in _function_words(self._own):
            return "-"  # "lui-même", "rendez-vous"
        if not compound and _is_word(first + second, SIDES):
            return ""
        known = compound or len(second) >= MIN_SECOND_LETTERS or _is_word(first, SIDES)
        return "-" if known and _is_word(second, SIDES) else ""

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        return frozenset(_COMPOUND.findall(self._text[:MAX_VOCABULARY_CHARS].lower()))

    @cached_property
    def _own(self) -> Sequence[Side]:
        """The language of the text, or both if it is unsure."""
        language = identify(self._text[:MAX_VOCABULARY_CHARS]).language
        return [side for side in SIDES if side == language] or SIDES


def _is_word(word: str, sides: Sequence[Side]) -> bool:
    folded = fold_case(word)
    if len(folded) > MAX_INFLECTED_LETTERS:
        return False
    return folded in _function_words(sides) or any(load_lexicon().entry_id(folded, side) >= 0 for side in sides)


def _function_words(sides: Sequence[Side]) -> frozenset[str]:
    return frozenset().union(*(FUNCTION_WORDS[side] for side in sides))
