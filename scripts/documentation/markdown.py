"""Write Markdown: escaped text, tables, and the parts of a docstring."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_SPECIAL = re.compile(r"([\\<>*_{}\[\]|#])")
_CODE = re.compile(r"(``?)(.+?)\1", re.DOTALL)
_SECTION = re.compile(r"^(\w[\w ]*)\n-{3,}$\n", re.MULTILINE)
_FIELD = re.compile(r"^(\w+(?:, \w+)*) : (.*)\n?((?: {4}.*\n?)*)", re.MULTILINE)


class FieldText(NamedTuple):
    """What a docstring has on a name: its type, "" if the text explains it too, and the text."""

    kind: str
    text: str


class Docstring(NamedTuple):
    """The parts of a docstring.

    summary : its first paragraph
    text : the paragraphs below it
    fields : the explanation of each name, from lines ``name : explanation``
    sections : the text of each numpydoc section but those with fields
    """

    summary: str
    text: str
    fields: dict[str, FieldText]
    sections: dict[str, str]


def prose(text: str) -> str:
    """Return text of a docstring or help text as Markdown on one line: only its code is marked up."""
    parts = _CODE.split(" ".join(text.split()))
    plain = [_SPECIAL.sub(r"\\\1", part) for part in parts[::3]]
    codes = [code(part) for part in parts[2::3]]
    return "".join(part + shown for part, shown in zip(plain, [*codes, ""], strict=True))


def code(text: str) -> str:
    """Return inline code that may be in a table."""
    return f"`{text.replace('|', chr(92) + '|')}`" if text else ""


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; the cells are Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def parse_docstring(owner: object) -> Docstring:
    """Divide the docstring of an object into its parts."""
    text = inspect.getdoc(owner) or ""
    before, *pairs = _SECTION.split(text)
    sections = dict(zip(pairs[::2], pairs[1::2], strict=True))
    fields: dict[str, FieldText] = {}
    for name in ("Parameters", "Attributes"):
        fields |= parse_fields(sections.pop(name, ""))[1]
    rest, own = parse_fields(before)
    summary, _, below = rest.strip().partition("\n\n")
    return Docstring(summary, below.strip(), fields | own, {name: part.strip() for name, part in sections.items()})


def parse_fields(text: str) -> tuple[str, dict[str, FieldText]]:
    """Divide text into that without fields, and the fields.

    A field is a line ``name : explanation``, or ``name : type`` with the explanation indented below.
    """
    fields: dict[str, FieldText] = {}
    for match in _FIELD.finditer(text):
        below = " ".join(match[3].split())
        # An explanation goes on below in the middle of a sentence.
        goes_on = below[:1].islower()
        own = (
            FieldText("", f"{match[2]} {below}")
            if goes_on
            else FieldText(match[2], below)
            if below
            else FieldText("", match[2])
        )
        fields |= dict.fromkeys(match[1].split(", "), own)
    return _FIELD.sub("", text), fields
