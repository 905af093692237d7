"""A fault in the XML of the agencies costs one story at most."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES as ALL_CASES
from conftest import read as read_cases

from aligner.errors import InputError
from aligner.readers import read
from aligner.types import RawDocument

CASES = ALL_CASES / "readers" / "news"
MUTATIONS = 300


def stories_of(path: Path, data: bytes) -> list[str]:
    """Return the texts of the stories, and the reasons for those that were left out after a "!"."""
    path.write_bytes(data)
    return [each.text if isinstance(each, RawDocument) else f"!{each.reason}" for each in read(path.name, path)]


@pytest.mark.parametrize("case", read_cases(CASES / "damage.jsonl"), ids=lambda case: case["why"].replace(" ", "-"))
def test_damage_costs_one_story_at_most(case: dict[str, Any], tmp_path: Path) -> None:
    found = stories_of(tmp_path / "story.xml", case["text"].encode(case.get("encoding", "utf-8")))
    assert len(found) == len(case["stories"])
    for text, expected in zip(found, case["stories"], strict=True):
        reason = expected.startswith("!")
        assert (text.startswith("!") and expected[1:] in text) if reason else text == expected


def test_any_damage_costs_the_items_that_it_touches(tmp_path: Path) -> None:
    draw = random.Random(18)
    item = (
        '<newsItem guid="{0}"><contentMeta><headline>Storm {0}</headline></contentMeta><contentSet><inlineXML'
        ' contenttype="application/nitf+xml"><nitf><body><body.content><p>Storm {0} &amp; <em>flood</em>.</p><!-- -->'
        "<p><![CDATA[It was déjà vu.]]></p></body.content></body></nitf></inlineXML></contentSet></newsItem>\n"
    )
    head = b'<?xml version="1.0" encoding="utf-8"?>\n<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>'
    parts = [item.format(number).encode() for number in range(1, 6)]
    for _ in range(MUTATIONS):
        place = draw.randrange(5)
        at, length = draw.randrange(len(parts[place])), draw.choice((1, 2, 8, 40))
        noise = bytes(draw.choice(b"<>/&;\"'!-[]?\0\x0b\xe9a ") for _ in range(draw.choice((0, 1, 3))))
        damaged = parts[place][:at] + draw.choice((noise, b"<!--", b"]]>", b"<![CDATA[")) + parts[place][at + length :]
        data = head + b"".join([*parts[:place], damaged, *parts[place + 1 :]]) + b"</itemSet></newsMessage>"
        texts = "\n".join(stories_of(tmp_path / "bad.xml", data))
        assert all(f"Storm {n} & flood." in texts for n in range(1, 6) if n != place + 1), data


def test_any_damage_to_a_story_is_a_reason_or_nothing(tmp_path: Path) -> None:
    draw = random.Random(18)
    data = (ALL_CASES / "readers" / "samples" / "story.nitf").read_bytes()
    for _ in range(MUTATIONS):
        at, length = draw.randrange(len(data)), draw.choice((0, 1, 2, 8, 40))
        noise = bytes(draw.randrange(256) for _ in range(draw.choice((0, 1, 3, 8))))
        try:
            found = stories_of(tmp_path / "bad.nitf", data[:at] + noise + data[at + length :])
        except InputError as error:
            found = [str(error)]
        assert found and all(found)
