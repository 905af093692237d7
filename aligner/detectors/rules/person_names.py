"""Names that the other version lacks or spells differently: "Nigatthaya Camp", Cooke → Cook."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rapidfuzz import fuzz, process

from aligner.detectors.view import MIN_BEAD_COSINE, Hit, Rule, View
from aligner.detectors.word_view import ARTICLES
from aligner.text.entities.names import Name, find_names, fold_name
from aligner.text.words.lexicon import load_lexicon
from aligner.types import Severity, Side, Span

HALLUCINATED = Rule("name.hallucinated", "critical", "Hallucination", "Nigatthaya Camp", evidence="version")
ALTERED = Rule("name.altered", "major", "Spelling", "Alistair Cook ← Alistair Cooke", evidence="version")
RULES = (ALTERED, HALLUCINATED)
MIN_LETTERS = 5  # letters of a name that is searched for
MIN_SIMILAR_RATIO = 75  # rapidfuzz ratio from which two spellings may be of one name
MIN_KNOWN_RATIO = 60  # ratio below which a spelling of the other version cannot be of the name
_LETTER_RUN = re.compile(r"[^\W_]+")


def detect(view: View) -> Iterator[Hit]:
    """Report words of names that the other version does not contain and that cannot be translated."""
    if view.theirs is None:
        return
    known, own = view.theirs.spellings, view.own.spellings
    for name in view.own.names:
        match = view.match_at(name.start)
        if match is None or match.cosine < MIN_BEAD_COSINE or not view.there(match):
            continue
        words = [word for word in _LETTER_RUN.finditer(name.text) if len(word[0]) >= MIN_LETTERS]
        unknown = [word for word in words if fold_name(word[0]) not in known]
        if unknown and _is_shortened(name, view.there(match), view.sides[1]):
            continue
        for word in unknown:
            span = name.start + word.start(), name.start + word.end()
            yield from _unknown(view, span, known, own, matched=len(words) > len(unknown))


def _is_shortened(name: Name, there: str, side: Side) -> bool:
    """Return whether a text has a part of a name and nothing else as a name: the Dow, « le Dow Jones »."""
    words = set(name.folded.split())
    return any(own and own < words for own in ({*other.folded.split()} - ARTICLES for other in find_names(there, side)))


def _unknown(
    view: View, span: Span, known: Mapping[str, None], own: Mapping[str, None], *, matched: bool
) -> Iterator[Hit]:
    """Report a word of a name that the other version lacks.

    Parameters
    ----------
    known, own : mappings with the spellings of the other version and of the document
    matched : the other version has another word of the name
    """
    text = view.document.text[slice(*span)]
    if any(char.isdigit() for char in text) or not text[1:].islower():
        return
    if load_lexicon().entry_id(text.lower(), view.side) >= 0:
        return
    best = process.extractOne(fold_name(text), known.keys(), scorer=fuzz.ratio, score_cutoff=MIN_KNOWN_RATIO)
    if best is None:
        yield Hit(HALLUCINATED, span, "the other version does not have this name")
    elif best[1] >= MIN_SIMILAR_RATIO and matched and best[0] not in own and len(text) > MIN_LETTERS:
        severity: Severity | None = "minor" if view.across else None
        yield Hit(ALTERED, span, f"the other version spells {best[0]!r}", severity=severity)
