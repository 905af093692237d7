"""Find the families of stories in files.

The stories are put into an index, linked with their copies and grouped. The
index is a file that is kept, or a temporary one: in either case no texts are
kept in memory.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from textwrap import shorten
from typing import NamedTuple

from aligner.deduplication.add import StorySink, add_files, open_index
from aligner.deduplication.graph import Graph
from aligner.deduplication.group import Family, Members, find_groups, make_duplicate, make_family
from aligner.deduplication.index.link_new import link_copies
from aligner.deduplication.index.serialize import read_story
from aligner.deduplication.index.store import Entry, Store
from aligner.deduplication.keep import LATEST, Member, rule_order
from aligner.deduplication.link import ReadStory, cached, match_numbers
from aligner.deduplication.match import COPY_LEVELS
from aligner.deduplication.record import Story
from aligner.deduplication.version_changes import VersionChange, list_changes
from aligner.deduplication.versions import VersionFinder
from aligner.documents.ingest import Progress
from aligner.documents.prepare import Source
from aligner.readers import find_files
from aligner.readers.files.discover import check_found
from aligner.types import Duplicate, Skipped

MAX_EXCERPT_CHARS = 160


class DedupResult(NamedTuple):
    """The families among some stories.

    alone : ids of the stories without a copy
    related : stories of the same template or topic, or copies in an index that was queried
    done : what was done to the index, in words
    changes : what each version changed of the one before it, if that was asked for
    """

    families: tuple[Family, ...] = ()
    alone: tuple[str, ...] = ()
    related: tuple[Duplicate, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    entries: tuple[Entry, ...] = ()
    done: tuple[str, ...] = ()
    changes: tuple[VersionChange, ...] = ()

    @property
    def copies(self) -> Iterator[Duplicate]:
        """The stories that are dropped, family by family."""
        return (copy for family in self.families for copy in family.copies)


def find_families(
    paths: Sequence[Path],
    *,
    keep: str = "",
    topic: bool = False,
    changes: bool = False,
    jobs: int | None = 1,
    progress: Progress = lambda stage, done, total: None,
) -> DedupResult:
    """Group the stories of files.

    Parameters
    ----------
    keep : rules of `aligner.deduplication.keep` to apply first, separated by commas
    topic : also report stories of the same template or topic that are not copies
    changes : also list what each version changed of the one before it

    Raises
    ------
    InputError, OutputError, UnknownNameError
    """
    rules = rule_order(keep)
    skipped: list[Skipped] = []
    sources = [Source(id, path) for id, path in find_files(paths, skipped.append)]
    check_found(paths, sources, skipped)
    with tempfile.TemporaryDirectory(prefix="aligner-") as folder, open_index(Path(folder) / "stories.db") as store:
        sink = StorySink(store)
        add_files(sources, sink, jobs, progress)
        link_copies(store, topic, jobs, progress)
        result = group_stories(store, rules)
        listed = list_changes(store, result.families, jobs) if changes else ()
        return result._replace(skipped=(*skipped, *sink.skipped), changes=tuple(listed))


def group_stories(
    store: Store, rules: tuple[str, ...], sources: Sequence[str] | None = None, *, excerpts: bool = False
) -> DedupResult:
    """Group the stories of an index.

    Parameters
    ----------
    rules : names of the rules of `aligner.deduplication.keep`, in order
    sources : ids of the files whose stories are reported; None for all
    excerpts : also quote the overlaps
    """
    members = _members(store, None if sources is None else store.numbers(sources))
    given = set(members)
    links = store.links(sorted(given))
    members |= _members(store, sorted({number for pair in links for number in pair} - given))
    copies = {pair: match for pair, match in links.items() if match.level in COPY_LEVELS}
    read = cached(partial(read_story, store.db, dim=store.dim))
    graph = Graph(copies, partial(match_numbers, read))
    groups = find_groups(members, graph)
    finder = VersionFinder(members, read)
    families = []
    for group in groups:
        if given & {*group}:
            own = finder.ranked(group) if LATEST in rules else members
            families.append(finder.describe(make_family(group, own, graph, rules)))
    if excerpts:
        families = [_with_excerpts(read, family, members) for family in families]
    related = [
        make_duplicate(members[one].id, members[other].id, members[one].id, match, match.level)
        for (one, other), match in links.items()
        if match.level not in COPY_LEVELS
    ]
    alone = sorted(members[number].id for number in given - {number for group in groups for number in group})
    return DedupResult(tuple(sorted(families)), tuple(alone), tuple(sorted(related)))


def _members(store: Store, numbers: Sequence[int] | None) -> dict[int, Member]:
    return {
        entry.number: Member(entry.id, entry.side, entry.date, entry.sentences, entry.artefacts, entry.characters)
        for entry in store.entries(numbers)
    }


def _with_excerpts(read: ReadStory, family: Family, members: Members) -> Family:
    numbers = {member.id: number for number, member in members.items()}
    copies = []
    for copy in family.copies:
        stories = [read(numbers[id]) for id in (copy.matched, copy.dropped)]
        copies.append(quote_overlap(copy, stories[0], stories[1]) if stories[0] and stories[1] else copy)
    return family._replace(copies=tuple(copies))


def quote_overlap(copy: Duplicate, matched: Story, dropped: Story) -> Duplicate:
    """Return a copy with excerpts: the beginning of the longest overlap in both stories."""
    if not copy.spans:
        return copy
    here, there = max(copy.spans, key=lambda pair: pair[0].end - pair[0].start)
    return copy._replace(excerpts=(_excerpt(matched, here.start, here.end), _excerpt(dropped, there.start, there.end)))


def _excerpt(story: Story, start: int, end: int) -> str:
    inside = [text for text, span in zip(story.texts, story.spans, strict=True) if start <= span[0] and span[1] <= end]
    return shorten(" ".join(inside), MAX_EXCERPT_CHARS, placeholder=" …")
