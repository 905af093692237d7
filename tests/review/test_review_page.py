"""The review in a real browser: every key, two tabs, a server that dies."""

from __future__ import annotations

import socketserver
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import browser
import pytest
from review_parts import Server, cases, pair_of, serving, with_finding, write_run

ROWS = [
    ["A one.|B two.", "U un."],
    ["C three.", "V deux.|W trois."],
    ["<b>D</b> four.", "X quatre."],
    ["E five.", "Y cinq."],
    ["F six.", "Z six."],
]
PAGE = "pair/0?order=reading"
TEXTS = "[...document.querySelectorAll('#rows > li')].map(e => e.querySelector('.en').textContent)"
FRENCH = "[...document.querySelectorAll('#rows > li')].map(e => e.querySelector('.fr').textContent)"
VERDICTS = "[...document.querySelectorAll('#rows > li')].map(e => e.dataset.verdict)"
SAVED = "localStorage.getItem(`waiting ${document.body.dataset.run}`) === '[]'"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    en, fr, segments = pair_of(ROWS)
    return write_run(tmp_path / "run", (en, fr, [*segments[:3], with_finding(segments[3], "cinq"), segments[4]]))


@pytest.fixture
def tab(tmp_path: Path) -> Iterator[browser.Browser]:
    path = browser.find()
    if path is None:
        warnings.warn("the review's script was NOT tested: install chromium", stacklevel=1)
        pytest.skip("no chromium")
    with browser.browser(path, tmp_path / "profile") as found:
        yield found


def choose(tab: browser.Browser, at: int) -> None:
    row = f"document.getElementById('rows').children[{at}]"
    tab.value(f"document.dispatchEvent(new CustomEvent('choose', {{detail: {row}}}))")


def fill(tab: browser.Browser, id: str, text: str) -> None:
    field = f"document.getElementById('{id}')"
    tab.value(f"({field}.value = {text!r}, {field}.dispatchEvent(new Event('input')))")


def press(tab: browser.Browser, key: str) -> None:
    tab.press(key)
    tab.wait(SAVED)


def save(tab: browser.Browser, **texts: str) -> None:
    tab.wait("document.getElementById('dialog').open")
    for id, value in texts.items():
        fill(tab, id, value)
    tab.value("document.getElementById('save').click()")
    tab.wait(SAVED)


def test_everything_is_done_by_keys(folder: Path, tab: browser.Browser) -> None:
    with serving(folder) as server:
        tab.open(f"{server.address}{PAGE}")
        fill(tab, "reviewer", "Ann")
        assert tab.value("document.querySelector('.current .en').textContent") == "A one. B two."
        choose(tab, 3)
        press(tab, "x")
        assert tab.value("document.querySelector('.current .review').textContent").count("no error") == 1
        choose(tab, 3)
        press(tab, "a")
        tab.wait(f"{VERDICTS}[3] === 'accepted'")
        assert tab.value("document.querySelector('.current').dataset.verdict") == ""  # on to the next
        choose(tab, 4)
        press(tab, "r")
        choose(tab, 0)
        tab.press("f")
        save(tab, first="Un et deux.")
        tab.wait(f"{FRENCH}[0] === 'Un et deux.'")
        choose(tab, 0)
        press(tab, "m")
        tab.wait(f"{TEXTS}[0] === 'A one. B two. C three.'")
        assert tab.value(f"{TEXTS}.length") == 4
        press(tab, "u")
        tab.wait(f"{TEXTS}.length === 5")
        choose(tab, 0)
        tab.press("s")
        tab.wait("document.getElementById('dialog').open")
        for id, place in (("first", 7), ("second", 3)):
            tab.value(f"document.getElementById('{id}').setSelectionRange({place}, {place})")
        save(tab)
        tab.wait(f"{TEXTS}.length === 6")
        assert tab.value(TEXTS)[:2] == ["A one.", "B two."] and tab.value(FRENCH)[:2] == ["Un", "et deux."]
        choose(tab, 2)
        press(tab, "g")  # the first French sentence goes back, behind what was edited there
        tab.wait(f"{FRENCH}[1] === 'et deux. V deux.'")
        tab.press("c")
        save(tab, first="<script>alert(1)</script>")
        tab.wait("document.querySelector('.comment') !== null")
        assert "<script>alert(1)</script>" in tab.value("document.querySelector('.comment').textContent")
        before = tab.value(f"[{TEXTS}, {FRENCH}, {VERDICTS}]")
        for _ in range(7):
            press(tab, "u")
        tab.wait(f"{TEXTS}.length === 5 && {VERDICTS}.every(word => word === '')")
        for _ in range(7):
            press(tab, "i")
        tab.wait(f"JSON.stringify([{TEXTS}, {FRENCH}, {VERDICTS}]) === JSON.stringify({before})".replace("'", '"'))
        troubles = [e for e in tab.events if e["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")]
        assert not troubles
        tab.send("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=1, mobile=True)
        assert tab.value("document.documentElement.scrollWidth") == 390


def accept_first(tab: browser.Browser, server: Server) -> None:
    """Open the first pair as Ann and accept its first segment."""
    tab.open(f"{server.address}{PAGE}")
    fill(tab, "reviewer", "Ann")
    choose(tab, 0)
    press(tab, "a")


def test_what_is_decided_while_the_server_is_dead_is_kept_and_sent(folder: Path, tab: browser.Browser) -> None:
    with serving(folder) as server:
        port = server.port
        accept_first(tab, server)
        server.kill()
        choose(tab, 1)
        tab.press("r")
        tab.wait("document.getElementById('message').textContent.includes('kept in this browser')")
    with serving(folder, port=port) as server:
        # The old address is nobody's now; the new one takes what waits.
        tab.wait("document.getElementById('message').textContent.includes('was restarted')")
        tab.open(f"{server.address}{PAGE}")
        tab.wait(f"{VERDICTS}[1] === 'rejected'")
        assert tab.value(VERDICTS) == ["accepted", "rejected", "", "", ""]
        assert tab.value("document.getElementById('reviewer').value") == "Ann"
        assert [unit["verdict"] for unit in server.units()][:2] == ["accepted", "rejected"]


class Broken(socketserver.ThreadingTCPServer):
    """A server that gives one answer to everything."""

    allow_reuse_address = True
    daemon_threads = True
    answer = b""


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        length = 0
        while (line := self.rfile.readline()).strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        self.rfile.read(length)
        assert isinstance(self.server, Broken)
        self.wfile.write(self.server.answer)


@contextmanager
def breaking(port: int) -> Iterator[Broken]:
    with Broken(("127.0.0.1", port), _Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_what_the_server_does_not_confirm_is_kept(folder: Path, tab: browser.Browser) -> None:
    waiting = "JSON.parse(localStorage.getItem(`waiting ${document.body.dataset.run}`) || '[]').length"
    message = "document.getElementById('message').textContent"
    with serving(folder) as server:
        port = server.port
        accept_first(tab, server)
    broken = cases("broken_answers")
    with breaking(port) as fake:
        for number, case in enumerate(broken):
            fake.answer = case["answer"].encode()
            choose(tab, 0)
            tab.press("f")
            tab.wait("document.getElementById('dialog').open")
            fill(tab, "first", f"Un, {number}.")
            tab.value("document.getElementById('save').click()")
            tab.wait(f"{message}.includes({case['message']!r}) && {message}.includes('kept in this browser')")
            assert tab.value(waiting) == number + 1, case["name"]
        tab.press("u")  # takes back the last one, which was never sent
        tab.wait(f"{waiting} === {len(broken) - 1}")
    with serving(folder, port=port) as server:
        tab.open(f"{server.address}{PAGE}")
        tab.wait(f"{waiting} === 0")
        assert server.units()[0]["fr"] == f"Un, {len(broken) - 2}."
        assert len(server.decide("undo")["html"]) and server.units()[0]["fr"] == f"Un, {len(broken) - 3}."


def test_two_tabs_see_what_the_other_did(folder: Path, tab: browser.Browser) -> None:
    with serving(folder) as server:
        one = tab.session
        tab.open(f"{server.address}{PAGE}")
        fill(tab, "reviewer", "Ann")
        two = tab.tab()
        tab.open(f"{server.address}{PAGE}")
        choose(tab, 0)
        press(tab, "m")
        tab.wait(f"{TEXTS}.length === 4")
        tab.session = one
        choose(tab, 4)
        press(tab, "a")
        tab.wait(f"{TEXTS}.length === 4 && {VERDICTS}[3] === 'accepted'")
        # And what one of them does to a segment that looks otherwise by now is not done.
        tab.session = two
        server.decide("edit", 1, by="Ben", side="fr", text="Autre.")
        choose(tab, 1)
        press(tab, "a")
        tab.wait("document.getElementById('message').textContent.includes('meanwhile')")
        tab.wait(f"{FRENCH}[1] === 'Autre.'")
        assert (
            tab.value("document.getElementById('rows').children[1].querySelector('.verdict').textContent")
            == "accepted Ben"
        )
        # A text that was refused is still there to be sent again.
        server.decide("edit", 1, by="Ben", side="fr", text="Autre encore.")
        choose(tab, 1)
        tab.press("f")
        save(tab, first="La mienne.")
        tab.wait("document.getElementById('message').textContent.includes('meanwhile')")
        tab.wait(f"{FRENCH}[1] === 'Autre encore.'")
        choose(tab, 1)
        tab.press("f")
        tab.wait("document.getElementById('dialog').open")
        assert tab.value("document.getElementById('first').value") == "La mienne."
        save(tab)
        tab.wait(f"{FRENCH}[1] === 'La mienne.'")


def test_nobody_is_kept_out(folder: Path, tab: browser.Browser) -> None:
    with serving(folder) as server:
        for page in ("", "pair/0"):
            tab.open(f"{server.address}{page}")
            assert tab.accessibility_problems() == []
