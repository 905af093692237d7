"""The reference of the Python functions and of what they return, from signatures and docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

import aligner
from aligner import errors
from scripts.documentation.fields import describe_type
from scripts.documentation.markdown import Docstring, code, parse_docstring, prose, table

# What the functions return; rows have the methods of Rows.
RESULTS = (
    "aligner.api.rows:Rows", "aligner.api.align:AlignedSentences", "aligner.checking.results:CheckResult",
    "aligner.api.dedup:StoryFamilies", "aligner.deduplication.group:Family", "aligner.settings:Settings",
)  # fmt: skip
_INDENTED = re.compile(r"\n +")  # below a type, its explanation
INTRODUCTION = """# Python
How to use these functions is in [From Python](../user/python.md). The rows of `pair`, such as `Segment`, are in
[Fields](fields.md).
"""


def python_page() -> str:
    """Return the page of all public functions, results and errors."""
    names = [name for name in aligner.__all__ if not name.startswith("_")]
    functions = [_function(name, getattr(aligner, name)) for name in names]
    results = [_result(getattr(import_module(module), name)) for module, name in (path.split(":") for path in RESULTS)]
    return "\n".join([INTRODUCTION, "## Functions\n", *functions, "## Results\n", *results, _errors(errors)])


def _function(name: str, function: object) -> str:
    assert callable(function), name
    parts = parse_docstring(function)
    return "\n".join([f"### {name}\n", f"```python\n{_signature(name, function)}\n```\n", *_text(parts)])


def _signature(name: str, function: object) -> str:
    """Return a signature with a line for each parameter."""
    assert callable(function), name
    signature = inspect.signature(function)
    lines, starred = [], False
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            lines.append("*")
            starred = True
        lines.append(_declared(parameter))
    result = signature.return_annotation
    return f"{name}(\n" + "".join(f"    {line},\n" for line in lines) + f") -> {result}"


def _declared(parameter: inspect.Parameter) -> str:
    text = f"{parameter.name}: {parameter.annotation}"
    if parameter.default is parameter.empty:
        return text
    return f"{text} = {'…' if callable(parameter.default) else repr(parameter.default)}"


def _text(parts: Docstring) -> Iterator[str]:
    yield prose(parts.summary) + "\n"
    for paragraph in filter(None, parts.text.split("\n\n")):
        yield prose(paragraph) + "\n"
    if parts.fields:
        rows = [(code(name), prose(". ".join(filter(None, field)))) for name, field in parts.fields.items()]
        yield table(("name", "meaning"), rows)
    for title, text in parts.sections.items():
        example = title == "Examples"
        yield f"```python\n{text}\n```\n" if example else f"**{title}** {prose(_INDENTED.sub('. ', text))}\n"


def _result(kind: type) -> str:
    methods = [
        (code(f"{name}()" if callable(member) else name), prose(parse_docstring(member).summary))
        for name, member in vars(kind).items()
        if not name.startswith("_") and (inspect.isfunction(member) or isinstance(member, property))
    ]
    parts = [f"### {kind.__name__}\n", describe_type(kind)]
    return "\n".join([*parts, table(("member", "what it does"), methods)] if methods else parts)


def _errors(module: ModuleType) -> str:
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, errors.AlignerError)]
    rows = [
        (
            code(kind.__name__),
            code(kind.__bases__[0].__name__),
            prose(parse_docstring(kind).summary),
            str(kind.exit_code),
        )
        for kind in kinds
    ]
    return "\n".join(["## Errors\n", "In `aligner.errors`:\n", table(("error", "is a", "meaning", "exit code"), rows)])
