"""Development sets for the gate: sentence pairs, stories and edited articles with known truth.

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
StoryPair = tuple[str, str]  # English and French text of one story
NOVELS = ("Candide", "Emma", "JaneEyre", "TheLastOfTheMohicans", "VingtMilleLieuesSousLesMers")
# Where a sentence may end inside a line: stop, closing marks, space, opening marks, then no lower-case letter.
_SENTENCE_GAP = re.compile(r"(?P<stop>[.!?…])[\"'”’»›)\]\s]*\s[\s\"'“‘„«‹(\[–—-]*(?=[^\W_a-zà-ÿœ])")
_FINAL_STOP = re.compile(r"[.!?…][\s\"'”’»›)\]]*$")
_WORD_CHARACTER = re.compile(r"\w")
_LONE_INITIAL = re.compile(r"(?:^|[\s\"«(])[A-Z]$")
# All 647 positions that `_SENTENCE_GAP` finds in FLORES and newstest2014 were read: those that end no sentence
# follow one of these words or a lone initial. The list is not meant for other texts.
NO_END = {"Mr", "Mrs", "Dr", "M", "Sen", "St", "U.S", "L.A", "D.K", "v", "No", "i.e", "a.m", "p.m", "av"}
NEWS_CORPORA = ("flores.dev", "flores.devtest", "newstest")  # the commentary has misaligned lines
DELETED, MERGED, INSERTED = 0.08, 0.08, 0.04  # shares of the sentences of an edited article


class JoinedLines(NamedTuple):
    """Lines joined to one text, and the offsets at which its sentences begin."""

    text: str
    starts: frozenset[int]
    lines: frozenset[int]  # those of `starts` that begin a line
    unseen: frozenset[int]  # starts of lines that follow a line without a final stop


def join_lines(lines: Sequence[str], size: int = 8) -> Iterator[JoinedLines]:
    """Join `size` lines at a time by spaces; offsets are those of a sentence's first letter or digit."""
    for first in range(0, len(lines), size):
        batch = [line.strip() for line in lines[first : first + size] if _WORD_CHARACTER.search(line)]
        text = " ".join(batch)
        starts: set[int] = set()
        unseen: set[int] = set()
        inside: set[int] = set()
        position = 0
        for number, line in enumerate(batch):
            if number:
                stopped = _FINAL_STOP.search(batch[number - 1])
                (starts if stopped else unseen).add(first_word_offset(text, position))
            inside |= {position + offset for offset in inner_starts(line)}
            position += len(line) + 1
        yield JoinedLines(text, frozenset(starts | inside), frozenset(starts), frozenset(unseen))


def inner_starts(line: str) -> list[int]:
    """Return the offsets inside a line at which a further sentence begins."""
    return [gap.end() for gap in _SENTENCE_GAP.finditer(line) if _ends_sentence(line, gap)]


def _ends_sentence(line: str, gap: re.Match[str]) -> bool:
    before = line[: gap.start()]
    word = re.split(r"[\s\"'’«(-]", before)[-1]
    return bool(before.strip()) and not (gap["stop"] == "." and (word in NO_END or _LONE_INITIAL.search(before)))


def first_word_offset(text: str, start: int) -> int:
    """Return the offset of the first letter or digit from `start` on."""
    found = _WORD_CHARACTER.search(text, start)
    return found.start() if found else len(text)


def sentence_pairs(data: Path) -> dict[str, list[Pair]]:
    """Read human sentence pairs in running order, by corpus."""
    flores = {part: _read_pairs(data / f"dev/retrieval/flores200.{part}.tsv") for part in ("dev", "devtest")}
    wmt = [json.loads(line) for line in _read_lines(data / "dev/machine_translation/newstest2014_mt.jsonl")]
    commentary = [line.split("\t") for line in _read_lines(data / "dev/machine_translation/news_commentary_mt.tsv")[1:]]
    corpora = {
        "flores.dev": flores["dev"],
        "flores.devtest": flores["devtest"],
        "newstest": [(row["en"], row["fr"]) for row in wmt],
        "commentary": [(row[1], row[2]) for row in commentary],
        "tatoeba": _read_pairs(data / "dev/retrieval/tatoeba.tsv"),
    }
    return {name: [pair for pair in pairs if pair[0] and pair[1]] for name, pairs in corpora.items()}


def _read_pairs(path: Path) -> list[Pair]:
    rows = [line.split("\t") for line in _read_lines(path)]
    return [(row[0], row[1]) for row in rows]


def _read_lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")[:-1]


def split_documents(pairs: Sequence[Pair], size: int) -> Iterator[list[Pair]]:
    """Split pairs into documents of `size` lines; a rest of three lines or fewer is left out."""
    for start in range(0, len(pairs), size):
        if len(pairs[start : start + size]) > 3:
            yield list(pairs[start : start + size])


def boundary_lines(data: Path) -> dict[str, tuple[list[str], list[str]]]:
    """Return the English and French lines of FLORES and of newstest."""
    corpora = sentence_pairs(data)
    flores = corpora["flores.dev"] + corpora["flores.devtest"]
    return {
        name: ([pair[0] for pair in pairs], [pair[1] for pair in pairs])
        for name, pairs in (("flores", flores), ("newstest", corpora["newstest"]))
    }


def blog_stories(data: Path) -> list[StoryPair]:
    """Read blog documents, their blocks as paragraphs; those with an empty side are left out."""
    entries = json.loads((data / "dev/documents/blog_documents.json").read_text(encoding="utf-8"))
    stories = [("\n\n".join(entry["en"]), "\n\n".join(entry["fr"])) for entry in entries]
    return [story for story in stories if all(map(_WORD_CHARACTER.search, story))]


def news_stories(data: Path) -> list[StoryPair]:
    """Make stories of 10 to 20 consecutive lines of FLORES and newstest."""
    return [_make_story(passage) for passage in _passages(data, 1)]


def sibling_stories(data: Path) -> list[StoryPair]:
    """Make two stories of each passage of 20 to 40 lines, which get its lines in turn.

    The two share their subject and names and are no versions of each other.
    """
    return [_make_story(half) for passage in _passages(data, 2) for half in (passage[::2], passage[1::2])]


def _passages(data: Path, times: int) -> Iterator[Sequence[Pair]]:
    rng = np.random.default_rng(0)
    corpora = sentence_pairs(data)
    for name in NEWS_CORPORA:
        start = 0
        while start + 10 * times <= len(corpora[name]):
            size = int(rng.integers(10, 21)) * times
            yield corpora[name][start : start + size]
            start += size


def _make_story(passage: Sequence[Pair]) -> StoryPair:
    return "\n\n".join(en for en, _ in passage), "\n\n".join(fr for _, fr in passage)


class Article(NamedTuple):
    """Two sides of a news text, one sentence a line, and its gold beads of line numbers."""

    en: list[str]
    fr: list[str]
    beads: list[tuple[tuple[int, ...], tuple[int, ...]]]


def edited_articles(data: Path, seed: int = 0) -> dict[str, list[Article]]:
    """Return passages of 20 to 40 lines of news with edits on either side, by corpus."""
    rng = np.random.default_rng(seed)
    corpora = sentence_pairs(data)
    articles: dict[str, list[Article]] = {}
    for name in NEWS_CORPORA:
        pairs, start = corpora[name], 0
        while start + 20 <= len(pairs):
            size = int(rng.integers(20, 41))
            articles.setdefault(name, []).append(edit_article(pairs[start : start + size], pairs, rng))
            start += size
    return articles


def broken_articles(articles: Sequence[Article]) -> Iterator[Article]:
    """Remove the middle third of one side of every fifth article, and pair every tenth with another: all nulls."""
    for index in range(0, len(articles) - 1, 5):
        one, other = articles[index : index + 2]
        third, side = len(one.beads) // 3, index % 2
        yield _without(one, range(third, 2 * third), side)
        if index % 10 == 0:
            nulls = [*(((i,), ()) for i in range(len(one.en))), *(((), (j,)) for j in range(len(other.fr)))]
            yield Article(one.en, other.fr, nulls)


def _without(article: Article, beads: range, side: int) -> Article:
    made = Article([], [], [])
    for number, bead in enumerate(article.beads):
        parts = [[text[i] for i in lines] for text, lines in zip((article.en, article.fr), bead, strict=True)]
        if number in beads:
            parts[side] = []
        if any(parts):
            _append(made, parts)
    return made


def edit_article(pairs: Sequence[Pair], others: Sequence[Pair], rng: np.random.Generator) -> Article:
    """Delete 8 % of the sentences, merge 8 % with the next and insert 4 % from `others`, each on either side."""
    article = Article([], [], [])
    index = 0
    while index < len(pairs):
        draw, side = rng.random(), int(rng.integers(2))
        parts = [[pairs[index][0]], [pairs[index][1]]]
        if draw < DELETED:
            parts[side] = []
        elif draw < DELETED + MERGED and index + 1 < len(pairs):
            index += 1
            for own in (0, 1):
                following = pairs[index][own]
                parts[own] = [f"{parts[own][0]} {following}"] if own == side else [*parts[own], following]
        _append(article, parts)
        index += 1
        if rng.random() < INSERTED:
            side = int(rng.integers(2))
            foreign = others[int(rng.integers(len(others)))][side]
            _append(article, [[foreign], []] if side == 0 else [[], [foreign]])
    return article


def _append(article: Article, parts: Sequence[list[str]]) -> None:
    spans = []
    for lines, part in zip((article.en, article.fr), parts, strict=True):
        spans.append(tuple(range(len(lines), len(lines) + len(part))))
        lines.extend(part)
    article.beads.append((spans[0], spans[1]))


def draw_orphans(count: int, share: float, rng: np.random.Generator) -> tuple[set[int], set[int]]:
    """Draw which of `count` stories lack their English and which their French: `share` in all, half of them each."""
    missing = [int(number) for number in rng.permutation(count)[: round(count * share)]]
    return set(missing[::2]), set(missing[1::2])
