"""Find the boilerplate of wires and web pages around a story: bylines, credits, sources, times, prompts.

A line is removed if its pattern is unambiguous, or if it resembles boilerplate and is among the first or last lines of
the story.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import NamedTuple

from aligner.languages import boilerplate as table
from aligner.text.blocks import text_blocks
from aligner.text.cleaning.edits import Replacement

# Lines of the story itself that a zone extends over.
_ZONES = {"top": 2, "head": 5, "tail": 5}
_ALPHANUMERIC = re.compile(r"[^\W_]")  # the remaining text must contain one
MAX_LINE_CHARS = 400  # a longer line is a paragraph
BLOCK_CHARS = 1 << 16  # of a text whose lines are in memory at a time


class Removal(NamedTuple):
    """An edit, and the metadata that the removed text contains: (key of meta, value)."""

    edit: Replacement
    facts: tuple[tuple[str, str], ...]


class _Line(NamedTuple):
    """A line that is not blank: its text without outer spaces, its start, and the start of the next line."""

    text: str
    start: int
    end: int


def find_boilerplate(text: str) -> list[Removal]:
    """Find the boilerplate of a story, left to right; none if nothing else would remain."""
    whole, parts = dict[int, Removal](), list[tuple[int, Removal]]()  # by the starts of their lines
    for line in _lines(text):
        if removal := _match(line, "any"):
            whole[line.start] = removal
        else:
            parts += ((line.start, credit) for credit in _credits(line))
    for zone in _ZONES:
        _apply_zone(_last_lines(text) if zone == "tail" else _lines(text), zone, whole)
    if not any(_ALPHANUMERIC.search(line.text) for line in _story(text, whole)):
        return []
    within = [credit for start, credit in parts if start not in whole]
    starts = {credit.edit.start for credit in within}
    for line in islice(_story(text, whole), _ZONES["head"]):
        if line.start not in starts:
            within += _datelines(line)
    return sorted([*whole.values(), *within])


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines, of which only a few are in memory: a list of them would take many times the text."""
    start = 0
    for block in text_blocks(text, "\n", BLOCK_CHARS):
        yield from _lines_from(start, block)
        start += len(block)


def _last_lines(text: str) -> Iterator[_Line]:
    """Yield the same lines from the last one to the first."""
    stop = len(text)
    while stop:
        start = text.rfind("\n", 0, max(stop - BLOCK_CHARS, 0)) + 1
        yield from reversed(list(_lines_from(start, text[start:stop])))
        stop = start


def _lines_from(start: int, block: str) -> Iterator[_Line]:
    for line in block.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            yield _Line(stripped, start + line.index(stripped[0]), start + len(line))
        start += len(line)


def _story(text: str, whole: Mapping[int, Removal]) -> Iterator[_Line]:
    """Yield the lines that are not removed."""
    return (line for line in _lines(text) if line.start not in whole)


def _apply_zone(lines: Iterable[_Line], zone: str, whole: dict[int, Removal]) -> None:
    """Add the lines that the zone's rules match; only lines of the story count towards the size of the zone."""
    kept = 0
    for line in lines:
        if line.start in whole:
            continue
        removal = _match(line, zone)
        if removal:
            whole[line.start] = removal
            continue
        kept += 1
        if kept == _ZONES[zone]:
            return


def _match(line: _Line, zone: str) -> Removal | None:
    if len(line.text) > MAX_LINE_CHARS or not _any_rule(zone).fullmatch(line.text):
        return None
    for name, pattern in _rules(zone):
        match = pattern.fullmatch(line.text)
        if match:
            return Removal(Replacement(line.start, line.end, "", name), _metadata(match))
    return None


def _credits(line: _Line) -> Iterator[Removal]:
    """Find credits at the ends of a caption, in brackets or after its full stop; the caption is kept."""
    text, (leading, trailing, unbracketed) = line.text, _credit_patterns()
    if not any(sign in text for sign in "([:"):
        return
    first, last, matches = 0, len(text), list[re.Match[str]]()
    while match := leading.match(text, first):
        matches.append(match)
        first = match.end()
    for match in reversed(list(trailing.finditer(text, first))):
        if text[match.end() : last].strip(" ."):
            break
        matches.append(match)
        last = match.start()
    if last == len(text) <= MAX_LINE_CHARS and (after := unbracketed.search(text, first)):
        matches.append(after)
        last = after.start()
    if not _ALPHANUMERIC.search(text, first, last):
        return
    for match in matches:
        edit = Replacement(line.start + match.start(), line.start + match.end(), "", "boilerplate.credit")
        yield Removal(edit, _metadata(match))


def _datelines(line: _Line) -> Iterator[Removal]:
    """Find the datelines before the first words: place, day and agency, possibly repeated."""
    pattern, done = _dateline_pattern(), 0
    while (match := pattern.match(line.text, done)) and _ALPHANUMERIC.search(line.text, match.end()):
        edit = Replacement(line.start + done, line.start + match.end(), "", "boilerplate.dateline")
        yield Removal(edit, _metadata(match))
        done = match.end()


def _metadata(match: re.Match[str]) -> tuple[tuple[str, str], ...]:
    pairs = ((key, value.strip()) for key, value in match.groupdict().items() if value and value.strip())
    return tuple(("agency" if key == "wire" else key, value) for key, value in pairs)


@cache
def _rules(zone: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    zones = {"any"} if zone == "any" else {zone} if zone == "top" else {zone, "ends", "any"}
    return tuple((name, re.compile(pattern)) for name, where, pattern in table.RULES if where in zones)


@cache
def _any_rule(zone: str) -> re.Pattern[str]:
    """Return one pattern of all rules of a zone, without their groups, to reject most lines quickly."""
    return re.compile("|".join(re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern) for _, pattern in _rules(zone)))


@cache
def _credit_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    patterns = (table.CREDITS + r"\s*", r"\s?" + table.CREDITS, table.TRAILING_CREDIT + r"\Z")
    leading, trailing, unbracketed = map(re.compile, patterns)
    return leading, trailing, unbracketed


@cache
def _dateline_pattern() -> re.Pattern[str]:
    return re.compile(table.DATELINES)
