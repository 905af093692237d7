"""Which columns of a table are the English and the French text: by their names, else by their language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from aligner.languages.function_words import COMMON_WORDS
from aligner.types import Side

MAX_COLUMNS = 60  # looked at for texts; a table of more is no list of pairs
MAX_NAMED_COLUMNS = 1000  # looked at for names
MAX_NAME_CHARS = 40
MAX_VOTE_CHARS = 500  # of a cell, read to identify its language
MIN_VOTES = 2  # by which the second column is more English than the first one where they are taken as swapped
MIN_VOTE_SHARE = 0.2  # of all votes, likewise
MIN_TEXT_SHARE = 0.5  # share of cells with words in a column of texts
SIMILAR_SHARE = 0.7  # share of the votes of the best column that one further left needs to be taken instead of it

Kind = Literal["en", "fr", "first", "second", "text"]

_LANGUAGES: dict[str, Side] = {
    **dict.fromkeys(("en", "eng", "english", "anglais", "anglaise"), "en"),
    **dict.fromkeys(("fr", "fra", "fre", "french", "français", "francais", "française", "francaise"), "fr"),
}
_ROLES: dict[str, Kind] = {
    **dict.fromkeys(("source", "src", "original", "1"), "first"),
    **dict.fromkeys(("target", "tgt", "trg", "cible", "translation", "traduction", "2"), "second"),
}
_FILLERS = frozenset(
    {
        "text", "texte", "txt", "sentence", "sent", "segment", "seg", "phrase", "string", "version", "lang", "language",
        "langue", "column", "colonne", "side", "latn", "canada", "france", "the", "of", "de", "la",
    }
)  # fmt: skip
_NO_REGIONS = frozenset(("id", "no", "nb", "nr"))
_PAIRS_OF_KINDS: tuple[tuple[Kind, Kind], ...] = (
    ("en", "fr"), ("en", "second"), ("en", "first"), ("first", "fr"), ("second", "fr"), ("first", "second"),
    ("text", "second"),
)  # fmt: skip

_CAMEL_CASE = re.compile("(?<=[a-zà-ÿ])(?=[A-Z])")
_BRACKETS = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]?")
_NAME_WORD = re.compile(r"[^\W\d_]+|\d+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_IDENTIFIER = re.compile(r"\S*[\d/_@#\\]\S*|[\w-]+(?:[.:][\w-]+)+")
_FRENCH_WORD = re.compile("(?:[cdjlmnst]|qu)['’].+|.*[àâçèéêëîïôùûœ].*")
_ENGLISH_WORD = re.compile("[^'’]+['’](?:s|t|re|ll|ve|m|d)")


class Columns(NamedTuple):
    """The columns of the two texts.

    en, fr : numbered from 0
    header : whether the first row has names and no texts
    known : whether names or contents show which one is English
    guessed : whether contents decided, so that whoever gave the table should be shown the result
    """

    en: int = 0
    fr: int = 1
    header: bool = False
    known: bool = False
    guessed: bool = False

    def described(self, labels: Sequence[str] = ()) -> str:
        """Return what was found, in words; `labels` are the names of the columns, by default their numbers."""
        names = [labels[at] if labels else f"column {at + 1}" for at in (self.en, self.fr)]
        parts = [f"{names[0]} is English", f"{names[1]} is French"]
        header = "the first line is a header, " if self.header and not labels else ""
        return header + " and ".join(parts if self.en < self.fr else parts[::-1])


def find_columns(rows: Sequence[Sequence[str]], width: int = MAX_COLUMNS) -> Columns:
    """Find the columns of the texts from the first rows of a table; without any hint they are the first two.

    Parameters
    ----------
    width : number of columns of most rows, if that is known; those of a few wider rows are not taken
    """
    named = _named_columns(rows) if rows else None
    body = rows[1:] if named else rows
    if named:
        left, right, kinds = named
        swapped = _are_swapped(body, left, right)
        declared = kinds == ("en", "fr")
        if declared and not (_votes(body, left) < 0 < _votes(body, right)):
            swapped = False  # names are believed unless both contents contradict them
        en, fr = (right, left) if swapped else (left, right)
        return Columns(
            en, fr, header=True, known=declared or _tell_apart(body, en, fr), guessed=swapped or not declared
        )
    en, fr = _found_by_content(body, min(width, MAX_COLUMNS, max(map(len, body), default=2)))
    return Columns(en, fr, known=_tell_apart(body, en, fr), guessed=(en, fr) != (0, 1))


def choose_columns(chosen: str, first: Sequence[str]) -> Columns | None:
    """Return the columns that ``EN,FR`` names, as numbers from 1 or by the names in the first row; None if it has not.

    A first row with both names, or with names that are known, is a header.
    """
    wanted = [part.strip().casefold() for part in chosen.split(",")]
    names = [name.strip().casefold() for name in first]
    places = [int(part) - 1 if _is_number(part) else names.index(part) if part in names else -1 for part in wanted]
    if len(places) != 2 or min(places) < 0 or places[0] == places[1]:
        return None
    header = not all(map(_is_number, wanted)) or _named_columns([first]) is not None
    return Columns(places[0], places[1], header=header, known=True)


def is_header(row: Sequence[str]) -> bool:
    """Return whether a row has names of columns of texts in it, and no texts."""
    return _named_columns([row]) is not None


def has_words(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Return whether a column has texts, and not numbers, dates, addresses or the like."""
    cells = [row[column] for row in rows if len(row) > column and row[column].strip()]
    return sum(map(_is_text, cells)) > MIN_TEXT_SHARE * len(cells)


def _is_number(part: str) -> bool:
    return part.isascii() and part.isdigit() and len(part) < 7 and int(part) > 0


def _named_columns(rows: Sequence[Sequence[str]]) -> tuple[int, int, tuple[Kind, Kind]] | None:
    """Return the columns whose names go together, the first or English one first, with the kinds of their names."""
    places: dict[Kind, list[int]] = {}
    for at, name in enumerate(rows[0][:MAX_NAMED_COLUMNS]):
        if kind := _kind_of(name):
            places.setdefault(kind, []).append(at)
    for first, second in _PAIRS_OF_KINDS:
        if first in places and second in places:
            left, right = (max(places[kind], key=lambda at: _length(rows[1:], at)) for kind in (first, second))
            return left, right, (first, second)
    return None


def _kind_of(name: str) -> Kind | None:
    """Return what the name of a column names: a language, the side of a translation, any text, or none of them."""
    if not 0 < len(name) <= MAX_NAME_CHARS:
        return None
    name = _CAMEL_CASE.sub(" ", name).casefold()
    outside = _NAME_WORD.findall(_BRACKETS.sub(" ", name))
    words = outside if not _LANGUAGES.keys().isdisjoint(outside) else _NAME_WORD.findall(name)
    language = next((word for word in words if word in _LANGUAGES), None)
    roles = [_ROLES[word] for word in words if word in _ROLES]
    for word in words if words is outside or not language else outside:
        # Two letters after a language are a country: en-GB, fr_FR.
        region = language is not None and len(word) == 2 and word not in _NO_REGIONS
        if not (word == language or word in _ROLES or word in _FILLERS or region):
            return None
    if language:
        return _LANGUAGES[language]
    if not words or all(map(str.isdigit, words)):
        return None
    return roles[0] if roles else "text"


def _found_by_content(rows: Sequence[Sequence[str]], width: int) -> tuple[int, int]:
    """Return the English and the French column of a table without names."""
    if width > 2:
        votes = [_votes(rows, at) for at in range(width)]
        texts = [at for at in range(width) if has_words(rows, at)]
        english = _best([votes[at] if at in texts else 0 for at in range(width)])
        french = _best([-votes[at] if at in texts else 0 for at in range(width)])
        if english is not None and french is not None:
            return english, french
        only = english if french is None else french
        others = [at for at in texts if at != only and (only is None or votes[at] * votes[only] <= 0)]
        if only is not None and others:
            other = min(others, key=lambda at: (abs(at - only), -at))
            return (only, other) if french is None else (other, only)
        left, right = (others[0], others[1]) if only is None and len(others) > 1 else (0, 1)
    else:
        left, right = 0, 1
    return (right, left) if _are_swapped(rows, left, right) else (left, right)


def _best(votes: Sequence[int]) -> int | None:
    """Return the first column with nearly as many votes as the best one has, None if none has any."""
    most = max(votes)
    return next(at for at, vote in enumerate(votes) if vote >= SIMILAR_SHARE * most) if most > 0 else None


def _are_swapped(rows: Sequence[Sequence[str]], en: int, fr: int) -> bool:
    """Return whether the column taken for French is English and the other one French."""
    english, french = _votes(rows, en), _votes(rows, fr)
    needed = max(MIN_VOTES, MIN_VOTE_SHARE * sum(_count(rows, at)[2] for at in (en, fr)))
    return english <= 0 <= french and french - english >= needed


def _tell_apart(rows: Sequence[Sequence[str]], en: int, fr: int) -> bool:
    """Return whether one column reads as English and the other one as French."""
    return _votes(rows, en) > 0 > _votes(rows, fr)


def _votes(rows: Sequence[Sequence[str]], column: int) -> int:
    """Return by how many words a column is rather English (above 0) than French (below)."""
    english, french, _ = _count(rows, column)
    return english - french


def _count(rows: Sequence[Sequence[str]], column: int) -> tuple[int, int, int]:
    """Return the English, the French and both kinds of words of a column."""
    english = french = 0
    for row in rows:
        if len(row) > column:
            for word in _WORD.findall(row[column][:MAX_VOTE_CHARS].lower()):
                is_english, is_french = word in COMMON_WORDS["en"], word in COMMON_WORDS["fr"]
                if not (is_english or is_french):
                    is_english, is_french = bool(_ENGLISH_WORD.fullmatch(word)), bool(_FRENCH_WORD.fullmatch(word))
                english += is_english and not is_french
                french += is_french and not is_english
    return english, french, english + french


def _length(rows: Sequence[Sequence[str]], column: int) -> int:
    return sum(len(row[column]) for row in rows if len(row) > column)


def _is_text(cell: str) -> bool:
    cell = cell.strip()[:MAX_VOTE_CHARS]
    return not _IDENTIFIER.fullmatch(cell) and any(len(word) > 1 for word in _WORD.findall(cell))
