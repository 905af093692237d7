"""Messages: every template has a French translation with the same values, and none is left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from conftest import ROOT

from aligner.languages.error_patterns import ERROR_PATTERNS
from aligner.languages.french_messages import FRENCH_MESSAGES
from aligner.messages import language_of_header, language_of_locale, message, messages_in, reader

FOLDERS = (
    "detectors", "comparison", "confidence", "verdict", "pipeline", "checking", "cli", "report", "review",
)  # fmt: skip
FILES = sorted(path for folder in FOLDERS for path in (ROOT / "aligner" / folder).rglob("*.py"))
TREES = {path: ast.parse(path.read_text("utf-8")) for path in FILES}
PAGES = [page for name in ("report", "review") for page in sorted((ROOT / "aligner" / name).glob("*.j2"))]
IN_PAGE = re.compile(r'(?<![\w.])t\("([^"]+)"')  # what `t`, which is `message` there, is called with
TABLE_SUFFIXES = ("_MESSAGE", "_MESSAGES")  # of the names of templates that are passed on


def templates(tree: ast.Module) -> Iterator[str]:
    """Yield the literal templates of a module: what `message` is called with, and constants named as templates."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "message":
            yield from strings(node.args[0])
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id.endswith(TABLE_SUFFIXES) for target in targets):
                yield from strings(node.value)


def strings(node: ast.expr) -> Iterator[str]:
    """Yield the strings of an expression; of a table only its values."""
    if isinstance(node, ast.Dict):
        for value in node.values:
            yield from strings(value)
    elif isinstance(node, ast.Subscript | ast.Attribute | ast.Name):
        return
    elif isinstance(node, ast.IfExp):
        yield from (text for part in (node.body, node.orelse) for text in strings(part))
    else:
        for inner in ast.walk(node):
            if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                yield inner.value


USED = {template for tree in TREES.values() for template in templates(tree)} | {row.message for row in ERROR_PATTERNS}
USED |= {template for page in PAGES for template in IN_PAGE.findall(page.read_text("utf-8"))}


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_every_template_is_translated_and_no_translation_is_left_over() -> None:
    assert FRENCH_MESSAGES.keys() == USED


@pytest.mark.parametrize("template", FRENCH_MESSAGES)
def test_a_translation_has_the_same_values_and_french_quotation_marks(template: str) -> None:
    french = FRENCH_MESSAGES[template]
    assert names(french) == names(template)
    assert not set(french) & set("“”\"'"), "« … » and ’ are French"
    assert ("«" in french) == ("“" in template)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_message_is_written_past_the_catalogue(path: Path) -> None:
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Hit":
            text = next((word.value for word in node.keywords if word.arg == "message"), None) or node.args[2]
            assert not isinstance(text, ast.JoinedStr | ast.Constant), f"line {node.lineno}"


def test_the_language_of_messages_ends_with_its_block() -> None:
    assert reader() == "en" and message("nothing found") == "nothing found"
    with messages_in("fr"):
        assert message("nothing found") == "rien trouvé"
        assert message("a template of a plug-in: {count}", count=3) == "a template of a plug-in: 3"
    assert message("nothing found") == "nothing found"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_CA"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE", "LC_ALL": "fr_BE.UTF-8"}, "fr"),
        ({"LC_ALL": "", "LANG": "fr"}, "fr"),
        ({"LANG": "C"}, "en"),
    ],
)
def test_language_of_locale(environment: dict[str, str], language: str) -> None:
    assert language_of_locale(environment) == language


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("en;q=0.3, fr-BE; q=0.7", "fr"),
        ("de-CH, fr;q=0.5, en;q=0.4", "fr"),
        ("de, es;q=0.5", "en"),
        ("fr;q=0, de", "en"),
        ("fr;q=lots, *;q=0.1", "en"),
        ("FR-fr", "fr"),
    ],
)
def test_language_of_header(accepted: str, language: str) -> None:
    assert language_of_header(accepted) == language
