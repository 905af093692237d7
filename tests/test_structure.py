"""The structure of the package: layers, import cycles, names, docstrings."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from conftest import CASES, ROOT

PACKAGE = ROOT / "aligner"
LINES = (CASES / "structure" / "layers.txt").read_text("utf-8").splitlines()
LAYERS = {part: height for height, line in enumerate(LINES) if not line.startswith("#") for part in line.split()}
FILES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text("utf-8")) for path in FILES}
VAGUE = {"utils", "util", "common", "helpers", "helper", "base", "misc"}


def part(module: str) -> str:
    """Return the folder or ground module of a module: ``readers`` of ``aligner.readers.files.discover``."""
    return [*module.split("."), ""][1]


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module(path) for path in FILES}


def imports(path: Path, *, within_functions: bool = True) -> set[str]:
    """Return the modules of this package that a file imports."""
    found = set()
    for node in ast.walk(TREES[path]) if within_functions else TREES[path].body:
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: relative import"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in MODULES else str(node.module))
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    return {name for name in found if name.split(".")[0] == "aligner"}


@pytest.mark.parametrize("path", FILES, ids=module)
def test_imports_point_down_the_layers(path: Path) -> None:
    own = part(module(path))
    if not own:
        return  # the package itself imports its public names on first use
    assert own in LAYERS, "add the new part to tests/cases/structure/layers.txt, above everything that it imports"
    others = {name for name in imports(path) if part(name) not in (own, "")}
    assert not {name for name in others if LAYERS[part(name)] >= LAYERS[own]}, f"{own} may not import these"


def test_scripts_are_not_imported() -> None:
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                assert str(node.module).split(".")[0] != "scripts", path


def test_there_is_no_import_cycle() -> None:
    graph = {module(path): imports(path) & MODULES for path in FILES}
    assert not cycle(graph), "these modules import one another"


def test_scripts_have_no_import_cycle() -> None:
    files = sorted((ROOT / "scripts").rglob("*.py"))
    names = {module(path) for path in files}
    graph: dict[str, set[str]] = {}
    for path in files:
        # Imports under TYPE_CHECKING and in functions count too.
        nodes = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)]
        imported = {str(node.module) for node in nodes}
        imported |= {f"{node.module}.{alias.name}" for node in nodes for alias in node.names}
        graph[module(path)] = imported & names
    assert not cycle(graph), "these scripts import one another"


def cycle(graph: dict[str, set[str]]) -> list[str]:
    """Return the modules of import cycles and those that import them."""
    while graph:
        free = {name for name, needs in graph.items() if not needs & graph.keys() - {name}}
        if not free:
            return sorted(graph)
        graph = {name: needs for name, needs in graph.items() if name not in free}
    return []


def test_names_say_what_modules_hold() -> None:
    assert not {path.stem for path in FILES} & VAGUE
    assert not {path.parent.name for path in FILES} & VAGUE


@pytest.mark.parametrize("path", FILES, ids=module)
def test_modules_and_public_functions_are_described(path: Path) -> None:
    assert ast.get_docstring(TREES[path]) or not TREES[path].body
    for node in TREES[path].body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{path}:{node.lineno}: {node.name} has no docstring"


def test_no_exception_is_caught_that_is_not_known() -> None:
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler):
                broad = node.type is None or (
                    isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")
                )
                raised = any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
                assert not broad or raised, f"{path}:{node.lineno}: catches everything and goes on"
