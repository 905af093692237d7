"""The documents of the pairs of a corpus one by one, in any order, without all of them in memory."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import IO

from aligner.errors import OutputError
from aligner.types import Corpus, Document
from aligner.writers.atomic import advise
from aligner.writers.escaping import json_line, valid
from aligner.writers.plain_data import document_of, document_record

_MAX_IN_MEMORY = 4  # segments come pair by pair


class PairedDocuments:
    """Documents by id, kept in a temporary file; their texts are left out, their sentences are there."""

    def __init__(self, file: IO[bytes], places: dict[str, int]) -> None:
        self._file, self._places = file, places
        self.get = lru_cache(_MAX_IN_MEMORY)(self._read)

    def _read(self, id: str) -> Document | None:
        """Return a document, None if it is in no pair."""
        if id not in self._places:
            return None
        self._file.seek(self._places[id])
        return document_of(json.loads(self._file.readline()))

    def meta(self, id: str, key: str) -> str | None:
        """Return a value of a document's metadata, None if it has none."""
        document = self.get(id)
        return valid(document.meta[key]) if document and key in document.meta else None


@contextmanager
def open_documents(corpus: Corpus) -> Iterator[PairedDocuments]:
    """Yield the documents of the pairs of `corpus`.

    Raises
    ------
    OutputError
        When the temporary file cannot be written.
    """
    wanted = {id for pair in corpus.pairs for id in pair.ids}
    places = {}
    try:
        file = tempfile.TemporaryFile()  # noqa: SIM115 (closed below)
    except OSError as error:
        raise _no_space(error) from error
    with file:
        try:
            for document in corpus.documents:
                if document.id in wanted:
                    places[document.id] = file.tell()
                    file.write(json_line(document_record(replace(document, text="", steps=()))).encode())
        except OSError as error:
            raise _no_space(error) from error
        yield PairedDocuments(file, places)


def _no_space(error: OSError) -> OutputError:
    return OutputError(f"cannot write to the temporary folder: {error.strerror or error}; {advise(error)}")
