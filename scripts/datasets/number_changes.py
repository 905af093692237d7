"""Change one number of a French text, to measure which changes the comparison of numbers detects.

The numbers to change are found by their digits alone, not by the number reader under test. Each change takes a
text and a random generator, and returns the changed text, or None where the text has nothing to change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from aligner.text.entities.numbers.compare import compare_numbers
from scripts.datasets.gold import Pair

_Item = TypeVar("_Item")
DRAWS = 3  # of each change for each pair
Change = Callable[[str, np.random.Generator], "str | None"]
# Digits with no letter on their left: H1N1 and A380 are names.
_DIGITS = re.compile(r"(?<![^\W_])\d+")
_NUMBER = re.compile(r"(?<![^\W_])(?<!\d[.,])(?P<it>[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:,\d+)?|\d+(?:,\d+)?)")
_SCALE_WORD = re.compile(r"\b(?P<it>milliards?|millions?)\b")
_OTHER_CURRENCY = {
    "euros": "dollars", "euro": "dollar", "dollars": "euros", "dollar": "euro", "€": "$", "$": "€", "£": "€",
    "livres": "euros", "livre": "euro", "yuans": "yens", "yuan": "yen", "yens": "yuans", "yen": "yuan",
    "roubles": "dollars", "rouble": "dollar",
}  # fmt: skip
_AMOUNT = r"(?:\d[\s\u00a0\u202f]?|(?:millions?|milliards?)\s(?:de\s|d['’]))"
_CURRENCY = re.compile(rf"{_AMOUNT}(?P<it>(?:euro|dollar|livre|yuan|yen|rouble)s?\b|[€$£](?!\w))")
_PERCENT = re.compile(r"(?<=\d)(?P<it>\s?(?:%|pour cent))")


def detection_rates(pairs: Sequence[Pair]) -> dict[str, float]:
    """Return the share of the changes of each kind after which `compare_numbers` reports a missing number.

    Every pair with a digit in French and no missing number before the change is changed `DRAWS` times.
    """
    clean = [pair for pair in pairs if _DIGITS.search(pair[1]) and not _reports_missing(*pair)]
    rates = {}
    for name, change in CHANGES.items():
        rng = np.random.default_rng(7)
        changed = [(en, text) for en, fr in clean for _ in range(DRAWS) if (text := change(fr, rng)) is not None]
        rates[f"numbers.seen.{name}"] = sum(_reports_missing(*pair) for pair in changed) / len(changed)
    return rates


def _reports_missing(en: str, fr: str) -> bool:
    comparison = compare_numbers(en, fr)
    return bool(comparison.only_one or comparison.only_two)


def change_digit(text: str, rng: np.random.Generator) -> str | None:
    """Replace one digit of a number by another."""
    positions = [position for run in _DIGITS.finditer(text) for position in range(*run.span())]
    if not positions:
        return None
    index = _draw(positions, rng)
    first = index == 0 or not text[index - 1].isdigit()
    return text[:index] + _draw([d for d in "0123456789"[first:] if d != text[index]], rng) + text[index + 1 :]


def swap_digits(text: str, rng: np.random.Generator) -> str | None:
    """Swap two neighbouring digits of a number."""
    positions = [
        position
        for run in _DIGITS.finditer(text)
        for position in range(run.start(), run.end() - 1)
        if text[position] != text[position + 1] and (position > run.start() or text[position + 1] != "0")
    ]
    if not positions:
        return None
    index = _draw(positions, rng)
    return text[:index] + text[index + 1] + text[index] + text[index + 2 :]


def multiply_by_ten(text: str, rng: np.random.Generator) -> str | None:
    """Multiply a number by ten: move the comma, or add a zero."""
    return _multiply(text, 1, rng)


def multiply_further(text: str, rng: np.random.Generator) -> str | None:
    """Multiply a number by a hundred or a thousand."""
    return _multiply(text, int(rng.integers(2, 4)), rng)


def change_scale_word(text: str, rng: np.random.Generator) -> str | None:
    """Replace « million » by « milliard », or the reverse."""
    return _replace_match(text, _SCALE_WORD, rng, _other_scale_word)


def change_currency(text: str, rng: np.random.Generator) -> str | None:
    """Give an amount of money in another currency."""
    return _replace_match(text, _CURRENCY, rng, lambda word: _OTHER_CURRENCY[word])


def drop_percent(text: str, rng: np.random.Generator) -> str | None:
    """Leave out a per cent sign."""
    return _replace_match(text, _PERCENT, rng, lambda word: "")


def drop_number(text: str, rng: np.random.Generator) -> str | None:
    """Leave out a number."""
    return _replace_match(text, _NUMBER, rng, lambda word: "")


CHANGES: dict[str, Change] = {
    "digit_changed": change_digit,
    "digits_swapped": swap_digits,
    "multiplied": multiply_by_ten,
    "scale_changed": change_scale_word,
    "currency_changed": change_currency,
    "percent_lost": drop_percent,
    "scaled": multiply_further,
    "removed": drop_number,
}


def _multiply(text: str, power: int, rng: np.random.Generator) -> str | None:
    return _replace_match(text, _NUMBER, rng, lambda number: _times_power(number, power))


def _times_power(number: str, power: int) -> str:
    """Multiply a French number by a power of ten, with the same separator of thousands."""
    whole, _, fraction = number.partition(",")
    space = next((c for c in whole if not c.isdigit()), "")
    digits = "".join(c for c in whole if c.isdigit()) + (fraction + "0" * power)[:power]
    rest = fraction[power:]
    if space:
        digits = f"{int(digits):,}".replace(",", space)
    return (digits.lstrip("0") or "0") + ("," + rest if rest else "")


def _other_scale_word(word: str) -> str:
    return word.replace("ard", "on") if "ard" in word else word.replace("on", "ard")


def _replace_match(
    text: str, pattern: re.Pattern[str], rng: np.random.Generator, change: Callable[[str], str]
) -> str | None:
    matches = list(pattern.finditer(text))
    if not matches:
        return None
    match = _draw(matches, rng)
    start, end = match.span("it")
    changed = text[:start] + change(match["it"]) + text[end:]
    return changed if changed != text else None


def _draw(items: Sequence[_Item], rng: np.random.Generator) -> _Item:
    return items[int(rng.integers(len(items)))]
