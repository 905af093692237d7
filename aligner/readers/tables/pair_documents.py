"""Records of pairs of texts -> two documents whose sentences match one by one."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping

from aligner.readers.aligned_rows import AlignedRow, aligned_documents
from aligner.readers.fields import TEXT_KEYS
from aligner.readers.tables.json_pairs import Parsed, has_named_pair, json_rows
from aligner.types import RawDocument, Skipped

log = logging.getLogger(__name__)


def is_pair(record: Mapping[str, object]) -> bool:
    """Return whether a record is a pair of texts under known names, and no story."""
    return not any(key.strip().lower() in TEXT_KEYS for key in record) and has_named_pair(record)


def pair_documents(id: str, records: Iterable[Parsed]) -> Iterator[RawDocument | Skipped]:
    """Yield the documents of a file of pairs; a record that is none is skipped."""
    yield from aligned_documents(id, _aligned_rows(id, records), ("en", "fr"))


def _aligned_rows(id: str, records: Iterable[Parsed]) -> Iterator[AlignedRow | Skipped]:
    for row in json_rows(records, "", lambda found: log.warning("%s: %s; read so", id, found)):
        fault = row.fault or ("" if row.en.strip() and row.fr.strip() else "has only one of the two texts")
        yield Skipped(f"{id}#{row.number}", fault) if fault else AlignedRow(row.en, row.fr, unit=row.unit)
