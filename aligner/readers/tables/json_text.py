"""JSON of others, of which nothing may stop a run: whatever is wrong with it becomes a ValueError with a reason."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator

MAX_DEPTH = 100  # of objects and lists in each other, in a record that is written again
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_STRUCTURE = re.compile(r'\\.|["\[\]{},]', re.DOTALL)
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def parse(text: str) -> object:
    """Return the value of a JSON text, which may hold NaN and the like, as many programs write it.

    Raises
    ------
    ValueError
        When the text is not JSON, or nested so deeply that it cannot be read.
    """
    try:
        return json.loads(text.removeprefix(_BYTE_ORDER_MARK))
    except (ValueError, RecursionError) as error:
        raise ValueError(_reason(error)) from error


def parse_strictly(text: str) -> object:
    """Return the value of a JSON text that can be written as JSON and UTF-8 again.

    Raises
    ------
    ValueError
        When the text is not JSON, or has a number that is not finite, a lone surrogate, or more
        than `MAX_DEPTH` objects and lists in each other.
    """
    try:
        value: object = _STRICT.decode(text.removeprefix(_BYTE_ORDER_MARK))
    except (ValueError, RecursionError) as error:
        raise ValueError(_reason(error)) from error
    if text.count("[") + text.count("{") > MAX_DEPTH and _is_deeper(value, MAX_DEPTH):
        raise ValueError(f"nested more than {MAX_DEPTH} deep")
    if _SURROGATE_ESCAPE.search(text) and (lone := _SURROGATE.search(json.dumps(value, ensure_ascii=False))):
        raise ValueError(f"half a character, \\u{ord(lone[0]):04x}, which UTF-8 cannot hold")
    return value


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return "a number has too many digits" if "set_int_max_str_digits" in str(error) else str(error)


def parse_items(text: str, parse_one: Callable[[str], object]) -> Iterator[object]:
    """Yield the values of a list, or a value that is alone; what is wrong with one of a list is yielded in its place.

    Raises
    ------
    ValueError
        When the text is neither JSON nor begins like a list.
    """
    try:
        value = parse_one(text)
    except ValueError:
        if not text.lstrip().startswith("["):
            raise
    else:
        yield from value if isinstance(value, list) else [value]
        return
    for item in _items(text):
        try:
            yield parse_one(item)
        except ValueError as error:
            yield error


def _items(text: str) -> Iterator[str]:
    """Yield the texts of the values of a list, and what follows it, or what is left of a last one."""
    start = text.index("[") + 1
    depth = 0
    in_string = False
    for sign in _STRUCTURE.finditer(text, start):
        if sign[0] == '"':
            in_string = not in_string
        elif in_string or sign[0][0] == "\\":
            continue
        elif sign[0] in "[{":
            depth += 1
        elif depth:
            depth -= sign[0] in "]}"
        else:
            yield text[start : sign.start()]
            start = sign.end()
            if sign[0] != ",":
                if text[start:].strip():
                    yield text[start:]
                return
    yield text[start:]  # of a list that was cut short


def _is_deeper(value: object, depth: int) -> bool:
    """Return whether more than `depth` objects and lists are in each other."""
    level = [value]
    for _ in range(depth + 1):
        parts = [part.values() if isinstance(part, dict) else part for part in level if isinstance(part, dict | list)]
        level = [item for part in parts for item in part]
    return bool(parts)


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(f"the number {number[:20]} is too large")
    return value


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no number of JSON")


_STRICT = json.JSONDecoder(parse_float=_finite, parse_constant=_refuse)
