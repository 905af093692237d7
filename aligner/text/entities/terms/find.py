"""Find the words of closed classes, whose values exclude each other: weekdays, countries, offices, opposites."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from aligner.languages.forms import inflected
from aligner.languages.term_tables import term_blocks
from aligner.text.words.tokens import fold_case, tokenize
from aligner.types import SIDES, Side

_SPACE, _HYPHEN = "_", "-"  # between the words of a phrase in the tables
_MORE = "plus_"


class Term(NamedTuple):
    """A word or phrase of a closed class with its half-open offsets.

    Attributes
    ----------
    kind : the class, such as "weekday" or "people"
    block : the number of the block of values that exclude each other; two kinds may share one
    rows : the values that the word may have, the same in both languages
    text : the word or phrase as written
    """

    kind: str
    block: int
    rows: tuple[int, ...]
    start: int
    end: int
    text: str

    def shares_value(self, other: Term) -> bool:
        """Return whether both may have the same value of one block."""
        return self.block == other.block and not {*self.rows}.isdisjoint(other.rows)

    def excludes(self, other: Term) -> bool:
        """Return whether both have values of one block that exclude each other."""
        return self.block == other.block and {*self.rows}.isdisjoint(other.rows)


class Meaning(NamedTuple):
    """One of the classes of a word; see `Term`."""

    kind: str
    block: int
    rows: tuple[int, ...]


class Located(NamedTuple):
    """The folded words of a text, where they begin, and the text."""

    folded: Sequence[str]
    starts: Sequence[int]
    text: str


class Entry(NamedTuple):
    """A word or phrase of the tables.

    Attributes
    ----------
    rest : the words after the first, folded
    hyphens : for each of them, whether a hyphen is before it
    capitals : what the first word must begin with
    """

    rest: tuple[str, ...]
    hyphens: tuple[bool, ...]
    capitals: str
    meanings: tuple[Meaning, ...]

    def fits(self, words: Located, first: int) -> bool:
        """Return whether the words of a text from the first on are those of the entry."""
        folded, starts, text = words
        if not text.startswith(self.capitals, starts[first]):
            return False
        for index, (word, hyphen) in enumerate(zip(self.rest, self.hyphens, strict=True), first + 1):
            if index == len(folded) or folded[index] != word:
                return False
            if hyphen and text[starts[index] - 1].isspace():
                return False
        return True


def find_terms(text: str, side: Side) -> list[Term]:
    """Find the words and phrases of closed classes in a text, in text order.

    A longer phrase covers those within it: "North Korea" is no direction. A word of several classes is listed for each.
    """
    words = tokenize(text, side)
    terms: list[Term] = []
    located = Located([word.folded for word in words], [word.start for word in words], text)
    for first, last, meanings in locate_terms(located, side):
        start, end = words[first].start, words[last].end
        terms += [Term(*meaning, start, end, text[start:end]) for meaning in meanings]
    return terms


def locate_terms(words: Located, side: Side) -> Iterator[tuple[int, int, tuple[Meaning, ...]]]:
    """Yield the indices of the first and the last word of each term of a text, with its meanings."""
    alone, phrases, free = *term_lookups(side), 0
    folded, last = words.folded, len(words.folded) - 1
    for first, word in enumerate(folded):
        if first < free:
            continue
        entries = alone.get(word, ())
        if first < last and word in phrases:
            entries = (*phrases[word].get(folded[first + 1], ()), *entries)
        for entry in entries:
            if not (entry.rest or entry.capitals) or entry.fits(words, first):
                free = first + 1 + len(entry.rest)
                yield first, free - 1, entry.meanings
                break


_Entries = dict[str, tuple[Entry, ...]]


@cache
def term_lookups(side: Side) -> tuple[_Entries, dict[str, _Entries]]:
    """Return the entries of single words, and those of phrases by their first two words, the longest first."""
    alone: _Entries = {}
    phrases: dict[str, _Entries] = {}
    for first, entries in term_entries(side).items():
        if len(entries) == 1 and not entries[0].rest:  # most
            alone[first] = entries
            continue
        for entry in entries:
            group, key = (phrases.setdefault(first, {}), entry.rest[0]) if entry.rest else (alone, first)
            group[key] = (*group.get(key, ()), entry)
    return alone, phrases


@cache
def term_entries(side: Side) -> _Entries:
    """Return the terms of a language by their first word, folded; the longest first."""
    meanings_of = _meanings(side)
    entries: _Entries = {}
    several = set[str]()
    alone: dict[int, tuple[Entry]] = {}  # of a row, by the identity of its meanings, which `meanings_of` keeps
    for phrase, meanings in meanings_of.items():
        if phrase not in entries and phrase.isalpha() and phrase.islower():  # most; see `_entry`
            if id(meanings) not in alone:
                alone[id(meanings)] = (Entry((), (), "", meanings),)
            entries[phrase] = alone[id(meanings)]
            continue
        if phrase.startswith(_MORE):  # a superlative is also its adjective: « la plus basse »
            meanings = _united(meanings_of.get(phrase.removeprefix(_MORE), ()), meanings)
        first, entry = _entry(phrase, meanings, side)
        if first in entries:
            several.add(first)
            entries[first] = (*entries[first], entry)
        else:
            entries[first] = (entry,)
    for first in several:
        entries[first] = tuple(sorted(entries[first], key=lambda entry: (-len(entry.rest), not entry.capitals)))
    return entries


def _meanings(side: Side) -> dict[str, tuple[Meaning, ...]]:
    """Return the meanings of each form of the words and phrases of the tables; forms of one row share theirs."""
    column = SIDES.index(side) + 2
    meanings_of: dict[str, tuple[Meaning, ...]] = {}
    for block, rows in enumerate(term_blocks()):
        for row in rows:
            own = (Meaning(row.kind, block, (row.number,)),)
            for name in str(row[column]).split():
                for form in inflected(name, side):
                    known = meanings_of.setdefault(form, own)
                    if known is not own and own[0] not in known:
                        meanings_of[form] = _with_row(known, own[0])
    return meanings_of


def _with_row(meanings: tuple[Meaning, ...], new: Meaning) -> tuple[Meaning, ...]:
    """Return the meanings of a word with a value of another row."""
    for index, (kind, block, rows) in enumerate(meanings):
        if (kind, block) == new[:2]:
            whole = rows if new.rows[0] in rows else rows + new.rows
            return (*meanings[:index], Meaning(kind, block, whole), *meanings[index + 1 :])
    return (*meanings, new)


def _united(one: tuple[Meaning, ...], two: tuple[Meaning, ...]) -> tuple[Meaning, ...]:
    """Return the meanings of two words, those of the second where both have one of a class."""
    return tuple({meaning[:2]: meaning for meaning in (*one, *two)}.values())


def _entry(phrase: str, meanings: tuple[Meaning, ...], side: Side) -> tuple[str, Entry]:
    """Return the first word of a phrase, and its entry."""
    first, *after = phrase.split(_SPACE)
    if first.isalpha() and all(map(str.isalpha, after)):  # most
        rest = tuple(map(fold_case, after))
        return fold_case(first), Entry(rest, (False,) * len(rest), _capitals(first), meanings)
    text = phrase.replace(_SPACE, " ")
    words = tokenize(text, side)
    hyphens = tuple(text[word.start - 1] == _HYPHEN for word in words[1:])
    rest = tuple(word.folded for word in words[1:])
    return words[0].folded, Entry(rest, hyphens, _capitals(words[0].text), meanings)


def _capitals(word: str) -> str:
    """Return what a word of a text must begin with: the whole acronym, or the first letter, where it is a capital."""
    if len(word) > 1 and word.isupper():
        return word
    return word[0] if word[0].isupper() else ""
