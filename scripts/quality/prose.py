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
    r"\b(told|tells?|said|says?|stands?|stood|standing|beside|anew|likest|gravest|gravely|spelt|dear|dearer|dearest"
    r"|hushed|lies|bereft|whichever|therein|thereof|whereof|wherein|thereby|hither|befalls?|likeness|oftener|thrice"
    r"|put in the place of|none but|but for|be it|at hand|save for|of which the|for want of|by lot)\b"
    r"|(?<!\w)held\b(?![ -]out)",
    re.IGNORECASE,
)
QUOTED = re.compile(r"``.*?``|`[^`\n]*`|«[^»]*»|“[^”]*”|\"[^\"\n]*\"", re.DOTALL)
WORD = re.compile(r"[^\W\d_]+")
_VERB_LIST = """
abort accept accumulate adapt add adjust admit advance aggregate align allocate allow analyse annotate answer append
apply approximate ask assemble assert assign attach authenticate average await begin bind block bound broadcast
build bump cache calibrate call cancel canonicalise capture carry cast centre chain check choose clamp classify
clean clear clip close cluster code collapse collect combine commit compact compare complete compose compress
compute concatenate conclude configure confirm connect consume contain continue convert copy correct correlate
corrupt count cover create crop cut decide decode decorate dedent define delegate delete demote derive describe
deserialise detect determine differentiate discard discover dismiss dispatch display distinguish divide download
draw drop dump duplicate edit embed emit enable enclose encode end ensure enter enumerate escape estimate evaluate
exclude execute exit expand expire explain export expose extend extract feed fetch fill filter find finish fit fix
flag flatten flush fold follow forget format freeze fuse gather generate get give group guard guess handle hash
highlight hold identify ignore import include increment index infer ingest inherit initialise inject insert inspect
install instantiate intern interpolate intersect invalidate invert invoke iterate join judge keep label launch learn
leave lemmatise let lex limit link list load locate lock log look lower maintain make map mark mask match maximise
measure merge minimise mirror move multiply name narrow nest normalise note notify number obtain offer offset omit
open optimise order outline override overwrite pack pad pair park parse partition pass patch penalise perform
permute pick pin plot pool pop position post predict prefer prepare prepend present preserve print probe process
produce project propagate propose protect provide prune publish pull push put quantise quantize query quote raise
rank read realign rebuild recalibrate receive recognise recompute record recover recreate redirect reduce reformat
refresh refuse register reject relate relax release reload remove rename render renumber reopen reorder repair
repeat replace replay replicate report request require rescale rescore reset resolve respond restore restrict resume
retitle retrain retrieve return reuse reverse rewrite rotate round route run sample sanitise save scale scan score
scramble search seek segment select send serialise serve set share shift shorten show shuffle sign silence simplify
simulate sketch skip slice smooth solve sort space spell spin split spoil squash stack stamp standardise start stop
store stream strengthen strip substitute subtract suggest sum summarise support suppress swap switch synchronise tag
take tally tell test time tokenise tokenize trace track train transcribe transform translate transpose traverse
trigger trim truncate try tune turn type undo unify unite unpack unwrap update upgrade upload use validate vary
verify view visit void wait walk warm warn weigh weight widen wire wrap write yield zip
"""
VERBS = frozenset(_VERB_LIST.split())


class Prose(NamedTuple):
    """A piece of prose, and whether it is the docstring of a function."""

    path: Path
    line: int
    text: str
    function: bool = False


class Report(NamedTuple):
    """Counts of words, private words, function docstrings and those that begin with a verb.

    Attributes
    ----------
    private : each private word with its piece of prose
    verbless : function docstrings that do not begin with a verb
    """

    words: int
    private: list[tuple[Prose, str]]
    functions: int
    verbless: list[Prose]

    @property
    def private_rate(self) -> float:
        """Private words in 1,000."""
        return 1000 * len(self.private) / max(1, self.words)

    @property
    def verb_rate(self) -> float:
        """Share of function docstrings that begin with a verb, in per cent."""
        return 100 * (1 - len(self.verbless) / max(1, self.functions))


def read_prose(paths: Sequence[Path]) -> Iterator[Prose]:
    """Yield the prose of files and folders."""
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.suffix == ".py":
                yield from _python_prose(file)
            elif file.suffix == ".md":
                yield from _markdown_prose(file)


def _python_prose(path: Path) -> Iterator[Prose]:
    source = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if (text := ast.get_docstring(node)) is not None:
                function = not isinstance(node, ast.Module | ast.ClassDef) and not _is_property(node)
                yield Prose(path, getattr(node, "lineno", 1), text, function)
        elif isinstance(node, ast.keyword) and node.arg == "help" and isinstance(node.value, ast.Constant):
            yield Prose(path, node.value.lineno, str(node.value.value))
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield Prose(path, token.start[0], token.string.lstrip("# "))


def _is_property(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a function is a property, which a noun phrase describes."""
    names = [item.id if isinstance(item, ast.Name) else getattr(item, "attr", "") for item in node.decorator_list]
    return any(name.endswith("property") for name in names)


def _markdown_prose(path: Path) -> Iterator[Prose]:
    in_code = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.lstrip().startswith("```"):
            in_code = not in_code
        elif not in_code:
            yield Prose(path, number, line)


def private_words(text: str) -> list[str]:
    """Return the private or archaic words of a text, without quotations and code."""
    return [match.group(0) for match in PRIVATE.finditer(QUOTED.sub(" ", text))]


def begins_with_verb(docstring: str) -> bool:
    """Return whether the first word is a verb in the imperative."""
    first = WORD.search(docstring)
    return first is not None and first.group(0).lower() in VERBS


def examine_prose(paths: Sequence[Path]) -> Report:
    """Count the words and docstrings of files and folders."""
    pieces = list(read_prose(paths))
    functions = [piece for piece in pieces if piece.function]
    return Report(
        sum(len(WORD.findall(piece.text)) for piece in pieces),
        [(piece, word) for piece in pieces for word in private_words(piece.text)],
        len(functions),
        [piece for piece in functions if not begins_with_verb(piece.text)],
    )


def main() -> None:
    """Print both rates, and each occurrence on request."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--list", action="store_true", help="list each occurrence")
    options = parser.parse_args()
    report = examine_prose(options.paths or [ROOT / name for name in PATHS if (ROOT / name).exists()])
    if options.list:
        for piece, word in report.private:
            print(f"{piece.path}:{piece.line}: {word}")
        for piece in report.verbless:
            print(f"{piece.path}:{piece.line}: no verb: {piece.text.splitlines()[0]}")
    print(f"{report.words} words, {len(report.private)} private, {report.private_rate:.2f} per 1,000")
    print(f"{report.functions} function docstrings, {report.verb_rate:.0f} % begin with a verb")


if __name__ == "__main__":
    main()
