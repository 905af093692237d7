"""Compounds that lost their hyphens: "BeijingTianjinHebei" for Beijing-Tianjin-Hebei."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.detectors.view import Hit, Rule, View
from aligner.messages import message

GLUED = Rule("spelling.glued", "minor", "Spelling", "BeijingTianjinHebei")
RULES = (GLUED,)
_GLUED = re.compile(r"(?<![\w@/.#-])(?:[A-ZÀ-Þ][a-zà-ÿ]{2,}){2,5}(?![\w@/])")
_PART = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]+")


def detect(view: View) -> Iterator[Hit]:
    """Report joined parts that the same text or the other version separates by hyphens or spaces."""
    text = view.document.text
    for compound in _GLUED.finditer(text):
        parts = _PART.findall(compound[0])
        if len(parts) < 2:
            continue
        separated = re.compile(r"[\s-]{1,2}".join(map(re.escape, parts)) + r"(?!\w)")
        proof = separated.search(text) or (view.other and separated.search(view.other.text))
        if proof or (len(parts) > 2 and all(re.search(rf"\b{part}\b", text) for part in parts)):
            fix = proof[0] if proof else "-".join(parts)
            yield Hit(GLUED, compound.span(), message("“{words}” written as one word", words=fix), fix=fix)
