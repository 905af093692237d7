"""Markdown: the words without the marks, and the front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.readers import capped_files as source
from aligner.readers.fields import meta, story_fields
from aligner.readers.paragraphs import paragraphs
from aligner.types import Document

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_]+)[ \t]*:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)


def read(id: str, path: Path) -> Iterator[Document]:
    """Markdown (CommonMark with tables), each block a paragraph; front matter goes to meta."""
    text, encoding = source.text(id, path, cap=source.MAX_MARKUP)
    fields: dict[str, object] = {}
    if front := _FRONT.match(text):
        text = text[front.end() :]
        fields = {key.lower(): _unquoted(value) for key, value in _FIELD.findall(front[1] or "")}
    plain = "\n\n".join(_blocks(text))
    if not plain:
        raise InputError(f"{id}: has no text beside its markup; remove it or fetch it again")
    yield Document(id, plain, meta=story_fields(fields) | meta(encoding=encoding))


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _blocks(text: str) -> list[str]:
    """The text of each block, tables cell by cell."""
    from markdown_it import MarkdownIt

    found: list[str] = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "inline":
            found.append("".join(map(_inline, token.children or ())).strip())
        elif token.type in ("code_block", "fence"):
            found.append(token.content.strip("\n"))
        elif token.type == "html_block":
            found.extend(_html(token.content))
    return [block for block in found if block]


def _inline(token: Token) -> str:
    """A picture has no words of the story; tags have none either, and what stands between them is text already."""
    if token.type == "softbreak":
        return " "
    if token.type == "hardbreak":
        return "\n"
    return token.content if token.type in ("text", "text_special", "code_inline") else ""


def _html(content: str) -> list[str]:
    from lxml import etree

    root = etree.fromstring(content, etree.HTMLParser(no_network=True, huge_tree=False, encoding=None))
    return [] if root is None else paragraphs(root)
