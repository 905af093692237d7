"""Read a file that holds exactly one document."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

from aligner.errors import InputError
from aligner.readers import READERS, plain, read, read_stream
from aligner.readers.capped_files import STDIN
from aligner.readers.discover import suffix_of
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
    if path == STDIN:
        documents = read_stream(sys.stdin.buffer)
    elif any_suffix and suffix_of(path.name) not in names("readers", READERS):
        documents = plain.read(id, path)
    else:
        documents = read(id, path)
    first_two = list(islice(documents, 2))
    if len(first_two) == 1 and isinstance(first_two[0], RawDocument):
        return first_two[0]
    skipped = [item.reason for item in first_two[:1] if isinstance(item, Skipped)]
    reason = skipped[0] if skipped else "it does not hold exactly one story"
    raise InputError(f"{path}: {reason}; give a file with one story")
