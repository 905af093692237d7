"""Files to story families: read, put into an index, compare, group, and say which copy is kept.

The index is a file that stays, or one that is gone when the answer is given:
the way is the same, so that no texts are held in memory.
"""

from __future__ import annotations

import logging
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from itertools import islice
from pathlib import Path
from textwrap import shorten
from typing import NamedTuple

from aligner.deduplication.families import Graph, families
from aligner.deduplication.index.lookup import Lookup
from aligner.deduplication.index.serialize import read_story
from aligner.deduplication.index.store import Entry, File, Store
from aligner.deduplication.keep import Candidate, choose_kept, order
from aligner.deduplication.match import StoryMatch, match
from aligner.deduplication.record import Story, story
from aligner.encoders import load_encoder
from aligner.parallel import run
from aligner.pipeline.prepare import Prepared, Source, Task, prepare, tasks
from aligner.readers import find
from aligner.types import Skipped

Progress = Callable[[str, int, int], None]
Spans = tuple[tuple[tuple[int, int], tuple[int, int]], ...]
Show = Callable[[Entry, Entry, Spans], tuple[str, ...]]
Signed = tuple[Source, list[tuple[Story, str, int] | Skipped]]
TOGETHER = 256  # stories of a transaction
TOPIC = "same topic"
EXCERPT = 160  # characters of an overlap that are shown
log = logging.getLogger(__name__)


class Copy(NamedTuple):
    """A story that repeats another.

    matched : the story that it overlaps: the kept one, or another of the family
    told : how much of the matched and of the dropped story the other tells
    spans : their ranges, matched first, in characters of the texts as read
    why : the rule by which the kept one is kept
    shown : the longest overlap in words, matched first; empty where nobody asked
    """

    kept: str
    dropped: str
    level: str
    score: float
    matched: str
    told: tuple[float, float]
    spans: Spans
    why: str
    shown: tuple[str, ...] = ()


class Family(NamedTuple):
    """Stories that are copies of one: the one that is kept, why, and the others."""

    kept: str
    why: str
    copies: tuple[Copy, ...]


class DedupResult(NamedTuple):
    """What is known of the stories that were given.

    alone : those without a copy
    related : those on one topic, where that was asked
    done : what was done to the index, in words
    """

    families: tuple[Family, ...] = ()
    alone: tuple[str, ...] = ()
    related: tuple[Copy, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    entries: tuple[Entry, ...] = ()
    done: tuple[str, ...] = ()


def find_families(
    paths: Sequence[Path],
    *,
    keep: str = "",
    topic: bool = False,
    jobs: int | None = 1,
    progress: Progress = lambda stage, done, total: None,
) -> DedupResult:
    """Group the stories of files.

    Parameters
    ----------
    keep : rules of `dedup.keep` to ask first, with commas
    topic : tell of stories that are but on the same topic, too

    Raises
    ------
    InputError, OutputError, UnknownNameError
    """
    rules = order(keep)
    with tempfile.TemporaryDirectory(prefix="aligner-") as folder, open_index(Path(folder) / "stories.db") as store:
        skipped: list[Skipped] = []
        ingest(store, [Source(id, path) for id, path in find(paths, skipped.append)], skipped, jobs, progress)
        compare(store, topic, jobs, progress)
        return group(store, rules)._replace(skipped=tuple(skipped))


@contextmanager
def open_index(path: Path) -> Iterator[Store]:
    """An index, made when it is not there."""
    encoder = load_encoder()
    store = Store(path, encoder.digest, encoder.dim)
    try:
        yield store
    finally:
        store.close()


def index_task(task: Task) -> Signed:
    """Prepare the documents of a task, and take of each what is compared."""
    source, found = prepare(task)
    return source, [item if isinstance(item, Skipped) else _signed(item) for item in found]


def _signed(item: Prepared) -> tuple[Story, str, int]:
    stamp = str(item.document.meta.get("sha256", ""))
    return story(item.document, item.vectors, item.sketch), stamp, len(item.document.steps)


def ingest(
    store: Store, sources: Sequence[Source], skipped: list[Skipped], jobs: int | None, progress: Progress
) -> None:
    """Put the stories of files in; files that stand there as they are now are not read again."""
    stamps = {source.id: _stamp(source.path) for source in sources}
    fresh = [source for source in sources if not store.has(source.id, stamps[source.id])]
    place = {source.id: at for at, source in enumerate(fresh, 1)}
    progress("read", 0, len(fresh))
    every = (task for source in fresh for task in tasks(source, skipped.append))
    done: list[File] = []
    for source, found in run(index_task, every, jobs):
        if not done or done[-1].source != source.id:
            if sum(len(file.stories) for file in done) >= TOGETHER:
                store.add(done)
                done = []
            done.append(File(source.id, stamps[source.id], [], {}))
        stories = done[-1].stories
        if len(stories) >= TOGETHER:  # a large file is not held as a whole
            store.begin(source.id, stories)
            done[-1].before.update((each.id, stamp) for each, stamp, _ in stories)
            stories.clear()
        stories.extend(item for item in found if not isinstance(item, Skipped))
        skipped += [item for item in found if isinstance(item, Skipped)]
        progress("read", place[source.id], len(fresh))
    store.add(done)


def _stamp(path: Path) -> str:
    state = path.stat()
    return f"{state.st_size} {state.st_mtime_ns}"


def compare(store: Store, topic: bool, jobs: int | None, progress: Progress) -> None:
    """Link all stories that wait for it with what they are copies of."""
    numbers = store.waiting()
    if not numbers:
        return
    twins = {number: first for number in numbers if (first := store.same(number)) is not None}
    fresh, rows = store.rows(only=[number for number in numbers if number not in twins])
    lookup = Lookup(store)
    items = [(fresh[place], others) for place, others in lookup.candidates(rows, fresh)]
    looked = partial(_matches, path=store.path, dim=store.dim, topic=topic)
    pairs = [(number, [first]) for number, first in sorted(twins.items())]
    try:
        for at, found in enumerate(_batches(run(looked, [*pairs, *items], jobs)), 1):
            store.link(found, ())
            progress("compare", min(at * TOGETHER, len(pairs) + len(items)), len(pairs) + len(items))
    finally:
        # The last to close the file leaves it whole, without a log beside it.
        _reading(store.path).close()
        _reading.cache_clear()
    store.link((), numbers)
    lookup.save()


def _batches(found: Iterable[list[tuple[int, int, StoryMatch]]]) -> Iterator[list[tuple[int, int, StoryMatch]]]:
    coming = iter(found)
    while some := list(islice(coming, TOGETHER)):
        yield [each for part in some for each in part]


def _matches(item: tuple[int, list[int]], *, path: Path, dim: int, topic: bool) -> list[tuple[int, int, StoryMatch]]:
    """Compare a story with others: in another process, where it reads for itself, for texts are dear to send."""
    db, (number, others) = _reading(path), item
    own = read_story(db, number, dim)
    found = []
    for other in others if own else ():
        there = read_story(db, other, dim)
        matched = match(own, there, topic=topic) if own and there else None
        if matched:
            found.append((number, other, matched) if number < other else (other, number, matched.turned()))
    return found


@cache
def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=60)


def group(
    store: Store, rules: tuple[str, ...], sources: Sequence[str] | None = None, *, shown: bool = False
) -> DedupResult:
    """Families of an index, all or those of the stories of some files.

    Parameters
    ----------
    shown : give the words of the overlaps, too
    """
    entries = {entry.number: entry for entry in store.entries(None if sources is None else store.numbers(sources))}
    given = set(entries)
    links = store.links(sorted(given))
    entries |= {entry.number: entry for entry in store.entries(sorted({n for pair in links for n in pair} - given))}
    graph = Graph({pair: found for pair, found in links.items() if found.level != TOPIC}, partial(_judged, store))
    sizes = {number: entries[number].characters for number in sorted(graph.near)}
    groups = families(sizes, graph)
    show = partial(_overlap, store) if shown else None
    found = [_family([entries[number] for number in group], graph, rules, show) for group in groups if given & {*group}]
    inside = {number for group in groups for number in group}
    related = [
        _copy(entries[one], entries[other], entries[one], match, TOPIC)
        for (one, other), match in links.items()
        if match.level == TOPIC
    ]
    alone = sorted(entries[number].id for number in given - inside)
    return DedupResult(tuple(sorted(found)), tuple(alone), tuple(sorted(related)))


def _judged(store: Store, one: int, other: int) -> StoryMatch | None:
    stories = [read_story(store.db, number, store.dim) for number in (one, other)]
    return match(stories[0], stories[1]) if stories[0] and stories[1] else None


def _family(group: list[Entry], graph: Graph, rules: tuple[str, ...], show: Show | None) -> Family:
    centre = group[0].id if len(group) > 2 else ""  # of two, either is the other's copy
    candidates = [
        Candidate(
            each.id, each.side, each.date, each.sentences, each.artefacts, each.characters, central=each.id == centre
        )
        for each in group
    ]
    best, why = choose_kept(candidates, rules)
    own = next(each for each in group if each.id == best.id)
    copies = []
    for each in group:
        if each is not own:
            copy = _copy(own, each, *_beside(each, own, group, graph), why)
            matched = next(entry for entry in group if entry.id == copy.matched)
            copies.append(copy._replace(shown=show(matched, each, copy.spans)) if show else copy)
    return Family(own.id, why, tuple(sorted(copies, key=lambda copy: copy.dropped)))


def _beside(each: Entry, own: Entry, group: list[Entry], graph: Graph) -> tuple[Entry, StoryMatch]:
    """The story to show a copy beside: the kept one, else its centre, else the member most like it."""
    for there in (own, group[0]):
        found = graph.link(there.number, each.number) if there is not each else None
        if found:
            return there, found
    near = [
        (graph.link(there.number, each.number), there) for there in group if there.number in graph.near[each.number]
    ]
    return max(((there, found) for found, there in near if found), key=lambda pair: (pair[1].score, -pair[0].number))


def _copy(own: Entry, each: Entry, matched: Entry, found: StoryMatch, why: str) -> Copy:
    found = found if matched.number < each.number else found.turned()
    return Copy(own.id, each.id, found.level, found.score, matched.id, found.told, found.spans, why)


def _overlap(store: Store, matched: Entry, each: Entry, spans: Spans) -> tuple[str, ...]:
    stories = [read_story(store.db, entry.number, store.dim) for entry in (matched, each)]
    return overlap([story for story in stories if story], spans)


def overlap(stories: Sequence[Story], spans: Spans) -> tuple[str, ...]:
    """The beginning of the longest overlap, in the words of both stories."""
    if not spans or len(stories) < 2:
        return ()
    longest = max(spans, key=lambda pair: pair[0][1] - pair[0][0])
    return tuple(_excerpt(story, *span) for story, span in zip(stories, longest, strict=True))


def _excerpt(story: Story, start: int, end: int) -> str:
    inside = [text for text, span in zip(story.texts, story.spans, strict=True) if start <= span[0] and span[1] <= end]
    return shorten(" ".join(inside), EXCERPT, placeholder=" …")
