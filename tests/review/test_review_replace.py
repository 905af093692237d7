"""Find and replace over a corpus: previews, edits of one block, and the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import browser
import pytest
from review_parts import cases, pair_of, serving, write_run
from test_review_page import fill, tab

from aligner.errors import ConflictError
from aligner.review.replace import find_changes, read_replacement, replace_all
from aligner.review.server import open_session
from aligner.review.session import Session, Submission
from aligner.review.units import unit_names

__all__ = ["tab"]  # the fixture
NEWS = "document.getElementById('news').textContent"


def texts(session: Session, pair: int = 0) -> list[list[str]]:
    return [[unit.segment.en_text, unit.segment.fr_text] for unit in session.state(pair).units]


@pytest.mark.parametrize("case", cases("replaced"), ids=lambda case: case["note"])
def test_a_text_is_replaced_as_previewed_and_put_back(case: dict[str, Any], tmp_path: Path) -> None:
    with open_session(write_run(tmp_path / "run", pair_of(case["units"]))) as session:
        for index in case.get("accepted", ()):
            session.decide(Submission(0, unit_names(session.state(0).units)[index], "accept", "Ann"))
        replacement = read_replacement(case["replace"])
        changes = list(find_changes(session, replacement))
        changed = [
            number
            for number, rows in enumerate(zip(case["units"], case["after"], strict=True), 1)
            if rows[0] != rows[1]
        ]
        assert [change.number for change in changes] == changed
        assert all(replacement.put.join(change.pieces[::2]) == change.text for change in changes)
        verdicts = [unit.verdict for unit in session.state(0).units]
        assert replace_all(session, replacement, "Ann", "once") == len(changes)
        assert texts(session) == case["after"]
        assert [unit.verdict for unit in session.state(0).units] == verdicts  # a replacement decides nothing
        assert len([row for row in session.log.rows() if row.verb == "edit"]) == len(changes)
        if changes:
            session.undo("undo", "Ann")
        assert texts(session) == case["units"]


@pytest.mark.parametrize(
    "content",
    [{}, {"find": "", "put": "", "side": "fr"}, {"find": "a", "put": 1, "side": "fr"},
     {"find": "a", "put": "b", "side": "de"}, {"find": "a" * 600, "put": "", "side": "en"}],
)  # fmt: skip
def test_what_is_no_replacement_is_refused(content: dict[str, Any]) -> None:
    with pytest.raises(ConflictError):
        read_replacement(content)


def test_replaced_texts_are_scored_again(tmp_path: Path) -> None:
    rows = [["The dam holds 250 tonnes.", "Le barrage retient 350 tonnes."], ["It held.", "Il a tenu."]]
    with open_session(write_run(tmp_path / "run", pair_of(rows))) as session:
        replacement = read_replacement({"find": "350", "put": "450", "side": "fr"})
        replace_all(session, replacement, "Ann", "one")
        wrong = session.state(0).units[0].segment
        assert "number.changed" in {finding.code for finding in wrong.findings}
        replace_all(session, read_replacement({"find": "450", "put": "250", "side": "fr"}), "Ann", "two")
        right = session.state(0).units[0].segment
        assert right.confidence > wrong.confidence and not right.findings


def test_replace_on_the_page(tmp_path: Path, tab: browser.Browser) -> None:
    hostile = "<b>Lyon</b> & co"
    pairs = [pair_of([["He left Lyon.", f"Il a quitté {hostile}."]], name=name) for name in ("a", "b")]
    with serving(write_run(tmp_path / "run", *pairs)) as server:
        tab.open(f"{server.address}replace")
        assert tab.accessibility_problems() == []
        tab.value("document.getElementById('find-text').focus()")
        for letter in "Lyon":
            tab.press(letter)
        fill(tab, "put-text", "<i>Nîmes</i>")
        tab.press("Enter")
        tab.wait(f"{NEWS} === 'segments that change: 2'")
        shown = "document.querySelector('#changes p[lang=fr]').textContent"
        assert tab.value(shown) == "Il a quitté <b>Lyon<i>Nîmes</i></b> & co."
        assert tab.accessibility_problems() == []
        # Another reviewer decides: what was previewed is no more what would be changed.
        server.decide("accept", by="Ben")
        tab.value("document.getElementById('apply').click()")
        tab.wait("document.getElementById('who').open")
        fill(tab, "reviewer", "Ann")
        tab.press("Enter")
        tab.wait("document.getElementById('message').textContent.includes('meanwhile')")
        tab.value("document.getElementById('preview').click()")
        tab.wait(f"{NEWS} === 'segments that change: 1'")  # the other one is decided now
        tab.value("document.getElementById('only-undecided').click()")
        tab.wait("document.getElementById('apply').disabled")
        tab.value("document.getElementById('preview').click()")
        tab.wait(f"{NEWS} === 'segments that change: 2'")
        tab.value("document.getElementById('apply').click()")
        tab.wait(f"{NEWS} === 'segments changed: 2'")
        assert server.units(0)[0]["fr"] == server.units(1)[0]["fr"] == "Il a quitté <b><i>Nîmes</i></b> & co."
        tab.value("document.getElementById('undo').click()")
        tab.wait(f"{NEWS} === 'Undone.'")
        assert server.units(0)[0]["fr"] == server.units(1)[0]["fr"] == f"Il a quitté {hostile}."
        content = {"find": "Lyon", "put": "Metz", "side": "fr", "version": -1, "nonce": "n", "reviewer": "Ann"}
        status, _, text = server.ask(f"/{server.token}/replace/apply", content)
        assert status == 409 and "preview" in json.loads(text)["refused"]
