"""Find the names of a text, and the items of its signature, which its translations share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from aligner.languages import LANGUAGES, Language
from aligner.text.entities.moments.dates import find_dates
from aligner.text.entities.numbers.quantities import find_quantities
from aligner.text.entities.numbers.quantity import Quantity
from aligner.types import Side

MAX_CACHED_TEXTS = 4096  # texts whose names are cached
MAX_SEARCHED_CHARS = 4000  # of a text that is searched for each word; of a longer one the set of words is made
_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚƠƯẠ-ỸΆ-ΏΑ-ΫЀ-Я"
_REST = r"[\w&]*(?:['’·-][^\W_]\w*)*"
# A word that begins with a capital, and is not part of a longer word. The lookahead rejects most words quickly.
_CAPITALISED = re.compile(
    rf"(?<!\w)(?=[{_CAPITAL}]|[ldjnmtsc]['’]|qu['’])"
    r"(?<!\w['’·-])(?:[ldjnmtscLDJNMTSC]['’]|[Qq]u['’])?"
    rf"(?P<word>[{_CAPITAL}]\.(?:[^\W\d_]\.)+|[{_CAPITAL}]{_REST})"
)
_ANY_WORD = re.compile(rf"(?:\b(?:[ldjnmtscLDJNMTSC]|[Qq]u)['’])?((?:[^\W\d_]\.){{2,}}|[^\W\d_]{_REST})")
_POSSESSIVES = ("'s", "’s")
_LAST_WORD = re.compile(r"([^\W\d_][\w.-]*)\.\s+$")  # an abbreviation, or the last word of a sentence
_ROMAN = re.compile(r"[IVX]+(?:er?|ème)")  # « XIe » is a number
# A capital after these begins a sentence.
_SENTENCE_END = re.compile(r"(?:^|[.!?…:\n]|[“«‘(—•]|\"(?!\s))[\s\"'“‘«»(—•-]*$")
_ACCENT = re.compile("[\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_DATELINE = re.compile(r"\s[–—]\s")  # "Paris – Three months ago"
_LOWER_CASE_CUE = re.compile(r"[–—]|['’]s")  # a dash may end a dateline, and a possessive makes a first word a name
# Words between those of a name: University of Leeds, Otto von Bismarck.
LINKING_WORDS = frozenset(
    {"of", "the", "de", "du", "des", "la", "le", "les", "van", "von", "der", "den", "al", "el", "bin", "ben"}
)
_GAP = re.compile(r"[^\S\n]")  # between the words of a name


class Name(NamedTuple):
    """A name of a text with its half-open offsets; `folded` is `fold_name` of it, without an elision."""

    text: str
    folded: str
    start: int
    end: int


class _Capitalised(NamedTuple):
    """A capitalised word, and whether it may begin a sentence."""

    text: str
    start: int
    end: int
    initial: bool


@lru_cache(MAX_CACHED_TEXTS)
def find_names(text: str, side: Side) -> tuple[Name, ...]:
    """Find the names of a text: runs of capitalised words that are more than the first word of a sentence.

    A first word counts if it is capitalised elsewhere within a sentence, if it
    is an acronym or possessive, or if a capital follows and the text does not
    have it in lower case. Peoples, days and months are left out, because they
    lose their capital in French.
    """
    rest = text[1:]
    if rest == rest.lower() and not _LOWER_CASE_CUE.search(rest):
        return ()  # no capital except the first letter
    words = _capitalised_words(text, LANGUAGES[side])
    inside = {word.text for word in words if not word.initial}
    names: list[Name] = []
    run: list[_Capitalised] = []
    for word in [*words, None]:
        if run and (word is None or word.initial or not _GAP.fullmatch(text, run[-1].end, word.start)):
            names.extend(_name_of_run(text, run, inside))
            run = []
        if word is not None:
            run.append(word)
    return tuple(names)


def name_hint(chunk: str) -> int:
    """Estimate whether a chunk between spaces may contain a name: 0 no, 1 only a sentence-initial capital, 2 yes.

    `find_names` finds none in a text whose hints add up to 0, or to 1 in its first chunk.
    """
    if chunk.islower():
        return 0
    if chunk in ("–", "—"):
        return 1  # it may end a dateline
    words = list(_CAPITALISED.finditer(chunk))
    if len(words) != 1:
        return min(2, len(words))
    word = words[0]["word"]
    plain = words[0].start() == 0 and not any(c.isupper() for c in word[1:]) and not word.endswith(_POSSESSIVES)
    return 1 if plain else 2


def signature_items(text: str, side: Side) -> frozenset[str]:
    """Return the items of a text that survive translation, as strings.

    ``n:74870000000`` for numbers except integers up to 12, which are too
    common, ``d:08-30`` for days, ``m:2020-12`` for months of a year and
    ``w:xiongan`` for the words of names.
    """
    items = {f"n:{q.value.normalize():f}" for q in find_quantities(text, side) if _is_distinctive(q)}
    for date in find_dates(text, side):
        if date.month and date.day and not date.ambiguous:
            items.add(f"d:{date.month:02}-{date.day:02}")
        elif date.month and date.year and not date.ambiguous:
            items.add(f"m:{date.year}-{date.month:02}")
    for name in find_names(text, side):
        items |= {f"w:{word.replace(chr(39), '')}" for word in re.split(r"[\s-]+", name.folded) if len(word) > 2}
    return frozenset(items)


def _is_distinctive(quantity: Quantity) -> bool:
    """Return whether a number is distinctive: no time of day, no date, and no small integer."""
    return quantity.kind not in ("clock", "date", "period") and (quantity.value > 12 or quantity.value % 1 != 0)


def fold_name(text: str) -> str:
    """Fold a name: lower case without accents, plain apostrophes, spaces for middle dots, no full stops."""
    plain = text.replace("’", "'").replace("·", " ").replace(".", "")
    if plain.isascii():
        return plain.lower()
    return _ACCENT.sub("", unicodedata.normalize("NFKD", plain)).casefold()


def _capitalised_words(text: str, language: Language) -> list[_Capitalised]:
    """Return the capitalised words that may belong to a name."""
    words = []
    for match in _CAPITALISED.finditer(text):
        word, start = match["word"], match.start("word")
        initial = _may_begin_sentence(text, match.start(), language)
        word = word[:-2] if word.endswith(_POSSESSIVES) else word
        plain = word.lower()
        if plain in language.titles and (text[match.end() : match.end() + 1] == "." or not word.isupper()):
            continue
        if _ROMAN.fullmatch(word) or plain in language.demonyms or plain in language.days or plain in language.months:
            continue
        if plain in language.sentence_starters and (initial or len(word) == 1 or not word.isupper()):
            continue
        words.append(_Capitalised(word, start, start + len(word), initial))
    return words


def _may_begin_sentence(text: str, start: int, language: Language) -> bool:
    """Return whether a sentence may begin here; none does after "Mr.", « M. » or "St."."""
    if text[start - 1 : start] == " " and text[start - 2 : start - 1].isalnum():
        return False  # the most frequent case
    before = text[max(0, start - 16) : start]
    if start and not _SENTENCE_END.search(before[-8:]):
        return False
    last = _LAST_WORD.search(before)
    return last is None or not (last[1].lower() in language.never_end or last[1].lower() in language.may_end)


def _name_of_run(text: str, run: list[_Capitalised], inside: set[str]) -> Iterator[Name]:
    first = run[0]
    if first.initial and not _is_name_word(text, run, inside):
        run = run[1:]
    if run:
        start, end = run[0].start, run[-1].end
        yield Name(text[start:end], fold_name(text[start:end]), start, end)


def _is_name_word(text: str, run: list[_Capitalised], inside: set[str]) -> bool:
    """Return whether the first word of a sentence belongs to a name."""
    word = run[0].text
    if word in inside or any(c.isupper() for c in word[1:]) or text.startswith(_POSSESSIVES, run[0].end):
        return True
    if _DATELINE.match(text, run[-1].end):
        return True
    lowered = word.lower()
    if len(run) == 1:
        return False
    return (len(text) <= MAX_SEARCHED_CHARS and lowered not in text) or lowered not in _all_words(text)


@lru_cache(1)
def _all_words(text: str) -> set[str]:
    """Return the words of the text as written; only few texts need them."""
    return set(_ANY_WORD.findall(text))
