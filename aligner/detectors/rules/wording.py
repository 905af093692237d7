"""Hints at poor wording: fillers, false friends, colloquial words in a report, literal translations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from aligner.detectors.phrasing import changed_hit, phrase
from aligner.detectors.view import Hit, Rule, View
from aligner.detectors.word_view import WordFilter, selected
from aligner.languages.opposites import FALSE_FRIENDS, FILLERS, REGISTER
from aligner.messages import message
from aligner.text.words.lexicon import load_lexicon
from aligner.types import Side, Span

FILLER = Rule("addition.word", "minor", "Addition", "What’s more, basically", evidence="version")
FALSE_FRIEND = Rule("term.false_friend", "minor", "False friend", "librairie ← library", evidence="version")
REGISTER_RULE = Rule("style.register", "minor", "Register", "it flaunts a strong starting point")
LITERAL = Rule("style.translationese", "minor", "Unidiomatic", "noncapital functions, réalisation des réalisations")
_FILLER_MESSAGE = "“{here}” — {whose} has no such word"
_FALSE_FRIEND_MESSAGE = "“{here}” is no translation of “{there}”"
RULES = (FILLER, FALSE_FRIEND, LITERAL, REGISTER_RULE)
_LITERAL_TRANSLATION: dict[Side, re.Pattern[str]] = {
    "en": re.compile(
        r"\bnon(?!etheless|sense|stop|profit|fiction)[a-z]{6,30}\b"
        r"|\b(?=[a-z]+ of )(?P<one>[a-z]{6,30}?)s? of (?P=one)s?\b"
    ),
    "fr": re.compile(r"\b(?=[a-zà-ÿ]+ d)(?P<one>[a-zà-ÿ]{6,30}?)s? (?:des? |de la |du |d['’])(?P=one)s?\b"),
}


def detect(view: View) -> Iterator[Hit]:
    """Report words of the tables; fillers and false friends only with a version in the other language."""
    text = view.document.text
    for word in _phrases("register", view.side).finditer(text):
        yield Hit(REGISTER_RULE, word.span(), message("too colloquial for a report"))
    for literal in _LITERAL_TRANSLATION[view.side].finditer(text):
        if literal["one"] or not load_lexicon().frequency(literal[0], view.side):
            yield Hit(LITERAL, literal.span(), message("reads like a word-for-word translation"))
    if view.across:  # in one language every added word is reported
        yield from _fillers(view)
        yield from _false_friends(view)


def _fillers(view: View) -> Iterator[Hit]:
    """Report words that add nothing in passages whose other version has no such word."""
    own, other = (_phrases("filler", side) for side in view.sides)
    # The whole text is searched first, because most passages have no fillers.
    matches = dict.fromkeys(view.match_at(filler.start()) for filler in own.finditer(view.document.text))
    for match in matches:
        if match is not None and view.there(match) and not other.search(view.there(match)):
            for filler in own.finditer(view.here(match)):
                span = _shift(filler.span(), match.here[0])
                yield Hit(FILLER, span, phrase(view, (span, match.there), _FILLER_MESSAGE))


def _false_friends(view: View) -> Iterator[Hit]:
    """Report words next to a similar word of the other side with another meaning."""
    chosen, _ = _FALSE_FRIENDS.matches(view)
    for _, match, words in selected(view, chosen):
        theirs = {word.folded: index for index, word in enumerate(words.there)}
        for word in words.here:
            for friend in _false_friend_pairs(view.side).get(word.folded, ()):
                if friend in theirs:
                    other = words.there[theirs[friend]]
                    span = _shift((word.start, word.end), match.here[0])
                    proof = _shift((other.start, other.end), match.there[0])
                    yield changed_hit(view, FALSE_FRIEND, (span, proof), template=_FALSE_FRIEND_MESSAGE)


@cache
def _phrases(kind: str, side: Side) -> re.Pattern[str]:
    phrases = (FILLERS if kind == "filler" else REGISTER)[side]
    return re.compile(r"(?i)(?<!\w)(?:" + "|".join(map(re.escape, phrases)).replace("'", "['’]") + r")(?!\w)")


@cache
def _false_friend_pairs(side: Side) -> dict[str, list[str]]:
    """Return for words of a language the words of the other that they resemble but do not translate."""
    pairs = [pair.split() for pair in FALSE_FRIENDS.replace("\n", " ").split(";")]
    friends: dict[str, list[str]] = {}
    for en, fr in pairs:
        if en != fr:
            own, other = (en, fr) if side == "en" else (fr, en)
            friends.setdefault(own, []).append(other)
    return friends


_FALSE_FRIENDS = WordFilter(lambda side: _false_friend_pairs(side).__contains__)


def _shift(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by
