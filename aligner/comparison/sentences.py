"""Align the sentences of two texts of one language: equal and similar ones first, the rest by their meaning.

Sentences that share most of their words are found through the index of these words, so that the time grows with the
length of the texts. Those in the same order are anchors; a similar one elsewhere was moved. Between anchors, sentences
that continue a neighbour are joined to it, and what is left is aligned by vectors, as translations are.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from aligner.alignment.align import align
from aligner.comparison.tokens import tokens_of
from aligner.comparison.word_diff import rising
from aligner.types import Bead, Floats, Sentence, Side, Span

MIN_SHARED = 0.5  # share of the words of two sentences, by weight, from which they are one sentence
MIN_CONTINUED = 0.5  # share of a sentence's words that the rest of a neighbour's counterpart has, to be a part of it
MIN_COSINE = 0.3  # of two sentences that share few words, from which one is the other's rewording
MIN_MOVED_COSINE = 0.7  # the same for sentences in different places
MAX_POSTINGS = 40  # sentences that have a word, above which it finds none
MAX_UNALIGNED = 1500  # sentences without a counterpart that are compared with each other
NOWHERE = -1
Words = Counter[str]


class _Match(NamedTuple):
    """Runs of sentences that belong together."""

    here: Span
    there: Span
    moved: bool = False


class _Texts(NamedTuple):
    """The words of all sentences of both texts, and the weight of each word: rare ones weigh more."""

    here: list[Words]
    there: list[Words]
    weights: Mapping[str, float]

    def weight(self, words: Words) -> float:
        """Return the weight of a bag of words."""
        return sum(self.weights[word] * count for word, count in words.items())


def align_sentences(
    here: Sequence[Sentence], there: Sequence[Sentence], vectors: tuple[Floats, Floats], side: Side
) -> list[Bead]:
    """Align the sentences of two versions of a text in one language.

    Parameters
    ----------
    vectors : pair of (n, d) float32
        Unit rows, one for each sentence.

    Returns
    -------
    list of Bead
        `en` is the range here and `fr` the one there; every sentence is in one bead. A moved one is marked. Nulls
        are where the missing sentences would be.
    """
    texts = _read(here, there, side)
    matches = _join_parts(_anchors(texts), texts)
    matches += list(_between(matches, here, there, vectors))
    matches += list(_moved(matches, vectors))
    return _beads(matches, len(here), len(there), vectors)


def _read(here: Sequence[Sentence], there: Sequence[Sentence], side: Side) -> _Texts:
    words = [[Counter(token.key for token in tokens_of(item.text, side)) for item in items] for items in (here, there)]
    seen = Counter(word for items in words for bag in items for word in bag)
    total = len(here) + len(there)
    return _Texts(words[0], words[1], {word: math.log(1 + total / count) for word, count in seen.items()})


def _anchors(texts: _Texts) -> list[_Match]:
    """Return the sentences that are each other's most similar one; those out of order are moved."""
    forth, back = (_nearest(*sides, texts) for sides in ((texts.here, texts.there), (texts.there, texts.here)))
    pairs = [(one, two) for one, two in enumerate(forth) if two != NOWHERE and back[two] == one]
    kept = {*rising([two for _, two in pairs])}
    return [_Match((one, one + 1), (two, two + 1), at not in kept) for at, (one, two) in enumerate(pairs)]


def _nearest(own: Sequence[Words], others: Sequence[Words], texts: _Texts) -> list[int]:
    """Return for each sentence the most similar one of the other text, -1 if none is similar; of equal ones in turn."""
    postings, equals = defaultdict[str, list[int]](list), defaultdict[frozenset[tuple[str, int]], list[int]](list)
    for index, words in enumerate(others):
        equals[frozenset(words.items())].append(index)
        for word in words:
            postings[word].append(index)
    totals, turns, nearest = [texts.weight(words) for words in others], Counter[frozenset[tuple[str, int]]](), []
    for words in own:
        key = frozenset(words.items())
        if same := equals.get(key):
            nearest.append(same[turns[key]] if turns[key] < len(same) else NOWHERE)
            turns[key] += 1
            continue
        found = {index for word in words if len(postings[word]) <= MAX_POSTINGS for index in postings[word]}
        total = texts.weight(words)
        shares = [
            (2 * texts.weight(words & others[index]) / max(1e-9, total + totals[index]), -index) for index in found
        ]
        share, index = max(shares, default=(0.0, 0))
        nearest.append(-index if share >= MIN_SHARED else NOWHERE)
    return nearest


def _join_parts(matches: Sequence[_Match], texts: _Texts) -> list[_Match]:
    """Join sentences without a counterpart to a neighbour whose counterpart has their words: merged or split ones."""
    free = (
        _unmatched(len(texts.here), (m.here for m in matches)),
        _unmatched(len(texts.there), (m.there for m in matches)),
    )
    joined = []
    for match in matches:
        spans = [match.here, match.there]
        for own in (0, 1):
            sentences, others = (texts.here, texts.there) if own == 0 else (texts.there, texts.here)
            for step in (1, -1):
                while (index := spans[own][1] if step > 0 else spans[own][0] - 1) in free[own]:
                    rest = _bag(others, spans[1 - own]) - _bag(sentences, spans[own])
                    own_weight = texts.weight(sentences[index])
                    if not own_weight or texts.weight(sentences[index] & rest) < MIN_CONTINUED * own_weight:
                        break
                    free[own].remove(index)
                    spans[own] = (min(spans[own][0], index), max(spans[own][1], index + 1))
        joined.append(_Match(spans[0], spans[1], match.moved))
    return joined


def _bag(sentences: Sequence[Words], span: Span) -> Words:
    return sum(sentences[slice(*span)], Counter())


def _unmatched(count: int, spans: Iterator[Span]) -> set[int]:
    return {*range(count)}.difference(index for span in spans for index in range(*span))


def _between(
    matches: Sequence[_Match], here: Sequence[Sentence], there: Sequence[Sentence], vectors: tuple[Floats, Floats]
) -> Iterator[_Match]:
    """Align what is between sentences that keep their order by vectors."""
    taken = (
        {index for match in matches for index in range(*match.here)},
        {index for match in matches for index in range(*match.there)},
    )
    ordered = [match for match in matches if not match.moved]
    ends = [*ordered, _Match((len(here), len(here)), (len(there), len(there)))]
    places = (0, 0)
    for match in ends:
        ours = [index for index in range(places[0], match.here[0]) if index not in taken[0]]
        theirs = [index for index in range(places[1], match.there[0]) if index not in taken[1]]
        if ours and theirs:
            rows = vectors[0][ours], vectors[1][theirs]
            for bead in align([here[index] for index in ours], [there[index] for index in theirs], rows):
                one, two = ours[slice(*bead.en)], theirs[slice(*bead.fr)]
                if one and two and bead.score >= MIN_COSINE and _adjoin(one) and _adjoin(two):
                    yield _Match((one[0], one[-1] + 1), (two[0], two[-1] + 1), bead.moved)
        places = match.here[1], match.there[1]


def _adjoin(indices: Sequence[int]) -> bool:
    return indices[-1] - indices[0] == len(indices) - 1


def _moved(matches: Sequence[_Match], vectors: tuple[Floats, Floats]) -> Iterator[_Match]:
    """Match sentences that nothing else matched by their vectors, wherever they are."""
    ours = sorted(_unmatched(len(vectors[0]), (match.here for match in matches)))
    theirs = sorted(_unmatched(len(vectors[1]), (match.there for match in matches)))
    if ours and theirs and max(len(ours), len(theirs)) <= MAX_UNALIGNED:
        cosines = vectors[0][ours] @ vectors[1][theirs].T
        best, back = cosines.argmax(axis=1), cosines.argmax(axis=0)
        for row, column in enumerate(best.tolist()):
            if back[column] == row and cosines[row, column] >= MIN_MOVED_COSINE:
                one, two = ours[row], theirs[column]
                yield _Match((one, one + 1), (two, two + 1), moved=True)


def _beads(matches: Sequence[_Match], count: int, others: int, vectors: tuple[Floats, Floats]) -> list[Bead]:
    """Return matches and nulls as beads in the order of the text here; neighbouring nulls are one."""
    beads = [Bead(m.here, m.there, span_cosine(vectors, (m.here, m.there)), moved=m.moved) for m in matches]
    beads += [Bead(span, (0, 0), 0.0) for span in _runs(_unmatched(count, (m.here for m in matches)))]
    after = {match.there[1]: match.here[1] for match in matches}
    for first, last in _runs(_unmatched(others, (m.there for m in matches))):
        place = after.get(first, 0 if first == 0 else count)
        beads.append(Bead((place, place), (first, last), 0.0))
    return sorted(beads, key=lambda bead: (bead.en, bead.fr))


def span_cosine(vectors: tuple[Floats, Floats], spans: tuple[Span, Span]) -> float:
    """Return the cosine of the sums of some sentences' vectors."""
    one, two = (rows[slice(*span)].sum(axis=0) for rows, span in zip(vectors, spans, strict=True))
    return float(one @ two / max(1e-9, float(np.linalg.norm(one) * np.linalg.norm(two))))


def _runs(indices: set[int]) -> Iterator[Span]:
    """Yield runs of neighbouring indices."""
    first = last = NOWHERE
    for index in sorted(indices):
        if last != index:
            if first != NOWHERE:
                yield first, last
            first = index
        last = index + 1
    if first != NOWHERE:
        yield first, last
