"""Whether the promise on precision is kept, and what it costs: simulated corpora of right pairs and made wrong ones.

    python -m scripts.quality.promise ../shared/data

The pairs of a domain are scored once. Corpora with more or fewer wrong pairs are drawn from them; of each, pairs are
judged as `aligner review --sample` asks for them, and what is then promised is compared with the truth.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.promise import Candidate, Candidates, JudgedSample, make_promise
from aligner.evaluation import confidence_metrics
from aligner.settings import Settings
from aligner.types import Doubles
from scripts.datasets.damage.makers import is_right, maker_weights, makers
from scripts.datasets.domains import load_domains
from scripts.quality.left_out import fact_shares

DOMAINS = {"newstest": "newstest", "flores": "flores.devtest", "commentary": "commentary", "blog": "cds_blog_sent"}
MADE_SHARE = 0.05  # of the pairs, for each maker
RUNS = 200  # of each domain
CORPUS_PAIRS = 2000
WRONG_SHARES = (0.1, 0.2, 0.35)  # of a corpus, in turn
AT_MOST_WRONG = 0.05
MAX_JUDGED = 300
ASKED_TOGETHER = 50  # pairs that are judged before the next ones are chosen
FIXED_CONFIDENCE = 0.9  # with which the promise is compared
SEED = 23


class ScoredPairs(NamedTuple):
    """The confidence of pairs, whether they are right, and how often each occurs among those that are, or are not."""

    confidence: Doubles
    right: NDArray[np.bool_]
    weights: Doubles


class Outcome(NamedTuple):
    """What became of a corpus: whether the promise was broken, shares of right pairs kept, and pairs judged."""

    broken: bool
    kept: float
    kept_by_fixed: float
    judged: int


def score_domains(data: Path) -> dict[str, ScoredPairs]:
    """Score right pairs of documents that no model was fitted to, and what all makers of damage make of them."""
    splits, all_makers = load_domains(data), makers(data)
    make = {name: maker.make for name, maker in all_makers.items()}
    kinds = {name: maker.kind for name, maker in all_makers.items()}
    scored = {}
    for domain, name in DOMAINS.items():
        rng = np.random.default_rng(SEED)
        cases = confidence_metrics.corrupt(splits[name].held, rng, share=MADE_SHARE, corruptions=make)
        confidence = confidence_metrics.probabilities(cases.rows) * fact_shares(cases)
        right, weights = is_right(cases.corruptions, kinds), maker_weights(cases.corruptions, kinds)
        scored[domain] = ScoredPairs(confidence.round(4), right, weights)
    return scored


def simulate(scored: ScoredPairs, wrong_share: float, rng: np.random.Generator) -> Outcome:
    """Draw a corpus, judge a sample of it, and compare what is promised with the truth."""
    chances = np.where(scored.right, 1 - wrong_share, wrong_share) * scored.weights
    for own in (scored.right, ~scored.right):
        chances[own] /= scored.weights[own].sum()
    drawn = rng.choice(len(chances), CORPUS_PAIRS, p=chances / chances.sum())
    confidence, right = scored.confidence[drawn], scored.right[drawn]
    ids = [f"{number:08x}" for number in rng.integers(1 << 32, size=CORPUS_PAIRS)]
    truth = dict(zip(ids, right.tolist(), strict=True))
    found = map(Candidate, ids, confidence.tolist())
    candidates, judged = Candidates(found, AT_MOST_WRONG, Settings().min_confidence), dict[str, bool]()
    while len(judged) < MAX_JUDGED:
        asked = JudgedSample(candidates, judged).next_ids()[:ASKED_TOGETHER]
        if not asked:
            break
        judged |= {id: truth[id] for id in asked}
    threshold = make_promise(JudgedSample(candidates, judged)).threshold
    kept = confidence >= (2.0 if threshold is None else threshold)
    is_broken = bool(kept.any() and (~right[kept]).mean() > AT_MOST_WRONG)
    by_promise, by_fixed = (right[own].sum() / right.sum() for own in (kept, confidence >= FIXED_CONFIDENCE))
    return Outcome(is_broken, float(by_promise), float(by_fixed), len(judged))


def simulate_domain(scored: ScoredPairs) -> dict[float, list[Outcome]]:
    """Return the outcomes of the runs of a domain, by the share of wrong pairs."""
    rng = np.random.default_rng(SEED)
    outcomes: dict[float, list[Outcome]] = {share: [] for share in WRONG_SHARES}
    for run in range(RUNS):
        share = WRONG_SHARES[run % len(WRONG_SHARES)]
        outcomes[share].append(simulate(scored, share, rng))
    return outcomes


def measure_promise(data: Path) -> dict[str, float]:
    """Return for each domain how often the promise was true, the right pairs kept, and the answers that were spared."""
    metrics: dict[str, float] = {}
    for domain, scored in score_domains(data).items():
        outcomes = [outcome for own in simulate_domain(scored).values() for outcome in own]
        broken, kept, fixed, judged = np.mean(outcomes, axis=0).tolist()
        metrics[f"promise.{domain}.true"] = 1 - broken
        metrics[f"promise.{domain}.kept"] = kept
        metrics[f"promise.{domain}.kept_by_fixed"] = fixed
        metrics[f"promise.{domain}.spared"] = 1 - judged / MAX_JUDGED
    return metrics


def main() -> None:
    """Print the outcomes as a Markdown table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    print("| domain | wrong pairs | broken | right pairs kept | by a fixed 0.9 | judged |\n|---|---|---|---|---|---|")
    for domain, scored in score_domains(data).items():
        for share, outcomes in simulate_domain(scored).items():
            broken, kept, fixed, judged = np.mean(outcomes, axis=0).tolist()
            print(f"| {domain} | {share:.0%} | {broken:.1%} | {kept:.0%} | {fixed:.0%} | {judged:.0f} |")


if __name__ == "__main__":
    main()
