"""Precision, recall and F1 of beads against gold beads, by the usual definitions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

Indices = tuple[tuple[int, ...], tuple[int, ...]]


class Rates(NamedTuple):
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float
    f1: float


class Counts(NamedTuple):
    """Numbers of correct and of all beads, summed over texts.

    precise_strict, precise_lax : beads found that are correct
    recalled_strict, recalled_lax : gold beads that are found
    nulls_right, nulls_found, nulls_gold : untranslated sentences
    """

    precise_strict: int = 0
    precise_lax: int = 0
    found: int = 0
    recalled_strict: int = 0
    recalled_lax: int = 0
    gold: int = 0
    nulls_right: int = 0
    nulls_found: int = 0
    nulls_gold: int = 0

    def plus(self, other: Counts) -> Counts:
        """Add the counts of other texts."""
        return Counts(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def strict(self) -> Rates:
        """The rates of beads that are equal to a gold bead."""
        return _rates(self.precise_strict, self.found, self.recalled_strict, self.gold)

    @property
    def lax(self) -> Rates:
        """The rates of beads that share a sentence pair with a gold bead."""
        return _rates(self.precise_lax, self.found, self.recalled_lax, self.gold)

    @property
    def null(self) -> Rates:
        """The rates of untranslated sentences."""
        return _rates(self.nulls_right, self.nulls_found, self.nulls_right, self.nulls_gold)


def compare_beads(found: list[Indices], gold: list[Indices]) -> Counts:
    """Compare the beads of one text with gold ones.

    Strict and lax follow Vecalign's scorer (Thompson & Koehn 2019): precision
    over all beads found, recall over gold beads that are not nulls. Nulls are
    counted separately, by sentence.
    """
    full_found, full_gold = ([bead for bead in beads if bead[0] and bead[1]] for beads in (found, gold))
    nulls_found, nulls_gold = _nulls(found), _nulls(gold)
    return Counts(
        *_matches(found, gold), len(found), *_matches(full_gold, full_found), len(full_gold),
        len(nulls_found & nulls_gold), len(nulls_found), len(nulls_gold),
    )  # fmt: skip


def _matches(beads: list[Indices], reference: list[Indices]) -> tuple[int, int]:
    exact = set(reference)
    partners: dict[int, set[int]] = {}
    for en, fr in reference:
        for sentence in en:
            partners.setdefault(sentence, set()).update(fr)
    strict = sum(bead in exact for bead in beads)
    lax = sum(bead in exact or any(partners.get(i, set()) & set(bead[1]) for i in bead[0]) for bead in beads)
    return strict, lax


def _nulls(beads: Iterable[Indices]) -> set[tuple[str, int]]:
    return {
        (side, index)
        for en, fr in beads
        if not (en and fr)
        for side, indices in (("en", en), ("fr", fr))
        for index in indices
    }


def _rates(right: int, found: int, recalled: int, gold: int) -> Rates:
    precision, recall = right / max(1, found), recalled / max(1, gold)
    return Rates(precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0)
