"""The words of a passage, and which of them are names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import chain, pairwise

import numpy as np

from aligner.encoders import encode_words
from aligner.languages import LANGUAGES
from aligner.languages.inflection import FUNCTION_WORDS
from aligner.text.entities.names.find import LINKING_WORDS, Name, find_names, fold_name
from aligner.text.entities.names.proper_words import REGION_KINDS, is_acronym, known_only_as_name
from aligner.text.entities.names.transcription import MIN_TRANSCRIBED_LETTERS, transcribe
from aligner.text.entities.terms.find import Located, locate_terms
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.spellings import Spellings
from aligner.text.words.tokens import Word, fold_case, strip_accents, tokenize
from aligner.types import Floats, Side, Span

MAX_WORDS = 400  # words of a passage that are compared
MAX_NAMES = 60  # names of a passage that are compared
MAX_NAME_WORDS = 12  # words of a name that are compared
MAX_SHORT_LETTERS = 5  # letters of an abbreviation
MIN_MEANING_LETTERS = 4  # letters of a word whose vector is compared; those of shorter ones are similar by chance
CACHED_PASSAGES = 16
_FIRST_CAPITALISED = re.compile(r"(?:^|[.!?…:]\s+)[\"'“‘«»(—–\s-]*([^\W\d_a-zß-öø-ÿ]\w{2,})(?![\w'’-])")
_FORM = re.compile(r"[^\W\d_]+")
_LINK = re.compile(r"(?:['’]s)?[ '’-]?")  # between the words of a name
Value = tuple[int, int]  # block and row of a term


class NamePassage:
    """A text with its words and the words of its names."""

    def __init__(self, text: str, side: Side) -> None:
        self.text, self.side = text, side

    @cached_property
    def names(self) -> Sequence[Name]:
        """The names of the text, with first words of sentences that can only be names."""
        return _with_first_names(self.text, self.side)

    @cached_property
    def name_lists(self) -> list[list[str]]:
        """The folded words of each name, without a look at the rest of the text."""
        return [_FORM.findall(name.folded) for name in self.names]

    @cached_property
    def name_forms(self) -> Counter[str]:
        """The folded words of all names with their counts."""
        return Counter(chain.from_iterable(self.name_lists))

    @cached_property
    def forms(self) -> Counter[str]:
        """The folded words of the text with their counts."""
        return Counter(_FORM.findall(fold_name(self.text)))

    @cached_property
    def words(self) -> Sequence[Word]:
        """The words of the text."""
        return tokenize(self.text, self.side)[:MAX_WORDS]

    @cached_property
    def plain(self) -> list[str]:
        """The folded words without accents and apostrophes."""
        return [strip_accents(word.folded).replace("'", "") for word in self.words]

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """The indices of each word."""
        places: dict[str, list[int]] = {}
        for index, word in enumerate(self.plain):
            places.setdefault(word, []).append(index)
        return places

    @cached_property
    def spellings(self) -> Spellings:
        """The words, among which similar spellings are found."""
        return Spellings(self.plain)

    @cached_property
    def transcribed(self) -> tuple[list[int], list[str]]:
        """The indices of the capitalised words that may be transcribed otherwise, and their transcriptions."""
        indices = [
            index
            for index, (word, plain) in enumerate(zip(self.words, self.plain, strict=True))
            if word.text[0].isupper() and len(plain) >= MIN_TRANSCRIBED_LETTERS
        ]
        return indices, [transcribe(self.plain[index]) for index in indices]

    @cached_property
    def joined(self) -> dict[str, list[int]]:
        """The indices of each two neighbouring words without what separates them: xiongan."""
        places: dict[str, list[int]] = {}
        for index, (left, right) in enumerate(pairwise(self.words)):
            if right.start - left.end == 1:
                places.setdefault(self.plain[index] + self.plain[index + 1], []).extend((index, index + 1))
        return places

    def find(self, form: str) -> list[int]:
        """Return the indices of a word, or of two neighbouring words that are joined in it."""
        return self.places.get(form) or self.joined.get(form) or []

    @cached_property
    def lemmas(self) -> dict[str, list[int]]:
        """The indices of the words of each dictionary form."""
        lexicon = load_lexicon()
        lemmas: dict[str, list[int]] = {}
        for index, word in enumerate(self.words):
            if (entry := lexicon.entry_id(word.folded, self.side)) >= 0:
                lemmas.setdefault(lexicon.lemma(entry, self.side), []).append(index)
        return lemmas

    @cached_property
    def vectors(self) -> Floats:
        """The unit vectors of the words, (words, d)."""
        return encode_words([word.text for word in self.words])

    def cosines(self, own: NamePassage, index: int) -> Floats:
        """Return the cosines of a word of another text with the words, (words,)."""
        return np.asarray(self.vectors @ own.vectors[index])

    @cached_property
    def regions(self) -> dict[int, frozenset[Value]]:
        """The values of the words of countries, continents and peoples."""
        regions: dict[int, frozenset[Value]] = {}
        located = Located([word.folded for word in self.words], [word.start for word in self.words], self.text)
        for first, last, meanings in locate_terms(located, self.side):
            values = frozenset((block, row) for kind, block, rows in meanings if kind in REGION_KINDS for row in rows)
            for index in range(first, last + 1) if values else ():
                regions[index] = regions.get(index, frozenset()) | values
        return regions

    @cached_property
    def region_values(self) -> frozenset[Value]:
        """The values of all countries, continents and peoples of the text."""
        return frozenset[Value]().union(*self.regions.values())

    @cached_property
    def content(self) -> list[int]:
        """The indices of all words except function words."""
        words = enumerate(zip(self.words, self.plain, strict=True))
        return [index for index, (word, plain) in words if plain and word.folded not in FUNCTION_WORDS[self.side]]

    @cached_property
    def long_content(self) -> list[int]:
        """The indices of those with enough letters that words of similar meaning are no chance."""
        return [index for index in self.content if len(self.plain[index]) >= MIN_MEANING_LETTERS]

    @cached_property
    def initials(self) -> str:
        """The first letters of all words except function words."""
        return "".join(self.plain[index][0] for index in self.content)

    @cached_property
    def demonyms(self) -> list[int]:
        """The indices of the names of peoples."""
        return [index for index, word in enumerate(self.words) if word.folded in LANGUAGES[self.side].demonyms]

    @cached_property
    def name_words(self) -> list[range]:
        """The indices of the words of each name."""
        runs, index = [], 0
        for name in self.names[:MAX_NAMES]:
            while index < len(self.words) and self.words[index].end <= name.start:
                index += 1
            first = index
            while index < len(self.words) and self.words[index].start < name.end:
                index += 1
            if index > first:
                runs.append(range(first, min(index, first + MAX_NAME_WORDS)))
        return runs

    def span(self, words: Sequence[int]) -> Span:
        """Return the offsets of consecutive words."""
        return self.words[words[0]].start, self.words[words[-1]].end

    def gap(self, index: int, other: NamePassage, place: int) -> float:
        """Return how far apart two words of both texts are, as a share of the texts."""
        here, there = self.words[index].start / len(self.text), other.words[place].start / len(other.text)
        return abs(here - there)

    def around(self, name: range) -> range:
        """Return the indices of a name, of the words next to it, and of linking words between."""
        return range(self._skip(name[0] - 1, -1), self._skip(name[-1] + 1, 1) + 1)

    def _skip(self, index: int, step: int) -> int:
        """Return the index of the first word in a direction that is no function word."""
        while 0 < index < len(self.words) - 1 and self.words[index].folded in FUNCTION_WORDS[self.side]:
            index += step
        return index

    def whole(self, name: range, anchors: Iterable[int]) -> range:
        """Return a name with the names that linking words join to it, and with words that the other name has, too."""
        first, last = name[0], name[-1]
        joined = {*anchors}.union(*self.name_words)
        while (before := self._skip_linking(first, -1)) in joined:
            first = before
        while (after := self._skip_linking(last, 1)) in joined:
            last = after
        return range(first, last + 1)

    def _skip_linking(self, index: int, step: int) -> int:
        """Return the index of the next word in a direction that is no linking word, -1 after a mark."""
        while 0 <= index + step < len(self.words):
            left, right = sorted((index, index + step))
            if not _LINK.fullmatch(self.text, self.words[left].end, self.words[right].start):
                return -1
            index += step
            if self.words[index].folded not in LINKING_WORDS:
                return index
        return -1

    def is_name(self, index: int) -> bool:
        """Return whether a word belongs to a name."""
        return any(index in name for name in self.name_words)

    @cached_property
    def acronyms(self) -> list[int]:
        """The indices of the acronyms, none in a text in capitals."""
        acronyms = [index for index, word in enumerate(self.words) if is_acronym(word.text)]
        return [] if acronyms and self.text.isupper() else acronyms

    def is_acronym(self, index: int) -> bool:
        """Return whether a word is an acronym in a text that is not in capitals."""
        return index in self.acronyms

    @cached_property
    def shortened(self) -> frozenset[int]:
        """The indices of the capitalised words of a few letters that have a full stop within the text."""
        return frozenset(
            index
            for index, word in enumerate(self.words if "." in self.text[:-1] else ())
            if 1 < len(word.text) <= MAX_SHORT_LETTERS
            and word.text[0].isupper()
            and self.text.startswith(".", word.end, len(self.text) - 1)
        )

    def joined_forms(self, index: int) -> list[str]:
        """Return a word joined to the one before and to the next, where one character is between."""
        forms = "".join(self.plain[max(0, index - 1) : index + 1]), "".join(self.plain[index : index + 2])
        return [form for form in forms if index in self.joined.get(form, ())]


read_passage = lru_cache(CACHED_PASSAGES)(NamePassage)


def _with_first_names(text: str, side: Side) -> Sequence[Name]:
    """Return the names of a text, with first words of sentences that can only be names by the lexicon."""
    names = find_names(text, side)
    starts, first_names = [name.start for name in names], list[Name]()
    for first in _FIRST_CAPITALISED.finditer(text):
        start, end = first.span(1)
        before = bisect_right(starts, start) - 1
        is_new = before < 0 or names[before].end <= start
        if is_new and known_only_as_name(fold_case(first[1]), side):
            first_names.append(Name(first[1], fold_name(first[1]), start, end))
    return sorted([*names, *first_names], key=lambda name: name.start) if first_names else names
