"""Translation units of a TMX, with their texts as bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

from aligner.errors import InputError
from aligner.readers.markup.xml_units import xml_units
from aligner.readers.memory.unit import side_and_region
from aligner.readers.raw.corpus import Places, RowsFile
from aligner.readers.raw.source import RawSource, text_of
from aligner.types import SIDES, Side

_VARIANT = re.compile(rb"<((?:[\w.-]+:)?tuv)(?=[\s>])([^<>]*)>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_LANGUAGE = re.compile(rb"""\blang\s*=\s*["']([^"'<>]*)""")
_SEGMENT = re.compile(rb"<((?:[\w.-]+:)?seg)(?:\s[^<>]*)?>(.*)</\1\s*>", re.IGNORECASE | re.DOTALL)
_CODE = re.compile(rb"<(bpt|ept|ph|it|ut)\b[^<>]*(?:/>|>.*?</\1\s*>)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(rb"<[^<>]*>")


class Variant(NamedTuple):
    """A text of a unit: its side, and where it is in the unit."""

    side: int
    start: int
    stop: int


class TmxUnits:
    """Units with a text in English and in French, or in one of them."""

    def texts(self, raw: bytes) -> tuple[str, str]:
        """Return the first English and the first French text of a unit, without codes."""
        found = ["", ""]
        for side, start, stop in reversed(variants(raw)):
            segment = _SEGMENT.search(raw, start, stop)
            found[side] = _plain(segment[2]) if segment else ""
        return found[0], found[1]

    def compose(self, rows: tuple[Sequence[bytes], Sequence[bytes]]) -> bytes:
        """Return a unit with other texts, which bring their attributes, notes and properties along.

        Texts in other languages stay with an English one, unless it is joined to another: they translate only a part.
        """
        unit = rows[0][0] if len(rows[0]) == 1 else _without_others(rows[0][0])
        for side, own in enumerate(rows):
            if list(own) != [rows[0][0]]:
                unit = _with_variants(unit, side, _joined(own, side))
        return unit


def variants(raw: bytes) -> list[Variant]:
    """Return the English and French texts of a unit."""
    return [
        Variant(SIDES.index(side), match.start(), match.end())
        for match in _VARIANT.finditer(raw)
        if (side := _side(match)) is not None
    ]


def _side(variant: re.Match[bytes]) -> Side | None:
    language = _LANGUAGE.search(variant[2])
    return side_and_region(language[1].decode("utf-8", "replace"))[0] if language else None


def _without_others(unit: bytes) -> bytes:
    """Return a unit with its English and French texts alone."""
    pieces, at = [], 0
    for match in _VARIANT.finditer(unit):
        if _side(match) is None:
            pieces.append(unit[at : match.start()].rstrip())
            at = match.end()
    return b"".join([*pieces, unit[at:]])


def _plain(segment: bytes) -> str:
    if b"<" in segment:
        segment = _TAG.sub(b"", _CODE.sub(b" ", segment))
    return " ".join(unescape(text_of(segment)).split())


def _joined(rows: Sequence[bytes], side: int) -> bytes:
    """Return the texts of a side of a unit, the first one with those of further units at its end."""
    first, *others = ([raw[start:stop] for own, start, stop in variants(raw) if own == side] for raw in rows)
    for text in others:
        added = _SEGMENT.search(text[0]) if text else None
        own = _SEGMENT.search(first[0]) if first else None
        if own and added:
            first[0] = b"%b %b%b" % (first[0][: own.end(2)], added[2], first[0][own.end(2) :])
        elif added:
            first = text
    return b"".join(first)


def _with_variants(unit: bytes, side: int, texts: bytes) -> bytes:
    known = variants(unit)
    own = [variant for variant in known if variant.side == side]
    if not own:
        end = known[-1].stop if known else 0
        start = known[-1].start if known else 0
        blank = unit[len(unit[:start].rstrip()) : start]
        return unit[:end] + blank + texts + unit[end:]
    for _, start, stop in reversed(own[1:]):
        unit = unit[:start].rstrip() + unit[stop:]
    return unit[: own[0].start] + texts + unit[own[0].stop :]


def open_units(source: RawSource) -> RowsFile:
    """Return a TMX as a corpus.

    Raises
    ------
    InputError
        When it has no unit.
    """
    places = Places.of(_unit_places(source))
    if not places.starts:
        raise InputError(f"{source.name}: has no translation unit with English or French; give another file")
    return RowsFile(source, places, TmxUnits())


def _unit_places(source: RawSource) -> Iterator[tuple[int, int, int]]:
    at = source.start
    for number, data, part in xml_units(source.chunks(), "tu"):
        if data and part not in ("before", "after"):
            at = source.data.find(data, at)
            if part in ("whole", "unended") and variants(data):
                yield at, at + len(data), number
            at += len(data)
