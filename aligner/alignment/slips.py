"""Find which lines of a corpus that slipped out of step belong together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.slip_evidence import BEST_PAIR, WORST_PAIR, pair_odds
from aligner.alignment.slip_lines import Column, Lines, read_lines
from aligner.alignment.slip_track import follow
from aligner.types import Floats, Ints

ALONE = -1  # partner of a line that has none
MAX_CANDIDATES = 8192  # without a likely partner, near where a line is expected, among which it is looked for
MIN_MOVED_COSINE = 0.3  # of a line and the one that it is looked for; only then are the lines around them compared
MOVED_COST = 10.0  # log-odds that the lines moved together need
PART_LINES, MAX_LOOSE_SHARE = 256, 0.6  # of lines without a likely partner, above which none of a part is looked for
COMPARED_LINES = 1024  # compared at a time with those that may have moved
AROUND_LINES = 16  # before and after a line, its rivals
MIN_BLOCK_LINES = 3  # moved together, that show that the pairs which they break up are wrong
COPY_COSINE = 0.95  # of two lines of a side from which one is a copy of the other
JOINED_GAIN = 3.0  # log-odds that a line must gain by being joined to the one before or after it


_Link = tuple[int, int, float]  # an English line, a French one and the log-odds of the pair


@dataclass(slots=True)
class Partners:
    """The lines that belong together.

    Attributes
    ----------
    fr : (n,) int array
        The French line of each English one, `ALONE` for none.
    odds : (n,) float32
        Log-odds of each pair; those of lines that stayed together can be low.
    en_parts, fr_parts : dict
        Further lines of a pair, which were split off, by its English line; they come directly before or after.
    """

    fr: Ints
    odds: Floats
    en_parts: dict[int, list[int]] = field(default_factory=dict)
    fr_parts: dict[int, list[int]] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)

    def en(self, size: int) -> Ints:
        """Return the English line of each of `size` French ones, `ALONE` for none; parts have that of their pair."""
        english: Ints = np.full(size, ALONE, np.int64)
        paired = np.flatnonzero(self.fr >= 0)
        english[self.fr[paired]] = paired
        for line, parts in self.fr_parts.items():
            english[parts] = line
        return english

    def lines(self, pair: int) -> tuple[list[int], list[int]]:
        """Return the lines of the pair of an English line, in order."""
        en, fr = [pair, *self.en_parts.get(pair, [])], [int(self.fr[pair]), *self.fr_parts.get(pair, [])]
        return sorted(en), sorted(fr)


def find_partners(en: Column, fr: Column, progress: Callable[[int], None] = lambda _: None) -> Partners:
    """Return which lines belong together, those of a corpus in step unchanged.

    Parameters
    ----------
    progress : callable
        Called with the number of English lines that are done.
    """
    partners = Partners(np.full(en.size, ALONE, np.int64), np.zeros(en.size, np.float32))
    for steps in follow(en, fr):
        for i, j, odds in steps:
            if i >= 0 and j >= 0:
                partners.fr[i], partners.odds[i] = j, odds
        progress(max((i + 1 for i, _, _ in steps), default=en.size))
    _keep_first_copies(en, fr, partners)
    _link_moved(en, fr, partners)
    _join_split(en, fr, partners)
    return partners


def _keep_first_copies(en: Column, fr: Column, partners: Partners) -> None:
    """Give the partner of the second of two equal lines, or runs of lines, to the first one if that has none."""
    english = partners.en(fr.size)
    for first, stop in _lone_runs(english):
        size = stop - first
        pairs = english[stop : stop + size].tolist()
        if len(pairs) == size and min(pairs) >= 0 and fr.texts(first, stop) == fr.texts(stop, stop + size):
            partners.fr[pairs] = range(first, stop)
    for first, stop in _lone_runs(partners.fr):
        after = slice(stop, 2 * stop - first)
        if (partners.fr[after] >= 0).all() and en.texts(first, stop) == en.texts(after.start, after.stop):
            for values, none in ((partners.fr, ALONE), (partners.odds, 0)):
                values[first:stop], values[after] = values[after].copy(), none


def _lone_runs(partner: Ints) -> Iterator[tuple[int, int]]:
    """Yield the first of consecutive lines without a partner, and the line after them."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], partner < 0, [False]]).astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _link_moved(en: Column, fr: Column, partners: Partners) -> None:
    """Link lines without a partner, and those of unlikely pairs, to others that are clearly right."""
    english = partners.en(fr.size)
    loose_en = _scattered((partners.fr < 0) | (partners.odds < 0))
    loose_fr = _scattered((english < 0) | (partners.odds[english] < 0))
    expected = np.maximum.accumulate(np.maximum(partners.fr, 0))  # where the partner of an English line would be
    found: list[_Link] = []
    for first in range(0, len(loose_en), COMPARED_LINES):
        lines = loose_en[first : first + COMPARED_LINES]
        middle = int(np.searchsorted(loose_fr, expected[lines[len(lines) // 2]]))
        near = loose_fr[max(0, middle - MAX_CANDIDATES // 2) : middle + MAX_CANDIDATES // 2]
        for i, j in _mutual_best(en, fr, lines, near):
            if partners.fr[i] != j:
                around = _around(en, i, int(np.searchsorted(expected, j))), _around(fr, j, int(expected[i]))
                odds = pair_odds(en.lines(i, i + 1), fr.lines(j, j + 1), around)
                if odds > partners.odds[i]:
                    found.append((i, j, min(max(odds, WORST_PAIR), BEST_PAIR)))
    links = list(_allowed(found, partners.fr, english))
    for _, j, _ in links:
        if english[j] >= 0:
            partners.fr[english[j]], partners.odds[english[j]] = ALONE, 0
    for i, j, odds in links:
        partners.fr[i], partners.odds[i] = j, odds
        partners.moved.add(i)


def _scattered(loose: NDArray[np.bool_]) -> Ints:
    """Return loose lines, without those of parts in which most are loose: these have no translation."""
    if not loose.any():
        return np.flatnonzero(loose)
    share = np.convolve(loose, np.full(PART_LINES, 1 / PART_LINES), "same")[: len(loose)]
    return np.flatnonzero(loose & (share < MAX_LOOSE_SHARE))


def _allowed(links: Sequence[_Link], french: Ints, english: Ints) -> Iterator[_Link]:
    """Yield the links of blocks of lines, and of fewer lines that exchange partners or have none."""
    blocks = {link[0]: link for run in _runs(links) if len(run) >= MIN_BLOCK_LINES and _is_clear(run) for link in run}
    yield from blocks.values()
    single = {link[0]: link for link in links if link[0] not in blocks}
    while single:
        _, link = single.popitem()
        exchange = [link]
        while (line := int(english[exchange[-1][1]])) in single:  # the line that loses its partner
            exchange.append(single.pop(line))
        is_closed = (line == ALONE and french[link[0]] == ALONE) or line == link[0]
        if is_closed and _is_clear(exchange):
            yield from exchange


def _is_clear(links: Sequence[_Link]) -> bool:
    return sum(odds for _, _, odds in links) >= MOVED_COST


def _mutual_best(en: Column, fr: Column, en_lines: Ints, fr_lines: Ints) -> Iterator[tuple[int, int]]:
    if not (len(en_lines) and len(fr_lines)):
        return
    cosines = _vectors(en, en_lines) @ _vectors(fr, fr_lines).T
    best = cosines.argmax(axis=1)
    mutual = (cosines.argmax(axis=0)[best] == np.arange(len(best))) & (cosines.max(axis=1) >= MIN_MOVED_COSINE)
    for row in np.flatnonzero(mutual):
        yield int(en_lines[row]), int(fr_lines[best[row]])


def _vectors(column: Column, lines: Ints) -> Floats:
    """Return the vectors of scattered lines, without those around them."""
    return column.encode([text for line in lines.tolist() for text in column.texts(line, line + 1)])


def _around(column: Column, line: int, other: int) -> Lines:
    """Return the lines around two places, without the first one itself."""
    spans = [
        (line - AROUND_LINES, line),
        (line + 1, line + 1 + AROUND_LINES),
        (other - AROUND_LINES, min(other, line)) if other <= line else (max(other, line + 1), other + AROUND_LINES),
    ]
    return _concatenated(column.lines(start, max(start, stop)) for start, stop in spans)


def _concatenated(parts: Iterable[Lines]) -> Lines:
    return Lines(*map(np.concatenate, zip(*parts, strict=True)))


def _runs(found: Sequence[_Link]) -> Iterator[list[_Link]]:
    """Yield the pairs that were moved together."""
    run: list[_Link] = []
    for pair in sorted(found):
        if run and not (pair[0] - run[-1][0] <= 2 and 0 < pair[1] - run[-1][1] <= 2):
            yield run
            run = []
        run.append(pair)
    if run:
        yield run


def _join_split(en: Column, fr: Column, partners: Partners) -> None:
    """Join lines without a partner to the pair before or after them if they were split off it."""
    pairs = np.where(partners.fr >= 0, np.arange(en.size), ALONE)
    for column, pair_of, parts in ((en, pairs, partners.en_parts), (fr, partners.en(fr.size), partners.fr_parts)):
        for line in np.flatnonzero(pair_of < 0).tolist():
            for neighbour in (line - 1, line + 1):
                pair = int(pair_of[neighbour]) if 0 <= neighbour < column.size else ALONE
                if pair >= 0 and _is_part(en, fr, partners, pair, line, column is en):
                    parts.setdefault(pair, []).append(line)
                    pair_of[line] = pair
                    break


def _is_part(en: Column, fr: Column, partners: Partners, pair: int, line: int, is_en: bool) -> bool:
    """Return whether a pair is clearly better with one more line."""
    lines = partners.lines(pair)
    column, own = (en, lines[0]) if is_en else (fr, lines[1])
    added = column.lines(line, line + 1).vectors[0]
    if max(float(added @ column.lines(other, other + 1).vectors[0]) for other in own) >= COPY_COSINE:
        return False
    more = (sorted([*lines[0], line]), lines[1]) if is_en else (lines[0], sorted([*lines[1], line]))
    en_around, fr_around = (_outside(column, own) for column, own in zip((en, fr), more, strict=True))

    def odds(lines: tuple[list[int], list[int]]) -> float:
        one, other = (_joined(column, own) for column, own in zip((en, fr), lines, strict=True))
        return pair_odds(one, other, (en_around, fr_around))

    return odds(more) - odds(lines) >= JOINED_GAIN


def _joined(column: Column, lines: Sequence[int]) -> Lines:
    return read_lines([" ".join(text for line in lines for text in column.texts(line, line + 1))], column.encode)


def _outside(column: Column, lines: Sequence[int]) -> Lines:
    """Return the lines around some lines."""
    before, after = lines[0] - AROUND_LINES, lines[-1] + 1
    return _concatenated((column.lines(before, lines[0]), column.lines(after, after + AROUND_LINES)))
