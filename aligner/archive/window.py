"""A shard with the documents around it that its own are compared with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from aligner.archive.columns import sketch_rows, sketches, take
from aligner.archive.shards import UNDATED, Shard, by_number, shard_of
from aligner.archive.stages.gather import sketch_file, text_file
from aligner.archive.storage import Storage
from aligner.deduplication.link import ReadStory
from aligner.deduplication.record import Rows, Story, make_story
from aligner.documents.prepare import unit_rows
from aligner.encoders import load_encoder
from aligner.encoders.encoded import EncodedDocument
from aligner.pipeline.stored_rows import parse_document
from aligner.types import Document, Ints, Sketch

ENCODED_TOGETHER = 64  # documents
MAX_AROUND = 40_000  # documents that a shard is compared with at a time
TABLES_IN_MEMORY = 4  # of texts, and of sketches


class Reach(NamedTuple):
    """How far the documents of a shard are compared: with these other shards, up to some days before and after."""

    others: tuple[Shard, ...]
    days: int


class Window:
    """The sketches of a shard, which come first, and some of those around it.

    Attributes
    ----------
    numbers : (n,) of the documents
    own : how many are of the shard
    is_first : whether it is the first window of its shard
    """

    def __init__(self, own: pa.Table, shard: Shard, around: Sequence[tuple[Ints, pa.Table]], *, is_first: bool) -> None:
        self.own, self.is_first = len(own), is_first
        numbers = [np.arange(len(own)) + shard.first_number, *(numbers for numbers, _ in around)]
        self.numbers: Ints = np.concatenate(numbers)
        self._table = pa.concat_tables([own, *(table for _, table in around)])

    def rows(self) -> Rows:
        """Return the rows by which copies are found."""
        return sketch_rows(self._table)

    def sketches(self, without: Ints) -> list[tuple[int, Sketch]]:
        """Return all sketches with their numbers but those of some documents."""
        kept = np.flatnonzero(~np.isin(self.numbers, without))
        return list(zip(self.numbers[kept].tolist(), sketches(take(self._table, kept)), strict=True))


def windows(storage: Storage, shard: Shard, reach: Reach) -> Iterator[Window]:
    """Yield windows of a shard that together reach all documents around it: one, unless these are very many."""
    own = storage.read(sketch_file(shard))
    around: list[tuple[Ints, pa.Table]] = []
    is_first = True
    for other in reach.others:
        table = storage.read(sketch_file(other))
        near = np.flatnonzero(_within(table, shard, reach.days))
        around.append((near + other.first_number, take(table, near)))
        if sum(len(numbers) for numbers, _ in around) >= MAX_AROUND:
            yield Window(own, shard, around, is_first=is_first)
            around, is_first = [], False
    if around or is_first:
        yield Window(own, shard, around, is_first=is_first)


def _within(table: pa.Table, shard: Shard, days: int) -> np.ndarray[Any, Any]:
    """Return which documents of another shard are at most some days before or after those of a shard, or undated."""
    own_days = table.column("place").to_numpy() >> 32
    if shard.cell == UNDATED:
        return np.ones(len(own_days), bool)
    near = (own_days >= shard.first_day - days) & (own_days < shard.end_day + days)
    return np.asarray(near | (own_days == UNDATED))


class Texts:
    """The texts of documents, by number; read shard by shard, and encoded, when they are asked for."""

    def __init__(self, storage: Storage, shards: Sequence[Shard]) -> None:
        self._shards = by_number(shards)
        self._records = lru_cache(TABLES_IN_MEMORY)(lambda shard: storage.read(text_file(shard), ["record"]))
        self._sketches = lru_cache(TABLES_IN_MEMORY)(lambda shard: storage.read(sketch_file(shard)))

    def encoded(self, numbers: Sequence[int]) -> dict[int, EncodedDocument]:
        """Return documents with the vectors of their sentences."""
        found: dict[int, EncodedDocument] = {}
        documents = list(self._documents(numbers))
        for first in range(0, len(documents), ENCODED_TOGETHER):
            some = documents[first : first + ENCODED_TOGETHER]
            texts = [sentence.text for _, document in some for sentence in document.sentences]
            # As they are stored elsewhere: the same text must have the same vector in every run.
            vectors = load_encoder().encode(texts).astype(np.float16)
            ends = np.cumsum([len(document.sentences) for _, document in some])
            for (number, document), own in zip(some, np.split(vectors, ends[:-1]), strict=True):
                found[number] = EncodedDocument(document, unit_rows(own))
        return found

    def stories(self, numbers: Sequence[int]) -> dict[int, Story]:
        """Return documents as they are compared."""
        known = dict(self.sketches(numbers))
        return {
            number: make_story(item.document, item.vectors.astype(np.float16), known[number])
            for number, item in self.encoded(numbers).items()
        }

    def sketches(self, numbers: Sequence[int]) -> Iterator[tuple[int, Sketch]]:
        """Yield the sketches of documents."""
        for shard, own in self._by_shard(numbers):
            yield from zip(own, sketches(take(self._sketches(shard), _rows(shard, own))), strict=True)

    def _documents(self, numbers: Sequence[int]) -> Iterator[tuple[int, Document]]:
        for shard, own in self._by_shard(numbers):
            records = take(self._records(shard), _rows(shard, own)).column("record")
            yield from ((number, parse_document(text)) for number, text in zip(own, records.to_pylist(), strict=True))

    def _by_shard(self, numbers: Sequence[int]) -> Iterator[tuple[Shard, list[int]]]:
        own: dict[Shard, list[int]] = {}
        for number in sorted({*numbers}):
            own.setdefault(shard_of(number, self._shards), []).append(number)
        yield from own.items()


def _rows(shard: Shard, numbers: Sequence[int]) -> list[int]:
    return [number - shard.first_number for number in numbers]


def opened(read: ReadStory) -> AbstractContextManager[ReadStory]:
    """Return stories in memory as they are opened elsewhere."""
    return nullcontext(read)
