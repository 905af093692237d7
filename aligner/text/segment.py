"""Split text into sentences by rules over word tables, in one pass from left to right.

Where a sentence ends is decided in :mod:`aligner.text.boundaries`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from aligner.languages import LANGUAGES
from aligner.text.boundaries import CANDIDATE, sentence_end
from aligner.types import Document, Sentence, Side, Span

MAX_SENTENCE_CHARS = 10_000  # a longer line without full stops is cut
_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_WORD_CHARACTER = re.compile(r"\w")


def segment(document: Document) -> Document:
    """Add the sentences to a document; one that has sentences is returned unchanged.

    Parameters
    ----------
    document : Document
        Read by the English rules while its side is unknown.

    Returns
    -------
    Document
        With disjoint sentences in order, without outer spaces; all text between
        them is space. Paragraphs count from 0.
    """
    if document.sentences:
        return document
    text, side = document.text, document.side
    sentences = tuple(
        Sentence(text[start + i : start + j], start + i, start + j, number)
        for number, (start, end) in enumerate(paragraph_spans(text))
        for i, j in sentence_spans(text[start:end], side)
    )
    return replace(document, sentences=sentences)


def paragraph_spans(text: str) -> list[Span]:
    """Return the half-open offsets of the paragraphs: the lines that are not blank, without outer spaces."""
    return [span for match in _LINE.finditer(text) if (span := _trim(text, *match.span()))[0] < span[1]]


def sentence_spans(text: str, side: Side) -> list[Span]:
    """Return the half-open offsets of the sentences of one paragraph, in time linear in its length."""
    language = LANGUAGES[side]
    spans: list[Span] = []
    start, _ = _trim(text, 0, len(text))
    word = _first_word(text, start)
    quotes, counted = 0, 0
    for match in CANDIDATE.finditer(text):
        # No sentence ends before its first word: "... and then".
        if match.start() < word or match.end() <= start:
            continue
        quotes, counted = quotes + text.count('"', counted, match.start()), match.start()
        end = sentence_end(text, match, start, language, quoted=quotes % 2 == 1)
        if end:
            spans.append((start, end))
            start = _trim(text, end, len(text))[0] if end < len(text) else end
            word = _first_word(text, start)
    spans.append(_trim(text, start, len(text)))
    return [piece for span in spans for piece in _cut_long(text, *span)]


def _first_word(text: str, start: int) -> int:
    match = _WORD_CHARACTER.search(text, start)
    return match.start() if match else len(text)


def _trim(text: str, start: int, end: int) -> Span:
    """Return the span without its outer spaces."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _cut_long(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut a sentence into pieces of at most `MAX_SENTENCE_CHARS` characters, at spaces if there are any."""
    while end - start > MAX_SENTENCE_CHARS:
        cut = text.rfind(" ", start + MAX_SENTENCE_CHARS // 2, start + MAX_SENTENCE_CHARS)
        cut = cut if cut > 0 else start + MAX_SENTENCE_CHARS
        yield _trim(text, start, cut)
        start, _ = _trim(text, cut, end)
    if start < end:
        yield start, end
