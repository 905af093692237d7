"""Estimate how a document was made: by people, by machine translation, or by spinning, or some of its parts so.

What a file declares of itself counts first. Else two kinds of evidence are joined. What the words show, alone or next
to another version (`aligner.origin`), is valid for makers that nothing was learnt from. A linear model over hashed
n-grams of letters and words, the rates of findings and the variety of the words (machines use the same words for the
same thing more often than people do, Vanmassenhove et al. 2021) adds systems that write nearly as people do, if it
knows them; it is made by scripts.training.verdict. A single sentence is weak evidence, ten sentences are strong
evidence, so that short texts get no verdict.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np

from aligner.detectors.view import View
from aligner.languages.inflection import FUNCTION_WORDS
from aligner.messages import message
from aligner.origin.model import split_kinds
from aligner.readers.declarations.terms import PART_FIELD, WHOLE_FIELD
from aligner.text.words.tokens import folded_words
from aligner.types import SIDES, Document, Doubles, Finding, Ints, Side
from aligner.verdict.labels import Label, VerdictBasis, choose_label, explain
from aligner.verdict.parts import (
    KINDS,
    MIN_SENTENCES,
    OriginPassage,
    find_parts,
    long_sentences,
    probabilities,
    read_units,
)
from aligner.weights import model_arrays, models_folder, numbers

BUCKETS = 1 << 16  # hash buckets of n-grams, for each language and score
NGRAM_LETTERS = (4, 6)  # letters of n-grams
MAX_CACHED_SENTENCES = 512  # whose n-grams are kept: a document is read whole and in parts
KNOWN_PENALTY = 2.5  # log-odds that the n-grams lose: they mistake style for the style of a system that they know
MIN_LOOPS = 3  # loops in a text that no person wrote
MIN_LOOPS_PER_PART = 0.5  # the same per part; texts by people have 0.007
# By the field of the metadata in which a file declares it.
DECLARED_KINDS: dict[str, Label] = {WHOLE_FIELD: "machine_translation", PART_FIELD: "mixed"}
SURE_PROBABILITY = 0.95  # of an origin that a file declares or findings prove
RATE_SENTENCES = 10  # to which the findings of a family are counted
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
    label : one word for all of it, cannot_say where the probabilities do not carry one
    basis : what it rests on, "" without a verdict
    passages : of a mixed document, in its order
    """

    human: float | None = None
    machine_translation: float | None = None
    spun: float | None = None
    mixed: float | None = None
    judged: bool = False
    reason: str = ""
    label: Label = "cannot_say"
    basis: VerdictBasis = ""
    passages: tuple[OriginPassage, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return the verdict as plain data."""
        return {**self._asdict(), "passages": [passage._asdict() for passage in self.passages]}


NO_EVIDENCE = {"human": 1.0, "machine_translation": 0.0, "spun": 0.0, "mixed": 0.0}  # of anything but people


def judge_origin(document: Document, findings: Iterable[Finding], views: Sequence[View] = ()) -> OriginVerdict:
    """Judge how a document was made, from its sentences, its findings without other versions, and what these show.

    Parameters
    ----------
    views : of the document next to its versions
    """
    for field, kind in DECLARED_KINDS.items():
        if mark := document.meta.get(field):
            reason = message("it declares it: {mark}", mark=mark)
            return _verdict(_make_sure(NO_EVIDENCE, kind), kind, "declared", reason)
    sentences = long_sentences(document)
    if len(sentences) < MIN_SENTENCES:
        count, wanted = len(sentences), MIN_SENTENCES
        return OriginVerdict(
            reason=message("too short to judge: {count} of {wanted} sentences", count=count, wanted=wanted)
        )
    texts, side = [sentence.text for sentence in sentences], document.side
    codes = [finding.code for finding in findings]
    units = read_units(document, sentences, views)
    whole = probabilities(_joined(texts, side, codes, units.document_log_odds())[None])[0]
    mixed, passages = find_parts(document, units, lambda own, words: _joined(own, side, (), words))
    shares = dict(zip(KINDS, (round(value, 4) for value in (whole * (1 - mixed)).tolist()), strict=True))
    shares["mixed"] = round(mixed, 4)
    loops = sum(code.startswith("repetition.") for code in codes)
    if loops >= MIN_LOOPS and RATE_SENTENCES * loops >= MIN_LOOPS_PER_PART * len(texts):
        reason = message("{count} loops and repeated words", count=loops)
        return _verdict(_make_sure(shares, "machine_translation"), "machine_translation", "loops", reason)
    label = choose_label(shares, units.basis, side)
    reason = explain(label, shares, units.version)
    return _verdict(shares, label, units.basis, reason, passages if label == "mixed" else ())


def _joined(texts: Sequence[str], side: Side, codes: Iterable[str], words: Doubles) -> Doubles:
    """Return the log-odds of each kind against people, (kinds - 1,), by n-grams and findings and by the words."""
    known = _model().weights[side].log_odds(np.array([origin_features(texts, side, codes)]))[0]
    return np.asarray(np.logaddexp(known - KNOWN_PENALTY, split_kinds(words)))


def _make_sure(before: Mapping[str, float], kind: Label) -> dict[str, float]:
    """Raise the probability of one kind to `SURE_PROBABILITY` at least, and lower the others in proportion."""
    sure = max(SURE_PROBABILITY, before[kind])
    factor = (1 - sure) / max(1e-9, 1 - before[kind])
    shares = {name: round(value * factor, 4) for name, value in before.items() if name != kind}
    return {**shares, kind: round(1 - sum(shares.values()), 4)}


def _verdict(
    shares: Mapping[str, float],
    label: Label,
    basis: VerdictBasis,
    reason: str,
    passages: tuple[OriginPassage, ...] = (),
) -> OriginVerdict:
    human, machine, spun, mixed = (shares[name] for name in NO_EVIDENCE)
    return OriginVerdict(human, machine, spun, mixed, True, reason, label, basis, passages)


def origin_features(texts: Sequence[str], side: Side, codes: Iterable[str]) -> list[float]:
    """Return the features of sentences and of the codes of their findings.

    They are how machine-like and how spun the sentences read, the logarithmic rate of each family of findings, and the
    variety of the words.
    """
    counts = pool_ngrams(texts, side)
    scores = (_model().tables[side] @ counts).tolist()
    families = [code.partition(".")[0] for code in codes]
    rates = [
        RATE_SENTENCES * sum(family in members for family in families) / len(texts) for members in FINDING_FAMILIES
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


@lru_cache(MAX_CACHED_SENTENCES)
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
