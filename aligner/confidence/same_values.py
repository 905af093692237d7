"""Pairs that write the same numbers in two ways: "twelve hundred", « 1 200 »; "the third quarter", « T3 ».

The words of such numbers have no counterpart that vectors or a lexicon show. That both are the same is exact knowledge,
so that a doubtful pair is read again with these numbers in figures on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligner.text.entities.numbers.equivalence import same_quantity
from aligner.text.entities.numbers.quantities import find_quantities
from aligner.text.entities.numbers.quantity import Quantity
from aligner.types import SIDES

MAX_FIGURES = 8  # of a number that is written again
Replacement = tuple[Quantity, str]


def write_alike(pair: tuple[str, str]) -> tuple[str, str] | None:
    """Return a pair with its equal numbers in figures where they are written in two ways; None if there are none."""
    en, fr = (find_quantities(text, side) for text, side in zip(pair, SIDES, strict=True))
    matches = list(_matches(en, fr))
    if not matches:
        return None
    left, right = (
        _with_figures(text, [(match[side], _figures(match[0])) for match in matches]) for side, text in enumerate(pair)
    )
    return left, right


def _matches(en: Sequence[Quantity], fr: Sequence[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield the numbers that are the same and written in two ways."""
    free = list(fr)
    for one in en:
        other = next((other for other in free if same_quantity(one, other)), None)
        if other is not None:
            free.remove(other)
            if one.text.casefold() != other.text.casefold():
                yield one, other


def _figures(number: Quantity) -> str:
    return f"{number.value.normalize():f}"[:MAX_FIGURES]


def _with_figures(text: str, replacements: Sequence[Replacement]) -> str:
    for number, figures in sorted(replacements, key=lambda own: -own[0].start):
        text = text[: number.start] + figures + text[number.end :]
    return text
