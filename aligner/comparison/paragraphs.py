"""Compare the paragraphs of two versions of a story: dropped, added and moved ones, whatever was edited in them."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from aligner.comparison.passage import Change
from aligner.text.story_parts import StoryParts
from aligner.types import Span

PassageSpans = tuple[Span, Span]
WHOLE_CODES = ("paragraph.added", "paragraph.dropped")  # of paragraphs that only one version has


class ComparedParagraphs(NamedTuple):
    """What two versions have of each other's paragraphs.

    changes : the paragraphs that were dropped, added or moved
    alone : the passages of other paragraphs that only one version has, each of one paragraph
    """

    changes: list[Change]
    alone: list[PassageSpans]


class _Places:
    """The paragraphs of a text: of each, its offsets, and how much of it has a counterpart."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans, self._starts = spans, [start for start, _ in spans]
        self.matched = [0] * len(spans)

    def touched(self, span: Span) -> Iterator[tuple[int, Span]]:
        """Yield the numbers of the paragraphs that a range touches, with the part of the range in each."""
        first = max(0, bisect_right(self._starts, span[0]) - 1)
        for number in range(first, len(self.spans)):
            start, end = max(span[0], self.spans[number][0]), min(span[1], self.spans[number][1])
            if self.spans[number][0] >= span[1]:
                return
            if start < end:
                yield number, (start, end)


def compare_paragraphs(
    parts: tuple[StoryParts, StoryParts],
    passages: Sequence[PassageSpans],
    kept: tuple[Collection[Span], Collection[Span]] = ((), ()),
) -> ComparedParagraphs:
    """Compare the paragraphs of two versions, here and there.

    Parameters
    ----------
    passages : offsets of sentences that belong together; one of a pair is empty where a text lacks sentences
    kept : the passages without a counterpart whose content the other text has elsewhere
    """
    places = _Places(parts[0].paragraphs), _Places(parts[1].paragraphs)
    shared = _shared(places, passages)
    whole, alone = dict[tuple[int, Span], Change](), list[PassageSpans]()
    for spans in passages:
        own = int(spans[0][0] == spans[0][1])
        if is_full(spans) or spans[own] in kept[own]:
            continue
        if spans[own][1] <= parts[own].lead[0] and not any(line.span[0] == spans[own][0] for line in parts[own].lines):
            alone.append(spans)  # a headline
        for number, part in places[own].touched(spans[own]):
            if places[own].matched[number]:
                alone.append(_on_side(own, part, spans[1 - own]))
            else:
                paragraph = places[own].spans[number]
                whole.setdefault((own, paragraph), Change(WHOLE_CODES[own], *_on_side(own, paragraph, spans[1 - own])))
    return ComparedParagraphs([*_moved(*places, shared), *whole.values()], alone)


def is_full(spans: PassageSpans) -> bool:
    """Return whether a passage has words on both sides."""
    return spans[0][0] < spans[0][1] and spans[1][0] < spans[1][1]


def _on_side(own: int, span: Span, place: Span) -> PassageSpans:
    return (place, span) if own else (span, place)


def _shared(places: tuple[_Places, _Places], passages: Sequence[PassageSpans]) -> Counter[tuple[int, int]]:
    """Return how many characters each two paragraphs share, and mark in both texts what has a counterpart."""
    shared = Counter[tuple[int, int]]()
    for spans in passages:
        if is_full(spans):
            ours, theirs = ([*own.touched(span)] for own, span in zip(places, spans, strict=True))
            for own, pieces in zip(places, (ours, theirs), strict=True):
                for number, (start, end) in pieces:
                    own.matched[number] += end - start
            for one, part in ours:
                for two, piece in theirs:
                    shared[one, two] += min(part[1] - part[0], piece[1] - piece[0])
    return shared


def _moved(here: _Places, there: _Places, shared: Counter[tuple[int, int]]) -> Iterator[Change]:
    """Yield the paragraphs that are not in the longest sequence of paragraphs that keep their order."""
    best: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for (one, two), size in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if size:
            best[0].setdefault(one, two)
            best[1].setdefault(two, one)
    pairs = sorted((one, two) for one, two in best[0].items() if best[1][two] == one)
    kept = {*_heaviest_rising([two for _, two in pairs], [shared[pair] for pair in pairs])}
    for at, (one, two) in enumerate(pairs):
        if at not in kept:
            yield Change("paragraph.moved", here.spans[one], there.spans[two], note="moved")


def _heaviest_rising(values: Sequence[int], weights: Sequence[int]) -> list[int]:
    """Return the indices of the rising subsequence with the most items, of these that with the greatest weight."""
    ranks = {value: rank for rank, value in enumerate(sorted({*values}), 1)}
    # A Fenwick tree of the best end so far up to each rank: its number of items, its weight, and its index negated.
    ends, before = [(0, 0, 0)] * (len(ranks) + 1), list[int]()
    last = (0, 0, 0)
    for at, value in enumerate(values):
        rank, longest = ranks[value] - 1, (0, 0, 0)
        while rank:
            longest = max(longest, ends[rank])
            rank &= rank - 1
        before.append(-longest[2] if longest[0] else -1)
        end = longest[0] + 1, longest[1] + weights[at], -at
        last, rank = max(last, end), ranks[value]
        while rank < len(ends):
            ends[rank] = max(ends[rank], end)
            rank += rank & -rank
    chain, at = list[int](), -last[2] if last[0] else -1
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]
