"""Number words to values, in either language: "two hundred and five", « quatre-vingt-dix »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import ModuleType
from typing import NamedTuple

_LETTERS = re.compile(r"[^\W\d_]+")


class Spelled(NamedTuple):
    """A number in words: half-open offsets into the run of words, its value and its last word.

    `bare` says that it is no more than "one", or a large word that nothing counts ("millions of people").
    """

    value: int
    start: int
    end: int
    last: str
    bare: bool


def spelled(words: str, tables: ModuleType) -> Iterator[Spelled]:
    """The numbers of a run of number words in lower case; a word that cannot extend a number begins another."""
    run: list[re.Match[str]] = []
    total = group = 0
    for token in _LETTERS.finditer(words):
        word = token[0]
        if word == tables.JOINER:
            continue
        ended = bool(run) and run[-1][0] in tables.ORDINALS
        extended = None if ended else _extend(total, group, word, tables)
        if extended is None:
            if run:
                yield _made(total + group, run, tables)
            run, extended = [], _extend(0, 0, word, tables) or (0, 0)
        total, group = extended
        run.append(token)
    if run:
        yield _made(total + group, run, tables)


def _made(value: int, run: list[re.Match[str]], tables: ModuleType) -> Spelled:
    last = run[-1][0]
    large = last in tables.SCALES or last in tables.HUNDRED or (last[-1:] == "s" and last[:-1] in tables.APPROXIMATE)
    bare = len(run) == 1 and ((large and last not in tables.LONE_LARGE) or last in tables.BARE_ONE)
    return Spelled(value, run[0].start(), run[-1].end(), last, bare)


def _extend(total: int, group: int, word: str, tables: ModuleType) -> tuple[int, int] | None:
    """What stands so far, the thousands in `total` and the rest in `group`, and one more word; None if it cannot be."""
    if word in tables.SCALES:
        power = 10 ** tables.SCALES[word]
        if total < power:
            return (total + group or 1) * power, 0
        return (total + group * power, 0) if group else None
    if word in tables.HUNDRED:
        return (total, (group or 1) * 100) if group < 100 else None
    rough = tables.APPROXIMATE.get(word) or tables.APPROXIMATE.get(word.removesuffix("s"))
    if rough:
        return (total, (group or 1) * rough) if group < 100 else None
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
