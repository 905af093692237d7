"""Fit which words of a text are wrong, given how its document was made; scripts.training.origin calls it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

import numpy as np

from aligner.origin.model import OriginWeights
from aligner.origin.odd_words import word_features
from aligner.origin.word_rows import WordRows, read_across
from aligner.types import SIDES, Doubles, Floats, Side
from scripts.datasets.origin_documents import VersionedDocument
from scripts.fitting.clipped_logistic import fit_logistic

LABELLED_MAKERS = ("people", "dictionary", "thesaurus", "rules-back")  # whose wrong words differ from the same text
RIDGE = 1e-4
HUMAN_WEIGHT = 2.0
MAX_FITTED_WORDS = 300_000  # words that a model is fitted on
SEED = 5


class LabelledWords(NamedTuple):
    """Words of documents, with whether each is wrong and its weight."""

    rows: Floats
    wrong: np.ndarray
    weights: Doubles


def label_words(documents: Sequence[VersionedDocument], log_odds: Mapping[int, Doubles]) -> dict[Side, LabelledWords]:
    """Label the words of documents.

    Parameters
    ----------
    log_odds : by the index of each document, how it was made by models that were not fitted on it
    """
    found: dict[Side, list[tuple[Floats, np.ndarray, tuple[str, str]]]] = defaultdict(list)
    for number, document in enumerate(documents):
        head = document.head
        if number in log_odds and head.maker in LABELLED_MAKERS:
            own = read_across(document.read_words()).sides[SIDES.index(head.side)].across
            wrong = np.concatenate([*_wrong_words(document, own)])
            found[head.side].append((word_features(own.rows, log_odds[number]), wrong, (head.corpus, head.maker)))
    return {side: _balanced(parts) for side, parts in found.items()}


def _wrong_words(document: VersionedDocument, words: WordRows) -> Iterator[np.ndarray]:
    """Yield for each line which of its words are not those of the same text by people."""
    bounds = np.append(0, np.cumsum(words.sizes))
    for line, first, last in zip(document.lines, bounds, bounds[1:], strict=False):
        wrong = np.zeros(last - first, bool)
        if line.kind != "human":
            spans = zip(words.starts[first:last].tolist(), words.stops[first:last].tolist(), strict=True)
            own = [line.text[start:stop].lower() for start, stop in spans]
            matcher = SequenceMatcher(None, _split(line.same), own, autojunk=False)
            for tag, _, _, begin, end in matcher.get_opcodes():
                wrong[begin:end] = tag != "equal"
        yield wrong


def _split(text: str) -> list[str]:
    """Return the words of a text by people as those of the copy are split: at spaces and marks."""
    out, word = list[str](), ""
    for letter in text.lower():
        if letter.isalnum():
            word += letter
            continue
        out += [word] if word else []
        out += [] if letter.isspace() else [letter]
        word = ""
    return [*out, word] if word else out


def _balanced(parts: Sequence[tuple[Floats, np.ndarray, tuple[str, str]]]) -> LabelledWords:
    """Give each maker of each corpus the same weight."""
    sizes: dict[tuple[str, str], int] = defaultdict(int)
    for _, wrong, key in parts:
        sizes[key] += len(wrong)
    weights = [
        np.full(len(wrong), (HUMAN_WEIGHT if key[1] == "people" else 1.0) / sizes[key]) for _, wrong, key in parts
    ]
    rows, wrong = (np.concatenate([part[index] for part in parts]) for index in (0, 1))
    chosen = np.random.default_rng(SEED).permutation(len(wrong))[:MAX_FITTED_WORDS]
    return LabelledWords(rows[chosen], wrong[chosen], np.concatenate(weights)[chosen])


def fit_words(words: LabelledWords) -> OriginWeights:
    """Fit the weights of a language."""
    mean, scale, weights, bias = fit_logistic(words.rows, words.wrong.astype(float), words.weights, RIDGE)
    return OriginWeights(mean[:, None], scale[:, None], weights[:, None], np.array([bias]))
