"""Gate part of mending: the pairs put right in corpora that slipped out of step, and the rows left as they are.

    python -m scripts.quality.mend [DATA]

Corpora are those that nothing was fitted to: FLORES devtest, newstest, and every second regulation. Free translations
in step (commentary, tales, novels) have to stay as they are. Each figure is pooled over rates of faults and both sides.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from aligner.alignment.slip_lines import Column, Encode
from aligner.alignment.slips import find_partners
from aligner.encoders import load_encoder
from aligner.pipeline.mend import row_lines
from aligner.types import SIDES, Floats
from scripts.datasets.slipped_corpora import (
    KINDS,
    Outcome,
    SlippedCorpus,
    Slips,
    count_outcome,
    exchange,
    held_out_corpora,
    slip,
)

SEED = 7
RATES = (0.001, 0.01, 0.05)
BLOCK_RATES = (0.001, 0.005)
EXCHANGE_RATE = 0.01  # of lines that change places with others anywhere
SLIPPED = ("flores.devtest", "newstest", "law")
IN_STEP = ("commentary", "literary", "novels")
ROOT = Path(__file__).resolve().parents[2]


def measure_mend(data: Path) -> dict[str, float]:
    """Return the shares of pairs that are mended and kept, by kind of fault and by corpus."""
    corpora = held_out_corpora(data)
    totals: dict[str, list[Outcome]] = defaultdict(list)
    for name in SLIPPED:
        encode = _remember(load_encoder().encode)
        for label, slips in _kinds():
            outcome = _outcome(slip(corpora[name], slips, np.random.default_rng(SEED)), encode)
            totals[label].append(outcome)
            totals[name].append(outcome)
        for side in SIDES:
            corpus = exchange(corpora[name], EXCHANGE_RATE, side, np.random.default_rng(SEED))
            totals["exchanged"].append(_outcome(corpus, encode))
    for name in IN_STEP:
        totals["in_step"].append(
            _outcome(slip(corpora[name], Slips(0), np.random.default_rng(SEED)), load_encoder().encode)
        )
    metrics = {}
    for label, outcomes in totals.items():
        shifted, mended, right, kept, rows, wrong = map(sum, zip(*outcomes, strict=True))
        if shifted:
            metrics[f"mend.{label}.mended"] = mended / shifted
            metrics[f"mend.{label}.right"] = 1 - wrong / rows
        metrics[f"mend.{label}.kept"] = kept / right
    return metrics


def _kinds() -> Iterator[tuple[str, Slips]]:
    for rate in RATES:
        yield from ((kind, Slips(rate, (kind,))) for kind in KINDS)
        yield "mixed", Slips(rate)
        yield "english", Slips(rate, sides=("en",))
        yield "french", Slips(rate, sides=("fr",))
        yield "split", Slips(rate, ("split",))
    yield from (("blocks", Slips(rate, blocks=True)) for rate in BLOCK_RATES)


def _outcome(corpus: SlippedCorpus, encode: Encode) -> Outcome:
    en, fr = (Column.of(texts, encode) for texts in (corpus.en, corpus.fr))
    rows = [
        (" ".join(corpus.en[line] for line in lines[0]), " ".join(corpus.fr[line] for line in lines[1]))
        for lines in row_lines(find_partners(en, fr))
    ]
    return count_outcome(corpus, rows)


def _remember(encode: Encode) -> Encode:
    """Return an encoder that encodes each text once: a corpus is damaged in many ways."""
    known: dict[str, Floats] = {}

    def encode_new(texts: Sequence[str]) -> Floats:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, encode(new), strict=True))
        return np.stack([known[text] for text in texts])

    return encode_new


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, nargs="?", default=ROOT.parent / "shared/data")
    with threadpool_limits(1):
        for name, value in measure_mend(parser.parse_args().data).items():
            print(f"{name:32}{value:.5f}")


if __name__ == "__main__":
    main()
