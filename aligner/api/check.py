"""`aligner.check`: artefacts of republishing in some stories."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from aligner.api.inputs import Stories, Story, as_paths
from aligner.api.rows import Rows
from aligner.checking.check import check_files
from aligner.checking.results import CheckResult
from aligner.errors import InputError


def check(
    copies: Stories, original: Story | None = None, *, model: str = "", jobs: int | None = 1
) -> Rows[CheckResult]:
    """Find the artefacts of each story, and judge how it was made.

    Parameters
    ----------
    copies : path, text or mapping, or several of them
        A file or folder; the text of a story; or a mapping with ``text`` and, if known, ``id``, ``title`` and ``date``.
    original : path, text or mapping
        The story that the copies were made from, in either language. Without it each copy is compared with the one of
        its versions that is taken for the original.
    model : name or folder of a sentence-transformers model, "" for the embedded encoder
    jobs : processes, None for one per core; the result does not depend on it

    Returns
    -------
    Rows of CheckResult
        One for each story, and for each file that could not be read, with the reason.

    Raises
    ------
    InputError, ModelMissingError

    Examples
    --------
    >>> for result in check("copy.txt", "original.txt"):  # doctest: +SKIP
    ...     print(result.summary)
    """
    with as_paths(copies) as paths:
        if original is None:
            return Rows(check_files(paths, model=model, jobs=jobs).results)
        if not isinstance(original, str | Path | Mapping):
            raise InputError("the original is several stories; give one")
        with as_paths(original) as originals:
            return Rows(check_files(paths, original=originals[0], model=model, jobs=jobs).results)
