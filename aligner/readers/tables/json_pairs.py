"""JSON objects, one per pair, -> rows: under en and fr, under other names of the two texts, or nested in one object."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

from aligner.errors import InputError
from aligner.readers.files.capped import TextLine
from aligner.readers.tables.columns import choose_columns, find_columns
from aligner.readers.tables.head import MAX_HEAD_LINES
from aligner.readers.tables.json_text import parse_strictly
from aligner.readers.tables.pair_rows import BitextRow
from aligner.readers.tables.row_unit import unit_of_fields

MAX_KEYS = 60  # of a record, in which texts are searched
Record = Mapping[str, object]
Key = tuple[str, ...]  # of a text, and before it that of the object that it is in


class Parsed(NamedTuple):
    """A record, None if it cannot be used, with its number and the line it is on."""

    number: int
    text: str
    record: Record | None = None
    fault: str = ""


def parse_line(line: TextLine) -> Parsed:
    """Return the object of a line, or its fault."""
    if line.fault:
        return Parsed(line.number, line.text, fault=line.fault)
    try:
        value = parse_strictly(line.text)
    except ValueError as error:
        return Parsed(line.number, line.text, fault=f"not JSON ({error})")
    return parsed_value(line.number, value, line.text)


def parsed_value(number: int, value: object, text: str = "") -> Parsed:
    """Return a value as a record, if it is an object and no error."""
    if isinstance(value, dict):
        return Parsed(number, text, value)
    if isinstance(value, ValueError):
        return Parsed(number, text, fault=f"not JSON ({value})")
    return Parsed(number, text, fault="not an object with the keys en and fr")


def json_rows(records: Iterable[Parsed], chosen: str, note: Callable[[str], None]) -> Iterator[BitextRow]:
    """Yield the pairs of records.

    Parameters
    ----------
    chosen : "EN,FR" to take these keys, with a dot before a nested one; "" to find them
    note : called with what was found, unless the keys are named by their languages

    Raises
    ------
    InputError
        When `chosen` does not name two keys of the first records.
    """
    records = iter(records)
    head = list(islice(records, MAX_HEAD_LINES))
    english, french = find_keys([row.record for row in head if row.record is not None], chosen, note)
    for number, text, record, fault in chain(head, records):
        if record is None:
            yield BitextRow(number, fault=fault, cells=[text])
            continue
        keys = english, french
        en, fr = value_at(record, english), value_at(record, french)
        if not (isinstance(en, str) and isinstance(fr, str)) and not chosen:
            # Rows of another source may have other names.
            keys = _named_keys(tuple(_text_keys(record)))
            en, fr = (value_at(record, key) for key in keys)
        if isinstance(en, str) and isinstance(fr, str):
            unit = unit_of_fields(record.items(), [key[0] for key in keys])
            texts = en.replace("\n", " "), fr.replace("\n", " ")
            yield BitextRow(number, *texts, cells=[en, fr], record=record, unit=unit)
        else:
            names = " and ".join(map(".".join, (english, french))) if chosen else "en and fr"
            yield BitextRow(number, fault=f"not an object with the keys {names}", cells=[text])


def has_named_pair(record: Record) -> bool:
    """Return whether two texts of a record have names of which one or both are of languages, or that go together."""
    return _named_keys(tuple(_text_keys(record))) != ((), ())


def find_keys(records: list[Record], chosen: str, note: Callable[[str], None]) -> tuple[Key, Key]:
    """Return the keys of the English and French text in most records."""
    keys = list(dict.fromkeys(key for record in records for key in _text_keys(record)))
    names = list(map(".".join, keys))
    rows = [names, *([str(value_at(record, key) or "") for key in keys] for record in records)]
    if chosen:
        columns = choose_columns(chosen, names)
        if columns is None:
            raise InputError(
                f"the keys {chosen} are not in the first rows, which have {', '.join(names[:10]) or 'no texts'}"
            )
    else:
        columns = find_columns(rows)
        if not (columns.header or columns.known):
            return ("en",), ("fr",)
        if columns.guessed or not columns.header:
            note(columns.described([f"the key {name}" for name in names]))
    return keys[columns.en], keys[columns.fr]


def _text_keys(record: Record) -> Iterator[Key]:
    """Yield the keys of the texts of a record, also of those in an object of its own, as Hugging Face has them."""
    found = 0
    for key, value in record.items():
        inner = value.items() if isinstance(value, dict) else ()
        for path in (
            [(key,)] if isinstance(value, str) else [(key, name) for name, text in inner if isinstance(text, str)]
        ):
            yield path
            found += 1
            if found >= MAX_KEYS:
                return


def value_at(record: Record, key: Key) -> object:
    """Return what a record has under a key, None if it has no such key."""
    value = record.get(key[0]) if key else None
    if len(key) == 1:
        return value
    return value.get(key[1]) if isinstance(value, dict) else None


@lru_cache(maxsize=1024)
def _named_keys(keys: tuple[Key, ...]) -> tuple[Key, Key]:
    """Return the keys that are named as the texts of a pair, two empty ones if there are none."""
    columns = find_columns([list(map(".".join, keys))])
    return (keys[columns.en], keys[columns.fr]) if columns.header else ((), ())
