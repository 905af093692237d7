"""The shape of the package: imports point down the list only, names say what they hold."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from conftest import CASES, ROOT

PACKAGE = ROOT / "aligner"
LAYERS = (CASES / "structure" / "layers.txt").read_text("utf-8").split()
FILES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text("utf-8")) for path in FILES}
MAGNETS = {"utils", "util", "common", "helpers", "helper", "base", "misc"}


def part(module: str) -> str:
    """The member of the list that a module belongs to: ``readers`` of ``aligner.readers.walk``."""
    return [*module.split("."), ""][1]


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> set[str]:
    """The modules of ours that a file imports, at its top or within a function."""
    found = set()
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: imports are written out in full"
            names = [
                f"{node.module}.{alias.name}" if node.module == "aligner" else str(node.module) for alias in node.names
            ]
            found.update(names)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    return {name for name in found if name.split(".")[0] == "aligner"}


@pytest.mark.parametrize("path", FILES, ids=module)
def test_imports_point_down_the_list(path: Path) -> None:
    own = part(module(path))
    if not own:
        return  # the package itself: its three functions are looked up when they are used
    assert own in LAYERS, "a new part: put it into tests/cases/structure/layers.txt, below all that it imports"
    above = {name for name in imports(path) if part(name) in LAYERS and LAYERS.index(part(name)) > LAYERS.index(own)}
    assert not above, f"{own} stands above these"
    unknown = {part(name) for name in imports(path)} - {*LAYERS, "", "__version__"}
    assert not unknown


@pytest.mark.parametrize("folder", sorted({path.parent for path in FILES} - {PACKAGE}), ids=lambda path: path.name)
def test_a_part_has_no_cycle(folder: Path) -> None:
    graph = {module(path): imports(path) for path in FILES if path.parent == folder}
    # What a package gives out may come from its modules; they do not import it in turn.
    done: set[str] = set()
    while graph:
        free = {name for name, needs in graph.items() if not (needs & set(graph)) - {name}}
        assert free, f"these import one another: {sorted(graph)}"
        done |= free
        graph = {name: needs for name, needs in graph.items() if name not in free}


def test_names_say_what_modules_hold() -> None:
    assert not {path.stem for path in FILES} & MAGNETS
    assert not {path.parent.name for path in FILES} & MAGNETS


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
