"""`aligner.dedup`: the families of some stories."""

from __future__ import annotations

from typing import NamedTuple

from aligner.api.inputs import Stories, as_paths
from aligner.api.rows import Rows
from aligner.deduplication.find import find_families
from aligner.deduplication.group import Family
from aligner.types import Duplicate, Skipped


class StoryFamilies(NamedTuple):
    """The families of some stories.

    families : the story of each family that is kept, the reason, and its copies
    copies : the stories that are dropped, family by family
    alone : ids of the stories without a copy
    related : stories that are related to another one but no copies of it, if they were asked for
    skipped : what could not be read
    """

    families: Rows[Family]
    copies: Rows[Duplicate]
    alone: tuple[str, ...]
    related: Rows[Duplicate]
    skipped: tuple[Skipped, ...]


def dedup(stories: Stories, *, keep: str = "", same_topic: bool = False, jobs: int | None = 1) -> StoryFamilies:
    """Group stories into families: exact, near, spun and contained copies, and translations.

    Parameters
    ----------
    stories : path, text or mapping, or several of them
        A file or folder; the text of a story; or a mapping with ``text`` and, if known, ``id``, ``title`` and ``date``.
        The ids of texts and mappings are ``texts.jsonl#1``, or ``texts.jsonl#ID``.
    keep : rules that choose the story to keep, separated by commas, such as ``latest``
    same_topic : also report follow-ups, and stories of the same template or topic
    jobs : processes, None for one per core; the result does not depend on it

    Returns
    -------
    StoryFamilies

    Raises
    ------
    InputError, UnknownNameError

    Examples
    --------
    >>> dedup("stories/").copies.to_pandas()  # doctest: +SKIP
    """
    with as_paths(stories) as paths:
        found = find_families(paths, keep=keep, topic=same_topic, jobs=jobs)
    return StoryFamilies(Rows(found.families), Rows(found.copies), found.alone, Rows(found.related), found.skipped)
