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
from aligner.text.entities.numbers import Quantity, lower_same_length
from aligner.text.entities.quantities import find_quantities
from aligner.text.entities.units import same_dimension, same_measure, same_time
from aligner.types import Side

MAX_APPROXIMATE_DIFFERENCE = Decimal("0.2")  # relative difference between "a dozen" and « une dizaine »
MAX_SMALL_NUMBER = 12  # number words up to it are often translated by other words
MIN_LARGE_NUMBER = 100  # words without a count from it on are compared with each other: "thousands of years"
YEARS = (1000, 2100)
MAX_COMPARISONS = 10_000  # of unmatched numbers; a text with more is not prose
MAX_CANDIDATES = 12  # matched measures, or dates, that are considered for one unmatched number
_CURRENCY = re.compile(r"[A-Z]{3}")
_WORD_OR_FRACTION = re.compile(r"[^\W\d_]+|[¼½¾]")
_SCALE_LETTER = re.compile(r"\d([mk])\Z", re.IGNORECASE)  # "5m people", "10k"
_LETTERS_BEFORE = re.compile(r"\b([A-Z]+)-\Z")  # "G-8"
_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}(?!\d)")  # a fraction in the other language
# Units that may replace each other with the same value.
_COMPATIBLE_UNITS = ({"GBP", "lb"}, {"°", "°C"}, {"°", "°F"}, {"t", "ton"}, {"%", "pt"})


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


class _Text(NamedTuple):
    """A text with its numbers and dates."""

    text: str
    side: Side
    quantities: list[Quantity]


def compare_numbers(one: str, two: str, sides: tuple[Side, Side] = ("en", "fr")) -> NumberDifferences:
    """Match the numbers and dates of two texts that should have the same content.

    Not reported: a small number in words, a number that its own text repeats,
    and a measure that its text gives in another system, too.

    Parameters
    ----------
    one, two : str
        The texts, of different languages or of the same.
    sides : pair of Side
        Their languages.
    """
    left = _Text(one, sides[0], find_quantities(one, sides[0], bare=True))
    right = _Text(two, sides[1], find_quantities(two, sides[1], bare=True))
    if not left.quantities and not right.quantities:
        return NO_NUMBERS
    lost, extra = _unmatched(left.quantities, right.quantities)
    lost, extra = _unpaired(lost, extra, lambda a, b: same_time(a, one, b, two))
    shared = len(left.quantities) - len(lost)
    return NumberDifferences(
        tuple(_unexplained(lost, left, right, extra)), tuple(_unexplained(extra, right, left, lost)), shared
    )


def _unmatched(left: Sequence[Quantity], right: Sequence[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """Return the numbers of each side that the other lacks; repeated ones must be repeated there."""
    return _unpaired(*_without_equals(left, right), same_quantity)


def same_quantity(one: Quantity, two: Quantity) -> bool:
    """Return whether two quantities are equal, or equivalent in translation."""
    if "bare" in (one.kind, two.kind):
        # "Thousands of miles" are « des milliers de kilomètres ».
        return one.value == two.value and (_agree(one, two) or same_dimension(one, two))
    if one.value == two.value and _agree(one, two):
        return True
    return any(
        rule(a, b)
        for rule in (same_measure, _same_moment, _same_years, _nearly_same, _same_digits)
        for a, b in ((one, two), (two, one))
    )


def _without_equals(left: Sequence[Quantity], right: Sequence[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """Remove pairs of equal values, in time linear in both sides."""
    by_value: dict[Decimal, dict[tuple[str, str], list[int]]] = {}
    for index, quantity in enumerate(right):
        by_value.setdefault(quantity.value, {}).setdefault((quantity.unit, quantity.bound), []).append(index)
    lost, matched = [], set[int]()
    for one in left:
        candidates = [
            indices for indices in by_value.get(one.value, {}).values() if indices and _agree(one, right[indices[-1]])
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


def _agree(one: Quantity, two: Quantity) -> bool:
    """Return whether the units and bounds of two equal values are compatible; "%" and no unit are not."""
    if one.bound != two.bound and one.bound + two.bound in ("<>", "><"):
        return False
    a, b = one.unit, two.unit
    if a == b or {a, b} in _COMPATIBLE_UNITS:
        return True
    if "%" in (a, b):
        return False
    if not a or not b:
        return True
    if _CURRENCY.fullmatch(a) and _CURRENCY.fullmatch(b):  # a dollar may be of any country, ¥ may be two currencies
        return ("USD" in (a, b) and a[-1] == b[-1] == "D") or "¥" in one.text + two.text
    return a.startswith(b) or b.startswith(a)


def _same_moment(one: Quantity, two: Quantity) -> bool:
    """Match times of day by 12 and 24 hours or with a point before the minutes, and a date with its day alone."""
    if one.kind == "date":
        return two.kind in ("cardinal", "ordinal") and not two.unit and one.value % 100 == two.value
    if one.kind != "clock" or two.unit or two.kind not in ("cardinal", "clock"):
        return False
    hour, minutes = divmod(two.value, 1)
    times = [two.value] if two.kind == "clock" else [two.value, hour + minutes * 100 / 60]
    return any((one.value - time) % 12 == 0 for time in times)


def _same_years(one: Quantity, two: Quantity) -> bool:
    """Match the '90s with the 1990s, '98 with 1998, and the 19th century with the 1800s."""
    if one.unit or one.value < 1000 or "clock" in (one.kind, two.kind) or two.unit[:1] not in ("", "°"):
        return False
    if one.kind == "decade" and two.kind == "ordinal":
        return one.value // 100 + 1 == two.value
    return sum(map(str.isdigit, two.text)) < 3 and one.value - two.value in (1800, 1900, 2000)


def _nearly_same(one: Quantity, two: Quantity) -> bool:
    return one.kind == "approximate" and abs(one.value - two.value) <= MAX_APPROXIMATE_DIFFERENCE * one.value


def _same_digits(one: Quantity, two: Quantity) -> bool:
    """Match "5m" read as metres with millions, and thousands read as a fraction with thousands."""
    if one.unit in ("m", "") and (scale := _SCALE_LETTER.search(one.text)):
        return one.value.scaleb(6 if scale[1] in "mM" else 3) == two.value
    a, b = _THOUSANDS.match(one.text), _THOUSANDS.match(two.text)
    return bool(a and b and a[0].replace(",", ".") == b[0].replace(",", ".")) and _agree(one, two)


def _unexplained(lost: list[Quantity], own: _Text, other: _Text, extra: list[Quantity]) -> Iterator[Quantity]:
    """Yield the lost numbers that nothing else explains; `extra` are the unmatched ones of the other side."""
    if len(lost) * (len(own.quantities) + len(other.quantities)) > MAX_COMPARISONS:
        yield from (quantity for quantity in lost if quantity.kind != "bare")
        return
    if not lost:
        return
    words, bare = _loose_values(other), any(q.kind == "bare" and q.value >= MIN_LARGE_NUMBER for q in extra)
    other_values, units = {q.value: q for q in other.quantities}, {q.unit for q in extra}
    years = any(YEARS[0] <= q.value < YEARS[1] for q in extra)
    lost_starts = {q.start for q in lost}
    measures = [q for q in own.quantities if q.unit and q.start not in lost_starts][:MAX_CANDIDATES]
    for one in lost:
        if one.kind == "bare":
            if bare and one.value >= MIN_LARGE_NUMBER:
                yield one
        elif not _is_kept(one) or (one.value in other_values and same_quantity(one, other_values[one.value])):
            continue  # a small number, or a repetition
        elif one.unit and one.unit not in units and any(same_measure(one, measure) for measure in measures):
            continue  # 100 feet (30 m)
        elif (
            _in_a_name(one, own, other)
            or _in_a_slashed_date(one, own, other)
            or (not years and _is_year_of_date(one, own))
        ):
            continue  # G-8, 9/11, le 11 septembre 2001
        elif words[one.value]:
            words[one.value] -= 1
        else:
            yield one


def _is_kept(quantity: Quantity) -> bool:
    """Return whether translations keep a number as a number."""
    if quantity.value > MAX_SMALL_NUMBER:
        return True
    return any(c.isdigit() for c in quantity.text) and (quantity.value != 1 or bool(quantity.unit))


def _is_year_of_date(one: Quantity, own: _Text) -> bool:
    """Return whether a number is the year after a day and a month."""
    return YEARS[0] <= one.value < YEARS[1] and any(
        date.kind == "date" and date.start < one.start < date.end for date in own.quantities
    )


def _in_a_name(one: Quantity, own: _Text, other: _Text) -> bool:
    """Return whether a number belongs to a name such as "G-8" that the other side writes without a hyphen."""
    letters = _LETTERS_BEFORE.search(own.text[max(0, one.start - 6) : one.start])
    return letters is not None and f"{letters[1]}{one.text}" in other.text


def _in_a_slashed_date(one: Quantity, own: _Text, other: _Text) -> bool:
    """Return whether one side has a day and month in words, and the other as two numbers in either order."""
    if one.kind == "date":
        dates, text = [one], other.text
    else:
        dates, text = other.quantities, own.text[max(0, one.start - 3) : one.end + 3]
    days = [divmod(int(date.value), 100) for date in dates if date.kind == "date"][:MAX_CANDIDATES]
    return any(re.search(rf"\b(?:0?{month}/0?{day}|0?{day}/0?{month})\b", text) for month, day in days)


def _loose_values(text: _Text) -> Counter[Decimal]:
    """Count the words of a text that may translate each value."""
    table = _loose_table(text.side)
    words = _WORD_OR_FRACTION.findall(lower_same_length(text.text))
    return Counter(value for word in words if word in table for value in table[word])


@cache
def _loose_table(side: Side) -> dict[str, tuple[Decimal, ...]]:
    return {word: tuple(map(Decimal, values.split())) for word, values in LANGUAGES[side].loose_values.items()}
