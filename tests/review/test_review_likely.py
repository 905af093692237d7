"""Segments that are likely right, accepted as a block."""

from __future__ import annotations

import json
from pathlib import Path

import browser
import pytest
from review_parts import pair_of, serving, with_finding, write_run
from test_review_page import tab

from aligner.review.likely import likely_units
from aligner.review.server import open_session
from aligner.review.session import Submission
from aligner.review.units import unit_names
from aligner.types import Document, Segment

__all__ = ["tab"]  # the fixture
ROWS = [[f"Row {n}.", f"Ligne {n}."] for n in range(6)]


def scored(name: str, *confidences: float) -> tuple[Document, Document, list[Segment]]:
    en, fr, segments = pair_of(ROWS[: len(confidences)], name=name)
    return en, fr, [own._replace(confidence=value) for own, value in zip(segments, confidences, strict=True)]


def test_only_what_is_plain_is_offered(tmp_path: Path) -> None:
    en, fr, segments = scored("a", 0.99, 0.97, 0.5, 0.98, 0.96, 0.99)
    segments[1] = with_finding(segments[1], "Ligne")
    segments[5] = segments[5]._replace(kept=False, why_dropped="repeats a segment")
    with open_session(write_run(tmp_path / "run", (en, fr, segments), scored("b", 0.94, 0.999))) as session:
        names = unit_names(session.state(0).units)
        session.decide(Submission(0, names[3], "reject", "Ann"))
        session.decide(Submission(0, names[4], "comment", "Ben", {"text": "sure?"}))
        assert [(own.pair, own.number) for own in likely_units(session, 0.95)] == [(0, 1), (1, 2)]
        assert [(own.pair, own.number) for own in likely_units(session, 0.9)] == [(0, 1), (1, 1), (1, 2)]
        dismissal = {"code": "number.changed", "side": "fr", "text": "Ligne"}
        session.decide(Submission(0, names[1], "dismiss", "Ann", dismissal))
        assert [(own.pair, own.number) for own in likely_units(session, 0.95)] == [(0, 1), (0, 2), (1, 2)]


def test_a_block_is_accepted_by_one_key_and_undone_by_one(tmp_path: Path, tab: browser.Browser) -> None:
    run = write_run(tmp_path / "run", scored("a", 0.99, 0.97, 0.5), scored("b", 0.96, 0.3))
    with serving(run, options=["--as", "Ann"]) as server:
        tab.open(f"{server.address}likely")
        rows = "document.querySelectorAll('#block > li').length"
        assert tab.value(rows) == 3
        assert tab.accessibility_problems() == []
        tab.value("document.querySelectorAll('#block input')[1].click()")  # leave this one out
        tab.press("a")
        tab.wait(f"document.readyState === 'complete' && {rows} === 1")
        assert [unit["verdict"] for pair in (0, 1) for unit in server.units(pair)] == [
            "accepted",
            "",
            "",
            "accepted",
            "",
        ]
        tab.press("u")
        tab.wait(f"document.readyState === 'complete' && {rows} === 3")
        assert not any(unit["verdict"] for pair in (0, 1) for unit in server.units(pair))
        above = "document.getElementById('above')"
        tab.value(f"({above}.value = '0.98', {above}.dispatchEvent(new Event('change')))")
        tab.wait(f"location.search.includes('above=0.98') && document.readyState === 'complete' && {rows} === 1")


@pytest.mark.parametrize(
    "units", [None, [], {}, [7], [{"pair": "0"}], [{"pair": 0, "unit": 3}], [{"pair": 0, "unit": "x.0"}] * 51]
)
def test_what_is_no_block_is_refused(units: object, tmp_path: Path) -> None:
    with serving(write_run(tmp_path / "run", scored("a", 0.99))) as server:
        content = {"reviewer": "Ann", "nonce": "n", "units": units}
        status, _, text = server.ask(f"/{server.token}/likely/accept", content)
        assert status == 409 and json.loads(text)["refused"]
        assert not server.units()[0]["verdict"]
