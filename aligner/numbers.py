"""Canonical values of the numbers in a text, from figures and from words, in either language.

One compiled alternation reads a text once; what it finds is turned into a
value by the language's own separators and scales.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from types import ModuleType
from typing import Literal, NamedTuple

from aligner.languages import en, fr
from aligner.types import Side

Kind = Literal["cardinal", "ordinal", "approximate", "clock", "decade"]
_TABLES: dict[Side, ModuleType] = {"en": en, "fr": fr}
_SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
# A longer run of figures is a code, not a quantity.
_LONGEST = 24
_FIGURES: dict[Side, str] = {
    "en": rf"\d{{1,3}}(?: 000)+(?!\d)|\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?"
    rf"|\d{{1,3}}(?:[{_SPACES[1:]}]\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?",
    "fr": rf"[1-9]\d{{0,2}}(?:[{_SPACES}]\d{{3}})+(?!\d)(?:,\d+)?|[1-9]\d{{0,2}}(?:\.\d{{3}})+(?!\d)(?:,\d+)?"
    r"|[1-9]\d{0,2}(?:,\d{3}){2,}(?!\d)|\d+(?:[.,]\d+)?",
}
_CLOCK: dict[Side, str] = {
    "en": r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m\b\.?"
    r"|(?P<hour2>[012]?\d)(?::|(?=\d\d\s(?:GMT|UTC)\b))(?P<minute2>[0-5]\d)(?P<minute3>)(?![\d:])",
    "fr": r"(?P<hour>[012]?\d)(?:\s?h|\s?heures|:)\s?(?P<minute>[0-5]\d)(?!\d)(?P<half>)"
    r"|(?P<hour2>[012]?\d)(?:\s?h(?!\w)(?P<minute2>)|(?P<minute3>[0-5]\d)(?=\s(?:GMT|UTC|TU)\b))",
}
_DECADE: dict[Side, str] = {
    "en": r"['’](?P<decade>\d0)s\b|(?<=the )(?P<decade2>\d0)s\b",
    "fr": r"(?<=années )['’]?(?P<decade>\d0)(?!\d)|(?<=années)(?P<decade2>(?!))",
}
_LETTERS = re.compile(r"[^\W\d_]+")
_HALF = Decimal("0.5")
# How far a translator rounds when a measure changes system.
_ROUNDING = Decimal("0.08")
_MEASURES = {
    "mm": ("length", "0.001"), "cm": ("length", "0.01"), "m": ("length", "1"), "km": ("length", "1000"),
    "in": ("length", "0.0254"), "ft": ("length", "0.3048"), "yd": ("length", "0.9144"), "mi": ("length", "1609.344"),
    "m2": ("area", "1"), "km2": ("area", "1000000"), "ha": ("area", "10000"), "acre": ("area", "4046.86"),
    "ft2": ("area", "0.0929"), "mi2": ("area", "2589988"), "g": ("mass", "0.001"), "kg": ("mass", "1"),
    "t": ("mass", "1000"), "ton": ("mass", "907"), "lb": ("mass", "0.4536"), "oz": ("mass", "0.02835"),
    "l": ("volume", "1"), "gal": ("volume", "3.785"), "km/h": ("speed", "1"), "mph": ("speed", "1.609"),
}  # fmt: skip
_ROMAN = {"I": 1, "V": 5, "X": 10}


class Quantity(NamedTuple):
    """A number and where it stands.

    `value` is in ones ("74,87 milliards" is 74870000000; a time of day is in
    hours); `unit` is "", "%", an ISO 4217 code or a unit of measure; `start`
    and `end` are half-open offsets, and `text` is what stands there.
    """

    value: Decimal
    unit: str
    start: int
    end: int
    text: str
    kind: Kind = "cardinal"


def numbers(text: str, side: Side) -> list[Quantity]:
    """The quantities of a text, in order; a lone "one", « un » or « une » is none.

    Never raises; time is linear in the length of the text.
    """
    tables = _TABLES[side]
    found: list[Quantity] = []
    for match in _pattern(side).finditer(text):
        found.extend(_read(match, side, tables))
    return list(_spread(text, found, side))


def same(one: Quantity, two: Quantity) -> bool:
    """Whether two quantities agree: equal, or one measure in two systems ("6 miles", « 10 km ») within 8 %."""
    if one.value == two.value and (one.unit == two.unit or not (one.unit and two.unit)):
        return True
    for a in _measures(one):
        for b in _measures(two):
            if a[0] == b[0] and one.unit != two.unit and abs(a[1] - b[1]) <= _ROUNDING * max(abs(a[1]), abs(b[1])):
                return True
    return False


def _measures(quantity: Quantity) -> Iterator[tuple[str, Decimal]]:
    """Dimension and size of a quantity; a pound is money and mass."""
    for unit in (quantity.unit, "lb") if quantity.unit == "GBP" and "£" not in quantity.text else (quantity.unit,):
        if unit in _MEASURES:
            dimension, size = _MEASURES[unit]
            yield dimension, quantity.value * Decimal(size)
    if quantity.unit in ("°C", "°F"):
        celsius = quantity.value if quantity.unit == "°C" else (quantity.value - 32) * 5 / 9
        yield "temperature", celsius


@cache
def _pattern(side: Side) -> re.Pattern[str]:
    tables = _TABLES[side]
    lone, money = _any(tables.SCALES | tables.LONE_SCALES), _any(tables.MONEY_SCALES)
    symbol = r"(?=\s?[€$£])" if side == "fr" else ""
    number = _any({**tables.CARDINALS, **dict.fromkeys(tables.HUNDRED, 0), **tables.SCALES, **tables.ORDINALS})
    word = rf"(?:{number}|{_any(tables.APPROXIMATE)}s?)"
    ones = "|".join(sorted(tables.BARE_ONE))
    large = _any({**dict.fromkeys(tables.HUNDRED, 0), **tables.SCALES, **tables.APPROXIMATE})
    between = rf"(?:\s{{1,2}}{tables.JOINER}\s{{1,2}}|-{tables.JOINER}-|[\s-]\s?)"
    units = _units(tables.UNITS)
    unit = rf"(?:\s?-?(?:de\s|d['’])?(?P<unit>{units}))?"
    unit2 = unit.replace("<unit>", "<unit2>")
    return re.compile(
        rf"(?<!\w)(?:(?P<roman>[IVX]+)(?:(?:e|ème|er)(?!\w)|(?=\s{tables.CENTURY}))"
        rf"|{_CLOCK[side]}|{_DECADE[side]}"
        rf"|(?:(?P<sign>{_units(tables.SIGNS, whole=False)})\s?)?(?P<figures>{_FIGURES[side]})"
        rf"(?:(?P<ordinal>{tables.ORDINAL_ENDINGS})(?!\w)|(?P<tens>s)(?!\w)"
        rf"|(?:[\s-]?(?:(?P<scale>{lone})(?!\w)|(?P<money>{money})(?:(?!\w)|(?=[€$£])){symbol}))?(?P<half1>{tables.AND_HALF})?{unit})"
        rf"|(?P<words>(?!(?<=pour\s)cent)(?:(?:{tables.ARTICLES})\s(?={large}))?(?!(?:{ones})(?![\s-]+(?:{large}|{units})))"
        rf"{word}(?!\w)(?:{between}{word}(?!\w))*)(?P<half2>{tables.AND_HALF})?{unit2})",
        re.IGNORECASE,
    )


def _any(table: Mapping[str, object]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(table, key=len, reverse=True)) + ")"


def _units(table: Mapping[str, str], *, whole: bool = True) -> str:
    """Longest first; one that ends in a letter must end its word."""
    words = sorted(table, key=len, reverse=True)
    return "|".join(
        re.escape(w).replace(r"\ ", r"\s") + (r"(?!\w)" if whole and w[-1].isalpha() else "") for w in words
    )


def _read(match: re.Match[str], side: Side, tables: ModuleType) -> Iterator[Quantity]:
    """The quantities of one match: several where words do not make one number ("two, three")."""
    start, end, text = match.start(), match.end(), match[0]
    if match["words"]:
        yield from _worded(match, tables)
    elif match["figures"]:
        if len(match["figures"]) <= _LONGEST:
            unit = _unit(match["unit"], tables.UNITS) or _unit(match["sign"], tables.SIGNS)
            kind: Kind = "ordinal" if match["ordinal"] else "decade" if match["tens"] else "cardinal"
            yield Quantity(_figures(match, side, tables), unit, start, end, text, kind)
    elif match["roman"]:
        if match["roman"].isupper():
            yield Quantity(Decimal(_roman(match["roman"])), "", start, end, text, "ordinal")
    elif match["decade"] or match["decade2"]:
        yield Quantity(Decimal(1900 + int(match["decade"] or match["decade2"])), "", start, end, text, "decade")
    else:
        hour, minute = (
            int(match["hour"] or match["hour2"]),
            int(match["minute"] or match["minute2"] or match["minute3"] or 0),
        )
        if match["half"]:
            hour = hour % 12 + 12 * (match["half"] in "pP")
        yield Quantity(Decimal(hour * 60 + minute) / 60, "", start, end, text, "clock")


def _figures(match: re.Match[str], side: Side, tables: ModuleType) -> Decimal:
    figures = re.sub(rf"[{_SPACES}]", "", match["figures"])
    if side == "en":
        figures = figures.replace(",", "")
    elif figures.count(",") > 1 or re.fullmatch(r"[1-9]\d{0,2},000", figures):
        figures = figures.replace(",", "")  # English separators: « 15,000 » is no French decimal
    elif re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", figures):
        figures = figures.replace(".", "").replace(",", ".")
    value, scale = Decimal(figures.replace(",", ".")), (match["scale"] or "").lower()
    value += _HALF if match["half1"] else 0
    if not scale and (match["sign"] or match["unit"]):
        scale = (match["money"] or "").lower()
    return value.scaleb(_powers(tables)[scale]) if scale else value


def _unit(found: str | None, table: Mapping[str, str]) -> str:
    return table.get(re.sub(r"\s", " ", found.lower()), "") if found else ""


def _roman(figures: str) -> int:
    values = [_ROMAN[each] for each in figures]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def _worded(match: re.Match[str], tables: ModuleType) -> Iterator[Quantity]:
    """Number words to quantities; a word that cannot extend a number begins another."""
    at, source = match.start("words"), match.string
    unit = _unit(match["unit2"], tables.UNITS)
    run: list[re.Match[str]] = []
    total = group = 0

    def quantity(unit: str = "", more: Decimal | int = 0) -> Iterator[Quantity]:
        last = run[-1][0].lower() if run else ""
        lone = last in tables.BARE_ONE and total + group == 1
        large = (
            last in tables.SCALES or last in tables.HUNDRED or (last.endswith("s") and last[:-1] in tables.APPROXIMATE)
        )
        if not run or (len(run) == 1 and ((large and last not in tables.LONE_LARGE) or (lone and not unit))):
            return
        start, end = at + run[0].start(), match.end() if unit or more else at + run[-1].end()
        rough = last.removesuffix("s") in tables.APPROXIMATE
        kind: Kind = "ordinal" if last in tables.ORDINALS else "approximate" if rough else "cardinal"
        yield Quantity(total + group + Decimal(more), unit, start, end, source[start:end], kind)

    for token in _LETTERS.finditer(match["words"]):
        word = token[0].lower()
        if word == tables.JOINER:
            continue
        ended = bool(run) and run[-1][0].lower() in tables.ORDINALS
        extended = None if ended else _extend(total, group, word, tables)
        if extended is None:
            yield from quantity()
            run, extended = [], _extend(0, 0, word, tables) or (0, 0)
        total, group = extended
        run.append(token)
    yield from quantity(unit, _HALF if match["half2"] else 0)


def _extend(total: int, group: int, word: str, tables: ModuleType) -> tuple[int, int] | None:
    """What stands so far, the thousands in `total` and the rest in `group`, and one more word; None if it cannot be."""
    if word in tables.SCALES:
        power = 10 ** tables.SCALES[word]
        if total < power:
            return (total + group or 1) * power, 0
        return (total + group * power, 0) if group else None
    if word in tables.HUNDRED:
        return (total, (group or 1) * 100) if group < 100 else None
    if word.removesuffix("s") in tables.APPROXIMATE or word in tables.APPROXIMATE:
        value = tables.APPROXIMATE.get(word) or tables.APPROXIMATE[word.removesuffix("s")]
        return (total, (group or 1) * value) if group < 100 else None
    value = tables.CARDINALS.get(word, tables.ORDINALS.get(word, 1))
    rest = group % 100
    fits = (
        (rest == 0 and (value or not total + group) and (value < 100 or not group))
        or (rest >= 20 and rest % 10 == 0 and 0 < value < 10)
        or (tables.VIGESIMAL and ((rest in (60, 80) and 0 < value < 20) or (rest in (10, 70, 90) and 7 <= value <= 9)))
    )
    if tables.VIGESIMAL and rest == 4 and value == 20:
        return total, group + 76
    return (total, group + value) if fits else None


def _spread(text: str, found: list[Quantity], side: Side) -> Iterator[Quantity]:
    """Give the first of a range the scale and unit of the second: "5 to 6 million dollars"."""
    tables = _TABLES[side]
    for one, two in zip(found, [*found[1:], None], strict=False):
        if two is None or two.start - one.end > 8 or not _is_range(text, one, two, tables):
            yield one
            continue
        scale = _scale(side).search(two.text)
        power = _powers(tables)[scale[0].lower()] if scale and one.value < 1000 else 0
        plain = one.text[-1:].isdigit() or not _scale(side).search(one.text)
        value = one.value.scaleb(power) if plain else one.value
        yield one._replace(value=value, unit=one.unit or two.unit)


def _is_range(text: str, one: Quantity, two: Quantity, tables: ModuleType) -> bool:
    if one.kind not in ("cardinal", "approximate") or two.kind != "cardinal" or one.unit not in ("", two.unit):
        return False
    gap = text[one.end : two.start].strip().lower()
    if gap in ("-", "–") or gap in tables.RANGE.split("|"):
        return True
    before, joiner = tables.BETWEEN
    return gap == joiner and text[max(0, one.start - 10) : one.start].rstrip().lower().endswith(before)


@cache
def _scale(side: Side) -> re.Pattern[str]:
    tables = _TABLES[side]
    alone = _any(tables.SCALES | tables.LONE_SCALES) + r"(?!\w)"
    return re.compile(rf"{alone}|(?<=[\s\d]){_any(tables.MONEY_SCALES)}(?=\s?[€$£])", re.IGNORECASE)


def _powers(tables: ModuleType) -> dict[str, int]:
    return {**tables.MONEY_SCALES, **tables.LONE_SCALES, **tables.SCALES}
