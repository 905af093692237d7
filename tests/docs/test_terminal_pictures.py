"""The pictures of a terminal show what the commands write to one."""

from __future__ import annotations

import pytest

pytest.importorskip("pty", reason="needs a terminal as POSIX has it")
from scripts.terminal_pictures import PICTURES, STORIES, picture


@pytest.mark.parametrize("name", PICTURES)
def test_picture_is_up_to_date(name: str) -> None:
    assert (STORIES.parent / name).read_text("utf-8") == picture(name), "run: python -m scripts.terminal_pictures"
