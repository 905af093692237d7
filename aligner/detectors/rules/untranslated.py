"""Words left in the language of the other version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from aligner.detectors.view import AlignedPassage, Hit, Rule, View
from aligner.languages.function_words import ENGLISH, FRENCH
from aligner.types import Side

RESIDUE = Rule(
    "untranslated.residue", "minor", "Untranslated", "Il a dit the plan of the city hier.", evidence="version"
)
RULES = (RESIDUE,)
LEAST = 4  # words; names are longer sometimes, but hold no small words of one language only
_LONG = 8  # words from which it is more than a phrase
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_WORDS: dict[Side, frozenset[str]] = {"en": ENGLISH, "fr": FRENCH}
_CODE = re.compile(r"[=<>{}|\\]|://")
# What joins the words of a name.
_JOINERS = frozenset(
    ["of", "the", "for", "and", "to", "in", "on", "at", "a", "by", "with", "de", "du", "des", "la", "le", "les", "et",
     "pour", "en", "sur", "au", "aux", "à", "dans", "un", "une"]
)  # fmt: skip
_QUOTED = re.compile(r"[\"“«‘]\s?\Z"), re.compile(r"[,.!?]?\s?[\"”»’]")


def detect(view: View) -> Iterator[Hit]:
    """Runs of words that both versions share and that are the other's language; a title in quotes may stay as it is."""
    if view.other is None or view.other.side == view.side:
        return
    for match in view.matches:
        if match.here[0] < match.here[1] and match.there[0] < match.there[1]:
            yield from _runs(view, match)


def _runs(view: View, match: AlignedPassage) -> Iterator[Hit]:
    texts = view.here(match), view.there(match)
    left, right = (_WORD.findall(text.casefold()) for text in texts)
    if not _grams(left) & _grams(right):
        return
    here, there = (list(_WORD.finditer(text)) for text in texts)
    left, right = ([word[0].casefold() for word in words] for words in (here, there))
    for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
        words = [word[0] for word in here[block.a : block.a + block.size]]
        if block.size >= LEAST and _is_prose(words) and _is_foreign(words, view.side):
            a, b = here[block.a].start(), here[block.a + block.size - 1].end()
            c, d = there[block.b].start(), there[block.b + block.size - 1].end()
            if not _is_quoted(view.here(match), a, b) and not _CODE.search(view.here(match), a, b):
                yield Hit(
                    RESIDUE, (match.here[0] + a, match.here[0] + b), "not translated",
                    there=(match.there[0] + c, match.there[0] + d), severity="major" if block.size >= _LONG else None,
                )  # fmt: skip


def _grams(words: list[str]) -> set[tuple[str, ...]]:
    return set(zip(*(words[at:] for at in range(LEAST)), strict=False))


def _is_prose(words: list[str]) -> bool:
    """Whether it is more than a name: two words in lower case that only sentences have."""
    return sum(word.islower() and word.split("'")[-1] not in _JOINERS for word in words) > 1


def _is_foreign(words: list[str], side: Side) -> bool:
    own, other = _WORDS[side], _WORDS["fr" if side == "en" else "en"]
    lower = [word.casefold() for word in words]
    return any(word in other for word in lower) and not any(word in own for word in lower)


def _is_quoted(text: str, start: int, end: int) -> bool:
    before, after = _QUOTED
    return bool(before.search(text[max(0, start - 2) : start]) and after.match(text, end))
