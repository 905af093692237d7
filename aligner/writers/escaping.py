"""Make text safe for files of one record a line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from numbers import Integral, Real
from typing import cast

# Tabs, every character that some reader takes for the end of a line, and the
# information separators, at which Python also splits lines and words.
_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]+")
# Characters that XML 1.0 cannot hold, not even escaped (https://www.w3.org/TR/xml/#charsets), and DELETE.
_ILLEGAL_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# JSON allows them unescaped, but surrogates are not UTF-8, the separators break lines for some readers, and terminals
# obey controls.
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PLAIN = frozenset((str, int, bool, type(None)))  # types of values that JSON holds as they are
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def one_line(text: str) -> str:
    """Return a text on one line, with only characters that UTF-8 and XML can hold.

    Tabs and line breaks become a space; controls and lone surrogates become U+FFFD, so
    that their places are visible. Spaces and byte order marks are removed from the ends.
    Everything else is kept.
    """
    if not text.isprintable():  # nearly all texts are, and have none of these characters
        text = _ILLEGAL_IN_XML.sub(_REPLACEMENT, _BREAKS.sub(" ", text))
    return text.strip(" \N{ZERO WIDTH NO-BREAK SPACE}")


def valid(text: str) -> str:
    """Return a text with U+FFFD for lone surrogates, which UTF-8 cannot hold; everything else is kept."""
    return text if text.isascii() else _SURROGATE.sub(_REPLACEMENT, text)


def visible(text: str) -> str:
    """Replace characters that could control a terminal: names and stories from outside may contain any."""
    return "".join(character if character.isprintable() else _REPLACEMENT for character in text)


def decimal(confidence: float) -> str:
    """Return a confidence with three decimals.

    It is first rounded to four decimals, like in `json_line`, so that a corpus read back
    from disk is written with the same digits as the one in memory.
    """
    return f"{round(confidence, 4):.3f}"


def json_line(record: Mapping[str, object]) -> str:
    """Return a record as one line of JSON with its line end, keys in their order.

    Numbers are rounded to four decimals: further digits vary between processors and
    would make equal runs differ.

    Raises
    ------
    ValueError
        For a number that is not finite, which JSON cannot hold.
    """
    line = json.dumps(json_value(record, digits=4), ensure_ascii=False, allow_nan=False)
    return _UNSAFE_IN_JSON.sub(lambda match: _escape(match[0]), line) + "\n"


def json_value(value: object, *, digits: int | None = None) -> object:
    """Convert a value to JSON's types, including numpy's numbers; round fractions to `digits` if given.

    Raises
    ------
    TypeError
        For a type that JSON has no form for.
    """
    kind = type(value)  # exact types first: nearly all values are of these, and checks of abstract classes are slow
    if kind in _PLAIN:
        return value
    if kind is float and digits is not None:
        return round(cast("float", value), digits) + 0.0  # -0.0 + 0.0 is 0.0
    if kind is list or kind is tuple:
        items = cast("list[object]", value)
        return [item if type(item) in _PLAIN else json_value(item, digits=digits) for item in items]
    if kind is dict:
        return {
            str(key): item if type(item) in _PLAIN else json_value(item, digits=digits)
            for key, item in cast("dict[object, object]", value).items()
        }
    if isinstance(value, str):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value) if digits is None else round(float(value), digits) + 0.0  # -0.0 + 0.0 is 0.0
    if isinstance(value, Mapping):
        return {str(key): json_value(item, digits=digits) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(item, digits=digits) for item in value]
    raise TypeError(f"{type(value).__name__} has no form in JSON: {value!r}")


def _escape(character: str) -> str:
    return _REPLACEMENT if "\ud800" <= character <= "\udfff" else f"\\u{ord(character):04x}"
