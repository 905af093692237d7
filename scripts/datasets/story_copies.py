"""Copies of stories made by known corruptions, and stories that are no copies of each other.

The stories are news and blog texts of the data folder (`scripts.datasets.gold`); nothing is stored here.
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

from aligner.deduplication.candidates import copy_log_odds, min_candidate_log_odds
from aligner.deduplication.match import StoryMatch, match_stories
from aligner.deduplication.record import Story, make_story
from aligner.documents.prepare import Prepared, make_ready
from aligner.encoders import load_encoder
from aligner.types import SIDES, RawDocument
from scripts.datasets.gold import StoryPair, blog_stories, news_stories, sibling_stories

SUBSTITUTED_PERCENT = (10, 20, 30, 40, 50, 60)  # of the words
UNRELATED_CASES = 10_000
MIN_STORY_WORDS = 40  # of either side
MAX_RANK_DISTANCE = 50  # between words of similar frequency
LONG_WORD = re.compile(r"[^\W\d_]{3,}")


class StoryText(NamedTuple):
    """A text of a story, and how it was made."""

    story: str
    side: str
    corruption: str  # empty for the original
    text: str


class CopyCase(NamedTuple):
    """Two texts, and whether one is a copy of the other."""

    corruption: str
    one: StoryText
    other: StoryText
    copy: bool


class Substitutes(NamedTuple):
    """Words that may replace the words of a language."""

    ranked: list[str]  # by frequency
    rank: dict[str, int]
    synonyms: dict[str, list[str]]

    def draw_any(self, word: str, rng: np.random.Generator) -> str:
        """Draw any other word."""
        return self.ranked[int(rng.integers(len(self.ranked)))]

    def draw(self, word: str, rng: np.random.Generator) -> str:
        """Draw a synonym half of the time if there is one, else a word of similar frequency."""
        folded = word.casefold()
        others = self.synonyms.get(folded)
        if others and rng.random() < 0.5:
            other = others[int(rng.integers(len(others)))]
        else:
            distance = int(rng.integers(-MAX_RANK_DISTANCE, MAX_RANK_DISTANCE + 1))
            rank = self.rank.get(folded, len(self.ranked) - 1) + distance
            other = self.ranked[min(max(rank, 0), len(self.ranked) - 1)]
        return other.capitalize() if word[0].isupper() else other


Corruption = Callable[[str, np.random.Generator], str]


def half_of_stories(data: Path, half: int) -> dict[str, StoryPair]:
    """Return every second news and blog story: half 0 is for fitting, half 1 for reporting."""
    both = {"news": news_stories(data), "blog": blog_stories(data)}
    return {
        f"{name}{number:04}": pair
        for name, pairs in both.items()
        for number, pair in enumerate(pairs)
        if number % 2 == half and min(len(text.split()) for text in pair) >= MIN_STORY_WORDS
    }


def load_substitutes(data: Path) -> dict[str, Substitutes]:
    """Rank the words of each language by frequency, and find those that share a translation in the lexicon."""
    texts = [*news_stories(data), *blog_stories(data)]
    lexicon = _read_wiktionary(data)
    substitutes: dict[str, Substitutes] = {}
    for column, side in enumerate(SIDES):
        counts = Counter(word for pair in texts for word in LONG_WORD.findall(pair[column].casefold()))
        ranked = [word for word, _ in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))]
        back = lexicon[1 - column]
        synonyms = {
            word: sorted({other for there in to for other in back[there] if other != word and " " not in other})
            for word, to in lexicon[column].items()
        }
        substitutes[side] = Substitutes(
            ranked, {word: rank for rank, word in enumerate(ranked)}, {w: o for w, o in synonyms.items() if o}
        )
    return substitutes


@cache
def _read_wiktionary(data: Path) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    both: tuple[dict[str, set[str]], dict[str, set[str]]] = (defaultdict(set), defaultdict(set))
    with lzma.open(data / "lexicon/wiktionary.en-fr.tsv.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            en, fr = line.casefold().split("\t")[:2]
            both[0][en].add(fr)
            both[1][fr].add(en)
    return both


def substitute(text: str, share: float, words: Substitutes, rng: np.random.Generator, *, similar: bool = True) -> str:
    """Replace a share of the words, names included, by similar words or by any."""
    draw = words.draw if similar else words.draw_any
    return LONG_WORD.sub(lambda m: draw(m.group(), rng) if rng.random() < share else m.group(), text)


def keep_first_half(text: str, rng: np.random.Generator) -> str:
    """Keep the first half of the paragraphs."""
    paragraphs = text.split("\n\n")
    return "\n\n".join(paragraphs[: max(2, len(paragraphs) // 2)])


def reorder(text: str, rng: np.random.Generator) -> str:
    """Shuffle the paragraphs."""
    paragraphs = text.split("\n\n")
    return "\n\n".join(paragraphs[index] for index in rng.permutation(len(paragraphs)))


def retitle(text: str, rng: np.random.Generator) -> str:
    """Put another title before the text, in place of its first line if that is short."""
    paragraphs = text.split("\n\n")
    title = " ".join(paragraphs[len(paragraphs) // 2].split()[:8])
    return "\n\n".join([title, *(paragraphs[1:] if len(paragraphs[0].split()) < 12 else paragraphs)])


def drop_paragraphs(text: str, rng: np.random.Generator) -> str:
    """Drop one paragraph in ten."""
    paragraphs = [paragraph for paragraph in text.split("\n\n") if rng.random() >= 0.1]
    return "\n\n".join(paragraphs or [text])


CORRUPTIONS: dict[str, Corruption] = {
    "exact": lambda text, rng: text.upper() if rng.random() < 0.1 else text.replace("\n\n", "\n"),
    "half": keep_first_half,
    "reordered": reorder,
    "retitled": retitle,
    "edited": drop_paragraphs,
}


def make_copies(
    stories: dict[str, StoryPair], words: dict[str, Substitutes], rng: np.random.Generator
) -> Iterator[tuple[StoryText, StoryText]]:
    """Yield each story in both languages with a copy by each corruption; its translation comes last."""
    names = list(stories)
    for number, (name, pair) in enumerate(stories.items()):
        sides = [StoryText(name, side, "", text) for side, text in zip(SIDES, pair, strict=True)]
        for own in sides:
            for corruption, corrupt in CORRUPTIONS.items():
                yield own, own._replace(corruption=corruption, text=corrupt(own.text, rng))
            for percent in SUBSTITUTED_PERCENT:
                text = substitute(own.text, percent / 100, words[own.side], rng)
                yield own, own._replace(corruption=f"words{percent}", text=text)
            for percent in SUBSTITUTED_PERCENT[2::3]:
                text = substitute(own.text, percent / 100, words[own.side], rng, similar=False)
                yield own, own._replace(corruption=f"anywords{percent}", text=text)
            text = keep_first_half(reorder(substitute(own.text, 0.3, words[own.side], rng), rng), rng)
            yield own, own._replace(corruption="mixed", text=text)
            yield _embed_brief(own, stories[names[number - 1]], stories[names[number - 2]])
        yield sides[0], sides[1]._replace(corruption="translated")
        fr = sides[1]._replace(corruption="translated_words30", text=substitute(pair[1], 0.3, words["fr"], rng))
        yield sides[0], fr
        yield sides[0], sides[1]._replace(corruption="translated_half", text=keep_first_half(pair[1], rng))
        short = [own._replace(text=_first_paragraphs(own.text)) for own in sides]
        for own in short:
            yield own, own._replace(corruption="short", text=substitute(own.text, 0.3, words[own.side], rng))
        yield short[0], short[1]._replace(corruption="short_translated")


def _first_paragraphs(text: str, count: int = 3) -> str:
    return "\n\n".join(text.split("\n\n")[:count])


def _embed_brief(own: StoryText, before: StoryPair, after: StoryPair) -> tuple[StoryText, StoryText]:
    """Return a text with a brief of the story between two other stories, and the brief as its copy."""
    column = SIDES.index("fr" if own.side == "fr" else "en")
    paragraphs = own.text.split("\n\n")
    brief = "\n\n".join(paragraphs[: max(3, len(paragraphs) // 2)])
    host = "\n\n".join([before[column], brief, after[column]])
    return own._replace(text=host), own._replace(corruption="brief", text=brief)


def make_cases(data: Path, half: int, seed: int = 0, unrelated: int = UNRELATED_CASES) -> Iterator[CopyCase]:
    """Yield copies of the stories of one half, texts on the same topic, and unrelated texts."""
    rng = np.random.default_rng(seed + half)
    stories = half_of_stories(data, half)
    for one, other in make_copies(stories, load_substitutes(data), rng):
        yield CopyCase(other.corruption, one, other, True)
    yield from _same_topic_cases(data, half)
    names = list(stories)
    while unrelated:
        indices = sorted(int(index) for index in rng.integers(len(names), size=3))
        if min(np.diff(indices)) > 2:
            third, *two = rng.permutation(indices).tolist()
            pair = [(names[index], stories[names[index]]) for index in two]
            case = _negative_case("unrelated", pair, int(rng.integers(4)))
            yield case
            unrelated -= 1
            if unrelated % 10 == 0:
                yield _add_boilerplate(case, stories[names[third]])


def _negative_case(corruption: str, two: Sequence[tuple[str, StoryPair]], sides: int) -> CopyCase:
    """Return a case of two stories, in the languages that `sides` (0 to 3) encodes."""
    texts = [
        StoryText(name, SIDES[side], "", pair[side]) for (name, pair), side in zip(two, divmod(sides, 2), strict=True)
    ]
    return CopyCase(corruption, texts[0], texts[1], False)


def _add_boilerplate(case: CopyCase, third: StoryPair) -> CopyCase:
    """End both texts with the same paragraphs of a third story, at most a third of the shorter text."""
    max_chars = min(len(text.text) for text in case[1:3]) / 3
    endings: dict[str, str] = dict.fromkeys(SIDES, "")
    for lines in zip(*(text.split("\n\n") for text in third), strict=False):
        if max(len(endings[side]) + len(line) for side, line in zip(SIDES, lines, strict=True)) > max_chars:
            break
        endings = {side: f"{endings[side]}\n\n{line}" for side, line in zip(SIDES, lines, strict=True)}
    one, other = (text._replace(text=text.text + endings[text.side]) for text in case[1:3])
    return CopyCase("boilerplate", one, other, False)


def _same_topic_cases(data: Path, half: int) -> Iterator[CopyCase]:
    """Yield sibling stories of one article, the two halves of a story, and consecutive blog posts."""
    siblings = sibling_stories(data)
    whole = [*news_stories(data), *blog_stories(data)]
    halves = [(_half(pair, 0), _half(pair, 1)) for pair in whole if min(len(t.split("\n\n")) for t in pair) >= 8]
    kinds: dict[str, list[tuple[StoryPair, StoryPair]]] = {
        "same_topic_siblings": list(zip(siblings[::2], siblings[1::2], strict=True)),
        "same_topic_parts": halves,
        "same_topic_blog": list(pairwise(blog_stories(data))),
    }
    kinds["same_topic_short"] = [(_beginning(one), _beginning(other)) for one, other in kinds["same_topic_siblings"]]
    for kind, pairs in kinds.items():
        for number, (one, other) in enumerate(pairs):
            if number % 2 == half:
                for sides in range(4):
                    yield _negative_case(kind, [(f"{kind}{number}a", one), (f"{kind}{number}b", other)], sides)


def _beginning(pair: StoryPair) -> StoryPair:
    return _first_paragraphs(pair[0]), _first_paragraphs(pair[1])


def _half(pair: StoryPair, half: int) -> StoryPair:
    halves = []
    for text in pair:
        lines = text.split("\n\n")
        middle = len(lines) // 2
        halves.append("\n\n".join(lines[:middle] if half == 0 else lines[middle:]))
    return halves[0], halves[1]


class StoryCache:
    """Index records of texts, each prepared once, and their matches."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Story] = {}

    def record_of(self, text: StoryText) -> Story:
        """Return the record of a text."""
        key = text.side, text.text
        if key not in self._known:
            item = make_ready(RawDocument(text.story, text.text), text.side, load_encoder())
            assert isinstance(item, Prepared), item
            self._known[key] = make_story(item.document, item.vectors, item.sketch)
        return self._known[key]

    def match(self, one: StoryText, other: StoryText) -> StoryMatch | None:
        """Match two texts as `aligner dedup` does: only if their rows show that they may be copies."""
        records = self.record_of(one), self.record_of(other)
        rows = [np.array([record.row]) for record in records]
        same = records[0].row["digest"] == records[1].row["digest"]
        return match_stories(*records) if same or copy_log_odds(*rows)[0] >= min_candidate_log_odds() else None
