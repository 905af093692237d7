"""What makes a review fast: the time left, edits that are scored again, and blocks that are undone together."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from review_parts import cases, pair_of, write_run

from aligner.review.decision import BLOCK, Decision
from aligner.review.pace import describe_progress, seconds_per_decision
from aligner.review.rescore import plan_edit
from aligner.review.server import open_session
from aligner.review.session import Session, Submission
from aligner.review.units import unit_names

BEGIN = datetime(2024, 3, 4, 9, 30, tzinfo=timezone.utc)


def row(id: int, reviewer: str, verb: str, time: int | str, block: str = "") -> Decision:
    at = time if isinstance(time, str) else (BEGIN + timedelta(seconds=time)).isoformat(timespec="seconds")
    return Decision(id, at, reviewer, verb, "en", "fr", f"{id}.0", {BLOCK: block} if block else {})


@pytest.mark.parametrize("case", cases("pace"), ids=lambda case: case["note"])
def test_progress_and_time_left(case: dict[str, Any]) -> None:
    rows = [row(id, *values) for id, values in enumerate(case["rows"], 1)]
    assert describe_progress(case["decided"], case["total"], seconds_per_decision(rows)) == case["text"]


@pytest.mark.parametrize("case", cases("rescored"), ids=lambda case: case["note"])
def test_an_edit_is_scored_again(case: dict[str, Any], tmp_path: Path) -> None:
    index = case["edits"][0][0]
    with open_session(write_run(tmp_path / "run", pair_of(case["units"]))) as session:
        # The first score is that of the same texts, as the run would have given it.
        original = session.state(0).units[index].segment
        submit(session, index, "en", original.en_text)
        before = session.state(0).units[index].segment
        for at, side, text in case["edits"]:
            submit(session, at, side, text)
        unit = session.state(0).units[index]
        after = unit.segment
        assert unit.verdict == "accepted" and session.counts(0).decided == 1
        change = (after.confidence > before.confidence) - (after.confidence < before.confidence)
        assert case.get("confidence", "") in ("", {1: "up", -1: "down", 0: "same"}[change]), after
        assert after.confidence >= case.get("at_least", 0), after
        codes = {finding.code for finding in after.findings}
        assert not codes.intersection(case.get("without", ()))
        assert codes.issuperset(case.get("with", ()))
        for _ in range(1 + len(case["edits"])):
            session.undo("undo", "Ann")
        assert session.state(0).units[index].segment == original


def submit(session: Session, index: int, side: str, text: str) -> None:
    name = unit_names(session.state(0).units)[index]
    body = plan_edit(session, 0, name, {"side": side, "text": text})
    session.decide(Submission(0, name, "edit", "Ann", body))


def test_a_score_is_of_its_texts_only(tmp_path: Path) -> None:
    rows = [["The vote was 12 to 3.", "Le vote a été de 12 contre 3."], ["It rained.", "Il a plu."]]
    with open_session(write_run(tmp_path / "run", pair_of(rows))) as session:
        submit(session, 0, "en", "The vote was 14 to 3.")
        submit(session, 0, "fr", "Le vote a été de 14 contre 3.")
        right = session.state(0).units[0].segment
        name = unit_names(session.state(0).units)[0]
        changed = Submission(0, name, "edit", "Ben", {"side": "fr", "text": "Le vote a été de 14 contre 3 !"})
        session.decide(changed)
        assert session.state(0).units[0].segment.confidence == right.confidence  # nobody scored this text


def test_decisions_of_a_block_are_single_and_undone_as_one(tmp_path: Path) -> None:
    pairs = [pair_of([["A one.", "U un."], ["B two.", "V deux."]], name=name) for name in ("a", "b")]
    folder = write_run(tmp_path / "run", *pairs)
    with open_session(folder) as session:
        names = unit_names(session.state(0).units)
        session.decide(Submission(0, names[0], "reject", "Ann"))
        block = [Submission(pair, name, "accept", "Ann") for pair in (0, 1) for name in names]
        outdated = Submission(1, names[0], "reject", "Ann", seen="00000000")
        gone = Submission(1, "0123.0", "accept", "Ann")
        assert session.decide_block([*block, outdated, gone], "once") == 4
        assert session.decide_block(block, "once") == 4  # sent twice
        assert len(session.log.rows()) == 5
        session.decide(Submission(1, names[1], "comment", "Ann", {"text": "fine"}))
    with open_session(folder) as session:
        assert verdicts(session) == [["accepted", "accepted"], ["accepted", "accepted"]]
        assert not session.undo("undo", "Ann").is_block
        assert session.undo("undo", "Ann").is_block
        assert verdicts(session) == [["rejected", ""], ["", ""]]
        assert session.undo("redo", "Ann").is_block
        assert verdicts(session) == [["accepted", "accepted"], ["accepted", "accepted"]]
        session.undo("undo", "Ann")
        session.undo("undo", "Ann")
        assert verdicts(session) == [["", ""], ["", ""]]


def verdicts(session: Session) -> list[list[str]]:
    return [[unit.verdict for unit in state.units] for _, state in session.states()]


def test_the_next_pair_is_that_of_the_order(tmp_path: Path) -> None:
    sizes = {"a": 1, "b": 3, "c": 2}
    pairs = [pair_of([[f"A {n}.", f"U {n}."] for n in range(size)], name=name) for name, size in sizes.items()]
    doubts = {"a": 0.9, "b": 0.95, "c": 0.2}
    pairs = [(en, fr, [own._replace(confidence=doubts[en.id[3]]) for own in rows]) for en, fr, rows in pairs]
    with open_session(write_run(tmp_path / "run", *pairs)) as session:
        assert [session.next_pair(number, is_reading=True) for number in range(3)] == [1, 2, 0]
        assert [session.next_pair(number, is_reading=False) for number in range(3)] == [2, 2, 0]
        session.decide(Submission(0, unit_names(session.state(0).units)[0], "accept", "Ann"))
        assert [session.next_pair(number, is_reading=True) for number in range(3)] == [1, 2, 1]
        assert [session.next_pair(number, is_reading=False) for number in range(3)] == [2, 2, 1]
