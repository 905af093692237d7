"""The units of a document that its origin is judged by, alone or next to a version, and the passages of one origin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from aligner.detectors.view import View
from aligner.origin.features import Basis
from aligner.origin.joints import divide
from aligner.origin.odd_words import alike_log_odds, alone_log_odds, find_odd_words
from aligner.origin.passages import across_log_odds
from aligner.text.cleaning.edits import original_spans, undo
from aligner.types import Document, Doubles, Sentence, Side, Span

MIN_SENTENCES = 10  # of a text that is judged
MIN_SENTENCE_WORDS = 4  # words from which a line is a sentence
MAX_LOG_ODDS = 12.0  # to which those of a kind against people are clipped
KINDS = ("human", "machine_translation", "spun")
MAX_BEGINNING_CHARS = 60  # of a passage that are shown


class OriginPassage(NamedTuple):
    """A passage of a document that has more than one origin.

    start, end : half-open offsets into the document as it was read
    kind : human, machine_translation or spun
    probability : of this kind, by the passage alone
    text : its beginning
    """

    start: int
    end: int
    kind: str
    probability: float
    text: str


class OriginUnits(NamedTuple):
    """The sentences of a document, or its passages with a counterpart in a version, in the order of the document.

    version : id of the version, "" without one
    spans, texts : of each unit, half-open offsets into the cleaned text
    log_odds : how the units of a half-open range were made by their words, (COLUMNS,), see `aligner.origin.model`
    view : of the document next to the version
    """

    basis: Basis
    version: str
    spans: list[Span]
    texts: list[str]
    log_odds: Callable[[int, int], Doubles]
    view: View | None = None

    def document_log_odds(self) -> Doubles:
        """Return how all units were made."""
        if self.basis != "across":
            return self.log_odds(0, len(self.spans))
        assert self.view is not None and self.view.pair is not None, "a view of two versions has their words"
        return find_odd_words(self.view.pair, self.view.side).document  # known from the findings


def long_sentences(document: Document) -> list[Sentence]:
    """Return the sentences of a document that have enough words to be judged."""
    return [sentence for sentence in document.sentences if len(sentence.text.split()) >= MIN_SENTENCE_WORDS]


def read_units(document: Document, sentences: Sequence[Sentence], views: Sequence[View]) -> OriginUnits:
    """Return the passages next to the first version that has enough of them, or the sentences alone."""
    for view in sorted(views, key=lambda view: view.across):
        passages = sorted((match.here, number, match) for number, (match, _) in enumerate(view.full))
        texts = [view.here(match) for _, _, match in passages]
        if view.other is None or sum(len(text.split()) >= MIN_SENTENCE_WORDS for text in texts) < MIN_SENTENCES:
            continue
        spans, numbers = [span for span, *_ in passages], [number for _, number, _ in passages]
        there = [view.there(match) for _, _, match in passages]
        if not view.across:
            judge = partial(_alike_log_odds, texts, there, document.side)
            return OriginUnits("alike", view.other.id, spans, texts, judge)
        judge = partial(_across_log_odds, view, texts, numbers)
        return OriginUnits("across", view.other.id, spans, texts, judge, view)
    texts = [sentence.text for sentence in sentences]
    spans = [(sentence.start, sentence.end) for sentence in sentences]
    return OriginUnits("alone", "", spans, texts, partial(_alone_log_odds, texts, document.side))


def _alone_log_odds(texts: Sequence[str], side: Side, start: int, stop: int) -> Doubles:
    return alone_log_odds(texts[start:stop], side)


def _alike_log_odds(here: Sequence[str], there: Sequence[str], side: Side, start: int, stop: int) -> Doubles:
    return alike_log_odds(here[start:stop], there[start:stop], side)


def _across_log_odds(view: View, texts: Sequence[str], numbers: Sequence[int], start: int, stop: int) -> Doubles:
    assert view.pair is not None, "a view of two versions has their words"
    return across_log_odds(view.pair, texts[start:stop], numbers[start:stop], view.side)


def find_parts(
    document: Document, units: OriginUnits, join: Callable[[Sequence[str], Doubles], Doubles]
) -> tuple[float, tuple[OriginPassage, ...]]:
    """Return the probability that a document has parts of several origins, and its passages if they are likely.

    Parameters
    ----------
    join : adds what else is known of texts to the log-odds of their words, (COLUMNS,) -> (kinds - 1,)
    """

    def judge(start: int, stop: int) -> Doubles:
        return join(units.texts[start:stop], units.log_odds(start, stop))

    def judge_made(start: int, stop: int) -> float:
        return float(np.logaddexp.reduce(judge(start, stop)))

    division = divide(len(units.spans), judge_made, units.basis, document.side)
    if division is None:
        return 0.0, ()
    mixed = float(1 / (1 + np.exp(-division.log_odds)))
    if division.log_odds < 0:
        return mixed, ()
    shares = probabilities(np.array([judge(start, stop) for start, stop, _ in division.parts]))
    kinds = [1 + int(own[1:].argmax()) if part.made else 0 for part, own in zip(division.parts, shares, strict=True)]
    spans = [(units.spans[start][0], units.spans[stop - 1][1]) for start, stop, _ in division.parts]
    rows = [
        (span, KINDS[kind], round(float(own[kind]), 4)) for span, kind, own in zip(spans, kinds, shares, strict=True)
    ]
    # The parts that differ have to be of different origin by themselves, too.
    human = shares[:, 0]
    return min(mixed, float(human.max()), float(1 - human.min())), _place_passages(document, rows)


def probabilities(log_odds: Doubles) -> Doubles:
    """Return the probability of each kind, (n, kinds), from log-odds against people, (n, kinds - 1)."""
    odds = np.column_stack([np.ones(len(log_odds)), np.exp(log_odds.clip(-MAX_LOG_ODDS, MAX_LOG_ODDS))])
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def _place_passages(document: Document, rows: Sequence[tuple[Span, str, float]]) -> tuple[OriginPassage, ...]:
    """Return passages, given by offsets into the cleaned text, at their places in the document as it was read."""
    if not rows:
        return ()
    text = undo(document.text, document.steps)
    spans = original_spans(document.steps, [span for span, _, _ in rows])
    return tuple(
        OriginPassage(start, end, kind, probability, _beginning(text[start:end]))
        for (start, end), (_, kind, probability) in zip(spans, rows, strict=True)
    )


def _beginning(text: str) -> str:
    line = " ".join(text[: 2 * MAX_BEGINNING_CHARS].split())
    return line if len(line) <= MAX_BEGINNING_CHARS else line[: MAX_BEGINNING_CHARS - 1] + "…"
