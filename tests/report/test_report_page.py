"""The report in a real browser: filters, keys, words that are lit, phone and paper."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import browser
import pytest
from test_report import SEGMENTS, corpus_of, numbered

from aligner import report


def test_the_page_works_in_a_browser(tmp_path: Path) -> None:
    path = browser.find()
    if path is None:
        warnings.warn("the report's script was NOT tested: install chromium", stacklevel=1)
        pytest.skip("no chromium")
    (file,) = report.write_report(corpus_of([*SEGMENTS, *numbered(60, pairs=2)]), tmp_path)
    shown = "[...document.querySelectorAll('.pair > ol > li')].filter(e => e.offsetParent).map(e => e.id)"
    with browser.browser(path, tmp_path / "profile") as tab:

        def fill(name: str, value: str, key: str = "value") -> Any:
            tab.value(f"document.getElementById('{name}').{key} = {value}")
            tab.value(f"document.getElementById('{name}').dispatchEvent(new Event('input'))")
            tab.value("new Promise(done => setTimeout(done, 150))")
            return tab.value(shown)

        tab.open(file.as_uri())
        assert len(tab.value(shown)) == len(SEGMENTS) + 60
        assert fill("find", "'exportations ONT AUGMENTE'") == ["p1-1"]
        assert fill("find", "'<script>'") == ["p2-1"]
        assert len(fill("find", "''")) == len(SEGMENTS) + 60
        assert fill("doubtful", "true", "checked") == [*(f"p1-{at}" for at in (1, 3, 4, 5)), "p2-1", "p2-2"]
        assert fill("least", "0.5") == ["p1-1", "p2-1", "p2-2"]
        for key, current in (("j", "p1-1"), ("j", "p2-1"), ("j", "p2-2"), ("j", "p2-2"), ("k", "p2-1")):
            tab.press(key)
            assert tab.value("document.querySelector('.current').id") == current
        assert fill("least", "0") and fill("doubtful", "false", "checked")
        assert fill("severity", "'critical'") == ["p1-1"]
        assert fill("severity", "''") and fill("kind", "'markup'") == ["p2-1"]
        assert fill("kind", "''")
        tab.press("j")
        tab.press("/")
        assert tab.value("document.activeElement.id") == "find"
        lit = "[...(CSS.highlights.get('lit') || [])].map(String)"
        place = tab.value(
            "(() => { const r = new Range(), n = document.querySelector('#p1-1 .en > p').firstChild;"
            " r.setStart(n, 1); r.setEnd(n, 2); n.parentNode.scrollIntoView({block: 'center'});"
            " const b = r.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2] })()"
        )
        tab.send("Input.dispatchMouseEvent", type="mouseMoved", x=place[0], y=place[1])
        assert tab.value(lit) == ["Exports", "exportations"]
        tab.value("document.querySelector('#p1-1 .why').open = true")
        place = tab.value(
            "(() => { const b = document.querySelector('#p1-1 [data-spots]').getBoundingClientRect();"
            " return [b.x + 5, b.y + b.height / 2] })()"
        )
        tab.send("Input.dispatchMouseEvent", type="mouseMoved", x=place[0], y=place[1])
        assert tab.value(lit) == ["3.5"]
        pdf = tab.send("Page.printToPDF", preferCSSPageSize=True)["data"]
        assert len(pdf) > 10_000
        # A page that a phone shows without scrolling sideways.
        tab.send("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=1, mobile=True)
        assert tab.value("document.documentElement.scrollWidth") == 390
        requests = [event["params"]["request"]["url"] for event in tab.events if event["method"].endswith("BeSent")]
        troubles = [e for e in tab.events if e["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")]
        assert (requests, troubles) == ([file.as_uri()], [])


def test_nobody_is_kept_out(tmp_path: Path) -> None:
    path = browser.find()
    if path is None:
        pytest.skip("no chromium")
    (file,) = report.write_report(corpus_of(SEGMENTS), tmp_path)
    with browser.browser(path, tmp_path / "profile") as tab:
        tab.open(file.as_uri())
        assert tab.accessibility_problems() == []
        tab.value("document.documentElement.removeAttribute('lang')")
        assert tab.accessibility_problems(), "a page without a language is a barrier, and seen to be one"
