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
from aligner.review.commands import ReviewRequest, run_request
from aligner.review.keys import KEY_MESSAGES, SCRIPT_MESSAGES
from aligner.review.rescore import plan_edit
from aligner.review.server import open_session
from aligner.review.units import unit_names
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


def test_what_is_found_in_an_edit_is_in_the_language_of_the_run(tmp_path: Path) -> None:
    en, fr, segments = pair_of(ROWS)
    for language, words in (("fr", "l’autre version dit"), ("en", "the other version says")):
        folder = write_run(tmp_path / language, (en, fr, segments), language=language)
        with open_session(folder) as session, messages_in("en" if language == "fr" else "fr"):
            unit = unit_names(session.state(0).units)[0]
            body = plan_edit(session, 0, unit, {"side": "fr", "text": "La taxe est montée à 34 %."})
        messages = [finding["message"] for finding in body["segment"]["findings"]]
        assert any(words in message for message in messages), messages


def test_what_is_printed_of_a_sample_is_in_the_language_of_the_run_or_of_the_command(tmp_path: Path) -> None:
    en, fr, segments = pair_of(ROWS)
    folder, lines = write_run(tmp_path / "run", (en, fr, segments), language="fr"), list[str]()
    sample = tmp_path / "sample.tsv"
    run_request(folder, ReviewRequest(sample=2, sample_file=sample), lines.append)
    head, *rows = sample.read_text("utf-8").splitlines()
    sample.write_text("\n".join([head, f"{rows[0]}oui", f"{rows[1]}peut-être", "x\t\t\toui"]), "utf-8")
    run_request(folder, ReviewRequest(judged=sample), lines.append)
    assert lines[0].startswith(f"{sample} : 2 paires à juger")
    assert lines[1:-1] == [
        "sample.tsv : non utilisé : 1 ligne dont la réponse n’est ni oui ni non (ligne 3)",
        "sample.tsv : non utilisé : 1 ligne dont l’identifiant n’est celui d’aucune paire d’ici (ligne 4)",
        "sample.tsv : 1 paires jugées, dont 1 justes ; 1 réponses nouvelles",
    ]
    assert lines[-1].startswith("Promesse   au plus 5 % de paires fausses : ")
    run_request(folder, ReviewRequest(judged=sample, language="en"), lines.append)
    assert lines[-2] == "sample.tsv: 1 pairs judged, 1 of them right; 0 answers are new"
