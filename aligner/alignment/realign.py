"""Align anew what has changed in a text pair, and keep all else as it stood."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.anchors import Anchor, rows_of
from aligner.alignment.blocks import chain
from aligner.alignment.candidates import build_problem, merge_nulls
from aligner.alignment.lattice import Ints
from aligner.alignment.scores import Floats
from aligner.alignment.weights import AlignmentWeights, load_weights
from aligner.encoders import Words
from aligner.types import Bead, Sentence

AROUND = 5  # beads to either side of a change that are sought anew with it: where one shifts, its neighbours may
GONE = -2  # the place of a sentence that is no more

Digests = tuple[str, ...]
Row = tuple[int, int, int, int]  # sentences before a bead on each side, and its own on each


class PreviousAlignment(NamedTuple):
    """How a text pair was aligned: its beads, and the `sentence_digests` of both sides' sentences as they were then."""

    beads: tuple[Bead, ...]
    en: Digests
    fr: Digests


def sentence_digests(sentences: Sequence[Sentence]) -> Digests:
    """What tells whether a sentence is still the same: a digest of its text and of whether it begins a paragraph."""
    found = []
    last = None
    for sentence in sentences:
        marked = ("" if sentence.paragraph == last else "\n") + sentence.text
        found.append(hashlib.blake2b(marked.encode("utf-8", "replace"), digest_size=8).hexdigest())
        last = sentence.paragraph
    return tuple(found)


def realign(
    past: PreviousAlignment,
    en: Sequence[Sentence],
    fr: Sequence[Sentence],
    vectors: tuple[Floats, Floats],
    weights: AlignmentWeights | None = None,
    *,
    words: Words | None = None,
    anchors: Sequence[Anchor] = (),
    stale: Sequence[int] = (),
) -> list[Bead]:
    """Align as `align` does, but search only where sentences have changed, and a few beads around.

    Parameters
    ----------
    past : Past
        The last alignment, by `align` or this function.
    en, fr, vectors, weights, words, anchors
        As for `align`, of the sentences as they are now. Beads that an anchor contradicts are sought anew.
    stale : sequence of int
        Places in `past.beads` of those that are to be sought anew though nothing in them has changed.

    Returns
    -------
    list of Bead
        Beads far from every change as they stood, with their posteriors; the others are those of `align`
        but in rare close cases, for they are told by the same figures of the whole text (its nulls, its
        sides' lengths).

    Raises
    ------
    ValueError
        When the beads of the past do not hold each of its sentences once.
    """
    given = rows_of(anchors)
    kept = unchanged_beads(past, (sentence_digests(en), sentence_digests(fr)), given, stale)
    fixed = np.array(sorted([*kept, *map(tuple, given.tolist())], key=lambda row: row[0] + row[1]), np.int64)
    looked = build_problem(en, fr, vectors, words, weights=weights or load_weights(), fixed=fixed.reshape(-1, 4))
    beads = [bead._replace(posterior=kept.get(_row(bead), bead.posterior)) for bead in looked.best()]
    return merge_nulls(looked.with_moved(beads))


def unchanged_beads(
    past: PreviousAlignment, now: tuple[Digests, Digests], given: Ints, stale: Sequence[int] = ()
) -> dict[Row, float]:
    """Beads that may stay, in today's numbers and each null by itself, with their posteriors.

    Parameters
    ----------
    given : (k, 4)
        Beads that are fixed otherwise; they are not among the result.
    """
    rows, owners = _rows(past)
    places = [_places(old, new) for old, new in zip((past.en, past.fr), now, strict=True)]
    touched = np.isin(owners, list(stale))
    for side, where in enumerate(places):
        cuts = np.concatenate([[0], np.cumsum(np.diff(where) != 1)])
        touched |= cuts[rows[:, side] + rows[:, 2 + side] + 1] > cuts[rows[:, side]]
    today = np.column_stack([places[0][rows[:, 0]] + 1, places[1][rows[:, 1]] + 1, rows[:, 2:]])
    against, same = _beside(today, given)
    touched |= against
    stays = _whole(rows, ~_around(touched)) & ~same
    beads, chances = today[stays].tolist(), [past.beads[at].posterior for at in owners[stays].tolist()]
    return {(i, j, m, n): chance for (i, j, m, n), chance in zip(beads, chances, strict=True)}


def _around(touched: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """What is touched, and what stands near it."""
    counts, at = np.concatenate([[0], np.cumsum(touched)]), np.arange(len(touched))
    near: NDArray[np.bool_] = counts[np.minimum(at + AROUND + 1, len(at))] > counts[np.maximum(at - AROUND, 0)]
    return near


def _row(bead: Bead) -> Row:
    (i, stop), (j, end) = bead[:2]
    return i, j, stop - i, end - j


def _rows(past: PreviousAlignment) -> tuple[Ints, Ints]:
    """The way through the past: beads (k, 4), nulls one by one, English first; and which of `past.beads` each was."""
    owners: list[dict[int, int]] = [{}, {}]
    for number, bead in enumerate(past.beads):
        for side, span in enumerate((bead.en, bead.fr)):
            owners[side] |= dict.fromkeys(range(*span), number)
    for side, sentences in enumerate((past.en, past.fr)):
        held = sum(stop - begin for begin, stop in ((bead.en, bead.fr)[side] for bead in past.beads))
        if held != len(sentences) or sorted(owners[side]) != list(range(len(sentences))):
            raise ValueError("the beads of the past do not hold each of its sentences once")
    full = sorted(_row(bead) for bead in past.beads if not bead.moved and min(_row(bead)[2:]) > 0)
    rows: list[Row] = []
    i = j = 0
    for row in [*full, (len(past.en), len(past.fr), 0, 0)]:
        rows += [(at, j, 1, 0) for at in range(i, row[0])] + [(row[0], at, 0, 1) for at in range(j, row[1])] + [row]
        i, j = row[0] + row[2], row[1] + row[3]
    whose = [owners[0][i] if m else owners[1][j] for i, j, m, _ in rows[:-1]]
    return np.array(rows[:-1], np.int64).reshape(-1, 4), np.array(whose, np.int64)


def _places(old: Digests, new: Digests) -> Ints:
    """Where each old sentence stands now, with a place before the first and one after the last.

    Sentences that occur once tell (the patience diff), and their neighbours as far as these are the same.
    """
    counts = Counter(old), Counter(new)
    there = {key: at for at, key in enumerate(new) if counts[0][key] == counts[1][key] == 1}
    where: Ints = np.full(len(old) + 2, GONE)
    where[0], where[-1] = -1, len(new)
    for i, j in chain([(i, there[key]) for i, key in enumerate(old) if key in there]):
        where[i + 1] = j
    for order, step in ((range(1, len(old) + 1), 1), (range(len(old), 0, -1), -1)):
        taken = set(where.tolist())
        for at in order:
            next_to = int(where[at - step]) + step
            if where[at] == GONE and 0 <= next_to < len(new) and old[at - 1] == new[next_to] and next_to not in taken:
                where[at] = next_to
    return where


def _beside(rows: Ints, given: Ints) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which beads cross or overlap one of those given, and which are one of them."""
    before = [np.searchsorted(given[:, at] + given[:, at + 2], rows[:, at], side="right") for at in (0, 1)]
    after = [np.searchsorted(given[:, at], rows[:, at] + rows[:, at + 2]) for at in (0, 1)]
    known = set(map(tuple, given.tolist()))
    same = np.array([tuple(row) in known for row in rows.tolist()], bool)
    clear = (before[0] == before[1]) & (after[0] == after[1]) & (before[0] == after[0])
    return ~clear & ~same, same


def _whole(rows: Ints, stays: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Let nulls stay only all together, between beads that stay: the search needs a bead to begin and to end at."""
    full = rows[:, 2:].min(axis=1, initial=1) > 0
    gap = np.cumsum(full)
    good = np.concatenate([[True], stays[full]]) & np.concatenate([stays[full], [True]])
    good[gap[~full & ~stays]] = False
    whole: NDArray[np.bool_] = stays & (full | good[gap])
    return whole
