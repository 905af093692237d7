"""The pages of the site: those of the repository under other addresses, and those that are generated."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

from aligner.cli.main import cli
from scripts.documentation.commands import commands_page
from scripts.documentation.fields import codes_page, fields_page
from scripts.documentation.python_api import python_page

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
# What is outside of docs/, and its address in the site.
OTHERS = {
    "README.md": "index.md",
    "README.fr.md": "francais.md",
    "CONTRIBUTING.md": "dev/contributing.md",
    "CHANGELOG.md": "changelog.md",
    "SECURITY.md": "dev/security.md",
    "CITATION.cff": "CITATION.cff",
}
GENERATED: Mapping[str, Callable[[], str]] = {
    "reference/commands.md": lambda: commands_page(cli),
    "reference/python.md": python_page,
    "reference/fields.md": fields_page,
    "reference/codes.md": codes_page,
}
# The menu. A page that is in none of its parts fails the build.
MENU = {
    "Start": (
        "user/installing", "tutorials/translator", "tutorials/corpus-engineer", "tutorials/news-desk",
        "En français <francais>",
    ),
    "How to": (
        "user/checking", "user/duplicates", "user/alignment", "user/confidence", "user/mending", "user/review",
        "user/archive", "user/python", "user/settings", "user/questions",
    ),
    "Reference": (
        "reference/commands", "reference/python", "user/formats", "user/output-files", "reference/fields",
        "reference/codes", "glossary",
    ),
    "Background": (
        "user/comparison", "dev/measurements", "dev/scale", "dev/architecture", "dev/input-faults",
        "dev/decisions/README", "dev/contributing", "dev/security", "changelog",
    ),
}  # fmt: skip
DECISIONS = "dev/decisions/README.md"
_LINK = re.compile(r"\]\((?![a-z]+:|#)([^)#\s]+)")
_FENCE = re.compile(r"^( *```.*?^ *```)$", re.MULTILINE | re.DOTALL)


def write_pages(folder: Path) -> None:
    """Write the sources of the site into an empty folder."""
    for source, address in addresses().items():
        target = folder / address
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.endswith(".md"):
            target.write_text(move_links((ROOT / source).read_text("utf-8"), source), "utf-8")
        else:
            shutil.copyfile(ROOT / source, target)
    for address, generate in GENERATED.items():
        target = folder / address
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(generate(), "utf-8")
    _append(folder / "index.md", *(_menu(caption, pages) for caption, pages in MENU.items()))
    _append(folder / DECISIONS, _menu("Records", ["0*"], ":glob:\n"))


def addresses() -> dict[str, str]:
    """Return the address in the site of each file of the repository that is in it."""
    files = [path.relative_to(ROOT).as_posix() for path in sorted(DOCS.rglob("*")) if path.is_file()]
    return OTHERS | {path: path.removeprefix("docs/") for path in files}


def move_links(text: str, source: str) -> str:
    """Return a page of the repository with its links as they are in the site.

    Raises
    ------
    KeyError
        When a link leads to a file that is not in the site.
    """
    known = addresses()
    here = PurePosixPath(known[source]).parent

    def moved(match: re.Match[str]) -> str:
        path = os.path.normpath(PurePosixPath(source).parent / match[1])
        return "](" + os.path.relpath(known[PurePosixPath(path).as_posix()], here).replace(os.sep, "/")

    parts = _FENCE.split(text)
    return "".join(part if index % 2 else _LINK.sub(moved, part) for index, part in enumerate(parts))


def _menu(caption: str, pages: object, options: str = "") -> str:
    assert isinstance(pages, tuple | list)
    lines = "\n".join(pages)
    return f"\n```{{toctree}}\n:caption: {caption}\n:hidden:\n{options}\n{lines}\n```\n"


def _append(page: Path, *parts: str) -> None:
    page.write_text(page.read_text("utf-8") + "".join(parts), "utf-8")
