"""Estimate how a document was made: by people, by machine translation, or by spinning.

Two kinds of evidence are joined. What the words show, alone or next to another version (`aligner.origin`), is valid for
makers that nothing was learnt from. A linear model over hashed n-grams of letters and words, the rates of findings and
the variety of the words (machines use the same words for the same thing more often than people do, Vanmassenhove et al.
2021) adds systems that write nearly as people do, if it knows them; it is made by scripts.training.verdict. A single
sentence is weak evidence, ten sentences are strong evidence, so that short texts get no verdict.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np

from aligner.detectors.view import View
from aligner.languages.inflection import FUNCTION_WORDS
from aligner.messages import message
from aligner.origin.model import split_kinds
from aligner.origin.odd_words import alike_log_odds, alone_log_odds, find_odd_words
from aligner.text.words.tokens import folded_words
from aligner.types import SIDES, Document, Doubles, Finding, Ints, Side
from aligner.weights import model_arrays, models_folder, numbers

BUCKETS = 1 << 16  # hash buckets of n-grams, for each language and score
NGRAM_LETTERS = (4, 6)  # letters of n-grams
MIN_SENTENCES = 10  # sentences of a text that is judged
MIN_SENTENCE_WORDS = 4  # words from which a line is a sentence
KNOWN_PENALTY = 2.5  # log-odds that the n-grams lose: they mistake style for the style of a system that they know
MAX_LOG_ODDS = 12.0
MIN_LOOPS = 3  # loops in a text that no person wrote
MIN_LOOPS_PER_PART = 0.5  # the same per part; texts by people have 0.007
DECLARED_FIELD = "made_by_machine"  # of the metadata: the mark by which a page declares it
SURE_PROBABILITY = 0.95  # of an origin that findings prove
PART_SENTENCES = 10  # sentences of a part; parts are also judged singly, because a document may be mixed
KINDS = ("human", "machine_translation", "spun")
FINDING_FAMILIES = (("repetition",), ("untranslated",), ("sentence",))
WINDOW_WORDS = 100  # words of a window in which different words are counted
WINDOW_STEP_WORDS = 25  # words from one window to the next
VOCABULARY_GROWTH = 0.85  # the number of different words grows about as this power of all words
DEFAULT_VARIETY = 0.7  # share of different words in a window, for a text without a whole window
VARIETY_NAMES = ("different words", "different content words", "content words")
_PLAIN_MARKS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "\N{NO-BREAK SPACE}": " ",
                        "\N{NARROW NO-BREAK SPACE}": " ", "–": "-", "—": "-"})  # fmt: skip
_TOKEN: dict[Side, re.Pattern[str]] = {
    "en": re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[^\w\s]"),
    "fr": re.compile(r"(?i:[cdjlmnst]|(?:jus|lors|puis|quel)?qu)'|[^\W\d_]+|\d+|[^\w\s]"),
}
_QUOTE = re.compile(r"\s*\"\s*")


class OriginVerdict(NamedTuple):
    """Probabilities of the origins of a document that add up to 1, or the reason why there are none.

    mixed : probability that people made one part and machines or spinners another
    """

    human: float | None = None
    machine_translation: float | None = None
    spun: float | None = None
    mixed: float | None = None
    judged: bool = False
    reason: str = ""


NO_EVIDENCE = OriginVerdict(1.0, 0.0, 0.0, 0.0, judged=True)  # of anything but people, who write most texts


def judge_origin(document: Document, findings: Iterable[Finding], views: Sequence[View] = ()) -> OriginVerdict:
    """Judge how a document was made, from its sentences, its findings without other versions, and what these show.

    Parameters
    ----------
    views : of the document next to its versions
    """
    if declared := document.meta.get(DECLARED_FIELD):
        return _make_sure(NO_EVIDENCE, "machine_translation", message("it declares it: {mark}", mark=declared))
    texts = [sentence.text for sentence in document.sentences if len(sentence.text.split()) >= MIN_SENTENCE_WORDS]
    if len(texts) < MIN_SENTENCES:
        reason = message("too short to judge: {count} of {wanted} sentences", count=len(texts), wanted=MIN_SENTENCES)
        return OriginVerdict(reason=reason)
    side = document.side
    codes = [finding.code for finding in findings]
    starts = range(0, len(texts) - PART_SENTENCES + 1, PART_SENTENCES)
    parts = [texts[start : start + PART_SENTENCES] for start in starts]
    rows = [origin_features(texts, side, codes), *(origin_features(part, side, ()) for part in parts)]
    words = [_compared_log_odds(texts, side, views), *(alone_log_odds(part, side) for part in parts)]
    known = _model().weights[side].log_odds(np.array(rows))
    joined = np.logaddexp(known - KNOWN_PENALTY, np.array([split_kinds(log_odds) for log_odds in words]))
    shares = probabilities(joined)
    human_parts = shares[1:, 0]
    mixed = float(human_parts.max() * (1 - human_parts.min())) if len(parts) > 1 else 0.0
    human, machine, spun = (round(value, 4) for value in (shares[0] * (1 - mixed)).tolist())
    verdict = OriginVerdict(human, machine, spun, round(mixed, 4), judged=True, reason=_explain(rows[0]))
    loops = sum(code.startswith("repetition.") for code in codes)
    if loops < MIN_LOOPS or PART_SENTENCES * loops < MIN_LOOPS_PER_PART * len(texts):
        return verdict
    return _make_sure(verdict, "machine_translation", f"{loops} loops and repeated words")


def _compared_log_odds(texts: Sequence[str], side: Side, views: Sequence[View]) -> Doubles:
    """Return how a document was made by its words, next to the first version that has enough of its sentences."""
    for view in sorted(views, key=lambda view: view.across):
        here, there = ([read(match) for match, _ in view.full] for read in (view.here, view.there))
        if sum(len(text.split()) >= MIN_SENTENCE_WORDS for text in here) < MIN_SENTENCES:
            continue
        if not view.across:
            return alike_log_odds(here, there, side)
        assert view.pair is not None, "a view of two versions has their words"
        return find_odd_words(view.pair, side).document
    return alone_log_odds(texts, side)


def probabilities(log_odds: Doubles) -> Doubles:
    """Return the probability of each kind, (n, kinds), from log-odds against people, (n, kinds - 1)."""
    odds = np.column_stack([np.ones(len(log_odds)), np.exp(log_odds.clip(-MAX_LOG_ODDS, MAX_LOG_ODDS))])
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def _make_sure(verdict: OriginVerdict, kind: str, reason: str) -> OriginVerdict:
    """Raise the probability of one kind to `SURE_PROBABILITY` and lower the others in proportion."""
    before = {name: float(getattr(verdict, name) or 0) for name in (*KINDS, "mixed")}
    if before[kind] >= SURE_PROBABILITY:
        return verdict
    factor = (1 - SURE_PROBABILITY) / max(1e-9, 1 - before[kind])
    lowered = {name: round(value * factor, 4) for name, value in before.items() if name != kind}
    lowered[kind] = round(1 - sum(lowered.values()), 4)
    human, machine, spun, mixed = (lowered[name] for name in (*KINDS, "mixed"))
    reasons = "; ".join(filter(None, (reason, verdict.reason)))
    return OriginVerdict(human, machine, spun, mixed, judged=True, reason=reasons)


def origin_features(texts: Sequence[str], side: Side, codes: Iterable[str]) -> list[float]:
    """Return the features of sentences and of the codes of their findings.

    They are how machine-like and how spun the sentences read, the logarithmic rate of each family of findings, and the
    variety of the words.
    """
    counts = pool_ngrams(texts, side)
    scores = (_model().tables[side] @ counts).tolist()
    families = [code.partition(".")[0] for code in codes]
    rates = [
        PART_SENTENCES * sum(family in members for family in families) / len(texts) for members in FINDING_FAMILIES
    ]
    return [*scores, *np.log1p(rates).tolist(), *variety(texts, side)]


def variety(texts: Sequence[str], side: Side) -> list[float]:
    """Return the features `VARIETY_NAMES`.

    They are the share of different words in a window, the number of different content words for the length of the text,
    and the share of content words.
    """
    words = [word for text in texts for word in folded_words(text, side)[0]]
    content = [word for word in words if len(word) > 1 and word not in FUNCTION_WORDS[side]]
    starts = range(0, len(words) - WINDOW_WORDS + 1, WINDOW_STEP_WORDS)
    different = [len(set(words[start : start + WINDOW_WORDS])) / WINDOW_WORDS for start in starts] or [DEFAULT_VARIETY]
    return [
        sum(different) / len(different),
        len(set(content)) / max(1, len(content)) ** VOCABULARY_GROWTH,
        len(content) / max(1, len(words)),
    ]


def pool_ngrams(texts: Sequence[str], side: Side) -> Doubles:
    """Return the mean of the n-grams of sentences, each sentence a unit vector, (BUCKETS,)."""
    ngrams = [hash_ngrams(text, side) for text in texts]
    weights = np.concatenate([np.full(len(own), max(1, len(own)) ** -0.5) for own in ngrams])
    return np.asarray(np.bincount(np.concatenate(ngrams), weights, BUCKETS) / len(texts))


def hash_ngrams(text: str, side: Side) -> Ints:
    """Hash the sentence's n-grams to buckets, each once, after normalising quotation marks and dashes."""
    plain = _QUOTE.sub(' " ', text.translate(_PLAIN_MARKS))
    return np.fromiter({crc32(ngram.encode()) % BUCKETS for ngram in _ngrams(plain, side)}, np.int64)


def _ngrams(text: str, side: Side) -> Iterator[str]:
    """Yield the n-grams of words, of word shapes and of letters."""
    tokens = _TOKEN[side].findall(text)
    shapes = [_shape(token, side) for token in tokens]
    yield from (f"w{token}" for token in tokens if not token.isdigit())
    yield from (f"p{one} {two}".lower() for one, two in pairwise(tokens))
    yield from (f"b{one} {two}" for one, two in pairwise(["<", *shapes, ">"]))
    yield from (f"s{one} {two}" for one, two in zip(shapes, shapes[2:], strict=False))
    for three in zip(shapes, shapes[1:], shapes[2:], strict=False):
        yield "t" + " ".join(three)
    padded = f" {text} "
    for size in NGRAM_LETTERS:
        yield from (padded[start : start + size] for start in range(len(padded) - size + 1))


def _shape(token: str, side: Side) -> str:
    """Return a function word, or the ending of any other word: style, not content."""
    if token.isdigit():
        return "0"
    lowered = token.lower()
    if lowered in FUNCTION_WORDS[side] or lowered.endswith("'") or not token[0].isalpha():
        return lowered
    return ("A-" if token[0].isupper() else "-") + lowered[-3:]


def _explain(row: Sequence[float]) -> str:
    """Return the features of a document in words."""
    names = ("reads like a machine", "reads spun", *(" and ".join(members) for members in FINDING_FAMILIES))
    parts = [f"{name} {value:+.2f}" for name, value in zip(names, row, strict=False) if abs(value) > 0.01]
    parts += [f"{name} {value:.2f}" for name, value in zip(VARIETY_NAMES, row[len(names) :], strict=True)]
    return "; ".join(parts)


class ClassWeights(NamedTuple):
    """The weights of the features of a language, for each kind of origin."""

    mean: Doubles
    scale: Doubles
    weights: Doubles  # (features, kinds)
    bias: Doubles

    def log_odds(self, rows: Doubles) -> Doubles:
        """Return the log-odds of each kind against people, (n, kinds - 1), for rows of features, (n, features)."""
        logits = (rows - self.mean) / self.scale @ self.weights + self.bias
        return np.asarray(logits[:, 1:] - logits[:, :1])


class OriginModel(NamedTuple):
    """The verdict's weights by language: of n-grams, machine-like and spun, (2, BUCKETS), and of features."""

    tables: dict[Side, Doubles]
    weights: dict[Side, ClassWeights]


def class_weights(data: Mapping[str, Any]) -> ClassWeights:
    """Return weights from plain data.

    Raises
    ------
    ValueError
        When the data are of another version of the model.
    """
    features, kinds = 2 + len(FINDING_FAMILIES) + len(VARIETY_NAMES), len(KINDS)
    shapes = {"mean": (features,), "scale": (features,), "weights": (features, kinds), "bias": (kinds,)}
    return ClassWeights(**{name: numbers(data[name], *shape) for name, shape in shapes.items()})


@cache
def _model() -> OriginModel:
    folder = models_folder() / "verdict"
    with model_arrays(folder / "ngrams.npz", f"no verdict model in {folder}", "scripts.training.verdict") as arrays:
        data = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
        tables: dict[Side, Doubles] = {
            side: numbers(arrays[side] * arrays[f"{side}_scale"][:, None], 2, BUCKETS) for side in SIDES
        }
        return OriginModel(tables, {side: class_weights(data[side]) for side in SIDES})
