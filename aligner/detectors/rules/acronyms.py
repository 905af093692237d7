"""Abbreviations whose full form is never given: "ZGC"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.detectors.view import Hit, Rule, View
from aligner.messages import message

ACRONYM = Rule("term.acronym", "minor", "Terminology", "ZGC ← Zhongguancun", scope="document")
RULES = (ACRONYM,)
_ACRONYM = re.compile(r"(?<![\w.&-])[A-Z]{3,5}(?![\w.&-])")
_BRACKETED = re.compile(r"\(([A-Z]{3,5})\)")
_BEFORE_BRACKET = re.compile(r"([A-Z]{3,}) \(")
MAX_NAME_CHARS = 40  # characters of a name that may be abbreviated
MAX_NAMES = 400  # names of a version that are considered


def detect(view: View) -> Iterator[Hit]:
    """Report abbreviations that are not explained in brackets, if a name of either version may be their full form."""
    text = view.document.text
    acronyms = {acronym[0]: acronym for acronym in reversed(list(_ACRONYM.finditer(text)))}
    explained = {*_BRACKETED.findall(text)}
    for letters in _BEFORE_BRACKET.findall(text):
        explained.update(letters[-size:] for size in (3, 4, 5))
    acronyms = {short: acronym for short, acronym in acronyms.items() if short not in explained}
    if not acronyms or text.upper() == text:
        return
    names = dict.fromkeys(name.text for name in view.own.names[:MAX_NAMES])
    if view.theirs:
        names |= dict.fromkeys(name.text for name in view.theirs.names[:MAX_NAMES])
    candidates = [name for name in names if _may_be_shortened(name)]
    for short, acronym in acronyms.items():
        whole = next((name for name in candidates if _may_abbreviate(short, name)), "")
        if whole:
            yield Hit(
                ACRONYM,
                acronym.span(),
                message("abbreviation without explanation: {name}?", name=whole),
                fix=f"{whole} ({short})",
            )


def _may_be_shortened(name: str) -> bool:
    """Return whether a name is one word, not too long and not in capitals."""
    return " " not in name and len(name) <= MAX_NAME_CHARS and not name.isupper()


def _may_abbreviate(short: str, name: str) -> bool:
    """Return whether the letters begin syllables of a word: its first letter, and others after a vowel."""
    if name[0] != short[0] or len(name) < 3 * len(short):
        return False
    syllables = "".join(rf"\w*?[aeiouyng]{letter.lower()}" for letter in short[1:])
    return re.fullmatch(rf"{short[0]}{syllables}\w*", name) is not None
