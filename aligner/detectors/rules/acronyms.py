"""Abbreviations whose full form the reader is never given: "ZGC"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.detectors.view import Hit, Rule, View
from aligner.text.entities.names import names

ACRONYM = Rule("term.acronym", "minor", "Terminology", "ZGC ← Zhongguancun")
RULES = (ACRONYM,)
_ACRONYM = re.compile(r"(?<![\w.&-])[A-Z]{3,5}(?![\w.&-])")
LONGEST = 40  # letters of one
MOST = 40  # names that are looked through


def detect(view: View) -> Iterator[Hit]:
    """An abbreviation that no bracket explains, beside a name, here or in the other version, that it may stand for."""
    text = view.document.text
    found = {each[0]: each for each in reversed(list(_ACRONYM.finditer(text)))}
    found = {short: each for short, each in found.items() if f"({short})" not in text and f"{short} (" not in text}
    if not found or text.upper() == text:
        return
    known = dict.fromkeys(name.text for name in names(text, view.side)[: 10 * MOST])
    if view.other:
        known |= dict.fromkeys(name.text for name in names(view.other.text, view.other.side or "en")[: 10 * MOST])
    for short, each in found.items():
        whole = next((name for name in known if _stands_for(short, name)), "")
        if whole:
            yield Hit(ACRONYM, each.span(), f"never explained: {whole}?", fix=f"{whole} ({short})")


def _stands_for(short: str, name: str) -> bool:
    """Whether the letters are the syllables of one long word: its first, and others after a vowel."""
    if " " in name or len(name) > LONGEST or len(name) < 3 * len(short) or name[0] != short[0] or name.isupper():
        return False
    return (
        re.fullmatch(short[0] + "".join(rf"\w*?[aeiouyng]{each.lower()}" for each in short[1:]) + r"\w*", name)
        is not None
    )
