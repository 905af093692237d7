"""Makers that change a fact: names by part and by class, figures, dates, denials."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from aligner.evaluation.corruptions import Corruption, Pair, SourceDocument, with_side
from aligner.text.entities.names.find import Name, find_names
from aligner.types import SIDES, Side
from scripts.datasets.damage.texts import WORD, draw, edit_side
from scripts.datasets.damage.words import MIN_WORDS_BETWEEN
from scripts.datasets.fact_changes import change_fact, kinds

NAME_KINDS = ("first_name", "surname")
DENIAL_KINDS = ("denial_added", "denial_dropped")
UNSEEN_ACROSS = ("quotation", "attribution", "certainty", "certainty_severe", "opposite")  # need another version
_CAPITAL_WORD = re.compile(r"[^\W\d_a-zß-öø-ÿ][^\W_]+(?:[-’'][^\W_]+)*")


def changed_fact(only: Sequence[str] = (), leave: Sequence[str] = ()) -> Corruption:
    """Return what changes a fact of one of the kinds, or of any kind except some."""

    def change(text: str, side: Side, rng: np.random.Generator) -> str | None:
        own = [kind for kind in kinds(side) if (not only or kind in only) and kind not in leave]
        for place in rng.permutation(len(own)).tolist():
            found = change_fact(text, side, own[place], rng)
            if found is not None:
                return found.text
        return None

    return lambda index, source, rng: edit_side(change, index, source, rng)


def name_replaced(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Replace a name of either side, or one word of it, by another name of the corpus or one that nobody has."""
    side, pair = int(rng.integers(2)), source.pairs[index]
    text, names = pair[side], _names(pair[side], SIDES[side])
    if not names:
        return None
    name = draw(names, rng)
    words = [(name.start + word.start(), name.start + word.end()) for word in _CAPITAL_WORD.finditer(name.text)]
    start, end = (name.start, name.end) if rng.random() < 0.5 or not words else draw(words, rng)
    new = _made_up(rng) if rng.random() < 0.3 else _other_name(source, side, rng)
    if not new or new in text or new in pair[1 - side] or set(new.lower().split()) & set(name.folded.split()):
        return None
    return with_side(side, pair, text[:start] + new + text[end:])


def names_exchanged(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Let two names of a text change places."""
    side, pair = int(rng.integers(2)), source.pairs[index]
    text, names = pair[side], _names(pair[side], SIDES[side])
    if len(names) < 2:
        return None
    one, two = (names[place] for place in sorted(rng.choice(len(names), 2, replace=False).tolist()))
    if one.folded == two.folded or len(WORD.findall(text[one.end : two.start])) < MIN_WORDS_BETWEEN:
        return None
    return with_side(side, pair, text[: one.start] + two.text + text[one.end : two.start] + one.text + text[two.end :])


def _names(text: str, side: Side) -> list[Name]:
    return [name for name in find_names(text, side) if len(name.text) > 2 and not name.text.isupper()]


def _other_name(source: SourceDocument, side: int, rng: np.random.Generator) -> str:
    for _ in range(8):
        names = _names(source.pool.pairs[draw(range(len(source.pool.pairs)), rng)][side], SIDES[side])
        if names:
            return draw(names, rng).text
    return ""


def _made_up(rng: np.random.Generator) -> str:
    """Return a name that nobody has, of two to four syllables."""
    syllables = [draw("bdfgklmnprstvz", rng) + draw("aeiou", rng) for _ in range(int(rng.integers(2, 5)))]
    return ("".join(syllables) + draw(["", "n", "r", "s", "l"], rng)).capitalize()
