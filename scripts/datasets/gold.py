"""Development sets for the gate: what is asked, and what is known to be true.

Sentences and documents come from the data folder (`dev/`); nothing is stored here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

Pair = tuple[str, str]  # English and French sentence
Story = tuple[str, str]  # English and French text
NOVELS = ("Candide", "Emma", "JaneEyre", "TheLastOfTheMohicans", "VingtMilleLieuesSousLesMers")
# Where a sentence may end inside a line: stop, closing marks, space, opening marks, then no small letter.
_INSIDE = re.compile(r"(?P<stop>[.!?…])[\"'”’»›)\]\s]*\s[\s\"'“‘„«‹(\[–—-]*(?=[^\W_a-zà-ÿœ])")
_LINE_END = re.compile(r"[.!?…][\s\"'”’»›)\]]*$")
_WORD = re.compile(r"\w")
_INITIAL = re.compile(r"(?:^|[\s\"«(])[A-Z]$")
# All 647 places that `_INSIDE` finds in FLORES and newstest2014 were read: these words, and
# lone initials, stand before every one that ends no sentence. Of other texts this says nothing.
NO_END = {"Mr", "Mrs", "Dr", "M", "Sen", "St", "U.S", "L.A", "D.K", "v", "No", "i.e", "a.m", "p.m", "av"}


class Joined(NamedTuple):
    """Lines joined to a text: where its sentences begin, and which of these places are starts of lines."""

    text: str
    starts: frozenset[int]
    lines: frozenset[int]
    unseen: frozenset[int]  # starts of lines after a line without a final stop


def joined(lines: Sequence[str], size: int = 8) -> Iterator[Joined]:
    """Join `size` lines at a time by spaces; places are the offsets of a sentence's first letter or figure."""
    for at in range(0, len(lines), size):
        batch = [line.strip() for line in lines[at : at + size] if _WORD.search(line)]
        text = " ".join(batch)
        starts: set[int] = set()
        unseen: set[int] = set()
        inside: set[int] = set()
        position = 0
        for number, line in enumerate(batch):
            if number:
                seen = _LINE_END.search(batch[number - 1])
                (starts if seen else unseen).add(first_word(text, position))
            inside |= {position + place for place in interior(line)}
            position += len(line) + 1
        yield Joined(text, frozenset(starts | inside), frozenset(starts), frozenset(unseen))


def interior(line: str) -> list[int]:
    """Offsets inside a line at which a further sentence begins."""
    return [found.end() for found in _INSIDE.finditer(line) if _ends(line, found)]


def _ends(line: str, found: re.Match[str]) -> bool:
    before = line[: found.start()]
    word = re.split(r"[\s\"'’«(-]", before)[-1]
    return bool(before.strip()) and not (found["stop"] == "." and (word in NO_END or _INITIAL.search(before)))


def first_word(text: str, start: int) -> int:
    """Offset of the first letter or figure from `start` on."""
    found = _WORD.search(text, start)
    return found.start() if found else len(text)


def news(data: Path) -> dict[str, list[Pair]]:
    """Human sentence pairs in running order, by corpus."""
    flores = {part: _pairs(data / f"dev/retrieval/flores200.{part}.tsv") for part in ("dev", "devtest")}
    wmt = [json.loads(line) for line in _lines(data / "dev/machine_translation/newstest2014_mt.jsonl")]
    commentary = [line.split("\t") for line in _lines(data / "dev/machine_translation/news_commentary_mt.tsv")[1:]]
    corpora = {
        "flores.dev": flores["dev"],
        "flores.devtest": flores["devtest"],
        "newstest": [(row["en"], row["fr"]) for row in wmt],
        "commentary": [(row[1], row[2]) for row in commentary],
        "tatoeba": _pairs(data / "dev/retrieval/tatoeba.tsv"),
    }
    return {name: [pair for pair in pairs if pair[0] and pair[1]] for name, pairs in corpora.items()}


def _pairs(path: Path) -> list[Pair]:
    rows = [line.split("\t") for line in _lines(path)]
    return [(row[0], row[1]) for row in rows]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")[:-1]


def chunks(pairs: Sequence[Pair], size: int) -> Iterator[list[Pair]]:
    for at in range(0, len(pairs), size):
        if len(pairs[at : at + size]) > 3:
            yield list(pairs[at : at + size])


def boundary_lines(data: Path) -> dict[str, tuple[list[str], list[str]]]:
    """English and French lines of FLORES and of newstest."""
    corpora = news(data)
    flores = corpora["flores.dev"] + corpora["flores.devtest"]
    return {
        name: ([pair[0] for pair in pairs], [pair[1] for pair in pairs])
        for name, pairs in (("flores", flores), ("newstest", corpora["newstest"]))
    }


def blog(data: Path) -> list[Story]:
    """Blog documents, their blocks as paragraphs; those without a word on one side are left out."""
    entries = json.loads((data / "dev/documents/blog_documents.json").read_text(encoding="utf-8"))
    stories = [("\n\n".join(entry["en"]), "\n\n".join(entry["fr"])) for entry in entries]
    return [story for story in stories if all(map(_WORD.search, story))]


def news_stories(data: Path) -> list[Story]:
    """Texts of 10 to 20 consecutive lines of FLORES and newstest."""
    return [_story(part) for part in _parts(data, 1)]


def siblings(data: Path) -> list[Story]:
    """Two texts of each stretch of 20 to 40 lines, by turns a line to each: one subject, the same names."""
    return [_story(half) for part in _parts(data, 2) for half in (part[::2], part[1::2])]


def _parts(data: Path, times: int) -> Iterator[Sequence[Pair]]:
    rng = np.random.default_rng(0)
    corpora = news(data)
    for name in ("flores.dev", "flores.devtest", "newstest"):
        at = 0
        while at + 10 * times <= len(corpora[name]):
            size = int(rng.integers(10, 21)) * times
            yield corpora[name][at : at + size]
            at += size


def _story(part: Sequence[Pair]) -> Story:
    return "\n\n".join(en for en, _ in part), "\n\n".join(fr for _, fr in part)


class Article(NamedTuple):
    """Two sides of a news text, a sentence a line, and which lines belong together."""

    en: list[str]
    fr: list[str]
    beads: list[tuple[tuple[int, ...], tuple[int, ...]]]


def articles(data: Path, seed: int = 0) -> dict[str, list[Article]]:
    """Stretches of 20 to 40 lines of news on which editors have been at work, by corpus."""
    rng = np.random.default_rng(seed)
    corpora = news(data)
    found: dict[str, list[Article]] = {}
    for name in ("flores.dev", "flores.devtest", "newstest"):  # some lines of the commentary are out of step
        pairs, at = corpora[name], 0
        while at + 20 <= len(pairs):
            size = int(rng.integers(20, 41))
            found.setdefault(name, []).append(edited(pairs[at : at + size], pairs, rng))
            at += size
    return found


def broken(articles: Sequence[Article]) -> Iterator[Article]:
    """Of each fifth article one side's middle third is missing; each tenth is set beside another: all nulls."""
    for at in range(0, len(articles) - 1, 5):
        one, other = articles[at : at + 2]
        third, side = len(one.beads) // 3, at % 2
        yield _rebuilt(one, range(third, 2 * third), side)
        if at % 10 == 0:
            nulls = [*(((i,), ()) for i in range(len(one.en))), *(((), (j,)) for j in range(len(other.fr)))]
            yield Article(one.en, other.fr, nulls)


def _rebuilt(article: Article, without: range, side: int) -> Article:
    made = Article([], [], [])
    for number, bead in enumerate(article.beads):
        parts = [[text[at] for at in own] for text, own in zip((article.en, article.fr), bead, strict=True)]
        if number in without:
            parts[side] = []
        if any(parts):
            _add(made, parts)
    return made


def edited(pairs: Sequence[Pair], others: Sequence[Pair], rng: np.random.Generator) -> Article:
    """Delete 8 % of the sentences, merge 8 % with the next and insert 4 % from elsewhere, each on either side."""
    article = Article([], [], [])
    at = 0
    while at < len(pairs):
        chance, side = rng.random(), int(rng.integers(2))
        parts = [[pairs[at][0]], [pairs[at][1]]]
        if chance < 0.08:
            parts[side] = []
        elif chance < 0.16 and at + 1 < len(pairs):
            at += 1
            for own in (0, 1):
                parts[own] = [f"{parts[own][0]} {pairs[at][own]}"] if own == side else [*parts[own], pairs[at][own]]
        _add(article, parts)
        at += 1
        if rng.random() < 0.04:
            side = int(rng.integers(2))
            foreign = others[int(rng.integers(len(others)))][side]
            _add(article, [[foreign], []] if side == 0 else [[], [foreign]])
    return article


def _add(article: Article, parts: Sequence[list[str]]) -> None:
    spans = []
    for own, part in zip((article.en, article.fr), parts, strict=True):
        spans.append(tuple(range(len(own), len(own) + len(part))))
        own.extend(part)
    article.beads.append((spans[0], spans[1]))


def orphaned(count: int, share: float, rng: np.random.Generator) -> tuple[set[int], set[int]]:
    """Which of `count` stories lack their English, and which their French: `share` in all, half and half."""
    missing = [int(at) for at in rng.permutation(count)[: round(count * share)]]
    return set(missing[::2]), set(missing[1::2])
