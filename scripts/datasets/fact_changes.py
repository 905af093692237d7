"""Change one fact of an English or French text, to measure which changes a check sees.

What is changed is found by the words and patterns of this module and of `fact_tables`, not by the readers under test.
Each change takes a text and a random generator and replaces one span: a number, a weekday, a name, a denial. The rest
of the text stays as it is, and the sentence stays grammatical where rows of words of one gender and number allow it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np

from aligner.types import Side
from scripts.datasets.fact_figures import Edit, Finder
from scripts.datasets.fact_patterns import PATTERNS
from scripts.datasets.fact_tables import WORDS, WordClass
from scripts.datasets.gold import Pair, sentence_pairs

_Item = TypeVar("_Item")
MAX_CHANGES = 8  # in one story
STORY_LINES = 10, 20  # fewest and most
STORY_SEED = 19
# Words before which the sound of the next word decides their form: l'Iran and le Mali, an aunt and a niece.
_SOUND_SENSITIVE = re.compile(
    r"(?:[ldnqscjmt]['’]|qu['’]|\b(?:le|la|de|du|au|ne|que|ce|cet|ma|ta|sa|mon|ton|son|beau|bel|se|je|me|te|a|an)\s)$",
    re.I,
)
_VOWEL = re.compile(r"[aeiouyàâéèêîôœh]", re.I)
_ASPIRATED = re.compile(r"(?:onz|huit|hongr|haut|hauss|hain|haï|un\b)", re.I)
_ENGLISH_CONSONANT = re.compile(r"(?:uni|eur|use|one\b|h)", re.I)


class FactChange(NamedTuple):
    """A text of which one fact was changed.

    Attributes
    ----------
    text : the changed text
    start, end : the span of the changed words in `text`; empty where words were dropped
    before : the words that were there
    """

    text: str
    start: int
    end: int
    before: str
    kind: str

    @property
    def after(self) -> str:
        """The words that are there now."""
        return self.text[self.start : self.end]

    @property
    def original(self) -> str:
        """The text before the change."""
        return self.text[: self.start] + self.before + self.text[self.end :]


def change_fact(text: str, side: Side, kind: str, rng: np.random.Generator) -> FactChange | None:
    """Replace one fact of a kind by another, or return None where the text has none."""
    edits = [edit for finder in _finders(side)[kind] for edit in finder(text, rng)]
    edits = [edit for edit in edits if text[edit.start : edit.end] != edit.new]
    if not edits:
        return None
    start, end, new = _draw(edits, rng)
    return FactChange(text[:start] + new + text[end:], start, start + len(new), text[start:end], kind)


def kinds(side: Side) -> list[str]:
    """Return the kinds of changes of a language."""
    return list(_finders(side))


@cache
def _finders(side: Side) -> dict[str, list[Finder]]:
    finders = {kind: [_word_finder(words, side) for words in classes] for kind, classes in WORDS[side].items()}
    for kind, patterns in PATTERNS[side].items():
        finders.setdefault(kind, []).extend(patterns)
    return {kind: finders[kind] for kind in sorted(finders)}


def _word_finder(words: WordClass, side: Side) -> Finder:
    """Return what finds the words of a class and replaces each by another of its row."""
    others: dict[str, list[str]] = {}
    for row in words.rows.split("\n"):
        replaced = row.partition(">")[0]
        for word in replaced.split("|"):
            choice = others.setdefault(word if words.exact else word.casefold(), [])
            choice += [other for other in re.split("[|>]", row) if other and other != word]
    found = "|".join(map(re.escape, sorted(others, key=len, reverse=True)))
    pattern = re.compile(f"(?:{words.before})(?P<it>{found}){words.after}", re.NOFLAG if words.exact else re.IGNORECASE)

    def find(text: str, rng: np.random.Generator) -> Iterator[Edit]:
        for match in pattern.finditer(text):
            word = match["it"]
            start, end = match.span("it")
            fitting = [
                other
                for other in others[word if words.exact else word.casefold()]
                if _fits(text[:start], word, other, side)
            ]
            if fitting:
                yield Edit(start, end, _like(word, _draw(fitting, rng)))

    return find


def _fits(before: str, word: str, other: str, side: Side) -> bool:
    """Return whether the word before has the same form before both words."""
    return not _SOUND_SENSITIVE.search(before[-6:]) or _sounds_open(word, side) == _sounds_open(other, side)


def _sounds_open(word: str, side: Side) -> bool:
    closed = _ASPIRATED if side == "fr" else _ENGLISH_CONSONANT
    return bool(_VOWEL.match(word)) and not closed.match(word)


def _like(word: str, other: str) -> str:
    """Return a word with a capital where the word that it replaces has one."""
    return other[0].upper() + other[1:] if word[0].isupper() else other


class Story(NamedTuple):
    """Consecutive lines of news in both languages."""

    en: list[str]
    fr: list[str]

    def lines(self, side: Side) -> list[str]:
        """Return the lines of one language."""
        return self.en if side == "en" else self.fr


class EditedStory(NamedTuple):
    """The lines of a story in one language, and the changed ones by their number."""

    lines: list[str]
    changes: dict[int, FactChange]

    def changed_lines(self) -> list[str]:
        """Return the lines with the changes."""
        return [self.changes[number].text if number in self.changes else line for number, line in enumerate(self.lines)]


def stories(data: Path, corpora: Iterable[str]) -> list[Story]:
    """Cut corpora into stories of consecutive lines."""
    rng = np.random.default_rng(STORY_SEED)
    pairs = sentence_pairs(data)
    return [_story(pairs[name][start:end]) for name in corpora for start, end in _cuts(len(pairs[name]), rng)]


def _story(pairs: Sequence[Pair]) -> Story:
    return Story([_one_line(en) for en, _ in pairs], [_one_line(fr) for _, fr in pairs])


def _one_line(text: str) -> str:
    return (
        " ".join(text.replace("\u00a0", "\0").replace("\u202f", "\1").split())
        .replace("\0", "\u00a0")
        .replace("\1", "\u202f")
    )


def _cuts(count: int, rng: np.random.Generator) -> Iterator[tuple[int, int]]:
    start = 0
    while start + STORY_LINES[0] <= count:
        size = int(rng.integers(STORY_LINES[0], STORY_LINES[1] + 1))
        yield start, min(count, start + size)
        start += size


def edit_stories(chosen: Sequence[Story], side: Side, seed: int = STORY_SEED) -> list[EditedStory]:
    """Replace up to eight facts of each story, at most one in a line, and all kinds about equally often."""
    rng, counts = np.random.default_rng(seed), Counter[str]()
    return [EditedStory(story.lines(side), _edit(story.lines(side), side, counts, rng)) for story in chosen]


def _edit(lines: Sequence[str], side: Side, counts: Counter[str], rng: np.random.Generator) -> dict[int, FactChange]:
    changes: dict[int, FactChange] = {}
    possible = {
        (number, kind): change
        for number, line in enumerate(lines)
        for kind in kinds(side)
        if (change := change_fact(line, side, kind, rng))
    }
    while possible and len(changes) < MAX_CHANGES:
        rarest = min(counts[kind] for _, kind in possible)
        number, kind = _draw([key for key in possible if counts[key[1]] == rarest], rng)
        changes[number] = possible[number, kind]
        counts[kind] += 1
        possible = {key: change for key, change in possible.items() if key[0] != number}
    return changes


def _draw(items: Sequence[_Item], rng: np.random.Generator) -> _Item:
    return items[int(rng.integers(len(items)))]
