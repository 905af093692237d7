"""Find the words that two versions of a passage do not share: replaced, lost, added, moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from aligner.comparison.tokens import Token, is_content
from aligner.types import Side, Span

MAX_TOKENS = 3000  # tokens of a passage that are compared exactly; of a longer one only those that occur once
MAX_ISLAND_TOKENS = 2  # common function words between two edits that belong to the edits


class Edit(NamedTuple):
    """Tokens `here` in the place of the tokens `there`, as half-open ranges of indices; one of them may be empty."""

    here: Span
    there: Span

    @property
    def sizes(self) -> tuple[int, int]:
        """The number of tokens on both sides."""
        return self.here[1] - self.here[0], self.there[1] - self.there[0]


class WordDiff(NamedTuple):
    """The edits between two token sequences in order, and for each token `there` its equal one `here`."""

    edits: list[Edit]
    equal: dict[int, int]


def diff(here: Sequence[Token], there: Sequence[Token], side: Side) -> WordDiff:
    """Compare two sequences of tokens by their longest common subsequence."""
    blocks = _common([token.key for token in here], [token.key for token in there])
    merged = list(_without_islands(blocks, here, side))
    equal = {two + at: one + at for one, two, size in merged for at in range(size)}
    edits = [edit for gap in _gaps(merged, len(here), len(there)) for edit in _split(gap)]
    return WordDiff(edits, equal)


Block = tuple[int, int, int]  # start here, start there, number of equal tokens


def _common(here: Sequence[str], there: Sequence[str]) -> list[Block]:
    """Return the blocks of equal keys."""
    head = next((at for at, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), min(len(here), len(there)))
    rest = min(len(here), len(there)) - head
    tail = next((at for at in range(rest) if here[-1 - at] != there[-1 - at]), rest)
    one, two = here[head : len(here) - tail], there[head : len(there) - tail]
    middle = _blocks(one, two) if max(len(one), len(two)) <= MAX_TOKENS else _unique_blocks(one, two)
    blocks = [(0, 0, head), *((a + head, b + head, size) for a, b, size in middle)]
    return [block for block in (*blocks, (len(here) - tail, len(there) - tail, tail)) if block[2]]


def _blocks(here: Sequence[str], there: Sequence[str]) -> list[Block]:
    codes = LCSseq.opcodes(here, there)
    return [(code.src_start, code.dest_start, code.src_end - code.src_start) for code in codes if code.tag == "equal"]


def _unique_blocks(here: Sequence[str], there: Sequence[str]) -> list[Block]:
    """Return the longest rising sequence of keys that occur once on each side, in n log n."""
    places: list[dict[str, int]] = []
    for keys in (here, there):
        seen: dict[str, int] = {}
        for at, key in enumerate(keys):
            seen[key] = -1 if key in seen else at
        places.append(seen)
    pairs = [(at, places[1].get(key, -1)) for key, at in places[0].items() if at >= 0]
    pairs = [pair for pair in pairs if pair[1] >= 0]
    return [(*pairs[at], 1) for at in rising([two for _, two in pairs])]


def rising(values: Sequence[int]) -> list[int]:
    """Return the indices of a longest strictly rising subsequence."""
    ends, lasts, before = list[int](), list[int](), list[int]()
    for at, value in enumerate(values):
        place = bisect_left(ends, value)
        before.append(lasts[place - 1] if place else -1)
        ends[place : place + 1], lasts[place : place + 1] = [value], [at]
    chain, at = list[int](), lasts[-1] if lasts else -1
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]


def _without_islands(blocks: Sequence[Block], here: Sequence[Token], side: Side) -> Iterator[Block]:
    """Yield the blocks without those of few function words between two edits, one of which is no plain replacement.

    Such words are common by chance, and would tear a rewritten phrase to pieces.
    """
    for number, (one, two, size) in enumerate(blocks):
        if 0 < number < len(blocks) - 1 and size <= MAX_ISLAND_TOKENS:
            before, after = blocks[number - 1], blocks[number + 1]
            left = one - before[0] - before[2], two - before[1] - before[2]
            right = after[0] - one - size, after[1] - two - size
            plain = left[0] == left[1] and right[0] == right[1]
            short = all(min(*gap) == 0 for gap in (left, right))
            content = any(is_content(token, side) for token in here[one : one + size])
            if not (plain or short or content):
                continue
        yield one, two, size


def _gaps(blocks: Sequence[Block], here: int, there: int) -> Iterator[Edit]:
    """Yield what is between the blocks."""
    for (one, two, size), (next_one, next_two, _) in pairwise([(0, 0, 0), *blocks, (here, there, 0)]):
        if one + size < next_one or two + size < next_two:
            yield Edit((one + size, next_one), (two + size, next_two))


def _split(edit: Edit) -> Iterator[Edit]:
    """Yield an edit word by word if both sides have as many."""
    ours, theirs = edit.sizes
    if ours != theirs:
        yield edit
        return
    for at in range(ours):
        one, two = edit.here[0] + at, edit.there[0] + at
        yield Edit((one, one + 1), (two, two + 1))
