"""Decide whether two numbers of two texts are equal, or equivalent in translation."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache, lru_cache

from aligner.languages.currencies import CODE_OF_NOUN_ALONE, FAMILY_OF_CODE, OWN_ADJECTIVES
from aligner.languages.measures import SIZES, TIME_UNITS
from aligner.text.entities.moments.clocks import same_clock
from aligner.text.entities.moments.dates import same_date
from aligner.text.entities.moments.periods import same_period
from aligner.text.entities.numbers.identifiers import same_code
from aligner.text.entities.numbers.quantity import Kind, Quantity
from aligner.text.entities.numbers.units import dimension, same_dimension, same_measure, same_money

MAX_APPROXIMATE_DIFFERENCE = Decimal("0.2")  # relative difference between "a dozen" and « une dizaine »
MAX_AGE_DIFFERENCE = 5  # years between "in his late thirties" and « la quarantaine »
MAX_SHARE_DIFFERENCE = Decimal("1.01")  # points between a fraction and a percentage, for rounding
MAX_ROUNDED = Decimal("0.01")
MAX_CLOCK_DIFFERENCE = Decimal("0.01")  # hours
MAX_CACHED_TEXTS = 1 << 12
MOMENTS_AND_CODES = frozenset({"clock", "date", "period", "phone", "code"})  # kinds that are no plain numbers
_Rule = Callable[[Quantity, Quantity], bool]
_CURRENCY = re.compile(r"[A-Z]{3}")
_SCALE_LETTER = re.compile(r"\d([mk])\Z", re.IGNORECASE)  # "5m people", "10k"
_FIGURES = re.compile(r"(?<!\d)\d{1,3}[.,]\d{3}(?!\d)")  # a fraction in the other language
_SUFFIXES = ("2", "3", "/h", "/s")  # of a unit whose text may leave them out
# Units that may replace each other with the same value.
_COMPATIBLE_UNITS = ({"GBP", "lb"}, {"°", "°C"}, {"°", "°F"}, {"t", "ton"}, {"%", "pt"})


def same_quantity(one: Quantity, two: Quantity) -> bool:
    """Return whether two quantities are equal, or equivalent in translation."""
    if "bare" in (one.kind, two.kind):
        # "Thousands of miles" are « des milliers de kilomètres ».
        converted = one.unit not in TIME_UNITS and same_dimension(one, two)
        return one.value == two.value and (agree(one, two) or converted)
    if one.value == two.value and agree(one, two):
        return True
    if (one.bound + two.bound) in ("<>", "><") or _rates_differ(one, two):
        return False
    return any(rule(a, b) for a, b in ((one, two), (two, one)) for rule in _RULES_OF_KIND.get(a.kind, _RULES))


def agree(one: Quantity, two: Quantity) -> bool:
    """Return whether the units, rates and bounds of two equal values are compatible; "%" and no unit are not."""
    if (one.bound != two.bound and one.bound + two.bound in ("<>", "><")) or _rates_differ(one, two):
        return False
    if one.kind != two.kind and not MOMENTS_AND_CODES.isdisjoint((one.kind, two.kind)):
        return False
    a, b = one.unit, two.unit
    if a == b or {a, b} in _COMPATIBLE_UNITS:
        return True
    if "%" in (a, b):
        return False
    if not a or not b:
        return True
    if {a, b} == {"p", "c"}:
        return "penn" in (one.text + two.text).lower()  # a penny is a cent in America
    if _CURRENCY.fullmatch(a) and _CURRENCY.fullmatch(b):
        return _same_currency(one, two)
    return any(a == b + suffix or b == a + suffix for suffix in _SUFFIXES)


def _rates_differ(one: Quantity, two: Quantity) -> bool:
    return bool(one.per and two.per and one.per != two.per)


def _same_currency(one: Quantity, two: Quantity) -> bool:
    """Return whether one currency may be the other: a dollar without a country may be of any, ¥ is two currencies."""
    if "¥" in one.text + two.text:
        return True
    family = FAMILY_OF_CODE.get(one.unit)
    if family is None or FAMILY_OF_CODE.get(two.unit) != family:
        return False
    plain = CODE_OF_NOUN_ALONE[family]
    return any(q.unit == plain and not _own_adjective().search(q.text) for q in (one, two))


@cache
def _own_adjective() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?:\b|(?<=\$)){'(?:' + '|'.join(map(re.escape, OWN_ADJECTIVES))})")


def _nearly_same(one: Quantity, two: Quantity) -> bool:
    near = (
        one.kind == "approximate"
        and two.kind != "age"
        and abs(one.value - two.value) <= MAX_APPROXIMATE_DIFFERENCE * one.value
    )
    return near and (agree(one, two) or two.unit == "year")


def _same_digits(one: Quantity, two: Quantity) -> bool:
    """Match "5m" read as metres with millions, and thousands read as a fraction with thousands."""
    if one.unit in ("m", "") and (power := _scale_power(one.text)):
        return one.value.scaleb(power) == two.value
    figures = _figures(one.text)
    return figures is not None and figures == _figures(two.text) and agree(one, two)


@lru_cache(MAX_CACHED_TEXTS)
def _scale_power(text: str) -> int:
    """Return the power of ten that the last letter of a number means: 6 of "5m", 3 of "10k", else 0."""
    scale = _SCALE_LETTER.search(text)
    return 0 if scale is None else 6 if scale[1] in "mM" else 3


@lru_cache(MAX_CACHED_TEXTS)
def _figures(text: str) -> str | None:
    """Return the figures of a number that may be thousands or a fraction, with a point."""
    figures = _FIGURES.search(text)
    return figures and figures[0].replace(",", ".")


def _same_age(one: Quantity, two: Quantity) -> bool:
    """Match a decade of life with an age in it: "in her 80s", « 84 ans », « octogénaire »."""
    if one.kind != "age" or two.unit not in ("", "year") or two.kind in ("ordinal", "fraction", "multiple"):
        return False
    if one.value % 10 == 0 and two.kind == "cardinal":
        return 0 <= two.value - one.value < 10
    return abs(one.value - two.value) <= MAX_AGE_DIFFERENCE


def _same_share(one: Quantity, two: Quantity) -> bool:
    """Match a fraction with a percentage, and growth by a percentage with a multiple: "up 200%", « triplé »."""
    if two.unit != "%":
        return False
    if one.kind == "fraction" or (one.kind == "multiple" and one.value < 1):
        return abs(one.value * 100 - two.value) < MAX_SHARE_DIFFERENCE
    return one.kind == "multiple" and (one.value - 1) * 100 == two.value


def _same_proportion(one: Quantity, two: Quantity) -> bool:
    """Match a part with a multiple of the reverse comparison: "half as many", « deux fois moins »."""
    return one.kind == "fraction" and dimension(two.unit) == "times" and abs(one.value * two.value - 1) < MAX_ROUNDED


def _same_highs(one: Quantity, two: Quantity) -> bool:
    """Match "highs in the 90s", in Fahrenheit, with degrees Celsius."""
    tens = one.value % 100
    if one.kind not in ("decade", "age") or dimension(two.unit) != "temperature":
        return False
    low, high = ((degrees - 32) * 5 / 9 for degrees in (tens, tens + 10))
    return low - 1 <= two.value <= high + 1


def _same_duration(one: Quantity, two: Quantity) -> bool:
    """Match a duration with what may be one or a time of day: « une heure et demie »."""
    if one.kind != "clock" or two.unit not in TIME_UNITS:
        return False
    return abs(one.value - two.value * SIZES[two.unit][1]) < MAX_CLOCK_DIFFERENCE


_RULES: tuple[_Rule, ...] = same_measure, same_money, same_period, _same_digits
# The rules that apply to a first number of one kind, where there are more than those for all.
_RULES_OF_KIND: dict[Kind, tuple[_Rule, ...]] = {
    "clock": (*_RULES, same_clock, _same_duration),
    "date": (*_RULES, same_date),
    "phone": (*_RULES, same_code),
    "code": (*_RULES, same_code),
    "approximate": (*_RULES, _nearly_same),
    "age": (*_RULES, _same_age, _same_highs),
    "decade": (*_RULES, _same_highs),
    "fraction": (*_RULES, _same_share, _same_proportion),
    "multiple": (*_RULES, _same_share),
}
