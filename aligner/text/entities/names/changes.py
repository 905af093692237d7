"""Find the names that one of two aligned passages exchanged for others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from aligner.text.entities.names.counterparts import (
    abbreviated,
    acronym_forms,
    counterparts,
    is_known_acronym,
    may_differ,
)
from aligner.text.entities.names.proper_words import is_common, is_proper, is_title
from aligner.text.entities.names.words import NamePassage, read_passage
from aligner.types import Side, Span

MAX_GAP = 0.15  # share of the passages between a name and the one that replaced it, where several are candidates

MAX_DOUBTFUL_GAP = 0.25  # the same of the only candidates, where one of them may be missing for another reason
CACHED_PAIRS = 4096  # pairs of passages: a document is examined from both of its sides
_Passages = tuple[NamePassage, NamePassage]


class NameChange(NamedTuple):
    """A name, or a word of one, that the second text has another one for.

    Attributes
    ----------
    words : spans of the exchanged words in each text
    names : spans of the whole names in each text
    """

    words: tuple[Span, Span]
    names: tuple[Span, Span]

    @property
    def mirrored(self) -> NameChange:
        """The change as seen from the other text."""
        return NameChange(self.words[::-1], self.names[::-1])


class _Part(NamedTuple):
    """The words of a name that the other text lacks.

    Attributes
    ----------
    words : indices of these words
    name : indices of all words of the name
    anchors : indices of the counterparts of its other words
    kept : whether one of these is surely the same name elsewhere
    repeated : whether the other text has these words, less often
    common : whether they may all be common nouns
    """

    words: Sequence[int]
    name: range
    anchors: frozenset[int]
    kept: bool
    repeated: bool
    common: bool

    @property
    def doubtful(self) -> bool:
        """Whether the name may be missing for another reason than that it was exchanged."""
        return self.repeated or self.common


def find_name_changes(texts: tuple[str, str], sides: tuple[Side, Side]) -> list[NameChange]:
    """Find names without a counterpart in the other text, each with such a name of the other text.

    A name that only one text has is no change, because translators explain, shorten and replace names by pronouns.
    """
    if sides[0] > sides[1]:
        return [change.mirrored for change in _changes(texts[1], texts[0], sides[1], sides[0])]
    return [*_changes(*texts, *sides)]


@lru_cache(CACHED_PAIRS)
def _changes(one: str, two: str, *sides: Side) -> tuple[NameChange, ...]:
    passages = read_passage(one, sides[0]), read_passage(two, sides[1])
    if not may_differ(*passages):
        return ()
    lost = _missing(*passages)
    new = _missing(*passages[::-1]) if lost else []
    return tuple(_change(passages, left, right) for left, right in _exchanged(passages, lost, new))


def _change(passages: _Passages, left: _Part, right: _Part) -> NameChange:
    """Return the exchange of two parts, with the words around them that both names have in common."""
    one, two = passages
    wide = one.whole(left.name, right.anchors), two.whole(right.name, left.anchors)
    wide = (
        one.whole(wide[0], _all_counterparts(two, wide[1], one)),
        two.whole(wide[1], _all_counterparts(one, wide[0], two)),
    )
    names = (
        _shrunk(wide[0], left.name, _all_counterparts(two, wide[1], one)),
        _shrunk(wide[1], right.name, _all_counterparts(one, wide[0], two)),
    )
    return NameChange((one.span(left.words), two.span(right.words)), (one.span(names[0]), two.span(names[1])))


def _shrunk(wide: range, name: range, shared: set[int]) -> range:
    """Return the shortest part of a range with a name and the shared words."""
    kept = shared.intersection(wide).union(name)
    return range(min(kept), max(kept) + 1)


def _all_counterparts(own: NamePassage, name: range, other: NamePassage) -> set[int]:
    return {place for index in name for place in counterparts(own, index, other)}


def _missing(own: NamePassage, other: NamePassage) -> list[_Part]:
    """Return the parts of names that the other text lacks, or has less often."""
    named = {index for name in own.name_words for index in name}
    candidates = {index: counterparts(own, index, other) for index in named | {*own.demonyms}}
    matched = _matched(candidates, own, other)
    if len(matched) == len(candidates):
        return []
    explained = {index for acronym in other.acronyms for index in abbreviated(own, acronym_forms(other, acronym))}
    parts = []
    for name in own.name_words:
        missing = [
            index for index in name if index not in matched and index not in explained and _may_lack(own, index, other)
        ]
        if missing:
            gone = [index for index in missing if not candidates[index]]
            anchors = {index: matched[index] for index in name if index in matched}
            kept = any(other.is_name(place) and not _is_common(own, index) for index, place in anchors.items())
            common = all(_is_common(own, index) for index in missing)
            parts.append(_Part(gone or missing, name, frozenset(anchors.values()), kept, not gone, common))
    return parts


def _may_lack(own: NamePassage, index: int, other: NamePassage) -> bool:
    """Return whether a word without a counterpart is missing: a country if the other text lacks its people, too."""
    if index in own.regions:
        return own.regions[index].isdisjoint(other.region_values)
    return is_proper(own.words[index], own.side)


def _is_common(own: NamePassage, index: int) -> bool:
    """Return whether a word is a common noun or a country, which other rules compare."""
    return index in own.regions or is_common(own.words[index].folded, own.side)


def _matched(candidates: Mapping[int, Sequence[int]], own: NamePassage, other: NamePassage) -> dict[int, int]:
    """Match each word with one of its counterparts that no other word is matched with, the nearest first."""
    pairs = sorted(
        (own.gap(index, other, place), index, place) for index, places in candidates.items() for place in places
    )
    matched: dict[int, int] = {}
    taken = set[int]()
    for _, index, place in pairs:
        if index not in matched and place not in taken:
            matched[index] = place
            taken.add(place)
    return matched


def _exchanged(passages: _Passages, lost: Sequence[_Part], new: Sequence[_Part]) -> Iterator[tuple[_Part, _Part]]:
    """Yield the parts that replaced each other: first those of names that are otherwise the same, then whole names."""
    left, right = list(lost), list(new)
    for part in lost:
        other = next((other for other in right if _share_words(passages, part, other)), None)
        if other is not None and _may_replace(passages, part, other):
            yield part, other
            left.remove(part)
            right.remove(other)
    one, two = passages
    left, right = ([part for part in parts if _is_whole(own, part)] for own, parts in ((one, left), (two, right)))
    unique = len(left) == len(right) == 1
    gaps = sorted(
        (part.repeated + other.repeated, one.gap(part.words[0], two, other.words[0]), i, j)
        for i, part in enumerate(left)
        for j, other in enumerate(right)
        if _may_replace(passages, part, other)
    )
    used: tuple[set[int], set[int]] = set(), set()
    for _, gap, i, j in gaps:
        doubtful = left[i].doubtful or right[j].doubtful
        if i in used[0] or j in used[1] or (doubtful and not unique):
            continue
        if gap > (MAX_DOUBTFUL_GAP if doubtful else 1 if unique else MAX_GAP):
            continue
        yield left[i], right[j]
        used[0].add(i)
        used[1].add(j)


def _is_whole(own: NamePassage, part: _Part) -> bool:
    """Return whether no other word of a name is elsewhere, and the name is no title, which may be left out or added."""
    return not part.kept and not any(is_title(own.words[index].folded, own.side) for index in part.words)


def _may_replace(passages: _Passages, part: _Part, other: _Part) -> bool:
    """Return whether one of two parts is surely missing, and acronyms among them are known ones."""
    if part.doubtful and other.doubtful and (part.repeated or other.repeated or not (part.kept and other.kept)):
        return False
    common = part.common or other.common  # « le Fonds » for the IMF
    return all(
        not own.is_acronym(index) or (is_known_acronym(own, index) and not common)
        for own, words in zip(passages, (part.words, other.words), strict=True)
        for index in words
    )


def _share_words(passages: _Passages, part: _Part, other: _Part) -> bool:
    """Return whether another word of a name has its counterpart in or next to the other name."""
    one, two = (own.around(name) for own, name in zip(passages, (part.name, other.name), strict=True))
    return any(place in two for place in part.anchors) or any(place in one for place in other.anchors)
