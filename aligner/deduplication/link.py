"""Match stories with those that resemble them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache, partial
from typing import NamedTuple

from aligner.deduplication.match import StoryMatch, match_among, match_stories
from aligner.deduplication.record import Story
from aligner.deduplication.search import Candidates
from aligner.parallel import parallel_map

Link = tuple[int, int, StoryMatch]
ReadStory = Callable[[int], "Story | None"]
OpenStories = Callable[[], AbstractContextManager[ReadStory]]
FindLinks = Callable[[Sequence["LinkTask"]], Iterator[list[Link]]]
MAX_SURE_COPIES = 4  # that a story is linked with before it is grouped
MAX_LATER = 8  # stories read that may show what is boilerplate in an earlier one
MAX_CACHED_STORIES = 64  # in memory


class LinkTask(NamedTuple):
    """A story and those that are compared with it.

    candidates : the most likely copies first
    needless : those that are only compared as long as the story has few copies; grouping may compare them later
    later : stories whose candidate it is
    """

    number: int
    candidates: list[int]
    needless: frozenset[int] = frozenset()
    later: Sequence[int] = ()


def link_tasks(twins: Mapping[int, int], numbers: Sequence[int], candidates: Iterable[Candidates]) -> list[LinkTask]:
    """Return what is compared.

    Parameters
    ----------
    twins : stories, each with the first one of the same words
    numbers : of the other stories, whose indexes the candidates have
    """
    tasks = []
    later: dict[int, list[int]] = defaultdict(list)
    missing: dict[int, int] = defaultdict(lambda: MAX_SURE_COPIES)  # copies of a story that later ones should compare
    for row, others, sure in candidates:
        number = numbers[row]
        for other in others:
            later[other].append(number)
        needless = frozenset(other for other in others[:sure] if missing[other] <= 0)
        for other in others:
            missing[other] -= 1
        missing[number] -= len(others)
        tasks.append(LinkTask(number, others, needless))
    tasks = [task._replace(later=later[task.number][:MAX_LATER]) for task in tasks]
    return [LinkTask(number, [first]) for number, first in sorted(twins.items())] + tasks


def find_links(
    tasks: Iterable[LinkTask], open_stories: OpenStories, *, topic: bool = False, jobs: int | None = 1
) -> Iterator[list[Link]]:
    """Yield for each task the matches of its story, those of two stories from the smaller number to the larger.

    Parameters
    ----------
    open_stories : opens the stories to be read by number; called in other processes, so it must be picklable
    """
    return parallel_map(partial(_match_with, open_stories=open_stories, topic=topic), tasks, jobs)


def cached(read: ReadStory) -> ReadStory:
    """Return a function that reads stories and keeps the last ones in memory."""
    return lru_cache(MAX_CACHED_STORIES)(read)


def match_numbers(read: ReadStory, one: int, other: int) -> StoryMatch | None:
    """Match two stories, given their numbers."""
    a, b = read(one), read(other)
    return match_stories(a, b) if a and b else None


def _match_with(task: LinkTask, *, open_stories: OpenStories, topic: bool) -> list[Link]:
    """Match a story with others; this may be another process, which reads the texts itself: sending them is slow."""
    with open_stories() as uncached:
        read = cached(uncached)
        own = read(task.number)
        links: list[Link] = []
        for other in task.candidates if own else ():
            if other in task.needless and len(links) >= MAX_SURE_COPIES:
                continue
            story = read(other)
            around = partial(_read_all, read, [near for near in (*task.candidates, *task.later) if near != other])
            match = match_among(own, story, around, topic=topic) if own and story else None
            if match:
                forward = task.number < other
                links.append((task.number, other, match) if forward else (other, task.number, match.mirrored()))
    return links


def _read_all(read: ReadStory, numbers: Iterable[int]) -> list[Story]:
    return [story for number in numbers if (story := read(number))]
