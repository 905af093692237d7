"""A previous alignment as JSON lines: `aligner align --format full` writes them, `--previous` reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from aligner.alignment.realign import Digests, PreviousAlignment
from aligner.errors import InputError
from aligner.types import Bead

SOURCE_COMMAND = "aligner align --format full"


def read_previous(lines: Iterable[str], name: str) -> PreviousAlignment:
    """Read an alignment from lines of `--format full`, skipping blank ones.

    Raises
    ------
    InputError
        For a line that is not such a bead, a missing sentence, or a sentence in two beads.
    """
    beads: list[Bead] = []
    digests: tuple[dict[int, str], dict[int, str]] = ({}, {})
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            bead, bead_digests = _read_bead(line)
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise InputError(
                f"{name}: line {number} is not a bead as {SOURCE_COMMAND} writes it; create the file again"
            ) from error
        beads.append(bead)
        for known, span, new in zip(digests, bead.spans, bead_digests, strict=True):
            if known.keys() & set(range(*span)):
                raise InputError(f"{name}: line {number} has a sentence of another bead; create the file again")
            known.update(zip(range(*span), new, strict=True))
    for side, known in zip(("English", "French"), digests, strict=True):
        missing = next((index for index in range(len(known)) if index not in known), None)
        if missing is not None:
            raise InputError(
                f"{name}: {side} sentence {missing} is in no bead; create the file again: {SOURCE_COMMAND}"
            )
    if not beads:
        raise InputError(f"{name}: the file has no beads; create it with {SOURCE_COMMAND}")
    en, fr = (tuple(known[index] for index in range(len(known))) for known in digests)
    return PreviousAlignment(tuple(beads), en, fr)


def _read_bead(line: str) -> tuple[Bead, tuple[Digests, Digests]]:
    row = json.loads(line)
    spans, bead_digests = [], []
    for side in ("en", "fr"):
        numbers, digests = row[side], row["digests"][side]
        if not all(type(number) is int and number >= 0 for number in numbers) or not all(
            type(d) is str for d in digests
        ):
            raise ValueError("not numbers and digests of sentences")
        first = numbers[0] if numbers else 0
        if numbers != list(range(first, first + len(numbers))) or len(numbers) != len(digests):
            raise ValueError("sentences are not consecutive")
        spans.append((first, first + len(numbers)))
        bead_digests.append(tuple(digests))
    posterior = float(row["posterior"])
    if not any(bead_digests) or not 0 <= posterior <= 1:
        raise ValueError("an empty bead, or a posterior out of range")
    return Bead(spans[0], spans[1], 0.0, posterior, row.get("moved") is True), (bead_digests[0], bead_digests[1])
