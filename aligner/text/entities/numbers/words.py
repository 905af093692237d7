"""Parse number words: "two hundred and five", « quatre-vingt-dix »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from aligner.languages import Language

_LETTERS = re.compile(r"[^\W\d_]+")


class SpelledNumber(NamedTuple):
    """A number in words.

    Attributes
    ----------
    value : the number
    start, end : half-open offsets into the run of words
    last : its last word
    bare : whether it is only "one", or a large word without a count ("millions of people")
    """

    value: int
    start: int
    end: int
    last: str
    bare: bool


def parse_number_words(words: str, language: Language) -> Iterator[SpelledNumber]:
    """Parse a run of number words in lower case; a word that cannot extend a number begins the next one."""
    run: list[re.Match[str]] = []
    total = group = 0
    for token in _LETTERS.finditer(words):
        word = token[0]
        if word == language.joiner:
            continue
        ended = bool(run) and run[-1][0] in language.ordinals
        extended = None if ended else _extend(total, group, word, language)
        if extended is None:
            if run:
                yield _spelled_number(total + group, run, language)
            run, extended = [], _extend(0, 0, word, language) or (0, 0)
        total, group = extended
        run.append(token)
    if run:
        yield _spelled_number(total + group, run, language)


def _spelled_number(value: int, run: list[re.Match[str]], language: Language) -> SpelledNumber:
    last = run[-1][0]
    plural = last[-1:] == "s" and last[:-1] in language.approximate
    large = last in language.scales or last in language.hundreds or plural
    bare = len(run) == 1 and ((large and last not in language.exact_large) or last in language.bare_one)
    return SpelledNumber(value, run[0].start(), run[-1].end(), last, bare)


def _extend(total: int, group: int, word: str, language: Language) -> tuple[int, int] | None:
    """Add a word to a number of thousands in `total` and the rest in `group`; return None if it cannot follow."""
    if word in language.scales:
        power = 10 ** language.scales[word]
        if total < power:
            return (total + group or 1) * power, 0
        return (total + group * power, 0) if group else None
    if word in language.hundreds:
        most = 20 if language.vigesimal else 100  # "twenty-five hundred", but « cinquante cents » are coins
        return (total, (group or 1) * 100) if group < most else None
    approximate = language.approximate.get(word) or language.approximate.get(word.removesuffix("s"))
    if approximate:
        return (total, (group or 1) * approximate) if group < 100 else None
    if word in language.lone_ordinals and total + group:
        return None
    value = language.cardinals.get(word, language.ordinals.get(word, 1))
    rest = group % 100
    fits = (
        (rest == 0 and (value or not total + group) and (value < 100 or not group))
        or (rest >= 20 and rest % 10 == 0 and 0 < value < 10)
        or (language.vigesimal and rest in (60, 80) and 0 < value < 20)
        or (language.vigesimal and rest in (10, 70, 90) and 7 <= value <= 9)
    )
    if language.vigesimal and rest == 4 and value == 20:
        return total, group + 76
    return (total, group + value) if fits else None
