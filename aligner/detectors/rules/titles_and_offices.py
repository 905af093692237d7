"""Changed names of institutions, and levels that other words replaced: "Nankai College", "public capital"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from aligner.detectors.phrasing import changed_hit
from aligner.detectors.view import MIN_BEAD_COSINE, AlignedPassage, Hit, Rule, View
from aligner.detectors.word_view import IndicesByRow, WordFilter, capitalised_run, rows_named, selected
from aligner.languages.offices import BODIES, HEADS, LEVELS, RowsByWord
from aligner.text.words.segment_words import SegmentWords
from aligner.text.words.tokens import Word
from aligner.types import Side, Span

LEVEL = Rule("role.level", "critical", "Mistranslation", "public capital ← capitale nationale", evidence="version")
INSTITUTION = Rule(
    "name.institution", "critical", "Mistranslation", "Nankai College ← Université de Nankai", evidence="version"
)
RULES = (LEVEL, INSTITUTION)
SEATS = frozenset({"city", "town", "state", "ville", "commune", "état"})  # "city council" names its level
MAX_WORDS_BETWEEN = 3  # words between a level and its body
_HEADS, _LEVELS = (WordFilter.of(rows) for rows in (HEADS, LEVELS))


def detect(view: View) -> Iterator[Hit]:
    """Report institutions and levels that only one version names, with what replaced them."""
    if view.other is None:
        return
    heads, levels = (filter_.matches(view) for filter_ in (_HEADS, _LEVELS))
    for _, match, words in selected(view, (heads[0] & heads[1]) | levels[1]):
        if match.cosine >= MIN_BEAD_COSINE:
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
    for index in sorted(new) if lost else ():
        other = words.links.get(index, -1)
        if other in lost:
            yield index, other


def _indices(named: IndicesByRow, rows: Set[int]) -> set[int]:
    return {index for row in rows for index in named[row]}


def _changed_institutions(view: View, match: AlignedPassage, words: SegmentWords) -> Iterator[Hit]:
    """Report capitalised names whose head, such as "College", is of another kind in the other version."""
    for index, other in _changed(words, HEADS, view.sides):
        first, last = capitalised_run(words.here, index, view.here(match))
        if not words.here[index].text[0].isupper() or first == last:
            continue
        run = capitalised_run(words.there, other, view.there(match))
        spans = _span(match.here[0], words.here, first, last), _span(match.there[0], words.there, *run)
        yield changed_hit(view, INSTITUTION, spans)


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
        instead = back.get(index, -1)
        if min(body, instead) < 0 or abs(instead - body) > MAX_WORDS_BETWEEN:
            continue
        if instead not in words.uncovered_here or instead in reported or words.here[instead].folded in SEATS:
            continue
        reported.add(instead)
        first, last = sorted((instead, body))
        proof = _span(match.there[0], words.there, *sorted((index, bodies[0])))
        yield changed_hit(view, LEVEL, (_span(match.here[0], words.here, first, last), proof))


def _span(base: int, words: Sequence[Word], first: int, last: int) -> Span:
    return base + words[first].start, base + words[last].end
