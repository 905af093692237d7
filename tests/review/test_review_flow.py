"""The way of a reviewer through a corpus in a real browser: order, names, keys, help."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import browser
import pytest
from review_parts import pair_of, serving, with_finding, write_run
from test_review_page import SAVED, TEXTS, VERDICTS, choose, fill, press, save, tab

__all__ = ["tab"]  # the fixture
NOW = "document.querySelector('.current .en').textContent"
LEFT = "document.getElementById('left').textContent"
FOCUSED = "document.activeElement.closest('dialog')?.id || document.activeElement.className"
NUMBERS = [["The fair drew 120 visitors.", "La foire a attiré 210 visiteurs."], ["It rained.", "Il a plu."]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write two pairs of documents, the second one with the more doubtful segments."""
    first = pair_of([[f"A {n}.", f"U {n}."] for n in range(3)])
    en, fr, segments = pair_of([[f"B {n}.", f"V {n}."] for n in range(3)], name="b")
    doubts = [own._replace(confidence=value) for own, value in zip(segments, (0.4, 0.2, 0.3), strict=True)]
    return write_run(tmp_path / "run", first, (en, fr, [*doubts[:2], with_finding(doubts[2], "V")]))


def arrive(tab: browser.Browser, path: str) -> None:
    """Wait until a page has chosen its first segment."""
    tab.wait(f"location.href.includes('{path}') && document.querySelector('.current') !== null")


def test_segments_come_in_the_order_that_is_set(folder: Path, tab: browser.Browser) -> None:
    with serving(folder, options=["--as", "Ann"]) as server:
        tab.open(server.address)
        assert tab.value("[...document.querySelectorAll('td a')].map(link => link.textContent)") == ["2", "1"]
        tab.open(f"{server.address}pair/1")
        assert tab.value(TEXTS) == ["B 2.", "B 1.", "B 0."] and tab.value(NOW) == "B 2."
        numbers = "[...document.querySelectorAll('#rows .number')].map(link => link.textContent)"
        assert tab.value(numbers) == ["3", "2", "1"]
        press(tab, "a")
        tab.wait(f"{NOW} === 'B 1.'")
        press(tab, "j")
        press(tab, "r")
        tab.wait(f"{NOW} === 'B 1.'")  # that is the only one left, so the way begins again
        tab.press("r")
        arrive(tab, "/pair/0")  # on to the next pair by itself
        tab.wait(f"{NOW} === 'A 0.'")
        # The order that is chosen is that of all pages from then on.
        tab.value("document.querySelector('.orders a:last-child').click()")
        arrive(tab, "/pair/0?order=reading")
        tab.open(f"{server.address}pair/1")
        tab.wait("location.search === '?order=reading'")
        tab.wait(f"{TEXTS}.join(' ') === 'B 0. B 1. B 2.'")
        tab.open(server.address)
        tab.wait("location.search === '?order=reading' && document.readyState === 'complete'")
        assert tab.value("[...document.querySelectorAll('td a')].map(link => link.textContent)") == ["1", "2"]


def test_structure_changes_by_reading_order_in_any_order(folder: Path, tab: browser.Browser) -> None:
    with serving(folder, options=["--as", "Ann"]) as server:
        tab.open(f"{server.address}pair/1?order=doubt")
        choose(tab, 2)
        press(tab, "m")  # the next one in the text, not the next one on the page
        tab.wait(f"{TEXTS}.includes('B 0. B 1.')")
        assert tab.value(f"{TEXTS}.sort()") == ["B 0. B 1.", "B 2."]
        press(tab, "u")
        tab.wait(f"{TEXTS}.join(' ') === 'B 2. B 1. B 0.'")


def test_progress_is_shown(folder: Path, tab: browser.Browser) -> None:
    with serving(folder, options=["--as", "Ann"]) as server:
        tab.open(f"{server.address}pair/0?order=reading")
        assert tab.value(LEFT) == "0 of 6 decided · 0 of 3 in this pair"
        for _ in range(2):
            press(tab, "a")
        tab.wait(f"{LEFT} === '2 of 6 decided · 2 of 3 in this pair'")
        tab.press("a")
        arrive(tab, "/pair/1")
        press(tab, "r")
        tab.wait(f"{LEFT} === '4 of 6 decided, less than a minute left · 1 of 3 in this pair'")


def test_the_name_is_asked_for_once(folder: Path, tab: browser.Browser) -> None:
    with serving(folder) as server:
        tab.open(f"{server.address}pair/0?order=reading")
        tab.press("a")
        tab.wait("document.getElementById('who').open")
        tab.press("Escape")
        tab.wait("!document.getElementById('who').open")
        assert tab.value(VERDICTS) == ["", "", ""]
        tab.press("r")
        tab.wait("document.getElementById('who').open")
        assert tab.value("document.activeElement.id") == "reviewer"
        tab.press("Enter")  # without a name
        assert tab.value("document.getElementById('who').open")
        fill(tab, "reviewer", "Zoé")
        tab.press("Enter")
        tab.wait(f"{VERDICTS}[0] === 'rejected'")
        assert tab.value("document.querySelector('.verdict').textContent") == "rejected Zoé"
        press(tab, "a")
        tab.wait(f"{VERDICTS}[1] === 'accepted'")
    with serving(folder, options=["--as", "  Max   Mustermann "]) as server:
        tab.open(f"{server.address}pair/0?order=reading")
        tab.press("a")
        arrive(tab, "/pair/1")
        server.decide("comment", 1, by="Eve", text="fine")  # is Max, too
        assert '<span class="quiet">Max Mustermann:</span> fine' in server.get("pair/0")
        assert "Eve" not in server.get("pair/0")


def test_an_edit_shows_its_new_score(tmp_path: Path, tab: browser.Browser) -> None:
    with serving(write_run(tmp_path / "run", pair_of(NUMBERS)), options=["--as", "Ann"]) as server:
        tab.open(f"{server.address}pair/0?order=reading")
        tab.press("f")
        save(tab, first="La foire a attiré 310 visiteurs.")
        news = "document.getElementById('news').textContent"
        tab.wait(f"/^Scored again: confidence 0.\\d\\d, findings: 1$/.test({news})")
        assert tab.value(NOW) == "The fair drew 120 visitors."  # stays, because there is a doubt
        assert tab.value("document.querySelector('.current .finding code').textContent") == "number.changed"
        assert tab.value(VERDICTS) == ["accepted", ""]
        tab.press("f")
        save(tab, first="La foire a attiré 120 visiteurs.")
        tab.wait(f"{news}.endsWith('findings: 0')")
        tab.wait(f"{NOW} === 'It rained.'")
        assert tab.value(LEFT).startswith("1 of 2 decided")


def test_help_and_menu_are_used_by_keys(folder: Path, tab: browser.Browser) -> None:
    with serving(folder, options=["--as", "Ann"]) as server:
        tab.open(f"{server.address}pair/0?order=reading")
        tab.press("?")
        tab.wait("document.getElementById('help').open")
        assert ("dialog", "All keys") in announced(tab)
        shown = tab.value("[...document.querySelectorAll('#help kbd')].map(key => key.textContent)")
        assert set("arefcunixwmstyghl?jko/") <= set(shown)
        assert tab.accessibility_problems() == []
        for _ in range(4):
            tab.press("Tab")
            assert tab.value(FOCUSED) in ("help", "")  # "" is the window of the browser
        tab.press("a")  # decides nothing
        tab.press("Escape")
        tab.wait("!document.getElementById('help').open")
        assert tab.value(FOCUSED) == "number" and tab.value(VERDICTS) == ["", "", ""]
        # Six buttons and a menu; what is in the menu is reached by Tab and Enter.
        buttons = (
            "[...document.querySelectorAll('#keys > button')].map(button => button.getAttribute('aria-keyshortcuts'))"
        )
        assert tab.value(buttons) == [*"arefcu", "?"]
        tab.value("document.querySelector('#more summary').focus()")
        tab.press("Enter")
        # Only what has been laid out can take the focus.
        tab.wait("document.querySelector('#more button').getClientRects().length > 0")
        tab.wait("new Promise(done => requestAnimationFrame(() => done(true)))")
        tab.press("Tab")
        tab.wait("document.activeElement.dataset.verb === 'next'")
        assert tab.accessibility_problems() == []
        tab.press("Escape")
        tab.wait("!document.getElementById('more').open")


def test_a_review_needs_no_mouse_and_reaches_no_other_machine(folder: Path, tab: browser.Browser) -> None:
    with serving(folder) as server:
        tab.open(f"{server.address}?order=reading")
        tab.value("document.querySelector('td a').focus()")
        tab.press("Enter")
        arrive(tab, "/pair/0")
        tab.press("a")
        tab.wait("document.getElementById('who').open")
        for letter in "Ann":
            tab.press(letter)
        tab.press("Enter")
        tab.wait(f"{VERDICTS}[0] === 'accepted'")
        tab.press("e")
        tab.wait("document.getElementById('dialog').open")
        assert ("dialog", "Edit the English") in announced(tab)
        tab.press("!")
        tab.press("Tab")
        tab.press("Enter")  # on Save
        tab.wait(SAVED)
        tab.wait(f"{VERDICTS}[1] === 'accepted'")
        assert [unit["verdict"] for unit in server.units()][:2] == ["accepted", "accepted"]
        assert "!" in server.units()[1]["en"]
        addresses = [e["params"]["request"]["url"] for e in tab.events if e["method"] == "Network.requestWillBeSent"]
        assert addresses and all(url.startswith(server.address) or url == "about:blank" for url in addresses)
        assert not [e for e in tab.events if e["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")]


def announced(tab: browser.Browser) -> set[tuple[str, str]]:
    """Return the roles and names that a screen reader is given."""
    nodes: list[dict[str, Any]] = tab.send("Accessibility.getFullAXTree")["nodes"]
    return {(node.get("role", {}).get("value", ""), node.get("name", {}).get("value", "")) for node in nodes}
