"""Makers that lose a part of a side, add one, exchange one or repeat one."""

from __future__ import annotations

import re

import numpy as np

from aligner.evaluation.corruptions import Pair, SourceDocument, with_side
from aligner.types import SIDES, Side
from scripts.datasets.damage.texts import (
    WORD,
    capitalised,
    content_words,
    draw,
    draw_size,
    edit_side,
    final_mark,
    other_text,
    uncapitalised,
    without_final_mark,
)

MIN_WORDS = 5  # of a text that loses a part
MAX_LOST_SHARE, MAX_STUB_SHARE = 0.7, 0.35  # of the words that are lost, and that are left of a stub
MAX_SCATTERED_SHARE = 0.5
JOINTS = (" ", ", ", ". ", " – ", "; ", ": ", "… ", " / ", "\n")
_CLAUSE_END = re.compile(r"[,;:–—()](?=\s)|\s[–—-]\s")


def part_lost(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Remove a run of words, from one to most, anywhere."""
    return edit_side(_lose_run, index, source, rng)


def _lose_run(text: str, side: Side, rng: np.random.Generator) -> str | None:
    words = list(WORD.finditer(text))
    if len(words) < MIN_WORDS:
        return None
    size = draw_size(1, int(MAX_LOST_SHARE * len(words)), rng)
    begin = draw([0, len(words) - size, int(rng.integers(len(words) - size + 1))], rng)
    first, last = words[begin], words[begin + size - 1]
    if not content_words(text[first.start() : last.end()], side):
        return None
    before, after = text[: first.start()], text[last.end() :]
    if not WORD.search(after):
        before = without_final_mark(before) if rng.random() < 0.8 else before.rstrip()
        return before + draw([after, after, "", "…", "."], rng)
    if not WORD.search(before):
        after = after.lstrip(" ,;:.…")
        return capitalised(after) if rng.random() < 0.7 else after
    rest = after.lstrip(" ,;:")
    return before.rstrip() + draw([" ", after[: len(after) - len(rest)] or " "], rng) + rest


def clause_lost(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Remove a clause between two marks, or what follows the last one or precedes the first."""
    return edit_side(_lose_clause, index, source, rng)


def _lose_clause(text: str, side: Side, rng: np.random.Generator) -> str | None:
    bounds = [0, *(match.end() for match in _CLAUSE_END.finditer(text)), len(text)]
    if len(bounds) < 3:
        return None
    place = int(rng.integers(len(bounds) - 1))
    gone = text[bounds[place] : bounds[place + 1]]
    if not content_words(gone, side):
        return None
    before, after = text[: bounds[place]].rstrip(), text[bounds[place + 1] :].strip()
    if not after:
        return without_final_mark(before) + final_mark(text)
    return f"{before} {after}" if before else capitalised(after)


def stub(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Leave a few words of one side: a headline, a caption, a list of names."""
    return edit_side(_stub, index, source, rng)


def _stub(text: str, side: Side, rng: np.random.Generator) -> str | None:
    words = list(WORD.finditer(text))
    if len(words) < 2 * MIN_WORDS:
        return None
    size = max(2, int(len(words) * rng.uniform(0.1, MAX_STUB_SHARE)))
    begin = draw([0, int(rng.integers(len(words) - size + 1))], rng)
    return capitalised(text[words[begin].start() : words[begin + size - 1].end()]) + draw(["", ".", "…"], rng)


def words_lost(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Remove words here and there, as in a telegram or a bad scan."""
    return edit_side(_lose_words, index, source, rng)


def _lose_words(text: str, side: Side, rng: np.random.Generator) -> str | None:
    words, share = text.split(), rng.uniform(0.1, MAX_SCATTERED_SHARE)
    kept = [word for word in words if rng.random() >= share]
    gone = content_words(text, side) - content_words(" ".join(kept), side)
    return " ".join(kept) if len(words) >= MIN_WORDS and gone and kept else None


def part_added(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Add a run of words of another text, from one to all of them, at the start, at the end or between two words."""
    side, pair = int(rng.integers(2)), source.pairs[index]
    text, added = pair[side], _run_of(other_text(index, side, source, rng), rng)
    if not content_words(added, SIDES[side]) - content_words(text, SIDES[side]):
        return None
    joint, place = draw(JOINTS, rng), draw(["start", "end", "end", "between"], rng)
    if place == "start":
        return with_side(side, pair, capitalised(added) + joint + draw([text, uncapitalised(text)], rng))
    if place == "end":
        marked = rng.random() < 0.5
        body = without_final_mark(text) if marked else text
        return with_side(side, pair, body + (joint if marked else " ") + added + draw(["", final_mark(text)], rng))
    words = text.split()
    at = int(rng.integers(len(words) + 1))
    return with_side(side, pair, " ".join([*words[:at], added, *words[at:]]))


def _run_of(text: str, rng: np.random.Generator) -> str:
    words = list(WORD.finditer(text))
    if not words:
        return ""
    size = draw_size(1, len(words), rng)
    begin = draw([0, int(rng.integers(len(words) - size + 1))], rng)
    return text[words[begin].start() : words[begin + size - 1].end()]


def part_exchanged(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Replace a run of words by about as many of another text."""
    side, pair = int(rng.integers(2)), source.pairs[index]
    words, others = pair[side].split(), other_text(index, side, source, rng).split()
    if len(words) < MIN_WORDS or len(others) < 2:
        return None
    size = draw_size(1, max(2, int(MAX_LOST_SHARE * len(words))), rng)
    begin = int(rng.integers(len(words) - size + 1))
    new_size = min(len(others), max(1, round(size * rng.uniform(0.6, 1.5))))
    new_begin = int(rng.integers(len(others) - new_size + 1))
    new = others[new_begin : new_begin + new_size]
    own = content_words(pair[side], SIDES[side])
    if not content_words(" ".join(new), SIDES[side]) - own:
        return None
    return with_side(side, pair, " ".join([*words[:begin], *new, *words[begin + size :]]))


def repeated(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Repeat a run of words once or several times, at its place or at the end, with any joint."""
    return edit_side(_repeat, index, source, rng)


def _repeat(text: str, side: Side, rng: np.random.Generator) -> str | None:
    words = text.split()
    if len(words) < 3:
        return None
    size = draw_size(1, len(words), rng)
    begin = draw([0, len(words) - size, int(rng.integers(len(words) - size + 1))], rng)
    run = " ".join(words[begin : begin + size])
    if not content_words(run, side):
        return None
    times = 1 if rng.random() < 0.6 else int(rng.integers(2, 6))
    joint = draw(JOINTS[:4], rng)
    again = joint.join([without_final_mark(run)] * times)
    if rng.random() < 0.3:
        return without_final_mark(text) + joint + again + draw(["", final_mark(text)], rng)
    head = " ".join(words[: begin + size])
    tail = " ".join(["", *words[begin + size :]])
    return without_final_mark(head) + joint + again + (tail or draw(["", final_mark(text)], rng))
