"""The styles of a document of a word processor: what one leaves open it takes from the style that it is based on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from lxml.etree import _Element

Look = TypeVar("Look", bound=NamedTuple)
_MAX_BASES = 32  # styles that a style is based on, one on the other


def inherited_look(
    name: str,
    styles: Mapping[str, _Element],
    direct: Callable[[_Element], Look],
    base: Callable[[_Element], str],
    unset: Look,
) -> Look:
    """Return the look of text of a style: each value is that of the nearest style that sets it.

    Parameters
    ----------
    name : of the style; one that is not among `styles` sets nothing
    direct, base : what a style sets by itself, None for what it leaves open; and the name of the style it is based on
    unset : what counts if no style sets anything
    """
    look = unset
    for _ in range(_MAX_BASES):
        style = styles.get(name)
        if style is None:
            break
        values = zip(look, direct(style), strict=True)
        look = look._make(inherited if own is None else own for own, inherited in values)
        name = base(style)
    return look
