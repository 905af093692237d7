"""Precision and recall of sentence boundaries, where the lines of a corpus are its sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

# A line without a terminal leaves no boundary to be seen once the lines are joined by spaces.
_TERMINAL = re.compile(r"[.!?…][\s\"'”’»›)\]]*$")
Split = Callable[[str], Sequence[tuple[int, int]]]


class Boundaries(NamedTuple):
    """Counts of boundaries; `examples` are texts about the wrong ones, marked with a bar."""

    right: int
    wrong: int
    missed: int
    examples: tuple[str, ...]

    @property
    def precision(self) -> float:
        """0..1."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """0..1."""
        return self.right / max(1, self.right + self.missed)


def measure(lines: Sequence[str], split: Split, *, size: int = 8) -> Boundaries:
    """Join `size` lines at a time by spaces, split them, and compare the inner ends with the line ends."""
    right, wrong, missed, examples = 0, 0, 0, []
    for at in range(0, len(lines), size):
        batch = [line.strip() for line in lines[at : at + size]]
        text, position = " ".join(batch), -1
        ends: set[int] = set()
        hidden: set[int] = set()
        for line in batch[:-1]:
            position += len(line) + 1
            (ends if _TERMINAL.search(line) else hidden).add(position)
        found = {end for _, end in split(text)[:-1]} - hidden
        right, wrong, missed = right + len(found & ends), wrong + len(found - ends), missed + len(ends - found)
        examples += [f"+ {text[max(0, i - 50) : i]}|{text[i : i + 40]}" for i in sorted(found - ends)]
        examples += [f"- {text[max(0, i - 50) : i]}|{text[i : i + 40]}" for i in sorted(ends - found)]
    return Boundaries(right, wrong, missed, tuple(examples))
