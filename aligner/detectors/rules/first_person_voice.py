"""The voice of the source country: "in my country" outside quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.detectors.quotations import inside, quotations
from aligner.detectors.view import Hit, Rule, View
from aligner.types import Side

VOICE = Rule("style.voice", "major", "Register", "an important highland in my country")
RULES = (VOICE,)
_COUNTRY: dict[Side, re.Pattern[str]] = {
    "en": re.compile(r"\b[Mm]y country\b"),
    "fr": re.compile(r"\b[Mm]on pays\b"),
}
_FIRST: dict[Side, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:I|I'm|I’m|me|[Mm]y(?! country))\b"),
    "fr": re.compile(r"\b(?:[Jj]e|moi|[Mm]es|[Mm]a|[Mm]on(?! pays))\b|\b[Jj]['’]"),
}


def detect(view: View) -> Iterator[Hit]:
    """A reporter has no country of his own; whoever says "I" may."""
    text = view.document.text
    found = list(_COUNTRY[view.side].finditer(text))
    if not found:
        return
    quoted = quotations(text)
    if any(not inside(each.start(), quoted) for each in _FIRST[view.side].finditer(text)):
        return
    for each in found:
        if not inside(each.start(), quoted):
            yield Hit(VOICE, each.span(), "whose country? name it")
