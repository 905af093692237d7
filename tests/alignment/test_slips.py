"""A text of made-up news in step; each case has changes of its lines, and the slips that have to be found.

A slip is its first and last row, what it is, and by how many lines French is ahead after it. The pairs that are left
have to be those of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest
from conftest import CASES, read

from aligner.alignment.slip_events import Slip, find_slips
from aligner.alignment.slip_evidence import IMPOSSIBLE
from aligner.alignment.slip_lines import Column
from aligner.alignment.slip_path import LONGER_GAP, OPENED_GAP, OffsetPaths, Step
from aligner.alignment.slips import Partners, find_partners
from aligner.encoders import load_encoder
from aligner.pipeline.mend import row_lines

SLIPS = CASES / "alignment" / "slips"
TEXT = [line.split("\t") for line in (SLIPS / "text.tsv").read_text("utf-8").splitlines()]
ENGLISH, FRENCH = ([pair[side] for pair in TEXT] for side in (0, 1))
EVERY_FIFTH_BLANK = [text if at % 5 else "" for at, text in enumerate(ENGLISH)]
SLIP_CASES = read(SLIPS / "cases.jsonl")


def columns(en: Sequence[str], fr: Sequence[str]) -> tuple[Column, Column]:
    encode = load_encoder().encode
    return Column.of(en, encode), Column.of(fr, encode)


def edited(case: dict[str, Any]) -> tuple[list[str], list[str]]:
    sides = {"en": ENGLISH.copy(), "fr": FRENCH.copy()}
    for side, kind, line, *size in case["edits"]:
        lines, at, count = sides[side], line - 1, size[0] if size else 1
        block = lines[at : at + count]
        if kind == "drop":
            lines[at : at + count] = []
        elif kind == "double":
            lines[at:at] = block
        elif kind == "swap":
            lines[at : at + 2 * count] = lines[at + count : at + 2 * count] + block
        elif kind == "exchange":  # with the line of another number
            lines[at], lines[count - 1] = lines[count - 1], lines[at]
        else:  # after so many words
            words = lines[at].split(" ")
            lines[at : at + 1] = [" ".join(words[:count]), " ".join(words[count:])]
    return sides["en"], sides["fr"]


def mended(en: Sequence[str], fr: Sequence[str], partners: Partners) -> list[tuple[str, str]]:
    return [
        (" ".join(en[line] for line in lines[0]), " ".join(fr[line] for line in lines[1]))
        for lines in row_lines(partners)
    ]


@pytest.mark.parametrize("case", SLIP_CASES, ids=lambda case: case["name"])
def test_slips_are_found_and_mended(case: dict[str, Any]) -> None:
    en, fr = edited(case)
    sides = columns(en, fr)
    partners = find_partners(*sides)
    cuts = [(first - 1, first - 1 + sum(size or [1])) for _, kind, first, *size in case["edits"] if kind == "drop"]
    dropped = {line for start, stop in cuts for line in range(start, stop)}
    right = sorted(tuple(pair) for line, pair in enumerate(TEXT) if line not in dropped)
    assert sorted(mended(en, fr, partners)) == right
    found = find_slips(*sides, partners)
    assert [[slip.first + 1, slip.last + 1, slip.what, slip.shift] for slip in found] == case["slips"]
    assert all(0.9 < slip.confidence < 1 for slip in found)


def partners_of(en: Sequence[str], fr: Sequence[str]) -> tuple[list[int], list[Slip]]:
    sides = columns(en, fr)
    partners = find_partners(*sides)
    return partners.fr.tolist(), find_slips(*sides, partners)


@pytest.mark.parametrize(
    ("en", "fr"),
    [
        (["Yes."] * 60, ["Oui."] * 60),
        (["Article 1", "Article 2", "Article 3"] * 20, ["Article 1", "Article 2", "Article 3"] * 20),
        (ENGLISH, ENGLISH),
        (EVERY_FIFTH_BLANK, FRENCH),
        (EVERY_FIFTH_BLANK, [text if at % 5 else "" for at, text in enumerate(FRENCH)]),
        (ENGLISH, [*FRENCH[:20], *["Autre chose."] * 3, *FRENCH[23:]]),
        ([TEXT[0][0]], [TEXT[0][1]]),
        (["Come in."], ["Il neige."]),
    ],
    ids=["repeated", "numbered", "one language", "blank English", "blank lines", "wrong lines", "one row", "wrong row"],
)
def test_what_is_no_slip_stays(en: list[str], fr: list[str]) -> None:
    found, slips = partners_of(en, fr)
    assert found == list(range(len(en)))
    assert not slips


def test_a_missing_chapter_is_found_again() -> None:
    """Let more lines be missing than the band is wide, so that the place has to be searched."""
    chapter = [
        f"Number {number}: {text}" for number in range(60) for text in ("The budget grew again.", "The judge left.")
    ]
    found, slips = partners_of(chapter + ENGLISH, FRENCH)
    assert found == [-1] * len(chapter) + list(range(len(TEXT)))
    assert [(slip.first, slip.shift) for slip in slips] == [(0, -len(chapter))]


def best_value(odds: np.ndarray, reach: int) -> float:
    """Return the value of the best path through a band by trying every step."""

    @cache
    def best(row: int, offset: int, state: str) -> float:
        ends = [0.0] if row == len(odds) else []
        if row < len(odds):
            ends.append(odds[row, offset] + best(row + 1, offset, "pair"))
            if offset:
                ends.append(best(row + 1, offset - 1, "en") - (LONGER_GAP if state == "en" else OPENED_GAP))
        if offset < 2 * reach:
            ends.append(best(row, offset + 1, "fr") - (LONGER_GAP if state == "fr" else OPENED_GAP))
        return max(ends)

    return best(0, reach, "pair")


def value_of(steps: Sequence[Step]) -> float:
    value, state = 0.0, "pair"
    for i, j, odds in steps:
        new = "fr" if i < 0 else "en" if j < 0 else "pair"
        value += odds if new == "pair" else -(LONGER_GAP if new == state else OPENED_GAP)
        state = new
    return value


@pytest.mark.parametrize("seed", range(20))
def test_path_is_the_best_of_all(seed: int) -> None:
    reach, rows = 3, 6
    odds = np.random.default_rng(seed).normal(0, 9, (rows, 2 * reach + 1)).clip(-4, 12)
    path = OffsetPaths(0, 0, reach)
    for block in (odds[:2], odds[2:]):
        path.extend(block, np.full_like(block, IMPOSSIBLE))
    steps = path.steps()
    assert [i for i, _, _ in steps if i >= 0] == list(range(rows))
    assert value_of(steps) == pytest.approx(best_value(odds, reach))


def test_a_moved_band_goes_on_where_it_was() -> None:
    reach = 3
    path = OffsetPaths(0, 0, reach)
    rising = np.full((4, 2 * reach + 1), -4.0)
    rising[:, reach + 2] = 12.0
    path.extend(rising, np.full_like(rising, IMPOSSIBLE))
    path.move(path.centre() - reach)
    assert path.low == 2 - reach
    same = np.full((4, 2 * reach + 1), -4.0)
    same[:, reach] = 12.0
    path.extend(same, np.full_like(same, IMPOSSIBLE))
    assert [step[:2] for step in path.steps()] == [(-1, 0), (-1, 1), *((row, row + 2) for row in range(8))]
