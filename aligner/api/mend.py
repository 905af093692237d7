"""`aligner.mend`: a corpus whose sides slipped out of step, put right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from aligner.api.rows import Rows
from aligner.encoders import load_encoder
from aligner.errors import UsageError
from aligner.pipeline.mend import MendOptions, examine, mend_files, report_row, row_lines


class SlipRow(NamedTuple):
    """A place where a corpus slipped; the fields are those of the report of `aligner mend`."""

    first: int
    last: int
    what: str
    confidence: float
    shift: int
    rows: int
    left_out: list[dict[str, object]]

    def to_dict(self) -> dict[str, object]:
        """Return the row as plain data."""
        return self._asdict()


class MendedPair(NamedTuple):
    """A row of a mended corpus, and the numbers, from 1, of the English and French rows that its texts are from."""

    en: str
    fr: str
    en_rows: list[int]
    fr_rows: list[int]

    def to_dict(self) -> dict[str, object]:
        """Return the row as plain data."""
        return self._asdict()


class MendedCorpus(NamedTuple):
    """A mended corpus.

    slips : where it slipped
    pairs : its rows, none if it was given as files
    """

    slips: Rows[SlipRow]
    pairs: Rows[MendedPair]


class _Lists(NamedTuple):
    """The texts of both sides, in memory."""

    en: Sequence[str]
    fr: Sequence[str]

    @property
    def sizes(self) -> tuple[int, int]:
        return len(self.en), len(self.fr)

    def texts(self, side: int, start: int, stop: int) -> list[str]:
        return list(self[side][start:stop])

    def number(self, _: int, line: int) -> int:
        return line + 1


def mend(
    en: Path | str | Iterable[Any],
    fr: Path | str | Sequence[str] | None = None,
    output: Path | str | None = None,
    *,
    columns: str = "",
    model: str = "",
) -> MendedCorpus:
    """Find where a corpus slipped out of step, and realign only that.

    Parameters
    ----------
    en, fr : paths, lists of texts, or pairs
        A file of pairs, or two files whose lines correspond; two lists of texts, which need not be equally long; or,
        without `fr`, pairs of texts or mappings with ``en`` and ``fr``.
    output : the mended file, of files only; two files get its name with their own suffixes
    columns : "EN,FR", the columns or keys of the texts of a file, "" to find them
    model : name or folder of a sentence-transformers model, "" for the embedded encoder

    Returns
    -------
    MendedCorpus

    Raises
    ------
    InputError
        When a file cannot be read, a side has no text, or the sides are no translations of each other.
    UsageError
        When arguments do not go together.

    Examples
    --------
    >>> mended = mend(["It rained.", "The dog barked.", "Prices rose."], ["Il a plu.", "Les prix ont augmenté."])
    >>> [pair[:2] for pair in mended.pairs]
    [('It rained.', 'Il a plu.'), ('Prices rose.', 'Les prix ont augmenté.')]
    """
    if isinstance(en, str | Path):
        if not isinstance(fr, str | Path | None):
            raise UsageError("give two files, or two lists of texts")
        paths = [Path(path) for path in (en, fr) if path is not None]
        report = mend_files(paths, None if output is None else Path(output), MendOptions(columns, model=model)).report
        return MendedCorpus(Rows(SlipRow(**row) for row in report), Rows(()))  # type: ignore[arg-type]
    if output is not None or isinstance(fr, str | Path):
        raise UsageError("texts in memory have no output file; take the pairs of the result")
    lists = _in_memory(en) if fr is None else _Lists(list(en), fr)
    partners, slips = examine(lists, load_encoder(model).encode)
    rows = (report_row(lists, slip, partners) for slip in slips)
    return MendedCorpus(Rows(SlipRow(**row) for row in rows), Rows(_pair(lists, *own) for own in row_lines(partners)))  # type: ignore[arg-type]


def _in_memory(pairs: Iterable[Any]) -> _Lists:
    texts = [(pair["en"], pair["fr"]) if isinstance(pair, Mapping) else tuple(pair) for pair in pairs]
    return _Lists([pair[0] for pair in texts], [pair[1] for pair in texts])


def _pair(lists: _Lists, en: Sequence[int], fr: Sequence[int]) -> MendedPair:
    texts = (" ".join(own[line] for line in lines) for own, lines in zip(lists, (en, fr), strict=True))
    return MendedPair(next(texts), next(texts), [line + 1 for line in en], [line + 1 for line in fr])
