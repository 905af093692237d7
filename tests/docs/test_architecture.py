"""The picture of the architecture shows the layers as they are."""

from __future__ import annotations

from xml.etree import ElementTree

from scripts.architecture import LAYERS, PICTURE, picture, read_layers


def test_picture_is_up_to_date() -> None:
    assert PICTURE.read_text("utf-8") == picture(), "run: python -m scripts.architecture"


def test_picture_shows_each_part_once() -> None:
    parts = [part for layer in read_layers(LAYERS.read_text("utf-8")) for part in layer]
    labels = [label.text for label in ElementTree.fromstring(picture()).iter("{http://www.w3.org/2000/svg}text")]
    assert sorted(label.rstrip("/") for label in labels if label and not label.isdigit()) == sorted(parts)


def test_page_describes_each_part() -> None:
    page = (PICTURE.parent / "architecture.md").read_text("utf-8")
    parts = {part for layer in read_layers(LAYERS.read_text("utf-8")) for part in layer} - {"__main__"}
    assert not {part for part in parts if f"`{part}/`" not in page and f"`{part}.py`" not in page}
