"""Damage costs the unit that it is in, and no word is glued to another."""

from __future__ import annotations

import gzip
import random
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES as ALL_CASES
from conftest import read as read_cases
from lxml import etree

from aligner.errors import InputError
from aligner.readers import read
from aligner.readers.files.capped import MAX_LINE_BYTES
from aligner.readers.memory.segment import read_segment
from aligner.readers.memory.units import Unit
from aligner.readers.tmx import read_units
from aligner.types import RawDocument, Skipped
from aligner.types.units import marked_up

CASES = ALL_CASES / "readers" / "tmx"
MUTATIONS = 600
TMX = {"seg", "bpt", "ept", "ph", "it", "ut", "hi", "sub"}


def units_of(path: Path, data: bytes) -> list[Unit]:
    path.write_bytes(data)
    return list(read_units(path.name, path))


@pytest.mark.parametrize(
    "case",
    [*read_cases(CASES / "damage.jsonl"), *read_cases(CASES / "variants.jsonl")],
    ids=lambda case: case["why"].replace(" ", "-"),
)
def test_units_have_these_rows_and_faults(case: dict[str, Any], tmp_path: Path) -> None:
    if "hex" in case:
        data = bytes.fromhex(case["hex"])
    else:
        text = case.get("head", "<tmx><body>") + case["body"] + case.get("tail", "</body></tmx>")
        data = text.encode(case.get("encoding", "utf-8"))
    units = units_of(tmp_path / "memory.tmx", data)
    assert [[unit.number, row.left, row.right] for unit in units for row in unit.rows] == case["rows"]
    faults = [(unit.number, fault) for unit in units for fault in unit.faults]
    assert [number for number, _ in faults] == [number for number, _ in case["faults"]]
    for (_, fault), (_, expected) in zip(faults, case["faults"], strict=True):
        assert expected in fault and "\n" not in fault and len(fault) < 250


@pytest.mark.parametrize("case", read_cases(CASES / "segments.jsonl"), ids=lambda case: case["why"].replace(" ", "-"))
def test_segment_has_this_text(case: dict[str, Any]) -> None:
    segment = etree.fromstring(f"<seg>{case['seg']}</seg>")
    found = read_segment(segment)
    assert found[:2] == (case["text"], tuple(case["notes"]))
    # With its codes it is the segment again: of valid TMX to the letter, of other markup as valid TMX.
    markup = f"<seg>{marked_up(found.text, found.codes)}</seg>"
    written = etree.fromstring(markup)
    assert read_segment(written)[:2] == found[:2]
    if all(element.tag in TMX for element in segment.iter("*")) and segment.find("sub") is None:
        assert etree.tostring(written, method="c14n") == etree.tostring(segment, method="c14n")
    else:
        assert all(element.tag in TMX for element in written.iter("*"))
        again = read_segment(written)
        assert marked_up(again.text, again.codes) == marked_up(found.text, found.codes)


def test_damaged_units_are_skipped_under_their_number(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    good = '<tu><tuv lang="en"><seg>a</seg></tuv><tuv lang="fr"><seg>b</seg></tuv></tu>'
    path.write_text(f"<tmx><body>{good * 99}{good.replace('a', '<b>a')}{good * 99}</body></tmx>")
    skip, en, _ = read("memory.tmx", path)
    assert isinstance(skip, Skipped) and skip.source == "memory.tmx#100"
    assert isinstance(en, RawDocument) and len(en.sentences) == 198


def test_mended_units_are_named_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    good = '<tu><tuv lang="en"><seg>a</seg></tuv><tuv lang="fr"><seg>b</seg></tuv></tu>'
    units_of(tmp_path / "memory.tmx", f"<tmx>{(good * 9 + good.replace('a<', 'R&D<')) * 7}</tmx>".encode())
    (line,) = caplog.messages
    assert line.startswith("memory.tmx: ") and line.endswith("unit 10, 20, 30, 40, 50, …")


@pytest.mark.parametrize("name", ["MEMORY.TMX", "Memory.Tmx.GZ"])
def test_suffix_in_capitals_is_tmx(name: str, tmp_path: Path) -> None:
    data = b'<tmx><tu><tuv lang="en"><seg>a</seg></tuv><tuv lang="fr"><seg>b</seg></tuv></tu></tmx>'
    path = tmp_path / name
    path.write_bytes(gzip.compress(data) if name.endswith("GZ") else data)
    assert [type(found) for found in read(name, path)] == [RawDocument, RawDocument]


def test_long_unit_costs_no_other_and_no_memory(tmp_path: Path) -> None:
    good = b'<tu><tuv lang="en"><seg>a</seg></tuv><tuv lang="fr"><seg>b</seg></tuv></tu>'
    path = tmp_path / "long.tmx"
    with path.open("wb") as file:
        file.write(b"<tmx><body>" + good + b'<tu><tuv lang="en"><seg>')
        for _ in range(64):
            file.write(b"long " * (1 << 18))
        file.write(b"</seg></tuv></tu>" + good + b" " * (MAX_LINE_BYTES + (1 << 20)) + good + b"</body></tmx>")
    tracemalloc.start()
    units = list(read_units("long.tmx", path))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [len(unit.rows) for unit in units] == [1, 0, 1, 1] and most < 6 * MAX_LINE_BYTES
    assert "longer than 16 MiB" in units[1].faults[0]


def test_units_before_the_end_of_a_cut_gzip_file_are_read(tmp_path: Path) -> None:
    units = "".join(
        f'<tu><tuv lang="en"><seg>{number * 7919}</seg></tuv><tuv lang="fr"><seg>{number}</seg></tuv></tu>'
        for number in range(2000)
    )
    path = tmp_path / "cut.tmx.gz"
    path.write_bytes(gzip.compress(f"<tmx><body>{units}</body></tmx>".encode())[:-2000])
    found = []
    with pytest.raises(InputError, match="damaged gzip data"):
        for each in read(path.name, path):
            found.append(each)
    assert len(found) == 2 and isinstance(found[0], RawDocument) and len(found[0].sentences) > 1000


def test_file_without_units_is_refused_early(tmp_path: Path) -> None:
    path = tmp_path / "other.tmx"
    with path.open("wb") as file:
        for _ in range(20):
            file.write(b"<p>text</p>\n" * 100_000)
    tracemalloc.start()
    with pytest.raises(InputError, match="root <p>"):
        list(read_units("other.tmx", path))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 6 * MAX_LINE_BYTES


def test_units_across_the_borders_of_reading(tmp_path: Path) -> None:
    units = "".join(
        f'<tu><!-- {"x" * (number % 97)} <tu> --><tuv lang="en"><seg>en {number} é</seg></tuv>'
        f'<tuv lang="fr"><seg><![CDATA[fr {number}</tu>]]></seg></tuv></tu>'
        for number in range(1, 5001)
    )
    found = units_of(tmp_path / "many.tmx", f"<tmx><body>{units}</body></tmx>".encode())
    assert [(unit.number, unit.rows[0].left) for unit in found] == [(n, f"en {n} é") for n in range(1, 5001)]


def test_any_damage_costs_the_units_that_it_touches(tmp_path: Path) -> None:
    draw = random.Random(18)
    unit = (
        '<tu tuid="{0}"><prop type="x">R&amp;D</prop><tuv xml:lang="en"><seg>The <bpt i="1">&lt;b&gt;</bpt>ferry'
        '<ept i="1">&lt;/b&gt;</ept> of {0} is late.</seg></tuv><!-- {0} --><tuv xml:lang="fr"><seg>Le bac de {0} est '
        "en retard – <![CDATA[déjà]]>.</seg></tuv></tu>\n"
    )
    head, tail = b'<?xml version="1.0" encoding="utf-8"?>\n<tmx version="1.4"><header/><body>', b"</body></tmx>"
    parts = [unit.format(number).encode() for number in range(1, 10)]
    wanted = {row for found in units_of(tmp_path / "good.tmx", head + b"".join(parts) + tail) for row in found.rows}
    assert len(wanted) == 9
    for _ in range(MUTATIONS):
        place = draw.randrange(9)
        mutated = [*parts[:place], _mutate(parts[place], draw), *parts[place + 1 :]]
        data = head + b"".join(mutated) + tail
        found = {row for each in units_of(tmp_path / "bad.tmx", data) for row in each.rows}
        lost = {row for row in wanted - found if f"of {place + 1} is" not in row.left}
        assert not lost, data


def _mutate(data: bytes, draw: random.Random) -> bytes:
    """Return data with a few bytes changed, removed, added or repeated."""
    for _ in range(draw.choice((1, 1, 2, 4))):
        at, length = draw.randrange(len(data)), draw.choice((1, 1, 2, 8, 40))
        noise = bytes(draw.choice(b"<>/&;\"'!-[]?\0\x0b\xe9\xffa ") for _ in range(draw.choice((0, 1, 3))))
        added = draw.choice((noise, data[at : at + length] * 2, b"<!--", b"]]>", b"<![CDATA[", b"&#0;", b"</seg>"))
        data = data[:at] + added + data[at + length :]
    return data
