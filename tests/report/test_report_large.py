"""The report of 50,000 segments in a real browser: the first page, a page of segments and the search."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import browser
import pytest
from test_report import SEGMENTS, corpus_of, numbered

from aligner import report
from aligner.report.sections import Remember
from aligner.types import Segment

SEGMENT_COUNT, PAIRS = 50_000, 2_500
SOUGHT = 43_210  # the segment that is searched for
TROUBLES = ("Log.entryAdded", "Runtime.exceptionThrown")


def large_corpus() -> list[Segment]:
    """Return segments as long as those of news."""
    rest = " and the harbour office said that the boats of the village would not leave the port before the storm ended."
    return [
        segment._replace(en_text=segment.en_text + rest, fr_text=segment.fr_text + rest)
        for segment in numbered(SEGMENT_COUNT, pairs=PAIRS)
    ]


def make_few(sought: str) -> Remember:
    """Make the section of one pair with the text that is sought, and one for all others, which takes no time."""
    made: dict[str, str] = {}

    def remember(dependencies: object, make: Callable[[], str]) -> str:
        assert isinstance(dependencies, tuple)
        own = "sought" if any(sought in segment.en_text for segment in dependencies[-1]) else str(len(dependencies[-1]))
        if own not in made:
            made[own] = make()
        return made[own]

    return remember


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    corpus = corpus_of([*SEGMENTS, *large_corpus()])
    *_, file = report.write_report(corpus, folder, remember=make_few(f"e{SOUGHT} "))
    return file


def troubles(tab: browser.Browser) -> list[Any]:
    return [event for event in tab.events if event["method"] in TROUBLES]


def test_fifty_thousand_segments_are_opened_and_searched(large: Path, tmp_path: Path) -> None:
    path = browser.find()
    if path is None:
        pytest.skip("no chromium")
    first, pages = len(SEGMENTS), SEGMENT_COUNT // 2000
    with browser.browser(path, tmp_path / "profile") as tab:
        tab.open(large.as_uri())
        total = SEGMENT_COUNT + first
        assert tab.value("document.querySelector('#segments h2').textContent").endswith(f" of {total:,} segments kept")
        assert tab.value("document.querySelectorAll('#worst li').length") >= 1
        assert tab.value("document.querySelectorAll('#pages tbody tr').length") == pages + 1
        assert tab.accessibility_problems() == []
        tab.value("document.querySelector('#pages a[href$=\"/2.html\"]').click()")
        tab.wait("document.title.includes('page 2 of')")
        tab.wait("document.querySelectorAll('.pair > ol > li').length === 2000")
        tab.press("j")
        tab.wait("document.querySelector('.current') !== null")
        tab.open((large.parent / "report" / "search.html").as_uri())
        tab.value(f"document.getElementById('words').value = 'E{SOUGHT}'")
        tab.value("document.getElementById('words').dispatchEvent(new Event('input'))")
        tab.wait("document.getElementById('count').textContent === '1 found.'")
        assert tab.accessibility_problems("light") == []
        tab.value("document.querySelector('#found a').click()")
        tab.wait("document.querySelector('li:target') !== null")
        assert f"e{SOUGHT} and the harbour" in tab.value("document.querySelector('li:target').innerText")
        assert troubles(tab) == []
