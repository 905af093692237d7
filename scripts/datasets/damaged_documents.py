"""What alignment finds in documents whose truth is known: beads and nulls, right and wrong."""

from __future__ import annotations

from collections.abc import Sequence, Set
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.align import align, beads_of
from aligner.confidence.features.entities import common_names
from aligner.confidence.features.extract import Context, features
from aligner.confidence.model import load_model
from aligner.confidence.score import bead_figures
from aligner.encoders import load_encoder
from aligner.encoders.words import embedded_words
from aligner.evaluation.corruptions import RECIPES, SourceDocument
from aligner.evaluation.gold import gold_beads, gold_sentences
from aligner.types import Bead, Sentence
from scripts.datasets.gold import NOVELS, Pair, edited
from scripts.fitting.arrays import Rows

Gold = Sequence[tuple[tuple[int, ...], tuple[int, ...]]]
# What may befall a sentence that still stands in its place.
LOCAL = (
    "truncated", "appended", "number_changed", "number_swapped", "number_scaled", "name_swapped", "negation_flipped",
    "word_order", "partly_untranslated", "machine_loop", "spun",
)  # fmt: skip
DAMAGED = 0.0, 0.04, 0.2  # of the sentences of a document
OFTEN = 0.5, 0.3, 0.2  # and of how many documents


class BeadCases(NamedTuple):
    """Figures and truth of full beads, and of nulls."""

    beads: Rows
    right: Rows
    nulls: Rows
    nulls_right: Rows


def joined(cases: Sequence[BeadCases]) -> BeadCases:
    """All cases together."""
    return BeadCases(*(np.concatenate([case[part] for case in cases]) for part in range(4)))


def of_documents(sources: Sequence[SourceDocument], rng: np.random.Generator) -> BeadCases:
    """Documents from which sentences were deleted, into which others were put, and some of which were merged.

    Some sentences are damaged by a recipe: they stand where they should, and are no full translations.
    """
    found = []
    for source in sources:
        pairs, spoilt = _damaged(source, float(rng.choice(DAMAGED, p=OFTEN)), rng)
        article = edited(pairs, source.corpus.pairs, rng)
        sides = [[Sentence(text, 0, len(text), 0) for text in side] for side in (article.en, article.fr)]
        found.append(_cases(sides, article.beads, spoilt))
    return joined(found)


def _damaged(source: SourceDocument, share: float, rng: np.random.Generator) -> tuple[list[Pair], set[str]]:
    """The pairs of a document, of which a share is damaged, and the texts that are."""
    pairs, spoilt = list(source.pairs), set[str]()
    for at, pair in enumerate(source.pairs):
        if rng.random() < share:
            made = RECIPES[LOCAL[int(rng.integers(len(LOCAL)))]](at, source, rng)
            if made is not None:
                pairs[at] = made
                spoilt |= {text for text in made if text not in pair}
    return pairs, spoilt


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


def _cases(sides: Sequence[Sequence[Sentence]], gold: Gold, spoilt: Set[str] = frozenset()) -> BeadCases:
    texts = [[sentence.text for sentence in side] for side in sides]
    vectors = load_encoder().encode(texts[0]), load_encoder().encode(texts[1])
    beads = align(sides[0], sides[1], vectors, words=embedded_words())
    pairs = [(" ".join(texts[0][slice(*bead.en)]), " ".join(texts[1][slice(*bead.fr)])) for bead in beads]
    kept = common_names(*texts)
    rows = features(Context(beads, pairs, kept, vectors)).rows
    full = np.array([all(pair) for pair in pairs], bool)
    logits = np.where(full, load_model().segment.logits(rows), 0.0)
    found, alone = bead_figures(beads, rows, logits, full)
    right = _right(beads, gold)
    right[[all(pair) and any(text in one for text in spoilt for one in pair) for pair in pairs]] = 0
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
