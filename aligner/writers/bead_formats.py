"""Beads in the formats of other aligners, a line each, for the programs that read those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aligner.types import Segment, Span
from aligner.writers.escaping import decimal, one_line


def vecalign_lines(segments: Iterable[Segment]) -> Iterator[str]:
    """Yield ``[0, 1]:[0]:0.031000``: sentence numbers and a cost, as Vecalign prints them.

    The cost is 1 - confidence, and 0 for a null, as in Vecalign.
    """
    for segment in segments:
        en, fr = segment.bead.spans
        cost = 1 - segment.confidence if en[0] < en[1] and fr[0] < fr[1] else 0.0
        yield f"{list(range(*en))}:{list(range(*fr))}:{cost:.6f}\n"


def ladder_lines(segments: Iterable[Segment]) -> Iterator[str]:
    """Yield hunalign's ladder: two sentence numbers and a score where each bead begins, and at the end of the texts.

    The score is the confidence of the bead that begins there. A ladder cannot hold
    crossing beads: a `moved` bead becomes nulls of confidence 0.
    """
    i = j = last_i = last_j = 0
    for segment in segments:
        en, fr = segment.bead.spans
        last_i, last_j = max(last_i, en[1]), max(last_j, fr[1])
        if not segment.bead.moved:
            yield from _null_lines((i, en[0]), (j, fr[0]))
            yield f"{en[0]}\t{fr[0]}\t{decimal(segment.confidence)}\n"
            i, j = en[1], fr[1]
    yield from _null_lines((i, last_i), (j, last_j))
    yield f"{last_i}\t{last_j}\t0.000\n"


def _null_lines(en: Span, fr: Span) -> Iterator[str]:
    yield from (f"{index}\t{fr[0]}\t0.000\n" for index in range(*en))
    yield from (f"{en[1]}\t{index}\t0.000\n" for index in range(*fr))


def tsv_lines(segments: Iterable[Segment]) -> Iterator[str]:
    """Yield English, French and confidence, as hunalign's ``-text`` does; the other side of a null is empty."""
    for segment in segments:
        yield "\t".join(map(one_line, (segment.en_text, segment.fr_text, decimal(segment.confidence)))) + "\n"


FORMATS = {"vecalign": vecalign_lines, "ladder": ladder_lines, "tsv": tsv_lines}
