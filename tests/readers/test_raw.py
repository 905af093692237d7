"""Rows as bytes: their texts, and what they become with the texts of other rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aligner.readers.raw.corpus import LineFiles, RowFormat
from aligner.readers.raw.memory import TmxUnits
from aligner.readers.raw.source import open_source
from aligner.readers.raw.tables import JsonRows, TableRows
from aligner.readers.tables.spreadsheet import Form

TMX = TmxUnits()
GERMAN = '<tuv xml:lang="de"><seg>Eins</seg></tuv>'
ENGLISH_ONLY = f'<tu tuid="1"><tuv xml:lang="EN-US"><seg>One <ph>x</ph>two &amp; more</seg></tuv>{GERMAN}</tu>'
FRENCH_TEXT = '<tuv lang="fr_FR" creationid="q">\n  <seg>Un <hi>deux</hi></seg>\n </tuv>'
FRENCH_FIRST = f'<TU>\n {FRENCH_TEXT}\n <tuv lang="en"><seg>So</seg></tuv>\n</TU>'
FRENCH_TEXTS = '<tuv lang="fr"><seg>B</seg></tuv><tuv lang="fr-CA"><seg>C</seg></tuv>'
TWO_FRENCH = f'<tu><tuv lang="en"><seg>A</seg></tuv>{FRENCH_TEXTS}</tu>'
THREE_LANGUAGES = f'<tu>{GERMAN}<tuv lang="en"><seg>A</seg></tuv>{FRENCH_TEXTS} {GERMAN.replace("de", "es-MX")}</tu>'
CSV = TableRows(Form(",", 3, quoted=True), (0, 2))
TSV = TableRows(Form("\t", 3), (1, 0))
JSON = JsonRows((("translation", "en"), ("translation", "fr")))


def json_line(en: str, fr: str, *, escape: bool = True) -> str:
    return json.dumps({"fr": "not this", "translation": {"fr": fr, "en": en}}, ensure_ascii=escape) + "\n"


def unescaped(en: str, fr: str) -> str:
    return json_line(en, fr, escape=False)


@pytest.mark.parametrize(
    ("form", "raw", "texts"),
    [
        (TMX, ENGLISH_ONLY, ("One two & more", "")),
        (TMX, FRENCH_FIRST, ("So", "Un deux")),
        (TMX, TWO_FRENCH, ("A", "B")),
        (CSV, 'Hello,7,"Salut, toi"\r\n', ("Hello", "Salut, toi")),
        (CSV, '"He said ""no""",7,Non\n', ('He said "no"', "Non")),
        (CSV, '"two\nlines",7,Deux\n', ("two lines", "Deux")),
        (TSV, 'Il dit "non"\t"Hi" he said\t7\n', ('"Hi" he said', 'Il dit "non"')),
        (JSON, json_line("é", "è"), ("é", "è")),
        (JSON, "no JSON\n", ("", "")),
    ],
)
def test_texts(form: RowFormat, raw: str, texts: tuple[str, str]) -> None:
    assert form.texts(raw.encode()) == texts


@pytest.mark.parametrize(
    ("form", "en", "fr", "composed"),
    [
        (TMX, [ENGLISH_ONLY], [FRENCH_FIRST], ENGLISH_ONLY.replace("</tuv><tuv", f"</tuv>{FRENCH_TEXT}<tuv", 1)),
        (TMX, [FRENCH_FIRST], [TWO_FRENCH], FRENCH_FIRST.replace(FRENCH_TEXT, FRENCH_TEXTS)),
        (TMX, [TWO_FRENCH], [FRENCH_FIRST], f'<tu><tuv lang="en"><seg>A</seg></tuv>{FRENCH_TEXT}</tu>'),
        (TMX, [FRENCH_FIRST, TWO_FRENCH], [FRENCH_FIRST], FRENCH_FIRST.replace("So", "So A")),
        (TMX, [THREE_LANGUAGES], [FRENCH_FIRST], THREE_LANGUAGES.replace(FRENCH_TEXTS, FRENCH_TEXT)),
        (TMX, [THREE_LANGUAGES], [THREE_LANGUAGES, FRENCH_FIRST], THREE_LANGUAGES.replace("B<", "B Un <hi>deux</hi><")),
        (TMX, [THREE_LANGUAGES, FRENCH_FIRST], [FRENCH_FIRST],
         TWO_FRENCH.replace(FRENCH_TEXTS, FRENCH_TEXT).replace("A<", "A So<")),
        (CSV, ["a,1,b\r\n"], ['c,2,"d, e"\n'], 'a,1,"d, e"\r\n'),
        (CSV, ['"a ""b""",1,b\n'], ["c,2,d\n", 'e,3,"f ""g"""\n'], '"a ""b""",1,"d f ""g"""\n'),
        (CSV, ["a,1,b\n"], ["c,2,d\n", "e,3,f"], "a,1,d f\n"),
        (TSV, ['b\t"a" c\t1'], ['d "e"\tf\t2\n'], 'd "e"\t"a" c\t1'),
        (JSON, [json_line("é", "è")], [json_line("x", "à")], json_line("é", "à")),
        (JSON, [unescaped("é", "è")], [json_line("x", "à")], unescaped("é", "à")),
        (JSON, [json_line("same", "same"), json_line("y", "z")], [json_line("x", "à")], json_line("same y", "à")),
    ],
)  # fmt: skip
def test_a_row_with_other_texts(form: RowFormat, en: list[str], fr: list[str], composed: str) -> None:
    rows = [raw.encode() for raw in en], [raw.encode() for raw in fr]
    assert form.compose(rows).decode() == composed


def test_bytes_that_are_no_utf8_stay() -> None:
    row, other = "déjà,1,b\n".encode("latin-1"), "c,2,été\n".encode("latin-1")
    assert CSV.compose(([row], [other])) == "déjà,1,été\n".encode("latin-1")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_last_line_without_end_gets_one_where_others_follow(end: str, tmp_path: Path) -> None:
    for name, text in (("en", f"a{end}b{end}c{end}"), ("fr", f"A{end}B{end}C")):
        (tmp_path / name).write_bytes(text.encode())
    with open_source(tmp_path / "en", "en") as en, open_source(tmp_path / "fr", "fr") as fr:
        files = LineFiles((en, fr), (0, 1))
        assert files.texts(1, 0, 3) == ["A", "B", "C"]
        rows = [((0,), (2,)), ((1,), (0, 1))]
        pieces = [b"".join(own) for own in files.contents([rows, rows])]
    assert [piece.decode() for piece in pieces] == [f"a{end}b{end}", f"C{end}A B{end}"]
