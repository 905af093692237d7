"""Search rows of stories for those that are worth comparing: by keys and by vectors, then by a model of both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from aligner.deduplication.candidates import NEIGHBOURS, copy_log_odds, find_by_keys, index_rows, min_candidate_log_odds
from aligner.deduplication.record import Rows
from aligner.documents.search import Postings, centre, exact_index, nearest, shrunk_mean
from aligner.types import Doubles, Floats, Ints

MIN_CLUSTERED = 4000  # vectors from which they are clustered; fewer are all compared
PROBED_CELLS = 8  # clusters searched for a query
MIN_CELL_VECTORS = 40  # of a cluster: with fewer k-means warns
SURE_LOG_ODDS = 4.6  # of copies: a probability of .99
SCREENED_PAIRS = 1 << 14  # pairs of rows in memory at a time


class Candidates(NamedTuple):
    """The stories that are worth comparing with a row, given its place.

    numbers : of the stories, the most likely copies first
    sure : how many of these are surely copies, as far as the rows show it
    """

    row: int
    numbers: list[int]
    sure: int


class LookupPart(NamedTuple):
    """Some stories and what they are found by; `vectors` has a FAISS index per side, None without stories of it."""

    numbers: Ints
    rows: Rows
    postings: Postings
    means: Floats
    vectors: tuple[Any, Any]

    def candidates(self, rows: Rows, *, across: bool) -> Iterator[tuple[Ints, Ints]]:
        """Yield rows among the queries with numbers of stories, those found by keys and those found by vectors.

        Parameters
        ----------
        across : whether vectors of the other language are searched
        """
        for query, similar in find_by_keys(rows, self.postings):
            yield np.full(len(similar), query), self.numbers[similar]
        for side in (0, 1):
            own = np.flatnonzero(rows["side"] == side)
            queries = _centred(rows[own], self.means)
            for other, index in enumerate(self.vectors):
                if index is not None and len(own) and (across or other == side):
                    searched, neighbours = nearest(index, queries, NEIGHBOURS + (side == other))
                    members = np.flatnonzero(self.rows["side"] == other)
                    yield own[searched], self.numbers[members[neighbours]]


def make_part(numbers: Sequence[int], rows: Rows) -> LookupPart:
    """Index rows."""
    vectors = [rows["vector"][rows["side"] == side] for side in (0, 1)]
    means = np.stack([shrunk_mean(table) for table in vectors])
    indexes = tuple(_vector_index(_centred(rows[rows["side"] == side], means)) for side in (0, 1))
    return LookupPart(np.array(numbers, np.int64), rows, index_rows(rows), means, (indexes[0], indexes[1]))


def _centred(rows: Rows, means: Floats) -> Floats:
    return centre(rows["vector"].astype(np.float32), means[rows["side"]])


def _vector_index(vectors: Floats) -> Any:
    """Return a FAISS index of unit rows, of clusters if they are many; None if there are none."""
    if len(vectors) < MIN_CLUSTERED:
        return exact_index(vectors) if len(vectors) else None
    import faiss

    cells = min(int(4 * np.sqrt(len(vectors))), len(vectors) // MIN_CELL_VECTORS)
    kind, metric = faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    quantizer = faiss.IndexFlatIP(vectors.shape[1])
    index: Any = faiss.IndexIVFScalarQuantizer(quantizer, vectors.shape[1], cells, kind, metric)
    index.nprobe = PROBED_CELLS
    index.train(vectors[:: max(1, len(vectors) // (MIN_CELL_VECTORS * cells))])
    index.add(vectors)
    return index


def find_candidates(
    parts: Sequence[LookupPart], rows: Rows, numbers: Sequence[int] = (), *, across: bool = True
) -> list[Candidates]:
    """Return for each row the stories that are worth comparing with it, if there are any.

    Parameters
    ----------
    numbers : those of the rows if they are stories of the parts themselves, in ascending order
        A pair of two of them is returned once, with the larger number.
    across : whether stories in the other language are worth comparing
    """
    own = np.array(numbers, np.int64)
    found = [np.stack(pairs, 1) for part in parts for pairs in part.candidates(rows, across=across)]
    pairs = np.concatenate(found) if found else np.zeros((0, 2), np.int64)
    if len(own) and len(pairs):
        one, other = own[pairs[:, 0]], pairs[:, 1]
        swap = (other > one) & np.isin(other, own)
        one, other = np.where(swap, other, one), np.where(swap, one, other)
        pairs = np.stack([np.searchsorted(own, one), other], 1)[one != other]
    if not len(pairs):
        return []
    pairs = np.unique(pairs, axis=0)
    pairs, log_odds = _screened(parts, rows, pairs if across else _within(parts, rows, pairs))
    order = np.lexsort((pairs[:, 1], -log_odds, pairs[:, 0]))
    indexes, starts = np.unique(pairs[order, 0], return_index=True)
    groups = zip(indexes.tolist(), np.split(order, starts[1:]), strict=False)
    return [Candidates(row, pairs[own, 1].tolist(), int((log_odds[own] >= SURE_LOG_ODDS).sum())) for row, own in groups]


def _within(parts: Sequence[LookupPart], rows: Rows, pairs: Ints) -> Ints:
    """Return the pairs of stories in one language."""
    same = rows["side"][pairs[:, 0]] == _rows(parts, pairs[:, 1], "side")
    return np.asarray(pairs[same])


def _screened(parts: Sequence[LookupPart], rows: Rows, pairs: Ints) -> tuple[Ints, Doubles]:
    """Return the pairs that may be copies, and the log-odds that they are."""
    blocks = [pairs[start : start + SCREENED_PAIRS] for start in range(0, len(pairs), SCREENED_PAIRS)]
    found = [copy_log_odds(rows[block[:, 0]], _rows(parts, block[:, 1])) for block in blocks]
    log_odds = np.concatenate(found) if found else np.zeros(0)
    likely = log_odds >= min_candidate_log_odds()
    return pairs[likely], log_odds[likely]


def _rows(parts: Sequence[LookupPart], numbers: Ints, field: str = "") -> Rows:
    """Return the rows of stories, or one of their fields."""
    tables = [part.rows[field] if field else part.rows for part in parts]
    result = np.zeros(len(numbers), tables[0].dtype)
    for part, table in zip(parts, tables, strict=True):
        index = np.minimum(np.searchsorted(part.numbers, numbers), len(part.numbers) - 1)
        inside = part.numbers[index] == numbers
        result[inside] = table[index[inside]]
    return result
