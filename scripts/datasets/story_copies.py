"""Copies of stories made by recipe, with what is known to be true of them.

The stories are news and blog texts of the data folder (`goldsets`); nothing is stored here.
"""

from __future__ import annotations

import lzma
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.deduplication import record
from aligner.encoders import load_encoder
from aligner.pipeline.prepare import Prepared, make_ready
from aligner.types import SIDES, Document
from scripts.datasets import gold as goldsets
from scripts.datasets.gold import Story

SHARES = (10, 20, 30, 40, 50, 60)  # % of the words that are substituted
UNRELATED = 10_000
NEAR = 50  # ranks of frequency within which a word is as frequent as another
WORD = re.compile(r"[^\W\d_]{3,}")


class Text(NamedTuple):
    """A text, its language, the story it tells and how it was made from that story."""

    story: str
    side: str
    recipe: str
    text: str


class Case(NamedTuple):
    """Two texts, and whether one is a copy of the other."""

    recipe: str
    one: Text
    other: Text
    copy: bool


class Words(NamedTuple):
    """What stands in for the words of a language: words as frequent, and words of like meaning."""

    ranked: list[str]
    rank: dict[str, int]
    like: dict[str, list[str]]

    def any(self, word: str, rng: np.random.Generator) -> str:
        """Another word, whatever it is."""
        return self.ranked[int(rng.integers(len(self.ranked)))]

    def substitute(self, word: str, rng: np.random.Generator) -> str:
        """Another word: half of the time one of like meaning where there is one."""
        plain = word.casefold()
        others = self.like.get(plain)
        if others and rng.random() < 0.5:
            found = others[int(rng.integers(len(others)))]
        else:
            at = self.rank.get(plain, len(self.ranked) - 1) + int(rng.integers(-NEAR, NEAR + 1))
            found = self.ranked[min(max(at, 0), len(self.ranked) - 1)]
        return found.capitalize() if word[0].isupper() else found


Maker = Callable[[str, np.random.Generator], str]


def stories(data: Path, half: int) -> dict[str, Story]:
    """Every second news and blog story: half 0 to fit, half 1 to report."""
    both = {"news": goldsets.news_stories(data), "blog": goldsets.blog(data)}
    return {
        f"{name}{number:04}": story
        for name, found in both.items()
        for number, story in enumerate(found)
        if number % 2 == half and min(len(text.split()) for text in story) >= 40
    }


def vocabulary(data: Path) -> dict[str, Words]:
    """Words of each language by frequency, and those that share a translation in the lexicon."""
    texts = [*goldsets.news_stories(data), *goldsets.blog(data)]
    lexicon = _lexicon(data)
    found: dict[str, Words] = {}
    for at, side in enumerate(SIDES):
        counts = Counter(word for story in texts for word in WORD.findall(story[at].casefold()))
        ranked = [word for word, _ in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))]
        back = lexicon[1 - at]
        like = {
            word: sorted({other for there in to for other in back[there] if other != word and " " not in other})
            for word, to in lexicon[at].items()
        }
        found[side] = Words(
            ranked, {word: rank for rank, word in enumerate(ranked)}, {w: o for w, o in like.items() if o}
        )
    return found


@cache
def _lexicon(data: Path) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    both: tuple[dict[str, set[str]], dict[str, set[str]]] = (defaultdict(set), defaultdict(set))
    with lzma.open(data / "lexicon/wiktionary.en-fr.tsv.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            en, fr = line.casefold().split("\t")[:2]
            both[0][en].add(fr)
            both[1][fr].add(en)
    return both


def substituted(text: str, share: float, words: Words, rng: np.random.Generator, *, like: bool = True) -> str:
    """The text with a share of its words, names among them, put in words that are as frequent, or in any."""
    other = words.substitute if like else words.any
    return WORD.sub(lambda m: other(m.group(), rng) if rng.random() < share else m.group(), text)


def halved(text: str, rng: np.random.Generator) -> str:
    """The first half of the paragraphs."""
    parts = text.split("\n\n")
    return "\n\n".join(parts[: max(2, len(parts) // 2)])


def reordered(text: str, rng: np.random.Generator) -> str:
    """All paragraphs in another order."""
    parts = text.split("\n\n")
    return "\n\n".join(parts[at] for at in rng.permutation(len(parts)))


def retitled(text: str, rng: np.random.Generator) -> str:
    """Another first line before the text, which loses its own if that is short."""
    parts = text.split("\n\n")
    title = " ".join(parts[len(parts) // 2].split()[:8])
    return "\n\n".join([title, *(parts[1:] if len(parts[0].split()) < 12 else parts)])


def edited(text: str, rng: np.random.Generator) -> str:
    """A paragraph in ten is gone."""
    parts = [part for part in text.split("\n\n") if rng.random() >= 0.1]
    return "\n\n".join(parts or [text])


MAKERS: dict[str, Maker] = {
    "exact": lambda text, rng: text.upper() if rng.random() < 0.1 else text.replace("\n\n", "\n"),
    "half": halved,
    "reordered": reordered,
    "retitled": retitled,
    "edited": edited,
}


def copies(found: dict[str, Story], words: dict[str, Words], rng: np.random.Generator) -> Iterator[tuple[Text, Text]]:
    """Of each story in both languages, the story and a copy by each recipe; last its translation."""
    names = list(found)
    for number, (name, story) in enumerate(found.items()):
        sides = [Text(name, side, "", text) for side, text in zip(SIDES, story, strict=True)]
        for own in sides:
            for recipe, make in MAKERS.items():
                yield own, own._replace(recipe=recipe, text=make(own.text, rng))
            for share in SHARES:
                text = substituted(own.text, share / 100, words[own.side], rng)
                yield own, own._replace(recipe=f"words{share}", text=text)
            for share in SHARES[2::3]:
                text = substituted(own.text, share / 100, words[own.side], rng, like=False)
                yield own, own._replace(recipe=f"anywords{share}", text=text)
            text = halved(reordered(substituted(own.text, 0.3, words[own.side], rng), rng), rng)
            yield own, own._replace(recipe="mixed", text=text)
            yield _host(own, found[names[number - 1]], found[names[number - 2]], rng)
        yield sides[0], sides[1]._replace(recipe="translated")
        fr = sides[1]._replace(recipe="translated_words30", text=substituted(story[1], 0.3, words["fr"], rng))
        yield sides[0], fr
        yield sides[0], sides[1]._replace(recipe="translated_half", text=halved(story[1], rng))
        short = [own._replace(text=_first(own.text)) for own in sides]
        for own in short:
            yield own, own._replace(recipe="short", text=substituted(own.text, 0.3, words[own.side], rng))
        yield short[0], short[1]._replace(recipe="short_translated")


def _first(text: str, paragraphs: int = 3) -> str:
    return "\n\n".join(text.split("\n\n")[:paragraphs])


def _host(own: Text, before: Story, after: Story, rng: np.random.Generator) -> tuple[Text, Text]:
    """A story that holds a brief of this one between two others; the brief is the copy."""
    at = SIDES.index("fr" if own.side == "fr" else "en")
    parts = own.text.split("\n\n")
    brief = "\n\n".join(parts[: max(3, len(parts) // 2)])
    return own._replace(text="\n\n".join([before[at], brief, after[at]])), own._replace(recipe="brief", text=brief)


def cases(data: Path, half: int, seed: int = 0, unrelated: int = UNRELATED) -> Iterator[Case]:
    """Copies of the stories of one half, texts on the same topic, and unrelated texts."""
    rng = np.random.default_rng(seed + half)
    found = stories(data, half)
    for one, other in copies(found, vocabulary(data), rng):
        yield Case(other.recipe, one, other, True)
    yield from _same_topic(data, half)
    names = list(found)
    while unrelated:
        places = sorted(int(at) for at in rng.integers(len(names), size=3))
        if min(np.diff(places)) > 2:
            third, *two = rng.permutation(places).tolist()
            case = _unlike("unrelated", [(names[at], found[names[at]]) for at in two], int(rng.integers(4)))
            yield case
            unrelated -= 1
            if unrelated % 10 == 0:
                yield _boilerplate(case, found[names[third]])


def _unlike(recipe: str, two: Sequence[tuple[str, Story]], sides: int) -> Case:
    texts = [
        Text(name, SIDES[side], "", story[side]) for (name, story), side in zip(two, divmod(sides, 2), strict=True)
    ]
    return Case(recipe, texts[0], texts[1], False)


def _boilerplate(case: Case, third: Story) -> Case:
    """Both texts end with the same paragraphs, up to a third of the shorter, as those of one paper do."""
    most = min(len(text.text) for text in case[1:3]) / 3
    ends: dict[str, str] = dict.fromkeys(SIDES, "")
    for lines in zip(*(text.split("\n\n") for text in third), strict=False):
        if max(len(ends[side]) + len(line) for side, line in zip(SIDES, lines, strict=True)) > most:
            break
        ends = {side: f"{ends[side]}\n\n{line}" for side, line in zip(SIDES, lines, strict=True)}
    one, other = (text._replace(text=text.text + ends[text.side]) for text in case[1:3])
    return Case("boilerplate", one, other, False)


def _same_topic(data: Path, half: int) -> Iterator[Case]:
    """Stories by turns a line from one article, two halves of a story, and blog posts one after the other."""
    twins = goldsets.siblings(data)
    whole = [*goldsets.news_stories(data), *goldsets.blog(data)]
    parts = [(_part(story, 0), _part(story, 1)) for story in whole if min(len(t.split("\n\n")) for t in story) >= 8]
    blog = goldsets.blog(data)
    kinds: dict[str, list[tuple[Story, Story]]] = {
        "same_topic_siblings": list(zip(twins[::2], twins[1::2], strict=True)),
        "same_topic_parts": parts,
        "same_topic_blog": list(pairwise(blog)),
    }
    kinds["same_topic_short"] = [(_start(one), _start(other)) for one, other in kinds["same_topic_siblings"]]
    for recipe, pairs in kinds.items():
        for number, (one, other) in enumerate(pairs):
            if number % 2 == half:
                for sides in range(4):
                    yield _unlike(recipe, [(f"{recipe}{number}a", one), (f"{recipe}{number}b", other)], sides)


def _start(story: Story) -> Story:
    return _first(story[0]), _first(story[1])


def _part(story: Story, at: int) -> Story:
    halves = []
    for text in story:
        lines = text.split("\n\n")
        middle = len(lines) // 2
        halves.append("\n\n".join(lines[:middle] if at == 0 else lines[middle:]))
    return halves[0], halves[1]


class Stories:
    """Texts to stories, each made ready once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], record.Story] = {}

    def of(self, text: Text) -> record.Story:
        """The story of a text."""
        key = text.side, text.text
        if key not in self._known:
            made = make_ready(Document(text.story, text.text), text.side, load_encoder())
            assert isinstance(made, Prepared), made
            self._known[key] = record.story(made.document, made.vectors, made.sketch)
        return self._known[key]
