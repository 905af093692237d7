"""Compounds that lost their hyphens: "BeijingTianjinHebei" for Beijing-Tianjin-Hebei."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.detectors.view import Hit, Rule, View

GLUED = Rule("spelling.glued", "minor", "Spelling", "BeijingTianjinHebei")
RULES = (GLUED,)
_GLUED = re.compile(r"(?<![\w@/.#-])(?:[A-ZÀ-Þ][a-zà-ÿ]{2,}){2,5}(?![\w@/])")
_PART = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]+")


def detect(view: View) -> Iterator[Hit]:
    """Joined capitals whose parts stand joined by hyphens or blanks in the same text, or in the other version."""
    text = view.document.text
    joins = [found for found in _GLUED.finditer(text) if len(_PART.findall(found[0])) > 1]
    for found in joins:
        parts = _PART.findall(found[0])
        whole = re.compile(r"[\s-]{1,2}".join(map(re.escape, parts)) + r"(?!\w)")
        proof = whole.search(text) or (view.other and whole.search(view.other.text))
        if proof or (len(parts) > 2 and all(re.search(rf"\b{part}\b", text) for part in parts)):
            fix = proof[0] if proof else "-".join(parts)
            yield Hit(GLUED, found.span(), f"{fix!r} is meant", fix=fix)
