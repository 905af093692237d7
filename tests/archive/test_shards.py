"""Every text is in one shard, whatever its date, and shards stay as they are while an archive grows."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.archive.shards import (
    DAY_OFFSET,
    ROW_BITS,
    UNDATED,
    Shard,
    by_number,
    cut,
    day_of,
    is_near,
    neighbours,
    place_of,
    shard_of,
)

DAYS = st.one_of(st.integers(DAY_OFFSET - 700_000, DAY_OFFSET + 2_900_000), st.just(UNDATED))
COUNTS = st.dictionaries(DAYS, st.integers(1, 500), min_size=1, max_size=12)


def holders(shards: list[Shard], place: int) -> list[Shard]:
    return [
        shard
        for shard in shards
        if shard.places[0] <= place < shard.places[1] and shard.hashes[0] <= place & 0xFFFFFFFF < shard.hashes[1]
    ]


@settings(max_examples=30, deadline=None)
@given(COUNTS, st.integers(2, 200), st.text(max_size=8))
def test_every_text_is_in_one_shard(counts: dict[int, int], size: int, id: str) -> None:
    shards = cut(counts, size)
    assert len({shard.name for shard in shards}) == len({shard.first_number for shard in shards}) == len(shards)
    known = by_number(shards)
    for day in counts:
        (holder,) = holders(shards, place_of(day, id))
        assert shard_of(holder.first_number + 17, known) == holder
        assert holder.first_number >= 0 and holder.first_number + (1 << ROW_BITS) < 1 << 63


@settings(max_examples=30, deadline=None)
@given(COUNTS, st.integers(2, 200), st.integers(0, 400))
def test_texts_within_the_window_are_in_neighbouring_shards(counts: dict[int, int], size: int, window: int) -> None:
    shards = cut(counts, size)
    for one in shards:
        near = neighbours(one, shards, window)
        assert one not in near and all(one in neighbours(other, shards, window) for other in near)
    days = sorted(counts)
    for day in days:
        for other in days:
            if UNDATED in (day, other) or abs(day - other) <= window:
                assert all(
                    one == two or is_near(one, two, window)
                    for one in shards
                    for two in shards
                    if one.first_day <= day < one.end_day and two.first_day <= other < two.end_day
                )


def test_a_new_text_changes_only_its_own_shard() -> None:
    counts = Counter({DAY_OFFSET + day: 10 for day in range(400)})
    before = cut(counts, 100)
    counts[DAY_OFFSET + 77] += 500
    counts[DAY_OFFSET + 400] += 10
    after = cut(counts, 100, before[0].days)
    changed = {*before} ^ {*after}
    assert 0 < len(changed) <= 8 and len(before) > 20
    del counts[DAY_OFFSET]
    assert {*after} == {*cut(counts, 100, before[0].days)}


def test_an_archive_that_has_become_dense_is_cut_anew() -> None:
    sparse = {DAY_OFFSET + day: 10 for day in range(400)}
    dense = dict.fromkeys(sparse, 1000)
    days = cut(sparse, 100)[0].days
    assert days >= 4 and cut(dense, 100, days)[0].days == 1


def test_days_are_those_of_the_calendar() -> None:
    assert day_of("") == UNDATED and day_of("1970-01-02T10:00") == DAY_OFFSET + 1
    assert Shard(day_of("2021-03-04") // 4, 4).name <= "2021-03-04"
    assert Shard(UNDATED, 4, 1, 3).name == "undated-0001-of-0003"
