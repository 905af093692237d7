"""Gate parts of facts: cases of right and wrong pairs, planted changes of fact, rewrites, and false alarms.

    python -m scripts.quality.facts [DATA] --table [--part same] [--kind office] [--show-missed 20] [--show-stray 20]

Prints a table by kind: the number of changes, the share that a finding shows, and the share that a critical or major
finding shows.
"""

from __future__ import annotations

import argparse
import lzma
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from aligner.types import SIDES, Side
from scripts.datasets.fact_changes import Story, edit_stories, stories
from scripts.datasets.gold import Pair, sentence_pairs
from scripts.quality.fact_checks import (
    SEVERE,
    Outcome,
    Outcomes,
    check_cases,
    check_copy,
    check_human,
    check_story,
    pool,
    read_rewrites,
)
from scripts.quality.relations import group_by

ROOT = Path(__file__).resolve().parents[2]
REWRITES = ROOT / "tests" / "cases" / "facts" / "rewrites"
DEFAULT_SETS = ("newstest", "flores.devtest")
STORIES = 60  # of each corpus
MIN_KIND_COUNT = 5  # changes of a kind from which its share counts
SAMPLE_PAIRS, SAMPLES = 120, 8  # of human pairs, for alarms
SAMPLE_SEED = 120
Parts = dict[str, Outcomes]


def measure_matrix(data: Path, sets: Sequence[str]) -> Parts:
    """Return the outcomes of the right and of the wrong pairs of the cases next to the data, if they are there."""
    folder = data.parent / "cases" / "facts"
    if not folder.exists():
        return {}
    right, wrong = check_cases(folder)
    return {"matrix.right": Outcomes(right, [], len(right)), "matrix.wrong": Outcomes(wrong, [], len(wrong))}


def measure_same(data: Path, sets: Sequence[str]) -> Parts:
    """Return what is seen of changes next to the unedited text of the same language."""
    return {"same": _measure_stories(data, sets, same=True)}


def measure_across(data: Path, sets: Sequence[str]) -> Parts:
    """Return what is seen of changes next to the human translation."""
    return {"across": _measure_stories(data, sets, same=False)}


def _measure_stories(data: Path, sets: Sequence[str], same: bool) -> Outcomes:
    chosen = [story for name in sets for story in _sample(stories(data, [name]))]
    parts = []
    for side in SIDES:
        other: Side = side if same else "fr" if side == "en" else "en"
        edited = edit_stories(chosen, side)
        parts += [check_story(story, copy, side, other) for story, copy in zip(chosen, edited, strict=True)]
    return pool(parts)


def _sample(of: Sequence[Story]) -> list[Story]:
    chosen = np.random.default_rng(SAMPLE_SEED).permutation(len(of))[:STORIES]
    return [of[number] for number in sorted(chosen)]


def measure_human(data: Path, sets: Sequence[str]) -> Parts:
    """Return the severe findings of unedited human pairs."""
    corpora = sentence_pairs(data)
    pairs = {name: corpora[name] for name in (*sets, "commentary")} | {"blog": _blog_pairs(data)}
    return {f"human.{name}": _alarms(own) for name, own in pairs.items()}


def _blog_pairs(data: Path) -> list[Pair]:
    with lzma.open(data / "train" / "cds_blog_sent.tsv.xz", "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    return [(row[0], row[1]) for row in rows]


def _alarms(pairs: Sequence[Pair]) -> Outcomes:
    """Return the alarms on samples of consecutive pairs."""
    starts = np.linspace(0, len(pairs) - SAMPLE_PAIRS, SAMPLES).astype(int)
    alarms = [alarm for start in starts for alarm in check_human(pairs[start : start + SAMPLE_PAIRS])]
    return Outcomes([], alarms, SAMPLES)


def measure_rewrites(data: Path, sets: Sequence[str]) -> Parts:
    """Return which changes of rewrites a severe finding shows, and the severe findings of faithful ones.

    Those with an even number are for development, as one set of sentences is.
    """
    parts: dict[str, list[Outcomes]] = defaultdict(list)
    odd = int("flores.dev" not in sets)
    for case in (case for case in read_rewrites(REWRITES) if int(case.name[:2]) % 2 == odd):
        name = f"rewrites.{'same' if case.same else 'across'}"
        parts[name].append(check_copy(case.changed, case.original, case.planted, SEVERE))
        parts[f"{name}.faithful"].append(check_copy(case.faithful, case.original, []))
    return {name: pool(own) for name, own in parts.items()}


MEASURES: Mapping[str, Callable[[Path, Sequence[str]], Parts]] = {
    "matrix": measure_matrix,
    "same": measure_same,
    "across": measure_across,
    "human": measure_human,
    "rewrites": measure_rewrites,
}


def measure_facts(data: Path) -> dict[str, float]:
    """Return the metrics of all parts."""
    metrics: dict[str, float] = {}
    for measure in MEASURES.values():
        metrics |= summarise(measure(data, DEFAULT_SETS))
    return metrics


def summarise(parts: Parts) -> dict[str, float]:
    """Return the metrics of measured parts."""
    metrics: dict[str, float] = {}
    for name, (outcomes, stray, texts) in parts.items():
        if name.startswith("matrix."):
            metrics[f"facts.{name}"] = _share(outcomes)
        elif outcomes:
            metrics[f"facts.{name}.seen"] = _share(outcomes)
            metrics[f"facts.{name}.severe"] = float(np.mean([outcome.severe for outcome in outcomes]))
            if not name.startswith("rewrites."):
                metrics[f"facts.{name}.worst_kind"] = worst_kind(outcomes)
        if not name.startswith("matrix."):
            metrics[f"facts.{name}.false_alarms"] = len(stray) / max(1, texts)
    if both := [outcome for name, part in parts.items() if name.startswith("matrix.") for outcome in part.outcomes]:
        metrics["facts.matrix.worst_kind"] = worst_kind(both, 1)
    if human := [part for name, part in parts.items() if name.startswith("human.")]:
        metrics["facts.human.false_alarms"] = sum(len(part.stray) for part in human) / sum(part.texts for part in human)
    return metrics


def _share(outcomes: Sequence[Outcome]) -> float:
    return float(np.mean([outcome.seen for outcome in outcomes]))


def _by_kind(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    return dict(sorted(group_by(outcomes, "kind").items()))


def worst_kind(outcomes: Sequence[Outcome], min_count: int = MIN_KIND_COUNT) -> float:
    """Return the lowest share of a kind that has enough changes."""
    return min((_share(own) for own in _by_kind(outcomes).values() if len(own) >= min_count), default=1.0)


def format_part(name: str, part: Outcomes) -> str:
    """Format the outcomes of a part as a table by kind."""
    kinds = _by_kind(part.outcomes)
    lines = [f"{name:24}{'count':>7}{'seen':>7}{'severe':>8}"] if kinds else []
    for kind, outcomes in [*kinds.items(), *([("all", part.outcomes)] if kinds else [])]:
        severe = float(np.mean([outcome.severe for outcome in outcomes]))
        lines.append(f"  {kind:22}{len(outcomes):7}{_share(outcomes):7.2f}{severe:8.2f}")
    if not name.startswith("matrix."):
        lines.append(f"{name}: {len(part.stray)} critical or major findings elsewhere in {part.texts} texts")
    return "\n".join(lines)


def _print_examples(name: str, part: Outcomes, options: argparse.Namespace) -> None:
    missed = [outcome for outcome in part.outcomes if not outcome.seen and options.kind in ("", outcome.kind)]
    for outcome in missed[: options.show_missed]:
        print(f"  {name} missed {outcome.kind}: {outcome.text}")
    for stray in part.stray[: options.show_stray]:
        print(f"  {name} stray: {stray}")


def main() -> int:
    """Measure, and print tables and examples."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, nargs="?", default=ROOT.parent / "shared" / "data")
    parser.add_argument("--part", choices=list(MEASURES), action="append", help="only this part; may be repeated")
    parser.add_argument("--set", choices=["newstest", "flores.dev", "flores.devtest"], action="append", dest="sets")
    parser.add_argument("--table", action="store_true", help="print a table by kind")
    parser.add_argument("--kind", default="", help="show only missed changes of this kind")
    parser.add_argument("--show-missed", type=int, default=0, metavar="N", help="print N missed changes of each part")
    parser.add_argument("--show-stray", type=int, default=0, metavar="N", help="print N false alarms of each part")
    options = parser.parse_args()
    for name in options.part or MEASURES:
        begun = time.perf_counter()
        with threadpool_limits(1):
            parts = MEASURES[name](options.data, options.sets or DEFAULT_SETS)
        for part, outcomes in parts.items():
            if options.table:
                print(format_part(part, outcomes))
            _print_examples(part, outcomes, options)
        print("\n".join(f"{metric:42}{value:10.4f}" for metric, value in summarise(parts).items()), flush=True)
        print(f"{name}: {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
