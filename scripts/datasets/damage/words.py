"""Makers that replace words by synonyms, by any word or by a dictionary's entries, or that change their order."""

from __future__ import annotations

import lzma
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from aligner.evaluation.corruptions import Corruption, Pair, SourceDocument, with_side
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.tokens import Word, is_content, tokenize
from aligner.types import SIDES, Side
from scripts.datasets.damage.texts import WORD, capitalised, content_words, draw, draw_size, edit_side

MIN_WORDS = 5  # of a text whose words move
GLOSSES = 2  # translations among which a gloss is drawn
MIN_WORDS_BETWEEN = 2  # words between two that change places, which are no list
FIGURE_SHARE = 0.5  # of the texts with figures, in which these change places
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
MIN_STEM_LETTERS = 4  # letters that a synonym may not share with the word


def thesaurus(folder: Path) -> Corruption:
    """Return what replaces words by synonyms of any sense, as article spinners do."""

    def spin(text: str, side: Side, rng: np.random.Generator) -> str | None:
        share, known = rng.uniform(0.3, 1.0), _thesaurus(folder, side)
        words = [word for word in _plain_words(text, side) if word.folded in known]
        chosen = [word for word in words if rng.random() < share]
        new = [_other_stem(word.folded, known[word.folded], rng) for word in chosen]
        spun = [(word, other) for word, other in zip(chosen, new, strict=True) if other]
        return _replaced(text, spun) if len(spun) >= max(2, len(_plain_words(text, side)) / 4) else None

    return lambda index, source, rng: edit_side(spin, index, source, rng)


@cache
def _thesaurus(folder: Path, side: Side) -> Mapping[str, Sequence[str]]:
    known: dict[str, list[str]] = {}
    with lzma.open(folder / f"synonyms.{side}.tsv.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            word, _, synonyms = line.rstrip("\n").split("\t")
            known.setdefault(word, []).extend(synonyms.split("|"))
    return known


def _other_stem(word: str, others: Sequence[str], rng: np.random.Generator) -> str | None:
    fitting = [other for other in others if other[:MIN_STEM_LETTERS].lower() != word[:MIN_STEM_LETTERS]]
    return draw(fitting, rng) if fitting else None


def any_word(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Replace one content word, or up to a third of them, by words of other lines."""
    pool = source.pool.pairs

    def replace(text: str, side: Side, rng: np.random.Generator) -> str | None:
        words = _plain_words(text, side)
        other = pool[draw(range(len(pool)), rng)][SIDES.index(side)]
        new = sorted(content_words(other, side) - content_words(text, side))
        if not words or not new:
            return None
        size = draw_size(1, max(1, len(words) // 3), rng)
        chosen = sorted(rng.choice(len(words), size, replace=False).tolist())
        return _replaced(text, [(words[place], draw(new, rng)) for place in chosen])

    return edit_side(replace, index, source, rng)


def glossed(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Translate one side word by word from a dictionary, and leave out words of grammar that it lacks."""
    side, pair = int(rng.integers(2)), source.pairs[index]
    own, lexicon = SIDES[1 - side], load_lexicon()
    text = pair[1 - side]
    glosses = []
    for word in tokenize(text, own):
        if word.text.isalpha():
            found = [other for other, _ in lexicon.translations(word.folded, own, GLOSSES)]
            if found or not is_content(word, own):
                glosses.append((word, draw(found, rng) if found else ""))
    if sum(bool(gloss) for _, gloss in glosses) < MIN_WORDS:
        return None
    return with_side(side, pair, capitalised(" ".join(_replaced(text, glosses).split())))


def left_over(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Leave a run of words untranslated, anywhere."""
    side, pair = int(rng.integers(2)), source.pairs[index]
    words, others = pair[side].split(), pair[1 - side].split()
    if min(len(words), len(others)) < MIN_WORDS:
        return None
    share = rng.uniform(0.15, 0.9)
    begin = rng.uniform(0, 1 - share)
    own, there = (slice(int(begin * len(part)), max(2, round((begin + share) * len(part)))) for part in (words, others))
    run = " ".join(others[there])
    if not content_words(run, SIDES[1 - side]) - content_words(pair[side], SIDES[side]):
        return None
    return with_side(side, pair, " ".join([*words[: own.start], run, *words[own.stop :]]))


def words_moved(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Shuffle a run of words, or let two parts of a text change places."""
    return edit_side(_move, index, source, rng)


def _move(text: str, side: Side, rng: np.random.Generator) -> str | None:
    words = text.split()
    if len(words) < MIN_WORDS + 1:
        return None
    if rng.random() < 0.4:
        first, middle, last = sorted(rng.choice(len(words) + 1, 3, replace=False).tolist())
        return " ".join([*words[:first], *words[middle:last], *words[first:middle], *words[last:]])
    size = draw_size(4, len(words), rng)
    begin = int(rng.integers(len(words) - size + 1))
    run = [words[begin + place] for place in rng.permutation(size)]
    return " ".join([*words[:begin], *run, *words[begin + size :]])


def words_exchanged(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Let two content words of a text change places, or two figures."""
    return edit_side(_exchange, index, source, rng)


def _exchange(text: str, side: Side, rng: np.random.Generator) -> str | None:
    words = [word for word in tokenize(text, side) if is_content(word, side)]
    figures = list(_FIGURE.finditer(text))
    spans = [figure.span() for figure in figures] if len(figures) > 1 and rng.random() < FIGURE_SHARE else []
    spans = spans or [(word.start, word.end) for word in words]
    if len(spans) < 2:
        return None
    first, second = sorted(rng.choice(len(spans), 2, replace=False).tolist())
    (start, middle), (rest, end) = spans[first], spans[second]
    one, two = text[start:middle], text[rest:end]
    if one.lower() == two.lower() or len(WORD.findall(text[middle:rest])) < MIN_WORDS_BETWEEN:
        return None
    return text[:start] + two + text[middle:rest] + one + text[end:]


def _plain_words(text: str, side: Side) -> list[Word]:
    return [word for word in tokenize(text, side) if is_content(word, side) and word.text.islower()]


def _replaced(text: str, new: Sequence[tuple[Word, str]]) -> str:
    parts, last = list[str](), 0
    for word, other in new:
        parts += [text[last : word.start], other]
        last = word.end
    return "".join([*parts, text[last:]])
