"""Conversion of units of measure and time, to recognise one quantity in two units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from aligner.text.entities.numbers import Quantity, lower_same_length

# Relative tolerance for rounding after a conversion, by the significant digits of the rounder of the two values.
_TOLERANCE = {0: Decimal("0.08"), 1: Decimal("0.08"), 2: Decimal("0.08"), 3: Decimal("0.03")}
_MIN_TOLERANCE = Decimal("0.01")
_DEGREE_TOLERANCE = Decimal(1)
_TIME_TOLERANCE = Decimal("0.07")  # months differ in length
_MEASURES = {
    "mm": ("length", "0.001"), "cm": ("length", "0.01"), "m": ("length", "1"), "km": ("length", "1000"),
    "in": ("length", "0.0254"), "ft": ("length", "0.3048"), "yd": ("length", "0.9144"), "mi": ("length", "1609.344"),
    "m2": ("area", "1"), "km2": ("area", "1000000"), "ha": ("area", "10000"), "acre": ("area", "4046.86"),
    "ft2": ("area", "0.0929"), "mi2": ("area", "2589988"), "g": ("mass", "0.001"), "kg": ("mass", "1"),
    "t": ("mass", "1000"), "ton": ("mass", "907"), "lb": ("mass", "0.4536"), "oz": ("mass", "0.02835"),
    "st": ("mass", "6.35"), "l": ("volume", "1"), "gal": ("volume", "3.785"), "km/h": ("speed", "1"),
    "mph": ("speed", "1.609"), "kn": ("speed", "1.852"), "m/s": ("speed", "3.6"), "km/s": ("speed", "3600"),
    "%": ("share", "1"), "pt": ("share", "1"), "bp": ("share", "0.01"),
}  # fmt: skip
_SIZES = {unit: (dimension, Decimal(size)) for unit, (dimension, size) in _MEASURES.items()}
_DAY, _YEAR = 24, 8760
_HOURS: dict[str, Decimal] = {
    "second": Decimal(1) / 3600, "seconde": Decimal(1) / 3600, "minute": Decimal(1) / 60, "min": Decimal(1) / 60,
    "hour": Decimal(1), "heure": Decimal(1), "h": Decimal(1), "day": Decimal(_DAY), "jour": Decimal(_DAY),
    "week": Decimal(7 * _DAY), "semaine": Decimal(7 * _DAY), "month": Decimal(_YEAR) / 12, "mois": Decimal(_YEAR) / 12,
    "year": Decimal(_YEAR), "an": Decimal(_YEAR), "année": Decimal(_YEAR), "decade": Decimal(10 * _YEAR),
    "décennie": Decimal(10 * _YEAR), "century": Decimal(100 * _YEAR), "centuries": Decimal(100 * _YEAR),
    "siècle": Decimal(100 * _YEAR),
}  # fmt: skip
_TIME_UNIT = re.compile(rf"[\s-]({'|'.join(sorted(_HOURS, key=len, reverse=True))})s?(?!\w)")


def same_measure(one: Quantity, two: Quantity) -> bool:
    """Return whether two quantities are one measure in two units ("6 miles", « 10 km »), allowing for rounding."""
    return one.unit != two.unit and any(
        a[0] == b[0] and abs(a[1] - b[1]) <= _tolerance(one, two, a, b) for a in _sizes(one) for b in _sizes(two)
    )


def same_dimension(one: Quantity, two: Quantity) -> bool:
    """Return whether both quantities have the same dimension: length, area, mass and so on."""
    return not {a[0] for a in _sizes(one)}.isdisjoint(b[0] for b in _sizes(two))


def _tolerance(one: Quantity, two: Quantity, a: tuple[str, Decimal], b: tuple[str, Decimal]) -> Decimal:
    if a[0] == "temperature":
        return _DEGREE_TOLERANCE
    digits = min(len(quantity.value.normalize().as_tuple().digits) for quantity in (one, two))
    return _TOLERANCE.get(digits, _MIN_TOLERANCE) * max(abs(a[1]), abs(b[1]))


def _sizes(quantity: Quantity) -> Iterator[tuple[str, Decimal]]:
    """Yield the possible dimensions and sizes of a quantity: a pound may be mass, degrees may be of either scale."""
    unit = "lb" if quantity.unit == "GBP" and "£" not in quantity.text else quantity.unit
    if unit in _SIZES:
        dimension, size = _SIZES[unit]
        yield dimension, quantity.value * size
    if unit in ("°C", "°"):
        yield "temperature", quantity.value
    if unit in ("°F", "°"):
        yield "temperature", (quantity.value - 32) * 5 / 9


def same_time(one: Quantity, text: str, two: Quantity, text2: str) -> bool:
    """Return whether two quantities, each with its text, are one duration in two units: two weeks, fourteen days."""
    units = [_TIME_UNIT.match(lower_same_length(text[q.end : q.end + 12])) for q, text in ((one, text), (two, text2))]
    if not units[0] or not units[1]:
        return False
    unit, unit2 = _HOURS[units[0][1]], _HOURS[units[1][1]]
    hours, hours2 = one.value * unit, two.value * unit2
    return unit != unit2 and abs(hours - hours2) <= _TIME_TOLERANCE * max(hours, hours2)


def time_unit_end(quantity: Quantity, text: str) -> int:
    """Return the end of the unit of time after a quantity, or of the quantity if there is none."""
    unit = _TIME_UNIT.match(lower_same_length(text[quantity.end : quantity.end + 12]))
    return quantity.end + (unit.end() if unit else 0)
