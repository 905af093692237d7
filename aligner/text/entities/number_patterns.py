"""Regular expressions of numbers, compiled once per language from its word tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from aligner.languages import LANGUAGES
from aligner.types import Side

SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
_DIGITS: dict[Side, str] = {
    "en": rf"\d{{1,3}}(?: 000)+(?!\d)|\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?"
    rf"|\d{{1,3}}(?:[{SPACES[1:]}]\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?",
    "fr": rf"[1-9]\d{{0,2}}(?:[{SPACES}]\d{{3}})+(?!\d)(?:,\d+)?|[1-9]\d{{0,2}}(?:\.\d{{3}})+(?!\d)(?:,\d+)?"
    r"|[1-9]\d{0,2}(?:,\d{3}){2,}(?!\d)|\d+(?:[.,]\d+)?",
}
_CLOCK: dict[Side, str] = {
    "en": r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])(?:\.\s?m\b\.?|m\b)"
    r"|(?P<hour2>[012]?\d)(?::|(?=\d\d\s(?:gmt|utc)\b))(?P<minute2>[0-5]\d)(?P<minute3>)(?![\d:])",
    "fr": r"(?P<hour>[012]?\d)(?:\s?h|\s?heures|:)\s?(?P<minute>[0-5]\d)(?!\d)(?P<half>)"
    r"|(?P<hour2>[012]?\d)(?:\s?h(?!\w)(?P<minute2>)|(?P<minute3>[0-5]\d)(?=\s(?:gmt|utc|tu)\b))",
}
_DECADE: dict[Side, str] = {
    "en": r"(?:(?<=['’])|(?<=\bthe )|(?<=\b(?:mid|ate|rly)[\s-]))(?P<decade>\d0)s\b",
    "fr": r"(?:(?<=années )|(?<=années ['’]))(?P<decade>\d0)(?!\d)",
}


def any_of_pattern(words: Iterable[str]) -> str:
    """Return a pattern of any of these words that shares their prefixes, which makes it several times faster.

    The longest word wins. A word that ends in a letter must end there in the text, too.
    """
    lowered = {word.lower() for word in words}
    letters = {word for word in lowered if word[-1:].isalnum()}
    parts = [rf"{_trie(letters)}(?!\w)"] * bool(letters) + [_trie(lowered - letters)] * bool(lowered - letters)
    return f"(?:{'|'.join(parts)})"


def _trie(words: set[str]) -> str:
    branches: dict[str, set[str]] = {}
    for word in words:
        if word:
            branches.setdefault(word[0], set()).add(word[1:])
    parts = [
        (r"\s" if first == " " else re.escape(first)) + ("" if rest == {""} else _trie(rest))
        for first, rest in sorted(branches.items())
    ]
    return f"(?:{'|'.join(parts)})" + ("?" if "" in words else "")


def all_number_words(side: Side) -> set[str]:
    """Return all words of a language that belong to numbers."""
    language = LANGUAGES[side]
    return {*language.cardinals, *language.hundreds, *language.scales, *language.ordinals, *_approximate(side)}


def _approximate(side: Side) -> list[str]:
    words = LANGUAGES[side].approximate
    return [*words, *(f"{word}s" for word in words)]


@cache
def number_patterns(side: Side) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the pattern of where a number may begin, and the pattern of a number."""
    language = LANGUAGES[side]
    large, words = any_of_pattern([*language.hundreds, *language.scales, *_approximate(side)]), all_number_words(side)
    units, signs = any_of_pattern(language.units), _trie(set(language.signs))
    ones, articles = any_of_pattern(language.bare_one), any_of_pattern(language.articles)
    start = re.compile(
        rf"(?<!\w)(?:\d|{signs}\s?\d|(?!(?<=pour\s)cent|(?<=p\.\s)cent){any_of_pattern(words - language.bare_one)}"
        rf"|{language.half_of}|{articles}\s(?={large})|{ones}[\s-]+(?=(?:{large}|{units})))"
    )
    symbol = r"(?=\s?[€$£])" if side == "fr" else ""
    scale = rf"(?P<scale>{any_of_pattern({*language.scales, *language.scale_abbreviations})})"
    money = rf"(?P<money>{_trie(set(language.money_scales))})(?:(?!\w)|(?=[€$£])){symbol}"
    unit = rf"(?:\s?-?(?:of\s|de\s|d['’])?(?P<unit>{units}))?"
    between = rf"(?:\s{{1,2}}{language.joiner}\s{{1,2}}|-{language.joiner}-|[\s-]\s?)"
    word = any_of_pattern(words)
    pattern = re.compile(
        rf"{_CLOCK[side]}|{_DECADE[side]}"
        rf"|(?:(?P<sign>{signs})\s?)?(?P<figures>{_DIGITS[side]})"
        rf"(?:(?P<ordinal>{language.ordinal_endings})(?!\w)|(?P<tens>s)(?!\w)"
        rf"|(?:[\s-]?(?:{scale}|{money}))?(?P<half1>{language.and_half})?{unit})"
        rf"|(?P<part>{language.half_of})?(?P<words>(?:{articles}\s(?={large}))?{word}(?:{between}{word})*)"
        rf"(?P<half2>{language.and_half})?{unit.replace('<unit>', '<unit2>')}"
    )
    return start, pattern


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
