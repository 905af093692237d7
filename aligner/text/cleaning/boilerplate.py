"""Find what a wire or a web page put around a story: bylines, credits, sources, times, prompts.

A line is taken out where its pattern is unmistakable, or where it is like boilerplate and
stands among the first or last lines of the story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from aligner.languages import boilerplate as table
from aligner.text.cleaning.edits import Replacement

# Lines of the story itself between and beside which boilerplate stands.
_ZONES = {"top": 2, "head": 5, "tail": 5}
_WORD = re.compile(r"[^\W_]")  # what is left must hold a letter or a digit
_LONGEST = 400  # characters; a longer line is a paragraph


class Removal(NamedTuple):
    """An edit, and what it says about the story: (key of meta, value)."""

    edit: Replacement
    facts: tuple[tuple[str, str], ...]


class _Line(NamedTuple):
    """A line that is not blank: its text, where that starts, and where the next line starts."""

    text: str
    start: int
    end: int


def find(text: str) -> list[Removal]:
    """Boilerplate of a story, left to right; nothing where nothing else would be left of it."""
    lines = list(_lines(text))
    whole = {number: found for number, line in enumerate(lines) if (found := _match(line, "any"))}
    for zone in _ZONES:
        _walk(lines, zone, whole)
    story = [line for number, line in enumerate(lines) if number not in whole]
    if not any(_WORD.search(line.text) for line in story):
        return []
    within = [removal for line in story for removal in _credits(line)]
    taken = {removal.edit.start for removal in within}
    within += [found for line in story[: _ZONES["head"]] if line.start not in taken for found in _datelines(line)]
    return sorted([*whole.values(), *within])


def rule_for(line: str, zone: str) -> str:
    """Name of the rule that takes this line in this zone ("any", "top", "head", "tail"); empty if none does."""
    found = _match(_Line(line.strip(), 0, len(line)), zone)
    return found.edit.name if found else ""


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if bare:
            yield _Line(bare, start + line.index(bare[0]), start + len(line))
        start += len(line)


def _walk(lines: list[_Line], zone: str, whole: dict[int, Removal]) -> None:
    """Add what the zone's rules take. Only lines that stay count, so that removing some lets no others in."""
    kept = 0
    for number in range(len(lines)) if zone != "tail" else range(len(lines) - 1, -1, -1):
        if number in whole:
            continue
        found = _match(lines[number], zone)
        if found:
            whole[number] = found
            continue
        kept += 1
        if kept == _ZONES[zone]:
            return


def _match(line: _Line, zone: str) -> Removal | None:
    if len(line.text) > _LONGEST or not _any_rule(zone).fullmatch(line.text):
        return None
    for name, pattern in _rules(zone):
        match = pattern.fullmatch(line.text)
        if match:
            return Removal(Replacement(line.start, line.end, "", name), _facts(match))
    return None


def _credits(line: _Line) -> Iterator[Removal]:
    """Credits at the ends of a caption, in brackets or after its full stop; the caption stays."""
    text, (leading, trailing, unbracketed) = line.text, _credit_patterns()
    if not any(sign in text for sign in "([:"):
        return
    first, last, found = 0, len(text), list[re.Match[str]]()
    while match := leading.match(text, first):
        found.append(match)
        first = match.end()
    for match in reversed(list(trailing.finditer(text, first))):
        if text[match.end() : last].strip(" ."):
            break
        found.append(match)
        last = match.start()
    if last == len(text) <= _LONGEST and (after := unbracketed.search(text, first)):
        found.append(after)
        last = after.start()
    if not _WORD.search(text, first, last):
        return
    for match in found:
        edit = Replacement(line.start + match.start(), line.start + match.end(), "", "boilerplate.credit")
        yield Removal(edit, _facts(match))


def _datelines(line: _Line) -> Iterator[Removal]:
    """The place, day and agency before the first words: one after the other, should they repeat."""
    pattern, done = _dateline_pattern(), 0
    while (match := pattern.match(line.text, done)) and _WORD.search(line.text, match.end()):
        edit = Replacement(line.start + done, line.start + match.end(), "", "boilerplate.dateline")
        yield Removal(edit, _facts(match))
        done = match.end()


def _facts(match: re.Match[str]) -> tuple[tuple[str, str], ...]:
    pairs = ((key, value.strip()) for key, value in match.groupdict().items() if value and value.strip())
    return tuple(("agency" if key == "wire" else key, value) for key, value in pairs)


@cache
def _rules(zone: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    zones = {"any"} if zone == "any" else {zone} if zone == "top" else {zone, "ends", "any"}
    return tuple((name, re.compile(pattern)) for name, where, pattern in table.RULES if where in zones)


@cache
def _any_rule(zone: str) -> re.Pattern[str]:
    """All rules of a zone at once, without their groups: most lines fail here, and quickly."""
    return re.compile("|".join(re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern) for _, pattern in _rules(zone)))


@cache
def _credit_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    patterns = (table.CREDITS + r"\s*", r"\s?" + table.CREDITS, table.TRAILING_CREDIT + r"\Z")
    leading, trailing, unbracketed = map(re.compile, patterns)
    return leading, trailing, unbracketed


@cache
def _dateline_pattern() -> re.Pattern[str]:
    return re.compile(table.DATELINES)
