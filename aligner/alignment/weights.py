"""Weights of the alignment model, read from models/alignment."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from aligner.weights import models_folder, numbers, reading_model

WEIGHTS_FILE = Path("alignment") / "weights.json"


class BeadWeights(NamedTuple):
    """Weights of the features of a bead in the second pass (`aligner.alignment.features`), in log-odds."""

    likeness: float  # cosine of the two sides
    margin: float  # mean cosine to the neighbouring sentences outside the bead
    length: float  # log-ratio of the lengths
    deviation: float  # squared difference of the lengths over its variance
    merge: float  # each sentence beyond 1-1
    both: float  # each sentence beyond one on both sides
    single: float  # a 1-1 bead
    base: float  # every bead
    start: float  # a paragraph that begins on one side only
    end: float  # a paragraph that ends on one side only
    marks: float  # question and exclamation marks missing on one side
    covered: float  # word coverage of the less covered side
    gain: float  # smallest coverage that a first or last sentence adds, as a share of all words of the other side
    share: float  # the same, as a share of that sentence's own words
    own: float  # coverage of the first or last sentence itself
    null: float  # a null bead
    nearest: float  # best cosine of a null near the position where its translation would be
    long: float  # logarithm of the length of a null
    around: float  # coverage of a null by the sentences around its position


# The column of each feature in feature matrices, (k, len(COLUMNS)); the only place that depends on the field order.
COLUMNS = {name: column for column, name in enumerate(BeadWeights._fields)}


class AlignmentWeights(NamedTuple):
    """Weights of a bead's score, in log-odds, fitted by `scripts.training.alignment`.

    The first terms are those of the first pass (`aligner.alignment.scores`); `bare` and `words` are those of the
    second pass without and with word vectors.
    """

    size: float  # exponent of a sentence's characters, which weights it in a merged text
    likeness: float  # cosine of the two sides
    margin: float  # similarity to the neighbouring sentences outside the bead
    length: float  # log-ratio of the lengths
    merge: float  # each sentence beyond 1-1
    start: float  # a paragraph that begins on one side only
    base: float  # every bead
    growth: float  # a bead of k sentences counts (k / 2) to this power
    null: float  # a null bead
    bare: BeadWeights
    words: BeadWeights


def read_weights(path: Path) -> AlignmentWeights:
    """Read a file of weights.

    Raises
    ------
    ModelMissingError
        If the file is missing or damaged.
    """
    with reading_model(f"no alignment weights in {path}", "scripts.training.alignment"):
        fields = json.loads(path.read_text(encoding="utf-8"))
        for name in ("search", "second_pass", "second_pass_with_words"):
            numbers(list(fields[name].values()), None)
        bare, words = (BeadWeights(**fields[name]) for name in ("second_pass", "second_pass_with_words"))
        return AlignmentWeights(**fields["search"], bare=bare, words=words)


def write_weights(weights: AlignmentWeights, path: Path) -> None:
    """Write weights in the format of `read_weights`."""
    search = weights._asdict()
    bare, words = search.pop("bare"), search.pop("words")
    fields = {"search": search, "second_pass": bare._asdict(), "second_pass_with_words": words._asdict()}
    path.write_text(json.dumps(fields, indent=1) + "\n", encoding="utf-8")


@cache
def load_weights() -> AlignmentWeights:
    """Load the weights of `models/alignment`, once."""
    return read_weights(models_folder() / WEIGHTS_FILE)
