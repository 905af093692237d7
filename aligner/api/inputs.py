"""What the functions take as stories: paths, texts, or mappings with a text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from aligner.errors import InputError
from aligner.readers import READERS
from aligner.readers.files.discover import suffix_of
from aligner.registry import names

Story: TypeAlias = "Path | str | Mapping[str, object]"
Stories: TypeAlias = "Story | Iterable[Story]"
TEXTS_NAME = "texts.jsonl"  # of the file in which texts are read; their ids are texts.jsonl#1, texts.jsonl#2 …


def is_path(story: Story) -> bool:
    """Return whether a story is the path of a file or folder.

    A string is one if there is such a file, if it has no space, or if it ends in the suffix of a format that is read;
    any other is a text.
    """
    if not isinstance(story, str):
        return isinstance(story, Path)
    try:
        named = not any(map(str.isspace, story.strip())) or suffix_of(story) in names("readers", READERS)
        return named or Path(story).exists()
    except (OSError, ValueError):  # it is longer than a path can be, or has a null character
        return False


@contextmanager
def as_paths(stories: Stories) -> Iterator[list[Path]]:
    """Yield the paths of stories; texts and mappings are written to a temporary file.

    Parameters
    ----------
    stories : one story or several
        A mapping has a ``text``, and may have an ``id``, ``title``, ``date`` and so on, as a row of JSON lines has.
    """
    given = [stories] if isinstance(stories, str | Path | Mapping) else list(stories)
    paths = [Path(str(story)) for story in given if is_path(story)]
    texts = [story for story in given if not is_path(story)]
    if not texts:
        yield paths
        return
    with written_rows(story if isinstance(story, Mapping) else {"text": story} for story in texts) as path:
        yield [*paths, path]


@contextmanager
def written_rows(rows: Iterable[Mapping[str, object]]) -> Iterator[Path]:
    """Yield the path of a temporary file of JSON lines, which readers take as any other.

    Raises
    ------
    InputError
        When a row is no plain data.
    """
    with TemporaryDirectory(prefix="aligner-") as folder:
        path = Path(folder) / TEXTS_NAME
        try:
            with path.open("w", encoding="utf-8") as file:
                file.writelines(f"{json.dumps(dict(row))}\n" for row in rows)
        except TypeError as error:
            raise InputError(f"a row is no plain data: {error}") from error
        yield path
