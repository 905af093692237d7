"""Find the words of a text that deny: "not", "no one", « ne … pas », « sans », "failed to"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from aligner.languages.denials import (
    AFFIRMING_STEMS,
    AFFIRMING_WORDS,
    CONCORDANT,
    DENYING,
    FRENCH_AFTER_NE,
    FRENCH_BEFORE_LOOSE,
    FRENCH_BEFORE_NE,
    FRENCH_LOOSE,
    FRENCH_WITHOUT_PAS,
    IDIOMS,
    IMPLICIT_STEMS,
    IMPLICIT_WORDS,
    NEGATIVE_STEMS,
    NEGATIVE_WORDS,
    POSITIVE_STEMS,
    PRONOUNS,
)
from aligner.languages.negation import CONTRARY_PREFIX, FRENCH_NE, FRENCH_ONLY
from aligner.text.words.lexicon import load_lexicon
from aligner.types import Side

NE_REACH_WORDS = 6  # words between « ne » and « pas »
CACHE_SIZE = 1 << 15  # words that are looked up once
SCOPE_WORDS = 2  # words after a denial that it may concern


class Denial(NamedTuple):
    """A word that denies, by its index.

    Attributes
    ----------
    clear : False for a word that may mean something else, or that only asks: « ne » alone, "isn't it"
    firm : False for a word that another denial may make needless, or that the other language may put otherwise: « ni »
    """

    at: int
    clear: bool
    firm: bool


def find_denials(folded: Sequence[str], side: Side) -> list[Denial]:
    """Return the denials of a text by its folded words, except those of idioms that deny nothing."""
    denials = [*denying_words(folded, side)]
    idle = _idle_words(folded, side) if denials else ()
    return [denial for denial in denials if denial.at not in idle]


def denying_words(folded: Sequence[str], side: Side) -> Iterator[Denial]:
    """Yield the denials of a text, those of idioms too."""
    return _english(folded) if side == "en" else _french(folded)


def may_deny(side: Side) -> Callable[[str], bool]:
    """Return the test of whether a folded word may be a denial."""
    words, stems = DENYING[side] | IMPLICIT_WORDS[side], IMPLICIT_STEMS[side]
    if side == "fr":
        words |= FRENCH_AFTER_NE | FRENCH_NE
    return lambda word: word in words or word.endswith("n't") or word.startswith(stems) or bool(contrary_of(word, side))


def denied_negative(folded: Sequence[str], index: int, side: Side) -> int | None:
    """Return the index of the negative word that a denial is of, so that both affirm: "never a wrong time"."""
    before = index - SCOPE_WORDS if side == "fr" else index
    scope = [*range(max(0, before), index), *range(index + 1, min(len(folded), index + 1 + SCOPE_WORDS))]
    return next((at for at in scope if _affirms_when_denied(folded[at], side)), None)


@lru_cache(maxsize=CACHE_SIZE)
def contrary_of(word: str, side: Side) -> str:
    """Return the word that a prefix or an ending makes the contrary of: "prepared" of "unprepared", "" for none."""
    if word.startswith(POSITIVE_STEMS[side]):
        return ""
    prefix = CONTRARY_PREFIX[side].match(word)
    stem = word[prefix.end() :].lstrip("-") if prefix else ""
    return stem if stem and load_lexicon().entry_id(stem, side) >= 0 else ""


@lru_cache(maxsize=CACHE_SIZE)
def is_negative(word: str, side: Side) -> bool:
    """Return whether a word has a negative meaning, by itself or by its prefix."""
    if word.startswith(POSITIVE_STEMS[side]):
        return False
    return word in NEGATIVE_WORDS[side] or word.startswith(NEGATIVE_STEMS[side]) or _has_contrary(word, side)


def _affirms_when_denied(word: str, side: Side) -> bool:
    return word in AFFIRMING_WORDS[side] or word.startswith(AFFIRMING_STEMS[side]) or _has_contrary(word, side)


def _has_contrary(word: str, side: Side) -> bool:
    """Return whether a prefix or an ending makes a word the contrary of another one: "unsafe", "harmless"."""
    return bool(contrary_of(word, side)) or (side == "en" and word.endswith("less") and len(word) > len("unless"))


def _english(folded: Sequence[str]) -> Iterator[Denial]:
    for index, word in enumerate(folded):
        following = folded[index + 1] if index + 1 < len(folded) else ""
        if word in DENYING["en"] or word.endswith("n't"):
            asks = word.endswith("n't") and following in PRONOUNS["en"]
            yield Denial(index, clear=not asks, firm=word not in CONCORDANT["en"])
        elif following == "to" and _denies_implicitly(word, "en"):
            yield Denial(index, clear=True, firm=word not in CONCORDANT["en"])


def _french(folded: Sequence[str]) -> Iterator[Denial]:
    particle = -NE_REACH_WORDS - 1  # the last « ne » that no word has completed
    pending = False
    for index, word in enumerate(folded):
        following = folded[index + 1] if index + 1 < len(folded) else ""
        if word in FRENCH_NE and following != "importe":
            if pending:
                yield Denial(particle, clear=False, firm=False)
            particle, pending = index, True
            if following in FRENCH_WITHOUT_PAS and _is_bare(folded, index):
                pending = False
                yield Denial(index, clear=True, firm=True)  # « il ne peut venir »
        elif word in DENYING["fr"] or (following == "de" and _denies_implicitly(word, "fr")):
            yield Denial(index, clear=True, firm=word not in CONCORDANT["fr"])
        elif word in FRENCH_AFTER_NE and pending and index - particle <= NE_REACH_WORDS:
            pending = False
            firm = word not in CONCORDANT["fr"] and not _is_conditional(folded, particle)
            yield Denial(index, clear=folded[index - 1] not in PRONOUNS["fr"], firm=firm)
        elif word in FRENCH_BEFORE_NE and following in FRENCH_NE:
            yield Denial(index, clear=True, firm=word not in CONCORDANT["fr"])  # « personne n'est venu »
        elif word in FRENCH_LOOSE:
            clear = index == 0 or folded[index - 1] in FRENCH_BEFORE_LOOSE
            yield Denial(index, clear, firm=word not in CONCORDANT["fr"])
    if pending:
        yield Denial(particle, clear=False, firm=False)


def _denies_implicitly(word: str, side: Side) -> bool:
    return word in IMPLICIT_WORDS[side] or word.startswith(IMPLICIT_STEMS[side])


def _is_conditional(folded: Sequence[str], particle: int) -> bool:
    """Return whether « si » is shortly before « ne »: « demandez s'il n'est pas ouvert »."""
    before = folded[max(0, particle - SCOPE_WORDS) : particle]
    return "si" in before or (before[:1] == ["se"] and before[-1] in PRONOUNS["fr"])


def _is_bare(folded: Sequence[str], particle: int) -> bool:
    """Return whether no word after « ne » completes it: « il ne peut venir »."""
    after = folded[particle + 1 : particle + 1 + NE_REACH_WORDS]
    before = folded[max(0, particle - SCOPE_WORDS) : particle]  # « plus qu'on ne peut »
    return FRENCH_AFTER_NE.isdisjoint(after) and FRENCH_ONLY.isdisjoint((*before, *after))


def _idle_words(folded: Sequence[str], side: Side) -> set[int]:
    text = " ".join(folded)
    return {
        text.count(" ", 0, start)
        for idiom in IDIOMS[side].finditer(text)
        for start in range(idiom.start(), idiom.end())
    }
