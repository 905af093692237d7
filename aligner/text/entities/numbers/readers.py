"""Turn a match of the pattern of numbers into quantities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import NamedTuple
from unicodedata import numeric

from aligner.languages import LANGUAGES
from aligner.languages.measures import CASED_SYMBOLS
from aligner.languages.numbers import NUMBER_TABLES
from aligner.text.entities.numbers.bounds import bound_before
from aligner.text.entities.numbers.patterns import SPACES, all_number_words, scale_power
from aligner.text.entities.numbers.quantity import FEW, Kind, Quantity
from aligner.text.entities.numbers.signs import age_years, follows_numbered, is_change, with_sign
from aligner.text.entities.numbers.units import dimension
from aligner.text.entities.numbers.words import parse_number_words
from aligner.types import Side

MAX_DIGITS = 24  # longer runs of digits and separators are codes, not quantities
_YEAR_APOSTROPHE = re.compile(r"(?:^|[^\w'’])['’]$")  # before a year of two digits ("in '98"); it closes no word
_FRENCH_DECIMAL = re.compile(r"\d+,\d{1,2}")
_AGE_WORD = re.compile(r"(?:génaire|trentenaire|narian)s?$")  # a person of that age
_SPACE, _SPACES = re.compile(r"\s"), re.compile(rf"[{SPACES}]")
_AFTER_SLASH = re.compile(r"\s?/\s?([^\W\d_]+)")
_HALF = Decimal("0.5")


class _Tail(NamedTuple):
    """What follows a number: its unit, whether a half is added, the unit that it is counted by, and the end."""

    unit: str
    half: Decimal
    per: str
    end: int


def read_match(match: re.Match[str], text: str, side: Side) -> Iterator[Quantity]:
    """Yield the quantities of a match: several if its words are several numbers ("two, three")."""
    if match["words"]:
        return _read_words(match, text, side)
    if match["figures"]:
        return _read_figures(match, text, side)
    return _read_other(match, text, side)


def _quantity(
    match: re.Match[str], text: str, side: Side, value: Decimal | Fraction, unit: str, kind: Kind
) -> Quantity:
    start, end = match.span()
    number = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else value
    return Quantity(number, unit, start, end, text[start:end], kind, bound_before(match.string, start, side))


def _read_other(match: re.Match[str], text: str, side: Side) -> Iterator[Quantity]:
    tables, groups = NUMBER_TABLES[side], match.groupdict()
    if match["vulgar"]:
        unit = _unit_at(match, "unit4", text, side)[0]
        whole = Decimal(match["whole"] or 0)
        value = whole + Decimal(str(round(numeric(match["vulgar"]), 6)))
        yield _quantity(match, text, side, value, unit, "cardinal" if unit or whole else "fraction")
    elif match["top"] or match["half_word"] or groups.get("demi"):
        yield _read_fraction(match, text, side)
    elif match["multiple"]:
        yield _quantity(match, text, side, tables.multiples[match["multiple"]], "", "multiple")
    elif groups.get("fold"):
        yield _quantity(match, text, side, Decimal(groups["fold"]), "", "multiple")
    elif match["group"]:
        word = match["group"]
        count = tables.groups.get(word) or tables.repeated.get(word, 0)
        yield _quantity(match, text, side, Decimal(count), "×" if word in tables.repeated else "", "group")
    elif groups.get("vague"):
        yield _quantity(match, text, side, Decimal(tables.vague[groups["vague"]]), "", "bare")
    elif match["few"]:
        yield _quantity(match, text, side, FEW, _unit(match["unit7"], side), "bare")
    elif match["unit3"]:
        value = 1 + _added(match["after3"])
        yield _quantity(match, text, side, value, tables.units[re.sub(r"\s", " ", match["unit3"])], "cardinal")


def _read_fraction(match: re.Match[str], text: str, side: Side) -> Quantity:
    tables = NUMBER_TABLES[side]
    value = Fraction(1, 2)
    if top := match["top"]:
        count = int(top) if top.isdigit() else LANGUAGES[side].cardinals.get(top, 1)
        noun = match["bottom"] or match["ordinal_bottom"]
        value = Fraction(count, tables.parts.get(noun) or tables.denominators[noun])
    unit, end = _unit_at(match, "unit4", text, side)
    quantity = _quantity(match, text, side, value, unit, "cardinal" if unit else "fraction")
    noun_end = max(match.end(name) for name in ("bottom", "ordinal_bottom", "half_word"))
    end = match.end() if unit else noun_end
    kind: Kind = "multiple" if quantity.kind == "fraction" and is_change(match.string, match.start()) else quantity.kind
    return quantity._replace(end=end, text=text[quantity.start : end], kind=kind)


def _tail(match: re.Match[str], text: str, side: Side) -> _Tail:
    """Read what follows a number in figures or in words; "100 yards/metres" may be either, and has no unit."""
    unit, end = _unit_at(match, "unit", text, side)
    half = _added(match["half"] or match["after"])
    if unit or end < 0:
        end = match.start("rate")
    per = _unit(match["per"], side)
    return _Tail("", half, "", end) if unit and _has_other_unit(match, unit, side) else _Tail(unit, half, per, end)


def _has_other_unit(match: re.Match[str], unit: str, side: Side) -> bool:
    """Return whether a slash and another unit of measure of the dimension follow the unit of a number."""
    other = _AFTER_SLASH.match(match.string, match.end("unit"))
    measured = dimension("lb" if unit == "GBP" else unit)
    return other is not None and measured not in ("", "time", "money") and dimension(_unit(other[1], side)) == measured


def _added(words: str | None) -> Decimal:
    """Return what "and a half" or « trois quarts » adds to a number."""
    if not words:
        return Decimal(0)
    return _HALF if "quar" not in words else _HALF / 2 * (3 if "t" in words.split("quar")[0] else 1)


def _unit_at(match: re.Match[str], group: str, text: str, side: Side) -> tuple[str, int]:
    """Return the unit that a group matches, and where the number ends if its letter is no unit there, else -1."""
    start, end = match.span(group)
    symbol = text[start:end] if start >= 0 else ""
    if len(symbol) == 1 and symbol.isalpha() and not _is_symbol(text, start, symbol):
        return "", len(match.string[:start].rstrip(f"{SPACES}-"))
    return _unit(symbol.lower(), side), -1


def _is_symbol(text: str, start: int, symbol: str) -> bool:
    """Return whether a letter after a figure is a symbol of a unit: in its case, and not elided (« l’ »)."""
    if symbol in "CFp" and not text[start - 1].isdigit():
        return False
    return symbol in CASED_SYMBOLS and text[start + 1 : start + 2] not in ("'", "’")


def _read_figures(match: re.Match[str], text: str, side: Side) -> Iterator[Quantity]:
    if len(match["figures"]) > MAX_DIGITS:
        return
    start, language, lowered = match.start(), LANGUAGES[side], match.string
    plain = match["tens"] or match["ordinal"]
    unit, half, per, end = _Tail("", Decimal(0), "", match.end()) if plain else _tail(match, text, side)
    unit = unit or language.signs.get(match["sign"] or "", "")
    unit = unit or (NUMBER_TABLES[side].units.get(match["money"] or "", ""))  # "100m": metres or millions
    value = _read_digits(match, half, side)
    kind: Kind = "ordinal" if match["ordinal"] else "cardinal"
    if match["tens"] and match["figures"][-1] == "0":
        kind = "decade"
        if value < 100 and (age := age_years(lowered, start, side)) is not None:
            value, kind = value + age, "age"
    number = Quantity(value, unit, start, end, text[start:end], kind, bound_before(lowered, start, side), per)
    yield with_sign(number, text, lowered, match.end(), side) if kind == "cardinal" else number


def _read_digits(match: re.Match[str], half: Decimal, side: Side) -> Decimal:
    digits = match["figures"]
    if not digits.isdigit():
        digits = _SPACES.sub("", digits)
    if side == "en":
        digits = digits.replace(",", "." if _FRENCH_DECIMAL.fullmatch(digits) else "")
    elif digits.count(",") > 1 or re.fullmatch(r"[1-9]\d{0,2},000", digits):
        digits = digits.replace(",", "")  # English separators: « 15,000 » is no French decimal
    elif re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", digits):
        digits = digits.replace(".", "").replace(",", ".")
    value, scale = Decimal(digits.replace(",", ".")), match["scale"] or ""
    if len(digits) == 2 and _YEAR_APOSTROPHE.search(match.string, max(0, match.start() - 2), match.start()):
        return value + (2000 if value < 30 else 1900)
    value += half
    if not scale and (match["sign"] or match["unit"]):
        scale = match["money"] or ""
    return value.scaleb(scale_power(scale, side)) if scale else value


def _unit(matched: str | None, side: Side) -> str:
    if not matched:
        return ""
    units = NUMBER_TABLES[side].units
    return units.get(matched) or units.get(_SPACE.sub(" ", matched), "")


def _read_words(match: re.Match[str], text: str, side: Side) -> Iterator[Quantity]:
    words, offset = match["words"], match.start("words")
    single = _single_words(side).get(words)
    if single is not None and match.end() - match.start() == len(words):  # most are one word and nothing else
        yield _finished(
            Quantity(single[0], "", offset, match.end(), text[offset : match.end()], single[1]), match, text, side
        )
        return
    language, numbers = LANGUAGES[side], list(parse_number_words(words, LANGUAGES[side]))
    tail = _tail(match, text, side)
    for number in numbers:
        last = number is numbers[-1]
        unit, half, per = (tail.unit, tail.half, tail.per) if last else ("", Decimal(0), "")
        scale = language.scales.get(match["scale2"] or "", 0) if last else 0
        half = _added(match["scaled"]) if scale else half
        halved = bool(match["part"]) and number is numbers[0]
        bare = number.bare and not half and not halved
        start = match.start() if halved else offset + number.start
        if bare and number.last in language.bare_one and not unit and not follows_numbered(match.string, start, side):
            continue
        end = match.end("scaled") if scale and not unit else tail.end if unit or half else offset + number.end
        kind = _kind_of_word(number.last, side, bare=bare and number.last not in language.bare_one)
        value = (number.value + half.scaleb(language.scales.get(number.last, 0))).scaleb(scale)
        value = value * _HALF if halved else value
        yield _finished(Quantity(value, unit, start, end, text[start:end], kind, "", per), match, text, side)


@cache
def _single_words(side: Side) -> dict[str, tuple[Decimal, Kind]]:
    """Return the value and kind of each word that is a number by itself."""
    language, singles = LANGUAGES[side], dict[str, tuple[Decimal, Kind]]()
    for word in all_number_words(side) - language.bare_one:
        (number,) = parse_number_words(word, language)
        singles[word] = Decimal(number.value), _kind_of_word(word, side, bare=number.bare)
    return singles


def _kind_of_word(word: str, side: Side, *, bare: bool) -> Kind:
    """Return the kind of a number by its last word."""
    language = LANGUAGES[side]
    if bare:
        return "bare"
    if word in language.ordinals:
        return "ordinal"
    if _AGE_WORD.search(word):
        return "age"
    return (
        "approximate" if word in language.approximate or word.removesuffix("s") in language.approximate else "cardinal"
    )


def _finished(number: Quantity, match: re.Match[str], text: str, side: Side) -> Quantity:
    """Return a number in words with what the words around it add: a bound, a sign, an age."""
    lowered, start = match.string, number.start
    bound = bound_before(lowered, start, side)
    if number.kind == "approximate" and number.value < 100 and number.text.endswith("ies"):
        age = age_years(lowered, start, side)
        number = number if age is None else number._replace(value=number.value + age, kind="age")
    elif number.kind == "cardinal":
        if follows_numbered(lowered, start, side):
            number = number._replace(kind="ordinal")
        else:
            number = with_sign(number, text, lowered, match.end(), side)
    return number._replace(bound=bound) if bound else number
