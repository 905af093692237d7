"""Mend a corpus whose sides slipped out of step: realign what is, and write the rest as it is."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from gzip import GzipFile
from pathlib import Path
from typing import IO, NamedTuple

from aligner.alignment.slip_events import Slip, find_slips
from aligner.alignment.slip_lines import Column, Encode
from aligner.alignment.slips import Partners, find_partners
from aligner.encoders import load_encoder
from aligner.errors import InputError, UsageError
from aligner.readers.bitext import is_french_first, noting, suffix_of_pairs
from aligner.readers.files.capped import STDIN
from aligner.readers.files.compressed import compression_of
from aligner.readers.raw.corpus import LineFiles, RawCorpus, TextColumns
from aligner.readers.raw.corpus import Partners as RowLines
from aligner.readers.raw.memory import open_units
from aligner.readers.raw.source import RawSource, open_source
from aligner.readers.raw.tables import open_records, open_rows
from aligner.readers.tables.head import MAX_HEAD_LINES
from aligner.types import SIDES
from aligner.writers.atomic import open_atomic_group
from aligner.writers.escaping import json_line

MIN_PARALLEL_SHARE = 0.2  # of rows that are likely pairs; a corpus with fewer is not parallel
MIN_JUDGED_ROWS = 20  # of a corpus that is judged by its share
UNSUPPORTED = (".json", ".parquet", ".xlf", ".xliff", ".xlsx")
Row = dict[str, object]
Progress = Callable[[str, int, int], None]


class MendOptions(NamedTuple):
    """How a corpus is mended.

    columns : "EN,FR", the columns or keys of the texts, by number from 1 or by name; "" to find them
    stdin_format : suffix of the format of standard input
    model : name or folder of a sentence-transformers model, "" for the embedded encoder
    """

    columns: str = ""
    stdin_format: str = ""
    model: str = ""


class Mended(NamedTuple):
    """What was found in a corpus.

    rows : of the corpus
    written : rows of the mended corpus
    report : a row for each slip
    """

    rows: int
    written: int
    report: tuple[Row, ...]


def mend_files(
    paths: Sequence[Path],
    output: Path | None,
    options: MendOptions | None = None,
    *,
    report: Path | None = None,
    progress: Progress = lambda stage, done, total: None,
) -> Mended:
    """Mend a TMX, a table, JSON lines or two Moses files.

    Parameters
    ----------
    output : Path or None
        The mended corpus, ``-`` for standard output; None to write nothing. The names of two files begin with it and
        end as those of the corpus do.
    report : Path or None
        The report, by default ``OUTPUT.report.jsonl`` unless the output is standard output.

    Raises
    ------
    InputError
        When a file cannot be read, a side has no text, or the sides are no translations of each other.
    UsageError
        When the format is none that can be mended, or the output is the corpus itself.
    """
    options = options or MendOptions()
    outputs = _output_paths(paths, output)
    if report is None and output not in (None, STDIN):
        report = Path(f"{output}.report.jsonl")
    with _open_corpus(paths, options) as corpus:
        partners, slips = examine(corpus, load_encoder(options.model).encode, progress)
        rows = [report_row(corpus, slip, partners) for slip in slips]
        if output is not None:
            _write(corpus, partners, (paths, outputs), report, rows)
        written = int((partners.fr >= 0).sum())
        return Mended(max(corpus.sizes), written, tuple(rows))


def examine(
    corpus: TextColumns, encode: Encode, progress: Progress = lambda stage, done, total: None
) -> tuple[Partners, list[Slip]]:
    """Return the lines of a corpus that belong together, and its slips.

    Raises
    ------
    InputError
        When a side has no text, or the sides are no translations of each other.
    """
    en, fr = (Column(partial(corpus.texts, side), size, encode) for side, size in enumerate(corpus.sizes))
    _check_sides(corpus)
    partners = find_partners(en, fr, lambda done: progress("compare", done, en.size))
    _check_parallel(corpus, partners)
    return partners, find_slips(en, fr, partners)


def _check_sides(corpus: TextColumns) -> None:
    """Raise InputError if the corpus has only one side."""
    for side, name in enumerate(("English", "French")):
        size = corpus.sizes[side]
        if not any(
            text.strip()
            for first in range(0, size, 1000)
            for text in corpus.texts(side, first, min(size, first + 1000))
        ):
            raise InputError(f"there is no {name} text; nothing can be mended")


def _check_parallel(corpus: TextColumns, partners: Partners) -> None:
    """Raise InputError if the sides do not translate each other."""
    rows = min(corpus.sizes)
    likely = int(((partners.fr >= 0) & (partners.odds > 0)).sum())
    if rows >= MIN_JUDGED_ROWS and likely < MIN_PARALLEL_SHARE * rows:
        raise InputError(
            f"the sides are hardly translations of each other: {likely:,} of {rows:,} rows are; nothing was changed"
        )


def _output_paths(paths: Sequence[Path], output: Path | None) -> tuple[Path, ...]:
    if output is None:
        return ()
    if len(paths) == 1:
        return _checked(paths, (output,))
    if output == STDIN:
        raise UsageError("two files cannot be written to standard output; give a name with -o")
    endings = ["".join(path.suffixes[-1 - bool(compression_of(path.name)) :]) for path in paths]
    if endings[0] == endings[1]:
        endings = [f".{side}{ending}" for side, ending in zip(SIDES, endings, strict=True)]
    return _checked(paths, tuple(Path(f"{output}{ending}") for ending in endings))


def _checked(paths: Sequence[Path], outputs: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the output paths if none is the corpus."""
    if any(
        path != STDIN and path.exists() and any(path.samefile(own) for own in paths if own.exists()) for path in outputs
    ):
        raise UsageError("the output is the corpus itself; choose another name")
    return outputs


@contextmanager
def _open_corpus(paths: Sequence[Path], options: MendOptions) -> Iterator[RawCorpus]:
    path = paths[0]
    suffix = suffix_of_pairs(path, options.stdin_format)
    if options.columns and (len(paths) == 2 or suffix == ".tmx"):
        raise UsageError("columns can be chosen only in a table or in JSON lines")
    if suffix in UNSUPPORTED and len(paths) == 1:
        raise UsageError(f"{suffix} cannot be mended; convert it with aligner score --format tmx -o FOLDER")
    with ExitStack() as stack:
        sources = [
            stack.enter_context(open_source(each, "standard input" if each == STDIN else each.name)) for each in paths
        ]
        yield _corpus(sources, suffix, options)


def _corpus(sources: Sequence[RawSource], suffix: str, options: MendOptions) -> RawCorpus:
    source = sources[0]
    note = noting(source.name)
    if len(sources) == 2:
        return _line_files(source, sources[1])
    if suffix == ".tmx":
        return open_units(source)
    if suffix in (".jsonl", ".ndjson"):
        return open_records(source, options.columns, note)
    return open_rows(source, suffix, options.columns, note)


def _line_files(first: RawSource, second: RawSource) -> LineFiles:
    files = LineFiles((first, second), (0, 1))
    size = min(MAX_HEAD_LINES, *files.sizes)
    head = [list(pair) for pair in zip(files.texts(0, 0, size), files.texts(1, 0, size), strict=True)]
    return LineFiles((first, second), (1, 0)) if is_french_first(head, (first.name, second.name)) else files


def row_lines(partners: Partners) -> Iterator[RowLines]:
    """Yield the English and French lines of each row of the mended corpus, in English order."""
    for line, other in enumerate(partners.fr.tolist()):
        if other >= 0:
            has_parts = line in partners.en_parts or line in partners.fr_parts
            yield partners.lines(line) if has_parts else ((line,), (other,))


def _write(
    corpus: RawCorpus,
    partners: Partners,
    files: tuple[Sequence[Path], Sequence[Path]],
    report: Path | None,
    rows: Sequence[Row],
) -> None:
    """Write the mended corpus and the report: both or, if anything fails, none."""
    paths, outputs = files
    contents = corpus.contents([row_lines(partners) for _ in outputs])
    named = [path for path in outputs if path != STDIN]
    with open_atomic_group(*named, *([report] if report else [])) as handles:
        for path, own, pieces in zip(paths, outputs, contents, strict=True):
            target = sys.stdout.buffer if own == STDIN else handles[named.index(own)].buffer
            if not rows and path != STDIN and compression_of(path.name) == compression_of(own.name):
                with path.open("rb") as unchanged:
                    shutil.copyfileobj(unchanged, target)
            else:
                _write_pieces(target, own, pieces)
        if report:
            handles[-1].writelines(map(json_line, rows))


def _write_pieces(target: IO[bytes], path: Path, pieces: Iterable[bytes]) -> None:
    compression = compression_of(path.name)
    if compression == ".gz":
        with GzipFile("", "wb", fileobj=target, mtime=0) as packed:
            packed.writelines(pieces)
    elif compression:
        raise UsageError(f"{path.name}: is not written compressed; use .gz or none")
    else:
        target.writelines(pieces)


def report_row(corpus: TextColumns, slip: Slip, partners: Partners) -> Row:
    """Return a slip as it is reported; rows are numbered as in the corpus, from 1."""
    size = corpus.sizes[0]
    first, last = (
        corpus.number(0, line) if line < size else corpus.number(1, min(line, corpus.sizes[1] - 1))
        for line in (slip.first, slip.last)
    )
    left_out = [
        {"side": SIDES[side], "row": corpus.number(side, line), "text": corpus.texts(side, line, line + 1)[0]}
        for side, lines in enumerate(slip.alone)
        for line in lines
    ]
    return {
        "first": first,
        "last": max(first, last),
        "what": slip.what,
        "confidence": slip.confidence,
        "shift": slip.shift,
        "rows": int((partners.fr[slip.first : slip.last + 1] >= 0).sum()),
        "left_out": left_out,
    }
