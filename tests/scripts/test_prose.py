"""The prose of code and documentation: plain words, and docstrings that begin with a verb."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from scripts.quality.prose import begins_with_verb, examine_prose, private_words

MAX_PRIVATE_RATE = 2.0  # words in 1,000
MIN_VERB_RATE = 60.0  # per cent of function docstrings


@pytest.mark.parametrize("name", ["aligner", "scripts", "README.md", "docs"])
def test_prose_uses_plain_words(name: str) -> None:
    report = examine_prose([ROOT / name])
    found = [f"{piece.path.relative_to(ROOT)}:{piece.line}: {word}" for piece, word in report.private]
    assert report.private_rate < MAX_PRIVATE_RATE, "\n".join(found)


@pytest.mark.parametrize("name", ["aligner", "scripts"])
def test_function_docstrings_begin_with_a_verb(name: str) -> None:
    report = examine_prose([ROOT / name])
    found = [f"{piece.path.relative_to(ROOT)}:{piece.line}: {piece.text.splitlines()[0]}" for piece in report.verbless]
    assert report.verb_rate >= MIN_VERB_RATE, "\n".join(found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("How far the words of one are told by the other.", ["told"]),
        ("The copy held beside the original.", ["held", "beside"]),
        ("Documents that are held out, and held-out pairs.", []),
        ("Report «il l'a told» and `lies` and “likest”.", []),
        ("Return the coverage of each side.", []),
    ],
)
def test_private_words(text: str, words: list[str]) -> None:
    assert private_words(text) == words


def test_verbs() -> None:
    assert begins_with_verb("Return the coverage of each side.")
    assert begins_with_verb("`yield` the rows.")
    assert not begins_with_verb("The coverage of each side.")


def test_comments_docstrings_and_help_texts_are_read(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(
        '"""A module that says little."""\n'
        "def run(parser):\n"
        '    """Told."""  # beside the point\n'
        '    parser.add_argument("--x", help="what stands there")\n'
        "class Row:\n"
        "    @property\n"
        "    def size(self):\n"
        '        """Number of words."""\n'
        'text = "said"\n',
        "utf-8",
    )
    report = examine_prose([path])
    assert sorted(word for _, word in report.private) == ["Told", "beside", "says", "stands"]
    assert (report.functions, len(report.verbless)) == (1, 1)
