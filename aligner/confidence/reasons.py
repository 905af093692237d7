"""Why a pair is doubted, in words, and where that shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.features.coverage import LOST
from aligner.confidence.features.extract import NAMES, SegmentFeatures
from aligner.confidence.features.names import WordMatches
from aligner.confidence.features.word_errors import KINDS
from aligner.confidence.features.word_table import WordTable
from aligner.text.entities.names import Name, names
from aligner.text.entities.numbers import Quantity
from aligner.types import SIDES, Reason, Side, SideSpan

LISTED = 5  # items named in one reason
QUOTED = 60  # characters of a passage that are shown
SIDE = {"en": "English", "fr": "French"}
UNLIKE = 0.4  # cosine below which the sides are not alike
FAR_APART = 0.25  # and below which it says nothing that words have no counterpart
NEIGHBOUR = 0.05  # margin below which another sentence is as similar
ROUNDED = 1e-3  # figures of the words are rounded
UNSURE = 0.5  # likeness below which a name is not told on the other side
STRETCH = 3  # words without a counterpart that are worth a reason
GAP = 2  # words from one to the next: between them may stand an article or the like
BARE = 0.25  # of a text's characters
UNFIT = 3.0  # log-odds from which a word is said not to fit: one right translation in ten (FLORES) to seven has one
DENIES = 1.0  # and from which one is said to deny: one in seventy to a hundred
DENIED = "one side denies, the other does not"
Floats = NDArray[np.float32]
# What else may be named, and the least of a figure from which it is; those of the net are rounded.
SHOWN = (
    ("same_text", 0.0), ("numbers_en", 0.0), ("numbers_fr", 0.0), ("names_en", UNSURE), ("names_fr", UNSURE),
    ("top_replaced_en", UNFIT - ROUNDED), ("top_replaced_fr", UNFIT - ROUNDED),
    ("top_denied_en", DENIES - ROUNDED), ("top_denied_fr", DENIES - ROUNDED),
)  # fmt: skip
# A reason and the least of a figure from which it is given.
LIMITS: tuple[tuple[str, float, str], ...] = (
    ("loops_en", 1.5, "words go round in a loop in English"),
    ("loops_fr", 1.5, "words go round in a loop in French"),
    ("english", 0.25, "English words in the French"),
    ("french", 0.25, "French words in the English"),
    ("disorder", 0.4, "the words stand in another order"),
    ("length", 0.6, "the lengths do not match"),
)


def reasons(texts: Sequence[tuple[str, str]], figures: SegmentFeatures) -> list[tuple[Reason, ...]]:
    """What speaks against each pair of texts, the gravest first."""
    passages = _passages(texts, figures)
    doubtful = _doubtful(figures)
    for some in passages:
        doubtful[list(some)] = True
    found: list[tuple[Reason, ...]] = [()] * len(texts)
    for at in np.flatnonzero(doubtful).tolist():
        found[at] = _reasons(texts[at], figures, at, [some[at] for some in passages if at in some])
    return found


def _doubtful(figures: SegmentFeatures) -> NDArray[np.bool_]:
    """Which pairs any reason may be given for but a passage without a counterpart."""
    value = dict(zip(NAMES, figures.rows.T, strict=True))
    found = (value["cosine"] < UNLIKE) | (value["margin"] < NEIGHBOUR) | (value["denied"] >= 1)
    for name, least in (*((name, least) for name, least, _ in LIMITS), *SHOWN):
        found |= value[name] > least
    return np.asarray(found)


def _passages(texts: Sequence[tuple[str, str]], figures: SegmentFeatures) -> list[dict[int, SideSpan]]:
    """For either side the texts that have a passage without a counterpart that is worth a word, and where it stands."""
    every = zip(SIDES, figures.read.sides, figures.read.words, zip(*texts, strict=True), strict=True)
    return [_of_side(side, own, words.top, some) for side, own, words, some in every] if texts else [{}, {}]


def _of_side(side: Side, own: WordTable, best: Floats, texts: Sequence[str]) -> dict[int, SideSpan]:
    """The longest run of words without a counterpart of each text, the first of several; between them may be gaps."""
    lost = np.flatnonzero(best < LOST)
    text = np.searchsorted(own.ends, lost, side="right")
    begins = np.flatnonzero(np.append(True, (np.diff(lost) > GAP) | (np.diff(text) > 0))) if len(lost) else lost
    sizes = np.diff(np.append(begins, len(lost)))
    runs = sorted(zip(text[begins].tolist(), (-sizes).tolist(), begins.tolist(), strict=True), reverse=True)
    longest = {at: (begin, -size) for at, size, begin in runs}  # the last of a text is its longest
    found = {}
    for at, (begin, size) in longest.items():
        start, stop = int(own.starts[lost[begin]]), int(own.stops[lost[begin + size - 1]])
        if size >= STRETCH and stop - start >= BARE * len(texts[at]):
            found[at] = SideSpan(side, start, stop)
    return found


def _reasons(
    texts: tuple[str, str], figures: SegmentFeatures, at: int, passages: Sequence[SideSpan]
) -> tuple[Reason, ...]:
    value = dict(zip(NAMES, figures.rows[at].tolist(), strict=True))
    if value["same_text"]:
        return (Reason("the same text on both sides"),)
    checks, told = figures.checks[at], figures.read.told(at)
    odds = [own[span] for own, span in zip(figures.suspects.words, figures.read.spans(at), strict=True)]
    said = [
        *_missing("number", checks.numbers_en, "en"),
        *_missing("number", checks.numbers_fr, "fr"),
        *_missing("name", _unsure(texts[0], "en", checks.every_en, checks.doubt_en), "en"),
        *_missing("name", _unsure(texts[1], "fr", checks.every_fr, checks.doubt_fr), "fr"),
    ]
    if value["cosine"] < UNLIKE:
        said.append(Reason(f"the sides are not alike (similarity {value['cosine']:.2f})"))
    if value["cosine"] >= FAR_APART:
        said += [_uncovered(texts[SIDES.index(spot.side)], spot) for spot in passages]
    every = list(zip(SIDES, texts, told, odds, strict=True))
    if value["cosine"] >= UNLIKE:
        said += [reason for each in every for reason in _unfit(*each)]
    if value["margin"] < NEIGHBOUR:
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
    spots = tuple(SideSpan(side, item.start, item.end) for item in items)
    return [Reason(f"{len(items)} {what}{'s' if len(items) > 1 else ''} missing in {where}: {named}", spots)]


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:LISTED]) + (", …" if len(words) > LISTED else "")


def _unsure(text: str, side: Side, every: Sequence[Name], doubts: Sequence[float]) -> list[Name]:
    """Names that are hardly told; not what may be but the first word of a sentence."""
    sure = names(text, side)
    return [name for name, doubt in zip(every, doubts, strict=True) if doubt > UNSURE and name in sure]


def _uncovered(text: str, spot: SideSpan) -> Reason:
    passage = text[spot.start : spot.end]
    shown = passage if len(passage) <= QUOTED else passage[: QUOTED - 1] + "…"
    return Reason(f"not covered in {SIDE['fr' if spot.side == 'en' else 'en']}: “{shown}”", (spot,))


def _unfit(side: Side, text: str, own: WordMatches, odds: Floats) -> Iterator[Reason]:
    """Words that seem to stand where the translation had another."""
    if spots := _spots(side, text, own, odds, "replaced", UNFIT):
        where = SIDE["fr" if side == "en" else "en"]
        named = _listed([text[spot.start : spot.end] for spot in spots])
        yield Reason(f"unlikely for what the {where} says: {named}", tuple(spots))


def _spots(side: Side, text: str, own: WordMatches, odds: Floats, kind: str, least: float) -> list[SideSpan]:
    """Where the words stand whose log-odds of a kind are higher."""
    found = odds[:, KINDS.index(kind)]
    if not found.max(initial=least) > least:  # as in nearly every pair
        return []
    places = np.flatnonzero(found > least).tolist()
    spots = [SideSpan(side, int(own.starts[at]), int(own.stops[at])) for at in places]
    return [spot for spot in spots if text[spot.start : spot.end].isalpha()]
