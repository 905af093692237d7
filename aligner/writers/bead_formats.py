"""Beads as other aligners write them, a line each, so that what reads those reads ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aligner.types import Segment
from aligner.writers.escaping import decimal, one_line


def vecalign(segments: Iterable[Segment]) -> Iterator[str]:
    """``[0, 1]:[0]:0.031000``: sentence numbers and a cost, as Vecalign prints them.

    The cost is 1 - confidence. A null costs nothing, as there.
    """
    for segment in segments:
        (a, b), (c, d) = segment.bead[:2]
        cost = 1 - segment.confidence if a < b and c < d else 0.0
        yield f"{list(range(a, b))}:{list(range(c, d))}:{cost:.6f}\n"


def ladder(segments: Iterable[Segment]) -> Iterator[str]:
    """hunalign's ladder: a rung where each bead begins, and a last one at the end: two sentence numbers and a score.

    The score is the confidence of the bead above the rung. A ladder cannot hold what crosses: a `moved` bead is two
    nulls there, of confidence 0.
    """
    i = j = most_i = most_j = 0
    for segment in segments:
        (a, b), (c, d) = segment.bead[:2]
        most_i, most_j = max(most_i, b), max(most_j, d)
        if not segment.bead.moved:
            yield from _nulls((i, a), (j, c))
            yield f"{a}\t{c}\t{decimal(segment.confidence)}\n"
            i, j = b, d
    yield from _nulls((i, most_i), (j, most_j))
    yield f"{most_i}\t{most_j}\t0.000\n"


def _nulls(en: tuple[int, int], fr: tuple[int, int]) -> Iterator[str]:
    yield from (f"{at}\t{fr[0]}\t0.000\n" for at in range(*en))
    yield from (f"{en[1]}\t{at}\t0.000\n" for at in range(*fr))


def tsv(segments: Iterable[Segment]) -> Iterator[str]:
    """English, French, confidence, as hunalign's ``-text``; a null's other side is empty."""
    for segment in segments:
        yield "\t".join(map(one_line, (segment.en_text, segment.fr_text, decimal(segment.confidence)))) + "\n"


FORMATS = {"vecalign": vecalign, "ladder": ladder, "tsv": tsv}
