"""Sentences run together: "District.Since", "BeijingThe role"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from types import ModuleType

from aligner.detectors.view import Hit, Rule, View
from aligner.languages import en, fr
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
_LONGEST = 40
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
    yield from _joined(text, tables)


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


def _joined(text: str, tables: ModuleType) -> Iterator[Hit]:
    words: Counter[str] = Counter()
    for seam in _SEAM.finditer(text):
        at = seam.start()
        head, tail = _HEAD.search(text, max(0, at - _LONGEST), at), _TAIL.match(text, at)
        if not (head and tail):
            continue
        words = words or Counter(_WORD.findall(text))
        one, two = head[0], tail[0]
        starts = two.lower() in tables.STARTERS
        # A join as frequent as its first half is a name, such as LinkedIn.
        if words[one] >= words[one + two] and (starts or (one.islower() and words[two.lower()])):
            # A name lost in the join can no longer be found.
            severity: Severity = "critical" if one[0].isupper() else "major"
            yield Hit(FUSED, (head.start(), tail.end()), f"{one!r} and {two!r} run together", severity=severity)
