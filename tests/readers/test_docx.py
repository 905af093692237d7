"""A Word document is read as it is printed; a damaged, locked or inflating one is refused in one clear line."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES
from conftest import read as read_cases

from aligner.errors import InputError
from aligner.readers import read
from aligner.readers.single import read_single
from aligner.types import RawDocument, Skipped

ROWS = read_cases(CASES / "readers" / "docx.jsonl")
USUAL = "http://schemas.openxmlformats.org/{}"
STRICT = "http://purl.oclc.org/ooxml/{}"
NAMESPACES = {
    "w": "wordprocessingml/2006/main",
    "m": "officeDocument/2006/math",
    "mc": "markup-compatibility/2006",
}
ONE = "<w:p><w:r><w:t>The pier is old.</w:t></w:r></w:p>"
PARTS = {"styles": "styles", "footnotes": "footnotes", "endnotes": "endnotes"}


def root(name: str, content: str, *, strict: bool = False) -> str:
    base = STRICT if strict else USUAL
    names = " ".join(
        f'xmlns:{prefix}="{base.format(path.replace("/2006", "") if strict else path)}"'
        for prefix, path in NAMESPACES.items()
    )
    return f"<w:{name} {names}>{content}</w:{name}>"


def relations(strict: bool, **targets: str) -> str:
    base = (STRICT if strict else USUAL).format("officeDocument/relationships/")
    each = (f'<Relationship Id="{kind}" Type="{base}{kind}" Target="{path}"/>' for kind, path in targets.items())
    return f"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>{''.join(each)}</Relationships>"


def parts_of(row: dict[str, Any]) -> dict[str, str]:
    strict = row.get("strict", False)
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(strict, officeDocument="word/document.xml"),
        "word/document.xml": root("document", f"<w:body>{row['body']}</w:body>", strict=strict),
    }
    held = {kind: row[kind] for kind in PARTS if kind in row}
    parts["word/_rels/document.xml.rels"] = relations(strict, **{kind: f"{kind}.xml" for kind in held})
    for kind, content in held.items():
        parts[f"word/{kind}.xml"] = root(kind, content, strict=strict)
    if "core" in row:
        parts["docProps/core.xml"] = row["core"]
    return parts


def pack(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def write(folder: Path, data: bytes) -> Path:
    path = folder / "story.docx"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["why"])
def test_document_is_read_as_printed(row: dict[str, Any], tmp_path: Path) -> None:
    path = write(tmp_path, pack(parts_of(row)))
    story, *skipped = read("story.docx", path)
    assert isinstance(story, RawDocument)
    assert story.text.split("\n\n") == row["text"] and story.meta == row.get("meta", {})
    reasons = row.get("skipped", [])
    assert len(skipped) == len(reasons)
    assert all(
        isinstance(skip, Skipped) and reason in skip.reason for skip, reason in zip(skipped, reasons, strict=True)
    )
    assert read_single(path, "story.docx").text == story.text


def test_parts_are_found_where_they_usually_are(tmp_path: Path) -> None:
    row = next(row for row in ROWS if row["why"] == "footnotes and endnotes")
    for damaged in ("", "<x", "<Relationships><Relationship Target='../../x'/></Relationships>"):
        parts = parts_of(row) | {"_rels/.rels": damaged, "word/_rels/document.xml.rels": damaged}
        (story,) = read("story.docx", write(tmp_path, pack(parts)))
        assert isinstance(story, RawDocument) and story.text.split("\n\n") == row["text"]


ODD = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
GOOD = parts_of({"body": ONE})
BOMB = root("document", "<w:body>" + "<w:p/>" * 900_000 + "</w:body>")
DTD = '<!DOCTYPE x [<!ENTITY a "b">]>' + GOOD["word/document.xml"]
REFUSED = {
    "locked": (OLE + "EncryptedPackage".encode("utf-16-le"), "remove the password"),
    "old Word": (OLE + "WordDocument".encode("utf-16-le"), "an old Word document (.doc)"),
    "old Office": (OLE, "an old Office file"),
    "RTF": (b"{\\rtf1 text}", "an RTF file"),
    "PDF": (b"%PDF-1.7", "a PDF"),
    "text": (b"The pier is old.", "not a .docx file"),
    "cut": (pack(GOOD)[:-40], "not a .docx file, or cut short"),
    "OpenDocument": (pack(ODD), "an OpenDocument file"),
    "spreadsheet": (pack({"xl/workbook.xml": "<a/>"}), "a spreadsheet"),
    "presentation": (pack({"ppt/presentation.xml": "<a/>"}), "a presentation"),
    "other root": (pack(GOOD | {"word/document.xml": "<a/>"}), "not a Word document"),
    "no XML": (pack(GOOD | {"word/document.xml": "a"}), "word/document.xml is not XML"),
    "no body": (pack(GOOD | {"word/document.xml": root("document", "")}), "has no text"),
    "bzip2": (pack(GOOD, zipfile.ZIP_BZIP2), "compressed in a way that no word processor uses"),
    "LZMA": (pack(GOOD, zipfile.ZIP_LZMA), "compressed in a way that no word processor uses"),
    "bomb": (pack(GOOD | {"word/document.xml": BOMB}), "like a bomb"),
    "too many tags": (pack(GOOD | {"word/document.xml": BOMB * 2}, zipfile.ZIP_STORED), "tags"),
    "document type": (pack(GOOD | {"word/document.xml": DTD}), "declares a document type"),
    "nested": (pack(GOOD | {"word/document.xml": "<a>" * 9000}), "is not XML"),
    "wrong checksum": (pack(GOOD, zipfile.ZIP_STORED).replace(b"pier is old", b"pier is odd", 1), "cannot be unpacked"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_other_files_are_refused_with_the_right_advice(case: tuple[bytes, str], tmp_path: Path) -> None:
    data, reason = case
    with pytest.raises(InputError) as caught:
        list(read("story.docx", write(tmp_path, data)))
    message = str(caught.value)
    assert message.startswith("story.docx: ") and reason in message
    assert "\n" not in message and "unexpected" not in message and len(message) < 400


def test_mutated_documents_are_read_or_refused(tmp_path: Path) -> None:
    chance = random.Random(7)
    for row in ROWS * 6:
        parts = {name: bytearray(content.encode()) for name, content in parts_of(row).items()}
        whole = chance.random() < 0.5
        data = bytearray(pack({name: bytes(part) for name, part in parts.items()}))
        for _ in range(chance.randrange(1, 8)):
            target = data if whole else chance.choice(list(parts.values()))
            at = chance.randrange(len(target))
            target[at : at + chance.randrange(9)] = chance.randbytes(chance.randrange(9))
        if not whole:
            data = bytearray(pack({name: bytes(part) for name, part in parts.items()}))
        try:
            assert list(read("story.docx", write(tmp_path, bytes(data))))
        except InputError as error:
            assert "unexpected" not in str(error) and "\n" not in str(error)
