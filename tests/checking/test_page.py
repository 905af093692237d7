"""The page of a story next to its original: rows, marks in both texts, escaping, and what a browser makes of it."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import browser
import pytest
from conftest import CASES, Run, read
from lxml import html

from aligner.checking.check import check_files
from aligner.checking.page import render_page
from aligner.checking.results import CheckResult
from aligner.checking.side_by_side import Mark, ShownText, SideBySide, align_paragraphs, cut
from aligner.messages import messages_in

FOLDER = CASES / "checking" / "page"
STORIES = read(FOLDER / "stories.jsonl")
WIDTH = 10  # characters of a made paragraph


@pytest.mark.parametrize("case", read(FOLDER / "rows.jsonl"), ids=lambda case: case["name"])
def test_rows_of_paragraphs(case: dict[str, Any]) -> None:
    own, other = (
        ShownText(name, "en", "x" * (WIDTH * case[name]), tuple(range(0, WIDTH * case[name], WIDTH)))
        for name in ("own", "other")
    )
    spans = [[(WIDTH * number + 1, WIDTH * number + 9) for number in passage] for passage in case["passages"]]
    both = SideBySide(own, other if case["other"] else None, tuple((here, there) for here, there in spans))
    assert [[list(here), list(there)] for here, there in align_paragraphs(both)] == case["rows"]


@pytest.mark.parametrize("case", read(FOLDER / "pieces.jsonl"), ids=lambda case: case["name"])
def test_paragraphs_are_cut_at_marks(case: dict[str, Any]) -> None:
    shown = ShownText("a", "en", case["text"], tuple(case["paragraphs"]))
    marks = [Mark((start, end), f"m{at}", "", str(at), "minor") for at, (start, end) in enumerate(case["marks"])]
    paragraphs = cut(shown, marks)
    found, ids = [], list[str]()
    for paragraph in paragraphs:
        found.append(list[list[str]]())
        current = set[str]()
        for piece in paragraph:
            current |= {mark.label for mark in piece.starts}
            found[-1].append([piece.text, "".join(sorted(current))])
            assert (piece.severity is not None) == bool(current)
            current -= {mark.label for mark in piece.ends}
            ids += [mark.id for mark in piece.starts if mark.id]
        assert not current, "no mark goes on in the next paragraph without starting there again"
    assert found == case["pieces"]
    assert sorted(ids) == [mark.id for mark in marks]


def test_the_colour_is_that_of_the_most_severe_mark() -> None:
    marks = [
        Mark((0, 9), "a", "", "", "minor"),
        Mark((2, 6), "b", "", "", "critical"),
        Mark((4, 7), "c", "", "", "major"),
    ]
    (pieces,) = cut(ShownText("a", "en", "x" * 9, (0,)), marks)
    assert [piece.severity for piece in pieces] == ["minor", "critical", "critical", "major", "minor"]


def write(folder: Path, case: dict[str, Any]) -> tuple[Path, Path | None]:
    """Write the story of a case and, if it has one, its original."""
    copy, original = folder / "copy.txt", folder / "story.txt"
    copy.write_text(case["copy"], "utf-8")
    if case["original"]:
        original.write_text(case["original"], "utf-8")
    return copy, original if case["original"] else None


def check(folder: Path, case: dict[str, Any]) -> tuple[CheckResult, ...]:
    copy, original = write(folder, case)
    return check_files([copy], original=original, side_by_side=True).results


def page_of(results: Sequence[CheckResult]) -> Any:
    return html.document_fromstring("".join(render_page(results)))


def columns(page: Any) -> Iterator[list[Any]]:
    """Yield the cells of each text."""
    width = len(page.xpath("//table//th"))
    for column in range(1, width + 1):
        yield page.xpath(f"//table//td[{column}]")


def marked(cells: list[Any]) -> list[list[str]]:
    """Return what is marked in a text: the words before each label, and the label without its number."""
    found = []
    for label in (label for cell in cells for label in cell.xpath(".//a[@class='label']")):
        before = label.getprevious()
        while before is not None and before.tag != "mark":
            before = before.getprevious()
        number, _, words = label.text.strip("[]").partition(" ")
        assert label.get("href").endswith(f"-{number}")
        found.append([before.text or "", words])
    return found


def plain(cells: list[Any]) -> str:
    """Return a text without the labels in it."""
    for cell in cells:
        for extra in cell.xpath(".//a | .//p[contains(@class, 'role')]"):
            extra.drop_tree()
    return " ".join(" ".join(cell.text_content() for cell in cells).split())


@pytest.mark.parametrize("case", STORIES, ids=lambda case: case["name"])
def test_changes_are_marked_in_both_texts_and_nothing_is_lost(case: dict[str, Any], tmp_path: Path) -> None:
    page = page_of(check(tmp_path, case))
    texts = dict(zip(("own", "other"), columns(page), strict=False))
    found = {name: marked(cells) for name, cells in texts.items()}
    for name in ("own", "other"):
        missing = [words for words in case[name] or () if words not in found[name]]
        assert not missing, found
    assert ("other" in texts) == (case["other"] is not None)
    for name, source in (("own", "copy"), ("other", "original")):
        if name in texts:
            assert plain(texts[name]) == " ".join(case[source].split())
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = [target.removeprefix("#") for target in page.xpath("//a/@href")]
    assert targets and set(targets) <= set(ids), "every link leads to a place of the page"
    assert not page.xpath("//script | //img | //link | //iframe | //b"), "no text becomes markup"
    assert page.xpath("//*[@lang]/@lang")[0] == "en"


def test_every_finding_is_listed_once(tmp_path: Path) -> None:
    text = "The tower of Aske has 30 steps.\n\nIts bell dates from 1790, the warden said.\n\n"
    case = {"original": text + "It rings at noon.\n", "copy": text.replace("30", "80").replace("1790", "1970")}
    (result,) = check(tmp_path, case)
    page = page_of((result,))
    listed = [" ".join(item.xpath("./bdi/text()")) for item in page.xpath("//li")]
    assert sorted(listed) == sorted({finding.message for finding in result.findings})
    counts = page.xpath("string(//h1/following::strong[1])")
    assert counts == " · ".join(page.xpath("//h2[contains(@class, 'critical')]/text() | //h2[@class='minor']/text()"))


def test_several_stories_with_links_and_those_that_were_not_read(tmp_path: Path) -> None:
    for case in STORIES[:2]:
        (tmp_path / f"{case['name']}.txt").write_text(case["copy"], "utf-8")
    (tmp_path / "torn.docx").write_bytes(b"no archive")
    page = page_of(check_files([tmp_path], side_by_side=True).results)
    names = page.xpath("//nav//bdi/text()")
    assert names == [f"{STORIES[0]['name']}.txt", f"{STORIES[1]['name']}.txt", "torn.docx"]
    assert page.xpath("//nav//a/@href") == ["#s1", "#s2", "#s3"] and page.xpath("//section/@id") == ["s1", "s2", "s3"]
    assert page.xpath("//section/h2/bdi/text()") == names
    assert "not read: " in page.xpath("string(//section[3])")


@pytest.mark.skipif(sys.platform == "win32", reason="no such names")
@pytest.mark.parametrize(
    "name", ["<img src=x>.txt", "a\"onclick='x'&lt;.txt", "{{ 7 * 7 }}.txt", "a\x1b[31m\u202eb.txt"]
)
def test_names_of_files_are_text(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(STORIES[0]["copy"], "utf-8")
    (tmp_path / f"story {name}").write_text(STORIES[0]["original"], "utf-8")
    results = check_files([tmp_path / name], original=tmp_path / f"story {name}", side_by_side=True).results
    page = page_of(results)
    shown = name.replace("\x1b", "\ufffd")
    assert page.xpath("string(//h1)") == f"Check of {shown}" and page.xpath("string(//th[1]/bdi)") == shown
    assert not page.xpath("//img | //@onclick") and "\x1b" not in "".join(render_page(results))


def test_a_page_in_french(tmp_path: Path) -> None:
    case = next(case for case in STORIES if case["name"] == "other language")
    with messages_in("fr"):
        page = page_of(check(tmp_path, case))
    assert page.get("lang") == "fr" and page.xpath("string(//h1)") == "Vérification de copy.txt"
    assert page.xpath("//td[1]/p/@lang") == ["en"] and page.xpath("//td[2]/p[@lang]/@lang") == ["fr"]
    assert page.xpath("//td//a/@lang") == ["fr", "fr"] and page.xpath("//td//a/text()") == ["[1 modifié, critique]"] * 2


def test_the_command_writes_a_page(tmp_path: Path, aligner: Run) -> None:
    write(tmp_path, STORIES[0])
    printed = aligner("check", "--original", "story.txt", "copy.txt", "--format", "html")
    assert printed.stdout.startswith("<!doctype html>")
    by_suffix = aligner("check", "--original", "story.txt", "copy.txt", "-o", "out/page.html")
    assert by_suffix.stdout == "" and (tmp_path / "out" / "page.html").read_text("utf-8") == printed.stdout
    for name, start in (
        ("a.sarif", "{"),
        ("a.jsonl", '{"document"'),
        ("a.txt", "copy.txt  compared"),
        ("a.tsv", "system"),
    ):
        assert aligner("check", "--original", "story.txt", "copy.txt", "-o", name).returncode == 0
        assert (tmp_path / name).read_text("utf-8").startswith(start)


def test_the_page_in_a_browser(tmp_path: Path) -> None:
    path = browser.find()
    if path is None:
        warnings.warn("the page was NOT looked at: install chromium", stacklevel=1)
        pytest.skip("no chromium")
    results = [result for case in STORIES for result in check(tmp_path, case)]
    page = tmp_path / "page.html"
    page.write_text("".join(render_page(results)), "utf-8")
    with browser.browser(path, tmp_path / "profile") as tab:
        tab.open(page.as_uri())
        assert tab.accessibility_problems() == []
        style = "getComputedStyle(document.querySelector('mark.critical'))"
        assert tab.value(f"{style}.textDecorationLine") == "underline"
        assert tab.value(f"{style}.textDecorationStyle") == "double"
        tab.value("document.querySelector('.label').click()")
        assert tab.value("document.querySelector(':target').tagName") == "LI"
        colours = []
        for scheme in ("light", "dark"):
            tab.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
            colours.append(tab.value("getComputedStyle(document.body).backgroundColor"))
        assert colours[0] == "rgb(255, 255, 255)" != colours[1]
        beside = "(() => { const [a, b] = document.querySelectorAll('td'); return b.offsetLeft > a.offsetLeft })()"
        assert tab.value(beside)
        tab.send("Emulation.setDeviceMetricsOverride", width=360, height=800, deviceScaleFactor=1, mobile=True)
        assert tab.value("document.documentElement.scrollWidth") == 360 and not tab.value(beside)
        assert len(tab.send("Page.printToPDF", preferCSSPageSize=True)["data"]) > 10_000
        requests = [event["params"]["request"]["url"] for event in tab.events if event["method"].endswith("BeSent")]
        troubles = [e for e in tab.events if e["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")]
        assert ({url.partition("#")[0] for url in requests}, troubles) == ({page.as_uri()}, [])
