"""Fit the model of reused sentences: the odds that one sentence was made from another, and the scores of chance.

    python -m scripts.training.reuse ../shared/data -o models/families/reuse.json

Sentences of reworded, shortened and translated copies are fitted against the other sentences of the same story.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from aligner.comparison.reuse import chance_level
from aligner.comparison.sentence_scores import FEATURES, ReuseModel, sentence_features
from aligner.documents.prepare import Prepared, make_ready, unit_rows
from aligner.encoders import load_encoder
from aligner.encoders.encoded import EncodedDocument
from aligner.types import SIDES, Doubles, RawDocument, Side
from scripts.datasets.story_copies import (
    CopyCase,
    Substitutes,
    half_of_stories,
    load_substitutes,
    make_cases,
    substitute,
)
from scripts.fitting.logistic import fit_logistic

REWORDED_SHARES = (0.0, 0.2, 0.4, 0.6)  # of the words of a copy
SHORTENED_EVERY = 3  # sentence of a copy
KEPT_SHARE = 0.6  # of the words of a shortened sentence
RIDGE = 5.0
CHANCE_QUANTILE = 0.98  # of the scores of the best stretches of two stories on one subject
# The other pairs of one topic have whole paragraphs in common: parts of a post and posts of one agency.
CHANCE_CASES = ("same_topic_siblings", "same_topic_short")
NEGATIVES = 40  # other sentences of the story, for each sentence
Case = tuple[EncodedDocument, EncodedDocument]


class TextEncoder:
    """Texts as they are compared, each prepared once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], EncodedDocument] = {}

    def read(self, text: str, side: Side) -> EncodedDocument:
        """Prepare a text."""
        if (side, text) not in self._known:
            item = make_ready(RawDocument("story", text), side, load_encoder())
            assert isinstance(item, Prepared), item
            self._known[side, text] = EncodedDocument(item.document, unit_rows(item.vectors))
        return self._known[side, text]

    def read_case(self, case: CopyCase) -> Case:
        """Prepare both texts of a case."""
        one, other = (self.read(text.text, text.side) for text in (case.one, case.other))  # type: ignore[arg-type]
        return one, other


def make_copy(text: str, side: Side, words: Substitutes, share: float, rng: np.random.Generator) -> str:
    """Return a text with a share of its words replaced, and some of its sentences shortened."""
    lines = substitute(text, share, words, rng).split("\n\n")
    for number in range(int(rng.integers(SHORTENED_EVERY)), len(lines), SHORTENED_EVERY):
        kept = lines[number].split()
        lines[number] = " ".join(kept[: max(4, round(KEPT_SHARE * len(kept)))])
    return "\n\n".join(lines)


def copies(data: Path, half: int, encoder: TextEncoder) -> Iterator[tuple[str, Case]]:
    """Yield copies with their originals, whose paragraphs correspond."""
    rng, words = np.random.default_rng(half), load_substitutes(data)
    for pair in half_of_stories(data, half).values():
        for side, text in zip(SIDES, pair, strict=True):
            for share in REWORDED_SHARES:
                copy = make_copy(text, side, words[side], share, rng)
                yield "within", (encoder.read(copy, side), encoder.read(text, side))
        yield "across", (encoder.read(pair[1], "fr"), encoder.read(pair[0], "en"))


def examples(case: Case, rng: np.random.Generator) -> Iterator[tuple[Doubles, float]]:
    """Yield the features of sentences that correspond, the only ones of their paragraphs, and of others."""
    features = sentence_features(*case)
    rows, columns = (_paragraphs(text) for text in case)
    for paragraph, row in rows.items():
        if paragraph in columns:
            yield features[row, columns[paragraph]], 1.0
        others = [column for other, column in columns.items() if other != paragraph]
        for column in rng.permutation(others)[:NEGATIVES].tolist():
            yield features[row, column], 0.0


def _paragraphs(text: EncodedDocument) -> dict[int, int]:
    """Return the sentences that are the only ones of their paragraphs, by paragraph."""
    paragraphs = [sentence.paragraph for sentence in text.document.sentences]
    return {own: index for index, own in enumerate(paragraphs) if paragraphs.count(own) == 1}


def fit(cases: Sequence[Case], kind: str) -> dict[str, Any]:
    """Fit the weights of the features; both classes weigh the same, so that the odds are a ratio of likelihoods."""
    rng = np.random.default_rng(0)
    known = [example for case in cases for example in examples(case, rng)]
    rows, truth = np.array([row for row, _ in known]), np.array([right for _, right in known])
    used = [index for index, name in enumerate(FEATURES) if kind == "within" or name == "meaning"]
    weights = np.where(truth > 0, 1 / truth.sum(), 1 / (1 - truth).sum()) * len(truth) / 2
    model = fit_logistic(rows[:, used], truth, weights, RIDGE)
    slopes, mean = np.array(model["weights"]) / np.array(model["scale"]), np.array(model["mean"])
    bias = float(str(model["bias"])) - float(slopes @ mean)
    print(kind, len(truth), "right", np.mean((rows[:, used] @ slopes + bias > 0) == (truth > 0)))
    by_name = dict.fromkeys(FEATURES, 0.0)
    by_name |= {FEATURES[index]: round(float(slope), 4) for index, slope in zip(used, slopes, strict=True)}
    return {"weights": by_name, "bias": round(bias, 4)}


def chance_levels(cases: Sequence[CopyCase], fitted: dict[str, Any], encoder: TextEncoder) -> list[float]:
    """Return the levels of chance at which texts that have nothing of each other would just have a stretch."""
    model = ReuseModel(np.array([fitted["weights"][name] for name in FEATURES]), fitted["bias"], 0.0)
    return [chance_level(*encoder.read_case(case), model) for case in cases]


def main() -> None:
    """Fit on one half of the stories and write the model."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/families/reuse.json"))
    options = parser.parse_args()
    encoder, models = TextEncoder(), dict[str, dict[str, Any]]()
    made = list(copies(options.data, 0, encoder))
    apart = [case for case in make_cases(options.data, 0, unrelated=0) if case.corruption in CHANCE_CASES]
    for kind in ("within", "across"):
        models[kind] = fit([case for name, case in made if name == kind], kind)
        own = [case for case in apart if (case.one.side == case.other.side) == (kind == "within")]
        levels = chance_levels(own, models[kind], encoder)
        models[kind]["chance"] = round(float(np.quantile(levels, CHANCE_QUANTILE)), 4)
        print(kind, models[kind], len(own), np.quantile(levels, [0.5, 0.9, 0.99, 0.999, 1]).round(2))
    options.output.write_text(json.dumps(models, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
