"""Sentences run together: "District.Since", "BeijingThe role"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from types import ModuleType

from aligner.detectors.view import Hit, Rule, View
from aligner.languages import en, fr
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.tokens import fold_case
from aligner.types import Severity, Side

FUSED = Rule("sentence.fused", "major", "Punctuation", "District.Since then")
RULES = (FUSED,)
_TABLES: dict[Side, ModuleType] = {"en": en, "fr": fr}
_WORD = re.compile(r"[^\W\d_]+")
_STOPPED = re.compile(r"(?P<one>(?<![\w.@/-])[^\W\d_]{2,})(?P<stop>[.;!?])(?P<two>[^\W\d_]{2,})(?![\w@/]|\.\w)")
# The capital first, for there are few; then what stands before it.
_SEAM = re.compile(r"[A-ZÀ-ÖØ-ÞŒ](?<=[a-zà-öø-ÿœ].)(?=[a-zà-öø-ÿœ])")
_HEAD = re.compile(r"(?<![\w.@/#-])[^\W\d_][a-zà-öø-ÿœ]{2,}\Z")
_TAIL = re.compile(r"[^\W\d_][a-zà-öø-ÿœ]+(?![\w@/(=]|\.\w)")
_CLOSED = re.compile(r"(?<!\w)(?P<one>[^\W\d_]{3,})(?P<mark>[\"”»])(?P<two>[A-ZÀ-Þ][a-zà-ÿ]+)")
_LONGEST = 40
_NAME = 4  # letters of a half that is no syllable
_SEEN = 10  # training sentences that must have had a word
# Ends of addresses and files.
_SUFFIXES = frozenset(
    {
        "com",
        "net",
        "org",
        "edu",
        "gov",
        "info",
        "html",
        "htm",
        "php",
        "asp",
        "exe",
        "doc",
        "csv",
        "pdf",
        "txt",
        "xml",
        "fr",
        "ca",
        "uk",
        "cn",
    }
)


def detect(view: View) -> Iterator[Hit]:
    """Joins whose halves are words; a join that the text repeats is a name, as are addresses and files."""
    text, tables = view.document.text, _TABLES[view.side]
    if not any(map(str.isupper, text)):
        return
    yield from _stopped(text, tables)
    yield from _joined(text, view.side)
    yield from _quoted(text, tables)


def _stopped(text: str, tables: ModuleType) -> Iterator[Hit]:
    hits = [each for each in _STOPPED.finditer(text) if _is_stop(each, tables)]
    often = Counter(each[0] for each in hits)
    for found in hits:
        if often[found[0]] == 1:
            yield Hit(FUSED, found.span(), f"no space after {found['stop']!r}")


def _is_stop(found: re.Match[str], tables: ModuleType) -> bool:
    one, two = found["one"], found["two"]
    if not (two[0].isupper() and two[1:].islower() and one[1:].islower()):
        return False
    return one.lower() not in tables.NEVER_END and two.lower() not in _SUFFIXES


def _apart(one: str, two: str, words: Counter[str], side: Side) -> bool:
    """Whether both halves are words of their own: the text has the second, or the language both."""
    if one[0].isupper():
        return words[one + two] == 1 and words[one] > 0 and words[two] > 0 and len(two) >= _NAME
    if words[two.lower()]:
        return True
    frequency = load_lexicon().frequency
    return len(one) >= _NAME and frequency(fold_case(one), side) > _SEEN and frequency(fold_case(two), side) > _SEEN


def _quoted(text: str, tables: ModuleType) -> Iterator[Hit]:
    """A closing quote without a blank before the next sentence."""
    for found in _CLOSED.finditer(text):
        line = text.rfind("\n", 0, found.start()) + 1
        closing = found["mark"] != '"' or text.count('"', line, found.start("mark")) % 2 == 1
        if closing and found["two"].lower() in tables.STARTERS:
            yield Hit(FUSED, found.span(), "no space after the quotation")


def _joined(text: str, side: Side) -> Iterator[Hit]:
    words: Counter[str] = Counter()
    tables = _TABLES[side]
    for seam in _SEAM.finditer(text):
        at = seam.start()
        head, tail = _HEAD.search(text, max(0, at - _LONGEST), at), _TAIL.match(text, at)
        if not (head and tail):
            continue
        words = words or Counter(_WORD.findall(text))
        one, two = head[0], tail[0]
        starts = two.lower() in tables.STARTERS
        # A join as frequent as its first half is a name, such as LinkedIn.
        if (words[one] >= words[one + two] or one.islower()) and (starts or _apart(one, two, words, side)):
            # A name lost in the join can no longer be found.
            severity: Severity = "critical" if one[0].isupper() else "major"
            yield Hit(FUSED, (head.start(), tail.end()), f"{one!r} and {two!r} run together", severity=severity)
