"""Repair text that was decoded with the wrong encoding, and change nothing else.

Three passes: single characters that were decoded as two or three, one at a time, so that correct accents next to them
are kept; lines that only their whole context can decide (ftfy's decoding, without its typographic repairs); Windows
punctuation that was decoded as control characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from aligner.languages.chars import EXPECTED_SYMBOLS
from aligner.text.cleaning.edits import Replacement

# Clean English and French need no other characters, so that ftfy can skip most lines.
_SUSPECT = re.compile(
    "[^\n\x00-\x7f\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
    "àâäçéèêëîïôöùûüÿœæÀÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ‘’“”„«»–—…•·€£°ñáíóúšžćčğşøåß]|â€"
)
_CONTROL = re.compile("[\x80-\x9f]")
MAX_LINE_CHARS = 100_000  # ftfy tries many encodings on a line; a longer one is data, not prose
# Before these, √ is a root unless a letter precedes it.
_MATHS = "π∞≤≥≠±∂∑∏∫Ω"


def fix_sequences(text: str) -> Iterator[Replacement]:
    """Repair characters whose UTF-8 bytes were decoded as Windows-1252, Latin-1 or MacRoman."""
    for encoding in ("cp1252", "mac_roman"):
        edits = list(_fix_sequences_of(text, encoding))
        if edits:
            # Edits of two encodings may overlap; the next round tries the other.
            yield from edits
            return


def fix_lines(text: str) -> Iterator[Replacement]:
    """Repair lines that ftfy decodes differently, only where the characters differ."""
    done = -1
    for match in _SUSPECT.finditer(text):
        if match.start() < done:
            continue
        start = text.rfind("\n", 0, match.start()) + 1
        done = text.find("\n", match.start())
        done = len(text) if done < 0 else done
        if done - start <= MAX_LINE_CHARS:
            yield from _fix_line(text[start:done], start)


def fix_controls(text: str) -> Iterator[Replacement]:
    """Repair quotation marks, dashes and dots of Windows-1252 that were decoded as Latin-1 control characters."""
    for match in _CONTROL.finditer(text):
        after = _upper_half("cp1252").get(ord(match[0]), match[0])
        if after != match[0]:
            yield Replacement(match.start(), match.end(), after, "mojibake.control")


def _fix_sequences_of(text: str, encoding: str) -> Iterator[Replacement]:
    for match in _sequence_pattern(encoding).finditer(text):
        after = _decode(match[0], encoding)
        if after and _is_plausible(text, match, after):
            yield Replacement(match.start(), match.end(), after, "mojibake.span")


def _decode(wrong: str, encoding: str) -> str:
    """Return the character whose bytes `wrong` shows, or "" if it is not one that news texts contain."""
    byte = _bytes_of(encoding)
    try:
        right = bytes(byte[char] for char in wrong).decode("utf-8")
    except UnicodeDecodeError:
        return ""
    letters = "\N{LATIN CAPITAL LETTER A WITH GRAVE}" <= right <= "\N{LATIN SMALL LETTER LONG S}"
    dashes = "\N{EN QUAD}" <= right <= "\N{LEFT-TO-RIGHT EMBEDDING}" or right == "\N{NARROW NO-BREAK SPACE}"
    dots = "\N{PER MILLE SIGN}" <= right <= "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
    accents = encoding == "cp1252" and "\N{COMBINING GRAVE ACCENT}" <= right <= "\N{COMBINING CEDILLA}"
    symbols = right in EXPECTED_SYMBOLS or right == "\N{WORD JOINER}"
    return right if letters or dashes or dots or accents or symbols else ""


def _is_plausible(text: str, match: re.Match[str], after: str) -> bool:
    """Return whether the context allows a sequence to be mojibake: √π may be a root, MANHÃ” a word in quotes."""
    before, wrong = text[max(0, match.start() - 2) : match.start()], match[0]
    if wrong[0] == "√" and wrong[1] in _MATHS:
        return before[-1:].isalpha()
    if wrong[0] in "ÅÄ≈ƒ":
        return before[-1:].isalpha() or text[match.end() : match.end() + 1].isalpha()
    in_capitals = len(before) == 2 and before.isalpha() and before.isupper()
    if wrong[0] == "Ã":
        return not (in_capitals and after.islower())
    return not (wrong[0] == "Â" and in_capitals and after in "«»")


def _fix_line(line: str, offset: int) -> Iterator[Replacement]:
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    # Control characters have a pass of their own, and do not justify decoding the whole line again.
    if not is_bad(_CONTROL.sub("", line)):
        return
    fixed = fix_encoding(line)
    if fixed == line:
        return
    wrong, right = (re.split("([^\x00-\x7f]+)", version) for version in (line, fixed))
    if wrong[::2] != right[::2]:
        yield Replacement(offset, offset + len(line), fixed, "mojibake.line")
        return
    for before, after in zip(wrong, right, strict=True):
        if before != after:
            yield Replacement(offset, offset + len(before), after, "mojibake.line")
        offset += len(before)


@cache
def _upper_half(encoding: str) -> Mapping[int, str]:
    """Map the bytes from 0x80 to characters; bytes without one map to the control character, as in browsers."""
    return {byte: bytes([byte]).decode(encoding, errors="ignore") or chr(byte) for byte in range(0x80, 0x100)}


@cache
def _bytes_of(encoding: str) -> Mapping[str, int]:
    """Map characters to bytes; Latin-1 is Windows-1252 with control characters, so one table serves both."""
    latin = {chr(byte): byte for byte in range(0x80, 0xA0)} if encoding == "cp1252" else {}
    return latin | {char: byte for byte, char in _upper_half(encoding).items()}


@cache
def _sequence_pattern(encoding: str) -> re.Pattern[str]:
    """Return a pattern of characters of two or three UTF-8 bytes, as the encoding shows these bytes."""

    def byte_range(first: int, last: int) -> str:
        chars = "".join(char for char, byte in _bytes_of(encoding).items() if first <= byte <= last)
        return f"[{re.escape(chars)}]"

    tail = byte_range(0x80, 0xBF)
    two, three = byte_range(0xC2, 0xCC), (byte_range(0xE2, 0xE2), byte_range(0xEF, 0xEF))
    return re.compile(f"{two}{tail}|{three[0]}{tail}{tail}|{three[1]}{tail}{tail}")
