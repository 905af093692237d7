"""OmegaT's folder of memories: one TMX for each band of confidence, in a folder whose name lowers its matches."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from aligner.types import Corpus
from aligner.writers.folders import files_of, open_folder
from aligner.writers.tmx import open_tmx
from aligner.writers.translation_units import TranslationUnits

_FILES = ("tm/penalty-*/corpus.tmx",)
BAND_PERCENT = 10


def write(corpus: Corpus, folder: Path) -> list[Path]:
    """Write the kept segments to ``omegat/tm/penalty-0NN/corpus.tmx``, NN being the per cent that they may be wrong.

    OmegaT takes that number off the percentage of each match from such a folder. It is rounded down to tens.
    """
    place = folder / "omegat"
    units = TranslationUnits(corpus)
    with open_folder(place, _FILES) as part, ExitStack() as stack:
        bands = {}
        for segment, unit in units:
            penalty = penalty_of(segment.confidence)
            if penalty not in bands:
                path = part / "tm" / f"penalty-{penalty:03}" / "corpus.tmx"
                bands[penalty] = stack.enter_context(open_tmx(path, corpus, units.source_language))
            bands[penalty](unit)
    return files_of(place, _FILES)


def penalty_of(confidence: float) -> int:
    """Return what OmegaT takes off the percentage of a match: the chance that it is wrong, rounded down to tens."""
    wrong = round(100 - 100 * round(confidence, 4), 2)
    return min(int(wrong // BAND_PERCENT) * BAND_PERCENT, 100 - BAND_PERCENT)
