"""Markdown: the text without markup, its notes, and the front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.readers.fields import meta_of, story_fields
from aligner.readers.files.capped import MAX_MARKUP_BYTES, read_text
from aligner.readers.markup.inline import html_paragraphs
from aligner.types import RawDocument

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

MAX_MARKS = 40_000  # of markup, and lines; a text with more takes minutes to parse, so it is read as plain text
_MARK = re.compile(r"[\n\[\]*_`<>&\\!|]")
_MAX_NESTING = 100  # levels of blocks; markdown-it drops what is deeper
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_]+)[ \t]*:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
_MARKER = r"(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t])))"
_MARKERS = re.compile(rf"^{_MARKER}+[ \t]*|^[ \t]*\#{{1,6}}[ \t]+", re.MULTILINE)
_TOO_MANY_MARKERS = re.compile(rf"^({_MARKER}{{12}}){_MARKER}+", re.MULTILINE)
_DEEP_INDENT = re.compile(r"^([ ]{40})[ \t]+", re.MULTILINE)
_TASK = re.compile(r"^([ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[[ xX]\](?=[ \t])")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]{1,100})\]:[ \t]*(.*)")
_NOTE_REFERENCE = re.compile(r"\[\^([^\]\s]{1,100})\]|\^\[([^\[\]\n]{1,2000})\]")
_NOTE_INDENT = re.compile(r"(?: {2,4}|\t)")


def read(id: str, path: Path) -> Iterator[RawDocument]:
    """Read Markdown (CommonMark with tables, tasks and notes), each block as a paragraph.

    The notes are paragraphs after the text, and the front matter is metadata.
    """
    text, encoding = read_text(id, path, cap=MAX_MARKUP_BYTES)
    fields: dict[str, object] = {}
    if front := _FRONT_MATTER.match(text):
        text = text[front.end() :]
        fields = {key.lower(): _unquote(value) for key, value in _FIELD.findall(front[1] or "")}
    marked_up = len(_MARK.findall(text)) <= MAX_MARKS
    blocks, notes = _blocks(*_split_notes(text)) if marked_up else (_plain_blocks(text), [])
    plain = "\n\n".join((*blocks, *(block for note in notes for block in note)))
    if not plain:
        raise InputError(f"{id}: has no text besides its markup; remove it or fetch it again")
    yield RawDocument(id, plain, meta=story_fields(fields) | meta_of(encoding=encoding, notes=len(notes) or ""))


def _unquote(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _split_notes(text: str) -> tuple[str, dict[str, list[str]]]:
    """Return the text without marks of tasks and without notes, and the lines of each note."""
    lines: list[str] = []
    notes: dict[str, list[str]] = {}
    note: list[str] | None = None  # the one that is being read
    fence = ""
    for line in text.split("\n"):
        if border := _FENCE.match(line):
            fence = "" if fence and border[1].startswith(fence) else fence or border[1]
        start = None if fence else _NOTE.match(line)
        if start:
            note = notes.setdefault(start[1], [])
            note += ["", start[2]]
        elif note is not None and (not line.strip() or _NOTE_INDENT.match(line) or note[-1].strip()):
            note.append(_NOTE_INDENT.sub("", line, count=1))
        else:
            note = None
            lines.append(line if fence else _TASK.sub(r"\1", line))
    return "\n".join(lines), notes


def _blocks(text: str, notes: dict[str, list[str]]) -> tuple[list[str], list[list[str]]]:
    """Return the text of each block, tables cell by cell, and the blocks of each note."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table")
    parser.inline.ruler.before("link", "note", _read_note_reference)
    inline: list[str] = []
    blocks = _render(parser, text, notes, inline)
    texts = ["\n".join(lines) for lines in notes.values()] + inline
    return blocks, [note for note in (_render(parser, each, notes, []) for each in texts) if note]


def _render(parser: MarkdownIt, text: str, notes: dict[str, list[str]], inline: list[str]) -> list[str]:
    """Return the blocks of a text, and add the notes written within it to `inline`."""
    flat = _DEEP_INDENT.sub(r"\1", _TOO_MANY_MARKERS.sub(r"\1", text))
    return html_paragraphs(parser.render(flat, {"notes": notes, "inline": inline}))


def _read_note_reference(state: StateInline, silent: bool) -> bool:
    """Leave out a reference to a note, and keep a note that is written within the text for later."""
    match = _NOTE_REFERENCE.match(state.src, state.pos)
    if match is None or (match[1] and match[1] not in state.env["notes"]):
        return False
    if not silent and match[2]:
        state.env["inline"].append(match[2])
    state.pos = match.end()
    return True


def _plain_blocks(text: str) -> list[str]:
    """Return the paragraphs of a text without the marks at the starts of its lines."""
    return [block for block in map(str.strip, re.split(r"\n[ \t]*\n", _MARKERS.sub("", text))) if block]
