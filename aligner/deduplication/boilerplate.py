"""Find the sentences that stories on different subjects share: notes of an agency, of a company or of a desk.

Copies of a text share sentences, too. A sentence is boilerplate only if several
stories that have it begin otherwise, and are on other subjects without the
sentences that they share.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from aligner.deduplication.record import Story

MIN_STORIES = 3  # on different subjects, that have a sentence of boilerplate
LEAD_SENTENCES = 2  # a headline and the next sentence, which a story on another subject has of its own
MIN_OWN_WORDS = 10  # that show the subject of a story
MAX_SUBJECT_COSINE = 0.45  # of what two stories on different subjects do not share

Keys = Set[bytes]


class _Keyed(NamedTuple):
    """A story and the words of its sentences, by which these are compared."""

    story: Story
    sentences: list[bytes]


def differ_in_subject(one: Story, other: Story) -> bool:
    """Return whether two stories in one language share sentences, and are on different subjects without them."""
    return one.side == other.side and _differ(_keyed(one), _keyed(other))


def find_boilerplate(one: Story, others: Iterable[Story]) -> frozenset[bytes]:
    """Return the sentences of a story that others on different subjects have.

    Parameters
    ----------
    others : stories that may share sentences with it, and with each other
    """
    own = _keyed(one)
    different = [other for story in others if story.side == one.side and _differ(own, other := _keyed(story))]
    return frozenset(key for key in {*own.sentences} if _count_subjects(key, different) >= MIN_STORIES - 1)


def without_boilerplate(story: Story, keys: Keys) -> Story:
    """Return a story without some sentences."""
    return _without(_keyed(story), keys)


def _without(own: _Keyed, keys: Keys) -> Story:
    kept = np.array([key not in keys for key in own.sentences], bool)
    return own.story if kept.all() else own.story.only(kept)


def _keyed(story: Story) -> _Keyed:
    words = story.words.tobytes()
    edges = [0, *(np.cumsum(story.counts) * story.words.itemsize).tolist()]
    return _Keyed(story, [words[start:end] for start, end in pairwise(edges)])


def _count_subjects(key: bytes, stories: Sequence[_Keyed]) -> int:
    """Return how many of the stories that have a sentence are on different subjects."""
    subjects: list[_Keyed] = []
    for story in stories:
        if len(subjects) < MIN_STORIES and key in story.sentences and all(_differ(story, known) for known in subjects):
            subjects.append(story)
    return len(subjects)


def _differ(one: _Keyed, other: _Keyed) -> bool:
    shared = {*one.sentences} & {*other.sentences}
    if not shared or any(shared & {*own.sentences[:LEAD_SENTENCES]} for own in (one, other)):
        return False
    rests = [_without(own, shared) for own in (one, other)]
    if min(len(rest.words) for rest in rests) < MIN_OWN_WORDS:
        return False
    means = [rest.counts.astype(np.float32) @ rest.vectors.astype(np.float32) for rest in rests]
    return bool(means[0] @ means[1] < MAX_SUBJECT_COSINE * np.linalg.norm(means[0]) * np.linalg.norm(means[1]))
