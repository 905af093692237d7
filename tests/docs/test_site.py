"""The site of the documentation: it builds without a warning, has every page, and its reference is complete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from conftest import ROOT

import aligner
from aligner.cli.main import cli
from scripts.documentation import markdown, pages

LOADING = {"script": "src", "img": "src", "link": "href", "iframe": "src"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("furo", reason="the site needs Python 3.11")
    from scripts.documentation.__main__ import build

    folder = tmp_path_factory.mktemp("site")
    assert build(folder) == 0, "the build has warnings, which are above"
    return folder


def test_every_page_of_docs_is_in_the_site(site: Path) -> None:
    sources = {path for path in pages.addresses().values() if path.endswith(".md")} | set(pages.GENERATED)
    assert not {page for page in sources if not (site / page).with_suffix(".html").exists()}
    assert len(sources) > 30


class References(HTMLParser):
    """Collects what a page loads, and the files that it links to."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.linked: list[str] = []
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if address := values.get(LOADING.get(tag, "")):
            self.loaded.append(address)
        if tag == "a" and (target := values.get("href")):
            self.linked.append(target)


def test_pages_load_nothing_from_elsewhere_and_no_link_is_dead(site: Path) -> None:
    for page in site.rglob("*.html"):
        references = References(page)
        assert not [address for address in references.loaded if re.match(r"[a-z]+:|//", address)], page
        for link in [*references.loaded, *references.linked]:
            path = unquote(re.split(r"[?#]", link)[0])
            assert "://" in link or not path or (page.parent / path).exists(), f"{page.name} links to {link}"


def leaves(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for word, own in command.commands.items():
            yield from leaves(own, f"{name} {word}")
    else:
        yield name, command


def test_reference_has_each_command_with_each_option() -> None:
    page = pages.GENERATED["reference/commands.md"]()
    sections = dict(zip(*[iter(re.split(r"^## (.*)\n", page, flags=re.MULTILINE)[1:])] * 2, strict=True))
    assert sections.keys() == dict(leaves(cli, "aligner")).keys()
    for name, command in leaves(cli, "aligner"):
        options = [option for parameter in command.params for option in parameter.opts if option.startswith("--")]
        assert not [option for option in options if f"{option}" not in sections[name]], name


def test_reference_has_each_public_function() -> None:
    page = pages.GENERATED["reference/python.md"]()
    for name in set(aligner.__all__) - {"__version__"}:
        assert f"\n{name}(\n" in page, name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <TAB> and | in `a|b`", r"a \<TAB\> and \| in `a\|b`"),
        ("``x_y`` of\n  some_thing", r"`x_y` of some\_thing"),
        ("nothing", "nothing"),
    ],
)
def test_prose_marks_up_only_code(text: str, expected: str) -> None:
    assert markdown.prose(text) == expected


def test_docstrings_are_divided() -> None:
    class Ferry:
        """Boats that cross.

        They float.

        harbour, quay : where they wait,
            and sleep
        crew : int
            How many people.

        Raises
        ------
        OSError
        """

    parts = markdown.parse_docstring(Ferry)
    assert (parts.summary, parts.text) == ("Boats that cross.", "They float.")
    assert parts.fields == {
        "harbour": ("", "where they wait, and sleep"),
        "quay": ("", "where they wait, and sleep"),
        "crew": ("int", "How many people."),
    }
    assert parts.sections == {"Raises": "OSError"}


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("README.md", "[a](docs/user/review.md#access) [b](https://a.example)", "[a](user/review.md#access) [b](https://a.example)"),
        ("docs/user/review.md", "[a](../../SECURITY.md), [b](#access)", "[a](../dev/security.md), [b](#access)"),
        ("docs/dev/decisions/README.md", "![a](../architecture.svg)", "![a](../architecture.svg)"),
        ("README.md", "```text\n[a](b.md)\n```", "```text\n[a](b.md)\n```"),
    ],
)  # fmt: skip
def test_links_are_those_of_the_site(source: str, text: str, expected: str) -> None:
    assert pages.move_links(text, source) == expected


def test_a_link_out_of_the_site_is_refused() -> None:
    with pytest.raises(KeyError, match=r"setup\.cfg"):
        pages.move_links("[a](../../setup.cfg)", "docs/user/review.md")
    assert (ROOT / "setup.cfg").exists()
