"""Read a file that holds exactly one document."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from aligner.errors import InputError
from aligner.readers import READERS, plain, read
from aligner.readers.files.capped import STDIN
from aligner.readers.files.discover import suffix_of
from aligner.registry import names
from aligner.types import RawDocument, Skipped


def read_single(path: Path, id: str, *, any_suffix: bool = False) -> RawDocument:
    """Return the one document of a file, or of standard input.

    Parameters
    ----------
    id : str
        Identifier of the document.
    any_suffix : bool
        Read a file of unknown suffix as plain text.

    Raises
    ------
    InputError
        When the file cannot be read, or holds no document or several.
    UnknownNameError
        When no reader has its suffix, unless `any_suffix` is set.
    """
    documents: Iterator[RawDocument | Skipped]
    if any_suffix and path != STDIN and suffix_of(path.name) not in names("readers", READERS):
        documents = plain.read(id, path)
    else:
        documents = read(id, path)
    first_three = list(islice(documents, 3))
    stories = [item for item in first_three if isinstance(item, RawDocument)]
    # A part of the file may have been skipped after the story.
    if len(stories) == 1 and isinstance(first_three[0], RawDocument):
        return stories[0]
    skipped = [item.reason for item in first_three[:1] if isinstance(item, Skipped)]
    reason = skipped[0] if skipped else "it does not hold exactly one story"
    raise InputError(f"{path}: {reason}; give a file with one story")
