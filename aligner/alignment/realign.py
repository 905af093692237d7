"""Realign the changed parts of a text pair and keep the beads of all others."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.anchors import Anchor, anchor_beads
from aligner.alignment.blocks import longest_chain
from aligner.alignment.candidates import build_problem, merge_nulls
from aligner.alignment.weights import AlignmentWeights, load_weights
from aligner.encoders import WordVectors
from aligner.types import Bead, Floats, Ints, Sentence

MARGIN_BEADS = 5  # beads on each side of a change that are realigned with it, because it may shift them
DELETED = -2  # the position of a sentence that no longer exists

Digests = tuple[str, ...]
Row = tuple[int, int, int, int]  # sentences before a bead on each side, and its own on each


class PreviousAlignment(NamedTuple):
    """The previous beads of a text pair, and the `sentence_digests` of both sides at that time."""

    beads: tuple[Bead, ...]
    en: Digests
    fr: Digests


def sentence_digests(sentences: Sequence[Sentence]) -> Digests:
    """Compute digests that identify unchanged sentences, from their text and whether they begin a paragraph."""
    digests = []
    last = None
    for sentence in sentences:
        marked = ("" if sentence.paragraph == last else "\n") + sentence.text
        digests.append(hashlib.blake2b(marked.encode("utf-8", "replace"), digest_size=8).hexdigest())
        last = sentence.paragraph
    return tuple(digests)


def realign(
    previous: PreviousAlignment,
    en: Sequence[Sentence],
    fr: Sequence[Sentence],
    vectors: tuple[Floats, Floats],
    weights: AlignmentWeights | None = None,
    *,
    words: WordVectors | None = None,
    anchors: Sequence[Anchor] = (),
    stale: Sequence[int] = (),
) -> list[Bead]:
    """Align as `align` does, but search only where sentences have changed and a few beads around.

    Parameters
    ----------
    previous : PreviousAlignment
        The last alignment, by `align` or this function.
    en, fr, vectors, weights, words, anchors
        As for `align`, of the current sentences. Beads that an anchor contradicts are realigned.
    stale : sequence of int
        Indices in `previous.beads` of those to realign although their sentences have not changed.

    Returns
    -------
    list of Bead
        Unchanged beads far from every change, with their posteriors. The others are those of `align` except
        in rare close cases, because the same properties of the whole text (its nulls, its sides' lengths)
        score them.

    Raises
    ------
    ValueError
        If the previous beads do not contain each previous sentence once.
    """
    anchored = anchor_beads(anchors)
    kept = unchanged_beads(previous, (sentence_digests(en), sentence_digests(fr)), anchored, stale)
    fixed = np.array(sorted([*kept, *map(tuple, anchored.tolist())], key=lambda row: row[0] + row[1]), np.int64)
    problem = build_problem(en, fr, vectors, words, weights=weights or load_weights(), fixed=fixed.reshape(-1, 4))
    beads = [bead._replace(posterior=kept.get(_row(bead), bead.posterior)) for bead in problem.best()]
    return merge_nulls(problem.link_moved(beads))


def unchanged_beads(
    previous: PreviousAlignment, current: tuple[Digests, Digests], anchored: Ints, stale: Sequence[int] = ()
) -> dict[Row, float]:
    """Find the previous beads that can be kept, with one null for each untranslated sentence.

    Parameters
    ----------
    current : pair of digests
        The `sentence_digests` of the current sentences.
    anchored : (k, 4)
        Beads that are fixed by anchors; they are not in the result.
    stale : sequence of int
        Indices of previous beads that must not be kept.

    Returns
    -------
    dict
        The posterior of each bead, in current sentence numbers.
    """
    rows, owners = _path(previous)
    positions = [_match_sentences(old, new) for old, new in zip((previous.en, previous.fr), current, strict=True)]
    touched = np.isin(owners, list(stale))
    for side, position in enumerate(positions):
        cuts = np.concatenate([[0], np.cumsum(np.diff(position) != 1)])
        touched |= cuts[rows[:, side] + rows[:, 2 + side] + 1] > cuts[rows[:, side]]
    renumbered = np.column_stack([positions[0][rows[:, 0]] + 1, positions[1][rows[:, 1]] + 1, rows[:, 2:]])
    contradicts, same = _compare_with_anchors(renumbered, anchored)
    touched |= contradicts
    stays = _complete_gaps(rows, ~_widen(touched)) & ~same
    beads = [(i, j, m, n) for i, j, m, n in renumbered[stays].tolist()]
    posteriors = [previous.beads[owner].posterior for owner in owners[stays].tolist()]
    return dict(zip(beads, posteriors, strict=True))


def _widen(touched: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the touched beads and those within MARGIN_BEADS of them."""
    counts, index = np.concatenate([[0], np.cumsum(touched)]), np.arange(len(touched))
    after, before = np.minimum(index + MARGIN_BEADS + 1, len(index)), np.maximum(index - MARGIN_BEADS, 0)
    near: NDArray[np.bool_] = counts[after] > counts[before]
    return near


def _row(bead: Bead) -> Row:
    (i, stop), (j, end) = bead.spans
    return i, j, stop - i, end - j


def _path(previous: PreviousAlignment) -> tuple[Ints, Ints]:
    """Return the path of beads (k, 4), with single nulls, English first, and the index of each in `previous.beads`."""
    owners: list[dict[int, int]] = [{}, {}]
    for number, bead in enumerate(previous.beads):
        for side, span in enumerate((bead.en, bead.fr)):
            owners[side] |= dict.fromkeys(range(*span), number)
    for side, sentences in enumerate((previous.en, previous.fr)):
        covered = sum(stop - begin for begin, stop in ((bead.en, bead.fr)[side] for bead in previous.beads))
        if covered != len(sentences) or sorted(owners[side]) != list(range(len(sentences))):
            raise ValueError("the previous beads do not contain each of its sentences once")
    full = sorted(_row(bead) for bead in previous.beads if not bead.moved and min(_row(bead)[2:]) > 0)
    rows: list[Row] = []
    i = j = 0
    for row in [*full, (len(previous.en), len(previous.fr), 0, 0)]:
        rows += [(en, j, 1, 0) for en in range(i, row[0])] + [(row[0], fr, 0, 1) for fr in range(j, row[1])] + [row]
        i, j = row[0] + row[2], row[1] + row[3]
    indices = [owners[0][i] if m else owners[1][j] for i, j, m, _ in rows[:-1]]
    return np.array(rows[:-1], np.int64).reshape(-1, 4), np.array(indices, np.int64)


def _match_sentences(old: Digests, new: Digests) -> Ints:
    """Return the current position of each old sentence, with an entry before the first and one after the last.

    Sentences that occur once on each side are matched first (patience diff), then equal neighbours of these.
    """
    counts = Counter(old), Counter(new)
    unique = {key: index for index, key in enumerate(new) if counts[0][key] == counts[1][key] == 1}
    position: Ints = np.full(len(old) + 2, DELETED)
    position[0], position[-1] = -1, len(new)
    for i, j in longest_chain([(i, unique[key]) for i, key in enumerate(old) if key in unique]):
        position[i + 1] = j
    for order, step in ((range(1, len(old) + 1), 1), (range(len(old), 0, -1), -1)):
        taken = set(position.tolist())
        for index in order:
            expected = int(position[index - step]) + step
            free = position[index] == DELETED and 0 <= expected < len(new) and expected not in taken
            if free and old[index - 1] == new[expected]:
                position[index] = expected
    return position


def _compare_with_anchors(rows: Ints, anchored: Ints) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which beads cross or overlap an anchored bead, and which equal one."""
    before = [
        np.searchsorted(anchored[:, side] + anchored[:, side + 2], rows[:, side], side="right") for side in (0, 1)
    ]
    after = [np.searchsorted(anchored[:, side], rows[:, side] + rows[:, side + 2]) for side in (0, 1)]
    known = set(map(tuple, anchored.tolist()))
    same = np.array([tuple(row) in known for row in rows.tolist()], bool)
    clear = (before[0] == before[1]) & (after[0] == after[1]) & (before[0] == after[0])
    return ~clear & ~same, same


def _complete_gaps(rows: Ints, stays: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Keep the nulls of a gap only together and between kept beads: the search begins and ends at full beads."""
    full = rows[:, 2:].min(axis=1, initial=1) > 0
    gap = np.cumsum(full)
    good = np.concatenate([[True], stays[full]]) & np.concatenate([stays[full], [True]])
    good[gap[~full & ~stays]] = False
    complete: NDArray[np.bool_] = stays & (full | good[gap])
    return complete
