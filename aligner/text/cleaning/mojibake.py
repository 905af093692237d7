"""Undo text that was decoded with the wrong encoding, and touch nothing else.

Three passes: characters that were read as two or three others, one by one, so that
clean accents beside them stay as they are; lines that only a look at the whole line
can settle (ftfy's reading, never its typographic repairs); Windows punctuation that
was read as control characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from aligner.languages.chars import SIGNS
from aligner.text.cleaning.edits import Replacement

# A clean line of English or French needs no other characters, so ftfy need not look at it.
_SUSPECT = re.compile(
    "[^\n\x00-\x7f\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
    "àâäçéèêëîïôöùûüÿœæÀÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ‘’“”„«»–—…•·€£°ñáíóúšžćčğşøåß]|â€"
)
_CONTROL = re.compile("[\x80-\x9f]")
_MAX_LINE = 100_000  # ftfy tries many encodings on a line; a longer one is data, not prose
# In front of these √ may well be a root: only a letter before it tells that it is not.
_MATHS = "π∞≤≥≠±∂∑∏∫Ω"


def spans(text: str) -> Iterator[Replacement]:
    """Characters whose UTF-8 bytes were read as Windows-1252, Latin-1 or MacRoman."""
    for encoding in ("cp1252", "mac_roman"):
        edits = list(_spans(text, encoding))
        if edits:
            # Two readings of one text cannot be mixed; the next round tries the other.
            yield from edits
            return


def lines(text: str) -> Iterator[Replacement]:
    """Lines that ftfy reads as another encoding, changed only where the characters differ."""
    done = -1
    for hit in _SUSPECT.finditer(text):
        if hit.start() < done:
            continue
        start = text.rfind("\n", 0, hit.start()) + 1
        done = text.find("\n", hit.start())
        done = len(text) if done < 0 else done
        if done - start <= _MAX_LINE:
            yield from _line(text[start:done], start)


def controls(text: str) -> Iterator[Replacement]:
    """Curly quotes, dashes and dots of Windows-1252 that were read as Latin-1 controls."""
    for hit in _CONTROL.finditer(text):
        after = _characters("cp1252").get(ord(hit[0]), hit[0])
        if after != hit[0]:
            yield Replacement(hit.start(), hit.end(), after, "mojibake.control")


def _spans(text: str, encoding: str) -> Iterator[Replacement]:
    for hit in _sequences(encoding).finditer(text):
        after = _decode(hit[0], encoding)
        if after and _fits(text, hit, after):
            yield Replacement(hit.start(), hit.end(), after, "mojibake.span")


def _decode(wrong: str, encoding: str) -> str:
    """The one character that `wrong` stands for; empty where it stands for none that we expect."""
    byte = _bytes(encoding)
    try:
        right = bytes(byte[char] for char in wrong).decode("utf-8")
    except UnicodeDecodeError:
        return ""
    expected = "\N{LATIN CAPITAL LETTER A WITH GRAVE}" <= right <= "\N{LATIN SMALL LETTER LONG S}"
    dashes = "\N{EN QUAD}" <= right <= "\N{LEFT-TO-RIGHT EMBEDDING}" or right == "\N{NARROW NO-BREAK SPACE}"
    dots = "\N{PER MILLE SIGN}" <= right <= "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
    accents = encoding == "cp1252" and "\N{COMBINING GRAVE ACCENT}" <= right <= "\N{COMBINING CEDILLA}"
    return right if expected or dashes or dots or accents or right in SIGNS or right == "\N{WORD JOINER}" else ""


def _fits(text: str, hit: re.Match[str], after: str) -> bool:
    """Whether the text around a sequence allows it to be one: √π may be a root, MANHÃ” a word in quotes."""
    before, wrong = text[max(0, hit.start() - 2) : hit.start()], hit[0]
    if wrong[0] == "√" and wrong[1] in _MATHS:
        return before[-1:].isalpha()
    if wrong[0] in "ÅÄ≈ƒ":
        return before[-1:].isalpha() or text[hit.end() : hit.end() + 1].isalpha()
    in_capitals = len(before) == 2 and before.isalpha() and before.isupper()
    if wrong[0] == "Ã":
        return not (in_capitals and after.islower())
    return not (wrong[0] == "Â" and in_capitals and after in "«»")


def _line(line: str, offset: int) -> Iterator[Replacement]:
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    # Controls have a pass of their own: one stray dash is no reason to read the line anew.
    if not is_bad(_CONTROL.sub("", line)):
        return
    fixed = fix_encoding(line)
    if fixed == line:
        return
    wrong, right = (re.split("([^\x00-\x7f]+)", each) for each in (line, fixed))
    if wrong[::2] != right[::2]:
        yield Replacement(offset, offset + len(line), fixed, "mojibake.line")
        return
    for before, after in zip(wrong, right, strict=True):
        if before != after:
            yield Replacement(offset, offset + len(before), after, "mojibake.line")
        offset += len(before)


@cache
def _characters(encoding: str) -> Mapping[int, str]:
    """Byte -> character for the upper half; bytes without one are the control of that number, as in browsers."""
    return {byte: bytes([byte]).decode(encoding, errors="ignore") or chr(byte) for byte in range(0x80, 0x100)}


@cache
def _bytes(encoding: str) -> Mapping[str, int]:
    """Character -> byte. Latin-1 is Windows-1252 with controls, so one table serves for both."""
    latin = {chr(byte): byte for byte in range(0x80, 0xA0)} if encoding == "cp1252" else {}
    return latin | {char: byte for byte, char in _characters(encoding).items()}


@cache
def _sequences(encoding: str) -> re.Pattern[str]:
    """One character of two or three UTF-8 bytes, as the encoding shows those bytes."""

    def some(first: int, last: int) -> str:
        return "[" + re.escape("".join(char for char, byte in _bytes(encoding).items() if first <= byte <= last)) + "]"

    tail = some(0x80, 0xBF)
    return re.compile(f"{some(0xC2, 0xCC)}{tail}|{some(0xE2, 0xE2)}{tail}{tail}|{some(0xEF, 0xEF)}{tail}{tail}")
