"""The voice of the source country: "in my country" outside quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.detectors.view import Hit, Rule, View
from aligner.messages import message
from aligner.text.quotations import inside, quotations
from aligner.types import Side

VOICE = Rule("style.voice", "major", "Register", "an important highland in my country")
RULES = (VOICE,)
_MY_COUNTRY: dict[Side, re.Pattern[str]] = {
    "en": re.compile(r"\b[Mm]y country\b"),
    "fr": re.compile(r"\b[Mm]on pays\b"),
}
_FIRST_PERSON: dict[Side, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:I|I'm|I’m|me|[Mm]y(?! country))\b"),
    "fr": re.compile(r"\b(?:[Jj]e|moi|[Mm]es|[Mm]a|[Mm]on(?! pays))\b|\b[Jj]['’]"),
}


def detect(view: View) -> Iterator[Hit]:
    """Report "my country" outside quotations, unless the text is in the first person."""
    text = view.document.text
    mentions = list(_MY_COUNTRY[view.side].finditer(text))
    if not mentions:
        return
    quoted = quotations(text)
    if any(not inside(pronoun.start(), quoted) for pronoun in _FIRST_PERSON[view.side].finditer(text)):
        return
    for mention in mentions:
        if not inside(mention.start(), quoted):
            yield Hit(VOICE, mention.span(), message("the country should be named"))
