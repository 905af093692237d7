"""What makers of damage share: drawing, and texts as words with the marks between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

import numpy as np

from aligner.evaluation.corruptions import Pair, SourceDocument, with_side
from aligner.text.words.tokens import is_content, tokenize
from aligner.types import SIDES, Side

_Item = TypeVar("_Item")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*['’]?")
_FINAL_MARKS = " .!?…:;,\u00a0\u202f"
SideEdit = Callable[[str, Side, np.random.Generator], "str | None"]


def draw(items: Sequence[_Item], rng: np.random.Generator) -> _Item:
    """Return one of the items."""
    return items[int(rng.integers(len(items)))]


def draw_size(least: int, most: int, rng: np.random.Generator) -> int:
    """Draw a number of words; small ones and large ones are about equally frequent by their logarithm."""
    return min(most, int(least * (most / least) ** rng.random() + 0.5)) if most > least else most


def edit_side(edit: SideEdit, index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Edit one side of a pair, or the other one where that has nothing to edit."""
    pair, first = source.pairs[index], int(rng.integers(2))
    for side in (first, 1 - first):
        changed = with_side(side, pair, edit(pair[side], SIDES[side], rng))
        if changed is not None:
            return changed
    return None


def changed_share(before: str, after: str) -> float:
    """Return the larger of the numbers of words that an edit took away and added, relative to those before."""
    old, new = before.split(), after.split()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    kept = sum(block.size for block in matcher.get_matching_blocks())
    return (max(len(old), len(new)) - kept) / max(1, len(old))


def content_words(text: str, side: Side) -> set[str]:
    """Return the content words of a text."""
    return {word.folded for word in tokenize(text, side) if is_content(word, side)}


def other_text(index: int, side: int, source: SourceDocument, rng: np.random.Generator) -> str:
    """Return the text of a neighbouring pair, of another one of the document, or of any one."""
    near = [place for place in (index - 1, index + 1) if 0 <= place < len(source.pairs)]
    places = draw([near, range(len(source.pairs)), []], rng)
    pairs = source.pairs if places else source.pool.pairs
    text = pairs[draw(places or range(len(pairs)), rng)][side]
    return "" if text == source.pairs[index][side] else text


def without_final_mark(text: str) -> str:
    """Return a text without the marks at its end."""
    return text.rstrip(_FINAL_MARKS)


def final_mark(text: str) -> str:
    """Return the marks at the end of a text."""
    return text[len(without_final_mark(text)) :]


def capitalised(text: str) -> str:
    """Return a text with a capital."""
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """Return a text whose first word has a small letter."""
    return text[:1].lower() + text[1:]
