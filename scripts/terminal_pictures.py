"""Draw what `aligner check` writes to a terminal, for docs/user/checking.md.

    python -m scripts.terminal_pictures

The stories are those of docs/user/examples; the commands run in a terminal, and their colours are its own.
"""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
STORIES = ROOT / "docs/user/examples"
# The pictures of docs/user, and the arguments of the command that each one shows.
PICTURES = {
    "check-one-language.svg": ("check", "--original", "story.txt", "copy.txt"),
    "check-two-languages.svg": ("check", "--original", "story.txt", "copie.txt"),
}

COLOURS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")  # by their number in a terminal
CHAR_WIDTH, LINE_HEIGHT, MARGIN = 7.8, 19, 16  # in pixels
# One dark window for light and dark pages.
STYLE = """
rect { fill: #1c2128; stroke: #444c56; }
text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
text { fill: #d1d9e0; white-space: pre; }
.bold { font-weight: bold; }
.dim { fill: #9198a1; }
.red { fill: #ff8a80; }
.yellow { fill: #e3b341; }
.cyan { fill: #56d4dd; }
"""


def written_to_terminal(arguments: tuple[str, ...]) -> str:
    """Return what a command writes to a terminal, with its colours, when it runs in the folder of the stories."""
    ours, its_own = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLORTERM")}
    environment |= {"TERM": "xterm", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "aligner", *arguments]
    with subprocess.Popen(command, cwd=STORIES, env=environment, stdout=its_own, stderr=its_own) as process:
        os.close(its_own)
        output = b"".join(_read_until_closed(ours))
    os.close(ours)
    if process.returncode:
        sys.exit(output.decode())
    return output.decode().replace("\r\n", "\n")  # as a terminal ends lines


def _read_until_closed(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            piece = os.read(terminal, 1 << 16)
        except OSError:  # Linux reports the closed end as an error
            return
        if not piece:
            return
        yield piece


def draw(command: str, output: str) -> str:
    """Draw a command and its output as a window of a terminal."""
    lines = [Text.assemble(("$ ", "dim"), (command, "bold")), *Text.from_ansi(output.rstrip()).split()]
    width = max(line.cell_len for line in lines) * CHAR_WIDTH + 2 * MARGIN
    height = len(lines) * LINE_HEIGHT + 2 * MARGIN
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height}"'
        f' width="{width:g}" height="{height}" role="img">'
    )
    window = f'<rect x="0.5" y="0.5" width="{width - 1:g}" height="{height - 1}" rx="8"/>'
    texts = [
        f'<text y="{MARGIN + number * LINE_HEIGHT + 14}">{"".join(_spans(line))}</text>'
        for number, line in enumerate(lines)
    ]
    return "\n".join(
        [head, f"<title>{escape(command)}</title>", f"<style>{STYLE}</style>", window, *texts, "</svg>", ""]
    )


def _spans(line: Text) -> Iterator[str]:
    """Yield the pieces of a line of one style, each at its columns whatever the font of a character is."""
    column = 0
    for piece, style, _ in line.render(Console()):
        left = column + cell_len(piece) - cell_len(piece.lstrip())
        column += cell_len(piece)
        if words := piece.strip():
            place = f'x="{MARGIN + left * CHAR_WIDTH:g}" textLength="{cell_len(words) * CHAR_WIDTH:g}"'
            yield f"<tspan {place}{_classes(style)}>{escape(words, quote=False)}</tspan>"


def _classes(style: Style | None) -> str:
    if not style:
        return ""
    names = ["bold"] * bool(style.bold) + ["dim"] * bool(style.dim)
    names += [COLOURS[style.color.number]] if style.color and style.color.number else []
    return f' class="{" ".join(names)}"'


def picture(name: str) -> str:
    """Return the picture of what a command writes now."""
    arguments = PICTURES[name]
    return draw(" ".join(("aligner", *arguments)), written_to_terminal(arguments))


def main() -> int:
    """Write the pictures."""
    for name in PICTURES:
        (STORIES.parent / name).write_text(picture(name), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
