"""Markdown: the text without markup, and the front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.readers.capped_files import MAX_MARKUP_BYTES, read_text
from aligner.readers.fields import meta_of, story_fields
from aligner.readers.paragraphs import html_paragraphs
from aligner.types import RawDocument

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_]+)[ \t]*:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)


def read(id: str, path: Path) -> Iterator[RawDocument]:
    """Read Markdown (CommonMark with tables), each block as a paragraph and the front matter as metadata."""
    text, encoding = read_text(id, path, cap=MAX_MARKUP_BYTES)
    fields: dict[str, object] = {}
    if front := _FRONT_MATTER.match(text):
        text = text[front.end() :]
        fields = {key.lower(): _unquote(value) for key, value in _FIELD.findall(front[1] or "")}
    plain = "\n\n".join(_blocks(text))
    if not plain:
        raise InputError(f"{id}: has no text besides its markup; remove it or fetch it again")
    yield RawDocument(id, plain, meta=story_fields(fields) | meta_of(encoding=encoding))


def _unquote(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _blocks(text: str) -> list[str]:
    """Return the text of each block, tables cell by cell."""
    from markdown_it import MarkdownIt

    blocks: list[str] = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "inline":
            blocks.append("".join(map(_inline_text, token.children or ())).strip())
        elif token.type in ("code_block", "fence"):
            blocks.append(token.content.strip("\n"))
        elif token.type == "html_block":
            blocks.extend(html_paragraphs(token.content))
    return [block for block in blocks if block]


def _inline_text(token: Token) -> str:
    """Return the text of an inline token, "" for images and tags; the text between tags is a token of its own."""
    if token.type == "softbreak":
        return " "
    if token.type == "hardbreak":
        return "\n"
    return token.content if token.type in ("text", "text_special", "code_inline") else ""
