"""Find signed C2PA manifests that are embedded in text as invisible characters.

C2PA writes each byte as one of 256 variation selectors: the magic number, a version, the length and a JUMBF box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.text.cleaning.edits import Replacement

CREDENTIAL_STEP = "provenance.c2pa"
MACHINE_SOURCES = (b"trainedAlgorithmicMedia", b"/algorithmicMedia")  # ends of the IPTC's digital source types
_SELECTORS = [*map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0xE0100, 0xE01F0))]  # by byte
_BYTES = {selector: byte for byte, selector in enumerate(_SELECTORS)}
_RUN = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
_MAGIC, _BOX = b"C2PATXT\0", b"jumb"
_SIGNS = ["".join(_SELECTORS[byte] for byte in sign) for sign in (_MAGIC, _BOX)]
_HEADER_BYTES = len(_MAGIC) + 5  # with version and length
_LENGTH_BYTES = 4  # before the type of the box


def find_credentials(text: str) -> Iterator[Replacement]:
    """Find embedded manifests, with the byte order mark before them."""
    if not any(sign in text for sign in _SIGNS):  # many times faster than a pattern
        return
    for run in _RUN.finditer(text):
        if manifest_size(run[0]):
            marked = text[max(run.start() - 1, 0) : run.start()] == "\N{ZERO WIDTH NO-BREAK SPACE}"
            yield Replacement(run.start() - marked, run.end(), "", CREDENTIAL_STEP)


def names_machine(text: str) -> bool:
    """Return whether the manifest in a run of selectors names a machine as the source of the text (IPTC)."""
    return any(source in _read_bytes(text) for source in MACHINE_SOURCES)


def _read_bytes(text: str) -> bytes:
    return bytes(_BYTES[char] for char in text if char in _BYTES)


def manifest_size(text: str) -> int:
    """Return the bytes of the manifest that a run of selectors holds, 0 if it holds none."""
    data = _read_bytes(text)
    if data.startswith(_MAGIC):
        return max(len(data) - _HEADER_BYTES, 1)
    return len(data) if data[_LENGTH_BYTES:].startswith(_BOX) else 0
