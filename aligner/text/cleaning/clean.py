"""Clean a document, and keep every change as a Step.

Encoding first, because wrong characters hide all else; then characters that print
nothing, blanks and line breaks, because patterns of boilerplate count on them. One
change may lay bare another, so the passes are repeated until none finds anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from itertools import cycle, islice

from aligner.languages import chars
from aligner.text.cleaning import boilerplate, mojibake
from aligner.text.cleaning.edits import Replacement, cleaned_spans, original_span, original_spans, replay, take, undo
from aligner.types import Document, Sentence, Step

__all__ = ["clean", "cleaned_spans", "original_span", "original_spans", "replay", "undo"]

# Wrong encodings nest, each level at least 1.5 times as long, and everything else needs two or three rounds.
_ROUNDS = 40
_ACCENTS = re.compile(rf"[^\W\d_][{chars.ACCENTS}]{{1,4}}")
_BREAKS = re.compile(rf"\r\n|[{chars.LINE_BREAKS}]")
_GAPS = re.compile(r"\A\n+|\n{3,}|\n+\Z")
_LAYOUT = "space.blank-line"

Pass = Callable[[str], Iterable[Replacement]]


def clean(document: Document) -> Document:
    """Clean a document's text.

    Parameters
    ----------
    document : Document
        As read. A document that is `aligned` keeps every line, so that its sentences
        still match; its sentences are moved to where they stand in the cleaned text.

    Returns
    -------
    Document
        With the cleaned text, the steps that led to it appended, and in `meta` what
        was removed: timestamp, byline, credit, source, agency, dateline, hashtags,
        epoch (several joined by "; "). Keys that were set stay as they were.
    """
    text, steps, facts = document.text, list[Step](), dict[str, list[str]]()
    passes: tuple[Pass, ...] = _INLINE if document.aligned else (*_INLINE, *_LINES, partial(_surroundings, facts=facts))
    quiet = 0
    for find in islice(cycle(passes), _ROUNDS * len(passes)):
        text, new = take(text, find(text))
        steps += new
        quiet = 0 if new else quiet + 1
        if quiet == len(passes):
            break
    if not steps:
        return document
    meta = {key: "; ".join(dict.fromkeys(values)) for key, values in facts.items()} | dict(document.meta)
    sentences = _moved(document.sentences, text, steps)
    return replace(document, text=text, sentences=sentences, steps=(*document.steps, *steps), meta=meta)


def _surroundings(text: str, *, facts: dict[str, list[str]]) -> Iterator[Replacement]:
    """Boilerplate; what it said is added to `facts`."""
    for edit, said in boilerplate.find(text):
        for key, value in said:
            facts.setdefault(key, []).append(value)
        yield edit


def _moved(sentences: tuple[Sentence, ...], text: str, steps: list[Step]) -> tuple[Sentence, ...]:
    spans = cleaned_spans(steps, [(sentence.start, sentence.end) for sentence in sentences])
    pairs = zip(sentences, spans, strict=True)
    return tuple(Sentence(text[start:end], start, end, sentence.paragraph) for sentence, (start, end) in pairs)


def _invisible(text: str) -> Iterator[Replacement]:
    pattern, names = _invisible_pattern()
    for hit in pattern.finditer(text):
        yield Replacement(hit.start(), hit.end(), "", names[hit.lastgroup or ""])


def _breaks(text: str) -> Iterator[Replacement]:
    for hit in _BREAKS.finditer(text):
        yield Replacement(hit.start(), hit.end(), "\n", "space.line-break")


def _accents(text: str) -> Iterator[Replacement]:
    """Compose letter and accent; only where that makes one character of two."""
    for hit in _ACCENTS.finditer(text):
        composed = unicodedata.normalize("NFC", hit[0])
        if len(composed) < len(hit[0]):
            yield Replacement(hit.start(), hit.end(), composed, "accent.compose")


def _blanks(text: str) -> Iterator[Replacement]:
    """Blanks at the ends of lines, runs of them, and those of odd width."""
    for hit in _blank_pattern().finditer(text):
        start, end = hit.span()
        if end == len(text) or text[end] == "\n":
            yield Replacement(start, end, "", "space.line-end")
        elif start == 0 or text[start - 1] == "\n":
            yield Replacement(start, end, "", "space.line-start")
        else:
            kept = next((char for char in hit[0] if char in chars.NO_BREAK), " ")
            if hit[0] != kept:
                yield Replacement(start, end, kept, "space.run" if end - start > 1 else "space.odd")


def _gaps(text: str) -> Iterator[Replacement]:
    """Blank lines before and after the text, and more than one within."""
    for hit in _GAPS.finditer(text):
        within = hit.start() > 0 and hit.end() < len(text)
        yield Replacement(hit.start(), hit.end(), "\n\n" if within else "", _LAYOUT)


@cache
def _invisible_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    """One group a kind of character; a joiner that holds an emoji together is none of them."""
    groups = {f"g{number}": (name, kind) for number, (name, kind) in enumerate(chars.INVISIBLE.items())}
    joined = rf"(?!\N{{ZERO WIDTH JOINER}}[{chars.EMOJI}])"
    pattern = joined + "(?:" + "|".join(f"(?P<{group}>[{kind}])" for group, (_, kind) in groups.items()) + ")"
    return re.compile(pattern), {group: name for group, (name, _) in groups.items()}


@cache
def _blank_pattern() -> re.Pattern[str]:
    blank = f"[{chars.BLANKS}]"
    return re.compile(rf"{blank}{{2,}}|[{chars.ODD_BLANKS}]|(?<![^\n]){blank}|{blank}(?![^\n])")


_INLINE: tuple[Pass, ...] = (mojibake.spans, mojibake.lines, mojibake.controls, _invisible, _accents, _blanks)
_LINES: tuple[Pass, ...] = (_breaks, _blanks, _gaps)
