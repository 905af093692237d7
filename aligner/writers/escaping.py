"""Text made safe for files of one record a line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from numbers import Integral, Real

# Tabs, every character that some reader takes for the end of a line, and the
# information separators, on which Python splits lines and words too.
_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]+")
# What XML 1.0 cannot hold, not even escaped (https://www.w3.org/TR/xml/#charsets), and DELETE.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Legal raw in JSON, yet surrogates are not UTF-8 and the others break lines for some readers.
_AWKWARD = re.compile("[\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}\ud800-\udfff]")
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"


def one_line(text: str) -> str:
    """The text on one line, in characters that UTF-8 and XML can hold.

    Tabs and line breaks become a space; controls and lone surrogates become
    U+FFFD, so that it shows where one stood. Spaces and byte order marks are
    taken off the ends. Everything else is verbatim.
    """
    return _ILLEGAL.sub(_UNKNOWN, _BREAKS.sub(" ", text)).strip(" \N{ZERO WIDTH NO-BREAK SPACE}")


def visible(text: str) -> str:
    """The text with nothing that a terminal obeys: names and stories from outside may hold anything."""
    return "".join(character if character.isprintable() else _UNKNOWN for character in text)


def decimal(confidence: float) -> str:
    """A confidence with three decimals.

    It is rounded to the four of `json_line` first, so that a corpus read back
    from disk is written with the same digits as the one in memory.
    """
    return f"{round(confidence, 4):.3f}"


def json_line(record: Mapping[str, object]) -> str:
    """`record` as one line of JSON with its line end, keys in their order.

    Numbers are rounded to four decimals: the digits behind vary between
    processors and would make equal runs differ.

    Raises
    ------
    ValueError
        For a number that is not finite: JSON has no word for it.
    """
    line = json.dumps(plain(record, digits=4), ensure_ascii=False, allow_nan=False)
    return _AWKWARD.sub(lambda match: _escape(match[0]), line) + "\n"


def plain(value: object, *, digits: int | None = None) -> object:
    """`value` in JSON's own kinds, fractions rounded to `digits`; numpy's numbers are Integral or Real too."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value) if digits is None else round(float(value), digits) + 0.0  # -0.0 + 0.0 is 0.0
    if isinstance(value, Mapping):
        return {str(key): plain(item, digits=digits) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, digits=digits) for item in value]
    raise TypeError(f"{type(value).__name__} has no form in JSON: {value!r}")


def _escape(character: str) -> str:
    return _UNKNOWN if "\ud800" <= character <= "\udfff" else f"\\u{ord(character):04x}"
