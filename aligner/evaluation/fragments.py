"""Pairs of which one side lost some of its words, or got words from elsewhere.

Copies are cut and patched in many ways, so a maker draws the place, the length, the punctuation and the joint; a model
that is fitted to some of them is measured on the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from aligner.evaluation.corruptions import Corruption, Pair, SourceDocument, with_side
from aligner.text.words.tokens import is_content, tokenize
from aligner.types import SIDES, Side

Place = Literal["start", "middle", "end"]
Mark = Literal["kept", "dropped", "moved"]
Joint = Literal["comma", "stop", "conjunction", "none"]
Origin = Literal["neighbour", "document", "corpus"]
MIN_WORDS = 8  # of a text that is cut, so that a part of it is still meaningful
MIN_PART_WORDS = 2  # of what is cut or added
CONJUNCTIONS: dict[Side, tuple[str, ...]] = {"en": ("and", "but", "while"), "fr": ("et", "mais", "alors que")}
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


class _Parts(NamedTuple):
    """A text with the spans of its words."""

    text: str
    words: Sequence[re.Match[str]]

    def final_mark(self) -> str:
        return self.text[self.words[-1].end() :]

    def until(self, word: int, *, marks: bool = False) -> str:
        """Return the text before a word, with the punctuation before it if `marks`."""
        return self.text[: self.words[word].start() if marks else self.words[word - 1].end()].rstrip()

    def since(self, word: int) -> str:
        return self.text[self.words[word].start() :]

    def after(self, word: int) -> str:
        """Return the text after a word, with the punctuation that follows it."""
        return self.text[self.words[word].end() :]


@dataclass(frozen=True)
class Cut:
    """Remove words from a side: two of them up to half of the text.

    places : where, any of them
    marks : the final mark is kept, dropped, or replaced by what followed the last word that is left
    """

    places: tuple[Place, ...] = ("start", "middle", "end")
    marks: tuple[Mark, ...] = ("kept", "dropped", "moved")

    def __call__(self, index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
        """Return the pair with a shorter text on one side, None if it is too short or nothing of meaning is cut."""
        side, pair = int(rng.integers(2)), source.pairs[index]
        parts = _parts(pair[side])
        count = len(parts.words)
        place, mark = _one(rng, self.places), _one(rng, self.marks)
        if count < MIN_WORDS:
            return None
        size = int(rng.integers(MIN_PART_WORDS, count // 2 + 1))
        begin = {"start": 0, "middle": int(rng.integers(1, count - size)), "end": count - size}[place]
        gone = parts.text[parts.words[begin].start() : parts.words[begin + size - 1].end()]
        if not _content(gone, SIDES[side]):
            return None
        return with_side(side, pair, _without(parts, begin, size, mark))


@dataclass(frozen=True)
class Append:
    """Add words of another sentence to a side: two of them up to half of that sentence.

    places : where they are put
    origins : the sentence before or after, any of the document, or any of the corpus
    joints : what is between
    marks : the final mark is kept at the end, dropped, or stays where it was
    """

    places: tuple[Place, ...] = ("start", "middle", "end")
    origins: tuple[Origin, ...] = ("neighbour", "document", "corpus")
    joints: tuple[Joint, ...] = ("comma", "stop", "conjunction", "none")
    marks: tuple[Mark, ...] = ("kept", "dropped", "moved")

    def __call__(self, index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
        """Return the pair with a longer text on one side, None if no words of meaning are found for it."""
        side, pair = int(rng.integers(2)), source.pairs[index]
        place, joint, mark = _one(rng, self.places), _one(rng, self.joints), _one(rng, self.marks)
        other = _other_text(index, side, source, _one(rng, self.origins), rng)
        parts, found = _parts(pair[side]), _parts(other)
        if len(found.words) < 2 * MIN_PART_WORDS or len(parts.words) < MIN_PART_WORDS:
            return None
        size = int(rng.integers(MIN_PART_WORDS, len(found.words) // 2 + 1))
        begin = int(rng.integers(len(found.words) - size + 1))
        added = found.text[found.words[begin].start() : found.words[begin + size - 1].end()]
        if not _content(added, SIDES[side]) - _content(parts.text, SIDES[side]):
            return None
        glue = {"comma": ", ", "stop": ". ", "none": " ", "conjunction": f" {_one(rng, CONJUNCTIONS[SIDES[side]])} "}
        if place == "end":
            return with_side(side, pair, _at_end(parts, glue[joint], added, mark))
        if place == "start":
            return with_side(side, pair, _capitalised(added) + glue[joint] + parts.text)
        word = int(rng.integers(1, len(parts.words)))
        text = parts.until(word) + glue[joint] + added + (", " if joint == "comma" else " ") + parts.since(word)
        return with_side(side, pair, text)


FRAGMENTS: dict[str, Corruption] = {"cut": Cut(), "appended_any": Append()}


def _one(rng: np.random.Generator, choices: Sequence[str]) -> str:
    return choices[int(rng.integers(len(choices)))]


def _parts(text: str) -> _Parts:
    return _Parts(text, list(_WORD.finditer(text)))


def _content(text: str, side: Side) -> set[str]:
    return {word.folded for word in tokenize(text, side) if is_content(word, side)}


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _without(parts: _Parts, begin: int, size: int, mark: str) -> str:
    """Return a text without some of its words."""
    end = begin + size
    if end == len(parts.words):
        final = parts.final_mark() if mark == "kept" else ""
        return parts.until(begin, marks=mark == "moved") + final
    if begin == 0:
        rest = parts.since(end)
        return rest if mark == "dropped" else _capitalised(rest)
    if mark == "kept":
        return parts.until(begin) + parts.after(end - 1)
    return f"{parts.until(begin, marks=mark == 'moved')} {parts.since(end)}"


def _at_end(parts: _Parts, glue: str, added: str, mark: str) -> str:
    if mark == "moved":
        return f"{parts.text.rstrip()} {added}"
    body = parts.text[: parts.words[-1].end()]
    return body + glue + added + (parts.final_mark() if mark == "kept" else "")


def _other_text(index: int, side: int, source: SourceDocument, origin: str, rng: np.random.Generator) -> str:
    """Return the text of another pair on this side, "" if the document has no other."""
    if origin == "corpus":
        return source.pool.pairs[int(rng.integers(len(source.pool.pairs)))][side]
    others = range(len(source.pairs)) if origin == "document" else (index - 1, index + 1)
    places = [other for other in others if 0 <= other < len(source.pairs) and other != index]
    return source.pairs[places[int(rng.integers(len(places)))]][side] if places else ""
