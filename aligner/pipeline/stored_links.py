"""The stories of a workspace, and their matches, kept as long as a story and its candidates stay as they are."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from aligner.databases import open_read_only
from aligner.deduplication.link import FindLinks, Link, LinkTask, ReadStory
from aligner.deduplication.match import StoryMatch
from aligner.deduplication.record import Story, make_story
from aligner.pipeline.stored_pairs import Database
from aligner.pipeline.stored_results import StoredResults, key_of
from aligner.pipeline.stored_rows import read_numbered_id, read_prepared


@contextmanager
def open_stored_stories(path: Path) -> Iterator[ReadStory]:
    """Open the stories of a workspace, which other processes may do too, to be read by number."""
    with closing(open_read_only(path)) as db:
        yield partial(_read_story, db)


def _read_story(db: sqlite3.Connection, number: int) -> Story:
    item = read_prepared(db, read_numbered_id(db, number))
    return make_story(item.document, item.vectors, item.sketch)


def link_stored(work: Database, find: FindLinks, tasks: Sequence[LinkTask]) -> Iterator[list[Link]]:
    """Yield for each task the matches of its story; only those that are not kept are found again.

    Parameters
    ----------
    work : has the numbers of the documents
    find : finds the matches of tasks
    """
    results = StoredResults(work, "links")
    statement = "select number, id, sum from numbered join document on document = id"
    contents = {row[0]: (row[1], row[2]) for row in work.db.execute(statement)}
    keys = [_key(task, contents) for task in tasks]
    kept = [results.find(key) for key in keys]
    found = find([task for task, text in zip(tasks, kept, strict=True) if text is None])
    for task, key, text in zip(tasks, keys, kept, strict=True):
        if text is None:
            links = next(found)
            results.put(key, _links_text(task, links))
        else:
            links = list(_parse_links(task, text))
        yield links
    results.prune()


def _key(task: LinkTask, contents: dict[int, tuple[str, int]]) -> str:
    """Return the key of a task: numbers change with each document that comes before."""
    needless = [other in task.needless for other in task.candidates]
    stories = [[contents[number] for number in numbers] for numbers in ([task.number], task.candidates, task.later)]
    return key_of((stories, needless))


def _links_text(task: LinkTask, links: Sequence[Link]) -> str:
    """Return the matches of a task as JSON, each from the story to a candidate, given by its place."""
    rows = []
    for one, other, match in links:
        forward = one == task.number
        rows.append((task.candidates.index(other if forward else one), *(match if forward else match.mirrored())))
    return json.dumps(rows)


def _parse_links(task: LinkTask, text: str) -> Iterator[Link]:
    for place, level, score, coverage, similarity, spans in json.loads(text):
        pairs = tuple((tuple(one), tuple(other)) for one, other in spans)
        match = StoryMatch(level, score, tuple(coverage), similarity, pairs)
        other = task.candidates[place]
        yield (task.number, other, match) if task.number < other else (other, task.number, match.mirrored())
