"""Order the versions of a story: by the times that they give, else by what only the later one can know."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from aligner.deduplication.compare import compare_stories
from aligner.deduplication.match import sentence_pairs
from aligner.deduplication.record import Story
from aligner.documents.story_time import compare_times, parse_time
from aligner.languages import version_marks as table
from aligner.text.entities.names.find import fold_name
from aligner.text.entities.numbers.quantities import find_quantities
from aligner.text.entities.numbers.quantity import Quantity
from aligner.text.version_marks import is_correction_note, without_slugs

UNCOUNTED = frozenset({"date", "clock", "period", "decade", "ordinal", "phone", "code", "group", "fraction"})
FALLING_CHARS = 40  # around a number, where a word shows that it falls
WEIGHTS = {"counts": 2.0, "length": 3.0, "words": 0.5}
MAX_NOUN_CHARS = 30  # after a number, within which the counted word is
_FIGURES = re.compile(r"\d+(?:[.,\s]\d+)*")
_NOUN = re.compile(r"[^\W\d_]{4}")
MAX_LENGTH = 1.0  # of the evidence by length
MAX_WORDS = 3  # of the evidence by words
MIN_EVIDENCE = 0.1  # of the content, from which it shows an order


class Count(NamedTuple):
    """A number of a sentence with the beginning of the word that is counted, and whether such a count falls."""

    value: Decimal
    unit: str
    written: str
    noun: str
    falls: bool


CountPair = tuple[Count, Count]


class Difference(NamedTuple):
    """What differs between two stories.

    changed : pairs of matching sentences, by index, whose words differ
    only_one, only_other : sentences without a match
    """

    changed: tuple[tuple[int, int], ...]
    only_one: tuple[int, ...]
    only_other: tuple[int, ...]

    def mirrored(self) -> Difference:
        """Return the difference of the stories in the opposite order."""
        return Difference(tuple((j, i) for i, j in self.changed), self.only_other, self.only_one)


def differences(one: Story, other: Story) -> Difference:
    """Return the sentences that differ between two stories."""
    pairs = sentence_pairs(compare_stories(one, other))
    matched = {i for i, _ in pairs}, {j for _, j in pairs}
    alone = [
        tuple(number for number in range(len(story.texts)) if number not in own)
        for story, own in zip((one, other), matched, strict=True)
    ]
    same = one.side == other.side
    changed = tuple((i, j) for i, j in pairs if not (same and one.texts[i] == other.texts[j]))
    return Difference(changed, *alone)


def compare_versions(one: Story, other: Story) -> int:
    """Return 1 if the first of two versions of a story is the later one, -1 if the other is, 0 if nothing shows it."""
    return compare_times(parse_time(one.date), parse_time(other.date)) or compare_contents(one, other)


def compare_contents(one: Story, other: Story, differing: Difference | None = None) -> int:
    """Return the same by the contents alone: counts that rise, what was added, what a first report does not know."""
    differing = differing or differences(one, other)
    score = (
        WEIGHTS["counts"] * rising_counts(one, other, differing)
        + WEIGHTS["length"] * _length(one, other)
        + WEIGHTS["words"] * _words(one, other, differing)
    )
    return 0 if abs(score) < MIN_EVIDENCE else 1 if score > 0 else -1


def rising_counts(one: Story, other: Story, differing: Difference) -> int:
    """Return 1 if more counts are higher in the first story than in the other, -1 if fewer are, else 0."""
    votes = 0
    for a, b in changed_counts(one, other, differing):
        votes += (1 if a.value > b.value else -1) * (-1 if a.falls or b.falls else 1)
    return (votes > 0) - (votes < 0)


def changed_counts(one: Story, other: Story, differing: Difference) -> Iterator[CountPair]:
    """Yield the counts of sentences that differ in their matches."""
    for i, j in differing.changed:
        if not (is_correction_note(one.texts[i]) or is_correction_note(other.texts[j])):
            yield from _counterparts(_counts(one, i), _counts(other, j))


def _counts(story: Story, number: int) -> list[Count]:
    text = without_slugs(story.texts[0]) if number == 0 else story.texts[number]
    found = [item for item in find_quantities(text, story.side, bare=True) if item.kind not in UNCOUNTED]
    return [Count(item.value, item.unit, _written(item), *_context(text, item)) for item in found]


def _written(number: Quantity) -> str:
    """Return the figures of a number, or its words."""
    figures = _FIGURES.search(number.text)
    return (figures[0] if figures else number.text).casefold()


def _context(text: str, number: Quantity) -> tuple[str, bool]:
    """Return the beginning of the word that is counted, and whether such a count falls."""
    noun = _NOUN.search(text, number.end, number.end + MAX_NOUN_CHARS)
    around = text[max(0, number.start - FALLING_CHARS) : number.end + FALLING_CHARS]
    return (fold_name(noun[0]) if noun else ""), _patterns()[2].search(around) is not None


def _counterparts(here: Sequence[Count], there: Sequence[Count]) -> Iterator[CountPair]:
    """Yield the counts of two sentences that differ, of the same noun or else in the same place."""
    values = {count.value for count in here} & {count.value for count in there}
    left, right = ([count for count in counts if count.value not in values] for counts in (here, there))
    for count in list(left):
        same = next((other for other in right if count.noun and other.noun == count.noun), None)
        if same:
            yield count, same
            left.remove(count)
            right.remove(same)
    if len(left) == len(right):
        yield from ((a, b) for a, b in zip(left, right, strict=True) if a.unit == b.unit)


def _length(one: Story, other: Story) -> float:
    """Return how much longer the first story is, as a power of two; across languages, by the number of sentences."""
    same = one.side == other.side
    sizes = [sum(map(len, story.texts)) if same else len(story.texts) for story in (one, other)]
    return max(-MAX_LENGTH, min(MAX_LENGTH, math.log2(sizes[0] / sizes[1])))


def _words(one: Story, other: Story, differing: Difference) -> int:
    """Return how much more of a later version's words the first story has, among the sentences that differ."""
    sides = (
        (one, [i for i, _ in differing.changed], differing.only_one),
        (other, [j for _, j in differing.changed], differing.only_other),
    )
    balance = []
    for story, changed, alone in sides:
        text = "\n".join(story.texts[number] for number in sorted({*changed, *alone}))
        early, late, _ = _patterns()
        balance.append(len(late.findall(text)) - len(early.findall(text)))
    return max(-MAX_WORDS, min(MAX_WORDS, balance[0] - balance[1]))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(words, re.IGNORECASE) for words in (table.PRELIMINARY, table.SETTLED, table.FALLING))
