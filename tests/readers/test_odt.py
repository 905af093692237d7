"""OpenDocument texts: what is printed is read, in order, and a hostile or damaged file is refused in one line."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, Run
from conftest import read as read_cases

from aligner.errors import InputError
from aligner.readers import read, read_stream
from aligner.types import RawDocument, Skipped

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = " ".join(
    f'xmlns:{prefix}="{OASIS}:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("style", "style"),
        ("table", "table"),
        ("draw", "drawing"),
        ("meta", "meta"),
        ("svg", "svg-compatible"),
    )
)
STYLES = (
    '<style:style style:name="up"><style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="down"><style:text-properties style:text-position="-33% 58%"/></style:style>'
    '<style:style style:name="child" style:parent-style-name="base"/>'
    '<style:style style:name="hidden"><style:text-properties text:display="none"/></style:style>'
)
BASE = '<style:style style:name="base"><style:text-properties style:text-position="33% 58%"/></style:style>'
GOOD = "<text:p>It rained.</text:p>"


def content(body: str) -> str:
    return (
        f"<office:document-content {NAMES}><office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def odt(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        for name, data in parts.items():
            file.writestr(name, data)
    return buffer.getvalue()


def read_odt(folder: Path, data: bytes) -> list[RawDocument | Skipped]:
    (folder / "story.odt").write_bytes(data)
    return list(read("story.odt", folder / "story.odt"))


@pytest.mark.parametrize(
    "case", read_cases(CASES / "readers" / "odt.jsonl"), ids=lambda case: case["why"].replace(" ", "-")
)
def test_paragraphs(case: dict[str, Any], tmp_path: Path) -> None:
    styles = f"<office:document-styles {NAMES}>{BASE}{case.get('styles', '')}</office:document-styles>"
    (story,) = read_odt(tmp_path, odt({"content.xml": content(case["body"]), "styles.xml": styles}))
    assert isinstance(story, RawDocument)
    assert story.text.split("\n\n") == case["paragraphs"]


def test_properties(tmp_path: Path) -> None:
    meta = (
        f'<office:document-meta {NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>Rain</dc:title>'
        "<meta:initial-creator>Ada Quay</meta:initial-creator><dc:creator>Otto</dc:creator>"
        "<meta:creation-date>2024-05-06T07:08:09</meta:creation-date></office:meta></office:document-meta>"
    )
    (story,) = read_odt(tmp_path, odt({"content.xml": content(GOOD), "meta.xml": meta}))
    assert isinstance(story, RawDocument)
    assert dict(story.meta) == {"title": "Rain", "date": "2024-05-06", "byline": "Ada Quay"}


def test_a_damaged_part_costs_no_text(tmp_path: Path) -> None:
    story, skipped = read_odt(tmp_path, odt({"content.xml": content(GOOD), "meta.xml": "<broken"}))
    assert isinstance(story, RawDocument) and story.text == "It rained."
    assert isinstance(skipped, Skipped) and skipped.source == "story.odt#meta.xml"


LOCKED = '<m:manifest xmlns:m="x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
BOMB = f"<!DOCTYPE a [<!ENTITY b '{'x' * 100}'>]>"
REFUSED = {
    "no zip": (b"It rained.", "not an .odt file, or cut short"),
    "cut": (odt({"content.xml": content(GOOD)})[:-40], "not an .odt file, or cut short"),
    "Word": (odt({"word/document.xml": "<a/>"}), "a Word document, not an OpenDocument text"),
    "another zip": (odt({"a.txt": "a"}), "another zip file, not an OpenDocument text"),
    "spreadsheet": (
        odt({"content.xml": content("").replace("office:text", "office:spreadsheet")}),
        "an OpenDocument file without text",
    ),
    "no text": (odt({"content.xml": content("<text:p/>")}), "has no text"),
    "locked": (odt({"content.xml": b"\x91\x00", "META-INF/manifest.xml": LOCKED}), "locked by a password"),
    "not XML": (odt({"content.xml": "<broken"}), "content.xml is not XML"),
    "entities": (odt({"content.xml": BOMB + content(GOOD)}), "declares a document type"),
    "bomb": (odt({"content.xml": content("<text:p/>" * 500_000)}), "expands over"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    data, reason = REFUSED[name]
    with pytest.raises(InputError) as caught:
        read_odt(tmp_path, data)
    assert reason in str(caught.value) and "\n" not in str(caught.value)


def test_a_stream_shows_that_it_is_one() -> None:
    (story,) = read_stream(io.BytesIO(odt({"content.xml": content(GOOD)})))
    assert isinstance(story, RawDocument) and (story.id, story.text) == ("-", "It rained.")


def test_it_is_paired(tmp_path: Path, aligner: Run) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.odt").write_bytes(odt({"content.xml": content(GOOD)}))
    done = aligner("pair", "in", "-o", "out", "--quiet", "--jobs", "1")
    assert done.returncode == 0
    assert '"id": "a.odt"' in (tmp_path / "out" / "documents.jsonl").read_text("utf-8")
