"""A passage in the other language, as one text alone shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.detectors.quotations import inside, quotations
from aligner.detectors.view import Hit, Rule, View
from aligner.languages.function_words import ENGLISH, FRENCH
from aligner.types import Side

PASSAGE = Rule("untranslated.passage", "major", "Untranslated", "Il a dit the plan of the city was ready hier.")
RULES = (PASSAGE,)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TELLING: dict[Side, frozenset[str]] = {"en": ENGLISH, "fr": FRENCH}
# Words that name things in both: "fait accompli", « must », « show must go on ».
_SHARED = frozenset(
    {"fait", "plus", "over", "out", "up", "just", "love", "may", "sous", "du", "des", "are", "on", "for"}
)
LEAST = 3  # different telling words of the other language
REACH = 4  # words between two of them


def detect(view: View) -> Iterator[Hit]:
    """Runs that hold several small words of the other language and none of their own; not titles in quotes."""
    text = view.document.text
    own, other = _TELLING[view.side], _TELLING["fr" if view.side == "en" else "en"] - _SHARED
    run: list[re.Match[str]] = []
    gap = 0
    for word in _WORD.finditer(text):
        low = word[0].casefold()
        if low in own:
            yield from _hits(run, text)
            run, gap = [], 0
        elif low in other:
            run.append(word)
            gap = 0
        elif run and (gap := gap + 1) > REACH:
            yield from _hits(run, text)
            run, gap = [], 0
    yield from _hits(run, text)


def _hits(run: list[re.Match[str]], text: str) -> Iterator[Hit]:
    if len({word[0].casefold() for word in run}) < LEAST:
        return
    start, end = run[0].start(), run[-1].end()
    if any(word[0].islower() for word in run[1:]) and not inside(start, quotations(text)):
        yield Hit(PASSAGE, (start, end), "a passage of another language")
