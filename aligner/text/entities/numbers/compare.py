"""Compare the numbers and dates of two versions of a text, allowing for what translators change.

Equal values are matched first, then equivalent ones: measures of two systems, clocks of 12 and 24 hours, decades,
durations, approximate numbers. The rest is compared with words that translate numbers ("both", « quinzaine ») and with
repetitions of the text in other units.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from aligner.languages import LANGUAGES
from aligner.languages.measures import SIZES, TIME_UNITS
from aligner.text.entities.moments.dates import names_day
from aligner.text.entities.numbers.context import (
    Text,
    are_near,
    category,
    has_code,
    has_loose_unit,
    in_a_name,
    in_a_series,
    is_grouped,
    is_kept,
    is_provision,
    is_share,
    is_torn_out,
    is_year_of_event,
    is_year_of_name,
    may_be_torn_out,
    numbers_item,
    reversed_pairs,
)
from aligner.text.entities.numbers.equivalence import MOMENTS_AND_CODES, agree
from aligner.text.entities.numbers.equivalence import same_quantity as same_quantity
from aligner.text.entities.numbers.find import lower_same_length
from aligner.text.entities.numbers.quantities import find_quantities
from aligner.text.entities.numbers.quantity import FEW, Quantity
from aligner.text.entities.numbers.units import same_measure
from aligner.types import Side

MIN_VAGUE_RATIO = 5  # of two large words without a count that differ: "dozens", « centaines »
MAX_SWAP_DISTANCE = 0.15  # between a number that is repeated elsewhere and a new one in its place, in lengths
MAX_ELLIPSIS_CHARS = 60  # between a number and one before that shares its large word
_LARGE_WORDS = frozenset(map(Decimal, (10**6, 10**9, 10**12)))
MAX_SWAP_RATIO = 10  # of the two, where only one is written in figures
MAX_ROUNDING = {1: Decimal("0.05"), 2: Decimal("0.05"), 3: Decimal("0.01"), 4: Decimal("0.001")}  # by digits
MAX_COMPARISONS = 10_000  # of unmatched numbers; a text with more is not prose
MAX_CANDIDATES = 12  # matched measures, or dates, that are considered for one unmatched number
_WORD_OR_FRACTION = re.compile(r"[^\W\d_]+|[¼½¾]")


class NumberDifferences(NamedTuple):
    """The numbers of each of two texts that the other lacks, and the count of those that they share."""

    only_one: tuple[Quantity, ...]
    only_two: tuple[Quantity, ...]
    shared: int

    @property
    def unmatched(self) -> tuple[tuple[Quantity, ...], tuple[Quantity, ...]]:
        """Return the numbers of each text that the other lacks."""
        return self.only_one, self.only_two


NO_NUMBERS = NumberDifferences((), (), 0)


def compare_numbers(one: str, two: str, sides: tuple[Side, Side] = ("en", "fr")) -> NumberDifferences:
    """Match the numbers and dates of two texts that should have the same content.

    A small number in words, an ordinal or a fraction counts only where the other text has another one in its place.
    Not reported: a number that its own text repeats, and a measure that its text gives in another system, too.

    Parameters
    ----------
    one, two : str
        The texts, of different languages or of the same.
    sides : pair of Side
        Their languages.
    """
    left = Text(one, sides[0], find_quantities(one, sides[0], bare=True))
    right = Text(two, sides[1], find_quantities(two, sides[1], bare=True))
    if not left.quantities and not right.quantities:
        return NO_NUMBERS
    lost, extra = _unpaired(*_without_equals(left.quantities, right.quantities), same_quantity)
    lost, extra = _with_misconverted(lost, extra, left, right), _with_misconverted(extra, lost, right, left)
    shared = len(left.quantities) - len(lost)
    only_one, only_two = reversed_pairs(left, right) if shared > 1 else ([], [])
    lost, extra = _reportable(lost, extra), _reportable(extra, lost)
    if lost or extra:
        missing, added = list(_unexplained(lost, left, right, extra)), list(_unexplained(extra, right, left, lost))
        only_one += _certain(missing, added, left, right)
        only_two += _certain(added, missing, right, left)
    return NumberDifferences(tuple(only_one), tuple(only_two), shared)


def _reportable(own: Sequence[Quantity], other: Sequence[Quantity]) -> list[Quantity]:
    """Return the numbers that may be reported: most words for small numbers are not, for the other text lacks none."""
    if not own:
        return []
    categories = {category(quantity) for quantity in other}
    return [one for one in own if is_kept(one) or may_be_torn_out(one) or category(one) in categories]


def _certain(
    own: Sequence[Quantity], other: Sequence[Quantity], own_text: Text, other_text: Text
) -> Iterator[Quantity]:
    """Yield the numbers that translations keep, and the others where the other text has another one of the kind."""
    rivals: dict[str, list[Quantity]] = {}
    for quantity in other[:MAX_CANDIDATES]:
        rivals.setdefault(category(quantity), []).append(quantity)
    for one in own:
        near = [two for two in rivals.get(category(one), ()) if are_near(one, own_text, two, other_text)]
        replaced = near and (one.kind != "bare" or all(_differ(one, two) for two in near))
        if replaced or is_kept(one) or is_torn_out(one, own_text, other_text):
            yield one


def _differ(one: Quantity, two: Quantity) -> bool:
    """Return whether two large words without a count differ: in size, or in what they count."""
    if FEW in (one.value, two.value) and one.value != two.value:
        return False  # "several decades", « des dizaines d'années »
    low, high = sorted((one.value, two.value))
    return high >= MIN_VAGUE_RATIO * low or not agree(one, two)


def _without_equals(left: Sequence[Quantity], right: Sequence[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """Remove pairs of equal values, in time linear in both sides."""
    by_value: dict[Decimal, dict[tuple[str, str, str], list[int]]] = {}
    for index, quantity in reversed([*enumerate(right)]):  # so that the first of several is matched first
        by_value.setdefault(quantity.value, {}).setdefault((quantity.unit, quantity.bound, quantity.per), []).append(
            index
        )
    lost, matched = [], set[int]()
    for one in left:
        candidates = [
            indices for indices in by_value.get(one.value, {}).values() if indices and agree(one, right[indices[-1]])
        ]
        if candidates:
            matched.add(min(candidates, key=lambda indices: right[indices[-1]].unit != one.unit).pop())
        else:
            lost.append(one)
    return lost, [quantity for index, quantity in enumerate(right) if index not in matched]


def _unpaired(
    left: list[Quantity], right: list[Quantity], fits: Callable[[Quantity, Quantity], bool]
) -> tuple[list[Quantity], list[Quantity]]:
    """Remove pairs that fit, each with the first one possible."""
    if not left or not right or len(left) * len(right) > MAX_COMPARISONS:
        return left, right
    rest, lost = list(right), []
    for one in left:
        partner = next((index for index, two in enumerate(rest) if fits(one, two)), None)
        if partner is None:
            lost.append(one)
        else:
            del rest[partner]
    return lost, rest


def _unexplained(lost: list[Quantity], own: Text, other: Text, extra: list[Quantity]) -> Iterator[Quantity]:
    """Yield the lost numbers that nothing else explains; `extra` are the unmatched ones of the other side."""
    if not lost:
        return
    if len(lost) * (len(own.quantities) + len(other.quantities)) > MAX_COMPARISONS:
        yield from (quantity for quantity in lost if is_kept(quantity))
        return
    words: Counter[Decimal] | None = None
    other_values = {q.value: q for q in other.quantities}
    units, values = {q.unit for q in extra}, {q.value for q in extra}
    lost_starts = {q.start for q in lost}
    measures = [q for q in own.quantities if q.unit and q.start not in lost_starts][:MAX_CANDIDATES]
    for one in lost:
        twin, replaced = other_values.get(one.value), any(_takes_place(two, one, other, own) for two in extra)
        if twin and not replaced and same_quantity(one, twin):
            continue  # a repetition
        given = one.unit and one.unit not in units and any(same_measure(one, measure) for measure in measures)
        given = given and one.value not in values
        if given and not has_loose_unit(one.unit, other):
            continue  # 100 feet (30 m)
        if (
            in_a_name(one, own, other)
            or in_a_series(one, own, other)
            or (one.kind == "cardinal" and one.value not in values and is_grouped(one, own, other))
            or is_provision(one, own, other)
            or numbers_item(one, own)
            or any(_is_elliptic(*pair) for two in extra for pair in ((one, two, own), (two, one, other)))
            or is_year_of_name(one, own, other)
            or is_year_of_event(one, own, other)
            or _in_a_slashed_date(one, own, other)
            or (one.kind == "date" and names_day(other.text, one, other.side))
            or (one.kind == "code" and has_code(one.text, other))
            or (one.unit == "%" and is_share(one.value, other))
        ):
            continue  # G-8, 9/11, "one in five"
        if not replaced and one.kind not in ("bare", "multiple", *MOMENTS_AND_CODES):
            if words is None:
                words = _loose_values(other) - _loose_values(own)  # a couple on both sides translates no number
            if words[one.value]:
                words[one.value] -= 1
                continue
        yield one


def _with_misconverted(lost: list[Quantity], extra: Sequence[Quantity], own: Text, other: Text) -> list[Quantity]:
    """Return the unmatched numbers of a text, with measures whose value in the same unit is another in the other text.

    These were matched in a second unit: « 30 mètres » with the first of "100 feet (32 m)".
    """
    units = {two.unit for two in extra if two.unit in SIZES and two.unit not in TIME_UNITS}
    if not units:
        return lost
    there = {(two.value, two.unit) for two in other.quantities}
    return lost + [
        one
        for one in own.quantities[:MAX_CANDIDATES]
        if one.unit in units
        and one not in lost
        and (one.value, one.unit) not in there
        and any(two.unit == one.unit and _misfit(one.value, two.value) for two in extra)
    ]


def _misfit(one: Decimal, two: Decimal) -> bool:
    """Return whether two values in one unit differ by more than rounding."""
    digits = min(len(value.normalize().as_tuple().digits) for value in (one, two))
    return abs(one - two) > MAX_ROUNDING.get(digits, Decimal(0)) * max(abs(one), abs(two))


def _is_elliptic(one: Quantity, two: Quantity, own: Text) -> bool:
    """Return whether a number leaves out the large word of one before: "$132 billion, of which 70"."""
    if one.unit or one.value <= 0 or (power := two.value / one.value) not in _LARGE_WORDS:
        return False
    return any(
        0 < one.start - q.end <= MAX_ELLIPSIS_CHARS and q.value >= power and not q.text.isdigit()
        for q in own.quantities
    )


def _takes_place(two: Quantity, one: Quantity, other: Text, own: Text) -> bool:
    """Return whether another number of the kind is at the same place of the other text, and new there."""
    distance = abs(one.start / len(own.text) - two.start / len(other.text))
    alike = is_kept(one) == is_kept(two) or max(one.value, two.value) <= MAX_SWAP_RATIO * min(one.value, two.value)
    return category(one) == category(two) and distance <= MAX_SWAP_DISTANCE and alike


def _in_a_slashed_date(one: Quantity, own: Text, other: Text) -> bool:
    """Return whether one side has a day and month in words, and the other as two numbers in either order."""
    if one.kind == "date":
        dates, text = [one], other.text
    else:
        dates, text = other.quantities, own.text[max(0, one.start - 3) : one.end + 3]
    days = [divmod(int(date.value), 100) for date in dates if date.kind == "date"][:MAX_CANDIDATES]
    return any(re.search(rf"\b(?:0?{month}/0?{day}|0?{day}/0?{month})\b", text) for month, day in days)


def _loose_values(text: Text) -> Counter[Decimal]:
    """Count the words of a text that may translate each value, except those of its numbers."""
    table = _loose_table(text.side)
    read = {q.end for q in text.quantities if q.kind in ("approximate", "cardinal")}
    words = _WORD_OR_FRACTION.finditer(lower_same_length(text.text))
    return Counter(value for word in words if word[0] in table and word.end() not in read for value in table[word[0]])


@cache
def _loose_table(side: Side) -> dict[str, tuple[Decimal, ...]]:
    return {word: tuple(map(Decimal, values.split())) for word, values in LANGUAGES[side].loose_values.items()}
