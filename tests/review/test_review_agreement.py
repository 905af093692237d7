"""Two reviewers: Cohen's kappa against cases computed by hand, and the list of their disagreements."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import browser
import pytest
from review_parts import cases, pair_of, serving, write_run
from test_review_page import tab

from aligner.evaluation.agreement import cohens_kappa
from aligner.review.agreement import agreements, disagreements, judged_units
from aligner.review.server import open_session
from aligner.review.session import Session, Submission
from aligner.review.units import unit_names

__all__ = ["tab"]  # the fixture
ROWS = [[f"Sentence {n}.", f"Phrase {n}."] for n in range(6)]


@pytest.mark.parametrize("case", cases("kappa"), ids=lambda case: case["note"])
def test_kappa(case: dict[str, Any]) -> None:
    judgements = [(one, other) for one, other, count in case["counts"] for _ in range(count)]
    expected = None if case["kappa"] is None else Fraction(*case["kappa"])
    assert cohens_kappa(judgements) == expected
    assert cohens_kappa([(other, one) for one, other in judgements]) == expected


def decide(session: Session, index: int, verb: str, reviewer: str, **body: Any) -> None:
    name = unit_names(session.run.units(session.run.pairs[0]))[index]
    session.decide(Submission(0, name, verb, reviewer, body))


def test_each_reviewer_is_read_without_the_others(tmp_path: Path) -> None:
    with open_session(write_run(tmp_path / "run", pair_of(ROWS))) as session:
        for index, verb in enumerate(("accept", "accept", "reject", "accept")):
            decide(session, index, verb, "Ann")
        decide(session, 0, "accept", "Ben")
        decide(session, 1, "edit", "Ben", side="fr", text="Autre phrase.")  # Ann's verdict was on the old text
        decide(session, 2, "reject", "Ben")
        decide(session, 3, "reject", "Ben")
        decide(session, 4, "reject", "Ben")  # alone
        decide(session, 5, "comment", "Ann", text="hm")
        decide(session, 5, "accept", "Ben")
        decide(session, 5, "edit", "Ann", side="fr", text="Phrase V.", find="5")  # a replacement
        judged = list(judged_units(session))
        assert [unit.decisions for unit in disagreements(judged)] == [
            {"Ann": "accepted", "Ben": "changed"},
            {"Ann": "accepted", "Ben": "rejected"},
        ]
        (agreement,) = agreements(judged)
        # Two of four agreed; by chance (3 * 1 + 1 * 2 + 0 * 1) / 16.
        assert agreement == (("Ann", "Ben"), 4, 2, Fraction(8 - 5, 16 - 5))
        session.undo("undo", "Ben")
        decide(session, 1, "merge", "Cy")
        assert [own.reviewers for own in agreements(list(judged_units(session)))] == [
            ("Ann", "Ben"),
            ("Ann", "Cy"),
            ("Ben", "Cy"),
        ]


def test_the_page_of_disagreements(tmp_path: Path, tab: browser.Browser) -> None:
    rows = [["<i>One</i> & only.", "Un."], ["Two.", "Deux."]]
    with serving(write_run(tmp_path / "run", pair_of(rows))) as server:
        tab.open(f"{server.address}disagreements")
        page = "document.querySelector('main').textContent"
        assert "so there is no kappa" in tab.value(page)
        for index in (0, 1):
            server.decide("accept", index, by="Ann")
            server.decide("accept", index, by="Ben")
        tab.open(f"{server.address}disagreements")
        assert "undefined" in tab.value(page)
        server.decide("reject", 0, by="Ben")
        tab.open(f"{server.address}disagreements")
        assert "<i>One</i> & only." in tab.value(page)
        assert "different decisions: 1" in tab.value(page)
        assert "accepted Ann rejected Ben" in tab.value(f"{page}.replace(/\\s+/g, ' ')")
        assert "Ann · Ben210.00" in tab.value(f"{page}.replace(/\\s+/g, ' ')").replace("· Ben ", "· Ben")
        assert tab.accessibility_problems() == []
        tab.value("document.querySelector('ol a').click()")
        tab.wait("document.querySelector('.current .en') !== null")
        assert tab.value("document.querySelector('.current .en').textContent") == "<i>One</i> & only."
