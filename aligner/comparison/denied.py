"""Find what one text denies and a rewrite affirms, or the other way round, in either language.

What a text denies is sought in the other one by its words: "did not allege fraud" by "allege" and "fraud". The sentence
that has all of them, or words of similar meaning, must deny something, too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from aligner.comparison.compared_text import ComparedText
from aligner.comparison.facts import Fact
from aligner.comparison.passage import Change
from aligner.comparison.speech import speech_class
from aligner.comparison.tokens import Token, is_content
from aligner.encoders import load_embedded
from aligner.languages.denials import NEGATIVE_WORDS
from aligner.languages.implied_denials import NEGATING_PREFIX, OPEN_STEMS
from aligner.languages.negation import FRENCH_NE
from aligner.text.words.lexicon import load_lexicon
from aligner.types import Side, Span

MIN_WORDS, MAX_WORDS = 2, 4  # content words after a denial that show what it denies
MAX_CHARS = 60  # after a denial in which these are
MAX_AFFIRMED_CHARS = 80  # from the first to the last word that affirms it
MIN_LETTERS = 4  # of such a word
MIN_SUPPORT = 0.6  # mean cosine of these words and their most similar ones in a sentence that is about the same
MIN_FREQUENCY = 30  # training sentences with a word, from which a prefix makes it its contrary
MAX_DENIALS = 100  # of a text
_CLAUSE_END = re.compile(r"[,.;:!?()\n–—«»“”\"]|\b(?:but|although|though|while|mais|tandis|alors)\b")


class _Topic(NamedTuple):
    """What is denied: the offsets of its clause from the denial on, and its first content words."""

    span: Span
    words: list[Token]


def changed_denials(texts: tuple[ComparedText, ComparedText], regions: Sequence[Span]) -> Iterator[Change]:
    """Yield what regions here deny and the text there affirms, and what they affirm and that denies."""
    here, there = texts
    for denied, affirmed in _affirmed(here, regions, there):
        yield Change("negation.changed", denied, affirmed, "major")
    for denied, affirmed in _affirmed(there, [(0, len(there.text))], here):
        if any(start <= affirmed[0] < end for start, end in regions):
            yield Change("negation.changed", affirmed, denied, "major")


def _affirmed(text: ComparedText, regions: Sequence[Span], other: ComparedText) -> Iterator[tuple[Span, Span]]:
    """Yield what regions of a text deny with the words of the other text that affirm it."""
    topics = [topic for topic in _topics(text, regions) if len(topic.words) >= MIN_WORDS]
    spans = [
        (item.start, item.end) for item in other.document.sentences if topics and not other.in_headline(item.start)
    ]
    sentences = [(span, words) for span in spans if (words := _content(other, span))]
    if not sentences:
        return
    encode = load_embedded().encode
    texts = [word.text for _, words in sentences for word in words]
    rows_of = {text: row for row, text in enumerate(dict.fromkeys(texts))}
    vectors, rows = encode([*rows_of]), [rows_of[text] for text in texts]
    starts = [0, *accumulate(len(words) for _, words in sentences[:-1])]
    for topic in topics:
        cosines = (encode([word.text for word in topic.words]) @ vectors.T)[:, rows]
        supports = np.maximum.reduceat(cosines, starts, axis=1).mean(axis=0)
        best = int(supports.argmax())
        span, words = sentences[best]
        places = cosines[:, starts[best] : starts[best] + len(words)].argmax(axis=1).tolist()
        affirmed = words[min(places)].start, words[max(places)].end
        near = affirmed[1] - affirmed[0] <= MAX_AFFIRMED_CHARS
        if near and supports[best] >= MIN_SUPPORT and not _denies(other, span):
            yield topic.span, affirmed


def _topics(text: ComparedText, regions: Sequence[Span]) -> Iterator[_Topic]:
    """Yield what regions of a text deny."""
    sentences = text.document.sentences
    starts = [sentence.start for sentence in sentences]
    denials: list[Fact] = [fact for region in regions for fact in text.facts_within(region) if fact.kind == "denial"]
    for denial in denials[:MAX_DENIALS]:
        sentence = sentences[bisect_right(starts, denial.start) - 1]
        limit = min(sentence.end, denial.end + MAX_CHARS)
        mark = _CLAUSE_END.search(text.text, denial.end, limit)
        end = mark.start() if mark else limit
        yield _Topic((denial.start, end), _content(text, (denial.end, end))[:MAX_WORDS])


def _content(text: ComparedText, span: Span) -> list[Token]:
    """Return the longer content words of a range that are no names."""
    tokens = text.tokens[slice(*text.token_range(span))]
    longer = (token for token in tokens if len(token.key) >= MIN_LETTERS and is_content(token, text.side))
    return [token for token in longer if not text.is_proper(token)]


def _denies(text: ComparedText, span: Span) -> bool:
    """Return whether a sentence has a denial, or a word that may be one."""
    if any(fact.kind == "denial" for fact in text.facts_within(span)):
        return True
    return any(_may_deny(token.key, text.side) for token in text.tokens[slice(*text.token_range(span))])


def _may_deny(word: str, side: Side) -> bool:
    """Return whether a word has a negative meaning: "refuse", "unsettled"."""
    if word.startswith(OPEN_STEMS[side]) or word in NEGATIVE_WORDS[side] | FRENCH_NE:
        return True
    if speech_class(word, side) == "deny":
        return True
    prefix = NEGATING_PREFIX[side].match(word)
    return prefix is not None and load_lexicon().frequency(word[prefix.end() :], side) >= MIN_FREQUENCY
