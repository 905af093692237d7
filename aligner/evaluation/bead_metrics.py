"""How well found beads agree with gold ones, by the field's definitions."""

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
    """Right and all, added up over texts."""

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
        return Counts(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def strict(self) -> Rates:
        """Of beads found exactly."""
        return _rates(self.precise_strict, self.found, self.recalled_strict, self.gold)

    @property
    def lax(self) -> Rates:
        """Of beads that share a sentence pair with a gold bead."""
        return _rates(self.precise_lax, self.found, self.recalled_lax, self.gold)

    @property
    def null(self) -> Rates:
        """Of sentences left untranslated."""
        return _rates(self.nulls_right, self.nulls_found, self.nulls_right, self.nulls_gold)


def count(found: list[Indices], gold: list[Indices]) -> Counts:
    """Count one text.

    Strict and lax follow Vecalign's scorer (Thompson & Koehn 2019): precision
    over all beads found, recall over gold beads that are no nulls. Nulls are
    counted apart, by sentence.
    """
    full_found, full_gold = ([bead for bead in beads if bead[0] and bead[1]] for beads in (found, gold))
    nulls_found, nulls_gold = _nulls(found), _nulls(gold)
    return Counts(
        *_right(found, gold), len(found), *_right(full_gold, full_found), len(full_gold),
        len(nulls_found & nulls_gold), len(nulls_found), len(nulls_gold),
    )  # fmt: skip


def _right(beads: list[Indices], among: list[Indices]) -> tuple[int, int]:
    exact = set(among)
    partners: dict[int, set[int]] = {}
    for en, fr in among:
        for sentence in en:
            partners.setdefault(sentence, set()).update(fr)
    strict = sum(bead in exact for bead in beads)
    lax = sum(bead in exact or any(partners.get(i, set()) & set(bead[1]) for i in bead[0]) for bead in beads)
    return strict, lax


def _nulls(beads: Iterable[Indices]) -> set[tuple[str, int]]:
    return {(side, at) for en, fr in beads if not (en and fr) for side, part in (("en", en), ("fr", fr)) for at in part}


def _rates(right: int, found: int, recalled: int, gold: int) -> Rates:
    precision, recall = right / max(1, found), recalled / max(1, gold)
    return Rates(precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0)
