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


def orphaned(count: int, share: float, rng: np.random.Generator) -> tuple[set[int], set[int]]:
    """Which of `count` stories lack their English, and which their French: `share` in all, half and half."""
    missing = [int(at) for at in rng.permutation(count)[: round(count * share)]]
    return set(missing[::2]), set(missing[1::2])
