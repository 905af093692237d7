"""The tasks of each stage, with the files that each depends on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from aligner.archive.groups import chosen_rows, dropped_by_shard, groups_by_shard
from aligner.archive.parts import ArchiveFile, divide_files
from aligner.archive.shards import Shard, cut, neighbours
from aligner.archive.stage_runner import ArchiveRun
from aligner.archive.stages.align import align_pairs
from aligner.archive.stages.copies import find_copies
from aligner.archive.stages.drop import drop
from aligner.archive.stages.gather import gather
from aligner.archive.stages.propose import propose_pairs
from aligner.archive.stages.read import read_part
from aligner.archive.stages.select import find_repeats, key_segments
from aligner.archive.stages.write import write_shard
from aligner.archive.storage import FileRecord, Storage
from aligner.archive.tasks import FOLDER, Outputs, Task, make_task
from aligner.archive.window import Reach
from aligner.pipeline.duplicates import DropOptions

KEYS_IN_RANGE = 1 << 21  # of segments that are compared in memory
KEY_SPACE = 1 << 64
PLAN = f"{FOLDER}/plan.json"  # the shards
Reaches = Mapping[Shard, Reach]


def read_files(run: ArchiveRun, files: Sequence[ArchiveFile]) -> Outputs:
    """Read the files of an archive."""
    tasks = [
        make_task(part.name, read_part, run.storage, part, basis=[run.basis, part.contents])
        for part in divide_files(files)
    ]
    return run.stage("read", tasks)


def reaches_of(run: ArchiveRun, shards: Sequence[Shard]) -> Reaches:
    """Return how far the documents of each shard are compared."""
    days = run.options.window
    return {shard: Reach(tuple(neighbours(shard, shards, days)), days) for shard in shards}


def gather_shards(run: ArchiveRun, read: Outputs) -> tuple[list[Shard], Outputs]:
    """Cut the archive, as before if there is no reason to cut it otherwise, and gather the shards."""
    first = run.first_day
    runs = [
        (file, {int(day): count for day, count in days.items() if int(day) >= first})
        for out in read.tasks.values()
        for file, days in zip(out.files, out.note["runs"], strict=False)
    ]
    counts: dict[int, int] = {}
    for _, days in runs:
        for day, count in days.items():
            counts[day] = counts.get(day, 0) + count
    before = known_shards(run.storage)
    size = run.options.size
    shards = cut(counts, size, before[0].days if before else 0)
    run.storage.write_bytes(PLAN, json.dumps(shards).encode())
    tasks = []
    for shard in shards:
        own = [file for file, days in runs if any(shard.first_day <= day < shard.end_day for day in days)]
        names = [file.name for file in own]
        tasks.append(make_task(shard.name, gather, run.storage, shard, names, first, inputs=own, basis=[shard, first]))
    return shards, run.stage("gather", tasks)


def known_shards(storage: Storage) -> list[Shard]:
    """Return the shards of the last run, in order; none if there was none."""
    try:
        return [Shard(*map(int, shard)) for shard in json.loads(storage.read_bytes(PLAN) or b"[]")]
    except (TypeError, ValueError):  # damaged, or of another version
        return []


def _sketches_near(shard: Shard, reach: Reach, gathered: Outputs) -> list[FileRecord]:
    return [gathered.file(each.name)[0] for each in (shard, *reach.others)]


def _texts_near(shard: Shard, reach: Reach, gathered: Outputs) -> list[FileRecord]:
    return [file for each in (shard, *reach.others) for file in gathered.file(each.name)]


def link_copies(run: ArchiveRun, reaches: Reaches, gathered: Outputs) -> Outputs:
    """Find the copies among the documents of each shard and those around it."""
    near = run.settings.near
    tasks = [
        make_task(
            shard.name,
            find_copies,
            run.storage,
            shard,
            reach,
            near,
            inputs=_texts_near(shard, reach, gathered),
            basis=[run.basis, near, reach.days],
        )
        for shard, reach in reaches.items()
    ]
    return run.stage("copies", tasks)


def drop_linked(
    run: ArchiveRun, reaches: Reaches, gathered: Outputs, copies: Outputs
) -> tuple[dict[Shard, list[int]], Outputs]:
    """Return the numbers of the copies of each shard that are dropped."""
    options = DropOptions(run.settings.near, run.settings.keep_rules)
    tasks = []
    groups = groups_by_shard(run.storage, copies.files(), list(reaches))
    for shard, own in groups.items():
        around = sorted({each for group in own for each in group.shards})
        texts = [file for each in around for file in gathered.file(each.name)]
        links = [file for each in around for file in copies.file(each.name)]
        numbers = [group.numbers for group in own]
        tasks.append(
            make_task(
                shard.name,
                drop,
                run.storage,
                shard.name,
                numbers,
                [file.name for file in links],
                around,
                options,
                inputs=[*texts, *links],
                basis=[run.basis, options, numbers],
            )
        )
    duplicates = run.stage("drop", tasks)
    return dropped_by_shard(run.storage, duplicates.files(), list(reaches)), duplicates


def propose_all(run: ArchiveRun, reaches: Reaches, gathered: Outputs, dropped: Mapping[Shard, list[int]]) -> Outputs:
    """Propose the pairs of each shard."""
    tasks = []
    for shard, reach in reaches.items():
        without = [number for each in (shard, *reach.others) for number in dropped.get(each, ())]
        tasks.append(
            make_task(
                shard.name,
                propose_pairs,
                run.storage,
                shard,
                reach,
                without,
                inputs=_sketches_near(shard, reach, gathered),
                basis=[run.basis, reach.days, without],
            )
        )
    return run.stage("propose", tasks)


def align_all(run: ArchiveRun, reaches: Reaches, gathered: Outputs, proposed: Outputs) -> Outputs:
    """Align and score the pairs whose English text is of each shard."""
    settings = run.settings
    basis = [run.basis, settings.context, settings.findings, settings.min_pair, settings.language]
    tasks = []
    for shard, reach in reaches.items():
        files = [file for each in (shard, *reach.others) for file in proposed.file(each.name)]
        names = [file.name for file in files]
        inputs = [*_texts_near(shard, reach, gathered), *files]
        tasks.append(
            make_task(
                shard.name, align_pairs, run.storage, shard, names, reach.others, settings, inputs=inputs, basis=basis
            )
        )
    return run.stage("align", tasks)


def write_corpus(run: ArchiveRun, shards: Sequence[Shard], judged: Outputs) -> Outputs:
    """Choose pairs and segments, and write them."""
    storage, settings = run.storage, run.settings
    chosen = chosen_rows(storage, shards, settings.min_pair)
    choosing = [settings.min_confidence, settings.keep_critical]
    own = [shard for shard in shards if chosen[shard]]
    keys = run.stage(
        "keys",
        [
            make_task(
                shard.name,
                key_segments,
                storage,
                shard,
                chosen[shard],
                number,
                settings,
                inputs=judged.file(shard.name)[:1],
                basis=[choosing, chosen[shard], number],
            )
            for number, shard in enumerate(own)
        ],
    )
    repeats = run.stage("repeats", list(_repeat_tasks(storage, keys.files())))
    later = [file.name for file in repeats.files()]
    tasks = []
    for number, shard in enumerate(own):
        name = f"train-{number:05}-of-{len(own):05}"
        tasks.append(
            make_task(
                name,
                write_shard,
                storage,
                shard,
                name,
                chosen[shard],
                number,
                later,
                settings,
                inputs=[*judged.file(shard.name)[:1], *repeats.files()],
                basis=[choosing, chosen[shard], number],
            )
        )
    return run.stage("write", tasks)


def _repeat_tasks(storage: Storage, keys: Sequence[FileRecord]) -> Iterator[Task]:
    """Yield a task for each range of keys; keys are hashes, evenly spread."""
    ranges = max(1, -(-sum(file.rows for file in keys) // KEYS_IN_RANGE))
    names = [file.name for file in keys]
    edges = [KEY_SPACE * number // ranges - KEY_SPACE // 2 for number in range(ranges + 1)]
    for number in range(ranges):
        name, bounds = f"{number:05}-of-{ranges:05}", (edges[number], edges[number + 1])
        yield make_task(name, find_repeats, storage, name, names, *bounds, inputs=keys, basis=bounds)
