"""How a document was made: by people, by machine translation, or by spinning. Never said of a sentence or a short text.

A linear model over hashed n-grams of letters and words gives each document two figures, how
machine-like and how spun it reads; with the rates of its findings and how varied its words
are they make three probabilities. Machines say the same thing in the same words more often than
people do (Vanmassenhove et al. 2021). Sentences alone tell little: 62 % of good machine translations (FIELD.md §2);
pooled over ten they tell much. Made by scripts.training.verdict.
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
from numpy.typing import NDArray

from aligner.errors import ModelMissingError
from aligner.languages.inflection import FUNCTION_WORDS
from aligner.text.words.tokens import folded_words
from aligner.types import SIDES, Document, Finding, Side
from aligner.weights import models_folder

BUCKETS = 1 << 16  # of hashed n-grams for each language and figure
LETTERS = (4, 6)  # of n-grams
LEAST = 10  # sentences that can be judged
WORDS = 4  # that make a line a sentence
REWORDED = 1.0  # places a sentence from which a text was spun
LOOPS = (3, 0.5)  # in a text at least, and for each part, from which no person wrote it: people leave .007
SURE = 0.95  # that it is so, then
PART = 10  # sentences of a part, for a document may be mixed
KINDS = ("human", "machine_translation", "spun")
FAMILIES = (("repetition",), ("untranslated",), ("sentence",))
STRETCH, STEP = 100, 25  # words among which different ones are counted, and from one stretch to the next
GROWTH = 0.85  # different words grow about as this power of all
USUAL = 0.7  # of a stretch, in a text that has none
VARIETY = ("different words", "different content words", "content words")
Doubles = NDArray[np.float64]
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "\N{NO-BREAK SPACE}": " ",
                        "\N{NARROW NO-BREAK SPACE}": " ", "–": "-", "—": "-"})  # fmt: skip
_TOKEN: dict[Side, re.Pattern[str]] = {
    "en": re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[^\w\s]"),
    "fr": re.compile(r"(?i:[cdjlmnst]|(?:jus|lors|puis|quel)?qu)'|[^\W\d_]+|\d+|[^\w\s]"),
}
_QUOTE = re.compile(r"\s*\"\s*")


class OriginVerdict(NamedTuple):
    """Probabilities that add up to 1, or why there are none."""

    human: float | None = None
    machine_translation: float | None = None
    spun: float | None = None
    mixed: float | None = None
    judged: bool = False
    reason: str = ""


def judge_origin(document: Document, findings: Iterable[Finding]) -> OriginVerdict:
    """Say how a document was made, from its sentences and what was found in it alone.

    `mixed` is how likely one part was made by people and another not.
    """
    texts = [each.text for each in document.sentences if len(each.text.split()) >= WORDS]
    if len(texts) < LEAST:
        return OriginVerdict(reason=f"too short to judge: {len(texts)} of {LEAST} sentences")
    side = document.side or "en"
    found = [finding.code for finding in findings]
    rows = [figures(texts, side, found)]
    parts = [texts[at : at + PART] for at in range(0, len(texts) - PART + 1, PART)]
    rows += [figures(part, side, ()) for part in parts]
    chances = _model().worth[side].probabilities(np.array(rows))
    by_people = chances[1:, 0]
    mixed = float(by_people.max() * (1 - by_people.min())) if len(parts) > 1 else 0.0
    human, machine, spun = (round(each, 4) for each in (chances[0] * (1 - mixed)).tolist())
    verdict = OriginVerdict(human, machine, spun, round(mixed, 4), judged=True, reason=_why(rows[0]))
    looped = sum(code.startswith("repetition.") for code in found)
    if looped < LOOPS[0] or PART * looped < LOOPS[1] * len(texts):
        return verdict
    return _raised(verdict, "machine_translation", f"{looped} loops and repeated words")


def update_with_rewording(verdict: OriginVerdict, reworded: float) -> OriginVerdict:
    """The verdict once another version has shown how many places of a sentence were reworded.

    People and machines leave none; one in each sentence is beyond doubt.
    """
    if not verdict.judged or reworded < REWORDED:
        return verdict
    return _raised(verdict, "spun", f"{reworded:.1f} reworded places a sentence")


def _raised(verdict: OriginVerdict, kind: str, why: str) -> OriginVerdict:
    """One kind made as good as sure by what was found, the others lowered alike."""
    chances = {name: float(getattr(verdict, name) or 0) for name in (*KINDS, "mixed")}
    if chances[kind] >= SURE:
        return verdict
    rest = (1 - SURE) / max(1e-9, 1 - chances[kind])
    lowered = {name: round(chance * rest, 4) for name, chance in chances.items() if name != kind}
    lowered[kind] = round(1 - sum(lowered.values()), 4)
    human, machine, spun, mixed = (lowered[name] for name in (*KINDS, "mixed"))
    return OriginVerdict(human, machine, spun, mixed, judged=True, reason=f"{why}; {verdict.reason}")


def figures(texts: Sequence[str], side: Side, codes: Iterable[str]) -> list[float]:
    """How machine-like and how spun sentences read, logarithms of how often each family of findings is met, variety."""
    counts = pooled(texts, side)
    scores = (_model().tables[side] @ counts).tolist()
    families = [code.partition(".")[0] for code in codes]
    rates = [PART * sum(each in family for each in families) / len(texts) for family in FAMILIES]
    return [*scores, *np.log1p(rates).tolist(), *variety(texts, side)]


def variety(texts: Sequence[str], side: Side) -> list[float]:
    """How many words of a stretch differ, how many content words, whatever the length, and the share of those."""
    words = [word for text in texts for word in folded_words(text, side)[0]]
    content = [word for word in words if len(word) > 1 and word not in FUNCTION_WORDS[side]]
    starts = range(0, len(words) - STRETCH + 1, STEP)
    different = [len(set(words[at : at + STRETCH])) / STRETCH for at in starts] or [USUAL]
    return [
        sum(different) / len(different),
        len(set(content)) / max(1, len(content)) ** GROWTH,
        len(content) / max(1, len(words)),
    ]


def pooled(texts: Sequence[str], side: Side) -> Doubles:
    """The mean over sentences of their n-grams, each sentence a unit vector; (BUCKETS,)."""
    found = [hashed(text, side) for text in texts]
    weights = np.concatenate([np.full(len(each), max(1, len(each)) ** -0.5) for each in found])
    return np.asarray(np.bincount(np.concatenate(found), weights, BUCKETS) / len(texts))


def hashed(text: str, side: Side) -> NDArray[np.int64]:
    """Buckets of the n-grams of a sentence, each once; what says who typed it, as the kind of quotes, is made alike."""
    plain = _QUOTE.sub(' " ', text.translate(_PLAIN))
    return np.fromiter({crc32(gram.encode()) % BUCKETS for gram in _grams(plain, side)}, np.int64)


def _grams(text: str, side: Side) -> Iterator[str]:
    tokens = _TOKEN[side].findall(text)
    shapes = [_shape(token, side) for token in tokens]
    yield from (f"w{token}" for token in tokens if not token.isdigit())
    yield from (f"p{one} {two}".lower() for one, two in pairwise(tokens))
    yield from (f"b{one} {two}" for one, two in pairwise(["<", *shapes, ">"]))
    yield from (f"s{one} {two}" for one, two in zip(shapes, shapes[2:], strict=False))
    for three in zip(shapes, shapes[1:], shapes[2:], strict=False):
        yield "t" + " ".join(three)
    padded = f" {text} "
    for size in LETTERS:
        yield from (padded[at : at + size] for at in range(len(padded) - size + 1))


def _shape(token: str, side: Side) -> str:
    """A small word as it is, of any other its ending: how a text is made, not what it is about."""
    if token.isdigit():
        return "0"
    low = token.lower()
    if low in FUNCTION_WORDS[side] or low.endswith("'") or not token[0].isalpha():
        return low
    return ("A-" if token[0].isupper() else "-") + low[-3:]


def _why(row: Sequence[float]) -> str:
    names = ("reads like a machine", "reads spun", *(" and ".join(family) for family in FAMILIES))
    told = [f"{name} {value:+.2f}" for name, value in zip(names, row, strict=False) if abs(value) > 0.01]
    told += [f"{name} {value:.2f}" for name, value in zip(VARIETY, row[len(names) :], strict=True)]
    return "; ".join(told)


class ClassWeights(NamedTuple):
    """What the figures of a language are worth."""

    mean: Doubles
    scale: Doubles
    weights: Doubles  # (figures, kinds)
    bias: Doubles

    def probabilities(self, rows: Doubles) -> Doubles:
        """(n, figures) to (n, kinds)."""
        logits = (rows - self.mean) / self.scale @ self.weights + self.bias
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))


class Model(NamedTuple):
    """Weights of n-grams, machine-like and spun, (2, BUCKETS); and what comes of them."""

    tables: dict[Side, Doubles]
    worth: dict[Side, ClassWeights]


def worth(data: Mapping[str, Any]) -> ClassWeights:
    """From plain data."""
    found = ClassWeights(*(np.array(data[name], float) for name in ClassWeights._fields))
    if found.weights.shape != (2 + len(FAMILIES) + len(VARIETY), len(KINDS)):
        raise ValueError("it is of another version")
    return found


@cache
def _model() -> Model:
    folder = models_folder() / "verdict"
    try:
        data = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
        with np.load(folder / "ngrams.npz", allow_pickle=False) as arrays:
            tables: dict[Side, Doubles] = {side: arrays[side] * arrays[f"{side}_scale"][:, None] for side in SIDES}
        return Model(tables, {side: worth(data[side]) for side in SIDES})
    except (OSError, ValueError, KeyError) as error:
        raise ModelMissingError(f"no verdict model in {folder}: {error}; scripts.training.verdict makes one") from error
