"""Draw the layers of aligner/ as docs/dev/architecture.svg.

    python -m scripts.architecture

The layers are those of tests/cases/structure/layers.txt, which the tests enforce.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ROOT / "tests/cases/structure/layers.txt"
PICTURE = ROOT / "docs/dev/architecture.svg"

ROW_HEIGHT, BOX_HEIGHT, BOX_GAP = 46, 32, 10
LEFT, TOP = 56, 12
CHAR_WIDTH, PADDING = 8.5, 14  # of the labels, in pixels

STYLE = """
text { font: 14px ui-monospace, Consolas, monospace; fill: #1f2328; }
.number { fill: #59636e; text-anchor: middle; }
.box { fill: #ddf4ff; stroke: #0969da; }
.module { fill: #f6f8fa; stroke: #818b98; }
.label { text-anchor: middle; }
.arrow { stroke: #59636e; stroke-width: 1.5; fill: none; }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc; }
  .number { fill: #9198a1; }
  .box { fill: #121d2f; stroke: #4493f8; }
  .module { fill: #151b23; stroke: #656c76; }
  .arrow { stroke: #9198a1; }
}
"""


def read_layers(text: str) -> list[list[str]]:
    """Return the names of each layer, the lowest layer first."""
    return [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def draw(layers: list[list[str]], folders: Iterable[str]) -> str:
    """Draw the highest layer at the top; `folders` are drawn in another colour than single modules."""
    folder_names = set(folders)
    height = TOP * 2 + ROW_HEIGHT * len(layers)
    boxes, right = [], 0.0
    for row, names in enumerate(reversed(layers)):
        y = TOP + row * ROW_HEIGHT
        middle = y + BOX_HEIGHT / 2 + 5
        boxes.append(f'<text class="number" x="34" y="{middle:g}">{len(layers) - 1 - row}</text>')
        x = float(LEFT)
        for name in names:
            is_folder = name in folder_names
            label = f"{name}/" if is_folder else name
            width = len(label) * CHAR_WIDTH + 2 * PADDING
            kind = "box" if is_folder else "module"
            boxes.append(
                f'<rect class="{kind}" x="{x:g}" y="{y}" width="{width:g}" height="{BOX_HEIGHT}" rx="5"/>'
                f'<text class="label" x="{x + width / 2:g}" y="{middle:g}">{label}</text>'
            )
            x += width + BOX_GAP
        right = max(right, x)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {right:g} {height}"'
        f' width="{right:g}" height="{height}" role="img">'
    )
    title = "<title>The layers of aligner/: an import may only go down</title>"
    arrow = f'<path class="arrow" d="M12 {TOP + 8} V{height - TOP - 8} m-5 -8 l5 8 l5 -8"/>'
    return "\n".join([head, title, f"<style>{STYLE}</style>", arrow, *boxes, "</svg>"]) + "\n"


def picture() -> str:
    """Return the picture of the layers as they are now."""
    folders = (path.parent.name for path in (ROOT / "aligner").glob("*/__init__.py"))
    return draw(read_layers(LAYERS.read_text("utf-8")), folders)


def main() -> int:
    """Write the picture."""
    PICTURE.write_text(picture(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
