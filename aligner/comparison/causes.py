"""Find causes for which a rewrite gives another cause of the same effect, in either language.

Causes with the same effect are compared word by word: "because of heavy rain" and "after downpours" have words of
similar meaning, "because of heavy rain" and "after a strike" have none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from aligner.comparison.compared_text import ComparedText
from aligner.comparison.passage import Change
from aligner.comparison.tokens import Token, is_content
from aligner.encoders import load_embedded
from aligner.languages.causes import CAUSES
from aligner.types import Floats, Span

MIN_EFFECT_COSINE = 0.35  # of the text around two causes, from which both are of one effect
MAX_WORD_COSINE = 0.3  # of any two words of two causes, up to which they are different causes
MIN_KNOWN_COSINE = 0.5  # of a word of a cause and one near the other cause, from which the other text has it, too
MIN_LETTERS = 4  # of a word of a cause
MAX_WORDS, MAX_HEAD_WORDS = 5, 3  # of a cause: those that are compared, and those of them that must be new
MAX_CAUSE_CHARS = 100  # from the word that shows a cause to its end
EFFECT_CHARS = 80  # before and after a cause that are its effect
MAX_CAUSES = 60  # of a text
_END = re.compile(r"[,.;:!?()\n–—«»“”\"]")
_NO_WORDS = frozenset({"name", "number", "place"})  # facts that two causes may have in common


class _Cause(NamedTuple):
    """A cause with its first content words.

    span : from the word that shows it to the last word that must be new in a changed one
    effect : the text before and after it in its sentence
    around : the content words of its sentence and of those next to it, its own left out
    sure : whether it is a cause, and not perhaps a time
    """

    span: Span
    words: list[str]
    effect: str
    around: list[str]
    sure: bool


def changed_causes(texts: tuple[ComparedText, ComparedText], regions: Sequence[Span]) -> Iterator[Change]:
    """Yield the causes in regions here that have nothing in common with that of the same effect there."""
    here, there = list(_causes(texts[0], regions)), list(_causes(texts[1], [(0, len(texts[1].text))]))
    if not (here and there and any(cause.sure for cause in (*here, *there))):
        return
    encode = load_embedded().encode
    effects = encode([cause.effect for cause in here]) @ encode([cause.effect for cause in there]).T
    for one, two in _mutual(np.asarray(effects)):
        new, lost = here[one], there[two]
        if not (new.sure or lost.sure):
            continue
        words = encode(new.words[:MAX_HEAD_WORDS])
        known = bool(lost.around) and float((words @ encode(lost.around).T).max()) >= MIN_KNOWN_COSINE
        if not known and float((words @ encode(lost.words).T).max()) <= MAX_WORD_COSINE:
            yield Change("cause.changed", new.span, lost.span)


def _mutual(cosines: Floats) -> Iterator[tuple[int, int]]:
    """Yield the rows and columns that have the highest cosine of each other."""
    best, back = cosines.argmax(axis=1), cosines.argmax(axis=0)
    for row, column in enumerate(best.tolist()):
        if back[column] == row and cosines[row, column] >= MIN_EFFECT_COSINE:
            yield row, column


def _causes(text: ComparedText, regions: Sequence[Span]) -> Iterator[_Cause]:
    """Yield the causes that begin in regions of a text, and do not overlap."""
    sentences = text.document.sentences
    starts, at = [sentence.start for sentence in sentences], 0
    markers = [marker for region in regions for marker in CAUSES[text.side].finditer(text.text, *region)]
    for marker in markers[:MAX_CAUSES]:
        start = marker.start()
        row = bisect_right(starts, start) - 1
        sentence = sentences[row]
        limit = min(sentence.end, marker.end() + MAX_CAUSE_CHARS)
        mark = _END.search(text.text, marker.end(), limit)
        end = mark.start() if mark else limit
        words = _content(text, (marker.end(), end)) if start >= at else []
        if words:
            at = end
            before = text.text[max(sentence.start, start - EFFECT_CHARS) : start]
            effect = f"{before} {text.text[end : min(sentence.end, end + EFFECT_CHARS)]}"
            first, last = sentences[max(0, row - 1)].start, sentences[min(row + 1, len(sentences) - 1)].end
            around = [word.text for span in ((first, start), (end, last)) for word in _content(text, span)]
            shown = words[:MAX_HEAD_WORDS][-1].end
            yield _Cause(
                (start, shown), [word.text for word in words[:MAX_WORDS]], effect, around, marker["sure"] is not None
            )


def _content(text: ComparedText, span: Span) -> list[Token]:
    """Return the longer content words of a range that belong to no name and no number."""
    taken = [(fact.start, fact.end) for fact in text.facts_within(span) if fact.kind in _NO_WORDS]
    tokens = text.tokens[slice(*text.token_range(span))]
    longer = (token for token in tokens if len(token.key) >= MIN_LETTERS and is_content(token, text.side))
    return [token for token in longer if not any(start <= token.start < end for start, end in taken)]
