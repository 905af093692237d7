"""Regular expressions of numbers, compiled once per language from its word tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter

from aligner.languages import LANGUAGES
from aligner.languages.measures import TIME_UNITS
from aligner.languages.numbers import NUMBER_TABLES
from aligner.types import Side

VULGAR = "¼½¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
_DIGITS: dict[Side, str] = {
    "en": rf"\d{{1,3}}(?: 000)+(?!\d)|[1-9]\d{{0,2}}(?: \d{{3}})+(?=\s(?:[mbtr]illion|[mck]?m|kg)\b|\s?[%€])"
    rf"|\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?"
    rf"|\d{{1,3}}(?:[{SPACES[1:]}]\d{{3}})+(?!\d)(?:\.\d+)?|\d+,\d{{1,2}}(?![\d,])|\d+(?:\.\d+)?",
    "fr": rf"[1-9]\d{{0,2}}(?:[{SPACES}]\d{{3}})+(?!\d)(?:,\d+)?|[1-9]\d{{0,2}}(?:\.\d{{3}})+(?!\d)(?:,\d+)?"
    r"|[1-9]\d{0,2}(?:,\d{3}){2,}(?!\d)|\d+(?:[.,]\d+)?",
}
_HALF_NOUNS = frozenset({"demi", "demie"})


def any_of_pattern(words: Iterable[str]) -> str:
    """Return a pattern of any of these words that shares their prefixes, which makes it several times faster.

    The longest word wins. A word that ends in a letter must end there in the text, too.
    """
    lowered = {word.lower() for word in words}
    letters = {word for word in lowered if word[-1:].isalnum()}
    parts = [rf"{_trie(letters)}(?!\w)"] * bool(letters) + [_trie(lowered - letters)] * bool(lowered - letters)
    return f"(?:{'|'.join(parts)})"


def _trie(words: set[str]) -> str:
    return _branches(sorted(words), 0)


def _branches(words: Sequence[str], depth: int) -> str:
    """Return the pattern of what follows the first letters, which are the same, of sorted words."""
    if len(words) == 1:
        return _escaped(words[0][depth:])
    ends = any(len(word) == depth for word in words[:1])
    parts = [
        _escaped(first) + _branches([*group], depth + 1)
        for first, group in groupby(words[ends:], key=itemgetter(depth))
    ]
    # Groups that nothing needs make most of the time of compiling.
    pattern = parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
    if len(parts) > 1 and all(len(part) == 1 and part.isalpha() for part in parts):
        pattern = f"[{''.join(parts)}]"
    if not ends:
        return pattern
    return f"{pattern}?" if len(pattern) == 1 or len(parts) > 1 else f"(?:{pattern})?"


def _escaped(text: str) -> str:
    if text.isalnum():
        return text
    return re.escape(text).replace(r"\ ", r"\s")


def all_number_words(side: Side) -> set[str]:
    """Return all words of a language that belong to cardinal and ordinal numbers."""
    language = LANGUAGES[side]
    return {*language.cardinals, *language.hundreds, *language.scales, *language.ordinals, *_approximate(side)}


def begins_number(side: Side) -> set[str]:
    """Return the words that may begin a number by themselves."""
    tables = NUMBER_TABLES[side]
    words = all_number_words(side) - LANGUAGES[side].bare_one
    counting = {*tables.halves, *tables.multiples, *tables.groups, *tables.repeated, *tables.vague, *tables.few}
    return {*words, *counting, *_HALF_NOUNS}


def counted_by_one(side: Side) -> set[str]:
    """Return the words that make "one" before them a number: units, and all that make an article one."""
    return {name for name in NUMBER_TABLES[side].units if len(name) > 1} | counted_by_article(side)


def counted_by_article(side: Side) -> set[str]:
    """Return the words that make an article before them a number: units of time, parts of one, and large words."""
    language, tables = LANGUAGES[side], NUMBER_TABLES[side]
    large = {*language.hundreds, *language.scales, *_approximate(side)}
    return {*large, *_time_names(side), *tables.parts, *tables.denominators}


def _time_names(side: Side) -> set[str]:
    return {name for name, unit in NUMBER_TABLES[side].units.items() if unit in TIME_UNITS - {"second"}}


def _approximate(side: Side) -> list[str]:
    words = LANGUAGES[side].approximate
    return [*words, *(f"{word}s" for word in words)]


@cache
def number_patterns(side: Side) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the pattern of where a number may begin, and the pattern of a number."""
    language = LANGUAGES[side]
    letters = {sign for sign in language.signs if sign[-1].isalpha()}
    first = {*begins_number(side), *letters}
    ones, articles = any_of_pattern(language.bare_one), any_of_pattern(language.articles - language.bare_one)
    counted = any_of_pattern(counted_by_article(side))
    by_article = rf"|{articles}[\s-]+(?={counted})" if side == "en" else _bounded_part()
    start = re.compile(
        rf"(?<!\w)(?:\d|{ones}(?:[\s-]+(?={any_of_pattern(counted_by_one(side))})|(?={language.and_half})){by_article}|{any_of_pattern(first)}"
        rf"|(?<=war\s)one(?!\w)|{_trie(set(language.signs) - letters)}\s?\d|[{VULGAR}])"
    )
    # What follows is in the pattern once for several forms, because the names of all units take long to compile.
    counted = rf"(?:{_figures(side)}|{_words(side)})(?(ordinal)|(?(tens)|{_tail(side)}))"
    return start, re.compile(rf"{_parts(side)}|{_fold(side)}|{_few(side)}|{counted}|{_one(side)}")


def _bounded_part() -> str:
    """Return the pattern of where a French fraction begins after a bound: « plus du tiers »."""
    tables = NUMBER_TABLES["fr"]
    nouns = any_of_pattern({*tables.parts, *tables.denominators})
    return rf"|(?:(?<=\bplus\s)|(?<=\bmoins\s)|(?<=\bprès\s))du\s(?={nouns})"


def _figures(side: Side) -> str:
    """Return the pattern of a number in figures with its currency and scale."""
    language, tables = LANGUAGES[side], NUMBER_TABLES[side]
    symbol = r"(?=\s?[€$£])" if side == "fr" else ""
    scale = rf"(?P<scale>{any_of_pattern({*language.scales, *language.scale_abbreviations})})"
    money = rf"(?P<money>{_trie(set(language.money_scales))})(?:(?!\w|/s)|(?=[€$£])){symbol}"
    return (
        rf"(?:(?P<sign>{_trie(set(language.signs))})\s?)?(?P<figures>{_DIGITS[side]})"
        rf"(?:(?P<ordinal>{language.ordinal_endings})(?!\w)|(?P<tens>s)(?!\w)"
        rf"|(?:[\s-]?{tables.before_scale}(?:{scale}|{money}))?)"
    )


def _words(side: Side) -> str:
    """Return the pattern of a number in words."""
    language, tables = LANGUAGES[side], NUMBER_TABLES[side]
    large = any_of_pattern([*language.hundreds, *language.scales, *_approximate(side)])
    word = rf"(?!{tables.no_number}){any_of_pattern(all_number_words(side))}"
    next_word = rf"(?!{tables.no_number}){any_of_pattern(all_number_words(side) - language.lone_ordinals)}"
    between = rf"(?:\s{{1,2}}{language.joiner}\s{{1,2}}|-{language.joiner}-|[\s-]\s?)"
    return (
        rf"(?P<part>{language.half_of})?(?P<words>(?:{any_of_pattern(language.articles)}\s(?={large}))?"
        rf"{word}(?:{between}{next_word})*)(?:(?={language.and_half}[\s-]\w)(?P<scaled>{language.and_half}"
        rf"[\s-](?P<scale2>{any_of_pattern(language.scales)})))?"
    )


def _tail(side: Side) -> str:
    """Return the pattern of what may follow a number: a half, a unit, a half after it, a rate."""
    language, tables = LANGUAGES[side], NUMBER_TABLES[side]
    adjective = rf"(?:\s{any_of_pattern(tables.between_number_and_unit)})?"
    unit = rf"(?:{adjective}\s?-?(?:of\s|de\s|d['’])?(?P<unit>{_any_unit(side)}))?"
    after = rf"(?P<after>{language.half_after})?"
    rate = rf"(?:(?:\s[^\W\d_]{{1,14}})?{tables.rate}(?P<per>{any_of_pattern(_rated(side))}))?"
    return rf"(?P<half>{language.and_half})?{unit}{after}(?P<rate>{rate})"


def _one(side: Side) -> str:
    """Return the pattern of an article and a unit of time: "a week", "a year and a half"."""
    language = LANGUAGES[side]
    articles, names = any_of_pattern(language.articles), any_of_pattern(_time_names(side))
    return rf"{articles}[\s-](?P<unit3>{names})(?P<after3>{language.half_after})?"


@cache
def _any_unit(side: Side) -> str:
    return any_of_pattern(NUMBER_TABLES[side].units)


def _rated(side: Side) -> set[str]:
    """Return the names of the units that rates are given for."""
    rated = {*TIME_UNITS, "barrel", "l", "gal", "kg", "t", "km", "mi", "ha", "acre", "m2", "ft2", "oz"}
    return {name for name, unit in NUMBER_TABLES[side].units.items() if unit in rated}


def _parts(side: Side) -> str:
    """Return the pattern of a fraction in figures or in words, with the unit that it is a part of."""
    joined = r"[\s-](?:of\s)?(?:an?\s|the\s)?" if side == "en" else r"\s(?:de\s|d['’])(?:une?\s)?"
    before_unit = rf"(?(vulgar)\s?-?(?:of\san?\s|an?\s|de\s|d['’])?|{joined})"
    vulgar = rf"(?P<whole>\d{{1,3}})?\s?(?P<vulgar>[{VULGAR}])"  # "2½ inches"
    demi = needed = ""
    if side == "fr":  # « demi-heure », with the names of the units once, because they take long to compile
        demi, before_unit = r"|(?P<demi>demie?)-", rf"(?(demi)|{before_unit})"
        needed = r"(?(demi)(?(unit4)|(?!)))"
    return rf"(?:{vulgar}|{_fraction(side)}{demi})(?:{before_unit}(?P<unit4>{_any_unit(side)}))?{needed}"


def _fraction(side: Side) -> str:
    """Return the pattern of a fraction in words."""
    language, tables = LANGUAGES[side], NUMBER_TABLES[side]
    tops = [word for word, value in language.cardinals.items() if 0 < value < 100]
    top = any_of_pattern([*tops, *language.articles, *(["le", "du"] if side == "fr" else [])])
    plural = [word for word in tables.denominators if word.endswith("s")]
    single = [word for word in tables.denominators if not word.endswith("s")]
    large = any_of_pattern([*language.hundreds, *language.scales, *_approximate(side)])
    bottom = (
        rf"(?P<bottom>{any_of_pattern([*tables.parts, *plural])})(?!{tables.no_part})"
        rf"|(?P<ordinal_bottom>{any_of_pattern(single)})(?={tables.part_of})"
    )
    whole = rf"(?P<half_word>{any_of_pattern(tables.halves)})(?!{tables.no_part}|[\s-](?:an?[\s-])?{large})"
    return rf"(?:(?P<top>{top}|\d{{1,2}}(?!\d))[\s-](?:{bottom})|{whole})"


def _fold(side: Side) -> str:
    """Return the pattern of multiples ("sixfold") and of words that count what they name ("both")."""
    tables = NUMBER_TABLES[side]
    fold = r"|(?P<fold>\d{1,4})[\s-]?fold(?!\w)" if side == "en" else ""
    vague = rf"|(?P<vague>{any_of_pattern(tables.vague)})(?=\sof\b)" if tables.vague else ""
    group = any_of_pattern({*tables.groups, *tables.repeated})
    return rf"(?P<multiple>{any_of_pattern(tables.multiples)})|(?P<group>{group}){fold}{vague}"


def _few(side: Side) -> str:
    """Return the pattern of a unit of time without a count: "several months", « quelques petites minutes »."""
    units = any_of_pattern(_time_names(side) | {"second", "seconds", "seconde", "secondes"})
    return rf"(?P<few>{any_of_pattern(NUMBER_TABLES[side].few)})(?:\s[^\W\d_]{{1,14}})?\s(?P<unit7>{units})"


@cache
def scale_pattern(side: Side) -> re.Pattern[str]:
    """Return the pattern of the words and abbreviations that multiply a number."""
    language = LANGUAGES[side]
    words = any_of_pattern({*language.scales, *language.scale_abbreviations})
    return re.compile(rf"{words}|(?<=[\s\d]){_trie(set(language.money_scales))}(?=\s?[€$£])")


def scale_power(scale: str, side: Side) -> int:
    """Return the power of ten of a scale such as "billion" or « mille milliards »."""
    return _powers(side)[re.sub(r"\s", " ", scale)]


@cache
def _powers(side: Side) -> dict[str, int]:
    language = LANGUAGES[side]
    return {**language.money_scales, **language.scale_abbreviations, **language.scales}
