"""Titles, institutions and their levels that changed: "chairman of Beijing" for its mayor, "public capital"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligner.detectors.view import AlignedPassage, Hit, Rule, View
from aligner.detectors.word_view import Pairing, capitals, named
from aligner.languages.inflection import FUNCTION_WORDS
from aligner.languages.offices import BODIES, HEADS, LEVELS, ROLES, Lookup
from aligner.text.words.tokens import Word
from aligner.types import Severity, Side

CHANGED = Rule("role.changed", "critical", "Mistranslation", "chairman of Beijing ← maire", evidence="version")
LEVEL = Rule("role.level", "critical", "Mistranslation", "public capital ← capitale nationale", evidence="version")
INSTITUTION = Rule(
    "name.institution", "critical", "Mistranslation", "Nankai College ← Université de Nankai", evidence="version"
)
RULES = (CHANGED, LEVEL, INSTITUTION)
LIKE = 0.4  # cosine below which two texts need not tell the same
SEATS = frozenset({"city", "town", "state", "ville", "commune", "état"})  # "city council" says its level
NEAR = 3  # words between a title and its holder


def detect(view: View) -> Iterator[Hit]:
    """Of every match the offices that one version names and the other does not, held against what it names instead."""
    sides: tuple[Side, Side] = (view.side, view.other.side or "en") if view.other else (view.side, view.side)
    for match, words in view.full:
        if match.likeness >= LIKE:
            yield from _roles(view, match, words, sides)
            yield from _heads(view, match, words, sides)
            yield from _levels(view, match, words, sides)


def _changed(words: Pairing, rows: Lookup, sides: tuple[Side, Side]) -> Iterator[tuple[int, int]]:
    """Places here and there of words of rows that the other side does not name; one that may be either is none."""
    here, there = named(words.here, rows, sides[0]), named(words.there, rows, sides[1])
    new = {at for row in here.keys() - there.keys() for at in here[row]}
    lost = {at for row in there.keys() - here.keys() for at in there[row]}
    new -= {at for row in here.keys() & there.keys() for at in here[row]}
    lost -= {at for row in here.keys() & there.keys() for at in there[row]}
    if len(lost) == 1:
        yield from ((at, min(lost)) for at in sorted(new)[:1])
    elif lost:
        for at in sorted(new):
            other = words.links.get(at, -1)
            if other in lost:
                yield at, other


def _roles(view: View, match: AlignedPassage, words: Pairing, sides: tuple[Side, Side]) -> Iterator[Hit]:
    for at, other in _changed(words, ROLES, sides):
        if not (words.there[other].text.islower() or _by_name(words.there, other)):
            continue
        grave = _by_name(words.here, at)
        severity: Severity | None = None if grave else "minor"
        first, last = _phrase(words.here, at, view.side, view.here(match))
        yield Hit(
            CHANGED, _span(match.here[0], words.here, first, last),
            f"the other version says {words.there[other].text!r}",
            there=_span(match.there[0], words.there, other, other), severity=severity,
        )  # fmt: skip


def _heads(view: View, match: AlignedPassage, words: Pairing, sides: tuple[Side, Side]) -> Iterator[Hit]:
    """Heads of names: capitalised here, and of another kind there."""
    for at, other in _changed(words, HEADS, sides):
        first, last = capitals(words.here, at, view.here(match))
        if not words.here[at].text[0].isupper() or first == last:
            continue
        a, b = capitals(words.there, other, view.there(match))
        yield Hit(
            INSTITUTION, _span(match.here[0], words.here, first, last),
            f"the other version says {words.there[other].text!r}", there=_span(match.there[0], words.there, a, b),
        )  # fmt: skip


def _levels(view: View, match: AlignedPassage, words: Pairing, sides: tuple[Side, Side]) -> Iterator[Hit]:
    """A level there that nothing here says, before or after the body that it belongs to."""
    rows = named(words.there, LEVELS, sides[1])
    here = named(words.here, LEVELS, sides[0])
    lost = sorted(at for row in rows.keys() - here.keys() for at in rows[row])
    back = {two: one for one, two in words.links.items()} if lost else {}
    told = set[int]()
    for at in lost:
        heads = [near for near in (at - 1, at + 1) if 0 <= near < len(words.there)]
        heads = [near for near in heads if words.there[near].folded in BODIES[sides[1]]]
        head = back.get(heads[0], -1) if heads else -1
        instead = back.get(at, head - 1)
        if head < 0 or instead not in words.unsaid_here or instead in told or abs(instead - head) > NEAR:
            continue
        if words.here[instead].folded in SEATS:
            continue
        told.add(instead)
        first, last = sorted((instead, head))
        yield Hit(
            LEVEL, _span(match.here[0], words.here, first, last),
            f"the other version says {words.there[at].text!r}",
            there=_span(match.there[0], words.there, *sorted((at, heads[0]))),
        )  # fmt: skip


def _by_name(words: Sequence[Word], at: int) -> bool:
    """Whether a title stands beside the name of a person."""
    near = words[max(0, at - NEAR) : at] + words[at + 1 : at + 1 + NEAR]  # type: ignore[operator]
    return any(word.text[0].isupper() for word in near)


def _phrase(words: Sequence[Word], at: int, side: Side, text: str) -> tuple[int, int]:
    """The words around a title that belong to it: no small words, no names, no marks between."""
    first = last = at
    while first and _belongs(words[first - 1], words[first], side, text):
        first -= 1
    while last + 1 < len(words) and _belongs(words[last + 1], words[last], side, text):
        last += 1
    return first, last


def _belongs(word: Word, beside: Word, side: Side, text: str) -> bool:
    left, right = sorted((word, beside), key=lambda each: each.start)
    return word.text.islower() and word.folded not in FUNCTION_WORDS[side] and text[left.end : right.start] == " "


def _span(base: int, words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    return base + words[first].start, base + words[last].end
