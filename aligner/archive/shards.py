"""How an archive is cut into shards: by the calendar, and by a hash where a day has too many texts or none is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from zlib import crc32

ROW_BITS = 24  # of a document's number that are its row in the shard
MAX_BUCKETS = 1 << 12
FIRST_DAY = date(1970, 1, 1)
DAY_OFFSET = 1 << 22  # so that no day is negative
UNDATED = (1 << 23) - 1  # the day, as it is stored, of texts without a date
MAX_CELL_DAYS = 1 << 12
REGRID_FACTOR = 4  # by which the texts of a cell must change before the calendar is cut in another way


class Shard(NamedTuple):
    """Texts of some days in a row: those of a cell of the calendar, or of one of its buckets.

    cell : number of the cell, the days before it divided by `days`; UNDATED for texts without a date
    days : in a cell
    bucket, buckets : which share of the cell's hashes it has
    """

    cell: int
    days: int
    bucket: int = 0
    buckets: int = 1

    @property
    def first_day(self) -> int:
        """The first day, as it is stored."""
        return self.cell if self.cell == UNDATED else self.cell * self.days

    @property
    def end_day(self) -> int:
        """The day after the last one."""
        return self.first_day + (1 if self.cell == UNDATED else self.days)

    @property
    def name(self) -> str:
        """The name of its files."""
        day = "undated" if self.cell == UNDATED else str(FIRST_DAY + timedelta(self.first_day - DAY_OFFSET))
        return day if self.buckets == 1 else f"{day}-{self.bucket:04}-of-{self.buckets:04}"

    @property
    def first_number(self) -> int:
        """The number of its first document: the others follow, and no shard of the archive has the same."""
        return (self.first_day * MAX_BUCKETS + self.bucket) << ROW_BITS

    @property
    def places(self) -> tuple[int, int]:
        """The range of the places (see `place_of`) of its documents; if it is a bucket, of those of all buckets."""
        if self.cell == UNDATED:  # one day: a bucket is a range of it
            low, high = self.hashes
            return UNDATED << 32 | low, (UNDATED << 32) + high
        return self.first_day << 32, self.end_day << 32

    @property
    def hashes(self) -> tuple[int, int]:
        """The range of the hashes of its documents."""
        low, high = (-(-(part << 32) // self.buckets) for part in (self.bucket, self.bucket + 1))
        return low, high


def day_of(published: str) -> int:
    """Return the day of a time such as YYYY-MM-DDThh:mm as it is stored, UNDATED for an empty one."""
    return (date.fromisoformat(published[:10]) - FIRST_DAY).days + DAY_OFFSET if published else UNDATED


def place_of(day: int, id: str) -> int:
    """Return the place of a document in the order of an archive: its day and the hash of its id."""
    return day << 32 | crc32(id.encode("utf-8", "surrogatepass"))


def cut(counts: Mapping[int, int], size: int, days: int = 0) -> list[Shard]:
    """Cut an archive into shards of about `size` texts, in the order of their days.

    Cells begin at fixed days, so that a new text or an old one that is dropped changes only its own shard.

    Parameters
    ----------
    counts : number of texts of each day
    days : in a cell as the archive was cut before, kept unless the texts of a day have become many more or fewer
    """
    dated = {day: count for day, count in counts.items() if day != UNDATED}
    days = _cell_days(dated, size, days)
    cells = Counter[int]()
    for day, count in dated.items():
        cells[day // days] += count
    if counts.get(UNDATED):
        cells[UNDATED] = counts[UNDATED]
    shards = []
    for cell, count in sorted(cells.items()):
        buckets = min(MAX_BUCKETS, -(-count // (2 * size)))
        shards += [Shard(cell, days, bucket, buckets) for bucket in range(buckets)]
    return shards


def _cell_days(counts: Mapping[int, int], size: int, before: int) -> int:
    """Return the days of a cell: the power of two by which the mean cell is nearest to `size` texts, at least half."""
    if not counts:
        return before or 1
    daily = sum(counts.values()) / len(counts)
    days = 1
    while days < MAX_CELL_DAYS and daily * days < size / 2:
        days *= 2
    return before if before and before / REGRID_FACTOR < days < before * REGRID_FACTOR else days


def neighbours(shard: Shard, shards: Sequence[Shard], window: int) -> list[Shard]:
    """Return the other shards with texts that are compared with those of a shard: up to `window` days away.

    A text without a date may be of any day.
    """
    return [other for other in shards if other != shard and is_near(shard, other, window)]


def is_near(one: Shard, other: Shard, window: int) -> bool:
    """Return whether texts of two shards are compared."""
    if UNDATED in (one.cell, other.cell):
        return True
    return one.first_day - window < other.end_day and other.first_day - window < one.end_day


def shard_of(number: int, shards: Mapping[int, Shard]) -> Shard:
    """Return the shard of a document, given its number and the shards by `first_number`."""
    return shards[number >> ROW_BITS << ROW_BITS]


def by_number(shards: Iterable[Shard]) -> dict[int, Shard]:
    """Return shards by their first number."""
    return {shard.first_number: shard for shard in shards}
