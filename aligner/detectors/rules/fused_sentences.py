"""Sentences run together: "District.Since", "BeijingThe role"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from aligner.detectors.view import Hit, Rule, View
from aligner.languages import LANGUAGES, Language
from aligner.messages import message
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.tokens import fold_case
from aligner.types import Severity, Side

FUSED = Rule("sentence.fused", "major", "Punctuation", "District.Since then")
RULES = (FUSED,)
MAX_WORD_CHARS = 40  # characters on each side of a join that are searched for words
MIN_WORD_LETTERS = 4  # letters of half a join; a shorter one may be a syllable
MIN_FREQUENCY = 10  # training sentences beyond which half a join is a word of the language
_WORD = re.compile(r"[^\W\d_]+")
_FULL_STOP_JOIN = re.compile(r"(?P<one>(?<![\w.@/-])[^\W\d_]{2,})(?P<stop>[.;!?])(?P<two>[^\W\d_]{2,})(?![\w@/]|\.\w)")
# The capital first, because there are few; then the letters around it.
_SEAM = re.compile(r"[A-ZÀ-ÖØ-ÞŒ](?<=[a-zà-öø-ÿœ].)(?=[a-zà-öø-ÿœ])")
_BEFORE_SEAM = re.compile(r"(?<![\w.@/#-])[^\W\d_][a-zà-öø-ÿœ]{2,}\Z")
_AFTER_SEAM = re.compile(r"[^\W\d_][a-zà-öø-ÿœ]+(?![\w@/(=]|\.\w)")
_QUOTE_JOIN = re.compile(r"(?<!\w)(?P<one>[^\W\d_]{3,})(?P<mark>[\"”»])(?P<two>[A-ZÀ-Þ][a-zà-ÿ]+)")
# Ends of addresses and file names.
_SUFFIXES = frozenset(
    {"com", "net", "org", "edu", "gov", "info", "html", "htm", "php", "asp", "exe", "doc", "csv", "pdf", "txt", "xml",
     "fr", "ca", "uk", "cn"}
)  # fmt: skip


def detect(view: View) -> Iterator[Hit]:
    """Report joined words; a join that the text repeats is a name, and addresses and files are joined on purpose."""
    text, language = view.document.text, LANGUAGES[view.side]
    if not any(map(str.isupper, text)):
        return
    yield from _joined_by_full_stop(text, language)
    yield from _joined_directly(text, view.side)
    yield from _joined_by_quote(text, language)


def _joined_by_full_stop(text: str, language: Language) -> Iterator[Hit]:
    joins = [join for join in _FULL_STOP_JOIN.finditer(text) if _ends_sentence(join, language)]
    counts = Counter(join[0] for join in joins)
    for join in joins:
        if counts[join[0]] == 1:
            yield Hit(FUSED, join.span(), message("no space after “{mark}”", mark=join["stop"]))


def _ends_sentence(join: re.Match[str], language: Language) -> bool:
    one, two = join["one"], join["two"]
    if not (two[0].isupper() and two[1:].islower() and one[1:].islower()):
        return False
    return one.lower() not in language.never_end and two.lower() not in _SUFFIXES


def _joined_by_quote(text: str, language: Language) -> Iterator[Hit]:
    """Report closing quotation marks without a space before the next sentence."""
    for join in _QUOTE_JOIN.finditer(text):
        line = text.rfind("\n", 0, join.start()) + 1
        closing = join["mark"] != '"' or text.count('"', line, join.start("mark")) % 2 == 1
        if closing and join["two"].lower() in language.sentence_starters:
            yield Hit(FUSED, join.span(), message("no space after the quotation"))


def _joined_directly(text: str, side: Side) -> Iterator[Hit]:
    """Report two words without anything between them, such as "BeijingThe"."""
    words: Counter[str] = Counter()
    language = LANGUAGES[side]
    for seam in _SEAM.finditer(text):
        offset = seam.start()
        head = _BEFORE_SEAM.search(text, max(0, offset - MAX_WORD_CHARS), offset)
        tail = _AFTER_SEAM.match(text, offset)
        if not (head and tail):
            continue
        words = words or Counter(_WORD.findall(text))
        one, two = head[0], tail[0]
        starts = two.lower() in language.sentence_starters
        # A join as frequent as its first half is a name, such as LinkedIn.
        if (words[one] >= words[one + two] or one.islower()) and (starts or _are_words(one, two, words, side)):
            # The name in the first half can no longer be found.
            severity: Severity = "critical" if one[0].isupper() else "major"
            reason = message("“{one}” and “{two}” run together", one=one, two=two)
            yield Hit(FUSED, (head.start(), tail.end()), reason, severity=severity)


def _are_words(one: str, two: str, words: Counter[str], side: Side) -> bool:
    """Return whether both halves are words of their own: the text has the second, or the language has both."""
    if one[0].isupper():
        return words[one + two] == 1 and words[one] > 0 and words[two] > 0 and len(two) >= MIN_WORD_LETTERS
    if words[two.lower()]:
        return True
    if len(one) < MIN_WORD_LETTERS:
        return False
    frequency = load_lexicon().frequency
    return min(frequency(fold_case(one), side), frequency(fold_case(two), side)) > MIN_FREQUENCY
