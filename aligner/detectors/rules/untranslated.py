"""Passages left in the language of the other version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

import numpy as np

from aligner.detectors.view import AlignedPassage, Hit, Rule, View
from aligner.detectors.word_view import selected
from aligner.languages.function_words import DISTINCTIVE_WORDS
from aligner.messages import message
from aligner.text.words.letters import MAX_READ_CHARS
from aligner.types import Side

RESIDUE = Rule(
    "untranslated.residue", "minor", "Untranslated", "Il a dit the plan of the city hier.", evidence="version"
)
RULES = (RESIDUE,)
MIN_WORDS = 4  # words of a passage; names may be longer, but have no function words of one language only
MIN_MAJOR_WORDS = 8  # words from which a passage is more than a phrase
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CODE = re.compile(r"[=<>{}|\\]|://")
# Function words within names.
_JOINERS = frozenset(
    ["of", "the", "for", "and", "to", "in", "on", "at", "a", "by", "with", "de", "du", "des", "la", "le", "les", "et",
     "pour", "en", "sur", "au", "aux", "à", "dans", "un", "une"]
)  # fmt: skip
_QUOTATION_MARKS = re.compile(r"[\"“«‘]\s?\Z"), re.compile(r"[,.!?]?\s?[\"”»’]")


def detect(view: View) -> Iterator[Hit]:
    """Report runs of words that both versions share and that are of the other language, except titles in quotes."""
    if view.other is None or view.pair is None or not view.across:
        return
    # Runs of letters are read in the first characters only, so long passages are always compared.
    long = np.array([max(match.here[1] - match.here[0], match.there[1] - match.there[0]) for match in view.matches])
    for _, match, _ in selected(view, (view.pair.common_runs >= MIN_WORDS) | (long >= MAX_READ_CHARS)):
        yield from _shared_runs(view, match)


def _shared_runs(view: View, match: AlignedPassage) -> Iterator[Hit]:
    texts = view.here(match), view.there(match)
    left, right = (_WORD.findall(text.casefold()) for text in texts)
    if not _ngrams(left) & _ngrams(right):
        return
    here, there = (list(_WORD.finditer(text)) for text in texts)
    left, right = ([word[0].casefold() for word in words] for words in (here, there))
    for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
        words = [word[0] for word in here[block.a : block.a + block.size]]
        if block.size >= MIN_WORDS and _is_prose(words) and _is_foreign(words, view.side):
            start, end = here[block.a].start(), here[block.a + block.size - 1].end()
            proof = there[block.b].start(), there[block.b + block.size - 1].end()
            if not _is_quoted(texts[0], start, end) and not _CODE.search(texts[0], start, end):
                yield Hit(
                    RESIDUE, (match.here[0] + start, match.here[0] + end), message("not translated"),
                    proof=(match.there[0] + proof[0], match.there[0] + proof[1]),
                    severity="major" if block.size >= MIN_MAJOR_WORDS else None,
                )  # fmt: skip


def _ngrams(words: list[str]) -> set[tuple[str, ...]]:
    return set(zip(*(words[start:] for start in range(MIN_WORDS)), strict=False))


def _is_prose(words: list[str]) -> bool:
    """Return whether words are more than a name: two are in lower case that are not used within names."""
    return sum(word.islower() and word.split("'")[-1] not in _JOINERS for word in words) > 1


def _is_foreign(words: list[str], side: Side) -> bool:
    own, other = DISTINCTIVE_WORDS[side], DISTINCTIVE_WORDS["fr" if side == "en" else "en"]
    lower = [word.casefold() for word in words]
    return any(word in other for word in lower) and not any(word in own for word in lower)


def _is_quoted(text: str, start: int, end: int) -> bool:
    before, after = _QUOTATION_MARKS
    return bool(before.search(text[max(0, start - 2) : start]) and after.match(text, end))
