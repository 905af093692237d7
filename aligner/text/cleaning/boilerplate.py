"""Find the boilerplate of wires and web pages around a story: bylines, credits, sources, times, prompts.

A line is removed if its pattern is unambiguous, or if it resembles boilerplate and is among the first or last lines of
the story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from aligner.languages import boilerplate as table
from aligner.text.cleaning.edits import Replacement

# Lines of the story itself that a zone extends over.
_ZONES = {"top": 2, "head": 5, "tail": 5}
_ALPHANUMERIC = re.compile(r"[^\W_]")  # the remaining text must contain one
MAX_LINE_CHARS = 400  # a longer line is a paragraph


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
    lines = list(_nonblank_lines(text))
    whole = {index: removal for index, line in enumerate(lines) if (removal := _match(line, "any"))}
    for zone in _ZONES:
        _apply_zone(lines, zone, whole)
    story = [line for index, line in enumerate(lines) if index not in whole]
    if not any(_ALPHANUMERIC.search(line.text) for line in story):
        return []
    within = [removal for line in story for removal in _credits(line)]
    starts = {removal.edit.start for removal in within}
    head = [line for line in story[: _ZONES["head"]] if line.start not in starts]
    within += [removal for line in head for removal in _datelines(line)]
    return sorted([*whole.values(), *within])


def _nonblank_lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            yield _Line(stripped, start + line.index(stripped[0]), start + len(line))
        start += len(line)


def _apply_zone(lines: list[_Line], zone: str, whole: dict[int, Removal]) -> None:
    """Add the lines that the zone's rules match; only lines of the story count towards the size of the zone."""
    kept = 0
    for index in range(len(lines)) if zone != "tail" else range(len(lines) - 1, -1, -1):
        if index in whole:
            continue
        removal = _match(lines[index], zone)
        if removal:
            whole[index] = removal
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
