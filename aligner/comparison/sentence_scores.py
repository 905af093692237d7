"""Score the sentences of two texts by how likely one was made from the other.

The score of two sentences is the logarithm of how much likelier their features are if one was made from the other than
if they report different things of one story. It is negative for most pairs, so that a stretch of sentences from the
other text exceeds chance (for sentences: GNAT, arXiv 2311.03627). The model is made by scripts.training.reuse.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from aligner.comparison.tokens import tokens_of
from aligner.encoders.encoded import EncodedDocument
from aligner.text.quotations import inside, quotations
from aligner.types import Doubles, Floats, Sentence
from aligner.weights import models_folder, numbers, reading_model

FEATURES = ("copied", "kept", "meaning")
MAX_SENTENCES = 400  # of a text, the first ones
PSEUDO_WORDS = 2.0  # of mean weight, added to those of a sentence, so that few words in common mean little
BACKGROUND_COSINE = 0.3  # of two unrelated sentences
PSEUDO_SENTENCES = 4.0  # of background cosine, added to those of a text
MIN_QUOTED = 0.5  # share of the words of a sentence in quotation marks from which it is a quotation
MIN_SAME_QUOTED = 0.6  # of words or meaning of two quotations, from which they are the same
NEUTRAL = 0.5  # score of two sentences that are the same for another reason than reuse
OTHER_QUOTED = -1.0  # score of a quotation and any other sentence, at most


class ReuseModel(NamedTuple):
    """Weights of `FEATURES`, the bias, and the score of a stretch that chance reaches in texts of one sentence."""

    weights: Doubles
    bias: float
    chance: float


class _SentenceWords(NamedTuple):
    """The different words of a sentence, and those outside of quotations."""

    all: frozenset[str]
    unquoted: frozenset[str]

    @property
    def is_quotation(self) -> bool:
        return len(self.all) - len(self.unquoted) >= MIN_QUOTED * max(1, len(self.all))


@cache
def load_reuse_model(*, across: bool) -> ReuseModel:
    """Load the model for two texts of one language, or `across` both.

    Raises
    ------
    ModelMissingError
        When it is missing or damaged.
    """
    path = models_folder() / "families" / "reuse.json"
    with reading_model(f"no weights of reuse in {path}", "scripts.training.reuse"):
        data = json.loads(path.read_text(encoding="utf-8"))["across" if across else "within"]
        weights = numbers([data["weights"][name] for name in FEATURES], len(FEATURES))
        bias, chance = numbers([data["bias"], data["chance"]], 2).tolist()
        return ReuseModel(weights, bias, chance)


def score_sentences(here: EncodedDocument, there: EncodedDocument, model: ReuseModel) -> Doubles:
    """Return the score of each sentence of a text with each of another one, (n, m)."""
    words = _words(here), _words(there)
    features = _features(here, there, words)
    scores = np.asarray(features @ model.weights + model.bias, float)
    quoted = [np.array([own.is_quotation for own in side], bool) for side in words]
    either = quoted[0][:, None] | quoted[1][None, :]
    same = np.maximum(features[:, :, -1], _smaller_share(words))
    scores[either] = np.where(same >= MIN_SAME_QUOTED, NEUTRAL, np.minimum(scores, OTHER_QUOTED))[either]
    closing = _closing_sentences(*(text.document.sentences[:MAX_SENTENCES] for text in (here, there)))
    scores[len(scores) - closing :, scores.shape[1] - closing :] = NEUTRAL
    return scores


def sentence_features(here: EncodedDocument, there: EncodedDocument) -> Doubles:
    """Return `FEATURES` of each sentence of a text with each of another one, (n, m, 3).

    They are the share of the words of either in the other, which is 0 across languages, weighted by how rare they are
    in both texts and without quotations, and the cosine above that with the rest of both texts.
    """
    return _features(here, there, (_words(here), _words(there)))


def _features(
    here: EncodedDocument, there: EncodedDocument, words: tuple[Sequence[_SentenceWords], Sequence[_SentenceWords]]
) -> Doubles:
    meaning = _meaning(here.vectors[:MAX_SENTENCES], there.vectors[:MAX_SENTENCES])
    if here.document.side != there.document.side:
        return np.stack([np.zeros(meaning.shape), np.zeros(meaning.shape), meaning], axis=2)
    shared, own, other, mean = _shared_weights([[item.unquoted for item in side] for side in words])
    pseudo = PSEUDO_WORDS * mean
    return np.stack([shared / (own[:, None] + pseudo), shared / (other + pseudo), meaning], axis=2)


def _words(text: EncodedDocument) -> list[_SentenceWords]:
    spans = quotations(text.document.text)
    words = []
    for sentence in text.document.sentences[:MAX_SENTENCES]:
        tokens = tokens_of(sentence.text, text.document.side, sentence.start)
        unquoted = frozenset(token.key for token in tokens if not inside(token.start, spans))
        words.append(_SentenceWords(frozenset(token.key for token in tokens), unquoted))
    return words


class _Weights(NamedTuple):
    """Weights of the words that sentences share, (n, m), of those of either side, (n,) and (m,), and the mean one."""

    shared: Doubles
    here: Doubles
    there: Doubles
    mean: float


def _shared_weights(words: Sequence[Sequence[frozenset[str]]]) -> _Weights:
    counts = Counter(word for side in words for own in side for word in own)
    column = {word: index for index, word in enumerate(counts)}
    total = sum(map(len, words))
    weights = np.array([math.log(1 + total / count) for count in counts.values()])
    tables = []
    for side in words:
        table = np.zeros((len(side), len(column)))
        for row, own in enumerate(side):
            table[row, [column[word] for word in own]] = 1
        tables.append(table)
    one, other = tables
    mean = float(weights.mean()) if len(weights) else 1.0
    return _Weights((one * weights) @ other.T, one @ weights, other @ weights, mean)


def _smaller_share(words: tuple[Sequence[_SentenceWords], Sequence[_SentenceWords]]) -> Doubles:
    """Return the share of the words of the shorter one of two sentences that the other one has, quoted or not."""
    shared, own, other, _ = _shared_weights([[item.all for item in side] for side in words])
    return np.asarray(shared / np.maximum(np.minimum(own[:, None], other), 1e-9))


def _meaning(one: Floats, other: Floats) -> Doubles:
    """Return cosines above those of the two sentences with the rest of the other text."""
    cosines = one.astype(float) @ other.astype(float).T
    rows, columns = (_background(table) for table in (cosines, cosines.T))
    background = (rows[:, None] + columns[None, :]) / 2
    return np.asarray(np.clip((cosines - background) / np.maximum(1 - background, 0.1), 0, 1))


def _background(cosines: Doubles) -> Doubles:
    rest = cosines.sum(axis=1) - cosines.max(axis=1)
    return np.asarray((rest + PSEUDO_SENTENCES * BACKGROUND_COSINE) / (cosines.shape[1] - 1 + PSEUDO_SENTENCES))


def _closing_sentences(here: Sequence[Sentence], there: Sequence[Sentence]) -> int:
    """Return the number of the last sentences that are the same in both texts, if they are a part of either."""
    count = 0
    for one, other in zip(reversed(here), reversed(there), strict=False):
        if one.text != other.text:
            break
        count += 1
    return count if count < min(len(here), len(there)) else 0
