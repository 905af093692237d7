"""Names that no other version has, or has in another spelling: "Nigatthaya Camp", Cooke → Cook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import fuzz, process

from aligner.detectors.view import Hit, Rule, View
from aligner.text.entities.names import fold_name, names
from aligner.text.words.lexicon import load_lexicon

HALLUCINATED = Rule("name.hallucinated", "critical", "Hallucination", "Nigatthaya Camp", evidence="version")
ALTERED = Rule("name.altered", "major", "Spelling", "Alistair Cook ← Alistair Cooke", evidence="version")
RULES = (ALTERED, HALLUCINATED)
LIKE = 0.4  # cosine below which two texts need not tell the same
LONG = 5  # letters of a name that says something
NEAR, FAR = 75, 60  # rapidfuzz ratios: from the first two spellings may be one name's, below the second they are not
_WORD = re.compile(r"[^\W_]+")


def detect(view: View) -> Iterator[Hit]:
    """Words of names that stand nowhere in the other version, nor could be translated."""
    if view.other is None:
        return
    known = _words(view.other.text)
    own = _words(view.document.text)
    for name in names(view.document.text, view.side):
        match = next((each for each in view.matches if each.here[0] <= name.start < each.here[1]), None)
        if match is None or match.likeness < LIKE or not view.there(match):
            continue
        words = [word for word in _WORD.finditer(name.text) if len(word[0]) >= LONG]
        odd = [word for word in words if fold_name(word[0]) not in known]
        for word in odd:
            yield from _odd(
                view, (name.start + word.start(), name.start + word.end()), known, own, len(words) - len(odd)
            )


def _odd(view: View, span: tuple[int, int], known: frozenset[str], own: frozenset[str], rest: int) -> Iterator[Hit]:
    text = view.document.text[slice(*span)]
    best = process.extractOne(fold_name(text), known, scorer=fuzz.ratio)
    alike, spelling = (best[1], best[0]) if best else (0.0, "")
    if any(c.isdigit() for c in text) or not text[1:].islower():
        return
    lexicon = load_lexicon()
    if lexicon.number(text.lower(), view.side) >= 0:
        return
    if alike >= NEAR and rest and spelling not in own and len(text) > LONG:
        yield Hit(ALTERED, span, f"the other version spells {spelling!r}", severity="minor" if view.across else None)
    elif alike < FAR:
        yield Hit(HALLUCINATED, span, "no other version has this name")


@lru_cache(maxsize=8)
def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(fold_name(text)) if len(word) > 2)
