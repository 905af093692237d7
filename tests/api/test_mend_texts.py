"""`aligner.mend` on texts in memory and on files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aligner import mend
from aligner.errors import InputError, UsageError

ENGLISH = ["It rained all night.", "The dog barked.", "Bread prices rose.", "A bridge collapsed."]
FRENCH = ["Il a plu toute la nuit.", "Le prix du pain a augmenté.", "Un pont s’est effondré."]
RIGHT = [("It rained all night.", FRENCH[0]), ("Bread prices rose.", FRENCH[1]), ("A bridge collapsed.", FRENCH[2])]


@pytest.mark.parametrize(
    "corpus",
    [
        (ENGLISH, FRENCH),
        (iter(ENGLISH), FRENCH),
        (list(zip(ENGLISH, [*FRENCH, ""], strict=True)),),
        ([{"en": en, "fr": fr} for en, fr in zip(ENGLISH, [*FRENCH, ""], strict=True)],),
    ],
    ids=["lists", "iterator", "pairs", "mappings"],
)
def test_texts_in_memory(corpus: tuple[Any, ...]) -> None:
    mended = mend(*corpus)
    assert [(pair.en, pair.fr) for pair in mended.pairs] == RIGHT
    assert mended.pairs[1].to_dict() == {"en": RIGHT[1][0], "fr": RIGHT[1][1], "en_rows": [3], "fr_rows": [2]}
    (slip,) = mended.slips.to_dicts()
    assert (slip["first"], slip["what"], slip["shift"]) == (2, "missing line in French", -1)


@pytest.mark.parametrize("as_path", [Path, str])
def test_files(as_path: type, tmp_path: Path) -> None:
    for name, lines in (("c.en", ENGLISH), ("c.fr", FRENCH)):
        (tmp_path / name).write_text("\n".join(lines) + "\n", "utf-8")
    mended = mend(*(as_path(tmp_path / name) for name in ("c.en", "c.fr", "out")))
    assert [slip.what for slip in mended.slips] == ["missing line in French"]
    assert (tmp_path / "out.en").read_text("utf-8").splitlines() == [en for en, _ in RIGHT]
    assert (tmp_path / "out.fr").read_text("utf-8").splitlines() == FRENCH


def test_what_does_not_go_together_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="two files, or two lists"):
        mend(tmp_path / "a.en", FRENCH)
    with pytest.raises(UsageError, match="no output file"):
        mend(ENGLISH, FRENCH, tmp_path / "out")
    with pytest.raises(InputError, match="no English text"):
        mend([])
