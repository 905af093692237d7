"""Stories that machines and a thesaurus made, with every wrong phrase marked by hand, next to their originals."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from conftest import CASES

from aligner.checking.check import check_files
from aligner.checking.results import CheckResult
from aligner.types import Span

MADE = CASES / "checking" / "made"
MARKED = sorted(path for path in MADE.glob("*.txt") if not path.name.startswith("story"))
STORIES = sorted(MADE.glob("story*.txt"))
MARK = re.compile(r"\{([^}]*)\}")


def read_marked(text: str) -> tuple[str, list[Span]]:
    """Return a text without the braces around its marked phrases, and where these are."""
    spans: list[Span] = []
    for match in MARK.finditer(text):
        start = match.start() - 2 * len(spans)
        spans.append((start, start + len(match[1])))
    return MARK.sub(r"\1", text), spans


@cache
def checked(path: Path, folder: Path) -> tuple[CheckResult, list[Span]]:
    text, spans = read_marked(path.read_text("utf-8"))
    copy = folder / path.name
    copy.write_text(text, "utf-8")
    number, side = re.search(r"(\d)\.(..)", path.name).groups()  # type: ignore[union-attr]
    (result,) = check_files([copy], original=MADE / f"story{number}.{'fr' if side == 'en' else 'en'}.txt").results
    return result, spans


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("made")


def severe(result: CheckResult) -> list[Span]:
    return [(found.start, found.end) for found in result.findings if found.severity != "minor"]


def overlap(one: Span, two: Span) -> bool:
    return min(one[1], two[1]) > max(one[0], two[0])


@pytest.mark.parametrize("path", MARKED, ids=lambda path: path.name)
def test_what_a_machine_made_is_recognised(path: Path, folder: Path) -> None:
    verdict = checked(path, folder)[0].verdict
    assert (verdict.human or 0) < 0.5
    kind = verdict.spun if path.name.startswith("spun") else verdict.machine_translation
    assert (kind or 0) > 0.5


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.name)
def test_what_a_person_translated_is_called_human(path: Path, folder: Path) -> None:
    assert (checked(path, folder)[0].verdict.human or 0) > 0.7


def test_wrong_words_are_found_where_they_are(folder: Path) -> None:
    marked = found = right = reported = 0
    for path in MARKED:
        result, spans = checked(path, folder)
        hits = severe(result)
        marked, reported = marked + len(spans), reported + len(hits)
        found += sum(any(overlap(span, hit) for hit in hits) for span in spans)
        right += sum(any(overlap(span, hit) for span in spans) for hit in hits)
    assert found / marked >= 0.5 and right / reported >= 0.7


def test_words_of_a_person_are_rarely_called_wrong(folder: Path) -> None:
    assert sum(len(severe(checked(path, folder)[0])) for path in STORIES) / len(STORIES) <= 0.5
