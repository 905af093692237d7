"""What alignment finds in documents whose truth is known: beads and nulls, right and wrong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from goldsets import NOVELS, Pair, edited
from logistic import Rows
from numpy.typing import NDArray

from aligner.align import align, beads_of
from aligner.confidence.checks import common_names
from aligner.confidence.features import Context, features
from aligner.confidence.model import load_model
from aligner.confidence.weigh import bead_figures
from aligner.encoders import load_encoder
from aligner.evaluation import gold_beads, gold_sentences
from aligner.prepare import embedded_words
from aligner.types import Bead, Sentence

Gold = Sequence[tuple[tuple[int, ...], tuple[int, ...]]]


class BeadCases(NamedTuple):
    """Figures and truth of full beads, and of nulls."""

    beads: Rows
    right: Rows
    nulls: Rows
    nulls_right: Rows


def joined(cases: Sequence[BeadCases]) -> BeadCases:
    """All cases together."""
    return BeadCases(*(np.concatenate([case[part] for case in cases]) for part in range(4)))


def of_documents(documents: Sequence[Sequence[Pair]], others: Sequence[Pair], rng: np.random.Generator) -> BeadCases:
    """Documents from which sentences were deleted, into which others were put, and some of which were merged."""
    found = []
    for document in documents:
        article = edited(document, others, rng)
        sides = [[Sentence(text, 0, len(text), 0) for text in side] for side in (article.en, article.fr)]
        found.append(_cases(sides, article.beads))
    return joined(found)


def of_strangers(left: Sequence[Sequence[Pair]], right: Sequence[Sequence[Pair]]) -> BeadCases:
    """Documents that have nothing to do with each other: every bead is wrong, every null right."""
    found = []
    for one, other in zip(left, right, strict=False):
        texts = [pair[0] for pair in one], [pair[1] for pair in other]
        sides = [[Sentence(text, 0, len(text), 0) for text in side] for side in texts]
        alone = [*(((i,), ()) for i in range(len(one))), *(((), (j,)) for j in range(len(other)))]
        found.append(_cases(sides, alone))
    return joined(found)


def of_novels(data: Path) -> BeadCases:
    """Novels that were aligned by hand."""
    found = []
    for name in NOVELS:
        path = data / f"dev/sentence_alignment/{name}.gold"
        sides = [gold_sentences(path.with_suffix(f".{side}"), True) for side in ("en", "fr")]
        found.append(_cases(sides, gold_beads(path)))
    return joined(found)


def _cases(sides: Sequence[Sequence[Sentence]], gold: Gold) -> BeadCases:
    texts = [[sentence.text for sentence in side] for side in sides]
    vectors = load_encoder().encode(texts[0]), load_encoder().encode(texts[1])
    words = embedded_words()
    beads = align(sides[0], sides[1], vectors, words=words)
    pairs = [(" ".join(texts[0][slice(*bead.en)]), " ".join(texts[1][slice(*bead.fr)])) for bead in beads]
    kept = common_names(*texts)
    rows = features(Context(*vectors, beads, pairs, kept), words).rows
    full = np.array([all(pair) for pair in pairs], bool)
    logits = np.where(full, load_model().segment.logits(rows), 0.0)
    found, alone = bead_figures(beads, rows, logits, full)
    right = _right(beads, gold)
    return BeadCases(found[full], right[full], alone[~full], right[~full])


def _right(beads: Sequence[Bead], gold: Gold) -> NDArray[np.float64]:
    """A full bead is right if it is one, a null if all its sentences stand alone."""
    true = {(tuple(en), tuple(fr)) for en, fr in gold}
    alone = [{at for bead in gold if not bead[1 - side] for at in bead[side]} for side in (0, 1)]
    out = []
    for bead in beads:
        en, fr = beads_of(bead)
        if en and fr:
            out.append((tuple(en), tuple(fr)) in true)
        else:
            out.append(set(en) <= alone[0] and set(fr) <= alone[1])
    return np.array(out, float)
