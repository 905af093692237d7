"""Search the stories of an index for candidates: its shards on disk, and the stories added since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import takewhile

from aligner.deduplication.index.shards import (
    Shard,
    ShardList,
    listed_shards,
    load_shard,
    replace_shards,
    write_shard,
)
from aligner.deduplication.index.store import Store
from aligner.deduplication.record import Rows
from aligner.deduplication.search import Candidates, LookupPart, find_candidates, make_part

MIN_UNSAVED = 5000  # stories in no shard after which they are saved
SHARD_STORIES = 50_000  # of a shard; one with fewer is written again with those that come after it


class Lookup:
    """Search the stories of a store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.listed = listed_shards(store)
        self.loaded = [(shard, load_shard(store, shard)) for shard in self.listed.shards]

    @cached_property
    def parts(self) -> list[LookupPart]:
        """The shards, and the stories that are in none of them."""
        parts: list[LookupPart] = []
        above = 0
        for shard, part in self.loaded:
            parts += self._read(above, shard.end if part is None else shard.above)
            parts += [part] if part is not None else []
            above = shard.end
        numbers, rows = self.store.rows(only=[number for number in sorted(self.listed.successors) if number <= above])
        return [*parts, *([make_part(numbers, rows)] if numbers else []), *self._read(above)]

    def _read(self, above: int, end: int | None = None) -> Iterator[LookupPart]:
        """Yield the stories of a range of numbers, as many at a time as a shard has."""
        while True:
            numbers, rows = self.store.rows(above, end, limit=SHARD_STORIES)
            if not numbers:
                return
            yield make_part(numbers, rows)
            above = numbers[-1]

    def candidates(self, rows: Rows, numbers: Sequence[int] = ()) -> list[Candidates]:
        """Return for each row the stories that are worth comparing with it; see `find_candidates`."""
        return find_candidates(self.parts, rows, numbers)

    def save(self, *, always: bool = False) -> None:
        """Write the stories that are in no shard, if they are many, and those of the shards that are not full.

        Parameters
        ----------
        always : write all shards again
        """
        above = self.listed.shards[-1].end if self.listed.shards else 0
        lost = any(part is None for _, part in self.loaded)
        if not (always or lost) and self.store.count_range(above, limit=MIN_UNSAVED + 1) <= MIN_UNSAVED:
            return
        kept = [] if always else list(takewhile(_is_full, self.loaded))
        above = kept[-1][0].end if kept else 0
        successors = frozenset(number for number in self.listed.successors if number <= above)
        written = []
        for part in self._read(above):
            shard = write_shard(self.store, part, above)
            if shard is None:
                return
            written.append(shard)
            above = shard.end
        after = ShardList((*(shard for shard, _ in kept), *written), successors)
        if replace_shards(self.store, self.listed, after):
            self.listed = after
            self.loaded = [*kept, *((shard, load_shard(self.store, shard)) for shard in written)]
            self.__dict__.pop("parts", None)


def _is_full(loaded: tuple[Shard, LookupPart | None]) -> bool:
    """Return whether a shard is undamaged and has as many stories as one may have."""
    _, part = loaded
    return part is not None and len(part.numbers) >= SHARD_STORIES
