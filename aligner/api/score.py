"""`aligner.score`: the confidence of pairs of texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeAlias

from aligner.api.inputs import written_rows
from aligner.api.rows import Rows
from aligner.pipeline.score import ScoredRow, score_files
from aligner.readers.bitext import ReadOptions
from aligner.types import Finding

Pair: TypeAlias = "tuple[str, str] | Mapping[str, object]"


class ScoredPair(NamedTuple):
    """A pair with its score.

    confidence : probability that both are full translations of each other, None for what is no pair
    reasons : why it is doubtful, or no pair
    findings : artefacts; their offsets are into the texts
    """

    en: str
    fr: str
    confidence: float | None
    reasons: tuple[str, ...]
    findings: tuple[Finding, ...]

    def to_dict(self) -> dict[str, object]:
        """Return the row as plain data."""
        findings = [finding._asdict() for finding in self.findings]
        return {**self._asdict(), "reasons": list(self.reasons), "findings": findings}


def score(
    pairs: Path | str | Iterable[Pair],
    french: Path | str | None = None,
    *,
    prior: float = 0.5,
    findings: bool = True,
    columns: str = "",
    model: str = "",
    context: bool = False,
    jobs: int | None = 1,
) -> Rows[ScoredPair]:
    """Give each pair of a corpus its confidence and the reasons.

    Parameters
    ----------
    pairs : path, or pairs
        A table, TMX, XLIFF, JSON, JSON lines or Parquet file; or an iterable of pairs of texts, English first, or of
        mappings with ``en`` and ``fr``, ``translation`` or other keys that `aligner score` knows.
    french : path of the French lines, if `pairs` is that of the English ones
    prior : share of the pairs that are expected to be right
    findings : also look for artefacts, which takes about twice as long
    columns : "EN,FR", the columns or keys of the texts, "" to find them
    model : name or folder of a sentence-transformers model whose vectors count, too, "" for none
    context : read doubtful pairs a second time, which needs the extra `context`
    jobs : processes, None for one per core; the result does not depend on it

    Returns
    -------
    Rows of ScoredPair
        One for each pair, in order.

    Raises
    ------
    InputError, ModelMissingError

    Examples
    --------
    >>> [row.confidence > 0.5 for row in score([("It rained.", "Il a plu."), ("It rained.", "Il neige à Rome.")])]
    [True, False]
    """
    score_all = partial(
        score_files,
        prior=prior,
        findings=findings,
        jobs=jobs,
        options=ReadOptions(columns),
        model=model,
        context=context,
    )
    if isinstance(pairs, str | Path):
        paths = [Path(path) for path in (pairs, french) if path is not None]
        return Rows(map(_row, score_all(paths)))
    rows = (dict(pair) if isinstance(pair, Mapping) else dict(zip(("en", "fr"), pair, strict=True)) for pair in pairs)
    with written_rows(rows) as path:
        if not path.stat().st_size:
            return Rows(())
        return Rows(map(_row, score_all([path])))


def _row(scored: ScoredRow) -> ScoredPair:
    line, confidence, reasons, findings = scored
    return ScoredPair(line.en, line.fr, confidence, tuple(reason.text for reason in reasons), findings or ())
