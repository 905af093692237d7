"""The slips of a corpus, from the lines that belong together: where each is, what it is, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import exp
from typing import NamedTuple

import numpy as np

from aligner.alignment.slip_evidence import BEST_PAIR, WORST_PAIR
from aligner.alignment.slip_lines import Column
from aligner.alignment.slips import Partners
from aligner.languages.function_words import LANGUAGE_NAMES
from aligner.types import SIDES, Ints, Side

MAX_WEIGHED_PAIRS = 10  # of a stretch
MAX_CONFIDENCE = 0.985  # share of the slips without a doubtful pair that were right in damaged corpora


class Slip(NamedTuple):
    """A place where a corpus slipped, and the lines that are out of step because of it.

    first, last : English lines from the slip to the one before the next, or the slip alone if the lines after it are
        in step
    what : in words
    confidence : 0..1, that the lines belong together as they do now
    shift : by how many lines French is ahead after it
    alone : English and French lines that have no partner
    """

    first: int
    last: int
    what: str
    confidence: float
    shift: int
    alone: tuple[tuple[int, ...], tuple[int, ...]]


class _Event(NamedTuple):
    """What happened at an English line, up to another one, with the lines that lost their partner."""

    first: int
    last: int
    what: str
    alone: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())


def find_slips(en: Column, fr: Column, partners: Partners) -> list[Slip]:
    """Return the slips of a corpus, in order."""
    chain = _chain(partners)
    events = _merged(sorted(_events(en, fr, partners, chain)))
    slips = []
    for number, event in enumerate(events):
        after = int(np.searchsorted(chain, event.last + 1))
        shift = int(partners.fr[chain[after]] - chain[after]) if after < len(chain) else 0
        end = events[number + 1].first if number + 1 < len(events) else max(en.size, event.last + 1)
        last = end - 1 if shift else event.last
        confidence = _confidence(partners, event.first, last)
        slips.append(Slip(event.first, max(event.first, last), event.what, confidence, shift, event.alone))
    return slips


def _chain(partners: Partners) -> Ints:
    """Return the English lines that have a partner and were not moved."""
    paired = np.flatnonzero(partners.fr >= 0)
    moved = np.fromiter(partners.moved, np.int64, len(partners.moved))
    return paired[~np.isin(paired, moved)]


def _events(en: Column, fr: Column, partners: Partners, chain: Ints) -> Iterator[_Event]:
    french = partners.fr[chain]
    en_parts = {line for parts in partners.en_parts.values() for line in parts}
    lone_en = [line for line in np.flatnonzero(partners.fr < 0).tolist() if line not in en_parts]
    for run in _runs(_written(en, lone_en)):
        yield _Event(run[0], run[-1], _lone(en, run, "en"), (tuple(run), ()))
    order = np.maximum.accumulate(french)
    lines = np.append(chain, en.size)  # lines[at] is the first English line with a partner after order[at - 1]
    for run in _runs(_written(fr, np.flatnonzero(partners.en(fr.size) < 0).tolist())):
        place = int(lines[np.searchsorted(order, run[-1])])
        yield _Event(place, place - 1, _lone(fr, run, "fr"), ((), tuple(run)))
    for run in _runs(sorted(partners.moved)):
        first, last = _moved_span(run, int(lines[np.searchsorted(order, partners.fr[run[-1]])]), chain, french - chain)
        yield _Event(first, last, _plural("line", len(run), "in another place in French"))
    for at in np.flatnonzero(np.diff(french) < 0).tolist():
        yield _Event(int(chain[at]), int(chain[at + 1]), "swapped lines")
    for parts, name in ((partners.en_parts, "English"), (partners.fr_parts, "French")):
        for line in parts:
            yield _Event(line, line, f"line split in {name}")


def _moved_span(run: Sequence[int], place: int, chain: Ints, offsets: Ints) -> tuple[int, int]:
    """Return the first and last English line that are out of step because lines are in another place in French.

    The lines between both places are, unless others took the place of those that were moved.
    """
    first, last = min(run[0], place), max(run[-1], place - 1)
    start, stop = np.searchsorted(chain, (first, last + 1))
    outside = start - 1 if start else min(stop, len(chain) - 1)
    is_shifted = start < stop and offsets[start] != offsets[outside]
    return (first, last) if is_shifted else (run[0], run[-1])


def _written(column: Column, lines: Sequence[int]) -> list[int]:
    """Return the lines that are not blank."""
    return [line for line in lines if column.texts(line, line + 1)[0].strip()]


def _runs(lines: Sequence[int]) -> Iterator[list[int]]:
    """Yield runs of consecutive lines."""
    for _, run in groupby(enumerate(lines), lambda item: item[1] - item[0]):
        yield [line for _, line in run]


def _lone(column: Column, run: Sequence[int], side: Side) -> str:
    """Return what lines without a partner are: copies of those before or after them, or left without a translation."""
    first, size = run[0], len(run)
    own = column.texts(first, first + size)
    before, after = column.texts(first - size, first), column.texts(first + size, first + 2 * size)
    if own in (before, after):
        return _plural("doubled line", size, f"in {LANGUAGE_NAMES[side]}")
    other = SIDES[1 - SIDES.index(side)]
    return _plural("missing line", size, f"in {LANGUAGE_NAMES[other]}")


def _plural(what: str, count: int, where: str) -> str:
    return f"{what} {where}" if count == 1 else f"{count} {what}s {where}"


def _merged(events: Sequence[_Event]) -> list[_Event]:
    """Return events with those at one place as one."""
    merged: list[_Event] = []
    for event in events:
        if merged and event.first <= merged[-1].last + 1 and event.first <= max(merged[-1].first, merged[-1].last):
            first, last, what, (en, fr) = merged.pop()
            named = what if event.what in what else f"{what}, {event.what}"
            event = _Event(first, max(last, event.last), named, (en + event.alone[0], fr + event.alone[1]))
        merged.append(event)
    return merged


def _confidence(partners: Partners, first: int, last: int) -> float:
    """Return the confidence in the first pairs of a stretch: it is as right as the weakest of them."""
    odds = [partners.odds[line] for line in range(first, last + 1) if partners.fr[line] >= 0][:MAX_WEIGHED_PAIRS]
    weakest = float(min(odds)) if odds else BEST_PAIR
    return round(MAX_CONFIDENCE / (1 + exp(WORST_PAIR - weakest)), 4)
