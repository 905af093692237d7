"""Replace what represents a character by the character: entities of HTML and XML, ligatures of printed text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from html.entities import html5

from aligner.languages.chars import INVISIBLE, LINE_BREAKS
from aligner.text.cleaning.edits import Replacement

# What was escaped several times, as "&amp;amp;lt;", is one entity.
_ENTITY = re.compile(
    r"&(?:(?:amp|AMP|#38|#x26);)*"
    r"(?:(?P<number>#0{0,8}[0-9]{1,7}|#[xX]0{0,8}[0-9a-fA-F]{1,6})|(?P<name>[A-Za-z][A-Za-z0-9]{1,31}));"
)
_LIGATURES = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_LIGATURE = re.compile(f"[{''.join(_LIGATURES)}]")
_NAMES_OF_MOSES = {"bar": "|"}  # all its others are of HTML
_KEPT_INVISIBLE = "\N{ZERO WIDTH JOINER}"  # may be within an emoji
# An entity never breaks a line, and one of a character that is not shown is removed.
_SHOWN = dict.fromkeys(map(ord, "\n\t" + LINE_BREAKS), " ") | {ord("\N{REPLACEMENT CHARACTER}"): ""}
_INVISIBLE = re.compile(f"(?!{_KEPT_INVISIBLE})[{''.join(INVISIBLE.values())}]")


def decode_entities(text: str) -> Iterator[Replacement]:
    """Find entities with a known name or a number and a semicolon: "R&D" and "?a=1&copy=2" have none."""
    for match in _ENTITY.finditer(text) if "&" in text else ():
        name = match["name"]
        decoded = _NAMES_OF_MOSES.get(name) or html5.get(f"{name};") if name else unescape(f"&{match['number']};")
        if decoded is not None and not _is_quoted(text, *match.span()):
            shown = _INVISIBLE.sub("", decoded.translate(_SHOWN))
            yield Replacement(match.start(), match.end(), shown, "entity.decode")


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Return whether an entity is alone between marks, as in code and in a text about entities."""
    return start > 0 and text[start - 1] in "'\"`" and text[start - 1] == text[end : end + 1]


def split_ligatures(text: str) -> Iterator[Replacement]:
    """Find ligatures that are one character, as PDF files contain them."""
    if any(ligature in text for ligature in _LIGATURES):  # several times faster than the pattern
        for match in _LIGATURE.finditer(text):
            yield Replacement(match.start(), match.end(), _LIGATURES[match[0]], "ligature.split")
