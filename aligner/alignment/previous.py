"""A past alignment as JSON lines: `aligner align --format full` writes them, `--again` reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from aligner.alignment.realign import Digests, PreviousAlignment
from aligner.errors import InputError
from aligner.types import Bead

MADE = "aligner align --format full"


def read_previous(lines: Iterable[str], name: str) -> PreviousAlignment:
    """The alignment that lines of `--format full` hold; blank lines are passed over.

    Raises
    ------
    InputError
        For a line that is no such bead, a sentence that is missing, or one that is in two beads.
    """
    beads: list[Bead] = []
    known: tuple[dict[int, str], dict[int, str]] = ({}, {})
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            bead, keys = _bead(line)
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise InputError(f"{name}: line {number} is no bead as {MADE} writes it; make the file anew") from error
        beads.append(bead)
        for there, at, key in zip(known, bead[:2], keys, strict=True):
            if there.keys() & set(range(*at)):
                raise InputError(f"{name}: line {number} has a sentence that is in another bead; make the file anew")
            there.update(zip(range(*at), key, strict=True))
    for side, there in zip(("English", "French"), known, strict=True):
        gone = next((at for at in range(len(there)) if at not in there), None)
        if gone is not None:
            raise InputError(f"{name}: {side} sentence {gone} is in no bead; make the file anew with {MADE}")
    if not beads:
        raise InputError(f"{name}: there are no beads in it; {MADE} makes such a file")
    en, fr = (tuple(there[at] for at in range(len(there))) for there in known)
    return PreviousAlignment(tuple(beads), en, fr)


def _bead(line: str) -> tuple[Bead, tuple[Digests, Digests]]:
    row = json.loads(line)
    spans, keys = [], []
    for side in ("en", "fr"):
        numbers, digests = row[side], row["digests"][side]
        if not all(type(at) is int and at >= 0 for at in numbers) or not all(type(one) is str for one in digests):
            raise ValueError("no numbers and digests of sentences")
        first = numbers[0] if numbers else 0
        if numbers != list(range(first, first + len(numbers))) or len(numbers) != len(digests):
            raise ValueError("sentences that do not follow each other")
        spans.append((first, first + len(numbers)))
        keys.append(tuple(digests))
    posterior = float(row["posterior"])
    if not (keys[0] or keys[1]) or not 0 <= posterior <= 1:
        raise ValueError("a bead of nothing, or of no chance")
    return Bead(spans[0], spans[1], 0.0, posterior, row.get("moved") is True), (keys[0], keys[1])
