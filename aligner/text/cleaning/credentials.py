"""Find signed C2PA manifests that are embedded in text as invisible characters.

C2PA writes each byte as one of 256 variation selectors: the magic number, a version, the length and a JUMBF box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.readers.declarations.terms import PART_FIELD, WHOLE_FIELD
from aligner.text.cleaning.edits import Replacement

CREDENTIAL_STEP = "provenance.c2pa"
# Ends of the IPTC's digital source types, by what they declare.
_SOURCES = {
    WHOLE_FIELD: (b"trainedAlgorithmicMedia", b"/algorithmicMedia"),
    PART_FIELD: (b"compositeWithTrainedAlgorithmicMedia", b"compositeSynthetic"),
}
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


def declared_field(text: str) -> str:
    """Return the field of the metadata for what the manifest in a run of selectors declares, "" for nothing."""
    manifest = _read_bytes(text)
    return next((field for field, ends in _SOURCES.items() if any(end in manifest for end in ends)), "")


def _read_bytes(text: str) -> bytes:
    return bytes(_BYTES[char] for char in text if char in _BYTES)


def manifest_size(text: str) -> int:
    """Return the bytes of the manifest that a run of selectors holds, 0 if it holds none."""
    data = _read_bytes(text)
    if data.startswith(_MAGIC):
        return max(len(data) - _HEADER_BYTES, 1)
    return len(data) if data[_LENGTH_BYTES:].startswith(_BOX) else 0
