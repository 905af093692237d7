"""Names in a text, and the signature by which versions of one story know each other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from types import ModuleType
from typing import NamedTuple

from aligner.languages import en, fr
from aligner.text.entities.dates import dates
from aligner.text.entities.numbers import Quantity, numbers
from aligner.types import Side

REMEMBERED = 4096  # texts whose names are kept at hand
_TABLES: dict[Side, ModuleType] = {"en": en, "fr": fr}
_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚƠƯẠ-ỸΆ-ΏΑ-ΫЀ-Я"
_REST = r"[\w&]*(?:['’·-][^\W_]\w*)*"
# A word that begins with a capital, and no part of one that begins before.
_WORD = re.compile(
    r"(?<!\w)(?<!\w['’·-])(?:[ldjnmtscLDJNMTSC]['’]|[Qq]u['’])?"
    rf"(?P<word>[{_CAPITAL}]\.(?:[^\W\d_]\.)+|[{_CAPITAL}]{_REST})"
)
_ANY_WORD = re.compile(rf"(?:\b(?:[ldjnmtscLDJNMTSC]|[Qq]u)['’])?((?:[^\W\d_]\.){{2,}}|[^\W\d_]{_REST})")
_POSSESSIVE = re.compile(r"['’]s$")
_STOP = re.compile(r"([^\W\d_][\w.-]*)\.\s+$")  # an abbreviation, or the last word of a sentence
_ROMAN = re.compile(r"[IVX]+(?:er?|ème)")  # « XIe » is a number
# After these a capital says nothing, since it begins a sentence.
_BREAK = re.compile(r"(?:^|[.!?…:\n]|[\"“«‘(—•])[\s\"'“‘«»(—•-]*$")
_ACCENT = re.compile("[\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_DATELINE = re.compile(r"\s[–—]\s")  # "Paris – Three months ago"
_BETWEEN = re.compile(r"[^\S\n]")


class Name(NamedTuple):
    """A name as it stands, and `folded`: lower case, no accents, plain apostrophes, no elision."""

    text: str
    folded: str
    start: int
    end: int


class _Token(NamedTuple):
    text: str
    start: int
    end: int
    initial: bool


@lru_cache(REMEMBERED)
def names(text: str, side: Side) -> tuple[Name, ...]:
    """Runs of capitalised words that are more than the first word of a sentence.

    A first word counts if the text has it capitalised elsewhere, if it is an
    acronym or possessive, or if a capital follows; never if the text has it in
    lower case. Peoples, days and months are left out: they lose their capital
    in French.
    """
    capitals = _tokens(text, _TABLES[side])
    inside = {token.text for token in capitals if not token.initial}
    found: list[Name] = []
    run: list[_Token] = []
    for token in [*capitals, None]:
        if run and (token is None or token.initial or not _BETWEEN.fullmatch(text, run[-1].end, token.start)):
            found.extend(_name(text, run, inside))
            run = []
        if token is not None:
            run.append(token)
    return tuple(found)


def name_hint(stretch: str) -> int:
    """How much a stretch of text between spaces has of names: 0, 1 for a capital that may be that of a sentence, or 2.

    `names` finds none in a text of which all hints together are 0, or 1 for its first stretch.
    """
    if stretch in ("–", "—"):
        return 1  # a dateline's
    found = list(_WORD.finditer(stretch))
    if len(found) != 1:
        return min(2, len(found))
    word = found[0]["word"]
    plain = found[0].start() == 0 and not any(c.isupper() for c in word[1:]) and not _POSSESSIVE.search(word)
    return 1 if plain else 2


def signature(text: str, side: Side) -> frozenset[str]:
    """What of a text survives translation, as strings.

    ``n:74870000000`` for numbers but small whole ones (0 to 12 are said by too
    many texts), ``d:08-30`` for days, ``m:2020-12`` for months of a year and
    ``w:xiongan`` for the words of names.
    """
    marks = {f"n:{q.value.normalize():f}" for q in numbers(text, side) if _tells(q)}
    for when in dates(text, side):
        if when.month and when.day:
            marks.add(f"d:{when.month:02}-{when.day:02}")
        elif when.month and when.year:
            marks.add(f"m:{when.year}-{when.month:02}")
    for name in names(text, side):
        marks |= {f"w:{word.replace(chr(39), '')}" for word in re.split(r"[\s-]+", name.folded) if len(word) > 2}
    return frozenset(marks)


def _tells(quantity: Quantity) -> bool:
    """Whether a number says something of its text: a time of day, or a small whole number, hardly does."""
    return quantity.kind != "clock" and (quantity.value > 12 or quantity.value % 1 != 0)


def fold_name(text: str) -> str:
    """Lower case, accents off, apostrophes plain, middle dots as spaces, no stops."""
    plain = text.replace("’", "'").replace("·", " ").replace(".", "")
    if plain.isascii():
        return plain.lower()
    return _ACCENT.sub("", unicodedata.normalize("NFKD", plain)).casefold()


def _tokens(text: str, tables: ModuleType) -> list[_Token]:
    """The capitalised words that may belong to a name."""
    capitals = []
    for match in _WORD.finditer(text):
        word, start = match["word"], match.start("word")
        initial = _begins(text, match.start(), tables)
        word = _POSSESSIVE.sub("", word)
        plain = word.lower()
        if plain in tables.TITLES and (text[match.end() : match.end() + 1] == "." or not word.isupper()):
            continue
        if _ROMAN.fullmatch(word) or plain in tables.DEMONYMS or plain in tables.DAYS or plain in tables.MONTHS:
            continue
        if plain in tables.STARTERS and (initial or len(word) == 1 or not word.isupper()):
            continue
        capitals.append(_Token(word, start, start + len(word), initial))
    return capitals


def _begins(text: str, start: int, tables: ModuleType) -> bool:
    """Whether a sentence may begin here; none does after "Mr.", « M. » or "St."."""
    if text[start - 1 : start] == " " and text[start - 2 : start - 1].isalnum():
        return False  # as nearly everywhere
    before = text[max(0, start - 16) : start]
    if start and not _BREAK.search(before[-8:]):
        return False
    short = _STOP.search(before)
    return short is None or not (short[1].lower() in tables.NEVER_END or short[1].lower() in tables.MAY_END)


def _name(text: str, run: list[_Token], inside: set[str]) -> Iterator[Name]:
    first = run[0]
    if first.initial and not _counts(text, run, inside):
        run = run[1:]
    if run:
        start, end = run[0].start, run[-1].end
        yield Name(text[start:end], fold_name(text[start:end]), start, end)


def _counts(text: str, run: list[_Token], inside: set[str]) -> bool:
    """Whether the first word of a sentence belongs to a name."""
    word = run[0].text
    if word in inside or any(c.isupper() for c in word[1:]) or text[run[0].end : run[0].end + 2] in ("'s", "’s"):
        return True
    if _DATELINE.match(text, run[-1].end):
        return True
    return len(run) > 1 and word.lower() not in _every_word(text)


@lru_cache(1)
def _every_word(text: str) -> set[str]:
    """The words of the text as they stand; few texts need them."""
    return set(_ANY_WORD.findall(text))
