"""The review in French: every page, what its scripts show, and what is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import browser
import pytest
from review_parts import cases, pair_of, serving, with_finding, write_run
from test_review_page import save, tab

from aligner.messages import CATALOGUES, messages_in
from aligner.report.promise import describe_promise
from aligner.review.keys import KEY_MESSAGES, SCRIPT_MESSAGES
from aligner.types import Promise

__all__ = ["tab"]  # the fixture
PAGES = ("", "pair/0", "likely", "replace", "disagreements")
ENGLISH_WORDS = re.compile(r"\b(the|of|with|and|your|is|right|wrong|judged|segments? left|decided|undo|search)\b", re.I)
ROWS = [["The tax rose to 12%.", "La taxe est montée à 21 %."], ["It rained.", "Il a plu."]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    en, fr, segments = pair_of(ROWS)
    return write_run(tmp_path / "run", (en, fr, [with_finding(segments[0], "21 %", code="number.format"), segments[1]]))


def give_name(tab: browser.Browser) -> None:
    """Enter a name in the dialog that asks for it in French."""
    tab.wait("document.getElementById('who').open")
    assert tab.value("document.getElementById('who-title').textContent") == "Qui décide ?"
    for letter in "Zoé":
        tab.press(letter)
    tab.press("Enter")


def test_the_browser_chooses_the_language_unless_the_command_does(folder: Path) -> None:
    with serving(folder) as server:
        for accepted, language in (("fr-CA,fr;q=0.9", "fr"), ("de,en;q=0.5", "en"), ("", "en")):
            for page in PAGES:
                text = server.ask(f"/{server.token}/{page}", Accept_Language=accepted)[2]
                assert f'<html lang="{language}">' in text
        content = {"verb": "undo", "reviewer": "Zoé", "nonce": "n"}
        answer = server.ask(f"/{server.token}/decide", content, Accept_Language="fr")[2]
        assert json.loads(answer)["refused"] == "il n’y a rien à annuler"
    with serving(folder, options=["--lang", "fr"]) as server:
        assert '<html lang="fr">' in server.ask(f"/{server.token}/", Accept_Language="en")[2]


def test_every_page_is_in_french(folder: Path, tab: browser.Browser) -> None:
    with serving(folder, options=["--lang", "fr"]) as server:
        for page in PAGES:
            tab.open(f"{server.address}{page}")
            shown = tab.value("document.body.innerText")
            assert not ENGLISH_WORDS.search(shown.replace(ROWS[0][0], ""))
            assert tab.accessibility_problems() == []
        tab.open(f"{server.address}pair/0?order=reading")
        tab.press("?")
        tab.wait("document.getElementById('help').open")
        shown = tab.value("document.getElementById('help').innerText")
        assert "Prochain à décider" in shown
        english = {*KEY_MESSAGES.values()} - {"Accept", "Reject", "Comment"}  # beginnings of French words
        assert not [label for label in english if label in shown]
        tab.press("Escape")
        tab.press("f")
        tab.wait("document.getElementById('who') === null || document.getElementById('dialog').open")
        assert tab.value("document.getElementById('dialog-title').textContent") == "Corriger le français"
        tab.value("document.getElementById('save').click()")
        give_name(tab)
        tab.wait("document.getElementById('news').textContent.startsWith('Noté de nouveau')")
        assert "accepté" in tab.value("document.querySelector('.verdict').textContent")
        assert tab.value("document.getElementById('left').textContent") == "1 sur 2 décidés"
        tab.press("f")
        save(tab, first="La taxe est montée à 12 %.")
        tab.wait("document.getElementById('left').textContent === '1 sur 2 décidés'")
        texts = tab.value("JSON.parse(document.body.dataset.texts)")
        assert not {value for value in texts.values() if value in SCRIPT_MESSAGES.values()}


def test_a_sample_is_judged_in_french(folder: Path, tab: browser.Browser) -> None:
    def shown() -> str:
        text: str = tab.value("document.body.innerText")
        return text.replace(ROWS[0][0], "").replace(f"{folder} --at-most-wrong", "")

    message = "document.getElementById('message').textContent"
    with serving(folder, options=["--sample", "2", "--lang", "fr"]) as server:
        tab.open(server.address)
        tab.wait("document.getElementById('count').textContent === '0 sur 2 jugées'")
        assert "Juste a" in shown() and not ENGLISH_WORDS.search(shown())
        tab.press("a")
        give_name(tab)
        tab.wait("document.getElementById('count').textContent === '1 sur 2 jugées'")
        tab.press("r")
        tab.wait("document.getElementById('count').textContent === '2 sur 2 jugées'")
        assert "L’échantillon est jugé" in shown() and "d’après 2 paires jugées" in shown()
        assert not ENGLISH_WORDS.search(shown()) and tab.accessibility_problems() == []
        server.kill()
        tab.press("u")
        tab.wait(
            f"{message} === 'Le serveur ne répond pas. Votre réponse est gardée dans ce navigateur"
            " et envoyée à son retour.'"
        )


def test_the_browser_chooses_the_language_of_a_sample(folder: Path) -> None:
    with serving(folder, options=["--sample", "2"]) as server:
        for language, promise in (("fr", "au plus 5 % de paires fausses : "), ("en", "at most 5% wrong: ")):
            page = server.ask(f"/{server.token}/sample", Accept_Language=language)[2]
            assert f'<html lang="{language}">' in page
            status = json.loads(server.ask(f"/{server.token}/sample/next", Accept_Language=language)[2])
            assert status["promise"].startswith(promise)


@pytest.mark.parametrize("case", cases("promises"), ids=lambda case: case["note"])
def test_a_promise_is_described_in_the_language_of_the_reader(case: dict[str, Any]) -> None:
    promise = Promise(**case["promise"], basis="judged pairs", seed=1)
    for language in CATALOGUES:
        with messages_in(language):
            assert describe_promise(promise) == case[language]
