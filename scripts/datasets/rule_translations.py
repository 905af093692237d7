"""Translations by rules in two hops, there and back, made by Apertium as Debian packages it.

They take `apertium apertium-eng-cat apertium-fra-cat apertium-eng-spa apertium-fr-es`.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence

from aligner.types import Side

BATCH_LINES = 300
TIMEOUT_SECONDS = 600
Hops = dict[tuple[Side, bool], tuple[str, str]]
# The hops by the language of the result, and by whether it is the language of the text, too.
CATALAN: Hops = {
    ("en", False): ("fra-cat", "cat-eng"), ("fr", False): ("eng-cat", "cat-fra"),
    ("en", True): ("eng-cat", "cat-eng"), ("fr", True): ("fra-cat", "cat-fra"),
}  # fmt: skip
SPANISH: Hops = {
    ("en", False): ("fr-es", "spa-eng"), ("fr", False): ("eng-spa", "es-fr"),
    ("en", True): ("eng-spa", "spa-eng"), ("fr", True): ("fr-es", "es-fr"),
}  # fmt: skip


def translate(lines: Sequence[str], modes: Sequence[str]) -> list[str]:
    """Translate lines by one mode after another; a line that the program splits or drops becomes empty.

    Raises
    ------
    FileNotFoundError
        When the program is not installed.
    """
    if shutil.which("apertium") is None:
        raise FileNotFoundError("apertium is not installed; scripts.datasets.rule_translations lists its packages")
    texts = [" ".join(line.split()) for line in lines]
    for mode in modes:
        texts = [
            text
            for start in range(0, len(texts), BATCH_LINES)
            for text in _translate_batch(texts[start : start + BATCH_LINES], mode)
        ]
    return texts


def _translate_batch(lines: list[str], mode: str) -> list[str]:
    done = subprocess.run(
        ["apertium", "-u", "-f", "line", mode], input="\n".join(lines) + "\n", capture_output=True, text=True,
        timeout=TIMEOUT_SECONDS, check=True,
    )  # fmt: skip
    found = done.stdout.removesuffix("\n").split("\n")
    if len(found) == len(lines):
        return found
    if len(lines) == 1:
        return [""]
    middle = len(lines) // 2
    return _translate_batch(lines[:middle], mode) + _translate_batch(lines[middle:], mode)
