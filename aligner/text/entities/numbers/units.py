"""Conversion of units of measure and time, to recognise one quantity in two units."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aligner.languages.currencies import FAMILY_OF_CODE
from aligner.languages.measures import SIZES
from aligner.text.entities.numbers.quantity import Quantity

# Relative tolerance for rounding after a conversion, by the significant digits of the rounder of the two values.
_TOLERANCE = {0: Decimal("0.08"), 1: Decimal("0.08"), 2: Decimal("0.08"), 3: Decimal("0.03")}
_MIN_TOLERANCE = Decimal("0.01")
_DEGREE_TOLERANCE = Decimal(1)
_ROUND_DEGREE_TOLERANCE, ROUND_DEGREES = Decimal(5), 100  # of an oven, given in tens
_TIME_TOLERANCE = Decimal("0.07")  # months differ in length
_DAY_HOURS = 24
# « huit jours » are a week, « quinze jours » a fortnight.
_COUNTED_BOTH_ENDS = {(Decimal(8), Decimal(168)), (Decimal(15), Decimal(336))}
_FLUID_OUNCE = Decimal("0.02957")
SHARES = {"%": Decimal(1), "pt": Decimal(1), "bp": Decimal("0.01")}
# Cents and pence, with the family of the currencies that have them.
_SUBUNITS = {"p": ("GBP",), "c": ()}
Size = tuple[str, Decimal]


def same_measure(one: Quantity, two: Quantity) -> bool:
    """Return whether two quantities are one measure in two units ("6 miles", « 10 km »), allowing for rounding."""
    return one.unit != two.unit and any(
        a[0] == b[0] and abs(a[1] - b[1]) <= _tolerance(one, two, a, b) for a in _sizes(one) for b in _sizes(two)
    )


def same_dimension(one: Quantity, two: Quantity) -> bool:
    """Return whether both quantities have the same dimension: length, area, mass and so on."""
    return not {a[0] for a in _sizes(one)}.isdisjoint(b[0] for b in _sizes(two))


def dimension(unit: str) -> str:
    """Return the dimension of a unit: "length", "time", "money", "share", or "" for a count."""
    if unit in SIZES:
        return SIZES[unit][0]
    if unit in SHARES:
        return "share"
    if unit[:1] == "°":
        return "temperature"
    return "money" if unit in _SUBUNITS or (len(unit) == 3 and unit.isupper()) else ""


def _tolerance(one: Quantity, two: Quantity, a: Size, b: Size) -> Decimal:
    if a[0] == "temperature":
        round_ = any(q.value >= ROUND_DEGREES and q.value % 10 == 0 for q in (one, two))
        return _ROUND_DEGREE_TOLERANCE if round_ else _DEGREE_TOLERANCE
    largest = max(abs(a[1]), abs(b[1]))
    if a[0] == "time":
        idiom = any((q.value, other[1]) in _COUNTED_BOTH_ENDS and q.unit == "day" for q, other in ((one, b), (two, a)))
        return Decimal(_DAY_HOURS) if idiom else _TIME_TOLERANCE * largest
    if a[0] == "money":
        return Decimal(0)
    digits = min(len(quantity.value.normalize().as_tuple().digits) for quantity in (one, two))
    return _TOLERANCE.get(digits, _MIN_TOLERANCE) * largest


def _sizes(quantity: Quantity) -> Iterator[Size]:
    """Yield the possible dimensions and sizes of a quantity: a pound may be mass, degrees may be of either scale."""
    unit, value = quantity.unit, quantity.value
    if unit == "GBP" and "£" not in quantity.text:
        unit = "lb"
    if unit in SIZES:
        yield SIZES[unit][0], value * SIZES[unit][1]
        if unit == "oz":
            yield "volume", value * _FLUID_OUNCE
    elif unit in SHARES:
        yield "share", value * SHARES[unit]
    elif unit in ("°C", "°F", "°"):
        if unit != "°F":
            yield "temperature", value
        if unit != "°C":
            yield "temperature", (value - 32) * 5 / 9


def same_money(one: Quantity, two: Quantity) -> bool:
    """Return whether one amount is in cents or pence, the other in their currency; « quatre cents » may be cents."""
    if one.unit == "c" and not two.unit and two.text.endswith("cents"):
        return one.value * 100 == two.value
    if one.unit == "p":
        return two.unit == "GBP" and one.value == two.value * 100
    return (
        one.unit == "c"
        and (two.unit == "EUR" or FAMILY_OF_CODE.get(two.unit) in ("dollar", "franc"))
        and one.value == two.value * 100
    )
