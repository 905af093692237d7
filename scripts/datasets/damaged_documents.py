"""Documents with known alignments and damaged sentences: the beads and nulls that alignment finds, right or wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.alignment.align import align, bead_indices
from aligner.confidence.features.entities import common_names
from aligner.confidence.features.extract import Context, extract_features
from aligner.confidence.model import ConfidenceModel, load_model
from aligner.confidence.score import context_features
from aligner.encoders import load_encoder
from aligner.encoders.words import embedded_words
from aligner.evaluation.corruptions import SourceDocument
from aligner.evaluation.gold import gold_beads, gold_sentences
from aligner.types import Bead, Doubles, Sentence
from scripts.datasets.damage.makers import KIND_SHARES, Maker
from scripts.datasets.gold import NOVELS, Pair, edit_article

GoldBeads = Sequence[tuple[tuple[int, ...], tuple[int, ...]]]
# Kinds of makers that leave a sentence in its position.
LOCAL_KINDS = frozenset(KIND_SHARES) - {"line"}
DAMAGE_SHARES = 0.0, 0.0, 0.0, 0.0, 0.0, 0.04, 0.04, 0.04, 0.2, 0.2  # of the sentences of a document


class BeadCases(NamedTuple):
    """Features and truth of full beads, and of nulls."""

    beads: Doubles
    right: Doubles
    nulls: Doubles
    nulls_right: Doubles


def concatenate_cases(cases: Sequence[BeadCases]) -> BeadCases:
    """Concatenate cases field by field."""
    return BeadCases(*(np.concatenate([case[field] for case in cases]) for field in range(4)))


def local_makers(all_makers: Mapping[str, Maker]) -> dict[str, Maker]:
    """Return the makers that leave a sentence in its position, without those that join it to the next."""
    return {
        name: maker
        for name, maker in all_makers.items()
        if maker.kind in LOCAL_KINDS and name not in ("line_more", "lines_apart")
    }


def cases_of_documents(
    sources: Sequence[SourceDocument],
    rng: np.random.Generator,
    chosen: Mapping[str, Maker],
    *,
    shares: Sequence[float] = DAMAGE_SHARES,
    model: ConfidenceModel | None = None,
) -> BeadCases:
    """Align documents in which sentences were deleted, inserted, merged and damaged by the chosen makers.

    A damaged sentence keeps its position and is no full translation, so its bead is wrong.

    Parameters
    ----------
    shares : of the sentences of a document, of which one is drawn
    model : judges the pairs; that of `models/confidence` if there is none
    """
    cases = []
    for source in sources:
        pairs, damaged = _damage(source, chosen, float(rng.choice(shares)), rng)
        article = edit_article(pairs, source.pool.pairs, rng)
        sides = [[Sentence(text, 0, len(text), 0) for text in side] for side in (article.en, article.fr)]
        cases.append(_align_and_label(sides, article.beads, damaged, model))
    return concatenate_cases(cases)


def _damage(
    source: SourceDocument, chosen: Mapping[str, Maker], share: float, rng: np.random.Generator
) -> tuple[list[Pair], set[str]]:
    """Corrupt a share of the pairs of a document; return all pairs, and the texts that were changed."""
    pairs, damaged = list(source.pairs), set[str]()
    kinds = sorted({maker.kind for maker in chosen.values()})
    shares = np.array([KIND_SHARES[kind] for kind in kinds])
    for index, pair in enumerate(source.pairs):
        if rng.random() < share:
            kind = rng.choice(kinds, p=shares / shares.sum())
            own = [maker.make for maker in chosen.values() if maker.kind == kind]
            corrupted = own[int(rng.integers(len(own)))](index, source, rng)
            if corrupted is not None:
                pairs[index] = corrupted
                damaged |= {text for text in corrupted if text not in pair}
    return pairs, damaged


def cases_of_unrelated(left: Sequence[Sequence[Pair]], right: Sequence[Sequence[Pair]]) -> BeadCases:
    """Align unrelated documents: every bead is wrong, every null right."""
    cases = []
    for one, other in zip(left, right, strict=False):
        texts = [pair[0] for pair in one], [pair[1] for pair in other]
        sides = [[Sentence(text, 0, len(text), 0) for text in side] for side in texts]
        nulls = [*(((i,), ()) for i in range(len(one))), *(((), (j,)) for j in range(len(other)))]
        cases.append(_align_and_label(sides, nulls))
    return concatenate_cases(cases)


def cases_of_novels(data: Path) -> BeadCases:
    """Align the manually aligned novels."""
    cases = []
    for name in NOVELS:
        path = data / f"dev/sentence_alignment/{name}.gold"
        sides = [gold_sentences(path.with_suffix(f".{side}"), True) for side in ("en", "fr")]
        cases.append(_align_and_label(sides, gold_beads(path)))
    return concatenate_cases(cases)


def _align_and_label(
    sides: Sequence[Sequence[Sentence]],
    gold: GoldBeads,
    damaged: Set[str] = frozenset(),
    model: ConfidenceModel | None = None,
) -> BeadCases:
    texts = [[sentence.text for sentence in side] for side in sides]
    vectors = load_encoder().encode(texts[0]), load_encoder().encode(texts[1])
    beads = align(sides[0], sides[1], vectors, words=embedded_words())
    pairs = [(" ".join(texts[0][slice(*bead.en)]), " ".join(texts[1][slice(*bead.fr)])) for bead in beads]
    known_names = common_names(*texts)
    rows = extract_features(Context(beads, pairs, known_names, vectors)).rows
    full = np.array([all(pair) for pair in pairs], bool)
    logits = np.where(full, (model or load_model()).logits(rows), 0.0)
    bead_rows, null_rows = context_features(beads, rows, logits, full)
    right = _label(beads, gold)
    right[[all(pair) and any(text in side for text in damaged for side in pair) for pair in pairs]] = 0
    return BeadCases(bead_rows[full], right[full], null_rows[~full], right[~full])


def _label(beads: Sequence[Bead], gold: GoldBeads) -> Doubles:
    """Label a full bead as right if it is a gold bead, a null if all its sentences are gold nulls."""
    gold_set = {(tuple(en), tuple(fr)) for en, fr in gold}
    nulls = [{i for bead in gold if not bead[1 - side] for i in bead[side]} for side in (0, 1)]
    labels = []
    for bead in beads:
        en, fr = bead_indices(bead)
        if en and fr:
            labels.append((tuple(en), tuple(fr)) in gold_set)
        else:
            labels.append(set(en) <= nulls[0] and set(fr) <= nulls[1])
    return np.array(labels, float)
