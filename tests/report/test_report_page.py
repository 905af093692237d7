"""The report in a real browser: filters, keys, words that are lit, phone and paper."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import browser
import pytest
from test_report import SEGMENTS, corpus_of, numbered

from aligner import report
from aligner.messages import messages_in
from aligner.types import OriginSample, Promise, SampledOrigin


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


def test_a_phone_shows_what_was_kept_and_a_threshold_can_be_tried(tmp_path: Path) -> None:
    path = browser.find()
    if path is None:
        pytest.skip("no chromium")
    bounds = {"0.52": 0.4, "0.95": 0.125}
    promise = Promise(0.4, 0.9, 200, 7, 0.5, 6, 0.16, 0.3, "judged pairs", 1, bounds)
    counts = SampledOrigin(100, 3, 9, 0.0062, 0.0852)
    origin = OriginSample(100, 180, 1, counts, counts._replace(machine_made=0, cannot_say=0, low=0.0, high=0.0362))
    corpus = corpus_of([*SEGMENTS, *numbered(4)], promise=promise, origin=origin)
    (file,) = report.write_report(corpus, tmp_path)
    with browser.browser(path, tmp_path / "profile") as tab:
        tab.send("Emulation.setDeviceMetricsOverride", width=360, height=640, deviceScaleFactor=1, mobile=True)
        tab.open(file.as_uri())
        assert tab.value("document.documentElement.scrollWidth") == 360
        for place in ("h1", "#segments h2", "#segments tr", "#segments tr:last-child", "#worst li"):
            assert tab.value(f"document.querySelector('{place}').getBoundingClientRect().bottom") <= 640, place
        made = tab.value("document.getElementById('origin').innerText")
        assert made.startswith("Of 100 English texts sampled at random, 3 read as machine-made: 0.62 to 8.5% of all;")
        assert "0 to 3.6% of all. By mistake, 2 or 3 of 100 texts by people read so" in made
        assert not tab.value("[...document.querySelectorAll('details.panel')].some(panel => panel.open)")
        text = "document.getElementById('outlook').innerText"
        own = (
            "From confidence 0.5: 9 of 10 reach it, 11.3 % of these are expected to be wrong,"
            " at most 30% with 90% certainty."
        )
        assert tab.value(text) == own
        tab.value("document.getElementById('threshold').focus()")
        tab.press("ArrowRight")
        assert tab.value(text).endswith(" are expected to be wrong; no bound is known for it.")
        tab.press("ArrowRight")
        assert tab.value(text).endswith(", at most 40% with 90% certainty, whichever threshold is chosen.")
        tab.press("ArrowLeft")
        tab.press("ArrowLeft")
        assert tab.value(text) == own
        tab.value("document.querySelector('.histogram').scrollIntoView({block: 'center'})")
        x, y = tab.value(
            "(() => { const b = document.querySelector('.histogram').getBoundingClientRect();"
            " return [b.x + b.width * 0.95, b.y + b.height / 2] })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            tab.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1, clickCount=1)
        assert tab.value(text).startswith("From confidence 0.95: 2 of 10 reach it, 1.5 % ")
        assert ", at most 12.5% with 90% certainty, whichever" in tab.value(text)
        assert tab.accessibility_problems() == []


def test_all_pages_are_searched_and_linked(tmp_path: Path) -> None:
    path = browser.find()
    if path is None:
        pytest.skip("no chromium")
    segments = [*numbered(8, pairs=4), *SEGMENTS]
    segments[5] = segments[5]._replace(en_text="The Événement <b>was</b>\tput off.", fr_text="L’événement & la suite")
    *_, file = report.write_report(corpus_of(segments), tmp_path, page_segments=4)
    found = "[...document.querySelectorAll('#found li')].map(item => item.innerText.replace(/\\s+/g, ' '))"
    with browser.browser(path, tmp_path / "profile") as tab:
        tab.send("Emulation.setDeviceMetricsOverride", width=360, height=640, deviceScaleFactor=1, mobile=True)
        tab.open(file.as_uri())
        tab.value("document.getElementById('everywhere').closest('details').open = true")
        tab.value("document.getElementById('everywhere').value = 'EVENEMENT &'")
        tab.value("document.getElementById('everywhere').focus()")
        tab.press("Enter")
        tab.wait("document.getElementById('found')?.children.length === 1")
        assert tab.value(found) == ["3.2 The Événement <b>was</b> put off. L’événement & la suite"]
        assert tab.value("document.getElementById('count').textContent") == "1 found."
        assert tab.value("document.documentElement.scrollWidth") == 360
        assert tab.accessibility_problems() == []
        tab.value("document.getElementById('words').value = 'nowhere'")
        tab.value("document.getElementById('words').dispatchEvent(new Event('input'))")
        tab.wait("document.getElementById('count').textContent === 'Nothing found.'")
        assert tab.value(found) == []
        tab.value("location.hash = encodeURIComponent('L’événement')")
        tab.wait("document.querySelector('#found a') !== null")
        tab.value("document.querySelector('#found a').click()")
        tab.wait("document.querySelector('li:target')?.id === 'p3-2'")
        assert tab.value("document.querySelector('nav').innerText").endswith("Page 2 of 4 · Previous · Next")
        tab.value("document.querySelector('a[rel=next]').click()")
        tab.wait("document.title.endsWith('page 3 of 4')")
        tab.value("document.getElementById('find').value = 'nowhere'")
        tab.value("document.getElementById('find').dispatchEvent(new Event('input'))")
        tab.wait("!document.getElementById('nothing').hidden")
        troubles = [e for e in tab.events if e["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")]
        assert troubles == []


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


def test_a_report_in_french(tmp_path: Path) -> None:
    path = browser.find()
    if path is None:
        pytest.skip("no chromium")
    bounds = {"0.51": 0.125}
    promise = Promise(0.4, 0.9, 200, 7, 0.5, 6, 0.16, 0.3, "judged pairs", 1, bounds)
    with messages_in("fr"):
        *_, file = report.write_report(
            corpus_of([*SEGMENTS, *numbered(1200)], promise=promise), tmp_path, page_segments=1000
        )
    with browser.browser(path, tmp_path / "profile") as tab:
        tab.open(file.as_uri())
        text = "document.getElementById('outlook').innerText.replace(/\\s/g, ' ')"
        own = (
            "À partir d’une confiance de 0,5 : 1 205 sur 1 206 l’atteignent, 10,0 % d’entre eux sont attendus faux,"
            " au plus 30 % avec 90 % de certitude."
        )
        assert tab.value(text) == own
        tab.value("document.getElementById('threshold').focus()")
        tab.press("ArrowRight")
        assert tab.value(text).startswith("À partir d’une confiance de 0,51 : 1 205 sur 1 206 l’atteignent, 10,0 % ")
        assert tab.value(text).endswith(", au plus 12,5 % avec 90 % de certitude, quel que soit le seuil choisi.")
        assert tab.accessibility_problems() == []
        tab.open((tmp_path / "report" / "search.html").as_uri())
        for words, count in (("e119", "11 trouvés."), ("f1", "311 trouvés, les 200 premiers sont montrés.")):
            tab.value(f"document.getElementById('words').value = '{words}'")
            tab.value("document.getElementById('words').dispatchEvent(new Event('input'))")
            tab.wait(f"document.getElementById('count').textContent.replace(/\\s/g, ' ') === '{count}'")
        troubles = [e for e in tab.events if e["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")]
        assert troubles == []
