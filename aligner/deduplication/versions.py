"""Find the versions among the stories of a family: their order, and what one is to another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

from aligner.deduplication.group import Family
from aligner.deduplication.keep import Member
from aligner.deduplication.match import EXACT
from aligner.deduplication.record import Story
from aligner.deduplication.slots import read_slots
from aligner.deduplication.version_order import (
    CountPair,
    Difference,
    changed_counts,
    compare_contents,
    differences,
    rising_counts,
)
from aligner.documents.story_time import compare_times, parse_time
from aligner.text.version_marks import is_correction_note, read_moment
from aligner.types import SIDES, Duplicate

NEWER, CORRECTION = "newer version", "correction"
OTHER = "other version"  # with other figures, where nothing shows which one is newer
INVERSE = {NEWER: "older version", CORRECTION: "uncorrected version"}
MAX_COMPARED = 12  # stories of a family that are compared in pairs and by their contents
MIN_NEW_SHARE = 0.03  # of the characters of a newer version that the older one does not have
MIN_NEW_SHARE_ACROSS = 0.12  # the same in another language, where sentences match less well
MAX_CORRECTED_SHARE = 0.2  # of a correction's characters that are new, without its note

MAX_CACHED_PAIRS = MAX_COMPARED**2  # of these stories
_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
ReadStory = Callable[[int], "Story | None"]


def _places(values: Mapping[int, tuple[str | int, ...]]) -> dict[int, int]:
    places = {value: place for place, value in enumerate(sorted({*values.values()}))}
    return {number: places[value] for number, value in values.items()}


def relate(kept: Story, dropped: Story, differing: Difference | None = None) -> str:
    """Return how a copy is related to the kept one: a newer or older version, a correction or an uncorrected version.

    Parameters
    ----------
    differing : what differs between them, if that is known

    Returns
    -------
    str
        OTHER where their figures differ and nothing shows which one is newer; "" where nothing shows that they are two
        versions, as of a copy that is only trimmed or reworded.
    """
    if kept.side == dropped.side and kept.texts == dropped.texts:
        return ""
    differing = differing or differences(kept, dropped)
    marked = compare_times(parse_time(kept.date), parse_time(dropped.date))
    sign = marked or (compare_contents(kept, dropped, differing) if rising_counts(kept, dropped, differing) else 0)
    if sign > 0:
        return INVERSE.get(_relation(dropped, kept, differing.mirrored()), "")
    if sign < 0:
        return _relation(kept, dropped, differing)
    return OTHER if any(changed_counts(kept, dropped, differing)) or _have_own_figures(kept, dropped) else ""


def _have_own_figures(one: Story, other: Story) -> bool:
    """Return whether each of two stories in one language has figures that the other lacks; words may be reworded."""
    own, others = (
        {figure for number in _report_of(story) for figure in _FIGURES.findall(story.texts[number])}
        for story in (one, other)
    )
    return one.side == other.side and bool(own - others and others - own)


def _relation(older: Story, newer: Story, differing: Difference) -> str:
    notes = _note_sentences(newer)
    new = sum(len(newer.texts[number]) for number in {*differing.only_other} - {0, *notes}) / sum(map(len, newer.texts))
    changed = list(changed_counts(older, newer, differing))
    corrections = [parse_time(story.date).corrections for story in (older, newer)]
    noted = " ".join(newer.texts[number] for number in notes).casefold()
    if corrections[1] > corrections[0] and new <= MAX_CORRECTED_SHARE and _are_noted(changed, noted):
        return CORRECTION
    same_side = older.side == newer.side
    least = MIN_NEW_SHARE if same_side else MIN_NEW_SHARE_ACROSS
    return NEWER if new >= least or changed or (same_side and _has_new_values(older, newer)) else ""


def _note_sentences(story: Story) -> list[int]:
    """Return the sentences of the notes of correction; a note goes on to the end of its paragraph."""
    found: list[int] = []
    for number, text in enumerate(story.texts[1:], 1):
        goes_on = number - 1 in found and story.spans[number][0] - story.spans[number - 1][1] <= 1
        if goes_on or is_correction_note(text):
            found.append(number)
    return found


def _are_noted(changed: Sequence[CountPair], noted: str) -> bool:
    """Return whether the notes of a correction have all counts that it changed, if they have any."""
    return not any(map(str.isdigit, noted)) or all(count.written in noted for _, count in changed)


def _has_new_values(older: Story, newer: Story) -> bool:
    """Return whether a version has numbers, days, places or names that the other one lacks."""
    own, known = (_values(story) for story in (newer, older))
    return not own <= known


def _values(story: Story) -> set[str]:
    """Return what fills the slots of a story's sentences, without its headline and what it gives for its own time."""
    slots = read_slots(story.texts, story.side)
    return {value for number in _report_of(story) for value in slots[number].values | slots[number].names}


def _report_of(story: Story) -> list[int]:
    """Return the sentences of a story without its headline, notes of correction and what it gives for its own time."""
    return [
        number
        for number, text in enumerate(story.texts[1:], 1)
        if not (is_correction_note(text) or read_moment([text], story.side))
    ]


class VersionFinder:
    """Find the versions among the stories of families.

    Parameters
    ----------
    members : stories by number
    read : reads a story; of the stories of a family each is read many times
    """

    def __init__(self, members: Mapping[int, Member], read: ReadStory) -> None:
        self._members, self._read = members, read
        self._compared = lru_cache(MAX_CACHED_PAIRS)(self._compare)
        self._numbers = {member.id: number for number, member in members.items()}

    def ranked(self, group: Sequence[int]) -> dict[int, Member]:
        """Return the stories of a family with their ranks."""
        ranks = self._ranks(group)
        return {number: self._members[number]._replace(rank=ranks[number]) for number in group}

    def describe(self, family: Family) -> Family:
        """Return a family with the relations of its copies to the kept one, and the chains of its versions."""
        copies = tuple(copy._replace(relation=self._relation(copy)) for copy in family.copies)
        ordered = [copy.dropped for copy in copies if copy.relation not in ("", OTHER)]
        group = [self._numbers[id] for id in (family.kept, *ordered)]
        return family._replace(copies=copies, chains=tuple(self._chains(group)) if ordered else ())

    def _relation(self, copy: Duplicate) -> str:
        if copy.how == EXACT:
            return ""
        numbers = self._numbers[copy.kept], self._numbers[copy.dropped]
        kept, dropped = map(self._read, numbers)
        if not (kept and dropped and may_be_versions(kept, dropped)):
            return ""
        return relate(kept, dropped, self._differing(*numbers))

    def _ranks(self, group: Sequence[int]) -> dict[int, int]:
        """Rank the stories of a family by the number of those that each is later than; of a large one, by their times.

        What has no times is ordered by its contents.
        """
        times = {number: parse_time(self._members[number].date) for number in group}
        if len(group) > MAX_COMPARED:
            return _places({number: (time.latest, time.number, time.corrections) for number, time in times.items()})
        later = dict.fromkeys(group, 0)
        for one, other in combinations(group, 2):
            if sign := compare_times(times[one], times[other]) or self._later_contents(one, other):
                later[one if sign > 0 else other] += 1
        return _places({number: (count,) for number, count in later.items()})

    def _later_contents(self, one: int, other: int) -> int:
        a, b = self._read(one), self._read(other)
        return compare_contents(a, b, self._differing(one, other)) if a and b else 0

    def _differing(self, one: int, other: int) -> Difference | None:
        """Return what differs between two stories, each two of which are compared once."""
        first, last = sorted((one, other))
        differing = self._compared(first, last)
        return differing.mirrored() if differing and first != one else differing

    def _compare(self, one: int, other: int) -> Difference | None:
        a, b = self._read(one), self._read(other)
        return differences(a, b) if a and b else None

    def _chains(self, group: Sequence[int]) -> Iterator[tuple[str, ...]]:
        """Yield the ids of the versions in each language from the oldest to the newest, where there is an order."""
        ranks = self._ranks(group)
        for side in SIDES:
            members = [(number, self._members[number]) for number in group]
            own = sorted((ranks[number], member.id) for number, member in members if member.side == side)
            if len({rank for rank, _ in own}) > 1:
                yield tuple(id for _, id in own)


def may_be_versions(one: Story, other: Story) -> bool:
    """Return whether two stories have different times, or each has numbers or names that the other lacks."""
    if compare_times(parse_time(one.date), parse_time(other.date)):
        return True
    a, b = ({*story.row["items"].tolist()} - {0} for story in (one, other))
    return bool(a - b and b - a)
