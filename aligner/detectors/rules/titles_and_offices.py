"""Changed titles, institutions and levels: "chairman of Beijing" for its mayor, "public capital"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from aligner.detectors.view import MIN_BEAD_COSINE, AlignedPassage, Hit, Rule, View
from aligner.detectors.word_view import IndicesByRow, WordFilter, capitalised_run, rows_named, selected
from aligner.languages.inflection import FUNCTION_WORDS
from aligner.languages.offices import BODIES, HEADS, LEVELS, ROLES, RowsByWord
from aligner.text.words.segment_words import SegmentWords
from aligner.text.words.tokens import Word
from aligner.types import Severity, Side, Span

CHANGED = Rule("role.changed", "critical", "Mistranslation", "chairman of Beijing ← maire", evidence="version")
LEVEL = Rule("role.level", "critical", "Mistranslation", "public capital ← capitale nationale", evidence="version")
INSTITUTION = Rule(
    "name.institution", "critical", "Mistranslation", "Nankai College ← Université de Nankai", evidence="version"
)
RULES = (CHANGED, LEVEL, INSTITUTION)
SEATS = frozenset({"city", "town", "state", "ville", "commune", "état"})  # "city council" names its level
MAX_WORDS_BETWEEN = 3  # words between a title and its holder
_ROLES, _HEADS, _LEVELS = (WordFilter.of(rows) for rows in (ROLES, HEADS, LEVELS))


def detect(view: View) -> Iterator[Hit]:
    """Report titles, institutions and levels that only one version names, with those that replaced them."""
    if view.other is None:
        return
    roles, heads, levels = (filter_.matches(view) for filter_ in (_ROLES, _HEADS, _LEVELS))
    for _, match, words in selected(view, (roles[0] & roles[1]) | (heads[0] & heads[1]) | levels[1]):
        if match.cosine >= MIN_BEAD_COSINE:
            yield from _changed_titles(view, match, words)
            yield from _changed_institutions(view, match, words)
            yield from _changed_levels(view, match, words)


def _changed(words: SegmentWords, rows: RowsByWord, sides: tuple[Side, Side]) -> Iterator[tuple[int, int]]:
    """Yield the indices of a word here and of one there that replaced each other.

    Both are of rows that the other side does not name; a word that is also of a common row is left out.
    """
    here, there = rows_named(words.folded, rows, sides[0]), rows_named(words.mirrored.folded, rows, sides[1])
    common = here.keys() & there.keys()
    new = _indices(here, here.keys() - common) - _indices(here, common)
    lost = _indices(there, there.keys() - common) - _indices(there, common)
    if len(lost) == 1:
        yield from ((index, min(lost)) for index in sorted(new)[:1])
    elif lost:
        for index in sorted(new):
            other = words.links.get(index, -1)
            if other in lost:
                yield index, other


def _indices(named: IndicesByRow, rows: Set[int]) -> set[int]:
    return {index for row in rows for index in named[row]}


def _changed_titles(view: View, match: AlignedPassage, words: SegmentWords) -> Iterator[Hit]:
    for index, other in _changed(words, ROLES, view.sides):
        if not (words.there[other].text.islower() or _is_near_name(words.there, other)):
            continue
        severity: Severity | None = None if _is_near_name(words.here, index) else "minor"
        first, last = _title_phrase(words.here, index, view.side, view.here(match))
        yield Hit(
            CHANGED, _span(match.here[0], words.here, first, last),
            f"the other version has {words.there[other].text!r}",
            proof=_span(match.there[0], words.there, other, other), severity=severity,
        )  # fmt: skip


def _changed_institutions(view: View, match: AlignedPassage, words: SegmentWords) -> Iterator[Hit]:
    """Report capitalised names whose head, such as "College", is of another kind in the other version."""
    for index, other in _changed(words, HEADS, view.sides):
        first, last = capitalised_run(words.here, index, view.here(match))
        if not words.here[index].text[0].isupper() or first == last:
            continue
        run = capitalised_run(words.there, other, view.there(match))
        yield Hit(
            INSTITUTION, _span(match.here[0], words.here, first, last),
            f"the other version has {words.there[other].text!r}", proof=_span(match.there[0], words.there, *run),
        )  # fmt: skip


def _changed_levels(view: View, match: AlignedPassage, words: SegmentWords) -> Iterator[Hit]:
    """Report words that replaced the level of a body, before or after it: "public capital" for the national one."""
    there = rows_named(words.mirrored.folded, LEVELS, view.sides[1])
    here = rows_named(words.folded, LEVELS, view.sides[0])
    lost = sorted(index for row in there.keys() - here.keys() for index in there[row])
    back = {two: one for one, two in words.links.items()} if lost else {}
    reported = set[int]()
    for index in lost:
        bodies = [near for near in (index - 1, index + 1) if 0 <= near < len(words.there)]
        bodies = [near for near in bodies if words.there[near].folded in BODIES[view.sides[1]]]
        body = back.get(bodies[0], -1) if bodies else -1
        instead = back.get(index, body - 1)
        if body < 0 or abs(instead - body) > MAX_WORDS_BETWEEN:
            continue
        if instead not in words.uncovered_here or instead in reported or words.here[instead].folded in SEATS:
            continue
        reported.add(instead)
        first, last = sorted((instead, body))
        yield Hit(
            LEVEL, _span(match.here[0], words.here, first, last),
            f"the other version has {words.there[index].text!r}",
            proof=_span(match.there[0], words.there, *sorted((index, bodies[0]))),
        )  # fmt: skip


def _is_near_name(words: Sequence[Word], index: int) -> bool:
    """Return whether there is a capitalised word near a title, as a name of a person."""
    near = [*words[max(0, index - MAX_WORDS_BETWEEN) : index], *words[index + 1 : index + 1 + MAX_WORDS_BETWEEN]]
    return any(word.text[0].isupper() for word in near)


def _title_phrase(words: Sequence[Word], index: int, side: Side, text: str) -> Span:
    """Return the first and last word of a title: no function words, no names, only spaces between."""
    first = last = index
    while first and _belongs(words[first - 1], words[first], side, text):
        first -= 1
    while last + 1 < len(words) and _belongs(words[last + 1], words[last], side, text):
        last += 1
    return first, last


def _belongs(word: Word, neighbour: Word, side: Side, text: str) -> bool:
    """Return whether a word continues a title that ends or begins with its neighbour."""
    left, right = sorted((word, neighbour), key=lambda word: word.start)
    return word.text.islower() and word.folded not in FUNCTION_WORDS[side] and text[left.end : right.start] == " "


def _span(base: int, words: Sequence[Word], first: int, last: int) -> Span:
    return base + words[first].start, base + words[last].end
