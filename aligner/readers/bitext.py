"""Read sentence pairs from TSV, JSON lines, TMX and Moses files."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from aligner.errors import InputError
from aligner.readers import capped_files as source
from aligner.readers import tmx
from aligner.readers.capped_files import STDIN
from aligner.types import Skipped

log = logging.getLogger(__name__)
LONGEST = 20_000  # characters of a side; what is longer is no segment


KEYS = (("en", "fr"), ("en_text", "fr_text"), ("english", "french"))


class Line(NamedTuple):
    """A row of a corpus: its number, its two texts or what is wrong with it, and all that stood there."""

    number: int
    en: str = ""
    fr: str = ""
    wrong: str = ""
    cells: Sequence[str] = ()
    record: Mapping[str, object] | None = None


def read_pairs(paths: Sequence[Path]) -> Iterator[Line]:
    """The rows of a corpus, one file of pairs or two of lines that belong together."""
    if len(paths) == 2:
        rows = _moses(*paths)
    elif paths[0] != STDIN and ".tmx" in paths[0].suffixes[-2:]:
        rows = _tmx(paths[0])
    elif paths[0] != STDIN and ".jsonl" in paths[0].suffixes[-2:]:
        rows = map(_from_json, _lines(paths[0]))
    else:
        rows = map(_from_cells, _lines(paths[0]))
    for line in rows:
        wrong = line.wrong or _fault(line)
        if wrong:
            log.warning("line %d: %s", line.number, wrong)
        yield line._replace(wrong=wrong)


def _lines(path: Path) -> Iterator[source.Line]:
    return source.stream_lines("standard input", sys.stdin.buffer) if path == STDIN else source.lines(path.name, path)


def _fault(line: Line) -> str:
    if not line.en.strip() or not line.fr.strip():
        return "a side is empty"
    if "\0" in line.en or "\0" in line.fr:
        return "a NUL byte in the text"
    if max(len(line.en), len(line.fr)) > LONGEST:
        return f"a side of {max(len(line.en), len(line.fr)):,} characters is no segment"
    return ""


def _from_cells(line: source.Line) -> Line:
    cells = line.text.split("\t")
    if line.fault or len(cells) < 2:
        return Line(line.number, wrong=line.fault or "one column where two are needed", cells=cells)
    return Line(line.number, cells[0], cells[1], cells=cells)


def _from_json(line: source.Line) -> Line:
    if line.fault:
        return Line(line.number, wrong=line.fault)
    try:
        record = json.loads(line.text)
    except (ValueError, RecursionError) as error:
        return Line(line.number, wrong=f"no JSON ({error})", cells=[line.text])
    if isinstance(record, dict):
        for keys in KEYS:
            texts = [record.get(key) for key in keys]
            if all(isinstance(text, str) for text in texts):
                return Line(line.number, str(texts[0]), str(texts[1]), cells=list(map(str, texts)), record=record)
    return Line(line.number, wrong="no object with the keys en and fr", cells=[line.text])


def _tmx(path: Path) -> Iterator[Line]:
    for number, row in enumerate(tmx.rows(path.name, path), 1):
        if isinstance(row, Skipped):
            yield Line(number, wrong=row.reason)
        else:
            yield Line(number, row.left, row.right, cells=[row.left, row.right])


def _moses(en: Path, fr: Path) -> Iterator[Line]:
    for number, (left, right) in enumerate(zip_longest(_lines(en), _lines(fr)), 1):
        if left is None or right is None:
            raise InputError(f"{(en if left is None else fr).name}: ends at line {number - 1}, before the other file")
        yield Line(number, left.text, right.text, left.fault or right.fault, [left.text, right.text])
