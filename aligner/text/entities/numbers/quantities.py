"""Find the numbers, dates, times, periods and identifiers of a text together, so that each digit is read once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import chain, groupby

from aligner.languages import LANGUAGES
from aligner.languages.times import NOON
from aligner.text.entities.moments.clocks import clock_clues, find_clocks
from aligner.text.entities.moments.clues import HOUR, clues_of, words_among
from aligner.text.entities.moments.dates import EITHER_ORDER, DateMention, find_dates
from aligner.text.entities.moments.durations import find_durations
from aligner.text.entities.moments.periods import find_periods, period_clues
from aligner.text.entities.numbers.find import find_numbers, lower_same_length
from aligner.text.entities.numbers.identifiers import WORD_CLUES, find_identifiers
from aligner.text.entities.numbers.patterns import any_of_pattern
from aligner.text.entities.numbers.quantity import Quantity
from aligner.types import Side

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
_ANNIVERSARIES = ("enten", "jubil")  # "bicentenary", « cinquantenaire », "jubilee"
_MOMENTS: dict[Side, tuple[str, ...]] = {side: (*words, *_ANNIVERSARIES) for side, words in NOON.items()}
_CLAIMED = "\x00"  # replaces claimed text: no letter, digit, space or sign
_NUMERIC_DATE = re.compile(r"\d[/.-][0-3]?\d[/.-]|9/11")
# The text between the two parts of one measure.
_FEET_GAPS = ("", "-", " ", ", ", " and ")
_APOSTROPHES, _QUOTES = ("'", "’", "′"), ('"', "”", "″")
# How many of the second unit make one of the first, in measures of two parts.
_PARTS = {
    ("hour", "minute"): 60, ("minute", "second"): 60, ("year", "month"): 12, ("lb", "oz"): 16, ("GBP", "oz"): 16,
    ("st", "lb"): 14, ("kg", "g"): 1000,
}  # fmt: skip
_PART_GAP = re.compile(r",?\s(?:and\s|et\s)?|\s?")
MAX_BARE_HOUR = 12  # of "at eight"
MAX_PART_GAP = 14  # characters between the two parts of one measure


def find_quantities(text: str, side: Side, *, bare: bool = False) -> list[Quantity]:
    """Find the numbers, dates, times, periods, phone numbers and codes of a text, in order.

    A day and its month form a date; the parts of "6-foot-6", « 1 m 98 » and "2 hours and 5 minutes" form a measure.

    Parameters
    ----------
    text : str
        Any text.
    side : Side
        Its language.
    bare : bool
        Include large words without a count, such as "millions of people".
    """
    quantities, figures, lowered = find_numbers(text, side, bare=True), _has_digit(text), lower_same_length(text)
    if not quantities and not figures and not _names_a_moment(lowered, side):
        return quantities
    hours = any(1 < q.value <= MAX_BARE_HOUR and q.kind == "cardinal" and not q.unit for q in quantities)
    clues = clues_of(lowered, _clue_words(side), {HOUR} if hours else set())
    claims, taken = _claims(text, lowered, side, clues, figures)
    if claims:
        quantities = _unclaimed(quantities, text, side, taken)
    if len(quantities) > 1:
        quantities = list(_combine(quantities, lowered))
    if not bare:
        quantities = [quantity for quantity in quantities if quantity.kind != "bare"]
    return sorted([*quantities, *claims], key=lambda quantity: (quantity.start, quantity.end)) if claims else quantities


def _unclaimed(quantities: list[Quantity], text: str, side: Side, taken: bytearray) -> list[Quantity]:
    """Return the numbers of the text that is not taken; one in part of it is read again without that part."""
    free = [quantity for quantity in quantities if 0 in taken[quantity.start : quantity.end]]
    if not any(1 in taken[quantity.start : quantity.end] for quantity in free):
        return free
    rest = "".join(_CLAIMED if is_taken else character for character, is_taken in zip(text, taken, strict=True))
    numbers = find_numbers(rest, side, bare=True)
    return [quantity._replace(text=text[quantity.start : quantity.end]) for quantity in numbers]


def _names_a_moment(lowered: str, side: Side) -> bool:
    """Return whether a text without numbers may contain noon, midnight or an anniversary."""
    return any(map(lowered.__contains__, _MOMENTS[side]))


def _has_digit(text: str) -> bool:
    """Return whether a text has an ASCII digit, much faster than a regular expression would."""
    return (
        "1" in text or "2" in text or "0" in text or "3" in text or "4" in text
        or "5" in text or "6" in text or "7" in text or "8" in text or "9" in text
    )  # fmt: skip


def _claims(text: str, lowered: str, side: Side, clues: set[str], figures: bool) -> tuple[list[Quantity], bytearray]:
    """Return what is no plain number, and 1 for each character of it; where two overlap, the first finder has both."""
    if figures and ("//" in text or "www." in text or "@" in text):
        text = _ADDRESS.sub(lambda match: _CLAIMED * len(match[0]), text)
        lowered = lower_same_length(text)
    finds = [find_periods(text, lowered, side, clues), find_clocks(text, lowered, side, clues)]
    if figures:
        finds.insert(1, find_durations(text, lowered, side, clues))
        finds.append(find_identifiers(text, side, clues))
    if _months(side).search(lowered) or (figures and _NUMERIC_DATE.search(text)):
        finds.insert(0, _dates(text, side))
    claims, taken = list[Quantity](), bytearray(len(text))
    for found in chain.from_iterable(finds):
        start, end = found[0].start, max(quantity.end for quantity in found)
        if 1 not in taken[start:end]:
            taken[start:end] = b"\x01" * (end - start)
            claims.extend(found)
    return claims, taken


@cache
def _clue_words(side: Side) -> tuple[str, ...]:
    return words_among([*period_clues(side), *clock_clues(side), *WORD_CLUES])


def _combine(quantities: list[Quantity], lowered: str) -> Iterator[Quantity]:
    last = quantities[0]
    for quantity in quantities[1:]:
        combined = _combine_two(last, quantity, lowered) if quantity.start - last.end <= MAX_PART_GAP else None
        if not combined:
            yield last
        last = combined or quantity
    yield last


def _combine_two(one: Quantity, two: Quantity, lowered: str) -> Quantity | None:
    """Return one quantity for feet and inches, metres and centimetres, or two units of time; else None."""
    gap = lowered[one.end : two.start]
    if one.kind != "cardinal" or two.kind != "cardinal" or two.value >= 100:
        return None
    if one.unit == "ft" and two.unit in ("in", "") and gap in _FEET_GAPS and two.value < 12:
        value = one.value + two.value / 12
    elif (
        not one.unit
        and gap in _APOSTROPHES
        and one.value < 9
        and two.value < 12
        and lowered[two.end : two.end + 1] in _QUOTES
    ):
        value, one = one.value + two.value / 12, one._replace(unit="ft")
    elif one.unit == "m" and not two.unit and not gap.strip() and re.fullmatch(r"\d\d", two.text):
        value = one.value + two.value / 100
    elif (size := _PARTS.get((one.unit, two.unit))) and _PART_GAP.fullmatch(gap):
        value, one = one.value + two.value / size, one._replace(unit="lb" if two.unit == "oz" else one.unit)
    else:
        return None
    return one._replace(value=value, end=two.end, text=one.text + gap + two.text)


def _dates(text: str, side: Side) -> Iterator[list[Quantity]]:
    """Yield the dates of each place of a text; a year remains a number of its own."""
    for (start, end), mentions in groupby(find_dates(text, side), key=lambda date: (date.start, date.end)):
        days = list(mentions)
        found = [
            Quantity(_day_value(date), EITHER_ORDER if date.ambiguous else "", start, end, date.text, "date")
            for date in days
            if date.month and date.day
        ]
        year = days[-1].year
        if year and (found or text[start].isdigit()):  # the year of « août 2021 » is a number without this
            at = text.find(str(year), start, end)
            at, stop = (at, at + 4) if at >= 0 else (end - 2, end)  # "28/07/22"
            found.append(Quantity(Decimal(year), "", at, stop, text[at:stop], "cardinal"))
        if found:
            yield found


def _day_value(date: DateMention) -> Decimal:
    return Decimal(100 * (date.month or 0) + (date.day or 0))


@cache
def _months(side: Side) -> re.Pattern[str]:
    return re.compile(rf"\b{any_of_pattern(LANGUAGES[side].months)}")
