"""How far the confidence can be trusted on pairs of one's own: its measures, and the reliability diagram."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from aligner.errors import InputError
from aligner.evaluation import confidence_metrics as measure
from aligner.evaluation.confidence_metrics import RIGHT, Bin, Cases
from aligner.evaluation.corruptions import Pair, SentencePool, SourceDocument
from aligner.readers.bitext import read_pairs
from aligner.writers.atomic import atomic

Row = dict[str, object]
SIZE = 25  # lines that are taken for a document where no third column names one
FEWEST = 20  # pairs of which shares can be told
SEED = 5
THRESHOLDS = (0.5, 0.7, 0.8, 0.9, 0.95)
SHARE = 0.5  # of the pairs, for each recipe


def read_sources(path: Path) -> list[SourceDocument]:
    """The documents of a file of right pairs: runs of one name in the third column, or else of 25 lines.

    Raises
    ------
    InputError
        When the file has too few pairs to tell anything.
    """
    documents: dict[str, list[Pair]] = {}
    number = 0
    for line in read_pairs([path]):
        if not line.wrong:
            name = line.cells[2] if len(line.cells) > 2 else str(number // SIZE)
            documents.setdefault(name, []).append((line.en, line.fr))
            number += 1
    if number < FEWEST:
        raise InputError(f"{path}: {number} pairs; of fewer than {FEWEST} nothing can be told")
    corpus = SentencePool([pair for pairs in documents.values() for pair in pairs])
    return [SourceDocument(pairs, corpus) for pairs in documents.values()]


def confidence(files: Sequence[Path], *, prior: float, plot: Path | None) -> Iterator[Row]:
    """Make wrong pairs of right ones by every recipe, weigh all, and count: a row for each measure, recipe and class.

    Parameters
    ----------
    prior : share of the pairs that are right; the wrong ones are weighted so
    plot : an SVG file for the reliability diagram
    """
    rng = np.random.default_rng(SEED)
    sources = [source for path in files for source in read_sources(path)]
    made = measure.corrupt(sources, rng, share=SHARE)
    chance, truth = measure.chances(made.rows, prior), (made.recipes == RIGHT).astype(float)
    weights = measure.balance(made.recipes, prior)
    bins = measure.reliability(chance, truth, weights)
    if plot is not None:
        with atomic(plot) as handle:
            handle.write(diagram(bins))
    figures = {
        "auc": measure.auc(chance, truth, weights),
        "average precision": measure.average_precision(chance, truth, weights),
        "calibration error": measure.calibration_error(bins),
        "brier": measure.brier(chance, truth, weights),
        "median of the right": float(np.median(chance[truth > 0.5])),
    }
    pairs = int(truth.sum())
    yield from (_row("all", name, value, pairs) for name, value in figures.items())
    yield from _thresholds(chance, truth, weights)
    for recipe, (share, area) in measure.recall_by_corruption(chance, made.recipes).items():
        count = int((made.recipes == recipe).sum())
        yield _row(recipe, "caught", share, count)
        yield _row(recipe, "auc", area, count)
    yield from _lengths(made, chance, truth)


def _row(of: str, what: str, value: float, pairs: int) -> Row:
    return {"of": of, "measure": what, "value": round(value, 4), "pairs": pairs}


def _thresholds(chance: measure.Doubles, truth: measure.Doubles, weights: measure.Doubles) -> Iterator[Row]:
    """How many right pairs each threshold keeps, and how many of what it keeps are right."""
    for threshold in THRESHOLDS:
        kept = chance >= threshold
        right, mass = float((weights * truth)[kept].sum()), float(weights[kept].sum())
        yield _row(f"from {threshold}", "kept", right / float((weights * truth).sum()), int((truth[kept] > 0.5).sum()))
        yield _row(f"from {threshold}", "precision", right / max(mass, 1e-9), int(kept.sum()))


def _lengths(made: Cases, chance: measure.Doubles, truth: measure.Doubles) -> Iterator[Row]:
    """Calibration by the length of the English."""
    edges = [0, *measure.LENGTHS, np.inf]
    for least, most in pairwise(edges):
        inside = (made.lengths >= least) & (made.lengths < most)
        right = inside & (truth > 0.5)
        if right.sum() >= FEWEST and (inside & ~right).any():
            of = f"{least} to {most - 1} characters" if most < np.inf else f"{least} characters and more"
            weights = measure.balance(made.recipes[inside])
            bins = measure.reliability(chance[inside], truth[inside], weights)
            yield _row(of, "calibration error", measure.calibration_error(bins), int(right.sum()))
            yield _row(of, "median of the right", float(np.median(chance[right])), int(right.sum()))


def diagram(bins: Sequence[Bin]) -> str:
    """What is said against what is true, as SVG: on the diagonal the confidence means what it says."""
    size, edge = 320, 40

    def at(value: float) -> float:
        return round(value * size, 1)

    dots = "".join(
        f'<circle cx="{at(each.said)}" cy="{size - at(each.true)}" r="5"><title>{each.said:.3f} said, '
        f"{each.true:.3f} true</title></circle>"
        for each in bins
    )
    path = " ".join(f"{at(each.said)},{size - at(each.true)}" for each in bins)
    marks = "".join(
        f'<text x="{at(tick)}" y="{size + 18}" text-anchor="middle">{tick:g}</text>'
        f'<text x="-8" y="{size - at(tick) + 4}" text-anchor="end">{tick:g}</text>'
        for tick in (0, 0.25, 0.5, 0.75, 1)
    )
    whole = size + 2 * edge
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" font-family="sans-serif" '
        f'font-size="12" role="img" aria-label="Reliability diagram">'
        f'<rect width="{whole}" height="{whole}" fill="#fff"/>'
        f'<g transform="translate({edge + 10} 20)"><rect width="{size}" height="{size}" fill="none" stroke="#888"/>'
        f'<path d="M0 {size}L{size} 0" stroke="#888" stroke-dasharray="4 4"/>'
        f'<polyline points="{path}" fill="none" stroke="#0a4f8a"/><g fill="#0a4f8a">{dots}</g>{marks}'
        f'<text x="{size / 2}" y="{size + 36}" text-anchor="middle">confidence said</text>'
        f'<text transform="translate(-36 {size / 2}) rotate(-90)" text-anchor="middle">share that is right</text>'
        "</g></svg>\n"
    )
