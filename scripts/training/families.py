"""Fit the models of duplicates: the rarity of words, and what makes a copy, not a text on the same topic or template.

    python -m scripts.training.families ../shared/data -o models/families

The models are fitted on the stories of one half and reported on those of the other. Those of slots are fitted to the
pairs that the others take for copies.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.deduplication.candidates import ROW_FEATURES, row_features
from aligner.deduplication.compare import CopyFeatures, compare_stories
from aligner.deduplication.match import MIN_COPY_PROBABILITY, sentence_pairs
from aligner.deduplication.slots import SlotFeatures, slot_features
from aligner.documents.rare_words import RARITY_BITS, WORD_PATTERN, word_hash
from aligner.types import Doubles
from scripts.datasets.corpora import read_corpora
from scripts.datasets.event_cases import event_cases
from scripts.datasets.story_copies import CopyCase, StoryCache, make_cases
from scripts.fitting.logistic import fit_logistic, predict

MIN_RARITY = 0.5  # of the most frequent word
MAX_SENTENCES = 60_000  # of each corpus: law must not decide which words are rare
RIDGE, SLOT_RIDGE = 5.0, 1.0  # there are fewer likely copies than cases
COPY_WEIGHT = 4  # of copies against others, which are far from copies except for templates across languages
VERSION_WEIGHT = 3  # of newer versions against other copies, whose slots do not differ
MIN_CORRUPTION_CASES = 20  # with fewer it weighs less than others
MIN_ROW_PROBABILITY = 0.04  # by their rows alone, at which two stories are worth comparing
MODEL_FEATURES = {
    "within": CopyFeatures._fields,
    "across": tuple(name for name in CopyFeatures._fields if name not in ("literal", "words")),
    "rows_within": ROW_FEATURES,
    "rows_across": ("cosine", "items", "words"),
    "slots_within": SlotFeatures._fields,
    "slots_across": ("values", "own"),  # many names are translated
}


FEATURES = {"features": CopyFeatures._fields, "rows": ROW_FEATURES, "slots": SlotFeatures._fields}
Model = dict[str, object]


class CaseFeatures(NamedTuple):
    """Features of cases, from their sentences, their rows and their slots, and their truth."""

    features: Doubles
    rows: Doubles
    slots: Doubles
    copy: NDArray[np.bool_]
    across: NDArray[np.bool_]  # languages
    corruptions: NDArray[np.str_]

    def chosen(self, mask: NDArray[np.bool_]) -> CaseFeatures:
        """Return some of the cases."""
        return CaseFeatures(*(column[mask] for column in self))  # type: ignore[arg-type]

    def joined(self, other: CaseFeatures) -> CaseFeatures:
        """Return these cases and others."""
        return CaseFeatures(*map(np.concatenate, zip(self, other, strict=True)))  # type: ignore[arg-type]


def word_rarity(data: Path) -> NDArray[np.uint8]:
    """Return the inverse document frequency of the words of both languages, in sixteenths, by hash."""
    frequency = np.zeros(1 << RARITY_BITS)
    corpora = {name: pairs for name, pairs in read_corpora(data, 0).items() if not name.startswith("wiktionary")}
    for pairs in corpora.values():
        sample = pairs[:MAX_SENTENCES]
        for column in (0, 1):
            sentences = np.zeros(1 << RARITY_BITS)
            for pair in sample:
                words = WORD_PATTERN.findall(pair[column].casefold())
                sentences[list({word_hash(word) >> (32 - RARITY_BITS) for word in words})] += 1
            frequency += sentences / len(sample) / len(corpora) / 2
    idf = -np.log(np.maximum(frequency, 1e-6))
    return np.asarray(np.clip(np.round(16 * (idf - idf.min() + MIN_RARITY)), 0, 255), np.uint8)


def copy_features(cases: Sequence[CopyCase]) -> CaseFeatures:
    """Compute the features of cases."""
    cache = StoryCache()
    pairs = [(cache.record_of(case.one), cache.record_of(case.other)) for case in cases]
    one, other = (np.array([pair[column].row for pair in pairs]) for column in (0, 1))
    comparisons = [compare_stories(*pair) for pair in pairs]
    slots = [slot_features(*pair, known, sentence_pairs(known)) for pair, known in zip(pairs, comparisons, strict=True)]
    return CaseFeatures(
        np.array([comparison.features for comparison in comparisons]),
        row_features(one, other),
        np.array(slots),
        np.array([case.copy for case in cases]),
        one["side"] != other["side"],
        np.array([case.corruption for case in cases]),
    )


def likely_copies(known: CaseFeatures, models: Mapping[str, Model]) -> CaseFeatures:
    """Return the cases that the models of copies take for copies."""
    probability = np.zeros(len(known.copy))
    for kind in ("within", "across"):
        inside = _is_of_kind(known, kind)
        probability[inside] = _predicted(known, kind, models[kind])
    return known.chosen(probability >= MIN_COPY_PROBABILITY)


def fit_model(known: CaseFeatures, kind: str) -> Model:
    """Fit a logistic model of one kind, with weights for the features as they are, not standardised."""
    own = known.chosen(_is_of_kind(known, kind))
    truth, ridge = own.copy.astype(float), SLOT_RIDGE if _group(kind) == "slots" else RIDGE
    balanced = _balance_corruptions(own.corruptions, truth, 1 if kind == "slots_across" else COPY_WEIGHT)
    model = fit_logistic(_columns(own, kind), truth, balanced, ridge)
    weights, scale, mean = (np.array(model[name], float) for name in ("weights", "scale", "mean"))
    by_feature = dict.fromkeys(FEATURES[_group(kind)], 0.0)
    by_feature |= dict(zip(MODEL_FEATURES[kind], (weights / scale).round(4).tolist(), strict=True))
    return {
        "weights": by_feature,
        "bias": round(float(str(model["bias"])) - float(weights / scale @ mean), 4),
        "_fit": model,
    }


def _group(kind: str) -> str:
    """Return the name of the table of a model: "features", "rows" or "slots"."""
    return kind.partition("_")[0] if "_" in kind else "features"


def _is_of_kind(known: CaseFeatures, kind: str) -> NDArray[np.bool_]:
    return known.across if kind.endswith("across") else ~known.across


def _columns(known: CaseFeatures, kind: str) -> Doubles:
    group = _group(kind)
    table: Doubles = getattr(known, group)
    return table[:, [FEATURES[group].index(name) for name in MODEL_FEATURES[kind]]]


def _predicted(known: CaseFeatures, kind: str, model: Model) -> Doubles:
    return predict(model["_fit"], _columns(known.chosen(_is_of_kind(known, kind)), kind))  # type: ignore[arg-type]


def _balance_corruptions(names: NDArray[np.str_], truth: Doubles, copy_weight: int) -> Doubles:
    """Return weights of cases: each corruption has the same share, except newer versions and those of few cases.

    Parameters
    ----------
    copy_weight : of all copies against all others
    """
    weights = np.zeros(len(truth))
    for right in (0.0, 1.0):
        kinds = sorted(set(names[truth == right]))
        for kind in kinds:
            inside = (names == kind) & (truth == right)
            importance = (copy_weight if right else 1) * (VERSION_WEIGHT if kind.startswith("newer version") else 1)
            weights[inside] = importance * len(truth) / 2 / len(kinds) / max(inside.sum(), MIN_CORRUPTION_CASES)
    return weights


def print_recall(known: CaseFeatures, kind: str, model: Model) -> None:
    """Print by corruption the share of cases above the threshold, and the probability of the worst case."""
    own, probability = known.chosen(_is_of_kind(known, kind)), _predicted(known, kind, model)
    for name in dict.fromkeys(own.corruptions.tolist()):
        for copy in (True, False):
            values = probability[(own.corruptions == name) & (own.copy == copy)]
            if len(values):
                share = np.mean(values >= (MIN_ROW_PROBABILITY if kind.startswith("rows") else MIN_COPY_PROBABILITY))
                worst = values.min() if copy else values.max()
                print(f"  {kind:12} {name:32} {len(values):6} called copies {share:.4f} worst {worst:.4f}")


def main() -> None:
    """Fit on one half of the stories, report on the other and write the models."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/families"))
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    np.save(options.output / "rarity.npy", word_rarity(options.data))
    copies = [copy_features(list(make_cases(options.data, half))) for half in (0, 1)]
    events = [copy_features(list(event_cases(options.data, half))) for half in (0, 1)]
    models: dict[str, Model] = {}
    for kind in MODEL_FEATURES:
        halves = copies
        if kind.startswith("slots"):
            halves = [likely_copies(one.joined(other), models) for one, other in zip(copies, events, strict=True)]
        model = models[kind] = fit_model(halves[0], kind)
        print(kind, {name: model[name] for name in ("weights", "bias")})
        print_recall(halves[1], kind, model)
    output = {
        "least": MIN_ROW_PROBABILITY,
        **{kind: {k: v for k, v in m.items() if k != "_fit"} for kind, m in models.items()},
    }
    (options.output / "weights.json").write_text(json.dumps(output, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
