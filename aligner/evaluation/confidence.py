"""Metrics of the confidence on a user's own pairs, and the reliability diagram."""

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
from aligner.types import THRESHOLDS, Doubles
from aligner.writers.atomic import open_atomic

Row = dict[str, object]
DEFAULT_DOCUMENT_PAIRS = 25  # consecutive lines that form a document if no third column names one
MIN_PAIRS = 20  # for which shares are meaningful
SEED = 5
CORRUPTED_SHARE = 0.5  # of the pairs, for each corruption


def read_sources(path: Path) -> list[SourceDocument]:
    """Read the documents of a file of correct pairs: by the name in the third column, or else 25 lines each.

    Raises
    ------
    InputError
        If the file has too few pairs.
    """
    documents: dict[str, list[Pair]] = {}
    number = 0
    for line in read_pairs([path]):
        if not line.fault:
            name = line.cells[2] if len(line.cells) > 2 else str(number // DEFAULT_DOCUMENT_PAIRS)
            documents.setdefault(name, []).append((line.en, line.fr))
            number += 1
    if number < MIN_PAIRS:
        raise InputError(f"{path}: {number} pairs are too few; the metrics need at least {MIN_PAIRS}")
    pool = SentencePool([pair for pairs in documents.values() for pair in pairs])
    return [SourceDocument(pairs, pool) for pairs in documents.values()]


def confidence_rows(files: Sequence[Path], *, prior: float, plot: Path | None) -> Iterator[Row]:
    """Corrupt pairs in every way, score all pairs, and yield a row for each metric, corruption and length class.

    Parameters
    ----------
    prior : float
        Assumed share of correct pairs; the wrong ones are weighted accordingly.
    plot : Path
        An SVG file for the reliability diagram.
    """
    rng = np.random.default_rng(SEED)
    sources = [source for path in files for source in read_sources(path)]
    cases = measure.corrupt(sources, rng, share=CORRUPTED_SHARE)
    confidence, truth = measure.probabilities(cases.rows, prior), (cases.corruptions == RIGHT).astype(float)
    weights = measure.balance(cases.corruptions, prior)
    bins = measure.reliability(confidence, truth, weights)
    if plot is not None:
        with open_atomic(plot) as handle:
            handle.write(diagram(bins))
    metrics = {
        "auc": measure.auc(confidence, truth, weights),
        "average precision": measure.average_precision(confidence, truth, weights),
        "calibration error": measure.calibration_error(bins),
        "brier": measure.brier(confidence, truth, weights),
        "median of the right": float(np.median(confidence[truth > 0.5])),
    }
    pairs = int(truth.sum())
    yield from (_row("all", name, value, pairs) for name, value in metrics.items())
    yield from _thresholds(confidence, truth, weights)
    for corruption, (share, area) in measure.recall_by_corruption(confidence, cases.corruptions).items():
        count = int((cases.corruptions == corruption).sum())
        yield _row(corruption, "caught", share, count)
        yield _row(corruption, "auc", area, count)
    yield from _lengths(cases, confidence, truth)


def _row(of: str, metric: str, value: float, pairs: int) -> Row:
    return {"of": of, "measure": metric, "value": round(value, 4), "pairs": pairs}


def _thresholds(confidence: Doubles, truth: Doubles, weights: Doubles) -> Iterator[Row]:
    """Yield the recall and precision of correct pairs at each threshold."""
    for threshold in THRESHOLDS:
        kept = confidence >= threshold
        right, mass = float((weights * truth)[kept].sum()), float(weights[kept].sum())
        yield _row(f"from {threshold}", "kept", right / float((weights * truth).sum()), int((truth[kept] > 0.5).sum()))
        yield _row(f"from {threshold}", "precision", right / max(mass, 1e-9), int(kept.sum()))


def _lengths(cases: Cases, confidence: Doubles, truth: Doubles) -> Iterator[Row]:
    """Yield the calibration by the length of the English text."""
    edges = [0, *measure.LENGTH_EDGES, np.inf]
    for low, high in pairwise(edges):
        inside = (cases.lengths >= low) & (cases.lengths < high)
        right = inside & (truth > 0.5)
        if right.sum() >= MIN_PAIRS and (inside & ~right).any():
            name = f"{low} to {high - 1} characters" if high < np.inf else f"{low} characters and more"
            weights = measure.balance(cases.corruptions[inside])
            bins = measure.reliability(confidence[inside], truth[inside], weights)
            yield _row(name, "calibration error", measure.calibration_error(bins), int(right.sum()))
            yield _row(name, "median of the right", float(np.median(confidence[right])), int(right.sum()))


def diagram(bins: Sequence[Bin]) -> str:
    """Draw confidence against accuracy as SVG; points on the diagonal are perfectly calibrated."""
    size, margin = 320, 40

    def scale(value: float) -> float:
        return round(value * size, 1)

    dots = "".join(
        f'<circle cx="{scale(point.confidence)}" cy="{size - scale(point.accuracy)}" r="5">'
        f"<title>confidence {point.confidence:.3f}, accuracy {point.accuracy:.3f}</title></circle>"
        for point in bins
    )
    path = " ".join(f"{scale(point.confidence)},{size - scale(point.accuracy)}" for point in bins)
    marks = "".join(
        f'<text x="{scale(tick)}" y="{size + 18}" text-anchor="middle">{tick:g}</text>'
        f'<text x="-8" y="{size - scale(tick) + 4}" text-anchor="end">{tick:g}</text>'
        for tick in (0, 0.25, 0.5, 0.75, 1)
    )
    total = size + 2 * margin
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total} {total}" font-family="sans-serif" '
        f'font-size="12" role="img" aria-label="Reliability diagram">'
        f'<rect width="{total}" height="{total}" fill="#fff"/>'
        f'<g transform="translate({margin + 10} 20)"><rect width="{size}" height="{size}" fill="none" stroke="#888"/>'
        f'<path d="M0 {size}L{size} 0" stroke="#888" stroke-dasharray="4 4"/>'
        f'<polyline points="{path}" fill="none" stroke="#0a4f8a"/><g fill="#0a4f8a">{dots}</g>{marks}'
        f'<text x="{size / 2}" y="{size + 36}" text-anchor="middle">confidence</text>'
        f'<text transform="translate(-36 {size / 2}) rotate(-90)" text-anchor="middle">share of correct pairs</text>'
        "</g></svg>\n"
    )
