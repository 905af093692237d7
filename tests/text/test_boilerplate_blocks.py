"""Boilerplate of texts that are read in blocks."""

from __future__ import annotations

import tracemalloc

import pytest

from aligner.text.cleaning import boilerplate
from aligner.text.cleaning.boilerplate import find_boilerplate

STORY = (
    "By Nora Fellowes\n\nThe mill reopened.\r\nWater came back (Photo: Reuters).\n \nEveryone cheered.\n\nPhoto: AFP\n"
)
TEXTS = (
    STORY,
    STORY.rstrip(),
    STORY.replace("\n\n", "\x85"),
    STORY.replace("\r\n", "\r"),
    STORY * 3,
    "\n\n",
    "",
    "AFP",
)


@pytest.mark.parametrize("text", TEXTS)
def test_blocks_do_not_change_the_boilerplate(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Find the same parts whatever the size of the blocks."""
    whole = find_boilerplate(text)
    assert bool(whole) == ("Nora" in text)
    for size in (1, 7, 40):
        monkeypatch.setattr(boilerplate, "BLOCK_CHARS", size)
        assert find_boilerplate(text) == whole


def test_memory_for_many_short_lines_is_small() -> None:
    """Check that no list of all lines is made."""
    text = "Le mur a tenu.\n" * 60_000
    tracemalloc.start()
    assert find_boilerplate(text) == []
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3 * len(text)
