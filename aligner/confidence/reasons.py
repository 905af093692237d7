"""Why a pair is doubted, in words, and where that shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.checks import Checks, Told
from aligner.confidence.cover import LOST
from aligner.confidence.features import NAMES
from aligner.confidence.suspect import KINDS
from aligner.names import Name
from aligner.numbers import Quantity
from aligner.types import SIDES, Reason, Side, Spot

LISTED = 5  # items named in one reason
QUOTED = 60  # characters of a passage that are shown
SIDE = {"en": "English", "fr": "French"}
UNSURE = 0.5  # likeness below which a name is not told on the other side
STRETCH = 3  # words without a counterpart that are worth a reason
GAP = 2  # words from one to the next: between them may stand an article or the like
BARE = 0.25  # of a text's characters
UNFIT = 3.0  # log-odds from which a word is said not to fit: one right translation in ten (FLORES) to seven has one
DENIES = 1.0  # and from which one is said to deny: one in seventy to a hundred
DENIED = "one side denies, the other does not"
Floats = NDArray[np.float32]
# A reason and the least of a figure from which it is given.
LIMITS: tuple[tuple[str, float, str], ...] = (
    ("loops_en", 1.5, "words go round in a loop in English"),
    ("loops_fr", 1.5, "words go round in a loop in French"),
    ("english", 0.25, "English words in the French"),
    ("french", 0.25, "French words in the English"),
    ("disorder", 0.4, "the words stand in another order"),
    ("length", 0.6, "the lengths do not match"),
)


def reasons(
    texts: tuple[str, str],
    row: NDArray[np.float64],
    checks: Checks,
    told: tuple[Told, Told],
    odds: tuple[Floats, Floats],
) -> tuple[Reason, ...]:
    """What speaks against a pair of texts, the gravest first.

    Parameters
    ----------
    odds : of the words of each side, what the net of suspects says, (words, kinds)
    """
    value = dict(zip(NAMES, row.tolist(), strict=True))
    if value["same_text"]:
        return (Reason("the same text on both sides"),)
    said = [
        *_missing("number", checks.numbers_en, "en"),
        *_missing("number", checks.numbers_fr, "fr"),
        *_missing("name", _unsure(checks.every_en, checks.doubt_en), "en"),
        *_missing("name", _unsure(checks.every_fr, checks.doubt_fr), "fr"),
    ]
    if value["cosine"] < 0.4:
        said.append(Reason(f"the sides are not alike (similarity {value['cosine']:.2f})"))
    if value["cosine"] >= 0.25:
        for side, text, own in zip(SIDES, texts, told, strict=True):
            said += _uncovered(side, text, own)
    every = list(zip(SIDES, texts, told, odds, strict=True))
    if value["cosine"] >= 0.4:
        said += [reason for each in every for reason in _unfit(*each)]
    if value["margin"] < 0.05:
        said.append(Reason("as similar to a neighbouring sentence"))
    denials = [spot for each in every for spot in _spots(*each, "denied", DENIES)]
    if denials or value["denied"] >= 1:
        said.append(Reason(DENIED, tuple(denials)))
    said += [Reason(words) for name, least, words in LIMITS if value[name] > least]
    return tuple(said)


def _missing(what: str, items: Sequence[Quantity | Name], side: Side) -> list[Reason]:
    if not items:
        return []
    named = _listed([item.text for item in items])
    where = SIDE["fr" if side == "en" else "en"]
    spots = tuple(Spot(side, item.start, item.end) for item in items)
    return [Reason(f"{len(items)} {what}{'s' if len(items) > 1 else ''} missing in {where}: {named}", spots)]


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:LISTED]) + (", …" if len(words) > LISTED else "")


def _unsure(every: Sequence[Name], doubts: Sequence[float]) -> list[Name]:
    return [name for name, doubt in zip(every, doubts, strict=True) if doubt > UNSURE]


def _uncovered(side: Side, text: str, own: Told) -> Iterator[Reason]:
    """The longest stretch of words that nothing on the other side says, if it is worth a word."""
    longest = _longest(np.flatnonzero(own.best < LOST).tolist())
    if len(longest) < STRETCH:
        return
    start, end = int(own.tokens.starts[longest[0]]), int(own.tokens.ends[longest[-1]])
    if end - start < BARE * len(text):
        return
    passage = text[start:end]
    shown = passage if len(passage) <= QUOTED else passage[: QUOTED - 1] + "…"
    where = SIDE["fr" if side == "en" else "en"]
    yield Reason(f"not covered in {where}: “{shown}”", (Spot(side, start, end),))


def _unfit(side: Side, text: str, own: Told, odds: Floats) -> Iterator[Reason]:
    """Words that seem to stand where the translation had another."""
    if spots := _spots(side, text, own, odds, "replaced", UNFIT):
        where = SIDE["fr" if side == "en" else "en"]
        named = _listed([text[spot.start : spot.end] for spot in spots])
        yield Reason(f"unlikely for what the {where} says: {named}", tuple(spots))


def _spots(side: Side, text: str, own: Told, odds: Floats, kind: str, least: float) -> list[Spot]:
    """Where the words stand whose log-odds of a kind are higher."""
    found = odds[:, KINDS.index(kind)]
    if not found.max(initial=least) > least:  # as in nearly every pair
        return []
    places = np.flatnonzero(found > least).tolist()
    spots = [Spot(side, int(own.tokens.starts[at]), int(own.tokens.ends[at])) for at in places]
    return [spot for spot in spots if text[spot.start : spot.end].isalpha()]


def _longest(places: list[int]) -> list[int]:
    """The longest run of places with small gaps, the first of several."""
    best, run = list[int](), list[int]()
    for at in places:
        if run and at - run[-1] > GAP:
            run = []
        run.append(at)
        if len(run) > len(best):
            best = run
    return best
