"""Count private or archaic words and docstrings that do not begin with a verb.

    python -m scripts.quality.prose [PATH ...] [--list]

Reads docstrings, comments and help texts of Python files and the prose of Markdown files.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import tokenize
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PATHS = ("aligner", "scripts", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "docs", "models")
PRIVATE = re.compile(
    r"\b(told|tells?|said|says?|stands?|stood|standing|beside|anew|likest|gravest|gravely|spelt|dear|dearest|hushed"
    r"|lies|bereft|whichever|therein|thereof|whereof|wherein|thereby|hither|befalls?|likeness|put in the place of"
    r"|none but|but for|be it|at hand|save for|of which the|for want of)\b|(?<!\w)held\b(?![ -]out)",
    re.IGNORECASE,
)
QUOTED = re.compile(r"``.*?``|`[^`\n]*`|«[^»]*»|“[^”]*”|\"[^\"\n]*\"", re.DOTALL)
WORD = re.compile(r"[^\W\d_]+")
VERBS = frozenset(
    """
    accept add align allow answer append apply ask assemble assign attach average begin bind block build call cancel
    carry check choose classify clean clear close collect combine compact compare compose compress compute concatenate
    confirm convert copy correct corrupt count cover create cut decide decode decorate delete derive describe detect
    discard dismiss divide download draw drop embed encode ensure enumerate escape estimate evaluate exit expand expire
    explain export extend extract fill filter find finish fit fix flag fold follow forget format fuse generate get give
    group guess handle hash highlight hold identify import include index infer ingest initialise insert inspect
    interpolate intern invert iterate join judge keep label launch learn let limit link list load locate lock log look
    lower make map mark mask match measure merge mirror move name narrow normalise note number offer open order pack
    pad pair parse pass pick pin plot pool position predict prepare print process produce propose prune put quantise
    raise rank read realign rebuild recalibrate receive recognise record redirect reduce refuse register reject release
    remove rename render repeat replace replay report require rescore reset resolve restore restrict resume return
    reverse rewrite round run sample save scale scan score search seek segment select send serialise serve set
    shorten show shuffle sign silence simulate sketch skip sort split spoil stack standardise start stop store stream
    strip substitute sum summarise suppress swap switch synchronise take tell test time tokenise track train transform
    translate transpose trim truncate try turn undo update use validate verify wait walk warn weigh weight wrap write
    yield
    """.split()
)


class Prose(NamedTuple):
    """A piece of prose: its file, its line, and whether it is the docstring of a function."""

    path: Path
    line: int
    text: str
    function: bool = False


def read_prose(paths: Sequence[Path]) -> Iterator[Prose]:
    """Yield the prose of files and folders."""
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.suffix == ".py":
                yield from _python(file)
            elif file.suffix == ".md":
                yield from _markdown(file)


def _python(path: Path) -> Iterator[Prose]:
    source = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if (text := ast.get_docstring(node)) is not None:
                function = not isinstance(node, ast.Module | ast.ClassDef)
                yield Prose(path, getattr(node, "lineno", 1), text, function)
        elif isinstance(node, ast.keyword) and node.arg == "help" and isinstance(node.value, ast.Constant):
            yield Prose(path, node.value.lineno, str(node.value.value))
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield Prose(path, token.start[0], token.string.lstrip("# "))


def _markdown(path: Path) -> Iterator[Prose]:
    code = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.lstrip().startswith("```"):
            code = not code
        elif not code:
            yield Prose(path, number, line)


def private_words(text: str) -> list[str]:
    """Return the private or archaic words of a text, quotations and code aside."""
    return [found.group(0) for found in PRIVATE.finditer(QUOTED.sub(" ", text))]


def begins_with_verb(docstring: str) -> bool:
    """Return whether the first word is a verb in the imperative."""
    found = WORD.search(docstring)
    return found is not None and found.group(0).lower() in VERBS


def main() -> None:
    """Print both rates, in all or by file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--list", action="store_true", help="list each occurrence")
    options = parser.parse_args()
    found = list(read_prose(options.paths or [ROOT / name for name in PATHS if (ROOT / name).exists()]))
    words = sum(len(WORD.findall(each.text)) for each in found)
    private = [(each, word) for each in found for word in private_words(each.text)]
    functions = [each for each in found if each.function]
    verbs = sum(begins_with_verb(each.text) for each in functions)
    if options.list:
        for each, word in private:
            print(f"{each.path}:{each.line}: {word}")
        for each in functions:
            if not begins_with_verb(each.text):
                print(f"{each.path}:{each.line}: no verb: {each.text.splitlines()[0]}")
    print(f"{words} words, {len(private)} private, {1000 * len(private) / max(1, words):.2f} per 1,000")
    print(f"{len(functions)} function docstrings, {100 * verbs / max(1, len(functions)):.0f} % begin with a verb")


if __name__ == "__main__":
    main()
