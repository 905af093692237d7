"""The format of a stream without a name, by its first bytes."""

from __future__ import annotations

PEEKED_BYTES = 512
_MARKS_AND_BLANKS = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_SIGNATURES = ((b"PK\x03\x04", ".docx"), (b"\x1f\x8b", ".txt.gz"))
_XML = (b"<?xml", b"<!--", b"<!doctype", b"<html", b"<tmx", b"<nitf", b"<news")


def guess_suffix(start: bytes) -> str:
    """Return the suffix of the format that the first bytes of a stream show, "" if they show none."""
    for signature, suffix in _SIGNATURES:
        if start.startswith(signature):
            return suffix
    text = start.replace(b"\0", b"").lstrip(_MARKS_AND_BLANKS).lower()
    if text.startswith(_XML):
        return ".html" if b"html" in text else ".tmx" if b"tmx" in text else ".xml"
    if text[:1] == b"{" and text[1:].lstrip()[:1] == b'"':
        return ".jsonl"
    return ".json" if text[:1] == b"[" and text[1:].lstrip()[:1] == b"{" else ""
