"""Fit the models of duplicates: the rarity of words, and what distinguishes a copy from a text on the same topic.

    python -m scripts.training.families ../shared/data -o models/families

The models are fitted on the stories of one half and reported on those of the other.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.deduplication.candidates import ROW_FEATURES, row_features
from aligner.deduplication.compare import CopyFeatures, compare_stories
from aligner.deduplication.match import MIN_COPY_PROBABILITY
from aligner.deduplication.record import RARITY_BITS, WORD_PATTERN, word_hash
from aligner.types import Doubles
from scripts.datasets.corpora import read_corpora
from scripts.datasets.story_copies import CopyCase, StoryCache, make_cases
from scripts.fitting.logistic import fit_logistic, predict

MIN_RARITY = 0.5  # of the most frequent word
MAX_SENTENCES = 60_000  # of each corpus: law must not decide which words are rare
RIDGE = 5.0
COPY_WEIGHT = 4  # of copies against others, which are far from copies except for the odd template
MIN_ROW_PROBABILITY = 0.04  # by their rows alone, at which two stories are worth comparing
MODEL_FEATURES = {
    "within": CopyFeatures._fields,
    "across": tuple(name for name in CopyFeatures._fields if name not in ("literal", "words")),
    "rows_within": ROW_FEATURES,
    "rows_across": ("cosine", "items", "words"),
}


class CaseFeatures(NamedTuple):
    """Features of cases, from their sentences and from their rows, and their truth."""

    features: Doubles
    rows: Doubles
    copy: NDArray[np.bool_]
    across: NDArray[np.bool_]  # languages
    corruptions: list[str]


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
    return CaseFeatures(
        np.array([compare_stories(*pair).features for pair in pairs]),
        row_features(one, other),
        np.array([case.copy for case in cases]),
        one["side"] != other["side"],
        [case.corruption for case in cases],
    )


def fit_model(known: CaseFeatures, kind: str) -> dict[str, object]:
    """Fit a logistic model of one kind, with weights for the features as they are, not standardised."""
    rows, corruptions = _select(known, kind)
    truth = known.copy[_is_of_kind(known, kind)].astype(float)
    model = fit_logistic(rows, truth, _balance_corruptions(corruptions, truth), RIDGE)
    weights, scale, mean = (np.array(model[name], float) for name in ("weights", "scale", "mean"))
    by_feature = dict.fromkeys(CopyFeatures._fields if "rows" not in kind else ROW_FEATURES, 0.0)
    by_feature |= dict(zip(MODEL_FEATURES[kind], (weights / scale).round(4).tolist(), strict=True))
    return {
        "weights": by_feature,
        "bias": round(float(str(model["bias"])) - float(weights / scale @ mean), 4),
        "_fit": model,
    }


def _is_of_kind(known: CaseFeatures, kind: str) -> NDArray[np.bool_]:
    return known.across if kind.endswith("across") else ~known.across


def _select(known: CaseFeatures, kind: str) -> tuple[Doubles, list[str]]:
    is_rows = kind.startswith("rows")
    table, names = (known.rows, ROW_FEATURES) if is_rows else (known.features, CopyFeatures._fields)
    inside = _is_of_kind(known, kind)
    columns = [names.index(name) for name in MODEL_FEATURES[kind]]
    corruptions = [name for name, own in zip(known.corruptions, inside, strict=True) if own]
    return table[inside][:, columns], corruptions


def _balance_corruptions(corruptions: Sequence[str], truth: Doubles) -> Doubles:
    """Return weights that give copies COPY_WEIGHT times the total of others, and each corruption the same share."""
    weights = np.zeros(len(truth))
    names = np.array(corruptions)
    for right in (0.0, 1.0):
        kinds = sorted(set(names[truth == right]))
        for kind in kinds:
            inside = (names == kind) & (truth == right)
            weights[inside] = (COPY_WEIGHT if right else 1) * len(truth) / 2 / len(kinds) / inside.sum()
    return weights


def print_recall(
    known: CaseFeatures, kind: str, model: dict[str, object], threshold: float = MIN_COPY_PROBABILITY
) -> None:
    """Print by corruption the share of cases above the threshold, and the probability of the worst case."""
    rows, corruptions = _select(known, kind)
    probability = predict(model["_fit"], rows)  # type: ignore[arg-type]
    truth = known.copy[_is_of_kind(known, kind)]
    for name in dict.fromkeys(corruptions):
        own = np.array(corruptions) == name
        worst = probability[own].min() if truth[own].all() else probability[own].max()
        share = np.mean(probability[own] >= threshold)
        print(f"  {kind:12} {name:22} {own.sum():6} called copies {share:.4f} worst {worst:.4f}")


def main() -> None:
    """Fit on one half of the stories, report on the other and write the models."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/families"))
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    np.save(options.output / "rarity.npy", word_rarity(options.data))
    fitted, reported = (copy_features(list(make_cases(options.data, half))) for half in (0, 1))
    models = {kind: fit_model(fitted, kind) for kind in MODEL_FEATURES}
    for kind, model in models.items():
        print(kind, {name: model[name] for name in ("weights", "bias")})
        print_recall(reported, kind, model, MIN_ROW_PROBABILITY if "rows" in kind else MIN_COPY_PROBABILITY)
    output = {
        "least": MIN_ROW_PROBABILITY,
        **{kind: {k: v for k, v in m.items() if k != "_fit"} for kind, m in models.items()},
    }
    (options.output / "weights.json").write_text(json.dumps(output, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
