"""Passages in the other language, found without another version."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from aligner.detectors.view import Hit, Rule, View
from aligner.languages.function_words import DISTINCTIVE_WORDS
from aligner.messages import message
from aligner.text.quotations import inside
from aligner.types import Side

PASSAGE = Rule("untranslated.passage", "major", "Untranslated", "Il a dit the plan of the city was ready hier.")
RULES = (PASSAGE,)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Words that occur in borrowed names of either language: "fait accompli", « must », « show must go on ».
_SHARED = frozenset(
    {"fait", "plus", "over", "out", "up", "just", "love", "may", "sous", "du", "des", "are", "on", "for"}
)
MIN_WORDS = 3  # different function words of the other language in a passage
MAX_GAP_WORDS = 4  # neutral words between two of them


def detect(view: View) -> Iterator[Hit]:
    """Report runs with several function words of the other language and none of their own, except in quotations."""
    text = view.document.text
    folded = [*map(str.casefold, _WORD.findall(text))]
    kinds = [*map(_kinds(view.side).get, folded)]
    runs = [run for run in _runs(kinds) if len({folded[index] for index in run}) >= MIN_WORDS]
    if not runs:
        return
    words = list(_WORD.finditer(text))
    for run in runs:
        inside_run = [words[index] for index in run]
        start, end = inside_run[0].start(), inside_run[-1].end()
        if any(word[0].islower() for word in inside_run[1:]) and not inside(start, view.own.quotations):
            yield Hit(PASSAGE, (start, end), message("a passage in the other language"))


def _runs(kinds: Sequence[bool | None]) -> Iterator[list[int]]:
    """Yield runs of indices of foreign words (True), with few neutral words (None) and no own word (False) between."""
    run: list[int] = []
    for index in [index for index, kind in enumerate(kinds) if kind]:
        if run and (index - run[-1] - 1 > MAX_GAP_WORDS or False in kinds[run[-1] : index]):
            yield run
            run = []
        run.append(index)
    if run:
        yield run


@cache
def _kinds(side: Side) -> dict[str, bool]:
    """Return for function words whether they are of the other language; those of both count as own."""
    other = dict.fromkeys(DISTINCTIVE_WORDS["fr" if side == "en" else "en"] - _SHARED, True)
    return other | dict.fromkeys(DISTINCTIVE_WORDS[side], False)
