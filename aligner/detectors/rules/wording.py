"""Words that add nothing, friends that are false, colloquial words in a report: hints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from aligner.detectors.view import Hit, Rule, View
from aligner.languages.opposites import FALSE_FRIENDS, FILLERS, REGISTER
from aligner.text.words.lexicon import load_lexicon
from aligner.types import Side

FILLER = Rule("addition.word", "minor", "Addition", "What’s more, basically", evidence="version")
FRIEND = Rule("term.false_friend", "minor", "False friend", "librairie ← library", evidence="version")
REGISTERED = Rule("style.register", "minor", "Register", "it flaunts a strong starting point")
LITERAL = Rule("style.translationese", "minor", "Unidiomatic", "noncapital functions, réalisation des réalisations")
RULES = (FILLER, FRIEND, LITERAL, REGISTERED)
_LITERAL: dict[Side, re.Pattern[str]] = {
    "en": re.compile(
        r"\bnon(?!etheless|sense|stop|profit|fiction)[a-z]{6,30}\b|\b(?P<one>[a-z]{6,30}?)s? of (?P=one)s?\b"
    ),
    "fr": re.compile(r"\b(?P<one>[a-zà-ÿ]{6,30}?)s? (?:des? |de la |du |d['’])(?P=one)s?\b"),
}


def detect(view: View) -> Iterator[Hit]:
    """Words of the tables, those of two versions only where the other has no such word."""
    text = view.document.text
    for found in _any("register", view.side).finditer(text):
        yield Hit(REGISTERED, found.span(), "not the tone of a report")
    for found in _LITERAL[view.side].finditer(text):
        if found["one"] or not load_lexicon().frequency(found[0], view.side):
            yield Hit(LITERAL, found.span(), "reads like a translation word by word")
    if view.other is None:
        return
    other = _any("filler", view.other.side or "en")
    for match in view.matches:
        if view.there(match):
            filled = other.search(view.there(match))
            for found in _any("filler", view.side).finditer(view.here(match)):
                if not filled:
                    yield Hit(FILLER, _moved(found.span(), match.here[0]), "the other version does not say so")
    if view.across:
        yield from _friends(view)


def _friends(view: View) -> Iterator[Hit]:
    """A word that looks like one of the other side, which means something else, and stands for it."""
    for match, words in view.full:
        theirs = {word.folded: at for at, word in enumerate(words.there)}
        for word in words.here:
            for friend in _false(view.side).get(word.folded, ()):
                if friend in theirs:
                    proof = words.there[theirs[friend]]
                    span = _moved((word.start, word.end), match.here[0])
                    there = _moved((proof.start, proof.end), match.there[0])
                    yield Hit(FRIEND, span, f"no translation of {proof.text!r}", there=there)


@cache
def _any(kind: str, side: Side) -> re.Pattern[str]:
    phrases = (FILLERS if kind == "filler" else REGISTER)[side]
    return re.compile(r"(?i)(?<!\w)(?:" + "|".join(map(re.escape, phrases)).replace("'", "['’]") + r")(?!\w)")


@cache
def _false(side: Side) -> dict[str, list[str]]:
    pairs = [pair.split() for pair in FALSE_FRIENDS.replace("\n", " ").split(";")]
    found: dict[str, list[str]] = {}
    for en, fr in pairs:
        if en != fr:
            own, other = (en, fr) if side == "en" else (fr, en)
            found.setdefault(own, []).append(other)
    return found


def _moved(span: tuple[int, int], by: int) -> tuple[int, int]:
    return span[0] + by, span[1] + by
