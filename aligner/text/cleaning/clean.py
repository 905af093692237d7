"""Clean a document and record every change as a step.

Embedded credentials and wrong encodings come first, because they hide everything else; then entities and invisible
characters. Only after that, lines have the length at which they were wrapped. Spaces come next, and last boilerplate,
whose patterns read whole paragraphs. One change may uncover another, so the passes are repeated until none finds
anything, except for joining lines: it depends on the layout, which cleaning does not keep.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import cycle, islice

from aligner.languages import chars
from aligner.text.cleaning.boilerplate import find_boilerplate
from aligner.text.cleaning.credentials import CREDENTIAL_STEP, declared_field, find_credentials
from aligner.text.cleaning.edits import Replacement, apply_edits, cleaned_spans
from aligner.text.cleaning.entities import decode_entities, split_ligatures
from aligner.text.cleaning.mojibake import fix_controls, fix_lines, fix_sequences
from aligner.text.cleaning.wrapping import LAYOUT_STEPS, find_wraps
from aligner.types import RawDocument, Sentence, Step

MAX_ROUNDS = 40  # nested encodings lengthen a text 1.5 times per level; everything else needs two or three rounds
_ACCENTS = re.compile(rf"[^\W\d_][{chars.ACCENTS}]{{1,4}}")
_ANY_ACCENT = re.compile(f"[{chars.ACCENTS}]")
# These begin with one class of characters, because such a pattern is searched several times faster.
_LINE_BREAKS = re.compile(rf"[{chars.LINE_BREAKS}](?:(?<=\r)\n)?")
_NEWLINES = re.compile(r"\n+")
_SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_NO_ARTEFACTS = frozenset((*LAYOUT_STEPS, CREDENTIAL_STEP))

Pass = Callable[[str], Iterable[Replacement]]


def clean(document: RawDocument) -> RawDocument:
    """Clean a document's text.

    Parameters
    ----------
    document : RawDocument
        As read. A document that is `aligned` keeps every line, so that its sentences
        still match; their offsets are mapped to the cleaned text.

    Returns
    -------
    RawDocument
        With the cleaned text, the new steps appended, and in `meta` what was removed:
        timestamp, byline, credit, source, agency, dateline, hashtags, epoch (several
        joined by "; "), and c2pa, "embedded" if there was a credential in the text. Existing keys keep their values.
    """
    facts: dict[str, list[str]] = {}
    characters: tuple[Pass, ...] = (partial(_credentials, facts=facts), *_CHARACTERS)
    if document.aligned:
        text, steps = _repeat((*characters, _soft_hyphens, _spaces), document.text)
    else:
        lines = *characters, _line_breaks
        text, steps = _repeat(lines, document.text)
        text, joins = apply_edits(text, find_wraps(text))
        layout = _soft_hyphens, _spaces, _blank_lines, partial(_boilerplate, facts=facts)
        text, rest = _repeat((*lines, *layout), text, finished=() if joins else lines)
        steps += joins + rest
    if not steps:
        return document
    meta = {key: "; ".join(dict.fromkeys(values)) for key, values in facts.items()} | dict(document.meta)
    sentences = _moved_sentences(document.sentences, text, steps)
    return replace(document, text=text, sentences=sentences, steps=(*document.steps, *steps), meta=meta)


def is_artefact(step: Step) -> bool:
    """Return whether a step repaired or removed something, and not only the layout or a credential."""
    return step.name not in _NO_ARTEFACTS


def _repeat(passes: Sequence[Pass], text: str, finished: Iterable[Pass] = ()) -> tuple[str, list[Step]]:
    """Apply passes in turn until none finds anything; those that are `finished` would find nothing in the text."""
    steps, finished = list[Step](), set(finished)
    for cleaning_pass in islice(cycle(passes), MAX_ROUNDS * len(passes)):
        if cleaning_pass in finished:
            continue
        text, new = apply_edits(text, cleaning_pass(text))
        steps += new
        if not all(map(_is_outer_blank_line, new)):
            finished.clear()
            continue
        finished.add(cleaning_pass)
        if len(finished) == len(set(passes)):
            break
    return text, steps


def _credentials(text: str, *, facts: dict[str, list[str]]) -> Iterator[Replacement]:
    """Remove embedded credentials and note that there was one."""
    for edit in find_credentials(text):
        facts["c2pa"] = ["embedded"]
        if field := declared_field(text[edit.start : edit.end]):
            facts[field] = ["C2PA"]
        yield edit


def _boilerplate(text: str, *, facts: dict[str, list[str]]) -> Iterator[Replacement]:
    """Remove boilerplate and add its metadata to `facts`."""
    for edit, metadata in find_boilerplate(text):
        for key, value in metadata:
            facts.setdefault(key, []).append(value)
        yield edit


def _is_outer_blank_line(step: Step) -> bool:
    """Return whether a step removed blank lines before or after the text, which no pass depends on."""
    return step.name == "space.blank-line" and not step.after


def _moved_sentences(sentences: tuple[Sentence, ...], text: str, steps: list[Step]) -> tuple[Sentence, ...]:
    spans = cleaned_spans(steps, [(sentence.start, sentence.end) for sentence in sentences])
    pairs = zip(sentences, spans, strict=True)
    return tuple(sentence._replace(text=text[start:end], start=start, end=end) for sentence, (start, end) in pairs)


def _invisible(text: str) -> Iterator[Replacement]:
    if not _any_invisible().search(text):
        return  # nearly all texts: one character class is searched faster than the groups
    pattern, names = _invisible_pattern()
    for match in pattern.finditer(text):
        yield Replacement(match.start(), match.end(), "", names[match.lastgroup or ""])


def _soft_hyphens(text: str) -> Iterator[Replacement]:
    """Remove soft hyphens at the ends of lines, which `_invisible` leaves to :func:`find_wraps`."""
    start = text.find(_SOFT_HYPHEN)
    while start >= 0:
        yield Replacement(start, start + 1, "", "invisible.soft-hyphen")
        start = text.find(_SOFT_HYPHEN, start + 1)


def _line_breaks(text: str) -> Iterator[Replacement]:
    if not any(char in text for char in chars.LINE_BREAKS):  # nearly all texts
        return
    for match in _LINE_BREAKS.finditer(text):
        yield Replacement(match.start(), match.end(), "\n", "space.line-break")


def _accents(text: str) -> Iterator[Replacement]:
    """Compose letters and accents where that makes one character of two."""
    if text.isascii() or not _ANY_ACCENT.search(text):
        return
    for match in _ACCENTS.finditer(text):
        composed = unicodedata.normalize("NFC", match[0])
        if len(composed) < len(match[0]):
            yield Replacement(match.start(), match.end(), composed, "accent.compose")


def _spaces(text: str) -> Iterator[Replacement]:
    """Remove spaces at the ends of lines, and replace runs of spaces and those of unusual width by one space."""
    for match in _space_pattern().finditer(text):
        start, end = match.span()
        if end == len(text) or text[end] == "\n":
            yield Replacement(start, end, "", "space.line-end")
        elif start == 0 or text[start - 1] == "\n":
            yield Replacement(start, end, "", "space.line-start")
        else:
            space = next((char for char in match[0] if char in chars.NO_BREAK), " ")
            if match[0] != space:
                yield Replacement(start, end, space, "space.run" if end - start > 1 else "space.odd")


def _blank_lines(text: str) -> Iterator[Replacement]:
    """Remove blank lines before and after the text, and all but one between lines."""
    if "\n\n\n" not in text and text.strip("\n") == text:
        return
    for match in _NEWLINES.finditer(text):
        start, end = match.span()
        if start == 0 or end == len(text):
            yield Replacement(start, end, "", "space.blank-line")
        elif end - start > 2:
            yield Replacement(start, end, "\n\n", "space.blank-line")


@cache
def _any_invisible() -> re.Pattern[str]:
    return re.compile(f"[{''.join(chars.INVISIBLE.values())}]")


@cache
def _invisible_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern with one group per kind of character, and their names.

    Joiners within emoji do not match, nor do hyphens at line ends.
    """
    groups = {f"g{number}": (name, kind) for number, (name, kind) in enumerate(chars.INVISIBLE.items())}
    at_line_end = rf"{_SOFT_HYPHEN}[{chars.BLANKS}]*[\n{chars.LINE_BREAKS}]"
    kept = rf"(?!\N{{ZERO WIDTH JOINER}}[{chars.EMOJI}]|{at_line_end})"
    pattern = kept + "(?:" + "|".join(f"(?P<{group}>[{kind}])" for group, (_, kind) in groups.items()) + ")"
    return re.compile(pattern), {group: name for group, (name, _) in groups.items()}


@cache
def _space_pattern() -> re.Pattern[str]:
    blank = f"[{chars.BLANKS}]"
    return re.compile(rf"{blank}(?:{blank}+|(?![^\n])|(?<=[{chars.ODD_BLANKS}])|(?<![^\n]{blank}))")


_CHARACTERS: tuple[Pass, ...] = (
    fix_sequences, fix_lines, fix_controls, decode_entities, split_ligatures, _invisible, _accents,
)  # fmt: skip
